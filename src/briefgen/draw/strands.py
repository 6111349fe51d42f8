"""Wires that join the same two boxes: Graphviz is given one edge for all of them, and they fan out from its path.

Graphviz 14 and older crash on some graphs with parallel labelled edges in clusters, or with `ordering=out`; neither is used.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.draw.curves import Cubic, Point, halfway, reverse
from briefgen.draw.graph import Graph, backward
from briefgen.records import dataclass

_APART = 14.0
"""Between parallel lines without labels."""


@dataclass(frozen=True, slots=True)
class Strand:
    """The wires between two boxes, as one edge that leads forward from `start` to `end`."""

    start: str
    end: str
    wires: tuple[int, ...]

    def extent(self, graph: Graph, labelled: frozenset[int], right: bool) -> tuple[float, float]:
        """The room for the labels of its wires beside one another, width and height; zeros when there is none."""
        labels = [label for i in self.wires if i in labelled and (label := graph.wires[i].label)]
        if not labels:
            return 0.0, 0.0
        wide, high = max(label.width for label in labels) + 12, max(label.height for label in labels)
        count = len(self.wires)
        return (wide, (high + 6) * count) if right and count > 1 else (wide * count, high)


def strands(graph: Graph) -> tuple[Strand, ...]:
    """The strands of a graph in the order of their first wires."""
    found: dict[frozenset[str], list[int]] = {}
    for i, wire in enumerate(graph.wires):
        found.setdefault(frozenset((wire.tail, wire.head)), []).append(i)
    back = backward(graph)
    made = []
    for wires in found.values():
        lead = graph.wires[wires[0]]
        ends = (lead.head, lead.tail) if wires[0] in back else (lead.tail, lead.head)
        made.append(Strand(*ends, tuple(wires)))
    return tuple(made)


def single(graph: Graph) -> frozenset[int]:
    """The wires that are alone between their boxes."""
    return frozenset(strand.wires[0] for strand in strands(graph) if len(strand.wires) == 1)


def fanned(
    strand: Strand, graph: Graph, path: Sequence[Cubic], room: tuple[float, float], aside: Point | None, right: bool
) -> dict[int, tuple[tuple[Cubic, ...], Point | None]]:
    """The path of each wire of a strand, running its own way, and the place of its label.

    `path` leads from the start of the strand to its end, `room` is what was kept for labels, centred at `aside`.
    """
    count, middle = len(strand.wires), halfway(path)
    step = (room[1] if right else room[0]) / count or _APART
    aim = aside or _perpendicular(path)
    shown = {}
    for place, i in enumerate(strand.wires):
        shift = (place + 0.5) * step if aside else (place - (count - 1) / 2) * step
        own = _bowed(path, middle, aim, shift) if count > 1 else tuple(path)
        at = None if aside is None else aside if count == 1 else halfway(own)
        same_way = graph.wires[i].tail == strand.start
        shown[i] = (own if same_way else tuple(reverse(own)), at if graph.wires[i].label else None)
    return shown


def _perpendicular(path: Sequence[Cubic]) -> Point:
    """A point to the side of the middle of a path."""
    start, end, middle = path[0][0], path[-1][3], halfway(path)
    if start.distance(end) < 1:
        return middle.toward(start, -1)
    return Point(middle.x + (end.y - start.y), middle.y - (end.x - start.x))


def _bowed(path: Sequence[Cubic], middle: Point, aim: Point, shift: float) -> tuple[Cubic, ...]:
    """The path bent by `shift` points towards a point, its ends kept."""
    moved = middle.toward(aim, shift)
    dx, dy = moved.x - middle.x, moved.y - middle.y
    last = 3 * len(path)

    def bent(point: Point, number: int) -> Point:
        share = number / last
        weight = min(1.0, 6 * share * (1 - share))
        return Point(point.x + dx * weight, point.y + dy * weight)

    return tuple(
        (bent(a, 3 * n), bent(b, 3 * n + 1), bent(c, 3 * n + 2), bent(d, 3 * n + 3)) for n, (a, b, c, d) in enumerate(path)
    )
