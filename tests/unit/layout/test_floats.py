"""Figures that wait for the top of the next page while what follows them fills this one."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from briefgen import tree
from briefgen.display import Assets, DisplayList, Words
from briefgen.layout import lay_out
from briefgen.layout.flow import Flow, Slab, nothing
from briefgen.layout.paint import Leaf
from briefgen.layout.structure import Structure
from briefgen.pages import ARTIFACT, DrawingBox, Laid, PathBox, TextBox
from briefgen.spacing import FIGURE_AFTER
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
from documents import t, table
from unit.layout.reading import elements, fonts, in_order, text_boxes

_LINE = "Treatment-resistant depression remains difficult to treat, and compounds are studied widely in many trials. "
_PAGE = replace(DEFAULT.page, height=600, top=50, bottom=50, header=10, footer=10)
_TEXT = tuple(tree.Para(t(_LINE * 3)) for _ in range(12))


def _lines(count: int) -> tree.CodeBlock:
    return tree.CodeBlock("\n".join(["line"] * count))


def _figure(number: int, height: int = 300, *, noted: bool = False) -> tree.Figure:
    said = (*t("A caption."), *([tree.NoteRef("n", "1", "note-1")] if noted else []))
    return tree.Figure(f"fig-{number}", tree.Caption(said, f"Figure {number}"), tree.Drawing(f"drawn-{height}"), "Alt text.")


def _lay(*blocks: tree.Block, pages: bool = True, notes: tuple[tree.Note, ...] = ()) -> Laid:
    """The blocks on pages with room for 500 points of text."""
    drawn = {
        f"drawn-{height}": DisplayList(300, height, (Words(10, 20, "Receptor", "sans", 9.0, "#000000"),))
        for height in range(20, 600, 10)
    }
    document = tree.Document(tree.Meta(), blocks, notes)
    return lay_out(document, replace(DEFAULT, page=_PAGE), fonts(), Assets(drawings=drawn), strings_for("en"), pages=pages)


def _pages(laid: Laid, tag: str) -> list[int]:
    """The page on which each element of a tag begins."""
    begun: dict[int, int] = {}
    for page, box in text_boxes(laid):
        begun.setdefault(box.element, page)
    return [begun[e] for e in elements(laid, tag)]


def test_what_follows_a_figure_fills_the_page_that_it_would_leave_blank() -> None:
    laid = _lay(_lines(20), _figure(1), *_TEXT)
    assert laid.floated
    assert 0 in _pages(laid, "P")
    assert _pages(laid, "Caption") == [laid.places["fig-1"].page] == [1]
    assert laid.places["fig-1"].y == _PAGE.top
    [figure] = elements(laid, "Figure")
    assert next(e for e in in_order(laid) if laid.elements[e].tag in ("Figure", "P")) == figure


def test_figures_stand_in_line_in_word() -> None:
    blocks = (_lines(20), _figure(1), *_TEXT)
    in_line = _lay(*blocks, pages=False)
    assert not in_line.floated
    assert in_line.geometry.pages["fig-1"] == 2
    assert in_line.geometry.page_total > _lay(*blocks).geometry.page_total


def test_a_figure_does_not_float_where_little_would_be_blank() -> None:
    floated = [_lay(_lines(n), _figure(1), *_TEXT).floated for n in range(20, 37)]
    assert floated[0]
    assert not floated[-1]
    assert floated == sorted(floated, reverse=True)


def test_a_figure_stays_in_its_chapter() -> None:
    chapter = tree.Section(1, t("Next"), (tree.Para(t(_LINE)),), "sec-next", "2")
    laid = _lay(_lines(20), _figure(1), chapter)
    assert not laid.floated
    assert laid.places["sec-next"].page == 1
    assert laid.places["sec-next"].y > laid.places["fig-1"].y
    part = tree.Section(2, t("A part"), (tree.Para(t(_LINE)),), "sec-part", "1.1")
    assert _lay(_lines(20), _figure(1), part).places["sec-part"].page == 0


@pytest.mark.parametrize("height", [20, 300])
def test_no_other_figure_passes_one_that_waits(height: int) -> None:
    laid = _lay(_lines(20), _figure(1), tree.Para(t(_LINE)), _figure(2, height))
    first, second = laid.places["fig-1"], laid.places["fig-2"]
    assert (first.page, first.y) < (second.page, second.y)
    assert 0 in _pages(laid, "P")


@pytest.mark.parametrize(
    "other",
    [
        tree.Callout("note", t("Take note"), (_figure(2, 40),)),
        tree.Section(2, t("A part"), (_figure(2, 40),), "sec-part", "1.1"),
        _figure(2, 40, noted=True),
    ],
    ids=["in a callout", "under a heading", "with a footnote"],
)
def test_a_figure_that_does_not_float_waits_for_one_that_does(other: tree.Block) -> None:
    laid = _lay(_lines(20), _figure(1), other, notes=(tree.Note("n", t("A footnote."), "1", "note-1"),))
    first, second = laid.places["fig-1"], laid.places["fig-2"]
    assert (first.page, first.y) < (second.page, second.y)


def test_a_figure_in_a_callout_or_with_a_footnote_does_not_float() -> None:
    note = tree.Note("n", t("A footnote."), "1", "note-1")
    assert not _lay(_lines(20), _figure(1, noted=True), *_TEXT, notes=(note,)).floated
    assert not _lay(_lines(20), tree.Callout("note", t("Take note"), (_figure(1),)), *_TEXT).floated


def test_a_head_that_is_repeated_below_a_figure_keeps_its_distance() -> None:
    laid = _lay(_lines(20), _figure(1), table(40))
    assert laid.floated
    [caption] = [box.y for page, box in text_boxes(laid) if page == 1 and "Figure 1" in box.text]
    [repeated] = [box.y for page, box in text_boxes(laid) if page == 1 and "continued" in box.text]
    assert repeated - caption > FIGURE_AFTER + 8


def test_a_figure_that_fills_its_page_stands_alone_on_it() -> None:
    laid = _lay(_lines(20), _figure(1, 440), table(40))
    [caption] = [box.y for page, box in text_boxes(laid) if page == 1 and "Figure 1" in box.text]
    assert [box for box in laid.sheets[1].boxes if isinstance(box, DrawingBox)]
    assert not [box for page, box in text_boxes(laid) if page == 1 and box.element in elements(laid, "TD")]
    assert not [box for box in laid.sheets[1].boxes if isinstance(box, PathBox) and box.steps[0].y > caption]


@pytest.mark.parametrize("lines", range(28, 35))
def test_headings_keep_their_text_below_a_figure_that_leaves_little_room(lines: int) -> None:
    inner = tree.Section(3, t("Of the part"), (tree.Para(t(_LINE * 4)),), "sec-inner", "1.1.1")
    laid = _lay(
        _lines(lines), _figure(1, 440), tree.Para(t(_LINE)), tree.Section(2, t("A part"), (inner,), "sec-part", "1.1")
    )
    text = elements(laid, "P")[-1]
    pages = [page for page, box in text_boxes(laid) if box.element == text]
    assert laid.floated
    assert laid.places["sec-part"].page == laid.places["sec-inner"].page == pages[1]


def _wide(number: int, rows: int = 4) -> tree.Table:
    """A table too wide for the measure."""
    columns = tuple(tree.Column() for _ in range(9))
    head = (tree.Row(tuple(tree.Cell(t(f"Parameter {n}"), scope="col") for n in range(9))),)
    body = tuple(tree.Row(tuple(tree.Cell(t(f"some text in cell {n} {m}")) for n in range(9))) for m in range(rows))
    return tree.Table(f"tbl-w{number}", tree.Caption(t("Wide."), f"Table {number}"), columns, head, body)


def _turned(laid: Laid) -> list[bool]:
    return [sheet.page.width > sheet.page.height for sheet in laid.sheets]


def test_what_follows_a_turned_table_fills_the_page_before_it() -> None:
    laid = _lay(_lines(10), _wide(1), *_TEXT)
    assert laid.floated
    assert _turned(laid)[:3] == [False, True, False]
    assert _pages(laid, "P")[0] == 0
    assert laid.places["tbl-w1"].page == 1
    order = [laid.elements[e].tag for e in in_order(laid) if laid.elements[e].tag in ("Table", "P")]
    assert order[0] == "Table"
    assert _turned(_lay(_lines(10), _wide(1), _TEXT[0])) == [False, True]
    assert _turned(_lay(_lines(10), _wide(1), *_TEXT[:2], pages=False)) == []


def test_a_turned_table_stays_in_its_chapter_and_before_the_next_table() -> None:
    chapter = tree.Section(1, t("Next"), (tree.Para(t(_LINE)),), "sec-next", "2")
    assert _lay(_lines(10), _wide(1), _TEXT[0], chapter).places["sec-next"].page == 2
    laid = _lay(_lines(10), _wide(1), _TEXT[0], table(3, "tbl-next"), _TEXT[0])
    assert (laid.places["tbl-w1"].page, laid.places["tbl-next"].page) == (1, 2)
    together = _lay(_lines(10), _wide(1), _TEXT[0], _wide(2), *_TEXT)
    assert together.places["tbl-w1"].page == together.places["tbl-w2"].page == 1
    part = tree.Section(2, t("A part"), (_wide(1),), "sec-part", "1.1")
    headed = _lay(_lines(10), part, _TEXT[0])
    assert headed.places["sec-part"].page == headed.places["tbl-w1"].page == 1
    broken = _lay(_lines(10), tree.PageBreak(), _wide(1), _TEXT[0])
    assert _pages(broken, "P") == [2]


def test_no_figure_stands_within_a_card() -> None:
    """The rest of the card would seem to tell of the figure above it."""
    items = [tree.Definition(t(f"Term {n}"), (tree.Para(t("says this")),)) for n in range(20)]
    laid = _lay(_lines(20), _figure(1), tree.Para(t(_LINE)), tree.DefinitionList(tuple(items)))
    assert laid.places["fig-1"].page == 1
    assert 0 in _pages(laid, "P")
    assert set(_pages(laid, "Lbl")) == {1, 2}
    short = tree.DefinitionList(tuple(items[:4]))
    assert set(_pages(_lay(_lines(20), _figure(1), short), "Lbl")) == {0}


def test_a_figure_and_a_turned_table_wait_in_their_order() -> None:
    laid = _lay(_lines(20), _figure(1), _wide(1), _figure(2), *_TEXT)
    assert [laid.places[a].page for a in ("fig-1", "tbl-w1", "fig-2")] == [1, 2, 3]
    assert 0 in _pages(laid, "P")
    laid = _lay(_lines(20), _wide(1, 60), _figure(1), *_TEXT)
    assert _turned(laid)[:4] == [False, True, True, True]
    assert laid.places["fig-1"].page == _turned(laid).index(False, 1)


def _headed(block: tree.Block) -> tree.Section:
    return tree.Section(2, t("A part"), (block,), "sec-part", "1.1")


def test_a_figure_waits_past_the_pages_of_a_turned_table_under_a_heading() -> None:
    laid = _lay(_lines(20), _figure(1), _TEXT[0], _headed(_wide(1)), _TEXT[0])
    places = laid.places
    assert _turned(laid) == [False, True, False]
    assert (places["sec-part"].page, places["tbl-w1"].page, places["fig-1"].page) == (1, 1, 2)


def test_a_turned_table_under_a_heading_does_not_pass_one_that_waits_behind_a_figure() -> None:
    laid = _lay(_lines(20), _figure(1), _wide(1), _headed(_wide(2)), _TEXT[0])
    assert [laid.places[a].page for a in ("fig-1", "tbl-w1", "tbl-w2")] == [1, 2, 3]


def test_a_table_is_not_parted_below_a_figure_where_little_would_be_blank() -> None:
    laid = _lay(_lines(20), _figure(1), _TEXT[0], _lines(5), table(14, "tbl-x"), _TEXT[0])
    cells = [element for tag in ("TH", "TD") for element in elements(laid, tag)]
    assert laid.places["fig-1"].page == 1
    assert {page for page, box in text_boxes(laid) if box.element in cells} == {2}


def _card(random: Random) -> tree.DefinitionList:
    short = [tree.Definition(t(f"Term {n}"), (tree.Para(t("says this")),)) for n in range(random.randrange(2, 30))]
    tall = tree.Definition(t(_LINE * random.randrange(1, 4)), (tree.Para(t(_LINE * random.randrange(1, 40))),))
    return tree.DefinitionList((*short, tall))


class _Table:
    """What repeats its head, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.resumed = 0

    def again(self) -> list[Slab]:
        self.resumed += 1
        return [Slab(20.0, nothing)]

    def cut(self, leaf: Leaf, y: float) -> None:
        """Draw nothing."""


