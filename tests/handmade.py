"""Laid pages made by hand, so that tests of the PDF backend and its verifier need no layout.

`Hand` writes a page as a typesetter would: each call sets one line, marks whose it is, and moves on. `brief()` is a
document of one kind of each and its pages.
"""

from __future__ import annotations

from pathlib import Path

import briefgen
from briefgen import tree
from briefgen.display import Assets, LineTo, Move
from briefgen.fonts import Fonts
from briefgen.pages import (
    ARTIFACT,
    DrawingBox,
    Element,
    Geometry,
    Laid,
    LinkTarget,
    OutlineEntry,
    PathBox,
    Place,
    Sheet,
    Tag,
    TextBox,
)
from briefgen.theme import DEFAULT, FaceRole, Page
from documents import drawing, t

FONT_FOLDER = Path(briefgen.__file__).parent / "assets" / "fonts"
FONTS = Fonts(DEFAULT, lambda name: (FONT_FOLDER / name).read_bytes())


class Hand:
    """Sets lines on pages and grows the structure tree."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.elements: list[Element] = [Element("Document", ARTIFACT)]
        self.links: list[LinkTarget] = []
        self.places: dict[str, Place] = {}
        self.outline: list[OutlineEntry] = []
        self.x = 0.0
        self.y = 0.0
        self.page()

    def page(self) -> None:
        """Start a page."""
        self.sheets.append(Sheet(Page(), label=str(len(self.sheets) + 1)))
        self.y = 90.0

    def element(self, tag: Tag, parent: int = 0, anchor: str = "", **more: object) -> int:
        """A new element; `more` are fields of `Element`."""
        self.elements.append(Element(tag, parent, id=anchor, **more))  # type: ignore[arg-type] # fields by name
        self.elements[parent].children.append(len(self.elements) - 1)
        if anchor:
            self.places[anchor] = Place(len(self.sheets) - 1, self.y + 4, len(self.elements) - 1)
        return len(self.elements) - 1

    def text(
        self,
        text: str,
        element: int,
        role: FaceRole = "serif",
        size: float = 10.0,
        link: int = -1,
        rise: float = 0.0,
        word_space: float = 0.0,
    ) -> None:
        """Set text on the current line; lengths are points."""
        for run in FONTS.shape_afresh(text, role, ())[0]:
            width = run.width * size + run.text.count(" ") * word_space
            box = TextBox(self.x, self.y, width, (run,), size, "#1a1a1a", element, rise, word_space, link)
            self.sheets[-1].boxes.append(box)
            self.x += box.width

    def line(self, text: str, element: int, role: FaceRole = "serif", size: float = 10.0) -> None:
        """Set text on a line of its own."""
        self.feed()
        self.text(text, element, role, size)

    def feed(self, x: float = 70.0) -> None:
        """Go to the next line."""
        self.x, self.y = x, self.y + 16

    def link(self, text: str, parent: int, **target: str) -> int:
        """Set a link's text on the current line; its element."""
        element = self.element("Link", parent)
        self.links.append(LinkTarget(element, contents=text, **target))
        self.text(text, element, link=len(self.links) - 1)
        return element

    def laid(self) -> Laid:
        """The pages."""
        geometry = Geometry({}, len(self.sheets), {}, {})
        return Laid(self.sheets, self.elements, self.links, self.places, self.outline, geometry)


def brief() -> tuple[Laid, tree.Document, Assets]:
    """A small brief of two pages: title, contents, sections, a paragraph with all inlines, list, table, figure, …"""
    hand = Hand()
    hand.line("A brief made by hand", hand.element("Title"), "sans-bold", 20)
    hand.line("A. Author", hand.element("P"), "sans", 9)
    _contents(hand)
    hand.outline = [OutlineEntry(1, "1 Summary", "sec-summary"), OutlineEntry(1, "References", "sec-refs")]
    hand.line("1 Summary", hand.element("H1", anchor="sec-summary"), "sans-bold", 15)
    _paragraph(hand)
    _list(hand)
    _table(hand)
    hand.sheets[-1].boxes.append(PathBox((Move(70, 40), LineTo(500, 40)), stroke="#c9ced4"))
    hand.y = 30
    hand.line("A running head", ARTIFACT, "sans", 8)
    hand.page()
    _figure(hand)
    hand.line("References", hand.element("H1", anchor="sec-refs"), "sans-bold", 15)
    item = hand.element("LI", hand.element("L", attributes={"ListNumbering": "Decimal"}), "ref-daly2018")
    hand.line("1. ", hand.element("Lbl", item))
    entry = hand.element("LBody", item)
    hand.text("Daly EJ. doi:", entry)
    hand.link("10.1001/x", entry, uri="https://doi.org/10.1001/x")
    return hand.laid(), _document(), Assets(drawings={"fig-x": drawing()})


def _contents(hand: Hand) -> None:
    hand.line("Contents", hand.element("H1"), "sans-bold", 13)
    toc = hand.element("TOC")
    for text, page, anchor in (("1 Summary", "1", "sec-summary"), ("References", "2", "sec-refs")):
        hand.feed()
        entry = hand.element("Reference", hand.element("TOCI", toc))
        link = hand.link(text + " ", entry, anchor=anchor)
        hand.x = 480
        hand.text(page, link, link=len(hand.links) - 1)


