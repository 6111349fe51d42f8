"""The grid of a table: its cells with their atoms, column widths, lines and row heights."""

from __future__ import annotations

from dataclasses import field

from briefgen import tree
from briefgen.fonts import TABULAR
from briefgen.layout.atoms import Atom, Look
from briefgen.layout.breaking import Line, break_lines
from briefgen.layout.plainwords import only_text, plain
from briefgen.layout.setting import Setting, extents
from briefgen.layout.ties import tie
from briefgen.layout.widths import Need, column_widths, crowded, lead_of, need_of, spread
from briefgen.pages import ARTIFACT, Run
from briefgen.records import dataclass
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
    """One cell: where it stands in the grid, its atoms until widths are known, and then its lines.

    `lead` is the width of a number up to its decimal separator, None for what is not aligned by it. `liked` is the width of
    the text on one line. A cell of plain words in one face holds, while it takes one line, neither atoms nor lines but its
    `runs`, words and spaces, ready to be painted; what it says is `plain`, should it have to be broken after all. A long
    table is nearly all such cells, and their atoms would be nearly all of its memory.
    """

    column: int
    colspan: int
    rowspan: int
    element: int
    style: TextStyle
    align: tree.Align
    plain: tree.Inlines = ()
    runs: tuple[Run, ...] = ()
    atoms: list[Atom] = field(default_factory=lambda: _NO_ATOMS)
    liked: float = 0.0
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
    needs: list[Need] = field(default_factory=list)
    spanning: list[tuple[Box, Need]] = field(default_factory=list)
    """Cells over several columns, which widen them when all others have been asked."""
    decimals: dict[int, DecimalBlock] = field(default_factory=dict)
    looks: dict[tuple[int, bool], Look] = field(default_factory=dict)
    """The looks of cells by style (the theme keeps it alive) and whether numbers are aligned in them."""
    widths: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    head_heights: list[float] = field(default_factory=list)
    body_heights: list[float] = field(default_factory=list)
    landscape: bool = False
    grouped: bool = field(init=False)
    _baselines: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grouped = any(row.group for row in self.table.body)
        self.needs = [Need(4.0, 4.0) for _ in self.table.columns]

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

    def lines(self, box: Box) -> list[Line]:
        """The lines of a cell, once widths are known."""
        return self.broken(box, self.atoms(box, box.plain)) if box.runs else box.lines

    def baseline(self, style: TextStyle) -> float:
        """How far below a line's top its baseline stands, where no formula makes the line taller."""
        base = self._baselines.get(id(style))
        if base is None:
            base = self._baselines[id(style)] = self.setting.baseline(style)
        return base

    def extents(self, line: Line, style: TextStyle) -> tuple[float, float]:
        """What a line of a cell takes above and below its baseline."""
        return extents(line, style, self.baseline(style))

    def line_height(self, line: Line, style: TextStyle) -> float:
        """The height of a line in a cell."""
        plain_text = all(piece.item is None for piece in line.atoms)
        return style.leading if plain_text else sum(self.extents(line, style))

    def look(self, box: Box) -> Look:
        """The look of a cell's text, whichever element it belongs to."""
        numeric = box.align == "decimal"
        look = self.looks.get((id(box.style), numeric))
        if look is None:
            look = self.setting.writer.look(box.style, ARTIFACT, TABULAR if numeric else ())
            self.looks[id(box.style), numeric] = look
        return look

    def atoms(self, box: Box, inlines: tree.Inlines) -> list[Atom]:
        """The atoms of a cell's text."""
        return self.setting.writer.atoms(inlines, self.look(box).but(element=box.element))

    def broken(self, box: Box, atoms: list[Atom]) -> list[Line]:
        """Atoms broken into the lines of a cell."""
        return break_lines(atoms, max(4.0, self.inner(box)), 0.0, False, self.setting.lang, box.style.hyphenate)


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
    assert not isinstance(occupied, str), occupied  # resolve lets only rectangular tables pass
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
    box = Box(column, cell.colspan, cell.rowspan, element, style, align)
    if grid.grouped and not head and not row.group and not column and align == "left":
        box.indent = GROUP_INDENT
    _measure(grid, box, cell.children, head)
    return box


def _measure(grid: Grid, box: Box, inlines: tree.Inlines, head: bool) -> None:
    """Find out what a cell needs, and let its column know."""
    separators = _separators(grid.setting) if box.align == "decimal" else ""
    text = "" if head else only_text(inlines)
    words = plain(text, grid.look(box), separators) if text else None
    if words:
        box.plain, box.runs, box.lead, need = inlines, words.runs, words.lead, words.need
    else:
        box.atoms = grid.atoms(box, inlines)
        tie(box.atoms)
        box.lead = lead_of(box.atoms, separators) if separators else None
        need = need_of(box.atoms)
    box.liked = need.liked
    _ask(grid, box, Need(need.least + box.indent, need.liked + box.indent), head)


def _ask(grid: Grid, box: Box, need: Need, head: bool) -> None:
    """Let a column give a cell what it needs."""
    if head:
        need.liked = max(need.least, _HEAD_SHARE * need.liked)
    if box.lead is not None:
        block = grid.decimals.setdefault(box.column, DecimalBlock())
        block.lead = max(block.lead, box.lead)
        block.trail = max(block.trail, need.liked - box.lead)
    if box.colspan > 1:
        grid.spanning.append((box, need))
        return
    column = grid.needs[box.column]
    column.least, column.liked = max(column.least, need.least), max(column.liked, need.liked)


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
    needs = grid.needs
    for index, block in grid.decimals.items():
        needs[index].liked = max(needs[index].liked, block.width)
    for need in needs:
        need.least, need.liked = need.least + 2 * grid.pad_x, need.liked + 2 * grid.pad_x
    for box, need in grid.spanning:
        whole = box.colspan == len(needs)
        liked = 0.0 if whole else need.liked + 2 * grid.pad_x
        spread(needs, box.column, box.colspan, Need(need.least + 2 * grid.pad_x, liked))
    return needs


def _break(grid: Grid, box: Box) -> None:
    """Break a cell's lines and reckon its height; plain words that take one line are left as they are."""
    style = box.style
    if box.runs and box.liked <= grid.inner(box):
        box.height = style.leading
        return
    box.lines = grid.broken(box, grid.atoms(box, box.plain) if box.runs else box.atoms)
    box.atoms, box.runs = _NO_ATOMS, ()
    box.height = sum(grid.line_height(line, style) for line in box.lines)


def lines_within(grid: Grid, box: Box, start: int, height: float) -> int:
    """How many lines of a cell from `start` on fit into a height."""
    count = 0
    for line in grid.lines(box)[start:]:
        height -= grid.line_height(line, box.style)
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
