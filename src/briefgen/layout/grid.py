"""The grid of a table: its cells with their atoms, column widths, lines and row heights."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefgen import tree
from briefgen.fonts import TABULAR
from briefgen.layout.atoms import Atom, Look
from briefgen.layout.breaking import Line, break_lines
from briefgen.layout.setting import Setting
from briefgen.layout.ties import tie
from briefgen.layout.widths import Need, column_widths, crowded, lead_of, need_of, spread
from briefgen.spacing import GROUP_INDENT
from briefgen.theme import TextStyle

_HEAD_SHARE = 0.6
"""Share of a head's width on one line that its column should have: heads may take two lines."""
_NO_LINES: list[Line] = []
_NO_ATOMS: list[Atom] = []
"""Stand in the cells of a long table before lines are broken, and after."""
_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


@dataclass(slots=True, eq=False)
class Box:
    """One cell: where it stands in the grid, its atoms, and, once widths are known, its lines.

    `lead` is the width of a number up to its decimal separator, None for what is not aligned by it.
    """

    column: int
    colspan: int
    rowspan: int
    atoms: list[Atom]
    style: TextStyle
    align: tree.Align
    lead: float | None = None
    lines: list[Line] = field(default_factory=lambda: _NO_LINES)
    height: float = 0.0
    indent: float = 0.0


@dataclass(slots=True)
class DecimalBlock:
    """The numbers of one column: the widest part before the decimal separators and the widest part after them."""

    lead: float = 0.0
    trail: float = 0.0

    @property
    def width(self) -> float:
        """The width that numbers aligned with each other take."""
        return self.lead + self.trail


@dataclass(slots=True)
class Grid:
    """A table while it is laid out. Lengths are points; `edges` are the columns' left edges and the table's right edge."""

    setting: Setting
    table: tree.Table
    head: list[list[Box]] = field(default_factory=list)
    body: list[list[Box]] = field(default_factory=list)
    decimals: dict[int, DecimalBlock] = field(default_factory=dict)
    widths: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    head_heights: list[float] = field(default_factory=list)
    body_heights: list[float] = field(default_factory=list)
    landscape: bool = False
    grouped: bool = field(init=False)

    def __post_init__(self) -> None:
        self.grouped = any(row.group for row in self.table.body)

    @property
    def pad_x(self) -> float:
        """Space at the left and right of a cell's text."""
        return self.setting.theme.table.pad_x

    @property
    def pad_y(self) -> float:
        """Space above and below a cell's text."""
        return self.setting.theme.table.pad_y

    def inner(self, box: Box) -> float:
        """The width of a cell's text."""
        return self.edges[box.column + box.colspan] - self.edges[box.column] - 2 * self.pad_x - box.indent


def make_grid(setting: Setting, table: tree.Table, parent: int) -> Grid:
    """The cells of a table with their structure elements below `parent`, in order."""
    grid = Grid(setting, table)
    if table.head:
        part = setting.structure.add("THead", parent)
        grid.head = _rows(grid, table.head, part, head=True)
    part = setting.structure.add("TBody", parent)
    grid.body = _rows(grid, table.body, part, head=False)
    return grid


def _rows(grid: Grid, rows: tuple[tree.Row, ...], part: int, head: bool) -> list[list[Box]]:
    occupied = tree.occupancy(rows, len(grid.table.columns))
    assert not isinstance(occupied, str), occupied  # resolve lets only rectangular tables pass (`tree.faults`)
    out = []
    for row, places in zip(rows, occupied, strict=True):
        element = grid.setting.element("TR", part, row)
        out.append([_box(grid, row, cell, column, element, head) for column, cell in places])
    return out


def _box(grid: Grid, row: tree.Row, cell: tree.Cell, column: int, parent: int, head: bool) -> Box:
    setting = grid.setting
    element = setting.element("TH" if cell.scope else "TD", parent, cell)
    if cell.scope or cell.colspan > 1 or cell.rowspan > 1:
        given = {"Scope": _SCOPES.get(cell.scope, 1), "ColSpan": cell.colspan, "RowSpan": cell.rowspan}
        setting.structure.attributes(element, **{name: value for name, value in given.items() if value != 1})
    style = setting.style("table-head" if head or row.group else "table-cell")
    align = cell.align or grid.table.columns[column].align
    if head:
        align = "center" if align == "decimal" or cell.colspan > 1 else align
    elif row.group or cell.colspan > 1:
        align = cell.align or "left"
    numeric = align == "decimal"
    look = setting.writer.look(style, element, TABULAR if numeric else ())
    atoms = setting.writer.atoms(cell.children, look)
    if len(atoms) > 1:
        tie(atoms)
    lead = lead_of(atoms, _separators(setting)) if numeric else None
    box = Box(column, cell.colspan, cell.rowspan, atoms, style, align, lead)
    if grid.grouped and not head and not row.group and not column and align == "left":
        box.indent = GROUP_INDENT
    return box


