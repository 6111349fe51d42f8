"""The graph of a figure, measured: every box, label and group title with its lines and its size in points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from briefgen.draw.measure import Measure, wrap
from briefgen.draw.shapes import SHAPES
from briefgen.model import FigureSpec, NodeSpec
from briefgen.records import dataclass
from briefgen.theme import FaceRole

SIZE = 9.0
"""Text size of labels: 7.65 pt remain when a page scales the drawing by its least factor of 0.85."""

LEADING = 11.0
BOX_FACE: FaceRole = "sans"
DRUG_FACE: FaceRole = "sans-bold"
WIRE_FACE: FaceRole = "sans-italic"
TITLE_FACE: FaceRole = "sans-bold"


@dataclass(frozen=True, slots=True)
class Label:
    """A text in lines, with the width of the longest."""

    lines: tuple[str, ...]
    face: FaceRole
    width: float

    @property
    def height(self) -> float:
        """The height of its lines."""
        return LEADING * len(self.lines)


@dataclass(frozen=True, slots=True)
class Box:
    """A node: its kind chooses the shape."""

    id: str
    kind: str
    label: Label
    width: float
    height: float
    group: str = ""


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge between two boxes; `reach` is how many ranks it spans at least."""

    tail: str
    head: str
    sign: str
    label: Label | None = None
    reach: int = 1


@dataclass(frozen=True, slots=True)
class Graph:
    """A measured graph; `groups` maps ids to titles, in order."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    groups: dict[str, Label]

    def children(self, box: str) -> list[str]:
        """The boxes an edge leads to from this one, in order, each once."""
        return list(dict.fromkeys(w.head for w in self.wires if w.tail == box))


def measured(spec: FigureSpec, fonts: Measure, limits: Callable[[str], float], wire_limit: float) -> Graph:
    """The graph of a specification, each label wrapped at its limit; a node that only edges name has its id as label."""
    nodes = dict(spec.nodes)
    for edge in spec.edges:
        for name in (edge.from_, edge.to):
            nodes.setdefault(name, NodeSpec(label=name, kind="step" if spec.kind == "flow" else "process"))
    boxes = tuple(_box(name, node, fonts, limits(name)) for name, node in nodes.items())
    wires = tuple(
        Wire(e.from_, e.to, _sign(spec, e.sign), label_of(e.label, fonts, WIRE_FACE, wire_limit) if e.label else None)
        for e in spec.edges
    )
    titles = {box.group: spec.groups.get(box.group, box.group) for box in boxes if box.group}
    return Graph(boxes, wires, {key: label_of(title, fonts, TITLE_FACE, 240) for key, title in titles.items()})


def retitled(graph: Graph, spec: FigureSpec, fonts: Measure, limits: dict[str, float]) -> Graph:
    """The graph with the titles of some groups wrapped anew."""
    titles = {
        group: label_of(spec.groups.get(group, group), fonts, TITLE_FACE, limits[group]) if group in limits else title
        for group, title in graph.groups.items()
    }
    return replace(graph, groups=titles)


def _sign(spec: FigureSpec, sign: str) -> str:
    """In a workflow an arrow means "leads to"."""
    return "flow" if spec.kind == "flow" and sign == "activates" else sign


def label_of(text: str, fonts: Measure, face: FaceRole, limit: float) -> Label:
    """A text wrapped and measured."""
    lines = wrap(text, fonts, face, SIZE, limit)
    return Label(lines, face, max(fonts.width(line, face, SIZE) for line in lines))


def _box(name: str, node: NodeSpec, fonts: Measure, limit: float) -> Box:
    label = label_of(node.label, fonts, DRUG_FACE if node.kind == "drug" else BOX_FACE, limit)
    width, height = SHAPES[node.kind].size(label.width, label.height)
    return Box(name, node.kind, label, width, height, node.group or "")


def evened(graph: Graph, ranks: list[list[str]]) -> Graph:
    """The graph with boxes of one kind in one rank made alike in size: parallel arms look parallel."""
    size: dict[str, tuple[float, float]] = {}
    by_id = {box.id: box for box in graph.boxes}
    for rank in ranks:
        for kind in {by_id[name].kind for name in rank}:
            alike = [by_id[name] for name in rank if by_id[name].kind == kind]
            wide, high = max(box.width for box in alike), max(box.height for box in alike)
            size |= {box.id: (wide, high) for box in alike}
    return replace(graph, boxes=tuple(replace(b, width=size[b.id][0], height=size[b.id][1]) for b in graph.boxes))


def staggered(graph: Graph, rows: int) -> Graph:
    """The graph with the leaves of a wide fan hung in `rows` rows, so that the fan is narrower."""
    parents = {w.tail for w in graph.wires}
    seen: dict[str, int] = {}
    wires = []
    for wire in graph.wires:
        leaf = wire.head not in parents
        turn = seen.get(wire.tail, 0)
        seen[wire.tail] = turn + leaf
        wires.append(replace(wire, reach=1 + turn % rows) if leaf else wire)
    return replace(graph, wires=tuple(wires))


def backward(graph: Graph) -> frozenset[int]:
    """The wires that lead back: walking from the boxes nothing leads to, in the order written, they close a cycle."""
    wires: dict[str, list[tuple[int, str]]] = {box.id: [] for box in graph.boxes}
    for i, wire in enumerate(graph.wires):
        wires[wire.tail].append((i, wire.head))
    led_to = {wire.head for wire in graph.wires if wire.head != wire.tail}
    found: set[int] = set()
    done: set[str] = set()
    for root in sorted(wires, key=lambda name: name in led_to):
        trail = {root: iter(wires[root])} if root not in done else {}
        while trail:
            here = next(reversed(trail))
            step = next(trail[here], None)
            if step is None:
                trail.pop(here)
                done.add(here)
            elif step[1] in trail:
                found.add(step[0])
            elif step[1] not in done:
                trail[step[1]] = iter(wires[step[1]])
    return frozenset(found)