def test_a_page_that_rows_fill_to_the_last_point_is_followed_by_the_head() -> None:
    """A row that overruns the page by what rounding may cause leaves less than no room."""
    parted = _Table()
    rows = [Slab(50.0, nothing, repeats=parted) for _ in range(9)]
    last = Slab(50.005, nothing, repeats=parted)
    leaves = Flow(_PAGE, Structure(), "#000000").run([*rows, last, Slab(50.0, nothing, repeats=parted)])
    assert len(leaves) == 2
    assert parted.resumed == 1


def _mixture(random: Random) -> list[tree.Block]:
    figures = 0
    blocks: list[tree.Block] = []
    for number in range(25):
        match random.randrange(11):
            case 0 | 1:
                figures += 1
                blocks.append(_figure(figures, random.randrange(100, 450, 10)))
            case 2:
                blocks.append(table(random.randrange(2, 40), f"tbl-{number}"))
            case 3:
                blocks.append(_lines(random.randrange(1, 90)))
            case 4:
                words = (tree.Para(t(_LINE * 3)),)
                level = random.randrange(1, 3)
                blocks.append(tree.Section(level, t("Heading"), words, f"sec-{number}", "1"))
            case 5:
                figures += 1
                inside = (tree.Para(t(_LINE)), _figure(figures, random.randrange(20, 200, 10)))
                blocks.append(tree.Callout("note", t("Take note"), inside))
            case 6:
                blocks.append(_card(random))
            case 8:
                blocks.append(_wide(number, random.randrange(1, 30)))
            case 7:
                tall = tree.Row((tree.Cell(t("0.1 mg/kg"), scope="row"), tree.Cell(t(_LINE * random.randrange(1, 60)))))
                blocks.append(
                    tree.Table("", tree.Caption(t("Tall."), "Table 2"), (tree.Column(), tree.Column()), (), (tall,))
                )
            case _:
                blocks.append(tree.Para(t(_LINE * random.randrange(1, 9))))
    return blocks


