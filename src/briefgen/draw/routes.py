"""Paths of a workflow: straight where boxes face each other, else one elbow down, across and down again.

Boxes that share a beginning or an end share the bar between the ranks; wires that must not be read together run in
tracks of their own. Everything here is computed for a graph that runs down; one that runs right is turned before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from briefgen.draw.curves import Cubic, Point, Rect, straight
from briefgen.draw.graph import Graph, Wire
from briefgen.draw.place import Placed
from briefgen.draw.strands import single

_HEAD = 9.0
"""Room the heads need above a box."""


def adjacent(graph: Graph, placed: Placed, right: bool) -> frozenset[int]:
    """The wires that lead from one rank to the very next and have no other beside them."""
    alone = single(graph)
    rank = {name: i for i, names in enumerate(placed.ranks(right)) for name in names}
    return frozenset(i for i, wire in enumerate(graph.wires) if i in alone and rank[wire.head] - rank[wire.tail] == 1)


def in_order(graph: Graph, placed: Placed, right: bool) -> Placed:
    """The placement with parallel boxes (same rank, group, size and neighbours) in the order they were written."""
    near, boxes = adjacent(graph, placed, right), dict(placed.boxes)
    alike: dict[tuple[object, ...], list[str]] = {}
    for rank, names in enumerate(placed.ranks(right)):
        for box in (b for b in graph.boxes if b.id in names):
            parents = tuple(sorted(w.tail for w in graph.wires if w.head == box.id))
            children = tuple(sorted(w.head for w in graph.wires if w.tail == box.id))
            if all(i in near for i, w in enumerate(graph.wires) if box.id in (w.tail, w.head)):
                key = (rank, box.group, box.width, box.height, parents, children)
                alike.setdefault(key, []).append(box.id)
    for names in alike.values():
        slots = sorted(placed.boxes[name] for name in names)
        boxes |= dict(zip(names, slots, strict=True))
    return replace(placed, boxes=boxes)


def elbowed(graph: Graph, placed: Placed, right: bool) -> Placed:
    """The placement with the wires between neighbouring ranks drawn at right angles, their labels on them."""
    turned = _turned(placed) if right else placed
    paths, labels = list(turned.paths), list(turned.labels)
    near = adjacent(graph, placed, right)
    ranks = turned.ranks(right=False)
    for upper, lower in pairwise(ranks):
        wires = [i for i in sorted(near) if graph.wires[i].tail in upper and graph.wires[i].head in lower]
        for i, level in _levels(graph, turned, wires, upper, lower).items():
            paths[i], labels[i] = _elbow(graph.wires[i], turned, level)
    routed = replace(turned, paths=tuple(paths), labels=tuple(labels))
    return _turned(routed) if right else routed


def _elbow(wire: Wire, placed: Placed, level: float) -> tuple[tuple[Cubic, ...], Point | None]:
    tail, head = placed.boxes[wire.tail], placed.boxes[wire.head]
    start, end = Point(tail.centre.x, tail.bottom), Point(head.centre.x, head.top)
    if abs(start.x - end.x) < 1.5:
        start = Point(end.x, start.y)
        corners = [start, end]
        label = start.between(Point(end.x, end.y - _HEAD + 2), 0.5)
    else:
        corners = [start, Point(start.x, level), Point(end.x, level), end]
        label = Point(end.x, level).between(Point(end.x, end.y - _HEAD + 2), 0.6)
    path = tuple(straight(a, b) for a, b in pairwise(corners))
    return path, label if wire.label else None


def _levels(
    graph: Graph, placed: Placed, wires: Sequence[int], upper: Iterable[str], lower: Iterable[str]
) -> dict[int, float]:
    """The height of the bar of each wire between two ranks."""
    top = max(placed.boxes[name].bottom for name in upper)
    bottom = min(placed.boxes[name].top for name in lower)
    titled = [(frame, graph.groups[group].height + 5) for group, frame in placed.frames.items()]
    top, bottom = _clear(top + 3, bottom - _HEAD, titled)
    tracks = _tracks([(bundle, _span(graph, placed, bundle)) for bundle in _bundles(graph, wires)])
    count = max(tracks.values(), default=0) + 1
    labelled = any(graph.wires[i].label for i in wires)
    share = 0.25 if labelled else 0.5
    return {
        i: top + (bottom - top) * (share if count == 1 else (track + 0.5) / count)
        for bundle, track in tracks.items()
        for i in bundle
    }


def _clear(top: float, bottom: float, frames: Iterable[tuple[Rect, float]]) -> tuple[float, float]:
    """A strip between two heights in which no frame has its border or its title, of the height beside it.

    The lowest that holds a bar: below the title of a frame the boxes stand in, so that only one line passes the title.
    """
    strips = [(top, bottom)]
    for frame, title in frames:
        for low, high in ((frame.top - 2, frame.top + title), (frame.bottom - 2, frame.bottom + 2)):
            cut = [((a, min(b, low)), (max(a, high), b)) for a, b in strips]
            strips = [(a, b) for pair in cut for a, b in pair if b > a]
    return next((strip for strip in sorted(strips, reverse=True) if strip[1] - strip[0] >= 3), (top, bottom))


def _bundles(graph: Graph, wires: Sequence[int]) -> list[tuple[int, ...]]:
    """Wires that may share a bar: those of one parent, or all from several parents to the same children."""
    by_tail: dict[str, list[int]] = {}
    for i in wires:
        by_tail.setdefault(graph.wires[i].tail, []).append(i)
    by_heads: dict[frozenset[str], list[int]] = {}
    for group in by_tail.values():
        by_heads.setdefault(frozenset(graph.wires[i].head for i in group), []).extend(group)
    return [tuple(group) for group in by_heads.values()]


def _span(graph: Graph, placed: Placed, bundle: Sequence[int]) -> tuple[float, float]:
    ends = [placed.boxes[n].centre.x for i in bundle for n in (graph.wires[i].tail, graph.wires[i].head)]
    return min(ends), max(ends)


def _tracks(bundles: Sequence[tuple[tuple[int, ...], tuple[float, float]]]) -> dict[tuple[int, ...], int]:
    """The track of each bundle: the first in which no bar laid before overlaps it; a straight line needs none."""
    laid: list[list[tuple[float, float]]] = []
    chosen = {}
    for bundle, (low, high) in sorted(bundles, key=lambda item: (item[1], item[0])):
        track = next((t for t, spans in enumerate(laid) if all(high < a - 1 or b + 1 < low for a, b in spans)), len(laid))
        if track == len(laid):
            laid.append([])
        laid[track].append((low, high))
        chosen[bundle] = track
    return chosen


def _turned(placed: Placed) -> Placed:
    """The placement mirrored at its diagonal."""

    def flip(point: Point) -> Point:
        return Point(point.y, point.x)

    def flip_rect(rect: Rect) -> Rect:
        return Rect(rect.top, rect.left, rect.bottom, rect.right)

    return Placed(
        {name: flip_rect(rect) for name, rect in placed.boxes.items()},
        {name: flip_rect(rect) for name, rect in placed.frames.items()},
        tuple(tuple((flip(a), flip(b), flip(c), flip(d)) for a, b, c, d in path) for path in placed.paths),
        tuple(flip(label) if label else None for label in placed.labels),
        placed.height,
        placed.width,
    )
