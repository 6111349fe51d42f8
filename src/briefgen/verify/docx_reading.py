"""A Word file read back from its bytes: the body and the notes as paragraphs and tables.

Nothing here comes from the renderer or from python-docx; what is read is what any reader of the format would see.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from briefgen.records import dataclass
from briefgen.verify.docx_formulas import Places, of_omml
from briefgen.verify.docx_package import LOCAL, MAIN, VAL, WP, Package, R, W, val, whole
from briefgen.verify.docx_styles import Counters, Styles, counters_of, styles_of

FORMULA = "\ufffc"
"""What stands for a formula in the text of a paragraph."""

_RUN_STYLE, _RUN_LANGUAGE = f"{W}rStyle", f"{W}lang"
_PROPERTIES, _STYLE, _NUMBERING = f"{W}pPr", f"{W}pStyle", f"{W}numPr"
_TEXT = f"{W}t"
_PARAGRAPH, _TABLE, _CONTROL = f"{W}p", f"{W}tbl", f"{W}sdt"
_NAMED = f"{W}name"
_FIELD_KIND, _SPAN, _MERGE = f"{W}fldCharType", f"{W}tcPr/{W}gridSpan", f"{W}tcPr/{W}vMerge"
_FIELD = re.compile(r"\s*(\w+)\s*(.*)", re.DOTALL)


@dataclass(slots=True)
class ReadParagraph:
    """A paragraph as a reader meets it. `links` are (text, bookmark or address); `number` is Word's own label.

    `mentions` are (page, bookmark) of the page numbers an entry of the reference list is cited on: they are set in a
    character style of their own, and say what no document does, so they are no part of `text`.
    """

    text: str = ""
    style: str = ""
    level: int | None = None
    number: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    formulas: list[Places] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    mentions: list[tuple[str, str]] = field(default_factory=list)
    langs: dict[str, str] = field(default_factory=dict)
    """What is marked as being in another language, by its tag."""


@dataclass(slots=True)
class ReadCell:
    """A cell with its first column, its spans and its paragraphs."""

    column: int
    colspan: int
    rowspan: int
    paragraphs: list[ReadParagraph]


@dataclass(slots=True)
class ReadTable:
    """A table: its rows of cells (those that begin in each), and how many of its first rows repeat as header."""

    rows: list[list[ReadCell]]
    header_rows: int
    title: str
    description: str


@dataclass(slots=True)
class Reader:
    """Walks one story; fields may reach over several paragraphs, so their state lives here."""

    package: Package
    part: str
    styles: Styles
    counters: Counters
    _fields: list[list[str]] = field(default_factory=list)
    _note_count: int = 0
    _aside: list[str] = field(default_factory=list)

    def blocks(self, parent: Any) -> list[ReadParagraph | ReadTable]:
        """The paragraphs and tables below an element, through content controls."""
        found: list[ReadParagraph | ReadTable] = []
        for child in parent:
            tag = child.tag
            if tag == _PARAGRAPH:
                found.append(self.paragraph(child))
            elif tag == _TABLE:
                found.append(self.table(child))
            elif tag == _CONTROL and not is_cover(child):
                content = child.find(f"{W}sdtContent")
                found.extend(self.blocks(content) if content is not None else ())
        return found

    def paragraph(self, element: Any) -> ReadParagraph:
        """One `w:p`."""
        style, numbering = "", None
        for properties in element.iterchildren(_PROPERTIES):
            for child in properties:
                if child.tag == _STYLE:
                    style = style or child.get(VAL, "")
                elif child.tag == _NUMBERING and numbering is None:
                    numbering = child
        style = style or "Normal"
        read = ReadParagraph(style=style, level=self.styles.outline(style))
        read.number = self._number(numbering, style)
        pieces: list[str] = []
        self._content(element, read, pieces)
        read.text = "".join(pieces)
        return read

    def _number(self, direct: Any, style: str) -> str:
        given = direct if direct is not None else self.styles.inherited(style, _NUMBERING)
        if given is None:
            return ""
        return self.counters.label(val(given.find(f"{W}numId")), whole(val(given.find(f"{W}ilvl")) or "0", 8))

    def _content(self, parent: Any, read: ReadParagraph, pieces: list[str]) -> None:
        for child in parent:
            match LOCAL[child.tag]:
                case "r":
                    self._run(child, read, pieces)
                case "pPr" | "bookmarkEnd":
                    pass
                case "hyperlink":
                    start = len(pieces)
                    self._content(child, read, pieces)
                    read.links.append(("".join(pieces[start:]), self._destination(child)))
                case "bookmarkStart":
                    read.bookmarks.append(child.get(_NAMED, ""))
                case "oMath" | "oMathPara":
                    pieces.append(FORMULA)
                    read.formulas.append(of_omml(child))
                case "sdt" | "sdtContent" | "ins" | "smartTag":
                    self._content(child, read, pieces)
                case _:
                    pass

    def _destination(self, link: Any) -> str:
        relation = self.package.relationships.get(self.part, {}).get(link.get(f"{R}id", ""))
        return relation.target if relation else str(link.get(f"{W}anchor", ""))

    def _run(self, element: Any, read: ReadParagraph, pieces: list[str]) -> None:
        start, lang = len(pieces), ""
        for child in element:
            tag = child.tag
            if tag == _TEXT:
                pieces.append(child.text or "")
                continue
            name = LOCAL[tag]
            if name == "rPr":  # first in its run, by the schema
                lang, style = _run_properties(child)
                if style and self.styles.is_back_link(style):
                    pieces, start = self._aside, len(self._aside)
            elif name == "fldChar":
                self._field_mark(child.get(_FIELD_KIND), read, pieces)
            elif name == "instrText" and self._fields:
                self._fields[-1][0] += child.text or ""
            elif name == "drawing":
                read.alts.extend(d.get("descr", "") for d in child.iter(f"{WP}docPr"))
            elif name == "footnoteReference":
                pieces.append(self._note(child, read))
            else:
                pieces.append(characters(name, child))
        if lang:
            read.langs[lang] = read.langs.get(lang, "") + "".join(pieces[start:])

    def _note(self, element: Any, read: ReadParagraph) -> str:
        read.notes.append(element.get(f"{W}id", ""))
        self._note_count += 1
        return "" if element.get(f"{W}customMarkFollows") else str(self._note_count)

    def _field_mark(self, kind: str, read: ReadParagraph, pieces: list[str]) -> None:
        """Follow a field; a REF field counts as a link from its result to its bookmark."""
        if kind == "begin":
            self._fields.append(["", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = str(len(pieces))
        elif kind == "end" and self._fields:
            instruction, start = self._fields.pop()
            name, target = field_target(instruction)
            if name == "REF" and start:
                read.links.append(("".join(pieces[int(start) :]), target))
            elif pieces is self._aside and start:
                read.mentions.append(("".join(pieces[int(start) :]), target))

    def table(self, element: Any) -> ReadTable:
        """One `w:tbl`, its vertical merges turned into row spans."""
        rows: list[list[ReadCell]] = []
        open_cells: dict[int, ReadCell] = {}
        header, counting = 0, True
        for row in element.iter(f"{W}tr"):
            counting = counting and row.find(f"{W}trPr/{W}tblHeader") is not None
            header += counting
            rows.append(self._row(row, open_cells))
        properties = element.find(f"{W}tblPr")
        title, description = (val(properties.find(f"{W}{n}")) for n in ("tblCaption", "tblDescription"))
        return ReadTable(rows, header, title, description)

    def _row(self, row: Any, open_cells: dict[int, ReadCell]) -> list[ReadCell]:
        cells: list[ReadCell] = []
        column = 0
        for element in row.iterchildren(f"{W}tc"):
            span = whole(val(element.find(_SPAN)) or "1")
            merge = element.find(_MERGE)
            if merge is not None and val(merge) != "restart" and column in open_cells:
                open_cells[column].rowspan += 1
            else:
                paragraphs = [b for b in self.blocks(element) if isinstance(b, ReadParagraph)]
                cell = ReadCell(column, span, 1, paragraphs)
                cells.append(cell)
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = cell
            column += span
        return cells


def _run_properties(properties: Any) -> tuple[str, str]:
    """The language and the style of a run; "" for the one that it does not name."""
    lang = style = None
    for child in properties:
        tag = child.tag
        if tag == _RUN_STYLE:
            style = child.get(VAL, "") if style is None else style
        elif tag == _RUN_LANGUAGE:
            lang = child.get(VAL, "") if lang is None else lang
    return lang or "", style or ""


def is_cover(block: Any) -> bool:
    """Whether a block is Word's building block of a cover page: the reference document's, not the brief's."""
    gallery = block.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Cover Pages"


