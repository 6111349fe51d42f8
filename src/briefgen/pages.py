"""Pages of positioned boxes: what layout hands to the PDF backend, and the `Geometry` it hands to the DOCX backend.

Coordinates are points from the top left corner of the page, y downwards; the PDF backend turns them over. Each box names the
structure element it belongs to by index into `Laid.elements`; what belongs to none (-1) is an artifact: rules, shades,
repeated headers, running heads. Boxes of one element appear in reading order, pages in order.

What text extraction needs: a line that its paragraph runs over ends in a U+0020 glyph (its width is not part of the box's),
a line that ends in a hyphen of layout's own has no space and a hyphen glyph of cluster -1, a line that ends in a written
hyphen or slash has neither. Footnotes are elements beside the block that holds their mark; their boxes come last on a page.

Nobody changes a box. Those made by the ten thousand are yet not frozen, because making a frozen one takes ten times as long.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeAlias

from briefgen.display import DisplayList, Picture, Step
from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span
from briefgen.theme import Page

ARTIFACT = -1
LOGO = "logo"
"""The key of the logo's size among those of the figures."""


@dataclass(slots=True, frozen=True)
class Run:
    """Shaped glyphs of one font, independent of size: a word, a part of one, or a space. Words that recur share theirs.

    `face` is the file name of the font (`Fonts.font` finds it) and `ids` are glyph numbers of that file. `advances` are the
    widths in font units (kerning included), `offsets` the (x, y) displacement of each glyph in font units or None when all
    are zero. `text` is what the run says, and `clusters[i]` the index in `text` of the first character that glyph i stands
    for (several glyphs of one cluster share it). A glyph of a hyphen that layout added at a line's end has cluster -1.
    `width` is in ems.
    """

    face: str
    ids: tuple[int, ...]
    advances: tuple[int, ...]
    clusters: tuple[int, ...]
    text: str
    offsets: tuple[tuple[int, int], ...] | None = None
    width: float = 0.0


@dataclass(slots=True, unsafe_hash=True)  # not frozen: see above
class TextBox:
    """Runs of one face and size from (x, baseline y); `word_space` is added at each U+0020 (justification); `rise` lifts.

    `element` owns the text. `link` is an index into `Laid.links` or -1. `colour` is "#rrggbb".
    """

    x: float
    y: float
    width: float
    runs: tuple[Run, ...]
    size: float
    colour: str
    element: int
    rise: float = 0.0
    word_space: float = 0.0
    link: int = -1

    @property
    def text(self) -> str:
        """What the box says."""
        return "".join([run.text for run in self.runs])


@dataclass(slots=True, unsafe_hash=True)  # not frozen: see above
class PathBox:
    """A filled and/or stroked path in page coordinates; an artifact unless it belongs to a figure or formula."""

    steps: tuple[Step, ...]
    fill: str = ""
    stroke: str = ""
    width: float = 0.5
    dash: tuple[float, ...] = ()
    element: int = ARTIFACT


@dataclass(frozen=True, slots=True)
class DrawingBox:
    """A display list with its top left corner at (x, y), scaled; belongs to a Figure element."""

    x: float
    y: float
    scale: float
    drawing: DisplayList
    element: int


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A raster image stretched over the rectangle; belongs to a Figure element."""

    x: float
    y: float
    width: float
    height: float
    picture: Picture
    element: int


Box: TypeAlias = TextBox | PathBox | DrawingBox | PictureBox

Tag: TypeAlias = Literal[
    "Document", "Title", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody",
    "TR", "TH", "TD", "Caption", "Figure", "Formula", "Note", "Link", "Reference", "TOC", "TOCI", "Span", "Sect", "Div",
    "BlockQuote", "Code", "Quote", "BibEntry", "Em", "Strong", "Sub", "Aside",
]  # fmt: skip


@dataclass(slots=True)
class Element:
    """A structure element. Children are listed in reading order: indices of elements; content follows from the boxes.

    `attributes` are the layout facts a tag needs: Scope ("Row", "Column"), RowSpan, ColSpan, ListNumbering ("Decimal",
    "Disc", "Circle", "Square", "None") and BBox (left, top, right, bottom in the page's points, y downwards). `mathml` is a
    Formula's, one `<math>` element.
    """

    tag: Tag
    parent: int
    children: list[int] = field(default_factory=list)
    alt: str = ""
    actual: str = ""
    lang: str = ""
    title: str = ""
    id: str = ""
    mathml: str = ""
    attributes: dict[str, object] = field(default_factory=dict)
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link goes: an address, or an anchor of the document. `element` is its Link structure element.

    `contents` is the text alternative of the annotation (PDF/UA asks for one).
    """

    element: int
    uri: str = ""
    anchor: str = ""
    contents: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an anchor stands: page index from 0, y from the page's top; `element` is the one it marks."""

    page: int
    y: float
    element: int = ARTIFACT


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One bookmark of the outline."""

    level: int
    text: str
    anchor: str


@dataclass(slots=True)
class Sheet:
    """One page: its size and its boxes in painting order; `label` is the printed page number."""

    page: Page
    boxes: list[Box] = field(default_factory=list)
    label: str = ""


@dataclass(frozen=True, slots=True)
class TableGeometry:
    """What Word needs to know of a table's layout: column widths in points, and whether it stands on a landscape page."""

    widths: tuple[float, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Geometry:
    """What layout found out that a format with fields needs: pages of anchors (from 1), page total, tables, figure sizes.

    `cards` says of each definition list, in document order, whether it stands on one page.
    """

    pages: dict[str, int]
    page_total: int
    tables: dict[str, TableGeometry]
    figures: dict[str, tuple[float, float]]
    cards: tuple[bool, ...] = ()


@dataclass(slots=True)
class Laid:
    """The outcome of layout: sheets, structure, links, places of anchors, outline, and the `Geometry` made from them.

    With `floated`, a figure stands on a later page than in the line of the text.
    """

    sheets: list[Sheet]
    elements: list[Element]
    links: list[LinkTarget]
    places: dict[str, Place]
    outline: list[OutlineEntry]
    geometry: Geometry
    floated: bool = False
