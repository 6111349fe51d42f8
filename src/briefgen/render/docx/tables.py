"""Tables: caption above, header rows that repeat, rows that do not split, spans, aligned numbers, notes below."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefgen.render.docx.figures import caption, notes
from briefgen.render.docx.inline import Look, inlines, role_look
from briefgen.render.docx.keeping import estimated_height, kept_rows
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import attribute, colour, twips
from briefgen.theme import Role
from briefgen.tree import Cell, Inlines, Row, Table, Text, occupancy, plain

_INTEGER_PART = re.compile(r"[^\d.,]*[\d,.\u00a0\u2009\u202f]*")
_GROUPED = f'<w:ind w:left="{twips(8)}"/>'  # how rows stand in from the heading of their group
_GAP_NOTES = 4.0  # points between a table's last rule and its notes
_GAP_BELOW = 14.0  # points between a table or its notes and what follows


@dataclass(slots=True)
class _Column:
    """A column: its width in twips, and for numbers the widest stretch before and after the decimal mark, in points."""

    width: int
    align: str
    before: float = 0.0
    after: float = 0.0


@dataclass(slots=True)
class _Grid:
    """One table while it is written."""

    w: Writer
    node: Table
    columns: list[_Column]
    mark: str
    body: list[list[tuple[int, Cell]]]
    grouped: bool
    splits: dict[str, tuple[float, float]] = field(default_factory=dict)
    properties: dict[tuple[int, int, int, bool, str, str], str] = field(default_factory=dict)
    looks: dict[Role, Look] = field(default_factory=dict)

    def split(self, text: str) -> tuple[float, float]:
        """The widths of a number before its decimal mark, and from it on."""
        known = self.splits.get(text)
        if known is None:
            cut = _decimal_place(text, self.mark)
            style = self.w.theme.styles["table-cell"]
            width = self.w.faces.width
            known = width(text[:cut], style.face, style.size), width(text[cut:], style.face, style.size)
            self.splits[text] = known
        return known


def _decimal_place(text: str, mark: str) -> int:
    """Where the fraction of the first number begins; its end when it has none."""
    found = _INTEGER_PART.match(text)
    number = found.group() if found else ""
    at = number.rfind(mark)
    if at >= 0 and text[at + 1 : at + 2].isdigit():
        return at
    return len(number.rstrip(" ,.\u00a0\u2009\u202f"))


def decimal_mark(lang: str) -> str:
    """The decimal mark of a language, from CLDR."""
    if lang.partition("-")[0] in ("en", ""):
        return "."
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        return str(get_decimal_symbol(Locale.parse(lang, sep="-")))
    except (UnknownLocaleError, ValueError):
        return "."


def table(w: Writer, node: Table) -> str:
    """A table with its caption and notes."""
    above = caption(w, node.caption, node.anchor, "Caption")
    placed = _placed(node.body, len(node.columns))
    grid = _Grid(w, node, _columns(w, node), decimal_mark(w.document.meta.lang), placed, any(row.group for row in node.body))
    _measure(grid)
    rows = _head_rows(grid) + _body_rows(grid)
    w.gap = _GAP_NOTES if node.notes else 0.0
    below = notes(w, node.notes, _GAP_BELOW)
    w.gap = 0.0 if node.notes else _GAP_BELOW
    return f"{above}<w:tbl>{_properties(grid)}{''.join(rows)}</w:tbl>{below}"


def _columns(w: Writer, node: Table) -> list[_Column]:
    shape = w.geometry.tables.get(node.anchor)
    widths = shape.widths if shape else ()
    if len(widths) != len(node.columns):
        widths = (w.page.measure / len(node.columns),) * len(node.columns)
    return [_Column(twips(width), column.align) for width, column in zip(widths, node.columns, strict=True)]


def _measure(grid: _Grid) -> None:
    """Find for each column of numbers how much room its widest integer part and fraction take."""
    numeric = {at for at, column in enumerate(grid.columns) if column.align == "decimal"}
    for row in grid.body:
        for at, cell in row:
            if (at in numeric if cell.align is None else cell.align == "decimal") and cell.colspan == 1:
                before, after = grid.split(_words(cell.children))
                column = grid.columns[at]
                column.before, column.after = max(column.before, before), max(column.after, after)


def _words(content: Inlines) -> str:
    """The plain text of a cell; nearly always it is one text."""
    only = content[0] if len(content) == 1 else None
    return only.text if type(only) is Text else plain(content)


def _placed(rows: tuple[Row, ...], width: int) -> list[list[tuple[int, Cell]]]:
    grid = occupancy(rows, width)
    assert not isinstance(grid, str), grid  # a resolved table is rectangular
    return grid


def _properties(grid: _Grid) -> str:
    node, total = grid.node, sum(column.width for column in grid.columns)
    first_column = any(cell.scope == "row" for row in node.body[:3] for cell in row.cells[:1])
    bands = grid.w.theme.table.style == "zebra"
    look = f'w:val="0{4 if not bands else 0}{"A" if first_column else "2"}0"'
    columns = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in grid.columns)
    title, description = attribute(plain(node.caption.children)), attribute(node.description)
    return (
        f'<w:tblPr><w:tblStyle w:val="BriefTable"/><w:tblW w:w="{total}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook {look} w:firstRow="{int(bool(node.head))}" w:lastRow="0" w:firstColumn="{int(first_column)}" '
        f'w:lastColumn="0" w:noHBand="{int(not bands)}" w:noVBand="1"/><w:tblCaption w:val="{title}"/>'
        + (f'<w:tblDescription w:val="{description}"/>' if description else "")
        + f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
    )


# -------------------------------------------------------------------------------------------------------------- rows


def _rule(side: str, size: int, value: str) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour(value)}"/>'


def _head_rows(grid: _Grid) -> list[str]:
    rows = grid.node.head
    under = _rule("bottom", 4, grid.w.theme.colours.text)
    out: list[str] = []
    open_spans: dict[int, tuple[Cell, int]] = {}
    for number, placed in enumerate(_placed(rows, len(grid.columns))):
        last = number == len(rows) - 1
        cells: list[str] = []
        for at, cell, begins in _row_cells(placed, open_spans):
            reaches = last or (begins and number + cell.rowspan == len(rows))
            spanner = cell.colspan > 1 and not reaches
            borders = f"<w:tcBorders>{under}</w:tcBorders>" if reaches else ""
            style = "TableSpanner" if spanner and begins and cell.children else "TableHead"
            properties = _cell_properties(grid, at, cell, begins, borders, "bottom")
            cells.append(_cell(grid, (at, cell, begins), properties, style, "table-head", f"head{number}"))
        out.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>")
    return out


def _body_rows(grid: _Grid) -> list[str]:
    rows, out = grid.node.body, []
    hairline = f"<w:tcBorders>{_rule('top', 3, grid.w.theme.colours.rule)}</w:tcBorders>"
    open_spans: dict[int, tuple[Cell, int]] = {}
    kept = kept_rows(grid.node, grid.body, grid.w.page, lambda placed: _row_height(grid, placed), grid.w.geometry.pages)
    for number, placed in enumerate(grid.body):
        row = rows[number]
        starts_group = number > 0 and (row.group or (bool(placed) and placed[0][0] == 0 and placed[0][1].rowspan > 1))
        borders = hairline if starts_group else ""
        cells: list[str] = []
        for at, cell, begins in _row_cells(placed, open_spans):
            style, role = _body_style(row)
            properties = _cell_properties(grid, at, cell, begins, borders, "")
            cells.append(_cell(grid, (at, cell, begins), properties, style, role, f"r{number}", kept[number]))
        out.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    return out


def _row_height(grid: _Grid, placed: list[tuple[int, Cell]]) -> float:
    theme = grid.w.theme
    style, pad = theme.styles["table-cell"], theme.table

    def room(at: int, cell: Cell) -> float:
        return sum(column.width for column in grid.columns[at : at + cell.colspan]) / 20 - 2 * pad.pad_x

    def width(text: str) -> float:
        return grid.w.faces.width(text, style.face, style.size)

    return estimated_height(placed, room, width, style.leading) + 2 * pad.pad_y


def _body_style(row: Row) -> tuple[str, Role]:
    return ("TableGroup", "table-head") if row.group else ("TableText", "table-cell")


def _row_cells(placed: list[tuple[int, Cell]], open_spans: dict[int, tuple[Cell, int]]) -> list[tuple[int, Cell, bool]]:
    """The cells of one row from left to right: those that begin in it, and those that reach into it from above."""
    if not open_spans and all(cell.rowspan == 1 for _, cell in placed):
        return [(at, cell, True) for at, cell in placed]
    row = [(at, cell, True) for at, cell in placed] + [(at, cell, False) for at, (cell, _) in open_spans.items()]
    for at, (cell, left) in list(open_spans.items()):
        if left > 1:
            open_spans[at] = (cell, left - 1)
        else:
            del open_spans[at]
    open_spans.update({at: (cell, cell.rowspan - 1) for at, cell in placed if cell.rowspan > 1})
    return sorted(row, key=lambda entry: entry[0])


def _cell_properties(grid: _Grid, at: int, cell: Cell, begins: bool, borders: str, vertical: str) -> str:
    key = (at, cell.colspan, cell.rowspan, begins, borders, vertical)
    known = grid.properties.get(key)
    if known is None:
        width = sum(column.width for column in grid.columns[at : at + cell.colspan])
        span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
        merge = ""
        if cell.rowspan > 1:
            merge = '<w:vMerge w:val="restart"/>' if begins else "<w:vMerge/>"
        align = f'<w:vAlign w:val="{vertical}"/>' if vertical else ""
        known = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{borders}{align}</w:tcPr>'
        grid.properties[key] = known
    return known


def _cell(
    grid: _Grid, place: tuple[int, Cell, bool], properties: str, style: str, role: Role, row: str, keep: bool = False
) -> str:
    """One `w:tc`; what a cell from above reaches into holds an empty paragraph, as Word wants.

    Written without `Writer.paragraph`, whose page breaks and gaps never concern a cell: a table may have 100,000 of them.
    """
    at, cell, begins = place
    w = grid.w
    look = grid.looks.get(role)
    if look is None:
        look = grid.looks[role] = role_look(w, role)
        w.faces.use(look.face)
    content = inlines(w, cell.children, look) if begins and cell.children else ""
    shape = _alignment(grid, at, cell, role) if begins else ""
    identifier = w.ids.paragraph(f"{grid.node.anchor}/{row}c{at}")
    kept = "<w:keepNext/>" if keep else ""
    return (
        f'<w:tc>{properties}<w:p w14:paraId="{identifier}"><w:pPr><w:pStyle w:val="{style}"/>{kept}{shape}</w:pPr>'
        f"{content}</w:p></w:tc>"
    )


def _alignment(grid: _Grid, at: int, cell: Cell, role: Role) -> str:
    align = cell.align or grid.columns[at].align
    if cell.scope == "rowgroup" or (cell.colspan > 1 and role == "table-cell"):
        align = cell.align or "left"
    elif role == "table-head":
        align = "center" if align == "decimal" or cell.colspan > 1 else align
    if align == "decimal":
        return _decimal(grid, at, cell.children)
    if align == "left":
        return _GROUPED if grid.grouped and not at and role == "table-cell" else ""
    return f'<w:jc w:val="{align}"/>'


def _decimal(grid: _Grid, at: int, content: Inlines) -> str:
    """Numbers flush right with an indent that brings their decimal marks under one another.

    Word's decimal tab stop is not used: it follows the decimal mark of the reader's Windows, not of the document.
    """
    column, text = grid.columns[at], _words(content)
    if not any(map(str.isdigit, text)):
        return '<w:jc w:val="center"/>'
    after = grid.split(text)[1]
    room = column.width / 20 - 2 * grid.w.theme.table.pad_x
    slack = max(0.0, (room - column.before - column.after) / 2)
    indent = twips(slack + column.after - after)
    return f'<w:ind w:right="{indent}"/><w:jc w:val="right"/>' if indent > 0 else '<w:jc w:val="right"/>'
