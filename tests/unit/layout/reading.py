"""Reads laid-out pages back for the tests: the text of elements in reading order, and what the tree says it should be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import briefgen
from briefgen import tree
from briefgen.display import Assets
from briefgen.fonts import Fonts
from briefgen.layout import lay_out
from briefgen.pages import Laid, TextBox
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, Theme
from briefgen.tree import Blocks, Document, Inlines, Meta

ASSETS = Path(briefgen.__file__).parent / "assets" / "fonts"


@cache
def fonts() -> Fonts:
    """The default fonts, shared by all tests."""
    return Fonts(DEFAULT, lambda name: (ASSETS / name).read_bytes())


def lay(document: Document, assets: Assets | None = None, theme: Theme = DEFAULT, lang: str = "en") -> Laid:
    """A document laid out in the default fonts."""
    return lay_out(document, theme, fonts(), assets or Assets(), strings_for(lang))


def lay_blocks(*blocks: tree.Block, theme: Theme = DEFAULT, notes: tuple[tree.Note, ...] = (), **meta: object) -> Laid:
    """Blocks laid out as a document of their own."""
    return lay(Document(Meta(**meta), blocks, notes), theme=theme)  # type: ignore[arg-type]  # keyword values of a test


def text_boxes(laid: Laid) -> list[tuple[int, TextBox]]:
    """All text boxes with the index of their page."""
    return [(n, box) for n, sheet in enumerate(laid.sheets) for box in sheet.boxes if isinstance(box, TextBox)]


def elements(laid: Laid, tag: str) -> list[int]:
    """The elements of a tag, in document order."""
    return [e for e in in_order(laid) if laid.elements[e].tag == tag]


def in_order(laid: Laid, top: int = 0) -> Iterator[int]:
    """Elements depth first from `top`."""
    yield top
    for child in laid.elements[top].children:
        yield from in_order(laid, child)


class Reader:
    """The text of each element: its own boxes and its children's, where the boxes come between."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.own: dict[int, list[tuple[int, str]]] = {}
        for number, (_, box) in enumerate(text_boxes(laid)):
            if box.element >= 0:
                self.own.setdefault(box.element, []).append((number, box.text))

    def first(self, element: int) -> int:
        """The number of the first box of an element or what is in it."""
        own = [n for n, _ in self.own.get(element, [])]
        return min([*own, *(self.first(c) for c in self.laid.elements[element].children)], default=1 << 30)

    def text(self, element: int = 0) -> str:
        """What an element says, formulas by their alternative text."""
        node = self.laid.elements[element]
        if node.tag == "Formula":
            return node.alt
        own = self.own.get(element, [])
        if not own:
            return "".join(map(self.text, node.children))
        parts = [*own, *((self.first(c), self.text(c)) for c in node.children)]
        return "".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def squeezed(text: str) -> str:
    """Text without white space."""
    return "".join(text.split())


# ------------------------------------------------------------------------------------------------- what should be read


def expected(document: Document, bullets: tuple[str, ...] = DEFAULT.bullets) -> str:
    """The text of a document in reading order, white space left out; contents pages without their numbers."""
    meta = document.meta
    notes = {note.anchor: note for note in document.notes}
    head = [tree.plain(meta.title), tree.plain(meta.subtitle), ", ".join(meta.authors)]
    head += [part for pair in meta.details for part in pair]
    return squeezed("".join([*head, *_blocks(document.body, notes, bullets, 0)]))


def _blocks(blocks: Blocks, notes: dict[str, tree.Note], bullets: tuple[str, ...], depth: int) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, notes, bullets, depth)


def _said(inlines: Inlines, notes: dict[str, tree.Note]) -> Iterator[str]:
    """A paragraph and the footnotes first marked in it."""
    yield tree.plain(inlines)
    holder = tree.Para(inlines)
    for node in tree.walk(holder):
        if isinstance(node, tree.NoteRef) and (note := notes.pop(node.anchor, None)):
            yield note.mark + tree.plain(note.children)


def _caption(caption: tree.Caption) -> str:
    end = "." if caption.label and caption.children else ""
    return caption.label + end + tree.plain(caption.children)


def _block(block: tree.Block, notes: dict[str, tree.Note], bullets: tuple[str, ...], depth: int) -> Iterator[str]:
    match block:
        case tree.Para():
            yield from _said(block.children, notes)
        case tree.Section():
            yield block.number
            yield from _said(block.title, notes)
            yield from _blocks(block.children, notes, bullets, depth)
        case tree.Quote():
            yield from _blocks(block.children, notes, bullets, depth)
        case tree.Callout():
            yield from _said(block.title, notes)
            yield from _blocks(block.children, notes, bullets, depth)
        case tree.CodeBlock():
            yield block.text
        case tree.List():
            for number, item in enumerate(block.items, block.start):
                yield f"{number}." if block.ordered else bullets[min(depth, len(bullets) - 1)]
                yield from _blocks(item.children, notes, bullets, depth + 1)
        case tree.DefinitionList():
            for definition in block.items:
                yield tree.plain(definition.term)
                yield from _blocks(definition.children, notes, bullets, depth)
        case tree.Table():
            yield _caption(block.caption)
            yield from (tree.plain(cell.children) for row in (*block.head, *block.body) for cell in row.cells)
            yield from (note.mark + tree.plain(note.children) for note in block.notes)
        case tree.Figure():
            yield _caption(block.caption)
            yield from (note.mark + tree.plain(note.children) for note in block.notes)
        case tree.Equation():
            yield (block.math.alt or block.math.tex) + block.label
        case tree.Contents():
            yield tree.plain(block.title)
            yield from (entry.label + tree.plain(entry.children) for entry in block.entries)
        case tree.References():
            yield from (entry.label + tree.plain(entry.children) for entry in block.entries)
        case _:
            return
