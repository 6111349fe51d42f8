"""Rules on studies: people add up, and no trial that failed or stopped is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from briefgen.check.lexicon import words
from briefgen.check.prose import RECORD, ROLE
from briefgen.check.rule import Data, Drawn, Finding
from briefgen.model import Brief, Fact, Study, at
from briefgen.tree import Code, Document, Inline, Node, References, Text, children

STOPPED = ("terminated", "withdrawn", "suspended")


def arms_that_do_not_add_up(data: Data) -> Iterator[Finding]:
    for name, study in data.brief.studies.items():
        sizes = [arm.n for arm in study.arms.values()]
        if study.randomised is None or not sizes or any(n is None for n in sizes):
            continue
        total, lost = sum(n or 0 for n in sizes), sum(study.losses.values())
        if total not in (study.randomised, study.randomised - lost):
            message = f"the arms add up to {total}; {study.randomised} were randomised{f', {lost} lost' if lost else ''}"
            yield Finding(("studies", name, "randomised"), message, "say in `losses:` where the others went")


def losses_that_do_not_add_up(data: Data) -> Iterator[Finding]:
    for name, study in data.brief.studies.items():
        lost = sum(study.losses.values())
        for field, left in (("completed", study.completed), ("analysed", study.analysed)):
            if study.randomised is None or left is None or left in (study.randomised, study.randomised - lost):
                continue
            message = f"{study.randomised} were randomised, {left} {field}; `losses` account for {lost}"
            yield Finding(("studies", name, field), message, "give each loss with its number in `losses:`")


_N = re.compile(r"\bn\s*=\s*(\d[\d,]*|\{(?:record|fact)\}`[^`]+`)", re.IGNORECASE)


_Boxes = dict[str, list[str]]


def flows_that_do_not_add_up(data: Data) -> Iterator[Finding]:
    """Boxes of a flow diagram with `n = …` whose next, or former, boxes all have one, and hold more or fewer people."""
    for name, figure in data.brief.figures.items():
        if figure.kind != "flow":
            continue
        said = {key: _size(data.brief, m[1]) for key, node in figure.nodes.items() if (m := _N.search(node.label))}
        sizes = {key: size for key, size in said.items() if size is not None}
        after, before = _Boxes(), _Boxes()
        for edge in figure.edges:
            after.setdefault(edge.from_, []).append(edge.to)
            before.setdefault(edge.to, []).append(edge.from_)
        found = [(box, f"{sizes[box]} enter the box and {total} leave it") for box, total in _odd(sizes, after, before)]
        joined = {box: boxes for box, boxes in before.items() if len(boxes) > 1}
        found += [(box, f"{total} lead to a box of {sizes[box]}") for box, total in _odd(sizes, joined, after)]
        for box, message in found:
            hint = "add a box for those who were lost, or acknowledge it with the reason"
            yield Finding(("figures", name, "nodes", box, "label"), message, hint)


def _size(brief: Brief, said: str) -> int | None:
    """The number behind `n =`, typed or of a record; None when the record has no whole number there."""
    if role := ROLE.match(said):
        fact = brief.facts.get(role[1])
        found: object = getattr(fact, "of" if role[2] in ("N", "of") else "n", None)
    elif record := RECORD.match(said):
        found = at(brief, record[1])
    else:
        return int(said.replace(",", ""))
    return found if isinstance(found, int) else None


def _odd(sizes: dict[str, int], edges: _Boxes, back: _Boxes) -> Iterator[tuple[str, int]]:
    """Boxes whose size is not the sum of those their edges lead to; not told where one of these has edges back to others."""
    for box, others in edges.items():
        total = sum(sizes.get(other, 0) for other in others)
        alone = all(len(back[other]) == 1 for other in others)
        if box in sizes and sizes.keys() >= set(others) and alone and total != sizes[box]:
            yield box, total


def stopped_without_reason(data: Data) -> Iterator[Finding]:
    for name, study in data.brief.studies.items():
        if study.status in STOPPED and not study.reason:
            message = f'the study "{name}" is {study.status}; its record does not say why'
            yield Finding(("studies", name, "status"), message, "give `reason:`, in the registry's words")


def benefit_without_safety(data: Data) -> Iterator[Finding]:
    claims = [n for n, f in data.brief.facts.items() if _claims_benefit(f, data.brief)]
    if claims and not _has_safety(data.brief):
        message = "the brief reports benefit and nothing about safety"
        yield Finding(("facts", claims[0]), message, "add a text whose key has `safety` in it, or facts on adverse events")


def _claims_benefit(fact: Fact, brief: Brief) -> bool:
    study = brief.studies.get(fact.study or "")
    said = f"{fact.parameter or ''} {fact.statistic or ''} {fact.label or ''}"
    benefit, harm = words("benefit", brief.lang), words("safety", brief.lang)
    return bool(study and study.kind == "clinical" and benefit.search(said) and not harm.search(said))


def _has_safety(brief: Brief) -> bool:
    """Whether a text or a fact is on safety; a text for some audiences only does not speak to the others."""
    readers = {*brief.audiences} or {"default"}
    texts = [n for n, text in brief.texts.items() if isinstance(text, str) or "default" in text or readers <= set(text)]
    said = [
        *(re.sub("[-_.]", " ", t) for t in texts),
        *(f"{f.parameter or ''} {f.label or ''}" for f in brief.facts.values()),
    ]
    return any(words("safety", brief.lang).search(text) for text in said)


def untold_trials(data: Data) -> Iterator[Finding]:
    """Trials that stopped or missed their primary endpoint, and that no text mentions; a list of studies is not enough."""
    text = "\n".join(p.text for p in data.passages if p.kind in ("text", "caption", "method")).lower()
    for name, study in data.brief.studies.items():
        failed = study.primary is not None and study.primary.met is False
        if (study.status in STOPPED or failed) and not any(n.lower() in text for n in _names(study)):
            what = f"is {study.status}" if study.status in STOPPED else "missed its primary endpoint"
            message = f'the study "{name}" {what}, which no text says'
            yield Finding(("studies", name), message, "name it, by its registry number, where the evidence is summed up")


def hidden_trials(drawn: Drawn) -> Iterator[Finding]:
    """Trials that stopped or missed their primary endpoint, and are not named in this document."""
    text = printed(drawn.document).lower()
    for name, study in drawn.brief.studies.items():
        failed = study.primary is not None and study.primary.met is False
        if (study.status in STOPPED or failed) and not any(n.lower() in text for n in _names(study)):
            what = f"is {study.status}" if study.status in STOPPED else "missed its primary endpoint"
            message = f'the study "{name}" {what} and is not named for the audience "{drawn.document.meta.audience}"'
            yield Finding(("studies", name), message, "name it by its registry number where the evidence is summed up")


def _names(study: Study) -> list[str]:
    return [*study.registry, *study.ids, *([study.title] if study.title else [])]


def printed(document: Document) -> str:
    """All text of a document, run together; its reference list, where any title may stand, left out."""
    pieces: list[str] = []
    stack: list[Node] = [document]
    while stack:
        node = stack.pop()
        if node.__class__ is Text:
            pieces.append(node.text)
        elif node.__class__ is not References:
            pieces.append(_characters(node))
            stack.extend(reversed(children(node)))
    return "".join(pieces)


def _characters(node: Node) -> str:
    """What a node adds to the text of its document, run together; blocks are parted."""
    if isinstance(node, Code):
        return node.text
    return "" if node.__class__ in _INLINE else " "


_INLINE = frozenset(get_args(Inline))
