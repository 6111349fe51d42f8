"""The state of one rendering: what the functions of this package share while they write the body.

It holds no text of the document; it hands out ids and relationships, and knows what each cross-reference will show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from briefgen.display import Assets
from briefgen.flat import Keep, keep_nothing
from briefgen.pages import Geometry
from briefgen.records import dataclass
from briefgen.render.docx.base import Base
from briefgen.render.docx.bind import Bindings
from briefgen.render.docx.citations import Cites
from briefgen.render.docx.fonts import Typefaces
from briefgen.render.docx.names import Ids, place
from briefgen.render.docx.numbering import HeadingCounter, Numbering
from briefgen.strings import Strings
from briefgen.theme import Page, Role, Theme
from briefgen.tree import (
    Block,
    Blocks,
    Callout,
    DefinitionList,
    Document,
    Equation,
    Figure,
    List,
    Note,
    Quote,
    Reference,
    References,
    Section,
    Table,
    plain,
)

DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """How to write the file. `font_bytes` reads a font file by its name in the theme (raises for an unknown name).

    `reference` is a Word file, already checked, that the document is grafted onto.
    `citations` is one of `citations.SYSTEMS`; the others than "plain" need the `sources` (CSL-JSON by key) and the name of
    the `citation_style`. `bind` puts printed facts into content controls.
    `comments` are what the comments of a reviewer's copy say of each record, by its path; every printed value gets one.
    `keep` keeps what documents of one theme share for the next process.
    """

    font_bytes: Callable[[str], bytes]
    embed_fonts: bool = True
    reference: bytes = b""
    comments: Mapping[str, str] = field(default_factory=dict)
    citations: str = "plain"
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    citation_style: str = ""
    bind: bool = False
    keep: Keep = keep_nothing


@dataclass(slots=True)
class Relations:
    """The relationships of the main part; links to one address share one."""

    entries: list[tuple[str, str, str, bool]] = field(default_factory=list)
    _links: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, target: str) -> str:
        """A relationship to a part of the package; returns its id."""
        identifier = f"rId{len(self.entries) + 1}"
        self.entries.append((identifier, kind, target, False))
        return identifier

    def link(self, address: str) -> str:
        """The relationship to an address outside."""
        known = self._links.get(address)
        if known is None:
            known = self._links[address] = f"rId{len(self.entries) + 1}"
            self.entries.append((known, "hyperlink", address, True))
        return known


@dataclass(frozen=True, slots=True)
class Target:
    """What a bookmark covers, and the field that shows it: "REF" with its switches, or "" for a plain link."""

    shown: str
    switches: str = r"\h"


@dataclass(slots=True)
class Writer:
    """Everything one rendering needs."""

    document: Document
    geometry: Geometry
    theme: Theme
    assets: Assets
    strings: Strings
    base: Base
    faces: Typefaces
    cites: Cites = field(default_factory=Cites)
    bindings: Bindings = field(default_factory=Bindings)
    targets: dict[str, Target] = field(default_factory=dict)
    footnotes: dict[str, tuple[int, Note]] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)
    numbering: Numbering = field(default_factory=Numbering)
    relations: Relations = field(default_factory=Relations)
    headings: HeadingCounter = field(default_factory=HeadingCounter)
    sequences: dict[str, int] = field(default_factory=dict)
    cards: Iterator[bool] = field(init=False)
    """Of the definition lists still to be written, whether the layout kept them on one page."""
    late: list[Reference] = field(default_factory=list)
    """Entries of the reference list whose back-links are written when all bookmarks are known (`blocks.settle`)."""
    noted: set[str] = field(default_factory=set)
    media: dict[str, bytes] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    turned: bool = False
    landscape_used: bool = False
    sections: int = 0
    new_page: bool = False
    gap: float = 0.0

    def __post_init__(self) -> None:
        self.cards = iter(self.geometry.cards)
        self.footnotes = {note.anchor: (n, note) for n, note in enumerate(self.document.notes, 1)}
        for block in blocks_within(self.document.body):
            self.targets.update(_targets(block))

    @property
    def page(self) -> Page:
        """The page what is now written stands on."""
        return self.theme.page.turned() if self.turned else self.theme.page

    def paragraph(self, style: str, role: Role, content: str, key: str, ppr: str = "", keep_next: bool = False) -> str:
        """A paragraph. `ppr` are properties from `w:numPr` on, in the schema's order; `key` is where it comes from.

        It gets at least the pending `gap` as space before it.
        """
        self.faces.use(self.theme.styles[role].face)
        before = "<w:keepNext/>" if keep_next else ""
        if self.new_page:
            before, self.new_page = f"{before}<w:pageBreakBefore/>", False
        if self.gap:
            ppr = self._with_gap(ppr, self.base.before.get(style, 0.0))
        identifier = self.ids.paragraph(self.ids.numbered(key))
        return f'<w:p w14:paraId="{identifier}"><w:pPr><w:pStyle w:val="{style}"/>{before}{ppr}</w:pPr>{content}</w:p>'

    def _with_gap(self, ppr: str, before: float) -> str:
        """The space a block leaves below itself, given to the paragraph after it where its style has less."""
        gap, self.gap = self.gap, 0.0
        if gap <= before:
            return ppr
        spacing = f'<w:spacing w:before="{round(gap * 20)}"/>'
        if "<w:spacing " in ppr:
            return ppr.replace("<w:spacing ", f"{spacing[:-2]} ", 1)
        at = min((i for i in (ppr.find("<w:ind "), ppr.find("<w:jc ")) if i >= 0), default=len(ppr))
        return ppr[:at] + spacing + ppr[at:]

    def key(self, node: Block | Note) -> str:
        """Where a block comes from, as a key for its paragraph's id: its anchor, or its place in the source."""
        return getattr(node, "anchor", "") or f"{type(node).__name__}@{place(node.span)}"


def blocks_within(blocks: Blocks) -> Iterator[Block]:
    """All blocks in document order, down through sections, lists, definitions, quotes and callouts."""
    for block in blocks:
        yield block
        match block:
            case Section() | Quote() | Callout():
                yield from blocks_within(block.children)
            case List() | DefinitionList():
                for item in block.items:
                    yield from blocks_within(item.children)
            case _:
                pass


def _targets(block: Block) -> dict[str, Target]:
    match block:
        case Section() if block.anchor:
            return {block.anchor: Target(block.number, r"\r \h") if block.number else Target(plain(block.title))}
        case Table() | Figure():
            notes = {note.anchor: Target("") for note in block.notes if note.anchor}
            return {block.anchor: Target(block.caption.label), **notes}
        case Equation() if block.anchor:
            number = DIGITS.search(block.label)
            return {block.anchor: Target(number.group() if number else block.label)}
        case References():
            return {entry.anchor: Target("") for entry in block.entries}
        case _:
            return {}
