"""Tables of records: CSV text and XLSX sheets whose first row names fields; each cell keeps its row and column."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from briefgen.diag import Sink
from briefgen.load.text import refusal, refused
from briefgen.model.base import kebab
from briefgen.records import dataclass
from briefgen.source import Located, Source, Span

SEPARATORS = ",;\t"

Row = list[Located]
"""The cells of one row; each holds text, empty text for an empty cell."""


def read_csv(text: str, name: str, sink: Sink, lists: Collection[str] = ()) -> Located | None:
    """The records of a CSV text (RFC 4180; separator comma, semicolon or tab, whichever the header has most of)."""
    scanner = _Scanner(Source(name, text), _separator(text))
    rows = []
    while scanner.at < len(text):
        rows.append(scanner.row())
    if scanner.open_quote is not None:
        sink.error("csv-open-quote", "a quote opened here is never closed", scanner.open_quote, 'write a quote as ""')
        return None
    rows = [row for row in rows if any(cell.value for cell in row)]
    return _records(rows, name, sink, lists, "quote a cell that holds the separator")


def read_xlsx(data: bytes, name: str, sink: Sink, lists: Collection[str] = ()) -> Located | None:
    """The records of the first sheet of a workbook; spans count rows and columns of the sheet.

    Needs the package openpyxl. A number is read with the decimals its cell shows; where the cell shows fewer digits than it
    holds, or shows them in another way (percent, fractions), what the source reported cannot be known, and it is refused.
    """
    try:
        from openpyxl import load_workbook  # type: ignore[import-untyped]  # has no stubs

        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    except ImportError:
        sink.error("xlsx-unreadable", "reading workbooks needs the package openpyxl", Span(name), "save the sheet as CSV")
        return None
    except Exception as fault:  # openpyxl lets errors of zipfile, ElementTree and its own through
        sink.error("xlsx-unreadable", f"the workbook cannot be read: {fault}", Span(name))
        return None
    rows = [
        [_sheet_cell(cell, Span(name, r, c, r, c + 1), sink) for c, cell in enumerate(row, 1)]
        for r, row in enumerate(book.worksheets[0].iter_rows(), 1)
    ]
    book.close()
    return _records(_trimmed(rows), name, sink, lists, "give its column a heading in the first row")


def _trimmed(rows: list[Row]) -> list[Row]:
    """The rows that say anything, as wide as the headings reach; what says nothing beyond them is no cell."""
    said = [row for row in rows if any(cell.value for cell in row)]
    width = _reach(said[0]) if said else 0
    return [_wide(row, max(width, _reach(row))) for row in said]


def _wide(row: Row, width: int) -> Row:
    """A row of so many cells; a sheet may end its rows at their last cell that says anything."""
    file, line = row[0].span.file, row[0].span.line
    return [*row, *(Located("", Span(file, line, c, line, c + 1)) for c in range(len(row) + 1, width + 1))][:width]


def _reach(row: Row) -> int:
    """How many cells a row has up to the last that says anything."""
    return max((at for at, cell in enumerate(row, 1) if cell.value), default=0)


def _sheet_cell(cell: Any, where: Span, sink: Sink) -> Located:
    match cell.value:
        case None:
            text = ""
        case bool(flag):
            text = "yes" if flag else "no"
        case float(number):
            text = _shown_number(number, cell.number_format, where, sink)
        case datetime() as moment:
            text = moment.date().isoformat()
        case value:
            text = str(value)
    if bad := refused(text):
        sink.error("illegal-character", refusal(bad), where, "delete it")
        text = text.replace(bad, "\ufffd")
    return Located(text.strip(), where)


def _shown_number(number: float, shown_as: str, where: Span, sink: Sink) -> str:
    exact = Decimal(repr(number))
    decimals = re.fullmatch(r"(?:#,##)?0(?:\.(0+))?", shown_as)
    text = f"{exact:.{len(decimals[1] or '')}f}" if decimals else repr(number)
    if shown_as != "General" and (not decimals or Decimal(text) != exact):
        hint = "format the column as text and write the number as its source reports it"
        sink.error("xlsx-number", f"the cell holds {exact} and shows it otherwise (format {shown_as})", where, hint)
    return text


def _separator(text: str) -> str:
    header = text.partition("\n")[0]
    unquoted = "".join(header.split('"')[::2])
    return max(SEPARATORS, key=unquoted.count)


@dataclass(slots=True)
class _Scanner:
    source: Source
    separator: str
    at: int = 0
    open_quote: Span | None = None

    def row(self) -> Row:
        text = self.source.text
        cells = [self.cell()]
        while self.at < len(text) and text[self.at] == self.separator:
            self.at += 1
            cells.append(self.cell())
        self.at += 1  # the line end
        return cells

    def cell(self) -> Located:
        text = self.source.text
        while text[self.at : self.at + 1] == " ":
            self.at += 1
        if text[self.at : self.at + 1] == '"':
            return self.quoted()
        start = self.at
        while self.at < len(text) and text[self.at] not in (self.separator, "\n"):
            self.at += 1
        value = text[start : self.at].rstrip()
        return Located(value, self.source.span(start, start + max(len(value), 1)))

    def quoted(self) -> Located:
        text, start = self.source.text, self.at
        end = text.find('"', start + 1)
        while end >= 0 and text[end + 1 : end + 2] == '"':
            end = text.find('"', end + 2)
        if end < 0:
            self.open_quote = self.source.span(start)
            self.at = len(text)
            return Located("", self.open_quote)
        self.at = end + 1
        while self.at < len(text) and text[self.at] not in (self.separator, "\n"):
            self.at += 1
        return Located(text[start + 1 : end].replace('""', '"').strip(), self.source.span(start + 1, end))


def _records(rows: list[Row], name: str, sink: Sink, lists: Collection[str], hint: str) -> Located | None:
    if not rows:
        sink.error("table-empty", "the file has no header row", Span(name, 1))
        return None
    header, *body = rows
    names = _header(header, sink)
    return Located([_record(row, names, header, sink, lists, hint) for row in body], Span(name, header[0].span.line, 1))


def _header(header: Row, sink: Sink) -> list[str]:
    names = [kebab("_".join(str(cell.value).lower().split())) for cell in header]
    for i, cell in enumerate(header):
        if not names[i]:
            sink.error("table-header", "a column has no heading", cell.span, "name the field it holds")
        elif names[i] in names[:i]:
            first = header[names.index(names[i])].span
            sink.error("table-header", f'the heading "{names[i]}" stands here twice', cell.span, f"first at {first}")
    return names


def _record(row: Row, names: list[str], header: Row, sink: Sink, lists: Collection[str], hint: str) -> Located:
    where = row[0].span
    if len(row) != len(names):
        message = f"the row has {len(row)} cells, the header {len(names)}"
        if len(row) > len(names):
            where = row[len(names)].span
        sink.error("table-row", message, where, hint)
    entries: dict[str, Located] = {}
    for cell, name, head in zip(row, names, header, strict=False):
        if cell.value:
            _put(entries, name, Located(_split(cell) if name in lists else cell.value, cell.span, head.span))
    return Located(entries, row[0].span, row[0].span)


def _put(entries: dict[str, Located], name: str, cell: Located) -> None:
    """Store a cell; a heading with a dot ("ci.lower") names a field of a field."""
    outer, dot, inner = name.partition(".")
    if not dot:
        entries.setdefault(name, cell)
        return
    record = entries.setdefault(outer, Located({}, cell.span, cell.key))
    if isinstance(record.value, dict):
        record.value[inner] = cell


def _split(cell: Located) -> list[Located]:
    """The items of a cell that holds a list, separated by semicolons."""
    return [Located(part.strip(), cell.span) for part in str(cell.value).split(";") if part.strip()]
