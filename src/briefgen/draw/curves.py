"""Plane geometry of a drawing: points, cubic Bézier paths, and where a path leaves an outline. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import NamedTuple, TypeAlias


class Point(NamedTuple):
    """A point of the drawing, y growing downwards."""

    x: float
    y: float

    def toward(self, other: Point, distance: float) -> Point:
        """The point `distance` from here on the way to `other`; here itself when the two coincide."""
        length = hypot(other.x - self.x, other.y - self.y)
        if length == 0:
            return self
        return Point(self.x + (other.x - self.x) * distance / length, self.y + (other.y - self.y) * distance / length)

    def between(self, other: Point, share: float) -> Point:
        """The point that divides the way to `other` at `share` (0 here, 1 there)."""
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)

    def distance(self, other: Point) -> float:
        """The distance to another point."""
        return hypot(self.x - other.x, self.y - other.y)


class Rect(NamedTuple):
    """An upright rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        """Its centre."""
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def grown(self, by: float) -> Rect:
        """The rectangle with every side moved outwards."""
        return Rect(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it or on its border."""
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share an area."""
        apart_x = self.right <= other.left or other.right <= self.left
        return not (apart_x or self.bottom <= other.top or other.bottom <= self.top)


def around(centre: Point, width: float, height: float) -> Rect:
    """The rectangle of a size about a centre."""
    return Rect(centre.x - width / 2, centre.y - height / 2, centre.x + width / 2, centre.y + height / 2)


Cubic: TypeAlias = tuple[Point, Point, Point, Point]
Outline: TypeAlias = tuple[Point, ...]
"""A closed polygon; curved outlines are given finely divided."""


def straight(start: Point, end: Point) -> Cubic:
    """A straight line as a cubic."""
    return (start, start.between(end, 1 / 3), start.between(end, 2 / 3), end)


def at(curve: Cubic, t: float) -> Point:
    """The point of a curve at parameter t (de Casteljau, as in `split`, without making the points on the way)."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve
    return Point(_at(ax, bx, cx, dx, t), _at(ay, by, cy, dy, t))


def _at(a: float, b: float, c: float, d: float, t: float) -> float:
    ab, bc, cd = a + (b - a) * t, b + (c - b) * t, c + (d - c) * t
    abc, bcd = ab + (bc - ab) * t, bc + (cd - bc) * t
    return abc + (bcd - abc) * t


def split(curve: Cubic, t: float) -> tuple[Cubic, Cubic]:
    """A curve in two at parameter t."""
    a, b, c, d = curve
    ab, bc, cd = a.between(b, t), b.between(c, t), c.between(d, t)
    abc, bcd = ab.between(bc, t), bc.between(cd, t)
    middle = abc.between(bcd, t)
    return (a, ab, abc, middle), (middle, bcd, cd, d)


def reverse(curves: Sequence[Cubic]) -> list[Cubic]:
    """A path run backwards."""
    return [(d, c, b, a) for a, b, c, d in reversed(curves)]


def inside(outline: Outline, point: Point) -> bool:
    """Whether a point lies within a polygon (crossing number)."""
    x, y = point
    odd, (ax, ay) = False, outline[-1]
    for bx, by in outline:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
        ax, ay = bx, by
    return odd


_STEPS = 24


def _leaves(curve: Cubic, outline: Outline) -> float | None:
    """The parameter at which a curve is last within an outline, None when no part of it is."""
    within = [i / _STEPS for i in range(_STEPS + 1) if inside(outline, at(curve, i / _STEPS))]
    if not within:
        return None
    low, high = within[-1], min(1.0, within[-1] + 1 / _STEPS)
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(outline, at(curve, middle)) else (low, middle)
    return low


def clip_start(curves: Sequence[Cubic], outline: Outline) -> list[Cubic]:
    """A path without what lies before it leaves the outline for good; whole when it never touches the outline."""
    for i in range(len(curves) - 1, -1, -1):
        t = _leaves(curves[i], outline)
        if t is not None and (t < 1 or i < len(curves) - 1):
            rest = list(curves[i + 1 :])
            return [split(curves[i], t)[1], *rest] if t < 1 else rest
    return list(curves)


def trim_start(curves: Sequence[Cubic], by: float) -> list[Cubic]:
    """A path without its first `by` points of length as the crow flies; at least a stub is left."""
    start, rest = curves[0][0], list(curves)
    while len(rest) > 1 and rest[0][3].distance(start) < by:
        rest.pop(0)
    low, high = 0.0, 0.999
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if at(rest[0], middle).distance(start) < by else (low, middle)
    return [split(rest[0], low)[1], *rest[1:]]


def halfway(curves: Sequence[Cubic]) -> Point:
    """The point in the middle of a path's length."""
    points = [curves[0][0], *(at(curve, i / 8) for curve in curves for i in range(1, 9))]
    lengths = [a.distance(b) for a, b in pairwise(points)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if length >= left:
            return a.between(b, left / length if length else 0)
        left -= length
    return points[-1]
