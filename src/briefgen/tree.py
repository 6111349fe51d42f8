"""The document tree: every kind of node there is, from the parsed text to the resolved document.

A tree passes through two states. `parse` builds it with loose ends: `Ref`, `Cite`, `Placement` and values without text.
`resolve` ties them: numbers, labels, formatted values, `Jump`, `Citation`, tables and figures in their places.
Backends see resolved trees only, so they can neither number nor cite nor format. `check` tells the two states apart.

Nodes are frozen; children are tuples; every node carries the span of the text it came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, fields
from typing import Literal, TypeAlias

from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span

Align: TypeAlias = Literal["left", "center", "right", "decimal"]
Scope: TypeAlias = Literal["", "col", "row", "colgroup", "rowgroup"]
JumpKind: TypeAlias = Literal["table", "figure", "section", "equation", "reference", "note", "mention"]
CalloutKind: TypeAlias = Literal["note", "tip", "important", "warning", "caution"]
ContentsKind: TypeAlias = Literal["contents", "tables", "figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has: the place in the user's files it came from."""

    span: Span = field(default=NOWHERE, compare=False)


# ---------------------------------------------------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text(Node):
    """A run of characters, printed as they stand. U+00A0 and U+2011 do not break."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph(Node):
    """Emphasis, set in italics (roman inside italics)."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """Strong emphasis, set in bold."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Sub(Node):
    """Subscript."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Sup(Node):
    """Superscript."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class SmallCaps(Node):
    """Small capitals, for the D and L of stereochemistry."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Code(Node):
    """A literal in a fixed-width face: identifiers, SMILES, sequences."""

    text: str


@dataclass(frozen=True, slots=True)
class Lang(Node):
    """Text in another language (BCP 47 tag)."""

    lang: str
    children: Inlines


@dataclass(frozen=True, slots=True)
class Link(Node):
    """A link to an address outside the document (http, https or mailto)."""

    target: str
    children: Inlines


@dataclass(frozen=True, slots=True)
class Value(Node):
    """A fact's printed value. `path` is the record ("facts.ic50-human"), `form` what of it is shown ("value", "p", …).

    `runs` is what is printed; it is None until resolve has formatted the value.
    """

    path: str
    form: str = "value"
    runs: Inlines | None = None


@dataclass(frozen=True, slots=True)
class Abbr(Node):
    """An abbreviation where it is introduced, beside its expansion, `long`, in the text."""

    children: Inlines
    long: str


@dataclass(frozen=True, slots=True)
class Math(Node):
    """A formula in TeX notation. Resolve adds MathML (one `<math>` element) and `alt`, the formula as plain text."""

    tex: str
    mathml: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Break(Node):
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A cross-reference by anchor ("tbl-efficacy"); parsed state only."""

    anchor: str


@dataclass(frozen=True, slots=True)
class CiteItem(Node):
    """One cited reference: its key, and what the writer put around it."""

    key: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Cite(Node):
    """A citation by keys; parsed state only. `narrative` is the author-in-text form (`@key` outside brackets)."""

    items: tuple[CiteItem, ...]
    narrative: bool = False


@dataclass(frozen=True, slots=True)
class Jump(Node):
    """A link to an anchor of this document, printed as `label` ("Table 2", "3", "a"); resolved state only."""

    kind: JumpKind
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Citation(Node):
    """A citation as printed. `runs` holds a `Jump` of kind "reference" for each number or name linked to an entry.

    `anchor` ("cite-4") is what the entry's back-link points to.
    """

    items: tuple[CiteItem, ...]
    runs: Inlines
    anchor: str


@dataclass(frozen=True, slots=True)
class NoteRef(Node):
    """The mark of a note. `key` is the writer's; resolve sets `mark` ("a") and `anchor` ("note-1", "tbl-x-note-a")."""

    key: str
    mark: str = ""
    anchor: str = ""


Inline: TypeAlias = (
    Text | Emph | Strong | Sub | Sup | SmallCaps | Code | Lang | Link | Value | Abbr | Math | Break
    | Ref | Cite | Jump | Citation | NoteRef
)  # fmt: skip
Inlines: TypeAlias = tuple[Inline, ...]

