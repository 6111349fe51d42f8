"""Rules on the resolved document of one audience: headings, mentions, alt text, words that promise too much."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.check.rule import Drawn, Finding
from briefgen.tree import Equation, Figure, Jump, Para, Section, Table, plain, walk

_PROMISE = re.compile(r"\b(?:(?:is|are|was|proved?n?|both) (?:safe|effective)\b|safe and effective\b)", re.IGNORECASE)


def skipped_headings(drawn: Drawn) -> Iterator[Finding]:
    level = 0
    for node in walk(drawn.document):
        if isinstance(node, Section):
            if node.level > level + 1:
                message = f'the heading "{plain(node.title)}" is of level {node.level} below one of level {level}'
                yield Finding((), message, f"write it with {'#' * (level + 1)} signs", node.span)
            level = node.level


def unmentioned_floats(drawn: Drawn) -> Iterator[Finding]:
    mentioned = {node.anchor for node in walk(drawn.document) if isinstance(node, Jump)}
    for node in walk(drawn.document):
        if isinstance(node, (Table, Figure)) and node.anchor not in mentioned:
            noun = "table" if isinstance(node, Table) else "figure"
            message = f'the {noun} "{plain(node.caption.children)}" is nowhere mentioned in the text'
            path = (f"{noun}s", node.anchor.partition("-")[2])
            yield Finding(path, message, f"refer to it as @{node.anchor}", node.span)


def missing_alt_texts(drawn: Drawn) -> Iterator[Finding]:
    for node in walk(drawn.document):
        if isinstance(node, Figure) and not node.alt.strip():
            yield Finding(("figures", node.anchor.partition("-")[2]), "a figure without alt text", "give `alt:`", node.span)
        if isinstance(node, Equation) and not node.math.alt.strip():
            yield Finding((), "an equation without alt text", "say it in words", node.span)


def promises(drawn: Drawn) -> Iterator[Finding]:
    for node in walk(drawn.document):
        match = _PROMISE.search(plain(node.children)) if isinstance(node, Para) else None
        if match:
            message = f'"{match[0]}" promises what an investigational compound has not shown'
            yield Finding((), message, "say what was measured, in whom, against what", node.span)
