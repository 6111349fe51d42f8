"""What a PDF must say: the resolved document as a list of units in reading order, with the links each one holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal, TypeAlias

from briefgen import tree
from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span
from briefgen.verify.pdf_stream import OBJECT, folded

Kind: TypeAlias = Literal[
    "title", "detail", "heading", "paragraph", "label", "term", "caption", "figure", "table", "code", "formula", "note",
    "entry", "reference",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch of a unit's text that leads somewhere (`anchor` or `uri`) or is in another language (`lang`).

    `refers`: it is tagged as a reference, as the marks of notes and the lines of contents are.
    """

    start: int
    end: int
    anchor: str = ""
    uri: str = ""
    lang: str = ""
    span: Span = NOWHERE
    refers: bool = False


@dataclass(slots=True)
class Unit:
    """One thing that is read in one go: a heading, a paragraph, a caption, a label …

    `items` names the list items it stands in, outermost first. `inner` are anchors of citations inside the text. `quoted`:
    it stands in a quotation.
    """

    kind: Kind
    text: str
    span: Span = NOWHERE
    anchor: str = ""
    level: int = 0
    items: tuple[tuple[int, int], ...] = ()
    reaches: tuple[Reach, ...] = ()
    inner: tuple[tuple[int, str], ...] = ()
    node: tree.Node | None = None
    quoted: bool = False


@dataclass(slots=True)
class _Collector:
    """Gathers the raw text of inlines with what lies in it, then folds both."""

    text: str = ""
    reaches: list[Reach] = field(default_factory=list)
    inner: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, inlines: tree.Inlines) -> None:
        for node in inlines:
            self._add(node)

    def _add(self, node: tree.Inline) -> None:
        if isinstance(node, tree.Text):  # most are
            self.text += node.text
            return
        start = len(self.text)
        match node:
            case tree.Emph() | tree.Strong() | tree.Sub() | tree.Sup() | tree.SmallCaps():
                self.add(node.children)
            case tree.Value():
                self.add(node.runs or ())
            case tree.Link(target=target):
                self.add(node.children)
                self.reaches.append(Reach(start, len(self.text), uri=target, span=node.span))
            case tree.Lang(lang=lang):
                self.add(node.children)
                self.reaches.append(Reach(start, len(self.text), lang=lang, span=node.span))
            case tree.Citation():
                self.inner.append((start, node.anchor))
                self.add(node.runs)
            case tree.Jump(label=label, anchor=anchor):
                self.text += label
                self.reaches.append(Reach(start, len(self.text), anchor, span=node.span))
            case tree.NoteRef(mark=mark, anchor=anchor):
                self.text += mark
                self.notes.append(anchor)
                self.reaches.append(Reach(start, len(self.text), anchor, span=node.span, refers=True))
            case _:
                self.text += tree.plain((node,))

    def unit(self, kind: Kind, span: Span = NOWHERE) -> Unit:
        whole = folded(self.text)
        text = whole.strip()
        if not self.reaches and not self.inner:
            return Unit(kind, text, span)
        lead = len(whole) - len(whole.lstrip())

        def place(position: int) -> int:
            if len(whole) == len(self.text):  # nothing was folded away before it
                return max(0, position - lead)
            return max(0, len(folded(self.text[:position])) - lead)

        reaches = (Reach(place(r.start), place(r.end), r.anchor, r.uri, r.lang, r.span, r.refers) for r in self.reaches)
        reached = tuple(reach for reach in reaches if text[reach.start : reach.end].strip())  # blanks are no place to click
        return Unit(kind, text, span, reaches=reached, inner=tuple((place(p), a) for p, a in self.inner if a))


def cell_unit(cell: tree.Cell) -> Unit:
    """What a table cell says."""
    collector = _Collector()
    collector.add(cell.children)
    return collector.unit("paragraph", cell.span)


def units(document: tree.Document) -> list[Unit]:
    """The units of a document in reading order; a footnote follows the block of its first mark."""
    found = [unit for unit in _Reader(document).document() if unit.text]
    above: list[int] = []
    for unit in found:
        if unit.kind == "heading":  # no level may be left out on the way down (ISO 14289-1, 7.4.2)
            while above and above[-1] >= unit.level:
                above.pop()
            above.append(unit.level)
            unit.level = len(above)
    return found


