"""The look of a brief: page, colours, faces and one text style a role, read alike by the PDF layout and the DOCX styles.

All lengths are points. A theme is made from a brand file (`load/brand.py`); `DEFAULT` is what an empty one gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from briefgen.records import dataclass

FaceRole: TypeAlias = Literal[
    "serif", "serif-bold", "serif-italic", "serif-bold-italic",
    "sans", "sans-bold", "sans-italic", "sans-bold-italic", "mono",
]  # fmt: skip

Role: TypeAlias = Literal[
    "title", "subtitle", "byline", "heading1", "heading2", "heading3", "heading4", "body", "list", "quote", "code",
    "caption", "table-head", "table-cell", "table-note", "callout-title", "callout", "term", "definition",
    "contents-title", "contents1", "contents2", "contents3", "reference", "footnote", "header", "footer", "equation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page size and its margins; header and footer distances count from the page's edge."""

    width: float = 595.28
    height: float = 841.89
    top: float = 76.0
    bottom: float = 72.0
    left: float = 68.0
    right: float = 68.0
    header: float = 36.0
    footer: float = 34.0

    @property
    def measure(self) -> float:
        """The width of the text area."""
        return self.width - self.left - self.right

    def turned(self) -> Page:
        """The same sheet in landscape, with its margins kept at their edges of the text."""
        return Page(self.height, self.width, self.top, self.bottom, self.left, self.right, self.header, self.footer)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one role is set. `first` is the first line's extra indent; negative values hang.

    Between two paragraphs stands the larger of the first one's `after` and the second one's `before`, as Word has it
    (ISO 29500-1, 17.3.1.33); the two are not added.
    """

    face: FaceRole
    size: float
    leading: float
    before: float = 0.0
    after: float = 0.0
    colour: str = "text"
    align: Literal["left", "justify", "center", "right"] = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    keep_next: bool = False
    keep_lines: bool = False
    hyphenate: bool = True


@dataclass(frozen=True, slots=True)
class Colours:
    """The palette as "#rrggbb". Every text colour has a contrast of at least 4.5:1 on its ground (WCAG 2.1, 1.4.3)."""

    text: str = "#1a1a1a"
    muted: str = "#55595e"
    heading: str = "#17375e"
    accent: str = "#1f5a96"
    link: str = "#0b5394"
    rule: str = "#8a9199"
    hairline: str = "#c9ced4"
    shade: str = "#eef2f7"
    note: str = "#1f5a96"
    tip: str = "#2d6a3e"
    important: str = "#5b3a8c"
    warning: str = "#9a5b00"
    caution: str = "#a3261f"
    background: str = "#ffffff"

    def named(self, name: str) -> str:
        """The colour of a palette name; a "#rrggbb" is returned as it is."""
        return name if name.startswith("#") else str(getattr(self, name))


def _styles() -> dict[Role, TextStyle]:
    return {
        "title": TextStyle("sans-bold", 22, 26, after=4, colour="heading", keep_next=True, hyphenate=False),
        "subtitle": TextStyle("sans", 12.5, 16, after=6, colour="muted", keep_next=True, hyphenate=False),
        "byline": TextStyle("sans", 9, 12.5, colour="muted", hyphenate=False),
        "heading1": TextStyle("sans-bold", 15, 19, 26, 6, "heading", keep_next=True, keep_lines=True, hyphenate=False),
        "heading2": TextStyle("sans-bold", 12, 15, 20, 4, "heading", keep_next=True, keep_lines=True, hyphenate=False),
        "heading3": TextStyle("sans-bold", 10.5, 13.5, 17, 3, "accent", keep_next=True, keep_lines=True, hyphenate=False),
        "heading4": TextStyle(
            "sans-bold-italic", 10, 13.5, 15, 2, "accent", keep_next=True, keep_lines=True, hyphenate=False
        ),
        "body": TextStyle("serif", 10, 14, after=6),
        "list": TextStyle("serif", 10, 14, after=3),
        "quote": TextStyle("serif-italic", 10, 14, 8, 8, left=18, right=18),
        "code": TextStyle("mono", 8.5, 11.5, 10, 12, hyphenate=False),
        "caption": TextStyle("sans", 9, 12, 16, 4, keep_next=True, keep_lines=True, hyphenate=False),
        "table-head": TextStyle("sans-bold", 8.5, 11, colour="heading", hyphenate=False),
        "table-cell": TextStyle("sans", 8.5, 11, hyphenate=False),
        "table-note": TextStyle("sans", 7.5, 10, after=1, colour="muted"),
        "callout-title": TextStyle("sans-bold", 9.5, 13, 10, 2, keep_next=True, hyphenate=False),
        "callout": TextStyle("sans", 9.5, 13, after=3),
        "term": TextStyle("sans-bold", 9, 12.5, colour="heading", hyphenate=False),
        "definition": TextStyle("sans", 9, 12.5),
        "contents-title": TextStyle("sans-bold", 13, 17, 22, 9, "heading", keep_next=True, hyphenate=False),
        "contents1": TextStyle("sans-bold", 9.5, 14, 3, hyphenate=False),
        "contents2": TextStyle("sans", 9.5, 13.5, left=14, hyphenate=False),
        "contents3": TextStyle("sans", 9, 13, left=28, hyphenate=False),
        "reference": TextStyle("serif", 9, 12, after=4, left=22, first=-22),
        "footnote": TextStyle("serif", 8, 10.5),
        "header": TextStyle("sans", 8, 10, colour="muted", hyphenate=False),
        "footer": TextStyle("sans", 8, 10, colour="muted", hyphenate=False),
        "equation": TextStyle("serif", 10.5, 15, 10, 8, align="center", hyphenate=False),
    }


def _faces() -> dict[FaceRole, str]:
    return {
        "serif": "SourceSerif4-Regular.ttf",
        "serif-bold": "SourceSerif4-Bold.ttf",
        "serif-italic": "SourceSerif4-Italic.ttf",
        "serif-bold-italic": "SourceSerif4-BoldItalic.ttf",
        "sans": "SourceSans3-Regular.ttf",
        "sans-bold": "SourceSans3-Bold.ttf",
        "sans-italic": "SourceSans3-Italic.ttf",
        "sans-bold-italic": "SourceSans3-BoldItalic.ttf",
        "mono": "DejaVuSansMono.ttf",
    }


LOGO_HEIGHT, LOGO_WIDTH, LOGO_AFTER = 36.0, 160.0, 14.0
"""The most a logo takes of the title block's head, and the space below it, in points."""


