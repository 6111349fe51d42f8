"""Tables: caption above, header rows that repeat, rows that do not split, spans, aligned numbers, notes below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple, overload

from briefgen.records import dataclass
from briefgen.render.docx.figures import caption, notes
from briefgen.render.docx.inline import Look, inlines, role_look
from briefgen.render.docx.keeping import Placed, estimated_height, kept_rows
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import attribute, colour, twips
from briefgen.spacing import GROUP_INDENT, TABLE_AFTER, TABLE_NOTES
from briefgen.theme import Role
from briefgen.tree import Cell, Inlines, Row, Table, Text, occupancy, plain

_INTEGER_PART = re.compile(r"[^\d.,]*[\d,.\u00a0\u2009\u202f]*")
_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
_BARE = Cell(())
TABLE_END = "</w:tbl>"
_GROUPED = f'<w:ind w:left="{twips(GROUP_INDENT)}"/>'


@dataclass(slots=True)
class _Column:
    """A column: its width in twips, and for numbers the widest stretch before and after the decimal mark, in points."""

    width: int
    align: str
    before: float = 0.0
    after: float = 0.0


class _Plain(NamedTuple):
    """By column, what stands before a cell's paragraph id, and how the cell is aligned: None where its number decides."""

    openings: list[str]
    shapes: list[str | None]


@dataclass(slots=True)
class _Grid:
    """One table while it is written."""

    w: Writer
    node: Table
    columns: list[_Column]
    mark: str
    body: Sequence[Placed]
    grouped: bool
    ends: list[bytes]
    """What the ids of a row's cells end with."""
    pattern: Callable[[str], bytes]
    """A number as what its place depends on."""
    splits: dict[bytes, tuple[float, float]] = field(default_factory=dict)
    properties: dict[tuple[int, int, int, bool, str, str], str] = field(default_factory=dict)
    looks: dict[Role, Look] = field(default_factory=dict)
    shapes: list[dict[bytes, str]] = field(init=False)
    """By column, how a number of a pattern is placed."""
    plain: dict[tuple[str, Role], _Plain] = field(default_factory=dict)
    """By borders and role, what the cells of a row without spans have in common with those above and below."""

    def __post_init__(self) -> None:
        self.shapes = [{} for _ in self.columns]

    def look(self, role: Role) -> Look:
        """The look of plain text in cells of this role."""
        known = self.looks.get(role)
        if known is None:
            known = self.looks[role] = role_look(self.w, role)
            self.w.faces.use(known.face)
        return known

    def split(self, pattern: bytes) -> tuple[float, float]:
        """The widths of numbers of a `pattern` before their decimal mark, and from it on."""
        known = self.splits.get(pattern)
        if known is None:
            text = pattern.decode()
            cut = _decimal_place(text, self.mark)
            style = self.w.theme.styles["table-cell"]
            width = self.w.faces.width
            known = width(text[:cut], style.face, style.size), width(text[cut:], style.face, style.size)
            self.splits[pattern] = known
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


def table(w: Writer, node: Table) -> Iterator[str]:
    """A table with its caption and notes, row by row."""
    yield caption(w, node.caption, node.anchor, "Caption")
    grid = _grid(w, node)
    _measure(grid)
    yield f"<w:tbl>{_properties(grid)}"
    yield from _head_rows(grid)
    yield from _body_rows(grid)
    yield TABLE_END
    w.gap = TABLE_NOTES if node.notes else 0.0
    yield notes(w, node.notes, TABLE_AFTER)
    w.gap = 0.0 if node.notes else TABLE_AFTER


def _grid(w: Writer, node: Table) -> _Grid:
    placed = _placed(node.body, len(node.columns))
    pattern = _digits_alike if w.faces.tabular(w.theme.styles["table-cell"].face) else str.encode
    ends = [b"c%d" % at for at in range(len(node.columns))]
    grouped = any(row.group for row in node.body)
    return _Grid(w, node, _columns(w, node), decimal_mark(w.document.meta.lang), placed, grouped, ends, pattern)


