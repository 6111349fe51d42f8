"""The comparison of one table: every cell in its row and column, with its spans and the scope of its header cells."""

from __future__ import annotations

from collections.abc import Callable

from briefgen import tree
from briefgen.diag import Sink
from briefgen.source import NOWHERE
from briefgen.verify.pdf_expected import Unit, cell_unit
from briefgen.verify.pdf_stream import Match, Stream, matched, stream_of
from briefgen.verify.pdf_tree import Found

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


def compare_table(
    table: tree.Table, found: Found, sink: Sink, reaches: Callable[[Unit, Match, Stream], None]
) -> None:  # fmt: skip
    """Report each cell that differs; `reaches` looks at the links of a cell."""
    for part, rows in (("THead", table.head), ("TBody", table.body)):
        elements = [row for group in found.kids if isinstance(group, Found) and group.tag == part for row in _rows(group)]
        grid = tree.occupancy(rows, len(table.columns))
        if isinstance(grid, str):
            continue  # not rectangular: reported before the file was made
        if len(elements) != len(grid):
            rows_of = "header" if part == "THead" else "body"
            message = f'the {rows_of} of table "{table.anchor}" has {len(elements)} rows, not {len(grid)}'
            sink.error("pdf-cell-differs", message, table.span)
            continue
        for number, (cells, row) in enumerate(zip(grid, elements, strict=True), 1):
            name = "header row" if part == "THead" else "row"
            _row(cells, row, f'table "{table.anchor}", {name} {number}', sink, reaches)


def _rows(group: Found) -> list[Found]:
    return [kid for kid in group.kids if isinstance(kid, Found) and kid.tag == "TR"]


def _row(
    cells: list[tuple[int, tree.Cell]], row: Found, where: str, sink: Sink, reaches: Callable[[Unit, Match, Stream], None]
) -> None:
    found = [kid for kid in row.kids if isinstance(kid, Found) and kid.tag in ("TH", "TD")]
    if len(found) != len(cells):
        sink.error(
            "pdf-cell-differs", f"{where} has {len(found)} cells, not {len(cells)}", cells[0][1].span if cells else NOWHERE
        )
        return
    for (column, cell), element in zip(cells, found, strict=True):
        stream, unit = stream_of(element), cell_unit(cell)
        start = stream.after(0)
        match = matched(stream.text, start, unit.text)
        if match is None or stream.after(match.end) < len(stream.text):
            sink.error(
                "pdf-cell-differs",
                f'{_place(where, column, element)} says "{stream.text.strip()}", not "{unit.text}"',
                cell.span,
            )
        elif reason := _form(cell, element):
            sink.error("pdf-cell-differs", f"{_place(where, column, element)} {reason}", cell.span)
        else:
            reaches(unit, match, stream)


def _place(where: str, column: int, found: Found) -> str:
    mark = next(found.marks(), None)
    return f"{where}, column {column + 1}" + (f" (page {mark.page + 1})" if mark else "")


def _form(cell: tree.Cell, found: Found) -> str:
    """Why an element does not stand for a cell: tag, scope or spans; empty when it does."""
    tag, scope = ("TH", _SCOPES[cell.scope]) if cell.scope else ("TD", "")
    if found.tag != tag:
        return f"is tagged {found.tag}, not {tag}"
    if found.attributes.get("Scope", "") != scope:
        return f'has the scope "{found.attributes.get("Scope", "")}", not "{scope}"'
    for key, span in (("RowSpan", cell.rowspan), ("ColSpan", cell.colspan)):
        if found.attributes.get(key, 1) != span:
            return f"has {key} {str(found.attributes.get(key, 1)).removesuffix('.0')}, not {span}"
    return ""
