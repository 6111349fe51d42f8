"""A Word file read back from its bytes: parts, relationships, styles, numbering, and the body as paragraphs and tables.

Nothing here comes from the renderer or from python-docx; what is read is what any reader of the format would see.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "word/document.xml"
_LARGEST = 256 * 1024 * 1024  # bytes of one part; a brief's largest is well below
FORMULA = "\ufffc"
"""What stands for a formula in the text of a paragraph."""

_FIELD = re.compile(r"\s*(\w+)\s*(.*)", re.DOTALL)


class Unreadable(Exception):
    """The bytes are no Word file; the message says why."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: its type's last word, and the part or address it leads to."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of a file by name, the XML ones parsed."""

    parts: dict[str, bytes]
    trees: dict[str, Any]
    relationships: dict[str, dict[str, Relationship]]

    def tree(self, name: str) -> Any | None:
        """A part's root element; None when there is no such part."""
        return self.trees.get(name)

    def stories(self) -> Iterator[tuple[str, Any]]:
        """The parts that hold text: body, headers, footers, footnotes."""
        for name in sorted(self.trees):
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
                yield name, self.trees[name]


def open_package(data: bytes) -> Package:
    """Read a file. Raises Unreadable when it is no zip file, a part is no XML, or the main part is missing."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if any(entry.file_size > _LARGEST for entry in archive.infolist()):
                raise Unreadable("a part is larger than 256 MB")
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"not a zip file: {error}") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    trees: dict[str, Any] = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(content, parser)
            except etree.XMLSyntaxError as error:
                raise Unreadable(f"{name} is not well-formed XML: {error}") from error
    if _MAIN not in trees:
        raise Unreadable("there is no word/document.xml")
    return Package(parts, trees, {name: _relationships(name, trees) for name in (*parts, "")})


def relationships_name(part: str) -> str:
    """The name of the relationships part of a part; "" is the package itself."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")


def _relationships(part: str, trees: dict[str, Any]) -> dict[str, Relationship]:
    root = trees.get(relationships_name(part))
    found: dict[str, Relationship] = {}
    for element in () if root is None else root.iter(_RELATIONSHIP):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            base = "/" if target.startswith("/") else posixpath.dirname(part)
            target = posixpath.normpath(posixpath.join(base, target)).lstrip("/")
        found[element.get("Id", "")] = Relationship(element.get("Type", "").rpartition("/")[2], target, external)
    return found


# ------------------------------------------------------------------------------------------------- styles, numbering


@dataclass(slots=True)
class Styles:
    """Paragraph styles: outline level and numbering, their own or inherited."""

    elements: dict[str, Any]
    _known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def inherited(self, style: str, path: str) -> Any | None:
        """The first element at `path` (below `w:pPr`) of a style or the styles it is based on."""
        if (style, path) not in self._known:
            self._known[style, path] = self._search(style, path)
        return self._known[style, path]

    def _search(self, style: str, path: str) -> Any | None:
        seen: set[str] = set()
        while style in self.elements and style not in seen:
            seen.add(style)
            element = self.elements[style]
            found = element.find(f"{W}pPr/{path}")
            if found is not None:
                return found
            base = element.find(f"{W}basedOn")
            style = base.get(f"{W}val", "") if base is not None else ""
        return None

    def outline(self, style: str) -> int | None:
        """The heading level of a style, counted from 1; None for body text."""
        found = self.inherited(style, f"{W}outlineLvl")
        return int(found.get(f"{W}val")) + 1 if found is not None else None


def styles_of(package: Package) -> Styles:
    """The styles of a file."""
    root = package.tree("word/styles.xml")
    return Styles({} if root is None else {e.get(f"{W}styleId", ""): e for e in root.iter(f"{W}style")})


@dataclass(slots=True)
class Counters:
    """Numbers paragraphs from the numbering definitions, as a word processor does."""

    levels: dict[str, dict[int, tuple[str, str, int]]]
    starts: dict[tuple[str, int], int]
    abstract: dict[str, str]
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num: str, level: int) -> str:
        """The label of the next paragraph of an instance and level; "" when there is no such numbering."""
        kind = self.abstract.get(num, "")
        form = self.levels.get(kind, {})
        if level not in form:
            return ""
        counts = self._counts.setdefault(kind, [0] * 9)
        if (num, level) in self.starts and (num, level) not in self._started:
            counts[level] = self.starts[num, level]
            self._started.add((num, level))
        else:
            counts[level] = counts[level] + 1 if counts[level] else form[level][2]
        counts[level + 1 :] = [0] * (8 - level)
        if form[level][0] == "bullet":
            return form[level][1]
        return re.sub(r"%(\d)", lambda m: str(counts[int(m.group(1)) - 1]), form[level][1])


