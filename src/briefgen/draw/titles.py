"""Where the title of a frame stands: in a top corner that no line crosses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefgen.draw.curves import Cubic, Rect, at
from briefgen.draw.graph import Graph, Label
from briefgen.draw.place import Placed

_IN, _DOWN = 9.0, 4.0


def title_spot(frame: Rect, title: Label, paths: Sequence[Sequence[Cubic]]) -> tuple[Rect, bool]:
    """The ground of a title: the left top corner, or the right one where only that is free; and whether it is free."""
    top, bottom = frame.top + _DOWN, frame.top + _DOWN + title.height
    left = Rect(frame.left + _IN - 2, top, frame.left + _IN + title.width + 2, bottom)
    right = Rect(frame.right - _IN - title.width - 2, top, frame.right - _IN + 2, bottom)
    for spot in (left, right):
        if not any(_crosses(spot.grown(2), curve) for path in paths for curve in path):
            return spot, True
    return left, False


def _crosses(rect: Rect, curve: Cubic) -> bool:
    """Whether a curve comes into a rectangle, sampled as finely as a line of text is high."""
    length = sum(a.distance(b) for a, b in pairwise(curve))
    steps = max(2, int(length / 3))
    return any(rect.holds(at(curve, i / steps)) for i in range(steps + 1))


def crowded(graph: Graph, placed: Placed) -> frozenset[str]:
    """The frames whose title has no free corner."""
    return frozenset(
        group for group, rect in placed.frames.items() if not title_spot(rect, graph.groups[group], placed.paths)[1]
    )
