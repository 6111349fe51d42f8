"""Tables as slabs: captions, heads that repeat, rows that stay together, rules, and numbers at their decimal separators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from functools import partial
from itertools import pairwise

from briefgen import tree
from briefgen.layout import figures
from briefgen.layout.flow import Slab, extent
from briefgen.layout.grid import Box, Grid, fit, lines_within, make_grid
from briefgen.layout.paint import Leaf, paint_line, paint_words
from briefgen.layout.setting import Area, Setting, line_paint
from briefgen.pages import ARTIFACT, TableGeometry
from briefgen.records import dataclass
from briefgen.spacing import TABLE_AFTER, TABLE_NOTES, TOGETHER

_THICK, _THIN, _HAIR = 0.9, 0.5, 0.35
_SPANNER_GAP = 3.0
"""How far the rule under a spanning head stays away from its neighbours."""


def lay_table(setting: Setting, table: tree.Table, area: Area) -> Iterator[Slab]:
    """Caption, head, rows and notes of a table; a table too wide for the measure stands on landscape pages."""
    element = setting.element("Table", area.parent, table, table.anchor)
    setting.structure.elements[element].title = table.description
    page = setting.theme.page
    atoms, style = figures.caption_atoms(setting, table.caption, element)
    grid = make_grid(setting, table, element)
    fit(grid, area.x, area.width, page.turned().measure if area.width > 0.98 * page.measure else 0.0)
    if table.anchor:
        setting.tables[table.anchor] = TableGeometry(tuple(round(w, 3) for w in grid.widths), grid.landscape)
    if grid.landscape:
        area = replace(area, width=page.turned().measure)
    look = TableLooks(grid, page.height if not grid.landscape else page.width)
    slabs = [*setting.lines(atoms, style, area), *look.head_slabs()]
    if table.anchor and slabs:
        slabs[0].anchors = ((table.anchor, element),)
    for slab in slabs:
        slab.glued = True
    rows = look.rows()
    notes = figures.notes(setting, table.notes, area)
    if slabs and not grid.head:
        slabs[-1].after = 3.0
    if slabs:
        slabs[0].whole = extent(slabs) + sum(grid.body_heights) + (TABLE_NOTES + extent(notes) if notes else 0.0)
    yield from _landscape(_joined([*slabs], rows, notes), grid.landscape)


def _joined(head: list[Slab], rows: Iterator[Slab], notes: list[Slab]) -> Iterator[Slab]:
    """Head, rows and notes; the notes are kept with the last row, and the table with the space after it."""
    yield from head
    held: Slab | None = None
    for row in rows:
        if held is not None:
            yield held
        held = row
    if held is not None:
        held.glued, held.after = bool(notes), TABLE_NOTES if notes else TABLE_AFTER
        yield held
    for note in notes:
        note.glued = note is not notes[-1]
        note.after = TABLE_AFTER if note is notes[-1] else note.after
        yield note


def _landscape(slabs: Iterator[Slab], landscape: bool) -> Iterator[Slab]:
    for slab in slabs:
        slab.landscape = landscape
        yield slab


@dataclass(slots=True)
class TableLooks:
    """Paints the rows of a grid and says which of them stay together. `page_height` is that of its pages in points."""

    grid: Grid
    page_height: float
    _bands: list[bool] = field(default_factory=list)
    _glued: list[bool] = field(default_factory=list)
    _spanning: list[tuple[Box, int]] = field(default_factory=list)
    """Cells over several rows already painted, each with the row after its last."""
    _resumed: bool = False
    _grouped: bool = False

    def __post_init__(self) -> None:
        shaded = False
        if self.grid.setting.theme.table.style == "zebra":
            for row in self.grid.body:
                if row and row[0].column == 0:
                    shaded = not shaded
                self._bands.append(shaded)
        self._grouped = any(row and row[0].column == 0 and row[0].rowspan > 1 for row in self.grid.body)
        self._glued = self._glue()

    @property
    def _x(self) -> float:
        return self.grid.edges[0]

    @property
    def _width(self) -> float:
        return self.grid.edges[-1] - self.grid.edges[0]

    def _colour(self, name: str) -> str:
        return self.grid.setting.colour(name)

    # ------------------------------------------------------------------------------------------------------- the head

    def head_slabs(self) -> list[Slab]:
        """The head's rows as one slab (a head is not parted), with the rules above and below."""
        if not self.grid.head:
            return []
        return [Slab(sum(self.grid.head_heights), self._paint_head, glued=True)]

    def _paint_head(self, leaf: Leaf, y: float, artifact: bool) -> None:
        grid, heights = self.grid, self.grid.head_heights
        if grid.setting.theme.table.style == "zebra":
            leaf.shade(self._x, y, self._width, sum(heights), self._colour("shade"))
        leaf.rule(self._x, y, self._width, _THICK, self._colour("text"))
        top = y
        for number, row in enumerate(grid.head):
            for box in row:
                height = sum(heights[number : number + box.rowspan])
                self._cell(leaf, box, top + height - box.height - grid.pad_y, artifact)
                if box.colspan > 1 and number + box.rowspan < len(grid.head):
                    self._spanner(leaf, box, top + height)
            top += heights[number]
        leaf.rule(self._x, top, self._width, _THIN, self._colour("text"))

    def _spanner(self, leaf: Leaf, box: Box, y: float) -> None:
        left, right = self.grid.edges[box.column], self.grid.edges[box.column + box.colspan]
        leaf.rule(left + _SPANNER_GAP, y, right - left - 2 * _SPANNER_GAP, _HAIR, self._colour("text"))

    def again(self) -> list[Slab]:
        """What a continuation page begins with: "Table 3 (continued)" and the head."""
        self._resumed = True
        setting, label = self.grid.setting, self.grid.table.caption.label
        slabs = []
        if label:
            style = setting.style("caption")
            text = f"{label} {setting.strings.continued}"
            line = setting.single((tree.Text(text),), replace(style, colour="muted"), ARTIFACT)
            slabs.append(Slab(style.leading + style.after, line_paint(line, self._x, setting.baseline(style))))
        return [*slabs, *self.head_slabs()]

    def cut(self, leaf: Leaf, y: float) -> None:
        """Close the part of the table that ends above y."""
        leaf.rule(self._x, y, self._width, _THIN, self._colour("text"))

    # ------------------------------------------------------------------------------------------------------- the rows

    def rows(self) -> Iterator[Slab]:
        """One slab a row."""
        last = len(self.grid.body) - 1
        for number, height in enumerate(self.grid.body_heights):
            paint = partial(self._paint_row, number)
            split = partial(self._split, number, {}, height)
            slab = Slab(height, paint, glued=self._glued[number], repeats=self, split=split)
            slab.notes = tuple(n for box in self.grid.body[number] for ln in box.lines for a in ln.atoms for n in a.note)
            if number == last:
                slab.after = TABLE_AFTER
            yield slab

    def _glue(self) -> list[bool]:
        """Which rows stay on the page of the next: heads of groups, short groups, the first two and the last two rows."""
        grid, count = self.grid, len(self.grid.body)
        rows = grid.table.body
        glued = [row.keep or row.group for row in rows]
        limit = TOGETHER * self.page_height
        heads = [n for n, row in enumerate(rows) if row.group]
        for start, end in pairwise([*heads, count]):
            self._keep(glued, start, end, limit)
        for number, row in enumerate(grid.body):
            for box in row:
                if box.rowspan > 1:
                    self._keep(glued, number, number + box.rowspan, limit)
                    self._keep_height(glued, number, box)
        if count > 1:  # at least two rows on either side of a page's end: fewer than four are not parted
            glued[0] = glued[count - 2] = True
        if count:
            glued[-1] = False
        return glued

    def _keep(self, glued: list[bool], start: int, end: int, limit: float) -> None:
        total = 0.0
        for height in self.grid.body_heights[start:end]:
            total += height
            if total > limit:
                return
        for number in range(start, end - 1):
            glued[number] = True

    def _keep_height(self, glued: list[bool], start: int, box: Box) -> None:
        """Keep as many rows together as the text of a cell over several rows is tall."""
        total = 0.0
        for number in range(start, start + box.rowspan - 1):
            total += self.grid.body_heights[number]
            if total >= box.height + self.grid.pad_y:
                return
            glued[number] = True

    def _paint_row(self, number: int, leaf: Leaf, y: float, artifact: bool) -> None:
        grid, row = self.grid, self.grid.body[number]
        self._ground(leaf, number, y, grid.body_heights[number])
        self._resume(leaf, number, y)
        for box in row:
            self._cell(leaf, box, y + grid.pad_y, artifact)
            if box.rowspan > 1:
                self._spanning.append((box, number + box.rowspan))
        self._close(leaf, number, y + grid.body_heights[number])
        row.clear()  # a long table need not be held twice, as cells and as boxes

    def _resume(self, leaf: Leaf, number: int, y: float) -> None:
        """At a page's top, say again (as an artifact) what cells say that began on an earlier page and still go on."""
        if self._spanning:
            self._spanning = [(box, end) for box, end in self._spanning if end > number]
        if self._resumed:
            for box, end in self._spanning:
                if box.height + self.grid.pad_y <= sum(self.grid.body_heights[number:end]):
                    self._cell(leaf, box, y + self.grid.pad_y, True)
        self._resumed = False

    def _ground(self, leaf: Leaf, number: int, y: float, height: float) -> None:
        """The shade of a row, and the hairline above a group of rows."""
        if self._bands and self._bands[number]:
            leaf.shade(self._x, y, self._width, height, self._colour("shade"))
        if not number and not self.grid.head:
            leaf.rule(self._x, y, self._width, _THICK, self._colour("text"))
        row = self.grid.body[number]
        starts_group = self.grid.table.body[number].group or (self._grouped and row and row[0].column == 0)
        if number and starts_group:
            leaf.rule(self._x, y, self._width, _HAIR, self._colour("rule"))

    def _close(self, leaf: Leaf, number: int, y: float) -> None:
        if number == len(self.grid.body) - 1:
            leaf.rule(self._x, y, self._width, _THICK, self._colour("text"))

    def _cell(self, leaf: Leaf, box: Box, y: float, artifact: bool, start: int = 0, count: int = 1 << 30) -> None:
        """Paint lines `start` to `start + count` of a cell, the first of them at the top y."""
        grid = self.grid
        if box.runs:
            if start < 1 <= start + count:
                x, base = self._left(box, box.liked, True), grid.baseline(box.style)
                element = ARTIFACT if artifact else box.element
                paint_words(leaf, box.runs, grid.look(box), x, y + base, box.liked, element)
            return
        single = len(box.lines) == 1
        for line in box.lines[start : start + count]:
            x = self._left(box, line.width, single)
            paint_line(leaf, line, x, y + grid.extents(line, box.style)[0], y, artifact, False)
            y += grid.line_height(line, box.style)

    def _left(self, box: Box, width: float, single: bool) -> float:
        """Where a line of a cell begins; `single` if the cell has no other."""
        grid = self.grid
        left, inner = grid.edges[box.column] + grid.pad_x + box.indent, grid.inner(box)
        match box.align:
            case "left":
                return left
            case "right":
                return left + inner - width
            case "decimal" if box.lead is not None and single:
                block = grid.decimals[box.column]
                if block.width <= inner + 0.01:
                    return left + (inner - block.width) / 2 + block.lead - box.lead
                return left + inner - width
            case _:
                return left + (inner - width) / 2

    # -------------------------------------------------------------------------------------------------- taller than a page

    def _split(self, number: int, shown: dict[int, int], height: float, room: float) -> list[Slab]:
        """Cut a row so that its first part fits into `room`; `shown` counts the lines of each cell already set."""
        grid, row = self.grid, self.grid.body[number]
        first: dict[int, int] = {}
        rest = dict(shown)
        for index, box in enumerate(row):
            done = shown.get(index, 0)
            first[index] = lines_within(grid, box, done, room - 2 * grid.pad_y)
            rest[index] = done + first[index]
        left = self._remaining(number, rest)
        if not any(first.values()) or not left:
            return [Slab(height, partial(self._paint_part, number, shown, None), repeats=self)]
        after = left + 2 * grid.pad_y
        return [
            Slab(min(room, height), partial(self._paint_part, number, shown, first), repeats=self),
            Slab(
                after,
                partial(self._paint_part, number, rest, None),
                repeats=self,
                split=partial(self._split, number, rest, after),
                glued=self._glued[number],
            ),
        ]

    def _paint_part(
        self, number: int, shown: dict[int, int], count: dict[int, int] | None, leaf: Leaf, y: float, artifact: bool
    ) -> None:
        self._resumed = False
        if not any(shown.values()):
            self._ground(leaf, number, y, self.grid.body_heights[number])
        for index, box in enumerate(self.grid.body[number]):
            lines = len(self.grid.lines(box)) if count is None else count[index]
            self._cell(leaf, box, y + self.grid.pad_y, artifact, shown.get(index, 0), lines)
        if count is None:
            self._close(leaf, number, y + self._remaining(number, shown) + 2 * self.grid.pad_y)

    def _remaining(self, number: int, shown: dict[int, int]) -> float:
        """The height of the tallest text left in a row when so many lines of its cells are set."""
        left = 0.0
        for index, box in enumerate(self.grid.body[number]):
            left = max(
                left, sum(self.grid.line_height(line, box.style) for line in self.grid.lines(box)[shown.get(index, 0) :])
            )
        return left
