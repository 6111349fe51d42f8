"""Pathways and workflows: a figure's graph as a display list that fits the text width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from briefgen.display import DisplayList
from briefgen.draw.graph import Graph, evened, measured, staggered
from briefgen.draw.legend import WORDS, legend
from briefgen.draw.measure import Measure
from briefgen.draw.paint import MARGIN, paint
from briefgen.draw.place import Placed, Spacing, place
from briefgen.draw.routes import adjacent, elbowed
from briefgen.model import FigureSpec
from briefgen.theme import Page, Theme

_CAPTION = 70.0
"""Height kept free for the caption on the figure's page."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to lay a figure out: its direction, how wide labels may be, and in how many rows wide fans hang."""

    right: bool
    limit: float
    rows: int = 1


def draw(spec: FigureSpec, theme: Theme, fonts: Measure, words: Mapping[str, str] = WORDS) -> DisplayList:
    """The drawing of a pathway or a workflow, at its natural size in points.

    Labels are wrapped narrower and narrower, then the other direction is tried, then wide fans are hung in rows, until the
    drawing fits the text area; when nothing fits, the attempt that needs the least scaling is taken. `words` are the key's
    (one for each sign, and "title"). Raises ValueError for an image, which needs no drawing.
    """
    if spec.kind == "image":
        raise ValueError("an image is placed, not drawn")
    found: list[tuple[float, Graph, Placed]] = []
    for attempt in _attempts(spec, found):
        graph, placed = _laid(spec, fonts, attempt)
        found.append((_scale(placed, theme.page), graph, placed))
        if found[-1][0] >= 1:
            break
    _, graph, placed = max(found, key=lambda item: item[0])
    key = legend(graph, fonts, words, theme.page.measure) if spec.kind == "pathway" else None
    return paint(graph, placed, key, theme.colours)


_LIMITS = {"pathway": (118.0, 96.0, 78.0, 62.0), "flow": (170.0, 124.0, 92.0, 70.0, 56.0)}


def _attempts(spec: FigureSpec, found: list[tuple[float, Graph, Placed]]) -> Iterator[Attempt]:
    wanted = spec.direction == "right"
    for right in (wanted, not wanted):
        for limit in _LIMITS[spec.kind]:
            yield Attempt(right, limit)
    narrow = _LIMITS[spec.kind][-2]
    rows = ceil(1 / max(scale for scale, *_ in found))
    for more in (rows, rows + 1, rows + 2):
        yield Attempt(wanted, narrow, max(2, more))


def _scale(placed: Placed, page: Page) -> float:
    """The factor by which the text area would shrink a drawing; 1 when it fits."""
    width = page.measure - 2 * MARGIN
    height = page.height - page.top - page.bottom - _CAPTION
    return min(1.0, width / placed.width, height / placed.height)


def _laid(spec: FigureSpec, fonts: Measure, attempt: Attempt) -> tuple[Graph, Placed]:
    if spec.kind == "pathway":
        graph = _hung(measured(spec, fonts, attempt.limit, min(attempt.limit, 84)), attempt)
        spacing = Spacing(beside=16, between=26 if not attempt.right else 34)
        return graph, place(graph, attempt.right, spacing, frozenset(range(len(graph.wires))))
    return _workflow(_hung(measured(spec, fonts, attempt.limit, 70), attempt), attempt.right)


def _hung(graph: Graph, attempt: Attempt) -> Graph:
    return staggered(graph, attempt.rows) if attempt.rows > 1 else graph


def _workflow(graph: Graph, right: bool) -> tuple[Graph, Placed]:
    """Placed twice: the first time to learn the ranks, the second with even boxes and room for the labels in between."""
    first = place(graph, right, Spacing(beside=8, between=24, ordered=True), frozenset())
    near = adjacent(graph, first, right)
    graph = evened(graph, first.ranks(right))
    labels = [wire.label for i, wire in enumerate(graph.wires) if i in near and wire.label]
    room = max(((label.width if right else label.height) for label in labels), default=0.0)
    spacing = Spacing(beside=8, between=24 + (room + 6 if room else 0), ordered=True)
    far = frozenset(range(len(graph.wires))) - near
    return graph, elbowed(graph, place(graph, right, spacing, far), right)