class _Reader:
    """Walks the tree; keeps the footnotes not yet read and the list items it is in."""

    def __init__(self, document: tree.Document) -> None:
        self._document = document
        self._footnotes = {note.anchor: note for note in document.notes}
        self._items: tuple[tuple[int, int], ...] = ()
        self._lists = 0

    def document(self) -> Iterator[Unit]:
        meta = self._document.meta
        if meta.logo:
            yield Unit("figure", OBJECT + folded(meta.logo.alt).strip(), meta.span, "logo", node=meta.logo)
        yield from self._unit("title", meta.title, meta.span)
        yield from self._unit("detail", meta.subtitle, meta.span)
        yield Unit("detail", folded(", ".join(meta.authors)), meta.span)
        for number, (label, text) in enumerate(meta.details):
            items = ((0, number),)
            yield Unit("label", folded(label).strip(), meta.span, items=items)
            yield Unit("detail", folded(text).strip(), meta.span, items=items)
        yield from self._blocks(self._document.body)

    def _unit(self, kind: Kind, inlines: tree.Inlines, span: Span, lead: str = "", **more: object) -> Iterator[Unit]:
        """One unit, and the footnotes whose marks stand in it."""
        collector = _Collector(lead)
        collector.add(inlines)
        unit = collector.unit(kind, span)
        unit.items = self._items
        for key, value in more.items():
            setattr(unit, key, value)
        yield unit
        for anchor in collector.notes:
            if note := self._footnotes.pop(anchor, None):
                yield from self._note(note)

    def _note(self, note: tree.Note) -> Iterator[Unit]:
        if note.mark:
            yield Unit("label", folded(note.mark), note.span, note.anchor, items=self._items)
        yield from self._unit("note" if note.mark else "paragraph", note.children, note.span)

    def _blocks(self, blocks: tree.Blocks) -> Iterator[Unit]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: tree.Block) -> Iterator[Unit]:
        match block:
            case tree.Para():
                yield from self._unit("paragraph", block.children, block.span)
            case tree.Section():
                lead = f"{block.number} " if block.number else ""
                more = {"anchor": block.anchor, "level": min(block.level, 6)}
                yield from self._unit("heading", block.title, block.span, lead, **more)
                yield from self._blocks(block.children)
            case tree.List() | tree.DefinitionList():
                yield from self._list(block)
            case tree.Quote():
                for unit in self._blocks(block.children):
                    unit.quoted = unit.kind == "paragraph"
                    yield unit
            case tree.Callout():
                yield from self._unit("paragraph", block.title, block.span)
                yield from self._blocks(block.children)
            case tree.CodeBlock():
                yield Unit("code", "".join(folded(block.text).split()), block.span, items=self._items)
            case tree.Table() | tree.Figure():
                yield from self._float(block)
            case tree.Equation():
                yield from self._unit("formula", (block.math,), block.span, anchor=block.anchor)
                yield Unit("label", folded(block.label), block.span, items=self._items)
            case tree.Contents():
                yield from self._contents(block)
            case tree.References():
                yield from self._references(block)
            case tree.PageBreak() | tree.Placement():
                pass

    def _list(self, block: tree.List | tree.DefinitionList) -> Iterator[Unit]:
        self._lists += 1
        key, outer = self._lists, self._items
        items: tuple[tree.Item | tree.Definition, ...] = block.items
        for number, item in enumerate(items):
            self._items = (*outer, (key, number))
            if isinstance(item, tree.Definition):
                yield from self._unit("term", item.term, item.span)
            elif isinstance(block, tree.List) and block.ordered:
                yield Unit("label", f"{block.start + number}.", item.span, items=self._items)
            yield from self._blocks(item.children)
        self._items = outer

    def _float(self, block: tree.Table | tree.Figure) -> Iterator[Unit]:
        if isinstance(block, tree.Table):
            yield Unit("table", OBJECT, block.span, block.anchor, items=self._items, node=block)
        else:
            alt = folded(f"{block.alt}\n{block.description}").strip()
            yield Unit("figure", OBJECT + alt, block.span, block.anchor, items=self._items, node=block)
        caption = block.caption
        end = ". " if caption.children else ""
        lead = f"{caption.label}{end}" if caption.label else ""
        yield from self._unit("caption", caption.children, caption.span, lead)
        for note in block.notes:
            yield from self._note(note)

    def _contents(self, block: tree.Contents) -> Iterator[Unit]:
        yield from self._unit("heading", block.title, block.span, level=1)
        for entry in block.entries:
            lead = f"{entry.label} " if entry.label else ""
            unit = next(self._unit("entry", entry.children, entry.span, lead))
            unit.reaches = (Reach(0, len(unit.text), entry.anchor, span=entry.span, refers=True),)
            yield unit

    def _references(self, block: tree.References) -> Iterator[Unit]:
        self._lists += 1
        key, outer = self._lists, self._items
        for number, entry in enumerate(block.entries):
            self._items = (*outer, (key, number))
            label = folded(entry.label).strip()
            if label:
                yield Unit("label", label, entry.span, entry.anchor, items=self._items)
            for unit in self._unit("reference", entry.children, entry.span, anchor="" if label else entry.anchor):
                unit.node = entry if unit.kind == "reference" else unit.node
                yield unit
        self._items = outer
