"""The shape of each kind of node: its size about a label, its outline, and how it is painted.

Kinds differ in shape, so that the drawing says the same in black and white.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin, sqrt

from briefgen.display import Close, CurveTo, LineTo, Move, Step
from briefgen.draw.curves import Outline, Point, Rect
from briefgen.records import dataclass

PAD_X, PAD_Y = 7.0, 5.5
_ROUND = 0.5523  # control points at this share of the radius make a cubic run within 0.03% of a quarter circle


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of box: `size` from the label's size, `steps` of its outline in a rectangle, `outline` as a polygon."""

    size: Callable[[float, float], tuple[float, float]]
    steps: Callable[[Rect], tuple[Step, ...]]
    outline: Callable[[Rect], Outline]
    doubled: bool = False


def _padded(width: float, height: float) -> tuple[float, float]:
    return width + 2 * PAD_X, height + 2 * PAD_Y


def polygon(points: Outline) -> tuple[Step, ...]:
    """A closed path along the points."""
    return (Move(*points[0]), *(LineTo(*p) for p in points[1:]), Close())


def _corners(r: Rect) -> Outline:
    return (Point(r.left, r.top), Point(r.right, r.top), Point(r.right, r.bottom), Point(r.left, r.bottom))


def rounded(r: Rect, radius: float) -> tuple[Step, ...]:
    """A rectangle with round corners."""
    k = radius * (1 - _ROUND)
    return (
        Move(r.left + radius, r.top),
        LineTo(r.right - radius, r.top),
        CurveTo(r.right - k, r.top, r.right, r.top + k, r.right, r.top + radius),
        LineTo(r.right, r.bottom - radius),
        CurveTo(r.right, r.bottom - k, r.right - k, r.bottom, r.right - radius, r.bottom),
        LineTo(r.left + radius, r.bottom),
        CurveTo(r.left + k, r.bottom, r.left, r.bottom - k, r.left, r.bottom - radius),
        LineTo(r.left, r.top + radius),
        CurveTo(r.left, r.top + k, r.left + k, r.top, r.left + radius, r.top),
        Close(),
    )


def _rounded_outline(r: Rect, radius: float) -> Outline:
    centres = (
        (Point(r.right - radius, r.top + radius), -pi / 2), (Point(r.right - radius, r.bottom - radius), 0.0),
        (Point(r.left + radius, r.bottom - radius), pi / 2), (Point(r.left + radius, r.top + radius), pi),
    )  # fmt: skip
    turns = [(c, start + i * pi / 16) for c, start in centres for i in range(9)]
    return tuple(Point(c.x + radius * cos(a), c.y + radius * sin(a)) for c, a in turns)


def _ellipse(r: Rect) -> tuple[Step, ...]:
    c, a, b = r.centre, r.width / 2, r.height / 2
    ka, kb = a * _ROUND, b * _ROUND
    return (
        Move(c.x, r.top),
        CurveTo(c.x + ka, r.top, r.right, c.y - kb, r.right, c.y),
        CurveTo(r.right, c.y + kb, c.x + ka, r.bottom, c.x, r.bottom),
        CurveTo(c.x - ka, r.bottom, r.left, c.y + kb, r.left, c.y),
        CurveTo(r.left, c.y - kb, c.x - ka, r.top, c.x, r.top),
        Close(),
    )


def _ellipse_outline(r: Rect) -> Outline:
    c = r.centre
    angles = (2 * pi * i / 96 for i in range(96))
    return tuple(Point(c.x + r.width / 2 * cos(a), c.y + r.height / 2 * sin(a)) for a in angles)


def _hexagon(r: Rect) -> Outline:
    cut, middle = min(9.0, r.height / 2), r.centre.y
    return (
        Point(r.left + cut, r.top), Point(r.right - cut, r.top), Point(r.right, middle),
        Point(r.right - cut, r.bottom), Point(r.left + cut, r.bottom), Point(r.left, middle),
    )  # fmt: skip


def _octagon(r: Rect) -> Outline:
    cut = min(6.0, r.height / 3)
    return (
        Point(r.left + cut, r.top), Point(r.right - cut, r.top), Point(r.right, r.top + cut),
        Point(r.right, r.bottom - cut), Point(r.right - cut, r.bottom), Point(r.left + cut, r.bottom),
        Point(r.left, r.bottom - cut), Point(r.left, r.top + cut),
    )  # fmt: skip


def _diamond(r: Rect) -> Outline:
    c = r.centre
    return (Point(c.x, r.top), Point(r.right, c.y), Point(c.x, r.bottom), Point(r.left, c.y))


def _pill_radius(r: Rect) -> float:
    return min(r.height, r.width) / 2


def _pill_size(width: float, height: float) -> tuple[float, float]:
    return width + height + PAD_X, height + 2 * PAD_Y


def _ellipse_size(width: float, height: float) -> tuple[float, float]:
    """The smallest ellipse of pleasant proportions about a rectangle (its half axes are those of the label times √2)."""
    return (width + 6) * sqrt(2), (height + 2) * sqrt(2)


def _diamond_size(width: float, height: float) -> tuple[float, float]:
    return (width + 8) * 1.7, (height + 4) / (1 - 1 / 1.7)


SHAPES: dict[str, Shape] = {
    "molecule": Shape(_ellipse_size, _ellipse, _ellipse_outline),
    "receptor": Shape(lambda w, h: (w + 2 * PAD_X + 12, h + 2 * PAD_Y), lambda r: polygon(_hexagon(r)), _hexagon),
    "process": Shape(_padded, lambda r: rounded(r, 4), lambda r: _rounded_outline(r, 4)),
    "outcome": Shape(
        lambda w, h: (w + 2 * PAD_X + 5, h + 2 * PAD_Y + 5), lambda r: polygon(_corners(r)), _corners, doubled=True
    ),
    "drug": Shape(_pill_size, lambda r: rounded(r, _pill_radius(r)), lambda r: _rounded_outline(r, _pill_radius(r))),
    "step": Shape(_padded, lambda r: polygon(_corners(r)), _corners),
    "decision": Shape(_diamond_size, lambda r: polygon(_diamond(r)), _diamond),
    "population": Shape(lambda w, h: (w + 2 * PAD_X + 4, h + 2 * PAD_Y), lambda r: polygon(_octagon(r)), _octagon),
}  # fmt: skip
"""A kind of node is added here (and in the model's `NodeSpec.kind`)."""