def _digits_alike(text: str) -> bytes:
    """A number with all its digits made one: where they are equally wide, a long column has few of these to measure.

    In UTF-8, whose bytes are translated in a tenth of the time of a string.
    """
    return text.encode().translate(_ALIKE)


def _columns(w: Writer, node: Table) -> list[_Column]:
    shape = w.geometry.tables.get(node.anchor)
    widths = shape.widths if shape else ()
    if len(widths) != len(node.columns):
        widths = (w.page.measure / len(node.columns),) * len(node.columns)
    return [_Column(twips(width), column.align) for width, column in zip(widths, node.columns, strict=True)]


def _measure(grid: _Grid) -> None:
    """Find for each column of numbers how much room its widest integer part and fraction take."""
    numeric = [column.align == "decimal" for column in grid.columns]
    found: set[tuple[int, bytes]] = set()
    for row in grid.body:
        for at, cell in row:
            if (numeric[at] if cell.align is None else cell.align == "decimal") and cell.colspan == 1:
                found.add((at, grid.pattern(_words(cell.children))))
    for at, pattern in found:
        column, (before, after) = grid.columns[at], grid.split(pattern)
        column.before, column.after = max(column.before, before), max(column.after, after)


def _words(content: Inlines) -> str:
    """The plain text of a cell; nearly always it is one text."""
    only = content[0] if len(content) == 1 else None
    return only.text if type(only) is Text else plain(content)


class _InOrder(Sequence[Placed]):
    """Rows without spans as `occupancy` gives them, each made when it is asked for: a long table has many."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Placed: ...
    @overload
    def __getitem__(self, at: slice) -> _InOrder: ...
    def __getitem__(self, at: int | slice) -> Placed | _InOrder:
        return _InOrder(self._rows[at]) if isinstance(at, slice) else list(enumerate(self._rows[at].cells))

    def __iter__(self) -> Iterator[Placed]:
        return (list(enumerate(row.cells)) for row in self._rows)


def _placed(rows: tuple[Row, ...], width: int) -> Sequence[Placed]:
    if all(len(row.cells) == width and all(c.colspan == 1 == c.rowspan for c in row.cells) for row in rows):
        return _InOrder(rows)
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


def _head_rows(grid: _Grid) -> Iterator[str]:
    rows = grid.node.head
    under = _rule("bottom", 4, grid.w.theme.colours.text)
    open_spans: dict[int, tuple[Cell, int]] = {}
    for number, placed in enumerate(_placed(rows, len(grid.columns))):
        last = number == len(rows) - 1
        ids = _ids(grid, f"head{number}")
        cells: list[str] = []
        for at, cell, begins in _row_cells(placed, open_spans):
            reaches = last or (begins and number + cell.rowspan == len(rows))
            spanner = cell.colspan > 1 and not reaches
            borders = f"<w:tcBorders>{under}</w:tcBorders>" if reaches else ""
            style = "TableSpanner" if spanner and begins and cell.children else "TableHead"
            properties = _cell_properties(grid, at, cell, begins, borders, "bottom")
            cells.append(_cell(grid, (at, cell, begins), ids[at], properties, f'<w:pStyle w:val="{style}"/>', "table-head"))
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _body_rows(grid: _Grid) -> Iterator[str]:
    rows = grid.node.body
    hairline = f"<w:tcBorders>{_rule('top', 3, grid.w.theme.colours.rule)}</w:tcBorders>"
    open_spans: dict[int, tuple[Cell, int]] = {}
    kept = kept_rows(grid.node, grid.body, grid.w.page, lambda placed: _row_height(grid, placed), grid.w.geometry.pages)
    for number, placed in enumerate(grid.body):
        row = rows[number]
        starts_group = number > 0 and (row.group or (bool(placed) and placed[0][0] == 0 and placed[0][1].rowspan > 1))
        borders = hairline if starts_group else ""
        style, role = _body_style(row, kept[number])
        ids = _ids(grid, f"r{number}")
        if open_spans or any(cell.rowspan > 1 or cell.colspan > 1 for cell in row.cells):
            cells = [
                _cell(grid, place, ids[place[0]], _cell_properties(grid, *place, borders, ""), style, role)
                for place in _row_cells(placed, open_spans)
            ]
        else:
            cells = _plain_cells(grid, row, ids, borders, style, role)
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _plain_cells(grid: _Grid, row: Row, ids: list[str], borders: str, style: str, role: Role) -> list[str]:
    """What `_cell` gives for the cells of a row without spans: most rows are, and a table may have 100,000 cells."""
    w, look = grid.w, grid.look(role)
    openings, shapes = grid.plain.get((borders, role)) or _plain(grid, borders, role)
    out: list[str] = []
    for at, cell in enumerate(row.cells):
        shape = shapes[at] if cell.align is None and cell.scope != "rowgroup" else _alignment(grid, at, cell, role)
        if shape is None:
            shape = _decimal(grid, at, cell.children)
        content = inlines(w, cell.children, look)
        out.append(f'{openings[at]}{ids[at]}"><w:pPr>{style}{shape}</w:pPr>{content}</w:p></w:tc>')
    return out


def _plain(grid: _Grid, borders: str, role: Role) -> _Plain:
    columns = range(len(grid.columns))
    opening = [f'<w:tc>{_cell_properties(grid, at, _BARE, True, borders, "")}<w:p w14:paraId="' for at in columns]
    by_number = [role == "table-cell" and column.align == "decimal" for column in grid.columns]
    shapes = [None if by_number[at] else _alignment(grid, at, _BARE, role) for at in columns]
    found = grid.plain[borders, role] = _Plain(opening, shapes)
    return found


def _ids(grid: _Grid, row: str) -> list[str]:
    """The paragraph ids of a row by column."""
    return grid.w.ids.row(f"{grid.node.anchor}/{row}", grid.ends)


def _row_height(grid: _Grid, placed: Placed) -> float:
    theme = grid.w.theme
    style, pad = theme.styles["table-cell"], theme.table

    def room(at: int, cell: Cell) -> float:
        return sum(column.width for column in grid.columns[at : at + cell.colspan]) / 20 - 2 * pad.pad_x

    def width(text: str) -> float:
        return grid.w.faces.width(text, style.face, style.size)

    return estimated_height(placed, room, width, style.leading) + 2 * pad.pad_y


def _body_style(row: Row, kept: bool) -> tuple[str, Role]:
    """The first properties of a row's paragraphs, and the role of their text."""
    keep = "<w:keepNext/>" if kept else ""
    if row.group:
        return f'<w:pStyle w:val="TableGroup"/>{keep}', "table-head"
    return f'<w:pStyle w:val="TableText"/>{keep}', "table-cell"