# ----------------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True)
class Para(Node):
    """A paragraph."""

    children: Inlines


@dataclass(frozen=True, slots=True)
class Section(Node):
    """A heading and what stands under it. `level` counts from 1; `number` ("2.1") is empty until resolved."""

    level: int
    title: Inlines
    children: Blocks
    anchor: str = ""
    number: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Item(Node):
    """One item of a list."""

    children: Blocks


@dataclass(frozen=True, slots=True)
class List(Node):
    """A list; `start` is the first number of an ordered one."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """One term and what is said of it."""

    term: Inlines
    children: Blocks


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """Terms with their definitions; set in two columns (the compound card is one)."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """A quotation set apart."""

    children: Blocks


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    """Literal lines in a fixed-width face."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Callout(Node):
    """A box that stands out. `title` is filled by resolve from the kind when the writer gave none."""

    kind: CalloutKind
    title: Inlines
    children: Blocks


@dataclass(frozen=True, slots=True)
class Caption(Node):
    """The caption of a table or figure. `label` ("Table 1") is set by resolve."""

    children: Inlines
    label: str = ""


@dataclass(frozen=True, slots=True)
class Note(Node):
    """The text of a note. Resolve sets `mark` and `anchor`; a note without a mark is a general one."""

    key: str
    children: Inlines
    mark: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A table cell. A header cell has a `scope`; a cell with `scope == ""` holds data.

    `align` overrides the column's. In a repeated row group (`Table.groups == "repeat"`) each row holds its own cell.
    """

    children: Inlines
    colspan: int = 1
    rowspan: int = 1
    scope: Scope = ""
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A table row: the cells that begin in it. `group` marks a row that heads a group of rows (one spanning cell).

    `keep` asks that the row stays on the page of the row after it.
    """

    cells: tuple[Cell, ...]
    group: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Column(Node):
    """A table column. `width` is a share of the table's width, or 0 to have it computed from the content."""

    align: Align = "left"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table, rectangular after spans. `head` rows repeat on every page; `description` is its long text alternative."""

    anchor: str
    caption: Caption
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Label(Node):
    """Words of a drawing that print values, by the path of the specification that holds them ("nodes", "a", "label")."""

    path: tuple[str, ...]
    children: Inlines


@dataclass(frozen=True, slots=True)
class Drawing(Node):
    """A diagram drawn by `draw` from its specification; the display list comes beside the tree, by `anchor`.

    `labels` are those of its words that print values; the others stand in the specification alone.
    """

    anchor: str
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Image(Node):
    """A picture from a file, whose bytes come beside the tree by `path`; `width` in points, 0 for its natural one."""

    path: str
    width: float = 0.0


Picture: TypeAlias = Drawing | Image


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A figure. `alt` is the short text alternative, `description` the long one (may be empty)."""

    anchor: str
    caption: Caption
    picture: Picture
    alt: str
    description: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Equation(Node):
    """A displayed formula. `label` ("(1)") is set by resolve when it has an anchor."""

    math: Math
    anchor: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Placement(Node):
    """ "The table or figure of this anchor stands here"; parsed state only."""

    anchor: str


@dataclass(frozen=True, slots=True)
class PageBreak(Node):
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Contents(Node):
    """A list of sections, tables or figures with page numbers; its `title` is a heading that is itself not listed.

    `entries` are filled by resolve: level, label ("2.1", "Table 3", or ""), text, anchor. Backends add page numbers.
    """

    kind: ContentsKind = "contents"
    title: Inlines = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry(Node):
    """One line of a `Contents`."""

    level: int
    label: str
    children: Inlines
    anchor: str


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """One entry of the reference list. `mentions` are the anchors of the citations that name it, in order.

    `label` is what numbers it ("1."), empty in author-date styles. `group` is a subheading's text ("Further reading").
    """

    key: str
    label: str
    children: Inlines
    anchor: str
    mentions: tuple[str, ...] = ()
    cited: bool = True


@dataclass(frozen=True, slots=True)
class References(Node):
    """The reference list; `entries` are filled by resolve."""

    entries: tuple[Reference, ...] = ()