def test_whatever_floats_nothing_is_lost_overrun_or_out_of_order() -> None:
    floated = 0
    for seed in range(60):
        laid = _lay(*_mixture(Random(seed)))
        floated += laid.floated
        figures = [element for element in laid.elements if element.tag == "Figure"]
        anchors = [f"fig-{n}" for n in range(1, len(figures) + 1)]
        places = [(laid.places[anchor].page, laid.places[anchor].y) for anchor in anchors]
        assert places == sorted(places)
        assert sum(isinstance(box, DrawingBox) for sheet in laid.sheets for box in sheet.boxes) == len(figures)
        order = list(in_order(laid))
        for number, element in enumerate(order):
            if laid.elements[element].tag in ("H1", "H2"):
                pages = [[page for page, box in text_boxes(laid) if box.element == e] for e in order[number : number + 2]]
                assert {*pages[0]} == {*pages[1][:2]}, "a heading stays with two lines of its text"
        for sheet in laid.sheets:
            texts = [(box.y, box) for box in sheet.boxes if isinstance(box, TextBox) and box.y > _PAGE.top]
            body = [y for y, box in texts if y < sheet.page.height - 30]  # the foot stands below
            assert max(body, default=0) <= sheet.page.height - sheet.page.bottom
            assert body, "no page is empty"
            for box in sheet.boxes:
                if isinstance(box, DrawingBox):
                    foot = box.y + box.drawing.height * box.scale
                    assert foot <= _PAGE.height - _PAGE.bottom + 0.1
                    assert not [y for y in body if box.y < y < foot]
            for repeated in (y for y, box in texts if "continued" in box.text):
                below = [box.element for y, box in texts if y > repeated and box.element != ARTIFACT]
                assert laid.elements[below[0]].tag in ("TH", "TD", "Span")
    assert floated > 10
