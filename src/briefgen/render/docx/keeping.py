"""Which rows of a table stay on the page of the row after them (Word: keep with next in their paragraphs).

The rules are those by which the layout breaks tables, so that both formats break them alike: heads of groups, groups and
row spans up to a share of the page, the first two rows and the last two.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import ceil

from briefgen.tree import Cell, Table, plain

_TOGETHER = 0.3
"""Share of a page's height up to which a group of rows is kept on one page."""

PlacedRows = list[list[tuple[int, Cell]]]


def kept_rows(
    table: Table, placed: PlacedRows, page_height: float, height_of: Callable[[list[tuple[int, Cell]]], float]
) -> list[bool]:
    """For each row of the body whether it is kept with the next. `height_of` estimates a row's height in points."""
    rows, count = table.body, len(table.body)
    kept = [row.keep or row.group for row in rows]
    limit = _TOGETHER * page_height
    heads = [n for n, row in enumerate(rows) if row.group]
    spans = [(n, n + cell.rowspan) for n, row in enumerate(placed) for _, cell in row if cell.rowspan > 1]
    for start, end in (*pairwise([*heads, count]), *spans):
        total = 0.0
        for row in placed[start:end]:
            total += height_of(row)
            if total > limit:
                break
        else:
            kept[start : end - 1] = [True] * (end - 1 - start)
    if count > 3:
        kept[0] = kept[count - 2] = True
    if count:
        kept[-1] = bool(table.notes)
    return kept


def estimated_height(
    row: list[tuple[int, Cell]], room: Callable[[int, Cell], float], width: Callable[[str], float], leading: float
) -> float:
    """A row's height without padding: the most lines one of its cells takes, by the widths of text and cell."""
    lines = (ceil(width(plain(cell.children)) / max(room(at, cell), 1.0)) for at, cell in row if cell.rowspan == 1)
    return max(1, max(lines, default=1)) * leading