def counters_of(package: Package) -> Counters:
    """The numbering definitions of a file."""
    root = package.tree("word/numbering.xml")
    levels: dict[str, dict[int, tuple[str, str, int]]] = {}
    starts: dict[tuple[str, int], int] = {}
    abstract: dict[str, str] = {}
    for element in () if root is None else root:
        if element.tag == f"{W}abstractNum":
            levels[element.get(f"{W}abstractNumId")] = dict(_level(level) for level in element.iter(f"{W}lvl"))
        elif element.tag == f"{W}num":
            number = element.get(f"{W}numId")
            abstract[number] = _val(element.find(f"{W}abstractNumId"))
            for override in element.iter(f"{W}lvlOverride"):
                begin = override.find(f"{W}startOverride")
                if begin is not None:
                    starts[number, int(override.get(f"{W}ilvl"))] = int(_val(begin))
    return Counters(levels, starts, abstract)


def _val(element: Any) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _level(element: Any) -> tuple[int, tuple[str, str, int]]:
    start = _val(element.find(f"{W}start")) or "1"
    form = (_val(element.find(f"{W}numFmt")), _val(element.find(f"{W}lvlText")), int(start))
    return int(element.get(f"{W}ilvl")), form


# --------------------------------------------------------------------------------------------------------- the body


@dataclass(slots=True)
class ReadParagraph:
    """A paragraph as a reader meets it. `links` are (text, bookmark or address); `number` is Word's own label."""

    text: str = ""
    style: str = ""
    level: int | None = None
    number: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


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

    def blocks(self, parent: Any) -> list[ReadParagraph | ReadTable]:
        """The paragraphs and tables below an element, through content controls."""
        found: list[ReadParagraph | ReadTable] = []
        for child in parent:
            if child.tag == f"{W}p":
                found.append(self.paragraph(child))
            elif child.tag == f"{W}tbl":
                found.append(self.table(child))
            elif child.tag == f"{W}sdt" and not is_cover(child):
                content = child.find(f"{W}sdtContent")
                found.extend(self.blocks(content) if content is not None else ())
        return found

    def paragraph(self, element: Any) -> ReadParagraph:
        """One `w:p`."""
        style = _val(element.find(f"{W}pPr/{W}pStyle")) or "Normal"
        read = ReadParagraph(style=style, level=self.styles.outline(style))
        read.number = self._number(element, style)
        pieces: list[str] = []
        self._content(element, read, pieces)
        read.text = "".join(pieces)
        return read

    def _number(self, element: Any, style: str) -> str:
        direct = element.find(f"{W}pPr/{W}numPr")
        given = direct if direct is not None else self.styles.inherited(style, f"{W}numPr")
        if given is None:
            return ""
        return self.counters.label(_val(given.find(f"{W}numId")), int(_val(given.find(f"{W}ilvl")) or 0))

    def _content(self, parent: Any, read: ReadParagraph, pieces: list[str]) -> None:
        for child in parent:
            match child.tag.rpartition("}")[2]:
                case "r":
                    self._run(child, read, pieces)
                case "hyperlink":
                    start = len(pieces)
                    self._content(child, read, pieces)
                    read.links.append(("".join(pieces[start:]), self._destination(child)))
                case "bookmarkStart":
                    read.bookmarks.append(child.get(f"{W}name", ""))
                case "oMath" | "oMathPara":
                    pieces.append(FORMULA)
                    read.formulas.append(_formula(child))
                case "sdt" | "sdtContent" | "ins" | "smartTag":
                    self._content(child, read, pieces)
                case _:
                    pass

    def _destination(self, link: Any) -> str:
        relation = self.package.relationships.get(self.part, {}).get(link.get(f"{R}id", ""))
        return relation.target if relation else str(link.get(f"{W}anchor", ""))

    def _run(self, element: Any, read: ReadParagraph, pieces: list[str]) -> None:
        for child in element:
            name = child.tag.rpartition("}")[2]
            if name == "fldChar":
                self._field_mark(child.get(f"{W}fldCharType"), read, pieces)
            elif name == "instrText" and self._fields:
                self._fields[-1][0] += child.text or ""
            elif name == "drawing":
                read.alts.extend(d.get("descr", "") for d in child.iter(f"{WP}docPr"))
            elif name == "footnoteReference":
                pieces.append(self._note(child, read))
            else:
                pieces.append(characters(name, child))

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
        title, description = (_val(properties.find(f"{W}{n}")) for n in ("tblCaption", "tblDescription"))
        return ReadTable(rows, header, title, description)

    def _row(self, row: Any, open_cells: dict[int, ReadCell]) -> list[ReadCell]:
        cells: list[ReadCell] = []
        column = 0
        for element in row.iterchildren(f"{W}tc"):
            span = int(_val(element.find(f"{W}tcPr/{W}gridSpan")) or 1)
            merge = element.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and _val(merge) != "restart" and column in open_cells:
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


def _formula(element: Any) -> str:
    """The characters of a formula, in document order: text, and the operators, fences and accents kept as properties."""
    pieces: list[str] = []
    for child in element.iter(f"{M}t", f"{M}chr", f"{M}begChr", f"{M}endChr"):
        pieces.append(child.text or "" if child.tag == f"{M}t" else child.get(f"{M}val", ""))
    return "".join(pieces)


def body(package: Package) -> list[ReadParagraph | ReadTable]:
    """The body of a file as paragraphs and tables in reading order."""
    root = package.trees[_MAIN]
    reader = Reader(package, _MAIN, styles_of(package), counters_of(package))
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