def _paragraph(hand: Hand) -> None:
    para = hand.element("P")
    hand.line("The IC", para)
    hand.text("50", para, size=6.8, rise=-2.0)
    hand.text(" is 8\u00a0nM, the office is efficient, µ and μ, −5.7, 5′, 1\u20112, 𝛼 and ", para, word_space=0.4)
    hand.text("à propos", hand.element("Span", para, lang="fr"))
    hand.text(" ", para)
    hand.feed()
    hand.text("[", para)
    hand.link("1", para, anchor="ref-daly2018")
    hand.text("], ", para)
    hand.text("x", hand.element("Formula", para, alt="x squared"))
    hand.text(" and a hyphen", para)
    _hyphen(hand, para)
    hand.feed()
    hand.text("ated word, ", para)
    hand.link("Figure 1", para, anchor="fig-x")
    hand.text(".", para)


def _hyphen(hand: Hand, element: int) -> None:
    """The hyphen that a line break adds."""
    from dataclasses import replace

    last = hand.sheets[-1].boxes.pop()
    assert isinstance(last, TextBox)
    drawn = FONTS.shape("-", "serif")[0]
    hyphen = replace(drawn, clusters=(-1,), text="")
    hand.sheets[-1].boxes.append(replace(last, runs=(*last.runs, hyphen), element=element))


def _list(hand: Hand) -> None:
    items = hand.element("L", attributes={"ListNumbering": "Disc"})
    for text in ("first", "second"):
        item = hand.element("LI", items)
        hand.feed()
        hand.text("• ", hand.element("Lbl", item))
        hand.text(text, hand.element("P", hand.element("LBody", item)))


def _table(hand: Hand) -> None:
    table = hand.element("Table", anchor="tbl-x")
    hand.line("Table 1. Doses", hand.element("Caption", table))
    head, body = hand.element("THead", table), hand.element("TBody", table)
    row = hand.element("TR", head)
    hand.feed()
    hand.text("Dose", hand.element("TH", row, attributes={"Scope": "Column", "RowSpan": 2}))
    hand.x = 200
    hand.text("24 h", hand.element("TH", row, attributes={"Scope": "Column", "ColSpan": 2}))
    row = hand.element("TR", head)
    _cells(hand, row, (("TH", "Difference", "Column"), ("TH", "P", "Column")), 200)
    row = hand.element("TR", body)
    _cells(hand, row, (("TH", "0.16 mg/kg", "Row"), ("TD", "−8.25", ""), ("TD", ".001", "")), 70)
    row = hand.element("TR", body)
    _cells(hand, row, (("TH", "0.32 mg/kg", "Row"), ("TD", "−9.25", ""), ("TD", ".002", "")), 70)


def _cells(hand: Hand, row: int, cells: tuple[tuple[Tag, str, str], ...], x: float) -> None:
    hand.feed(x)
    for tag, text, scope in cells:
        hand.text(text, hand.element(tag, row, attributes={"Scope": scope} if scope else {}))
        x += 130
        hand.x = x


def _figure(hand: Hand) -> None:
    figure = hand.element("Figure", anchor="fig-x", alt="Glutamate activates GluN2B.")
    hand.sheets[-1].boxes.append(DrawingBox(70, hand.y, 1.0, drawing(), figure))
    hand.y += 120
    hand.line("Figure 1. Pathway.", hand.element("Caption", figure))


def _document() -> tree.Document:
    cells = tree.Cell
    head = (
        tree.Row((cells(t("Dose"), rowspan=2, scope="col"), cells(t("24 h"), colspan=2, scope="colgroup"))),
        tree.Row((cells(t("Difference"), scope="col"), cells(t("P"), scope="col"))),
    )
    body = tuple(
        tree.Row((cells(t(dose), scope="row"), cells(t(difference)), cells(t(p))))
        for dose, difference, p in (("0.16 mg/kg", "−8.25", ".001"), ("0.32 mg/kg", "−9.25", ".002"))
    )
    columns = (tree.Column(), tree.Column("decimal"), tree.Column("decimal"))
    citation = tree.Citation(
        (tree.CiteItem("daly2018"),), (*t("["), tree.Jump("reference", "1", "ref-daly2018"), *t("]")), "c"
    )
    para = tree.Para(
        (
            *t("The IC"),
            tree.Sub(t("50")),
            *t(" is 8\u00a0nM, the office is efficient, µ and μ, −5.7, 5′, 1\u20112, 𝛼 and "),
            tree.Lang("fr", t("à propos")),
            *t(" "),
            citation,
            *t(", "),
            tree.Math("x^2", "", "x squared"),
            *t(" and a hyphenated word, "),
            tree.Jump("figure", "Figure 1", "fig-x"),
            *t("."),
        )
    )
    items = tuple(tree.Item((tree.Para(t(text)),)) for text in ("first", "second"))
    table = tree.Table("tbl-x", tree.Caption(t("Doses"), "Table 1"), columns, head, body)
    figure = tree.Figure(
        "fig-x", tree.Caption(t("Pathway."), "Figure 1"), tree.Drawing("fig-x"), "Glutamate activates GluN2B."
    )
    reference = tree.Reference(
        "daly2018",
        "1.",
        (*t("Daly EJ. doi:"), tree.Link("https://doi.org/10.1001/x", t("10.1001/x"))),
        "ref-daly2018",
    )
    contents = tree.Contents(
        "contents",
        t("Contents"),
        (tree.Entry(1, "1", t("Summary"), "sec-summary"), tree.Entry(1, "", t("References"), "sec-refs")),
    )
    blocks = (
        contents,
        tree.Section(1, t("Summary"), (para, tree.List(items), table, figure), "sec-summary", "1"),
        tree.Section(1, t("References"), (tree.References((reference,)),), "sec-refs", numbered=False),
    )
    meta = tree.Meta(
        title=t("A brief made by hand"), lang="en-GB", authors=("A. Author",), date="2025-12-01", subject="Tests"
    )
    return tree.Document(meta, blocks)
