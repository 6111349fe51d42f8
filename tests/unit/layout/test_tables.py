"""Tables: widths, alignment, heads that repeat, rows that stay together, landscape pages, tagging."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefgen import tree
from briefgen.display import Assets
from briefgen.layout import lay_out
from briefgen.layout.widths import Need, column_widths
from briefgen.pages import ARTIFACT, Laid, PathBox, TextBox
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, TableLook
from documents import t, table
from unit.layout.reading import Reader, elements, fonts, lay_blocks, text_boxes
from unit.layout.test_pages import artifacts, pages_of, short

_FRACTION = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mfrac><mi>a</mi><mi>b</mi></mfrac>'
    "<mfrac><mi>c</mi><mi>d</mi></mfrac></mfrac></math>"
)


def plain(*rows: tuple[str, ...], aligns: tuple[tree.Align, ...] = (), anchor: str = "tbl-a") -> tree.Table:
    """A table of texts; the first row is its head."""
    head, *body = rows
    columns = tuple(tree.Column(a) for a in (aligns or ("left",) * len(head)))
    heads = (tree.Row(tuple(tree.Cell(t(c), scope="col") for c in head)),)
    lines = tuple(tree.Row(tuple(tree.Cell(t(c)) for c in row)) for row in body)
    return tree.Table(anchor, tree.Caption(t("A caption."), "Table 1"), columns, heads, lines)


def cells(laid: Laid, tag: str = "TD") -> list[list[TextBox]]:
    """The boxes of each cell, in order."""
    owners = elements(laid, tag)
    return [[box for _, box in text_boxes(laid) if box.element == owner] for owner in owners]


def rules(laid: Laid, page: int) -> list[tuple[float, float, float, float]]:
    """The horizontal rules of a page: y, left, right, thickness."""
    paths = [b for b in laid.sheets[page].boxes if isinstance(b, PathBox) and b.stroke and len(b.steps) == 2]
    return [(b.steps[0].y, b.steps[0].x, b.steps[1].x, b.width) for b in paths]  # type: ignore[union-attr]  # Move and LineTo


def test_numbers_stand_at_their_decimal_separators() -> None:
    texts = ("−12.5", "1,234.75", "<0.001", ".05", "7", "3.25 (0.5)")
    laid = lay_blocks(plain(("Value",), *((x,) for x in texts), aligns=("decimal",)), lang="en")
    where = set()
    for text, (box,) in zip(texts, cells(laid), strict=True):
        integer = text.partition(".")[0]
        where.add(round(box.x + fonts().width(integer, "sans", 8.5), 2))
    assert max(where) - min(where) < 0.15


def test_the_decimal_separator_is_the_languages() -> None:
    laid = lay_blocks(plain(("Wert",), ("1,5",), ("12,25",), ("1.000,5",), aligns=("decimal",)), lang="de")
    where = [
        box.x + fonts().width(text, "sans", 8.5) for text, (box,) in zip(("1", "12", "1.000"), cells(laid), strict=True)
    ]
    assert max(where) - min(where) < 0.15


def test_figures_in_numeric_columns_are_tabular() -> None:
    serif = replace(DEFAULT, styles={**DEFAULT.styles, "table-cell": replace(DEFAULT.styles["table-cell"], face="serif")})
    laid = lay_blocks(plain(("Value",), ("111.11",), ("888.88",), aligns=("decimal",)), theme=serif)
    first, second = (box for (box,) in cells(laid))
    assert first.width == pytest.approx(second.width)


@pytest.mark.parametrize("rows", [30, 120])
def test_heads_and_captions_repeat_as_artifacts(rows: int) -> None:
    laid = lay_blocks(table(rows))
    assert len(laid.sheets) > 1 or rows == 30
    for page in range(1, len(laid.sheets)):
        texts = "".join(artifacts(laid, page))
        assert "Table 1 (continued)" in texts
        assert texts.count("Difference") == 1
    heads = [Reader(laid).text(e) for e in elements(laid, "TH")]
    assert heads.count("Group") == 1
    assert len(elements(laid, "TR")) == rows + 3


def test_a_table_is_closed_by_a_rule_on_each_page() -> None:
    laid = lay_blocks(table(120))
    width = sum(laid.geometry.tables["tbl-x"].widths)
    for page, sheet in enumerate(laid.sheets):
        last = max(box.y for box in sheet.boxes if isinstance(box, TextBox) and box.element in range(len(laid.elements)))
        full = [y for y, left, right, _ in rules(laid, page) if right - left == pytest.approx(width)]
        assert len(full) >= 2
        assert page == len(laid.sheets) - 1 or max(full) > last


def test_spanner_rules_cover_only_their_columns() -> None:
    laid = lay_blocks(table(3))
    widths = laid.geometry.tables["tbl-x"].widths
    left = DEFAULT.page.left
    inner = [(a, b) for _, a, b, _ in rules(laid, 0) if b - a < sum(widths) - 1 and a > left + 1]
    assert inner == [(pytest.approx(left + widths[0] + 3, abs=0.01), pytest.approx(left + sum(widths) - 3, abs=0.01))]


def test_group_heads_stay_with_their_rows() -> None:
    for height in range(120, 240, 9):
        body: list[tree.Row] = []
        for group in range(6):
            body.append(tree.Row((tree.Cell(t(f"Group {group}"), colspan=2, scope="rowgroup"),), group=True))
            body += [tree.Row((tree.Cell(t(f"row {group}.{n}")), tree.Cell(t("1")))) for n in range(3)]
        laid = lay_blocks(replace(plain(("A", "B"), ("", "")), body=tuple(body)), theme=short(height))
        where = {box.text: page for page, box in text_boxes(laid) if box.element != ARTIFACT}
        assert all(where[f"Group {g}"] == where[f"row {g}.0"] for g in range(6))


def test_rows_are_not_parted_unless_taller_than_a_page() -> None:
    wordy = "several words of text that take some lines in a narrow column " * 3
    laid = lay_blocks(plain(("A", "B"), *((wordy, wordy) for _ in range(9))), theme=short(200))
    assert all(len(set(pages_of(laid, cell))) == 1 for cell in elements(laid, "TD"))


def test_a_row_taller_than_a_page_is_split_and_whole() -> None:
    wordy = " ".join(f"word{n}" for n in range(900))
    laid = lay_blocks(plain(("A", "B"), ("first", "row"), (wordy, "beside"), ("last", "row")), theme=short(220))
    tall = elements(laid, "TD")[2]
    assert len(set(pages_of(laid, tall))) > 1
    assert Reader(laid).text(tall) == wordy
    assert all(box.y <= 270 for _, box in text_boxes(laid) if box.element != ARTIFACT)


def test_a_wide_table_stands_on_landscape_pages() -> None:
    heads = tuple(f"Parameter {n}" for n in range(9))
    wide = plain(heads, *(tuple(f"some text in cell {n} {m}" for m in range(9)) for n in range(5)))
    chapter = tree.Section(1, t("After"), (), "sec-after", "2")
    laid = lay_blocks(tree.Para(t("before")), wide, chapter, running="Brief", footer="Foot")
    assert [sheet.page.width > sheet.page.height for sheet in laid.sheets] == [False, True, False]
    assert laid.geometry.tables["tbl-a"].landscape
    assert sum(laid.geometry.tables["tbl-a"].widths) <= DEFAULT.page.turned().measure + 0.01
    assert {"Brief", "Foot"} <= set(artifacts(laid, 1))
    feet = [box for n, box in text_boxes(laid) if n == 1 and box.text == "Foot"]
    assert feet[0].y == pytest.approx(DEFAULT.page.width - DEFAULT.page.footer)


def test_a_narrow_table_stays_upright() -> None:
    laid = lay_blocks(plain(("A", "B"), ("one", "two")))
    assert not laid.geometry.tables["tbl-a"].landscape
    assert len(laid.sheets) == 1


def test_cells_are_tagged_with_scope_and_spans() -> None:
    laid = lay_blocks(table(3))
    heads = {Reader(laid).text(e): laid.elements[e].attributes for e in elements(laid, "TH")}
    assert heads["Group"] == {"Scope": "Column", "RowSpan": 2}
    assert heads["24 h"] == {"Scope": "Column", "ColSpan": 2}
    assert heads["Onfasprodil"] == {"Scope": "Row", "ColSpan": 3}
    assert heads["0.16 mg/kg"] == {"Scope": "Row"}
    (whole,) = elements(laid, "Table")
    assert [laid.elements[c].tag for c in laid.elements[whole].children] == ["Caption", "THead", "TBody"]


def test_notes_stand_under_the_last_part_of_their_table() -> None:
    for rows in (3, 60):
        laid = lay_blocks(table(rows), theme=short(300))
        (note,) = elements(laid, "Note")
        last = elements(laid, "TD")[-1]
        assert pages_of(laid, note) == pages_of(laid, last)
        assert laid.places["tbl-x-note-a"].element == note
        marks = [link for link in laid.links if link.anchor == "tbl-x-note-a"]
        assert len(marks) == 1  # not again in the repeated heads


def test_the_text_of_a_cell_over_many_rows_stays_within_them() -> None:
    stub = tree.Cell(t("a stub with a good many words in it that take several lines " * 2), rowspan=30, scope="rowgroup")
    rows = tuple(tree.Row(((stub,) if not n else ()) + (tree.Cell(t(f"row {n}")),)) for n in range(30))
    laid = lay_blocks(replace(plain(("A", "B"), ("", "")), body=rows), theme=short(160))
    (owner,) = [e for e in elements(laid, "TH") if laid.elements[e].attributes.get("RowSpan")]
    assert set(pages_of(laid, owner)) == {0}
    assert max(box.y for _, box in text_boxes(laid) if box.element == owner) < 210


def test_zebra_shades_every_second_row() -> None:
    zebra = replace(DEFAULT, table=TableLook(style="zebra"))
    shades = []
    for theme in (DEFAULT, zebra):
        boxes = lay_blocks(table(6), theme=theme).sheets[0].boxes
        shades.append(sum(isinstance(b, PathBox) and b.fill == DEFAULT.colours.shade for b in boxes))
    assert shades == [0, 5]  # the head and rows 1, 3, 5 and 7 with the group's heading


def test_given_shares_are_honoured() -> None:
    shares = replace(plain(("A", "B"), ("x", "y")), columns=(tree.Column("left", 0.7), tree.Column("left", 0.3)))
    widths = lay_blocks(shares).geometry.tables["tbl-a"].widths
    assert widths == pytest.approx((0.7 * DEFAULT.page.measure, 0.3 * DEFAULT.page.measure), abs=0.01)


def test_narrow_columns_get_what_they_like_before_wide_ones() -> None:
    widths = column_widths([Need(20, 40), Need(30, 900), Need(30, 300)], [0, 0, 0], 400)
    assert sum(widths) == pytest.approx(400)
    assert widths[0] == pytest.approx(40)
    assert widths[1] > widths[2] > 100


def test_columns_are_never_below_their_least_while_there_is_room() -> None:
    widths = column_widths([Need(150, 160), Need(20, 2000), Need(100, 120)], [0, 0, 0], 300)
    assert widths[0] >= 150 - 1e-9
    assert widths[2] >= 100 - 1e-9
    assert sum(widths) == pytest.approx(300)


def _on_pages(laid: Laid, tag: str = "TD") -> list[int]:
    """How many body cells of a one-column table stand on each page."""
    where = [pages_of(laid, cell)[0] for cell in elements(laid, tag)]
    return [where.count(page) for page in range(len(laid.sheets))]


@pytest.mark.parametrize("rows", range(2, 9))
def test_a_small_table_is_not_parted_for_a_modest_blank(rows: int) -> None:
    small = plain(("Name",), *((f"row {n}",) for n in range(rows)))
    for lines in range(20, 31):
        code = tree.CodeBlock("\n".join(["line"] * lines))
        parts = [n for n in _on_pages(lay_blocks(code, small, theme=short(480))) if n]
        assert parts == [rows]


def test_a_parted_table_has_two_rows_on_either_side() -> None:
    parted = False
    for rows in range(4, 30):
        for lines in range(5, 30, 4):
            long = plain(("Name",), *((f"row {n}",) for n in range(rows)))
            parts = [
                n for n in _on_pages(lay_blocks(tree.CodeBlock("\n".join(["line"] * lines)), long, theme=short(400))) if n
            ]
            assert min(parts) >= 2
            parted = parted or len(parts) > 1
    assert parted


def test_a_cell_over_rows_on_two_pages_is_said_again_as_an_artifact() -> None:
    stub = tree.Row((tree.Cell(t("Clearance"), rowspan=40), tree.Cell(t("value 0"))))
    rows = (stub, *(tree.Row((tree.Cell(t(f"value {n}")),)) for n in range(1, 40)))
    long = replace(plain(("Name", "Value")), body=rows)
    laid = lay_blocks(long, theme=short(300))
    (cell,) = [e for e in elements(laid, "TD") if Reader(laid).text(e) == "Clearance"]
    assert pages_of(laid, cell) == [0]
    assert len(laid.sheets) > 2
    for page in range(1, len(laid.sheets)):
        (again,) = [b for n, b in text_boxes(laid) if n == page and b.text == "Clearance"]
        first = min(b.y for n, b in text_boxes(laid) if n == page and b.element != ARTIFACT)
        assert again.y == pytest.approx(first)


def test_a_split_row_with_tall_formulas_stays_on_its_pages() -> None:
    tall = tree.Math(r"\frac{\frac{a}{b}}{\frac{c}{d}}", _FRACTION, "a/b/(c/d)")
    cell = tuple(node for n in range(60) for node in (tree.Text(f"formula {n} is"), tall, tree.Break()))
    row = tree.Row((tree.Cell(cell), tree.Cell(t("beside"))))
    laid = lay_blocks(replace(plain(("A", "B")), body=(row,)), theme=short(300))
    assert len(laid.sheets) > 2
    assert all(box.y <= 350 for _, box in text_boxes(laid) if box.element != ARTIFACT)


def test_groups_of_rows_are_ruled_off_alike() -> None:
    rows = (
        tree.Row((tree.Cell(t("IC50"), rowspan=2), tree.Cell(t("8")))),
        tree.Row((tree.Cell(t("6")),)),
        tree.Row((tree.Cell(t("Ratio")), tree.Cell(t("0.9")))),
        tree.Row((tree.Cell(t("Clearance")), tree.Cell(t("130")))),
    )
    laid = lay_blocks(replace(plain(("Parameter", "Value")), body=rows))
    assert len([rule for rule in rules(laid, 0) if rule[3] == 0.35]) == 2


@pytest.mark.parametrize("align", ["left", "right", "center", "decimal"])
def test_plain_cells_are_set_as_cells_of_marked_up_text_are(monkeypatch: pytest.MonkeyPatch, align: tree.Align) -> None:
    texts = (
        "12.5 mg",
        "1.25",
        "well-known effects",
        "plain words ",
        "−3",
        "a soft\u00adhyphen",
        "ℵ and a word",
        "long " * 60,
        "",
    )
    rows = plain(("Head",), *((text,) for text in texts * 30), aligns=(align,))

    def shown() -> list[object]:
        boxes = text_boxes(lay_blocks(rows))
        return [(n, b.text, round(b.x, 6), round(b.y, 6), round(b.width, 6), b.runs, b.element, b.colour) for n, b in boxes]

    short_way = shown()
    monkeypatch.setattr("briefgen.layout.grid.plain", lambda *_: None)
    assert short_way == shown()


def test_the_geometry_alone_is_that_of_the_pages() -> None:
    document = tree.Document(tree.Meta(), (plain(("A", "B"), *(("some words", "12"),) * 90),))
    whole = lay_out(document, DEFAULT, fonts(), Assets(), strings_for("en"))
    alone = lay_out(document, DEFAULT, fonts(), Assets(), strings_for("en"), pages=False)
    assert whole.geometry.page_total > 1
    assert alone.geometry == whole.geometry
    assert not alone.sheets
    assert not alone.elements
