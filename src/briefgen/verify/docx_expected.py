"""What a Word file of a resolved document must show: its passages in reading order, with links and formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TypeAlias

from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span
from briefgen.tree import (
    Block,
    Blocks,
    Callout,
    Caption,
    Citation,
    CodeBlock,
    Contents,
    DefinitionList,
    Document,
    Equation,
    Figure,
    Inline,
    Inlines,
    Jump,
    Lang,
    Link,
    List,
    Math,
    Meta,
    Node,
    Note,
    NoteRef,
    PageBreak,
    Para,
    Placement,
    Quote,
    References,
    Section,
    Table,
    Text,
    Value,
    children,
    plain,
)
from briefgen.verify.docx_formulas import Places, of_mathml, symbols
from briefgen.verify.docx_reading import FORMULA


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a printed link must lead: an address outside, or an anchor of the document."""

    label: str
    target: str
    internal: bool


@dataclass(slots=True)
class Passage:
    """One paragraph that must be there.

    `parts` are its texts in order (a label, a term, the sentence); between them the file may set a tab, a full stop or a
    space. `number` is the label Word itself must give it, `level` its heading level, `alt` its figure's text alternative.
    `langs` is what is in another language, by its tag (`lang` while it is collected). `mentions` are the anchors of the
    citations that a reference's page numbers lead back to.
    """

    code: str
    parts: tuple[str, ...]
    span: Span
    links: list[Destination] = field(default_factory=list)
    formulas: list[Places] = field(default_factory=list)
    anchor: str = ""
    number: str | None = None
    level: int | None = None
    alt: str = ""
    page: bool = False
    mentions: tuple[str, ...] = ()
    langs: dict[str, str] = field(default_factory=dict)
    lang: str = ""


Expected: TypeAlias = Passage | Table


def expected(document: Document) -> Iterator[Expected]:
    """The passages and tables of a document in reading order."""
    yield from _front(document.meta)
    yield from _blocks(document.body)


def citations(document: Document) -> Iterator[Citation]:
    """All citations of a document."""
    stack: list[Node] = [document]
    while stack:
        node = stack.pop()
        if isinstance(node, Citation):
            yield node
        if not isinstance(node, Text):
            stack.extend(reversed(children(node)))


def passage(code: str, node_span: Span, *parts: Inlines | str, anchor: str = "") -> Passage:
    """A passage from its parts, their links and formulas collected."""
    made = Passage(code, (), node_span, anchor=anchor)
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        else:
            texts.append("".join([_inline(node, made, False) for node in part]))
    made.parts = tuple(text for text in texts if text.strip(" \t\n"))
    return made


def _inline(node: Inline, into: Passage, inside_link: bool) -> str:
    match node:
        case Text(text=text):  # most are
            return _words(text, into)
        case Math():
            into.formulas.append(_places(node))
            return FORMULA
        case Jump():
            if not inside_link:
                into.links.append(Destination(node.label, node.anchor, True))
            return _words(node.label, into)
        case NoteRef():
            if not inside_link and not node.anchor.startswith("note-"):
                into.links.append(Destination(node.mark, node.anchor, True))
            return node.mark
        case Link():
            words = "".join(_inline(child, into, True) for child in node.children)
            if not inside_link:
                into.links.append(Destination(words, node.target, False))
            return words
        case Lang(lang=lang):
            outer, into.lang = into.lang, lang
            words = "".join(_inline(child, into, inside_link) for child in node.children)
            into.lang = outer
            return words
        case Value() | Citation():
            return "".join(_inline(child, into, inside_link) for child in node.runs or ())
        case _:
            below: Inlines = getattr(node, "children", ())
            if below:
                return "".join(_inline(child, into, inside_link) for child in below)
            return _words(plain((node,)), into)


def _words(words: str, into: Passage) -> str:
    if into.lang:
        into.langs[into.lang] = into.langs.get(into.lang, "") + words
    return words


