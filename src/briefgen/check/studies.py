"""Rules on studies: people add up, and no trial that failed or stopped is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from briefgen.check.rule import Data, Drawn, Finding
from briefgen.model import Brief, Fact, Study
from briefgen.tree import Code, Inline, Node, Text

_SAFETY = re.compile(r"safety|tolerab|adverse|side.effect|dissociation|toxic", re.IGNORECASE)
_BENEFIT = re.compile(r"difference|response|remission|efficacy|MADRS|HAM-?D|survival|hazard|odds|score", re.IGNORECASE)
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


_N = re.compile(r"\bn\s*=\s*(\d[\d,]*)", re.IGNORECASE)


def flows_that_do_not_add_up(data: Data) -> Iterator[Finding]:
    """Boxes of a flow diagram with `n = …` whose successors all have one, and hold more or fewer people."""
    for name, figure in data.brief.figures.items():
        if figure.kind != "flow":
            continue
        sizes = {key: int(m[1].replace(",", "")) for key, node in figure.nodes.items() if (m := _N.search(node.label))}
        after: dict[str, list[str]] = {}
        for edge in figure.edges:
            after.setdefault(edge.from_, []).append(edge.to)
        for key, targets in after.items():
            if key in sizes and all(t in sizes for t in targets) and (total := sum(sizes[t] for t in targets)) != sizes[key]:
                message = f"{sizes[key]} enter the box and {total} leave it"
                hint = "add a box for those who were lost, or acknowledge it with the reason"
                yield Finding(("figures", name, "nodes", key, "label"), message, hint)


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
    words = f"{fact.parameter or ''} {fact.statistic or ''} {fact.label or ''}"
    return bool(study and study.kind == "clinical" and _BENEFIT.search(words) and not _SAFETY.search(words))


def _has_safety(brief: Brief) -> bool:
    words = [*brief.texts, *(f"{f.parameter or ''} {f.label or ''}" for f in brief.facts.values())]
    return any(_SAFETY.search(text) for text in words)


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
    text = "".join(map(_characters, drawn.nodes)).lower()
    for name, study in drawn.brief.studies.items():
        failed = study.primary is not None and study.primary.met is False
        if (study.status in STOPPED or failed) and not any(n.lower() in text for n in _names(study)):
            what = f"is {study.status}" if study.status in STOPPED else "missed its primary endpoint"
            message = f'the study "{name}" {what} and is not named for the audience "{drawn.document.meta.audience}"'
            yield Finding(("studies", name), message, "name it by its registry number where the evidence is summed up")


def _names(study: Study) -> list[str]:
    return [*study.registry, *study.ids, *([study.title] if study.title else [])]


def _characters(node: Node) -> str:
    """What a node adds to the text of its document, run together; blocks are parted."""
    if isinstance(node, (Text, Code)):
        return node.text
    return "" if node.__class__ in _INLINE else " "


_INLINE = frozenset(get_args(Inline))