def field_target(instruction: str) -> tuple[str, str]:
    """A field's name and its first argument."""
    found = _FIELD.match(instruction)
    if not found:
        return "", ""
    words = found.group(2).split()
    return found.group(1), words[0] if words and not words[0].startswith("\\") else ""


def characters(name: str, element: Any) -> str:
    """What an element of a run reads as, by its name without the namespace."""
    match name:
        case "t" | "delText":
            return element.text or ""
        case "tab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "\u2011"
        case _:
            return ""


def body(package: Package) -> list[ReadParagraph | ReadTable]:
    """The body of a file as paragraphs and tables in reading order."""
    root = package.trees[MAIN]
    reader = Reader(package, MAIN, styles_of(package), counters_of(package))
    return reader.blocks(root.find(f"{W}body"))


def footnotes(package: Package) -> dict[str, list[ReadParagraph]]:
    """The footnotes of a file by id, without the separators."""
    name = "word/footnotes.xml"
    root = package.tree(name)
    if root is None:
        return {}
    reader = Reader(package, name, styles_of(package), counters_of(package))
    return {
        note.get(f"{W}id", ""): [b for b in reader.blocks(note) if isinstance(b, ReadParagraph)]
        for note in root.iter(f"{W}footnote")
        if note.get(f"{W}type") is None
    }
