"""Pipe tables: small tables written in a text. Everything with sources belongs into `tables:` of the brief."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefgen.parse.attributes import Attributes
from briefgen.parse.context import Context
from briefgen.parse.inlines import Content, build
from briefgen.tree import Align, Caption, Cell, Column, Row, Table

if TYPE_CHECKING:
    from markdown_it.token import Token as Mark

    from briefgen.parse.blocks import Element

_BAR = re.compile(r"(?<!\\)\|")
_ALIGNED: dict[str, Align] = {"text-align:right": "right", "text-align:center": "center"}


def table(
    element: Element, caption: tuple[list[Mark], Content] | None, found: Attributes | None, context: Context
) -> list[Table]:
    """The table of a pipe table and the caption line after it; nothing, with an error, when the caption is missing."""
    first = element.mark.map[0] if element.mark.map else 0
    span = context.place.span(first)
    found = found or Attributes()
    if caption is None or not found.id.startswith("tbl-"):
        context.error("table-no-caption", "this table has no caption with an id", span,
                      "after a blank line write: `: Caption {#tbl-name}`")  # fmt: skip
        return []
    rows = [(section.kind, row) for section in element.children for row in section.children]
    head = tuple(_row(row, context, "col") for kind, row in rows if kind == "thead")
    body = tuple(_row(row, context, "") for kind, row in rows if kind == "tbody")
    columns = tuple(Column(_ALIGNED.get(str(cell.mark.attrs.get("style")), "left")) for cell in rows[0][1].children)
    printed = Caption(build(*caption), span=span)
    return [Table(found.id, printed, columns, head, body, span=span)]


def _row(row: Element, context: Context, scope: str) -> Row:
    number = row.mark.map[0] if row.mark.map else 0
    line = context.lines[number].strip() if number < len(context.lines) else ""
    span = context.place.span(number)
    written = len(_BAR.findall(line.strip("|").replace("\\|", ""))) + 1
    if written != len(row.children):
        context.error("table-row-cells", f"this row has {written} cells, the table {len(row.children)} columns", span)
    cells = []
    for cell in row.children:
        mark = cell.children[0].mark
        content = Content(mark.content, number, context)
        cells.append(Cell(build(mark.children or [], content), scope="col" if scope == "col" else "", span=span))
    return Row(tuple(cells), span=span)
