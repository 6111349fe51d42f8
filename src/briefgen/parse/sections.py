"""Nesting headings into sections, and the anchors of a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from briefgen.diag import Sink
from briefgen.parse.blocks import Flat, Heading
from briefgen.records import dataclass
from briefgen.tree import (
    Block,
    Blocks,
    Callout,
    DefinitionList,
    Equation,
    Inlines,
    List,
    Placement,
    Quote,
    Section,
    Table,
    plain,
)


def nest(flat: list[Flat], sink: Sink) -> Blocks:
    """Blocks with every heading's followers inside its section; a skipped level is reported and closed up."""
    found, at = _nest(flat, 0, 0, sink)
    assert at == len(flat)
    return found


def _nest(flat: list[Flat], at: int, level: int, sink: Sink) -> tuple[Blocks, int]:
    """The blocks from `at` up to the next heading of `level` or above."""
    found: list[Block] = []
    while at < len(flat):
        node = flat[at]
        if not isinstance(node, Heading):
            found.append(node)
            at += 1
            continue
        if node.level <= level:
            break
        if node.level > level + 1:
            sink.warning("heading-skipped", f"a heading of level {node.level} follows one of level {level}", node.span,
                         f'write {"#" * (level + 1)} instead of {"#" * node.level}')  # fmt: skip
        inner, at = _nest(flat, at + 1, node.level, sink)
        found.append(Section(level + 1, node.title, inner, node.anchor, "", node.numbered, span=node.span))
    return tuple(found), at


def slug(title: Inlines) -> str:
    """The words of a title in ASCII, joined by hyphens; "section" when nothing is left."""
    text = unicodedata.normalize("NFKD", plain(title)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "section"


@dataclass(slots=True)
class Anchors:
    """Gives every section an anchor; one that is written twice is reported."""

    taken: set[str]

    def give(self, blocks: Blocks) -> Blocks:
        """The blocks with anchors made from titles where none are written; a second "results" becomes "results-2"."""
        return tuple(self._give(block) for block in blocks)

    def _give(self, block: Block) -> Block:
        if not isinstance(block, Section):
            return block
        anchor = block.anchor or self._free(f"sec-{slug(block.title)}")
        return replace(block, anchor=anchor, children=self.give(block.children))

    def _free(self, wanted: str) -> str:
        number, anchor = 2, wanted
        while anchor in self.taken:
            anchor, number = f"{wanted}-{number}", number + 1
        self.taken.add(anchor)
        return anchor


def with_anchors(blocks: Blocks, sink: Sink) -> Blocks:
    """The blocks with an anchor for every section; anchors that stand twice are reported."""
    taken: set[str] = set()
    for node in _anchored(blocks):
        if node.anchor in taken:
            sink.error("anchor-duplicate", f'"{node.anchor}" stands here a second time', node.span,
                       "each table, figure, section and formula has one place")  # fmt: skip
        taken.add(node.anchor)
    return Anchors(taken).give(blocks)


def _anchored(blocks: Blocks) -> Iterator[Section | Placement | Table | Equation]:
    for block in blocks:
        if isinstance(block, (Section, Placement, Table, Equation)) and block.anchor:
            yield block
        for inner in _inside(block):
            yield from _anchored(inner)


def _inside(block: Block) -> tuple[Blocks, ...]:
    match block:
        case Section() | Quote() | Callout():
            return (block.children,)
        case List() | DefinitionList():
            return tuple(item.children for item in block.items)
        case _:
            return ()
