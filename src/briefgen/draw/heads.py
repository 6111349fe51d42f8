"""The head and line of each sign: what an edge says, told by form first and colour second."""

from __future__ import annotations

from collections.abc import Callable

from briefgen.display import Close, CurveTo, LineTo, Move, Path
from briefgen.draw.curves import Point
from briefgen.records import dataclass

Painter = Callable[[Point, Point, str], Path]
"""Paints a head with its tip at the first point, coming from the direction of the second, in a colour."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How an edge of a sign is drawn: `length` is what the head takes of the line, `gap` keeps it off the border."""

    head: Painter
    colour: str
    length: float
    gap: float = 0.0
    width: float = 1.1
    dash: tuple[float, ...] = ()


def _across(tip: Point, back: Point, along: float, aside: float) -> Point:
    """The point `along` the way from tip to back and `aside` to its right."""
    base, length = tip.toward(back, along), tip.distance(back)
    if length == 0:
        return base
    return Point(base.x - (back.y - tip.y) / length * aside, base.y + (back.x - tip.x) / length * aside)


def _triangle(tip: Point, back: Point, colour: str) -> Path:
    left, right = _across(tip, back, 7, 2.9), _across(tip, back, 7, -2.9)
    return Path((Move(*tip), LineTo(*left), LineTo(*right), Close()), fill=colour)


def _barbed(tip: Point, back: Point, colour: str) -> Path:
    left, notch, right = _across(tip, back, 6.5, 2.9), _across(tip, back, 4.5, 0), _across(tip, back, 6.5, -2.9)
    return Path((Move(*tip), LineTo(*left), LineTo(*notch), LineTo(*right), Close()), fill=colour)


def _bar(tip: Point, back: Point, colour: str) -> Path:
    return Path((Move(*_across(tip, back, 0, 4.6)), LineTo(*_across(tip, back, 0, -4.6))), stroke=colour, width=1.9)


def _circle(tip: Point, back: Point, colour: str) -> Path:
    radius = 2.9
    c, k = tip.toward(back, radius), radius * 0.5523
    return Path(
        (
            Move(c.x, c.y - radius),
            CurveTo(c.x + k, c.y - radius, c.x + radius, c.y - k, c.x + radius, c.y),
            CurveTo(c.x + radius, c.y + k, c.x + k, c.y + radius, c.x, c.y + radius),
            CurveTo(c.x - k, c.y + radius, c.x - radius, c.y + k, c.x - radius, c.y),
            CurveTo(c.x - radius, c.y - k, c.x - k, c.y - radius, c.x, c.y - radius),
            Close(),
        ),
        fill="#ffffff",
        stroke=colour,
        width=1.1,
    )


def _open(tip: Point, back: Point, colour: str) -> Path:
    left, right = _across(tip, back, 6, 3.2), _across(tip, back, 6, -3.2)
    return Path((Move(*left), LineTo(*tip), LineTo(*right)), stroke=colour, width=1.1)


SIGNS: dict[str, Sign] = {
    "activates": Sign(_triangle, "text", 6.5),
    "inhibits": Sign(_bar, "caution", 0.5, gap=2.2, width=1.3),
    "modulates": Sign(_circle, "important", 5.8),
    "hypothesised": Sign(_open, "muted", 0.6, gap=0.4, dash=(3.6, 2.4)),
    "flow": Sign(_barbed, "muted", 4.6, width=0.9),
}
"""A sign is added here, in the model's `Edge.sign` and in `legend.ORDER` with its words in `strings.py`."""
