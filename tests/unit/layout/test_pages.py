"""Pages: what stays together, what repeats, what stands at the foot, and the furniture around the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefgen import tree
from briefgen.display import Assets, DisplayList, LineTo, Move, Path, Picture, Words
from briefgen.layout import lay_out
from briefgen.pages import ARTIFACT, DrawingBox, Laid, PathBox
from briefgen.resolve.formula import formula
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, Page, Theme
from documents import everything, t
from unit.layout.reading import Reader, elements, fonts, lay, lay_blocks, text_boxes

_LINE = "Treatment-resistant depression remains difficult to treat, and compounds are studied widely in many trials. "


def short(height: float) -> Theme:
    """The default theme on a page with so much height for text."""
    page = replace(DEFAULT.page, height=height + 100, top=50, bottom=50, header=10, footer=10)
    return replace(DEFAULT, page=page)


def pages_of(laid: Laid, element: int) -> list[int]:
    """The page of each line of an element."""
    seen = {(page, round(box.y, 2)) for page, box in text_boxes(laid) if box.element == element}
    return sorted(page for page, _ in seen)


def artifacts(laid: Laid, page: int) -> list[str]:
    """The texts on a page that belong to no element."""
    return [box.text for n, box in text_boxes(laid) if n == page and box.element == ARTIFACT]


@pytest.mark.parametrize("height", range(60, 200, 7))
def test_no_widows_no_orphans_no_stranded_headings(height: int) -> None:
    section = tree.Section(1, t("Heading"), (tree.Para(t(_LINE * 5)), tree.Para(t(_LINE * 2))), "sec-a", "1")
    laid = lay_blocks(tree.Para(t(_LINE)), section, section, theme=short(height))
    for paragraph in elements(laid, "P"):
        pages = pages_of(laid, paragraph)
        counts = [pages.count(page) for page in sorted(set(pages))]
        assert len(pages) < 4 or min(counts[0], counts[-1]) >= 2, counts
    order = list(range(len(laid.elements)))
    for heading in elements(laid, "H1"):
        follower = order[heading + 1]
        assert pages_of(laid, heading)[-1] == pages_of(laid, follower)[0] == pages_of(laid, follower)[1]


def test_page_breaks_start_pages_but_make_no_empty_ones() -> None:
    laid = lay_blocks(tree.PageBreak(), tree.Para(t("one")), tree.PageBreak(), tree.PageBreak(), tree.Para(t("two")))
    assert [pages_of(laid, p) for p in elements(laid, "P")] == [[0], [1]]
    assert len(laid.sheets) == 2


def test_contents_give_the_pages_of_their_anchors() -> None:
    document, assets = everything()
    laid = lay(document, assets)
    for item, entry in zip(elements(laid, "TOCI"), document.body[0].entries, strict=True):  # type: ignore[union-attr]
        assert Reader(laid).text(item).endswith(f" {laid.geometry.pages[entry.anchor]}")
    numbers = [box for _, box in text_boxes(laid) if box.link >= 0 and box.text.strip().isdigit() and box.y < 400]
    rights = {round(box.x + box.width, 2) for box in numbers if laid.elements[box.element].tag == "Link" and box.x > 480}
    assert len(rights) == 1


def test_footnotes_stand_at_the_foot_of_their_page() -> None:
    notes = tuple(tree.Note(f"n{i}", t(f"Footnote {i}. " + _LINE), str(i), f"note-{i}") for i in range(1, 9))
    paragraphs = [tree.Para((tree.Text(_LINE * 2), tree.NoteRef(n.key, n.mark, n.anchor), tree.Text(_LINE))) for n in notes]
    laid = lay_blocks(*paragraphs, notes=notes, theme=short(260))
    marks = {laid.links[box.link].anchor: page for page, box in text_boxes(laid) if box.link >= 0}
    assert len(laid.sheets) > 2
    for note in notes:
        element = laid.places[note.anchor].element
        pages = pages_of(laid, element)
        assert set(pages) == {marks[note.anchor]} == {laid.places[note.anchor].page}
        body = [e for e in range(len(laid.elements)) if laid.elements[e].tag in ("P", "Reference", "Link")]
        inside = [box.y for n, box in text_boxes(laid) if box.element in body and n == pages[0]]
        assert laid.places[note.anchor].y > max(inside)
    assert [laid.elements[e].id for e in elements(laid, "Note")] == [note.anchor for note in notes]


def test_a_footnote_longer_than_the_page_goes_on() -> None:
    note = tree.Note("n", t(_LINE * 40), "1", "note-1")
    laid = lay_blocks(tree.Para((tree.Text("Text"), tree.NoteRef("n", "1", "note-1"))), notes=(note,), theme=short(200))
    assert len(laid.sheets) > 1
    assert Reader(laid).text(laid.places["note-1"].element) == "1 " + (_LINE * 40).strip()


def test_a_long_footnote_goes_on_rather_than_take_its_line_to_the_next_page() -> None:
    mark = (tree.Text("Text"), tree.NoteRef("n", "1", "note-1"))
    for words, parted in ((_LINE * 8, True), (_LINE, False)):
        note = tree.Note("n", t(words), "1", "note-1")
        laid = lay_blocks(tree.Para(t(_LINE * 9)), tree.Para(mark), notes=(note,), theme=short(240))
        element = laid.places["note-1"].element
        pages = pages_of(laid, element)
        assert (len(set(pages)) > 1) is parted
        assert pages.count(0) >= (3 if parted else 0)
        assert Reader(laid).text(element) == f"1 {words.strip()}"


def test_running_head_and_foot() -> None:
    sections = [tree.Section(1, t(f"Part {n}"), (tree.Para(t(_LINE * 60)),), f"sec-{n}", str(n)) for n in (1, 2)]
    laid = lay_blocks(*sections, running="Brief", footer="Version 1")
    total = len(laid.sheets)
    assert total > 2
    assert set(artifacts(laid, 0)) == {"Version 1", f"Page 1 of {total}"}
    assert {"Brief", "1 Part 1", f"Page 2 of {total}"} <= set(artifacts(laid, 1))
    assert "2 Part 2" in artifacts(laid, total - 1)
    assert [sheet.label for sheet in laid.sheets] == [str(n + 1) for n in range(total)]


def test_a_draft_is_marked_on_every_page_and_a_release_on_none() -> None:
    for draft in ("", "DRAFT"):
        laid = lay_blocks(tree.Para(t(_LINE * 120)), draft=draft)
        marks = [[b for b in s.boxes if isinstance(b, PathBox) and b.fill == "#f3f1f1"] for s in laid.sheets]
        assert all(len(found) == bool(draft) for found in marks)
        assert all(any("DRAFT" in text for text in artifacts(laid, n)) == bool(draft) for n in range(len(laid.sheets)))


def test_a_callout_is_shaded_on_each_of_its_pages() -> None:
    laid = lay_blocks(tree.Callout("warning", t("Care"), (tree.Para(t(_LINE * 30)),)), theme=short(200))
    bar = DEFAULT.colours.warning
    for sheet in laid.sheets:
        assert sum(isinstance(b, PathBox) and b.fill == bar for b in sheet.boxes) == 1
        first_text = next(n for n, b in enumerate(sheet.boxes) if not isinstance(b, PathBox))
        assert all(not (isinstance(b, PathBox) and b.fill == bar) for b in sheet.boxes[first_text:])


def test_a_figure_is_scaled_and_keeps_its_caption() -> None:
    tall = DisplayList(900, 1400, (Path((Move(0, 0), LineTo(900, 1400)), stroke="#000000"),))
    figure = tree.Figure("fig-a", tree.Caption(t("A caption."), "Figure 1"), tree.Drawing("fig-a"), "Alt text.")
    document = tree.Document(tree.Meta(), (tree.Para(t(_LINE * 9)), figure))
    laid = lay(document, Assets(drawings={"fig-a": tall}))
    (box,) = [b for b in laid.sheets[1].boxes if isinstance(b, DrawingBox)]
    width, height = laid.geometry.figures["fig-a"]
    assert width == pytest.approx(900 * box.scale)
    assert width <= DEFAULT.page.measure
    assert height <= DEFAULT.page.height - DEFAULT.page.top - DEFAULT.page.bottom
    (caption,) = elements(laid, "Caption")
    assert pages_of(laid, caption) == [1]
    assert laid.elements[laid.elements[caption].parent].attributes["BBox"] == pytest.approx(
        (box.x, box.y, box.x + width, box.y + height)
    )


def test_list_marks_hang_and_numbers_end_at_one_edge() -> None:
    items = tuple(tree.Item((tree.Para(t(_LINE * 2)),)) for _ in range(12))
    laid = lay_blocks(tree.List(items, ordered=True))
    marks = [box for _, box in text_boxes(laid) if box.element in elements(laid, "Lbl")]
    texts = [box for _, box in text_boxes(laid) if box.element in elements(laid, "P")]
    assert [mark.text for mark in marks] == [f"{n}." for n in range(1, 13)]
    assert len({round(mark.x + mark.width, 2) for mark in marks}) == 1
    assert len({round(box.x, 2) for box in texts}) == 1
    assert max(mark.x + mark.width for mark in marks) < texts[0].x
    assert {mark.y for mark in marks} <= {box.y for box in texts}


def test_wrapped_code_is_marked_and_keeps_every_character() -> None:
    code = "  x = " + "abcdefghij" * 20 + "\n\nend"
    laid = lay_blocks(tree.CodeBlock(code))
    (element,) = elements(laid, "Code")
    assert Reader(laid).text(element) == code.replace("\n\n", " ")  # a line ends in a space, an empty one says nothing
    assert artifacts(laid, 0).count("↪") == 2


def test_reference_numbers_hang_and_entries_are_places() -> None:
    entries = tuple(tree.Reference(f"k{n}", f"{n}.", t(_LINE * 2), f"ref-{n}") for n in range(1, 12))
    laid = lay_blocks(tree.References(entries))
    bodies = [box for _, box in text_boxes(laid) if box.element in elements(laid, "LBody")]
    assert len({round(box.x, 2) for box in bodies}) == 1
    assert all(laid.elements[laid.places[f"ref-{n}"].element].tag == "LI" for n in range(1, 12))


@pytest.mark.parametrize("label", ["", "(1)"])
def test_a_formula_too_wide_for_the_text_is_set_smaller(label: str) -> None:
    terms = "<mi>x</mi><mo>+</mo>" * 80
    math = tree.Math("x", f'<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow>{terms}<mi>y</mi></mrow></math>', "a sum")
    laid = lay_blocks(tree.Equation(math, "eq-a" if label else "", label), tree.Para((math,)))
    shown, inline = elements(laid, "Formula")
    edges = {
        shown: DEFAULT.page.width - DEFAULT.page.right - (12 if label else 0),
        inline: DEFAULT.page.width - DEFAULT.page.right,
    }
    for element, edge in edges.items():
        assert max(box.x + box.width for _, box in text_boxes(laid) if box.element == element) <= edge + 0.01


def test_equation_numbers_stand_at_the_right() -> None:
    square = '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'
    laid = lay_blocks(tree.Equation(tree.Math("x^2", square, "x squared"), "eq-a", "(1)"))
    (formula,) = elements(laid, "Formula")
    assert laid.elements[formula].alt == "x squared"
    right = DEFAULT.page.width - DEFAULT.page.right
    number = next(box for _, box in text_boxes(laid) if box.text == "(1)")
    assert number.x + number.width == pytest.approx(right)
    inks = [box for _, box in text_boxes(laid) if box.element == formula]
    assert inks[0].y - inks[1].y > 2  # the exponent is raised
    assert inks[0].y == pytest.approx(number.y)


def test_definition_terms_stand_beside_their_definitions() -> None:
    rows = (
        tree.Definition(t("CAS"), (tree.Para(t("1892581-29-1")),)),
        tree.Definition(t("Formula"), (tree.Para(t(_LINE * 2)),)),
    )
    laid = lay_blocks(tree.DefinitionList(rows))
    reader = Reader(laid)
    assert [reader.text(e) for e in elements(laid, "Lbl")] == ["CAS", "Formula"]
    places = {box.text: (box.x, box.y) for _, box in text_boxes(laid)}
    assert places["CAS"][1] == places["1892581-29-1"][1]
    assert places["CAS"][0] < places["1892581-29-1"][0]


def test_a_term_taller_than_its_definition_stays_on_the_page() -> None:
    term = "a term of many words that takes quite a few lines in its narrow column of the card " * 2
    definition = tree.Definition(t(term), (tree.Para(t("one")), tree.Para(t("two"))))
    for height in range(150, 260, 10):
        laid = lay_blocks(tree.Para(t(_LINE * 3)), tree.DefinitionList((definition,) * 3), theme=short(height))
        assert all(box.y <= 50 + height for _, box in text_boxes(laid) if box.element != ARTIFACT)
        assert len(laid.sheets) > 1


def test_a_term_taller_than_a_page_goes_on_as_text_does() -> None:
    definition = tree.Definition(t("many words of a term " * 200), (tree.Para(t("one")),))
    laid = lay_blocks(tree.DefinitionList((definition, definition)), theme=short(200))
    assert all(box.y <= 250 for _, box in text_boxes(laid) if box.element != ARTIFACT)
    assert all(any(box.element != ARTIFACT for box in sheet.boxes) for sheet in laid.sheets), "no page is empty"
    assert [Reader(laid).text(e).strip() for e in elements(laid, "LBody")] == ["one", "one"]


def _marked(*more: tree.Inline) -> tree.Inlines:
    return (tree.Text("Marked"), tree.NoteRef("n", "1", "note-1"), tree.Text(" and "), *more)


_LINK = tree.Link("https://example.org", t("linked"))
_NOTES = (tree.Note("n", t("A footnote."), "1", "note-1"),)


def test_a_term_may_have_a_footnote_and_a_citation() -> None:
    citation = tree.Citation((tree.CiteItem("a"),), t("(1)"), "cite-1")
    rows = tree.DefinitionList((tree.Definition(_marked(citation), (tree.Para(t("said")),)),))
    laid = lay_blocks(rows, notes=_NOTES)
    assert laid.places["note-1"].y > 700
    assert laid.places["cite-1"].page == 0


@pytest.mark.parametrize(
    "block",
    [
        tree.DefinitionList((tree.Definition(_marked(_LINK), (tree.Para(t("said")),)),)),
        tree.Table("tbl-a", tree.Caption(_marked(_LINK), "Table 1"), (tree.Column(),), (), ()),
        tree.Table("tbl-a", tree.Caption(()), (tree.Column(),), (), (tree.Row((tree.Cell(_marked(_LINK)),)),)),
    ],
)
def test_a_footnote_is_read_after_all_of_what_marks_it(block: tree.Block) -> None:
    laid = lay_blocks(block, notes=_NOTES)
    tags = [laid.elements[e].tag for e in range(len(laid.elements))]
    (note,) = elements(laid, "Note")
    last = laid.elements[laid.elements[note].parent].children
    assert [tags[child] for child in last] == ["Reference", "Link", "Note"]


def test_a_wide_formula_is_set_in_lines_or_smaller() -> None:
    for tex in (" + ".join(f"a_{n}" for n in range(10, 90)), "x" * 300, r"\frac{" + "x" * 200 + "}{y}"):
        mathml, alt = formula(tex, display=True)
        laid = lay_blocks(tree.Equation(tree.Math(tex, mathml, alt), "eq-a", "(1)"))
        right = DEFAULT.page.left + DEFAULT.page.measure
        boxes = [box for _, box in text_boxes(laid) if box.element >= 0]
        assert all(DEFAULT.page.left - 1 <= box.x <= box.x + box.width <= right + 1 for box in boxes)
        (number,) = (box for box in boxes if box.text == "(1)")
        assert all(box is number or box.x + box.width < number.x for box in boxes)


def test_a_wide_formula_within_a_line_is_set_in_lines_too() -> None:
    mathml, alt = formula(" + ".join(f"a_{n}" for n in range(10, 90)))
    laid = lay_blocks(tree.Para((*t("It is "), tree.Math("", mathml, alt), *t(" here."))))
    right = DEFAULT.page.left + DEFAULT.page.measure
    assert all(box.x + box.width <= right + 1 for _, box in text_boxes(laid) if box.element >= 0)
    tops = [box.y for _, box in text_boxes(laid) if "here." in box.text]
    assert all(box.y <= tops[0] for _, box in text_boxes(laid) if box.element >= 0)


def test_a_formula_wider_than_its_cell_is_set_in_lines_within_it() -> None:
    mathml, alt = formula(" + ".join("abcdefghijklmnopqrstuvwxyz"))
    words = tree.Cell(t("Words that take much room in a cell so that the columns are narrow. " * 3))
    row = tree.Row((tree.Cell((tree.Math("", mathml, alt),)), words, words))
    laid = lay_blocks(tree.Table("tbl-x", tree.Caption(t("Terms.")), (tree.Column(),) * 3, (), (row,)))
    [shown] = elements(laid, "Formula")
    edge = DEFAULT.page.left + laid.geometry.tables["tbl-x"].widths[0]
    assert max(box.x + box.width for _, box in text_boxes(laid) if box.element == shown) <= edge


def test_a_footnote_marked_in_a_cell_belongs_to_the_cell() -> None:
    mark = tree.NoteRef("n", "1", "note-1")
    body = (tree.Row((tree.Cell((tree.Text("value"), mark)),)),)
    grid = tree.Table("tbl-a", tree.Caption(t("A caption."), "Table 1"), (tree.Column(),), (), body)
    laid = lay_blocks(grid, tree.Para(t("after")), notes=(tree.Note("n", t("A footnote."), "1", "note-1"),))
    (note,) = elements(laid, "Note")
    assert laid.elements[laid.elements[note].parent].tag == "TD"
    assert Reader(laid).text(note) == "1 A footnote."
    assert laid.places["note-1"].y > 700


def _with_figure(lines: int, size: float) -> Laid:
    drawing = DisplayList(300, 200, (Words(10, 20, "Receptor", "sans", size, "#000000"),))
    figure = tree.Figure("fig-a", tree.Caption(t("A caption."), "Figure 1"), tree.Drawing("fig-a"), "Alt text.")
    blocks = (tree.CodeBlock("\n".join(["line"] * lines)), figure)
    return lay_out(
        tree.Document(tree.Meta(), blocks), short(500), fonts(), Assets(drawings={"fig-a": drawing}), strings_for("en")
    )


@pytest.mark.parametrize(("width", "size"), [(0.0, (300.0, 150.0)), (144.0, (144.0, 72.0)), (9000.0, (400.0, 200.0))])
def test_a_picture_is_as_wide_as_it_is_told_and_no_wider_than_the_text(width: float, size: tuple[float, float]) -> None:
    figure = tree.Figure("fig-a", tree.Caption(t("A caption."), "Figure 1"), tree.Image("a.png", width), "Alt text.")
    assets = Assets(pictures={"a.png": Picture(b"", "png", 600, 300, 300.0, 150.0)})
    theme = replace(DEFAULT, page=Page(width=500, height=842, left=50, right=50))
    laid = lay_out(tree.Document(tree.Meta(), (figure,)), theme, fonts(), assets, strings_for("en"))
    assert laid.geometry.figures["fig-a"] == pytest.approx(size)


def test_a_figure_is_lowered_a_little_to_stay_on_its_page() -> None:
    heights = [laid.geometry.figures["fig-a"][1] for laid in (_with_figure(n, 9.0) for n in range(15, 30))]
    pages = [len(_with_figure(n, 9.0).sheets) for n in range(15, 30)]
    lowered = {h for h, p in zip(heights, pages, strict=True) if p == 1 and h < 200}
    assert lowered
    assert 155 <= min(lowered) < 160  # from letters of 9 points to such of 7
    assert all(height == 200 for height, count in zip(heights, pages, strict=True) if count == 2)


def test_a_figure_is_not_lowered_below_legible_letters() -> None:
    for laid in (_with_figure(n, 7.5) for n in range(15, 30)):
        assert laid.geometry.figures["fig-a"][1] >= 200 * 7 / 7.5 - 0.01


def test_a_card_keeps_two_rows_on_either_side_of_a_page_end() -> None:
    for lines in range(2, 40, 2):
        card = tree.DefinitionList(tuple(tree.Definition(t(f"Term {n}"), (tree.Para(t("says this")),)) for n in range(30)))
        laid = lay_blocks(tree.CodeBlock("\n".join(["line"] * lines)), card, theme=short(500))
        where = [pages_of(laid, label)[0] for label in elements(laid, "Lbl")]
        assert min(where.count(page) for page in set(where)) >= 2


def test_the_geometry_says_which_cards_stand_on_one_page() -> None:
    def card(rows: int, *inner: tree.Block) -> tree.DefinitionList:
        items = [tree.Definition(t(f"Term {n}"), (tree.Para(t("says this")), *inner)) for n in range(rows)]
        return tree.DefinitionList(tuple(items))

    laid = lay_blocks(card(2), tree.Quote((card(60),)), card(30, card(1)), theme=short(500))
    assert laid.geometry.cards == (True, False, False, *[True] * 30)


def _referring(after: bool) -> tree.Document:
    def cites(number: int) -> tree.Para:
        jump = tree.Jump("reference", "1", "ref-a")
        return tree.Para((*t("As found "), tree.Citation((), (jump,), f"cite-{number}")))

    mentions = tuple(f"cite-{n}" for n in range(4))
    entry = tree.Reference("a", "1.", t("Author A. A title. Journal. 2024."), "ref-a", mentions)
    turn = tree.PageBreak()
    blocks = [cites(0), cites(1), turn, cites(2), turn, tree.References((entry,))]
    return tree.Document(tree.Meta(), (*blocks, *((turn, cites(3)) if after else ())))


@pytest.mark.parametrize(("after", "said"), [(False, "Cited on pages 1, 2"), (True, "Cited on pages 1, 2, 4")])
def test_references_lead_back_to_the_pages_that_cite_them(after: bool, said: str) -> None:
    laid = lay(_referring(after))
    (span,) = elements(laid, "Span")
    assert Reader(laid).text(span) == said
    links = [link for link in laid.links if laid.elements[link.element].parent == span]
    assert [link.anchor for link in links] == ["cite-0", "cite-2", *(["cite-3"] if after else [])]
    assert [link.contents for link in links][:2] == ["Page 1", "Page 2"]
    assert all(laid.places[link.anchor].page + 1 == int(link.contents.split()[1]) for link in links)


def test_no_line_of_the_contents_stands_alone_on_a_page() -> None:
    sections = tuple(tree.Section(1, t(f"Section {n}"), (), f"sec-{n}", str(n)) for n in range(12))
    entries = tuple(tree.Entry(1, s.number, s.title, s.anchor) for s in sections)
    for height in range(100, 260, 7):
        laid = lay_blocks(
            tree.Contents("contents", t("Contents"), entries), tree.PageBreak(), *sections, theme=short(height)
        )
        where = [pages_of(laid, laid.elements[laid.elements[e].children[0]].children[0])[0] for e in elements(laid, "TOCI")]
        assert min(where.count(page) for page in set(where)) >= 2


def test_leaders_are_one_artifact_a_line_on_a_common_grid() -> None:
    sections = tuple(tree.Section(1, t(title), (), f"sec-{title}") for title in ("Summary", "A much longer title", "End"))
    entries = tuple(tree.Entry(1, "", s.title, s.anchor) for s in sections)
    laid = lay_blocks(tree.Contents("contents", t("Contents"), entries), *sections)
    leaders = [box for _, box in text_boxes(laid) if set(box.text) == {"."}]
    assert len(leaders) == 3
    assert all(box.element == ARTIFACT for box in leaders)
    step = leaders[0].width / len(leaders[0].text)
    assert len({round(box.x + box.width, 3) for box in leaders}) == 1
    assert all(box.width == pytest.approx(step * len(box.text)) for box in leaders)
