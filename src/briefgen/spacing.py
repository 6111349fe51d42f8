"""Distances and keeping rules by which the layout sets a page and Word must set it too, so that both break pages alike.

Lengths are in points. What only one of the two formats knows of stays with it; what a brand may change is in `theme`.
"""

from __future__ import annotations

from collections.abc import Callable

TABLE_NOTES = 4.0
"""Between a table's last rule and its notes."""
TABLE_AFTER = 14.0
"""Below a table or, where it has some, its notes."""
FIGURE_AFTER = 12.0
"""Below a figure's caption or notes."""
GROUP_INDENT = 8.0
"""How far the first cells of a row group stand in from the group's own heading."""

CARD_BEFORE, CARD_AFTER = 11.5, 7.5
"""Above and below a definition list, its hairlines not included."""
TERM_SHARE = 0.34
"""The most that terms may take of a definition list's width."""
TERM_GUTTER = 14.0
"""Between the widest term and the definitions."""
TERM_APART = 8.0
"""How much of its column a term that takes several lines leaves free."""
TERM_TALL = 0.4
"""Share of a page's height from which a term stands above its definition, to run on over pages as text does."""
DETAIL_GUTTER = 12.0
"""Between the widest label of the title block's details and what they say."""

FRAME_BEFORE, FRAME_AFTER = 10.0, 8.0
"""Above and below a callout, at least."""
FRAME_BAR, FRAME_PAD = 2.5, 8.0
"""Width of the coloured rule at the left of a callout; between a frame and what stands in it."""

MENTIONS_SIZE = 0.85
"""Size of the pages a reference is cited on, relative to the reference."""

TOGETHER = 0.3
"""Share of a page's height up to which a group of rows is kept on one page."""
BLANK = 1 / 3
"""Share of a page that may stay empty so that a table or a card is not parted."""
BLANK_BEFORE_FIGURE = 0.15
"""Share of a page that may stay empty before a figure that does not fit on it; where it would be more, the figure floats."""

RUNNING_APART = 12.0
"""Least space between the left and the right text of a running head or foot."""


def in_one_line(text: str, room: float, width: Callable[[str], float]) -> str:
    """What a running head says: the text, or as many of its words as fit with an ellipsis after them."""
    words = text.split()
    if width(" ".join(words)) <= room:
        return " ".join(words)
    while words and width(" ".join(words) + "…") > room:
        words.pop()
    return " ".join(words) + "…" if words else ""
