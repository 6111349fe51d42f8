"""Where everything stands: Graphviz chooses the positions, in process, from sizes we measured.

Graphviz sees numbers only: boxes of fixed size and labels as empty tables of fixed size, so it measures no text, needs no
fonts, and nothing a user writes reaches its parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from briefgen.draw.curves import Cubic, Point, Rect, around, straight
from briefgen.draw.graph import Graph, Label
from briefgen.draw.strands import fanned, strands
from briefgen.records import dataclass

if TYPE_CHECKING:
    from pygraphviz import AGraph

_INCH = 72.0
FRAME_MARGIN = 9.0


@dataclass(frozen=True, slots=True)
class Spacing:
    """Space between boxes of a rank and between ranks, points; `roomy` gives some frames a least width."""

    beside: float = 16.0
    between: float = 30.0
    roomy: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """Rectangles of boxes and frames by id; for each wire its path and the centre of its label."""

    boxes: dict[str, Rect]
    frames: dict[str, Rect]
    paths: tuple[tuple[Cubic, ...], ...]
    labels: tuple[Point | None, ...]
    width: float
    height: float

    def ranks(self, right: bool) -> list[list[str]]:
        """The ids of the boxes in each rank, ranks in the direction of the graph, boxes across it."""
        rows: dict[float, list[tuple[float, str]]] = {}
        for name, rect in self.boxes.items():
            along, across = (rect.centre.x, rect.centre.y) if right else (rect.centre.y, rect.centre.x)
            key = next((k for k in rows if abs(k - along) < 2), along)
            rows.setdefault(key, []).append((across, name))
        return [[name for _, name in sorted(rows[key])] for key in sorted(rows)]


def place(graph: Graph, right: bool, spacing: Spacing, labelled: frozenset[int]) -> Placed:
    """Positions of a graph running down (or right); the labels of the wires in `labelled` are given room."""
    drawing = _sketch(graph, right, spacing, labelled)
    drawing.layout(prog="dot")
    return _read(drawing, graph, right, labelled)


def _blank(width: float, height: float) -> str:
    """An HTML-like label of a fixed size with nothing in it."""
    size = f'FIXEDSIZE="TRUE" WIDTH="{width + 1:.0f}" HEIGHT="{height + 1:.0f}"'
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" {size}><TR><TD></TD></TR></TABLE>>'


def _sketch(graph: Graph, right: bool, spacing: Spacing, labelled: frozenset[int]) -> AGraph:
    import pygraphviz

    drawing = pygraphviz.AGraph(strict=False, directed=True)
    drawing.graph_attr.update(
        rankdir="LR" if right else "TB",
        nodesep=f"{spacing.beside / _INCH:.4f}",
        ranksep=f"{spacing.between / _INCH:.4f}",
        nslimit="4",  # network simplex stops after 4 rounds a box: it may run for minutes on a thicket
        nslimit1="4",
    )
    drawing.node_attr.update(shape="box", fixedsize="true", label="")
    drawing.edge_attr.update(arrowhead="none", headclip="false", tailclip="false")
    names = {box.id: f"n{i}" for i, box in enumerate(graph.boxes)}
    for box in graph.boxes:
        drawing.add_node(names[box.id], width=f"{box.width / _INCH:.4f}", height=f"{box.height / _INCH:.4f}")
    for i, strand in enumerate(strands(graph)):
        reach = max(graph.wires[n].reach for n in strand.wires)
        room = strand.extent(graph, labelled, right)
        label = {"label": _blank(*room)} if room[0] else {}
        drawing.add_edge(names[strand.start], names[strand.end], key=f"e{i}", minlen=str(reach), **label)
    for i, (group, title) in enumerate(graph.groups.items()):
        _frame(
            drawing,
            f"cluster_{i}",
            [names[box.id] for box in graph.boxes if box.group == group],
            title,
            spacing.roomy.get(group, 0.0),
        )
    return drawing


def _frame(drawing: AGraph, name: str, members: list[str], title: Label, least: float) -> None:
    label = _blank(max(title.width + 12, least - 2 * FRAME_MARGIN), title.height + 2)
    drawing.add_subgraph(members, name=name, label=label, labeljust="l", margin=str(FRAME_MARGIN))


def _read(drawing: AGraph, graph: Graph, right: bool, labelled: frozenset[int]) -> Placed:
    *_, width, height = _numbers(drawing.graph_attr["bb"])

    def point(x: float, y: float) -> Point:
        return Point(x, height - y)

    boxes = {}
    for i, box in enumerate(graph.boxes):
        boxes[box.id] = around(point(*_numbers(drawing.get_node(f"n{i}").attr["pos"])), box.width, box.height)
    frames = {}
    for i, group in enumerate(graph.groups):
        west, south, east, north = _numbers(drawing.get_subgraph(f"cluster_{i}").graph_attr["bb"])
        frames[group] = Rect(west, height - north, east, height - south)
    ids = {box.id: f"n{i}" for i, box in enumerate(graph.boxes)}
    wires: dict[int, tuple[tuple[Cubic, ...], Point | None]] = {}
    for i, strand in enumerate(strands(graph)):
        edge = drawing.get_edge(ids[strand.start], ids[strand.end], key=f"e{i}")
        path = _path([point(*_numbers(pair)) for pair in edge.attr["pos"].split()], boxes, (strand.start, strand.end))
        room = strand.extent(graph, labelled, right)
        aside = point(*_numbers(edge.attr["lp"])) if room[0] and edge.attr["lp"] else None
        wires |= fanned(strand, graph, path, room, aside, right)
    paths, labels = zip(*(wires[i] for i in range(len(graph.wires))), strict=True) if wires else ((), ())
    return Placed(boxes, frames, paths, labels, width, height)


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def _path(knots: list[Point], boxes: dict[str, Rect], ends: tuple[str, str]) -> tuple[Cubic, ...]:
    """The cubics of a spline's knots; a straight line between the centres where Graphviz gave none."""
    if len(knots) < 4:
        return (straight(boxes[ends[0]].centre, boxes[ends[1]].centre),)
    return tuple((knots[i], knots[i + 1], knots[i + 2], knots[i + 3]) for i in range(0, len(knots) - 3, 3))
