"""Pathways and workflows: a figure's graph as a display list that fits the text width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil

from briefgen.display import DisplayList
from briefgen.draw.graph import Graph, evened, measured, retitled, staggered
from briefgen.draw.legend import legend
from briefgen.draw.measure import Measure
from briefgen.draw.paint import MARGIN, paint
from briefgen.draw.place import FRAME_MARGIN, Placed, Spacing, place
from briefgen.draw.routes import adjacent, elbowed, in_order
from briefgen.draw.shapes import PAD_X
from briefgen.draw.titles import crowded
from briefgen.model import FigureSpec
from briefgen.records import dataclass
from briefgen.strings import Strings
from briefgen.theme import Page, Theme

_CAPTION = 70.0
"""Height kept free for the caption on the figure's page."""


_CROWD = 60
"""Beyond this many boxes no page holds a legible drawing, and trying on would cost more time than it is worth."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way to lay a figure out: its direction, how wide labels may be, and in how many rows wide fans hang."""

    right: bool
    limit: float
    rows: int = 1


def draw(spec: FigureSpec, theme: Theme, fonts: Measure, strings: Strings) -> DisplayList:
    """The drawing of a pathway or a workflow, at its natural size in points.

    Labels are wrapped narrower and narrower, then the other direction is tried, then wide fans are hung in rows, until the
    drawing fits the text area; when nothing fits, the attempt that needs the least scaling is taken. The words of the
    key are those of `strings`. Raises ValueError for an image, which needs no drawing.
    """
    if spec.kind == "image":
        raise ValueError("an image is placed, not drawn")
    found: list[tuple[float, Graph, Placed]] = []
    for attempt in _attempts(spec, found):
        graph, placed = _laid(spec, fonts, theme.page, attempt)
        found.append((_scale(placed, theme.page), graph, placed))
        if found[-1][0] >= 1 or (len(graph.boxes) > _CROWD and len(found) == 2):
            break
    _, graph, placed = max(found, key=lambda item: item[0])
    key = legend(graph, fonts, strings, theme.page.measure) if spec.kind == "pathway" else None
    return paint(graph, placed, key, theme.colours)


_LIMITS = {"pathway": (118.0, 96.0, 78.0, 62.0), "flow": (190.0, 124.0, 92.0, 70.0, 56.0)}
_LEAST = 50.0
"""No label is wrapped narrower than this: a column of single words is no label."""


def _attempts(spec: FigureSpec, found: list[tuple[float, Graph, Placed]]) -> Iterator[Attempt]:
    wanted = spec.direction == "right"
    for right in (wanted, not wanted):
        for limit in _LIMITS[spec.kind]:
            yield Attempt(right, limit)
    rows = ceil(1 / max(scale for scale, *_ in found))
    for more in (rows, rows + 1, rows + 2):
        yield Attempt(wanted, _LIMITS[spec.kind][-2], max(2, more))


def _room(page: Page) -> tuple[float, float]:
    """Width and height a drawing may have on a page."""
    return page.measure - 2 * MARGIN, page.height - page.top - page.bottom - _CAPTION


def _scale(placed: Placed, page: Page) -> float:
    """The factor by which the text area would shrink a drawing; 1 when it fits."""
    width, height = _room(page)
    return min(1.0, width / placed.width, height / placed.height)


def _laid(spec: FigureSpec, fonts: Measure, page: Page, attempt: Attempt) -> tuple[Graph, Placed]:
    graph = _sized(spec, fonts, page, attempt)
    if attempt.rows > 1:
        graph = staggered(graph, attempt.rows)
    arrange = _pathway if spec.kind == "pathway" else _workflow
    graph, placed = arrange(graph, attempt.right, {})
    roomy: dict[str, float] = {}
    for _ in range(_WIDENINGS):
        tight = crowded(graph, placed)
        if not tight:
            break
        halves = {group: max(90.0, placed.frames[group].width / 2 - 22) for group in tight}
        before, graph = graph, retitled(graph, spec, fonts, halves)
        if before == graph:  # shorter lines help no more: wider frames
            roomy |= {group: _widened(placed.frames[group].width, graph.groups[group].width) for group in tight}
        graph, placed = arrange(graph, attempt.right, roomy)
    return graph, placed


_WIDENINGS = 4


def _widened(frame: float, title: float) -> float:
    """A width that clears a title of a line down the middle, or, where it is that wide already, takes the title's more."""
    halved = 2 * (title + 22)
    return halved if halved > frame + 2 else frame + title


def _sized(spec: FigureSpec, fonts: Measure, page: Page, attempt: Attempt) -> Graph:
    """The graph with labels as wide as the attempt allows, narrower where many boxes share a rank running down."""
    wires = min(attempt.limit, 84.0)
    graph = measured(spec, fonts, lambda _: attempt.limit, wires)
    if attempt.right:
        return graph
    spacing = Spacing(beside=_BESIDE)
    ranks = place(graph, False, spacing, frozenset()).ranks(right=False)
    count = {name: len(names) for names in ranks for name in names}
    room = _room(page)[0] - 2 * FRAME_MARGIN

    def share(name: str) -> float:
        alone = (room - _BESIDE * (count[name] - 1)) / count[name] - 2 * PAD_X
        return min(attempt.limit, max(_LEAST, alone))

    return measured(spec, fonts, share, wires)


_BESIDE = 8.0


def _pathway(graph: Graph, right: bool, roomy: Mapping[str, float]) -> tuple[Graph, Placed]:
    spacing = Spacing(beside=16, between=34 if right else 24, roomy=roomy)
    return graph, place(graph, right, spacing, frozenset(range(len(graph.wires))))


def _workflow(graph: Graph, right: bool, roomy: Mapping[str, float]) -> tuple[Graph, Placed]:
    """Placed twice: the first time to learn the ranks, the second with even boxes and room for the labels in between."""
    between = 32.0 if graph.groups else 24.0
    first = place(graph, right, Spacing(_BESIDE, between), frozenset())
    near = adjacent(graph, first, right)
    graph = evened(graph, first.ranks(right))
    labels = [wire.label for i, wire in enumerate(graph.wires) if i in near and wire.label]
    room = max(((label.width if right else label.height) for label in labels), default=0.0)
    spacing = Spacing(_BESIDE, between + (room + 6 if room else 0), roomy=roomy)
    placed = in_order(graph, place(graph, right, spacing, frozenset(range(len(graph.wires))) - near), right)
    return graph, elbowed(graph, placed, right)