def _places(node: Math) -> Places:
    """The symbols of a formula by their place; its plain text on the line when its MathML cannot be read."""
    return of_mathml(node.mathml) or {"": symbols(node.alt or node.tex)}


def _front(meta: Meta) -> Iterator[Expected]:
    if meta.logo:
        yield Passage("docx-alt-text", (), meta.logo.span, alt=meta.logo.alt)
    yield passage("docx-text-lost", NOWHERE, meta.title)
    if plain(meta.subtitle):
        yield passage("docx-text-lost", NOWHERE, meta.subtitle)
    if meta.authors:
        yield passage("docx-text-lost", NOWHERE, ", ".join(meta.authors))
    for label, value in meta.details:
        yield passage("docx-text-lost", NOWHERE, label, value)


def _blocks(blocks: Blocks) -> Iterator[Expected]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Expected]:
    match block:
        case Para():
            if block.children:
                yield passage("docx-text-lost", block.span, block.children)
        case Section():
            yield _heading(block)
            yield from _blocks(block.children)
        case List():
            yield from _list(block)
        case DefinitionList():
            yield from _definitions(block)
        case Quote():
            yield from _blocks(block.children)
        case CodeBlock():
            yield passage("docx-text-lost", block.span, block.text)
        case Callout():
            if plain(block.title):
                yield passage("docx-text-lost", block.span, block.title)
            yield from _blocks(block.children)
        case Table():
            yield passage(
                "docx-caption-differs", block.span, _label(block.caption), block.caption.children, anchor=block.anchor
            )
            yield block
            yield from _notes(block.notes)
        case Figure():
            yield from _figure(block)
        case Equation():
            yield passage("docx-formula-differs", block.span, (block.math,), block.label, anchor=block.anchor)
        case Contents():
            yield from _contents(block)
        case References():
            for entry in block.entries:
                made = passage("docx-reference-differs", entry.span, entry.label, entry.children, anchor=entry.anchor)
                made.mentions = entry.mentions
                yield made
        case PageBreak() | Placement():
            return


def _heading(section: Section) -> Passage:
    made = passage("docx-heading-differs", section.span, section.title, anchor=section.anchor)
    made.number, made.level = section.number, min(section.level, 6)
    return made


def _list(node: List) -> Iterator[Expected]:
    for number, item in enumerate(node.items, node.start):
        first = True
        for made in _blocks(item.children):
            if first and isinstance(made, Passage) and node.ordered and isinstance(item.children[0], Para):
                made.number = f"{number}."
            first = False
            yield made


def _definitions(node: DefinitionList) -> Iterator[Expected]:
    for item in node.items:
        first, *rest = item.children or (Para(()),)
        if isinstance(first, Para):
            yield passage("docx-text-lost", first.span, item.term, first.children)
            yield from _blocks(tuple(rest))
        else:
            yield passage("docx-text-lost", item.span, item.term)
            yield from _blocks(item.children)


def _figure(node: Figure) -> Iterator[Expected]:
    picture = Passage("docx-alt-text", (), node.span, alt=node.alt)
    yield picture
    yield passage("docx-caption-differs", node.span, _label(node.caption), node.caption.children, anchor=node.anchor)
    yield from _notes(node.notes)


def _label(caption: Caption) -> str:
    """A caption's label as printed: closed by a full stop where a text follows."""
    return f"{caption.label}." if caption.label and caption.children else caption.label


def _notes(notes: tuple[Note, ...]) -> Iterator[Expected]:
    for note in notes:
        yield passage("docx-note-differs", note.span, note.mark, note.children, anchor=note.anchor)


def _contents(node: Contents) -> Iterator[Expected]:
    if not node.entries:
        return
    if node.title:
        yield passage("docx-text-lost", node.span, node.title)
    for entry in node.entries:
        made = passage("docx-contents-differ", entry.span, entry.label, (Text(plain(entry.children)),))
        made.links, made.page = [Destination("", entry.anchor, True)], True
        made.langs = passage("", entry.span, entry.children).langs
        yield made