def _row_cells(placed: Placed, open_spans: dict[int, tuple[Cell, int]]) -> list[tuple[int, Cell, bool]]:
    """The cells of one row from left to right: those that begin in it, and those that reach into it from above."""
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


def _cell(grid: _Grid, place: tuple[int, Cell, bool], identifier: str, properties: str, style: str, role: Role) -> str:
    """One `w:tc`; what a cell from above reaches into holds an empty paragraph, as Word wants.

    Written without `Writer.paragraph`, whose page breaks and gaps never concern a cell.
    """
    at, cell, begins = place
    content = inlines(grid.w, cell.children, grid.look(role)) if begins else ""
    shape = _alignment(grid, at, cell, role) if begins else ""
    return f'<w:tc>{properties}<w:p w14:paraId="{identifier}"><w:pPr>{style}{shape}</w:pPr>{content}</w:p></w:tc>'


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
    pattern = grid.pattern(_words(content))
    known = grid.shapes[at].get(pattern)
    if known is None:
        known = grid.shapes[at][pattern] = _indent(grid, at, pattern)
    return known


def _indent(grid: _Grid, at: int, pattern: bytes) -> str:
    column = grid.columns[at]
    if not any(map(str.isdigit, pattern.decode())):
        return '<w:jc w:val="center"/>'
    after = grid.split(pattern)[1]
    room = column.width / 20 - 2 * grid.w.theme.table.pad_x
    slack = max(0.0, (room - column.before - column.after) / 2)
    indent = twips(slack + column.after - after)
    return f'<w:ind w:right="{indent}"/><w:jc w:val="right"/>' if indent > 0 else '<w:jc w:val="right"/>'