@dataclass(frozen=True, slots=True)
class TableLook:
    """How tables are ruled: horizontal rules as in journals, or shaded every second row; cell padding in points."""

    style: Literal["rules", "zebra"] = "rules"
    groups: Literal["repeat", "span", "heading"] = "span"
    pad_x: float = 4.0
    pad_y: float = 2.5


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything a backend needs to know of the look. `faces` are font files; `fallbacks` are tried in order."""

    page: Page = field(default_factory=Page)
    colours: Colours = field(default_factory=Colours)
    faces: dict[FaceRole, str] = field(default_factory=_faces)
    fallbacks: tuple[str, ...] = ("NotoSansMath-Regular.ttf", "DejaVuSans.ttf")
    styles: dict[Role, TextStyle] = field(default_factory=_styles)
    table: TableLook = field(default_factory=TableLook)
    organisation: str = ""
    logo: str = ""
    """The file of the logo, relative to the brand file; empty without one."""
    logo_alt: str = ""
    bullets: tuple[str, ...] = ("•", "–", "·")
    indent: float = 16.0
    word_styles: Mapping[str, str] = field(default_factory=dict)
    """For a reference document: its style names by ours in Word ("Body Text"), where the two differ."""


WORD_STYLES = (
    "Logo", "Title", "Subtitle", "Authors", "Byline", *(f"heading {n}" for n in range(1, 7)), "Body Text", "List Bullet",
    "List Number", "List Continue", "Quote", "Definition", "Term", "Bibliography", "footnote text", "footnote reference",
    "TOC Heading", "toc 1", "toc 2", "toc 3", "table of figures", "caption", "Figure Caption", "Caption Label", "Figure",
    "Brief Table", "Table Head", "Table Spanner", "Table Group", "Table Text", "Table Note", "Note Mark", "Code Block",
    "Code Text", "Equation", "header", "footer", "Hyperlink", "Cross Reference", "Detail Label", "Cited On",
    "Placeholder Text",
    *(f"Callout {kind}{title}" for kind in ("Note", "Tip", "Important", "Warning", "Caution") for title in ("", " Title")),
)  # fmt: skip
"""The names of our styles in Word, as a user finds them there."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A Word file that a DOCX is built on: its bytes, checked, and the page of its last section."""

    data: bytes
    page: Page


DEFAULT = Theme()