def _separators(setting: Setting) -> str:
    """The decimal separators of the language; the raised point is English usage too."""
    return ".·" if setting.lang.startswith(("en", "ja", "zh", "ko")) else ","


# --------------------------------------------------------------------------------------------------- widths and heights


def fit(grid: Grid, x: float, measure: float, wide: float) -> None:
    """Choose widths within `measure`, or within `wide` on a landscape page when that is too narrow; then break all lines."""
    needs = _needs(grid)
    grid.landscape = wide > measure and crowded(needs, measure)
    grid.widths = column_widths(needs, [c.width for c in grid.table.columns], wide if grid.landscape else measure)
    grid.edges = [x]
    for width in grid.widths:
        grid.edges.append(grid.edges[-1] + width)
    for rows in (grid.head, grid.body):
        for row in rows:
            for box in row:
                _break(grid, box)
    grid.head_heights = _heights(grid, grid.head)
    grid.body_heights = _heights(grid, grid.body)


def _needs(grid: Grid) -> list[Need]:
    """What each column needs, padding included."""
    needs = [Need(4.0, 4.0) for _ in grid.table.columns]
    spanning: list[tuple[Box, Need]] = []
    for number, row in enumerate((*grid.head, *grid.body)):
        for box in row:
            need = need_of(box.atoms, box.indent)
            if number < len(grid.head):
                need.liked = max(need.least, _HEAD_SHARE * need.liked)
            if box.align == "decimal" and box.lead is not None:
                block = grid.decimals.setdefault(box.column, DecimalBlock())
                block.lead = max(block.lead, box.lead)
                block.trail = max(block.trail, need.liked - box.lead)
            if box.colspan > 1:
                spanning.append((box, need))
                continue
            column = needs[box.column]
            column.least, column.liked = max(column.least, need.least), max(column.liked, need.liked)
    for index, block in grid.decimals.items():
        needs[index].liked = max(needs[index].liked, block.width)
    for need in needs:
        need.least, need.liked = need.least + 2 * grid.pad_x, need.liked + 2 * grid.pad_x
    for box, need in spanning:
        whole = box.colspan == len(needs)
        liked = 0.0 if whole else need.liked + 2 * grid.pad_x
        spread(needs, box.column, box.colspan, Need(need.least + 2 * grid.pad_x, liked))
    return needs


def _break(grid: Grid, box: Box) -> None:
    style = box.style
    box.lines = break_lines(box.atoms, max(4.0, grid.inner(box)), 0.0, False, grid.setting.lang, style.hyphenate)
    box.atoms = _NO_ATOMS
    box.height = sum(line_height(line, style) for line in box.lines)


def line_height(line: Line, style: TextStyle) -> float:
    """The height of a line in a cell: the leading, or that of a formula in it."""
    tallest = style.leading
    for piece in line.atoms:
        if piece.item is not None:
            tallest = max(tallest, piece.item.ascent + piece.item.descent + 3)
    return tallest


def lines_within(box: Box, start: int, height: float) -> int:
    """How many lines of a cell from `start` on fit into a height."""
    count = 0
    for line in box.lines[start:]:
        height -= line_height(line, box.style)
        if height < 0:
            break
        count += 1
    return count


def _heights(grid: Grid, rows: list[list[Box]]) -> list[float]:
    """Row heights; a cell over several rows that is taller than they are makes the last of them taller."""
    least = grid.setting.style("table-cell").leading
    heights = []
    for row in rows:
        tallest = max((box.height for box in row if box.rowspan == 1), default=0.0)
        heights.append(max(tallest, least) + 2 * grid.pad_y)
    for number, row in enumerate(rows):
        for box in row:
            if box.rowspan > 1:
                last = number + box.rowspan
                lack = box.height + 2 * grid.pad_y - sum(heights[number:last])
                heights[last - 1] += max(0.0, lack)
    return heights


def look_of(box: Box) -> Look | None:
    """The look of a cell's text; None when the cell is empty."""
    return box.lines[0].atoms[0].look if box.lines else None
