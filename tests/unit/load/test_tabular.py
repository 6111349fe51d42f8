"""Records from CSV and XLSX: places, separators, quoting, and what is refused."""

from __future__ import annotations

from io import BytesIO

import pytest

from briefgen.diag import Sink
from briefgen.load.tabular import read_csv, read_xlsx
from briefgen.source import Located


def read(text: str) -> tuple[Located | None, list[str]]:
    sink = Sink()
    found = read_csv(text, "f.csv", sink, lists=("arms",))
    return found, [f"{d.span.line}:{d.span.column} {d.code}" for d in sink]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_and_headings(separator: str) -> None:
    text = separator.join(["id", "Seen in", "ci.lower", "ci.upper"]) + "\n" + separator.join(["a", "b", "1", "2"]) + "\n"
    found, faults = read(text)
    assert faults == []
    assert found is not None
    assert found.plain() == [{"id": "a", "seen-in": "b", "ci": {"lower": "1", "upper": "2"}}]


def test_quotes_lists_and_empty_cells() -> None:
    found, faults = read('id,label,arms,p\na,"x, ""y""\nz","k; l",\n\nb,q,,\n')
    assert faults == []
    assert found is not None
    assert found.plain() == [{"id": "a", "label": 'x, "y"\nz', "arms": ["k", "l"]}, {"id": "b", "label": "q"}]


def test_places() -> None:
    found, _ = read('id, value\na,  0.10\nb,"8 nM"\n')
    assert found is not None
    rows = found.value
    assert isinstance(rows, list)
    cells = [row.step("value") for row in rows]
    assert [(c.span.line, c.span.column) for c in cells if c] == [(2, 5), (3, 4)]
    assert [(c.key.line, c.key.column) for c in cells if c] == [(1, 5), (1, 5)]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a,b\n1,2,3\n1\n", ["2:5 table-row", "3:1 table-row"]),
        ("a,b,a\n", ["1:5 table-header"]),
        ("a,,b\n1,2,3\n", ["1:3 table-header"]),
        ('a,b\n1,"2\n3,4\n', ["2:3 csv-open-quote"]),
        ("", ["1:0 table-empty"]),
    ],
)
def test_refusals(text: str, faults: list[str]) -> None:
    assert read(text)[1] == faults


def test_workbook_numbers_are_read_as_shown() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["id", "value"], ["a", 0.1], ["b", 0.1], ["c", 12], ["d", "0.10"], ["e", 0.123], ["f", 0.5]):
        sheet.append(row)
    sheet["B3"].number_format, sheet["B6"].number_format, sheet["B7"].number_format = "0.00", "0.0", "0%"
    out = BytesIO()
    book.save(out)
    sink = Sink()
    found = read_xlsx(out.getvalue(), "f.xlsx", sink)
    assert found is not None
    assert [r["value"] for r in found.plain()][:4] == ["0.1", "0.10", "12", "0.10"]
    assert [(d.code, d.span.line, d.span.column) for d in sink] == [("xlsx-number", 6, 2), ("xlsx-number", 7, 2)]


def _workbook(*rows: list[object]) -> bytes:
    book = pytest.importorskip("openpyxl").Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_of_a_workbook_may_end_before_its_headings_do() -> None:
    data = _workbook(
        ["id", "value", "status", None], ["a", 1], ["b", 2, "unverified"], [None, None], ["c", None, None, None]
    )
    sink = Sink()
    found = read_xlsx(data, "f.xlsx", sink)
    assert list(sink) == []
    assert found is not None
    assert found.plain() == [{"id": "a", "value": "1"}, {"id": "b", "value": "2", "status": "unverified"}, {"id": "c"}]


def test_a_cell_of_a_workbook_beyond_its_headings_is_an_error() -> None:
    sink = Sink()
    read_xlsx(_workbook(["id", "value"], ["a", 1, None, "note"]), "f.xlsx", sink)
    assert [(d.code, d.span.line, d.span.column) for d in sink] == [("table-row", 2, 3)]
    assert "heading" in (sink.found[0].hint or "")


def test_what_is_no_workbook() -> None:
    sink = Sink()
    assert read_xlsx(b"PK nonsense", "f.xlsx", sink) is None
    assert [d.code for d in sink] == ["xlsx-unreadable"]
