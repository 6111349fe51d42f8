"""Numbers and anchors: sections, tables, figures and equations in document order, and what a reference to each prints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from briefgen.diag import did_you_mean
from briefgen.records import dataclass
from briefgen.resolve.alt import without_marks
from briefgen.resolve.context import Context
from briefgen.resolve.graft import INLINE_PARTS, nodes, rewrite
from briefgen.resolve.numbers import NBSP
from briefgen.resolve.placing import record
from briefgen.tree import (
    Blocks,
    Contents,
    Document,
    Entry,
    Equation,
    Figure,
    JumpKind,
    Node,
    Placement,
    Ref,
    Section,
    Table,
    Text,
    plain,
)

DEPTH = 3
"""Sections nested deeper carry no number and stand in no contents."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross-reference can point to: its kind and what is printed for it ("Table 2", "Section 2.1", "(1)")."""

    kind: JumpKind
    label: str


@dataclass(slots=True)
class _Numbering:
    """The counters of one document while it is numbered."""

    context: Context
    taken: set[str] = field(default_factory=set)
    targets: dict[str, Target] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def next(self, kind: str) -> int:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return self.counts[kind]


def numbered(context: Context, document: Document) -> tuple[Document, dict[str, Target]]:
    """The document with anchors, numbers and labels, and every anchor's target. An anchor given twice is an error."""
    state = _Numbering(context)
    _given_anchors(context, document, state.taken, state.targets)
    body = _blocks(state, document.body, (), [0], context.audience.number_sections)
    return replace(document, body=body), state.targets


def _given_anchors(context: Context, document: Document, taken: set[str], targets: dict[str, Target]) -> None:
    for node in nodes(document, INLINE_PARTS):
        if isinstance(node, Placement):  # what could not be placed was reported there
            targets.setdefault(node.anchor, Target("table", node.anchor))
        if not isinstance(node, Section | Table | Figure | Equation) or not node.anchor:
            continue
        if node.anchor in taken:
            hint = "give one of the two another id"
            context.sink.error("anchor-duplicate", f'the id "{node.anchor}" is used twice', node.span, hint)
        taken.add(node.anchor)


def _blocks(state: _Numbering, blocks: Blocks, above: tuple[int, ...], count: list[int], number: bool) -> Blocks:
    """Blocks of one level. `above` is the number of the section around them, `count` that of the last one in it."""
    return tuple(_block(state, block, above, count, number) for block in blocks)


def _block(state: _Numbering, block: Any, above: tuple[int, ...], count: list[int], number: bool) -> Any:
    if isinstance(block, Section):
        return _section(state, block, above, count, number)
    if not isinstance(block, INLINE_PARTS):
        block = rewrite(block, lambda n: _floating(state, n), INLINE_PARTS, (Table, Figure, Equation))
    return _floating(state, block)


def _section(state: _Numbering, section: Section, above: tuple[int, ...], count: list[int], number: bool) -> Section:
    counts = number and section.numbered and len(above) < DEPTH
    if counts:
        count[0] += 1
    here = (*above, count[0]) if counts else above
    text = ".".join(map(str, here)) if counts else ""
    title = plain(without_marks(section.title)).strip()
    anchor = section.anchor or _generated(state, title)
    label = f"{state.context.strings.section}{NBSP}{text}" if text else title
    state.targets.setdefault(anchor, Target("section", label))
    children = _blocks(state, section.children, here, [0], counts)
    return replace(section, anchor=anchor, number=text, numbered=bool(text), children=children)


def _generated(state: _Numbering, title: str) -> str:
    """An anchor made from a heading ("sec-core-mechanism"), made unique by a number."""
    plain_letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = f"sec-{re.sub(r'[^a-z0-9]+', '-', plain_letters).strip('-') or 'section'}"
    anchor, number = stem, 1
    while anchor in state.taken:
        number += 1
        anchor = f"{stem}-{number}"
    state.taken.add(anchor)
    return anchor


def _floating(state: _Numbering, node: Node) -> Node:
    strings = state.context.strings
    match node:
        case Table() | Figure():
            kind: JumpKind = "table" if isinstance(node, Table) else "figure"
            label = f"{strings.table if kind == 'table' else strings.figure}{NBSP}{state.next(kind)}"
            state.targets.setdefault(node.anchor, Target(kind, label))
            return replace(node, caption=replace(node.caption, label=label))
        case Equation() if node.anchor:
            label = f"({state.next('equation')})"
            state.targets.setdefault(node.anchor, Target("equation", label))
            return replace(node, label=label)
        case _:
            return node


def target(context: Context, targets: Mapping[str, Target], ref: Ref) -> Target | None:
    """What a cross-reference points to; None, with an error, when this document has no such anchor."""
    found = targets.get(ref.anchor)
    if found is None:
        unplaced = record(context, ref.anchor) is not None
        hint = f"place it with ::: {{#{ref.anchor}}}" if unplaced else did_you_mean(ref.anchor, targets)
        context.sink.error("xref-unknown", f'this document has no "{ref.anchor}"', ref.span, hint)
    return found


# --------------------------------------------------------------------------------------------------------- contents


def with_contents(context: Context, document: Document) -> Document:
    """Lists of contents filled, and one put first where the audience wants it and the text has four sections or more."""
    wanted = context.audience.contents and sum(isinstance(b, Section) for b in document.body) >= 4
    if wanted and not any(isinstance(n, Contents) and n.kind == "contents" for n in nodes(document, INLINE_PARTS)):
        document = replace(document, body=(Contents(), *document.body))
    lists = {
        "contents": _sections(document.body, 1),
        "tables": _captions(document, Table),
        "figures": _captions(document, Figure),
    }
    return rewrite(document, lambda node: _listed(context, node, lists), INLINE_PARTS, (Contents,))


def _listed(context: Context, node: Node, lists: Mapping[str, list[Entry]]) -> Node | tuple[Node, ...]:
    if not isinstance(node, Contents):
        return node
    strings = context.strings
    titles = {"contents": strings.contents, "tables": strings.list_of_tables, "figures": strings.list_of_figures}
    entries = tuple(lists[node.kind])
    return replace(node, title=node.title or (Text(titles[node.kind]),), entries=entries) if entries else ()


def _sections(blocks: Blocks, level: int) -> list[Entry]:
    entries: list[Entry] = []
    for block in blocks:
        if isinstance(block, Section) and level <= DEPTH:
            entries.append(Entry(level, block.number, without_marks(block.title), block.anchor, span=block.span))
            entries.extend(_sections(block.children, level + 1))
    return entries


def _captions(document: Document, kind: type[Table] | type[Figure]) -> list[Entry]:
    found = [n for n in nodes(document, INLINE_PARTS) if isinstance(n, kind)]
    return [Entry(1, n.caption.label, without_marks(n.caption.children), n.anchor) for n in found]
