"""Where the title of a frame stands: in a corner that no line crosses and no box fills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from briefgen.draw.curves import Cubic, Rect, at
from briefgen.draw.graph import Graph, Label
from briefgen.draw.place import Placed

_IN, _DOWN = 9.0, 4.0


def title_spot(frame: Rect, title: Label, paths: Sequence[Sequence[Cubic]], boxes: Iterable[Rect]) -> tuple[Rect, bool]:
    """The ground of a title and whether it is free: the first corner, the left top one first, that nothing touches.

    Where none is free, the left top corner.
    """
    obstacles = [box.grown(1) for box in boxes if box.overlaps(frame)]
    spots = list(_corners(frame, title))
    for spot in spots:
        crossed = any(_crosses(spot.grown(2), curve) for path in paths for curve in path)
        if not crossed and not any(spot.overlaps(box) for box in obstacles):
            return spot, True
    return spots[0], False


def _corners(frame: Rect, title: Label) -> Iterator[Rect]:
    """The grounds of a title in the corners of its frame: top left, top right, bottom left, bottom right."""
    left, right = frame.left + _IN - 2, frame.right - _IN - title.width - 2
    for top in (frame.top + _DOWN, frame.bottom - _DOWN - title.height):
        for x in (left, right):
            yield Rect(x, top, x + title.width + 4, top + title.height)


def _crosses(rect: Rect, curve: Cubic) -> bool:
    """Whether a curve comes into a rectangle, sampled as finely as a line of text is high."""
    length = sum(a.distance(b) for a, b in pairwise(curve))
    steps = max(2, int(length / 3))
    return any(rect.holds(at(curve, i / steps)) for i in range(steps + 1))


def crowded(graph: Graph, placed: Placed) -> frozenset[str]:
    """The frames whose title has no free corner."""
    return frozenset(
        group
        for group, rect in placed.frames.items()
        if not title_spot(rect, graph.groups[group], placed.paths, placed.boxes.values())[1]
    )
