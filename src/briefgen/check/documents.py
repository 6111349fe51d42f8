"""Rules on the resolved document of one audience: headings, mentions, alt text, promises, and what must not show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.check.lexicon import words
from briefgen.check.rule import Drawn, Finding
from briefgen.source import Span
from briefgen.tree import (
    Caption,
    Equation,
    Figure,
    Inlines,
    Jump,
    Node,
    Note,
    Para,
    Section,
    Table,
    Text,
    Value,
    children,
    plain,
    walk,
)

_LEAK = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|</?(?:p|b|i|sup|sub|br|span|div|em|strong|table|td|tr|a)\b[^>]*>|"
    r"&(?:[a-z]{2,8}|#\d+);|\*\*\S|\]\(|"
    r"\\(?:text|mathrm|frac)\{|\bTODO\b|\bFIXME\b|\bTBD\b|\bXXX+\b|\blorem ipsum\b|\$\{",
    re.IGNORECASE,
)
_LEAKING = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|</?\w|&[\w#]|\*\*\S|\]\(|\\text\{|\\mathrm\{|\\frac\{|todo|fixme|tbd|xxx|lorem|\$\{"
)
"""What every such sign begins with, in lower case: looked for in all texts at once, since most documents have none."""

_QUOTED = re.compile(r"“[^”]*”|„[^“]*“|«[^»]*»")
_STATUS = ("=unverified", "=secondary")


def skipped_headings(drawn: Drawn) -> Iterator[Finding]:
    level = 0
    for node in drawn.of(Section):
        if node.level > level + 1:
            message = f'the heading "{plain(node.title)}" is of level {node.level} below one of level {level}'
            yield Finding((), message, f"write it with {'#' * (level + 1)} signs", node.span)
        level = node.level


def unmentioned_floats(drawn: Drawn) -> Iterator[Finding]:
    mentioned = {node.anchor for node in drawn.of(Jump)}
    for node in drawn.nodes:
        if isinstance(node, (Table, Figure)) and node.anchor not in mentioned:
            noun = "table" if isinstance(node, Table) else "figure"
            message = f'the {noun} "{plain(node.caption.children)}" is nowhere mentioned in the text'
            path = (f"{noun}s", node.anchor.partition("-")[2])
            yield Finding(path, message, f"refer to it as @{node.anchor}", node.span)


def missing_alt_texts(drawn: Drawn) -> Iterator[Finding]:
    for node in drawn.nodes:
        if isinstance(node, Figure) and not node.alt.strip():
            yield Finding(("figures", node.anchor.partition("-")[2]), "a figure without alt text", "give `alt:`", node.span)
        if isinstance(node, Equation) and not node.math.alt.strip():
            yield Finding((), "an equation without alt text", "say it in words", node.span)


def promises(drawn: Drawn) -> Iterator[Finding]:
    compound = drawn.brief.compound
    status, lang = compound.status or "" if compound else "", drawn.brief.lang
    if words("approved", lang).search(status) and not words("unapproved", lang).search(status):
        return
    promise = words("promise", lang)
    for node in drawn.of(Para, Note, Caption, Section):
        match = promise.search(_QUOTED.sub("", plain(_said(node))))
        if match:
            message = f'"{match[0]}" promises what an investigational compound has not shown'
            yield Finding((), message, "say what was measured, in whom, against what", _place(node))


def _said(node: Node) -> Inlines:
    """The words of a node that stand for themselves: of paragraphs, notes, captions and headings."""
    if isinstance(node, Para | Note | Caption):
        return node.children
    return node.title if isinstance(node, Section) else ()


def _place(node: Node) -> Span:
    """Where a node stands: its own place, or the first that is known of what is below it."""
    return next((below.span for below in walk(node) if below.span.file), node.span)


def leaks(drawn: Drawn) -> Iterator[Finding]:
    """Signs of markup, template code and placeholders in what is printed; code is literal and not looked at."""
    if _LEAKING.search("\n".join(node.text for node in drawn.of(Text)).casefold()):
        yield from _leaks(drawn.document, drawn.spans.at("title"))


def _leaks(node: Node, place: Span) -> Iterator[Finding]:
    place = node.span if node.span.file else place
    match = _LEAK.search(node.text) if isinstance(node, Text) else None
    if match:
        message = f'"{match[0]}" is printed as it stands'
        yield Finding((), message, "mark it up as docs/markup.md says, or write what it stands for", place)
    for child in children(node):
        yield from _leaks(child, place)


def hidden_statuses(drawn: Drawn) -> Iterator[Finding]:
    """Values nobody verified that are printed without a note that says so, in their table or in the text."""
    seen: set[str] = set()
    facts, notes_of = drawn.brief.facts, _notes(drawn)
    for node in drawn.of(Value):
        name = node.path.removeprefix("facts.")
        fact = facts.get(name) if name not in seen else None
        if fact is None or fact.status == "verified":
            continue
        if not any(note.key.endswith(_STATUS) for note in notes_of.get(id(node), drawn.document.notes)):
            seen.add(name)
            message = f'"{plain(node.runs or ())}" is {_WORDS[fact.status]} and printed without saying so'
            yield Finding(("facts", name), message, "this is a fault in briefgen; please report it", node.span)


def _notes(drawn: Drawn) -> dict[int, tuple[Note, ...]]:
    """The notes that may speak of a value in a table or figure, by the value's id; of others those of the text may."""
    parts: list[Table | Figure] = [*drawn.of(Table), *drawn.of(Figure)]
    return {id(node): part.notes for part in parts for node in walk(part) if isinstance(node, Value)}


_WORDS = {"unverified": "not verified", "secondary": "known from a secondary source only"}
