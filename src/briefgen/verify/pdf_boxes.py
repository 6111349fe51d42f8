"""Figures and formulas say which rectangle of their page they cover, which readers show or zoom to."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.verify.pdf_tree import Box, Found, Mark

_SLACK = 1.0
"""Points by which what is drawn may reach beyond the rectangle: the width of a pen, and rounding."""
_LEANING = 0.25
"""The share of a formula's height by which its letters may reach beyond their widths, as an italic f does."""


def misplaced(drawings: list[Found], sheets: list[Box]) -> Iterator[str]:
    """What is wrong with the rectangles of drawings; one that goes on over several pages has its rectangle on the first."""
    for found in drawings:
        marks = [kid for kid in found.kids if isinstance(kid, Mark) and kid.boxes]  # and not those of its caption
        page = marks[0].page if marks else -1
        drawn = [box for mark in marks if mark.page == page and (box := mark.box)]
        if drawn and (why := _wrong(found, drawn, sheets[page])):
            yield f'the {found.tag.lower()} "{found.alt}" on page {page + 1} {why}'


def _wrong(found: Found, drawn: list[Box], sheet: Box) -> str:
    covers = found.covers
    if covers is None:
        return "does not say which rectangle it covers"
    if covers[0] >= covers[2] or covers[1] >= covers[3]:
        return "says that it covers no area"
    if not _within(covers, sheet, _SLACK):
        return "says that it reaches beyond the page"
    slack = _SLACK + (_LEANING * (covers[3] - covers[1]) if found.tag == "Formula" else 0.0)
    return (
        "" if all(_within(box, covers, slack) for box in drawn) else "is drawn beyond the rectangle that it says it covers"
    )


def _within(one: Box, other: Box, slack: float) -> bool:
    low = one[0] >= other[0] - slack and one[1] >= other[1] - slack
    return low and one[2] <= other[2] + slack and one[3] <= other[3] + slack