Block: TypeAlias = (
    Para | Section | List | DefinitionList | Quote | CodeBlock | Callout | Table | Figure | Equation | Placement
    | PageBreak | Contents | References
)  # fmt: skip
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Logo(Node):
    """The mark of the organisation at the head of the title block; its bytes come beside the tree, by `path`."""

    path: str
    alt: str


@dataclass(frozen=True, slots=True)
class Meta(Node):
    """What the document says of itself. `details` are the lines of the title block, labels included, as printed."""

    title: Inlines = ()
    subtitle: Inlines = ()
    lang: str = "en"
    authors: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    running: str = ""
    footer: str = ""
    version: str = ""
    date: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    audience: str = ""
    draft: str = ""
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class Document(Node):
    """A whole brief for one audience. `notes` are the footnotes of the running text, in order of their marks."""

    meta: Meta
    body: Blocks
    notes: tuple[Note, ...] = ()


AnyNode: TypeAlias = (
    Document | Meta | Logo | Block | Inline | Item | Definition | Caption | Note | Cell | Row | Column | Drawing | Image
    | Label | Entry | Reference | CiteItem
)  # fmt: skip

_WITHOUT_NODES = frozenset({
    "str", "int", "bool", "float", "Span", "Align", "Align | None", "Scope", "JumpKind", "CalloutKind", "ContentsKind",
    "tuple[str, ...]", "tuple[tuple[str, str], ...]",
})  # fmt: skip
"""Types of fields, as they are written, that hold no nodes."""


class _Slots(dict[type[Node], tuple[str, ...]]):
    """The names of a node's fields that may hold nodes; asked for so often that they are kept."""

    def __missing__(self, kind: type[Node]) -> tuple[str, ...]:
        return self.setdefault(kind, tuple(f.name for f in fields(kind) if f.type not in _WITHOUT_NODES))


SLOTS = _Slots()


def children(node: Node) -> list[Node]:
    """The nodes directly below `node`, in document order."""
    below: list[Node] = []
    for name in SLOTS[type(node)]:
        value = getattr(node, name)
        if type(value) is tuple:
            if value and isinstance(value[0], Node):  # a tuple holds nodes or none
                below.extend(value)
        elif isinstance(value, Node):
            below.append(value)
    return below


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything below it, depth first, in document order."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        if SLOTS[type(top)]:
            stack.extend(reversed(children(top)))


def plain(inlines: Inlines) -> str:
    """The printed characters of resolved inlines, a line break as one line feed, a formula as its `alt`."""
    return "".join(_plain(i) for i in inlines)


def _plain(node: Inline) -> str:
    match node:
        case Text(text=text) | Code(text=text):
            return text
        case Break():
            return "\n"
        case Math():
            return node.alt or node.tex
        case Jump():
            return node.label
        case NoteRef():
            return node.mark
        case Value() | Citation():
            return plain(node.runs or ())
        case Ref() | Cite():
            return ""
        case Emph() | Strong() | Sub() | Sup() | SmallCaps() | Lang() | Link() | Abbr():
            return plain(node.children)


def occupancy(rows: tuple[Row, ...], width: int) -> list[list[tuple[int, Cell]]] | str:
    """For each row its cells with their first column; or the reason why spans and columns do not fit."""
    pending = [0] * width
    grid: list[list[tuple[int, Cell]]] = []
    for number, row in enumerate(rows, 1):
        if len(row.cells) == width and not any(pending) and all(c.colspan == 1 == c.rowspan for c in row.cells):
            grid.append(list(enumerate(row.cells)))
            continue
        taken, column = [n > 0 for n in pending], 0
        pending = [max(0, n - 1) for n in pending]
        placed: list[tuple[int, Cell]] = []
        for cell in row.cells:
            while column < width and taken[column]:
                column += 1
            if column + cell.colspan > width or any(taken[column : column + cell.colspan]):
                return f"row {number} has more cells than the {width} columns hold"
            for c in range(column, column + cell.colspan):
                taken[c], pending[c] = True, cell.rowspan - 1
            placed.append((column, cell))
        if not all(taken):
            return f"row {number} fills {sum(taken)} of {width} columns"
        grid.append(placed)
    if any(pending):
        return "a row span reaches below the last row"
    return grid
