"""Which rows of a table stay on the page of the row after them (Word: keep with next in their paragraphs).

The rules are those by which the layout breaks tables, so that both formats break them alike: heads of groups, groups and
row spans up to a share of the page, the first two rows and the last two. Tables and cards are kept whole where the layout
does so: always up to a third of a page; above that where the layout's geometry shows that it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil

from briefgen.spacing import BLANK, TERM_APART, TOGETHER
from briefgen.theme import Page, Role
from briefgen.tree import Cell, DefinitionList, Para, Table, plain

Placed = list[tuple[int, Cell]]
"""The cells that begin in a row, with their columns."""


def kept_rows(
    table: Table,
    placed: Sequence[Placed],
    page: Page,
    height_of: Callable[[Placed], float],
    pages: Mapping[str, int],
) -> list[bool]:
    """For each row of the body whether it is kept with the next. `height_of` estimates a row's height in points.

    `pages` are those of the layout's anchors.
    """
    rows, count = table.body, len(table.body)
    page_height, full = page.height, page.height - page.top - page.bottom
    most = _most(full, _whole(table, pages))
    if count and most and _sums_below(most, (height_of(row) for row in placed)):
        return [True] * (count - 1) + [bool(table.notes)]
    kept = [row.keep or row.group for row in rows]
    limit = TOGETHER * page_height
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


def _whole(table: Table, pages: Mapping[str, int]) -> bool | None:
    """Whether the layout kept a table on one page; None where that is not known."""
    ends = [pages[note.anchor] for note in table.notes if note.anchor in pages]
    start = pages.get(table.anchor)
    return None if start is None or not ends else ends[0] == start


def _most(full: float, whole: bool | None) -> float:
    """The height in points up to which something is kept whole: more than a third of a page only where layout did so."""
    if whole is None:
        return BLANK * full
    return 0.85 * full if whole else 0.0


def _sums_below(limit: float, heights: Iterable[float]) -> bool:
    """Whether heights stay below a limit together; a long table is not measured to its end."""
    total = 0.0
    for height in heights:
        total += height
        if total > limit:
            return False
    return True


def kept_items(
    card: DefinitionList,
    page: Page,
    width: Callable[[str, Role], float],
    column: float,
    room: float,
    whole: bool | None = None,
) -> list[bool]:
    """For each item of a card whether it is kept with the next; `column` and `room` are the widths of its two columns.

    `whole` says whether the layout kept it on one page, where that is known.
    """
    heights = []
    for item in card.items:
        lines = sum(
            ceil(width(plain(b.children), "definition") / max(room, 1.0)) for b in item.children if isinstance(b, Para)
        )
        heights.append(max(1, lines, ceil(width(plain(item.term), "term") / max(column - TERM_APART, 1.0))) * 12.5 + 5.0)
    count = len(heights)
    if sum(heights) <= _most(page.height - page.top - page.bottom, whole):
        return [True] * (count - 1) + [False]
    return [n in (0, count - 2) for n in range(count)]


def estimated_height(
    row: Placed, room: Callable[[int, Cell], float], width: Callable[[str], float], leading: float
) -> float:
    """A row's height without padding: the most lines one of its cells takes, by the widths of text and cell."""
    lines = (ceil(width(plain(cell.children)) / max(room(at, cell), 1.0)) for at, cell in row if cell.rowspan == 1)
    return max(1, max(lines, default=1)) * leading
