"""A placed graph as a display list: frames, then lines and heads, labels on a clear ground, boxes and their text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefgen.display import Close, CurveTo, DisplayList, Item, LineTo, Move, Path, Step, Words
from briefgen.draw.colours import LINE_CONTRAST, TEXT_CONTRAST, legible, mix
from briefgen.draw.curves import Cubic, Outline, Point, Rect, around, clip_start, halfway, reverse, straight, trim_start
from briefgen.draw.graph import LEADING, SIZE, Box, Graph, Label, Wire
from briefgen.draw.heads import SIGNS
from briefgen.draw.legend import AFTER_SAMPLE, SAMPLE, Legend
from briefgen.draw.place import Placed
from briefgen.draw.shapes import SHAPES, rounded
from briefgen.draw.titles import title_spot
from briefgen.theme import Colours, FaceRole

MARGIN = 3.0
_LEGEND_GAP = 12.0
_RISE = 0.325
"""Half the height of the letters, in sizes: what a baseline lies below the middle of its line."""


def paint(graph: Graph, placed: Placed, key: Legend | None, colours: Colours) -> DisplayList:
    """The drawing, with its key below; coordinates rounded to hundredths of a point."""
    items = list(_items(graph, placed, colours))
    bounds = _bounds(items, placed)
    width, height = bounds.width, bounds.height
    if key:
        width = max(width, key.width)
    shift = Point((width - bounds.width) / 2 - bounds.left + MARGIN, MARGIN - bounds.top)
    moved = [_moved(item, shift) for item in items]
    if key:
        origin = Point((width - key.width) / 2 + MARGIN, height + MARGIN + _LEGEND_GAP)
        moved.extend(_moved(item, origin) for item in _legend(key, colours))
        height += _LEGEND_GAP + key.height
    return DisplayList(round(width + 2 * MARGIN, 2), round(height + 2 * MARGIN, 2), tuple(moved))


def _items(graph: Graph, placed: Placed, colours: Colours) -> Iterator[Item]:
    for rect in placed.frames.values():
        yield Path(rounded(rect, 6), stroke=legible(colours.rule, colours.background, LINE_CONTRAST), width=0.8)
    outlines = {box.id: SHAPES[box.kind].outline(placed.boxes[box.id]) for box in graph.boxes}
    visible = [clipped(w, path, outlines) for w, path in zip(graph.wires, placed.paths, strict=True)]
    for wire, path in zip(graph.wires, visible, strict=True):
        yield from _wire(wire.sign, path, colours)
    for wire, path, centre in zip(graph.wires, visible, placed.labels, strict=True):
        if wire.label:
            yield from _wire_label(wire.label, centre or halfway(path), colours)
    for group, rect in placed.frames.items():
        title = graph.groups[group]
        yield from _title(title, title_spot(rect, title, placed.paths, placed.boxes.values())[0], colours)
    for box in graph.boxes:
        yield from _box(box, placed.boxes[box.id], colours)


def _title(title: Label, spot: Rect, colours: Colours) -> Iterator[Item]:
    yield Path(rounded(spot, 2), fill=colours.background)
    yield from _text(title, spot.centre, legible(colours.muted, colours.background, TEXT_CONTRAST), spot.left + 2)


def clipped(wire: Wire, path: Sequence[Cubic], outlines: dict[str, Outline]) -> list[Cubic]:
    """The path of a wire from border to border of its boxes."""
    from_tail = clip_start(path, outlines[wire.tail])
    return reverse(clip_start(reverse(from_tail), outlines[wire.head]))


def _wire(sign: str, path: Sequence[Cubic], colours: Colours) -> Iterator[Item]:
    """A line that stops where its head begins; the head points the way the line arrives."""
    look = SIGNS[sign]
    colour = legible(colours.named(look.colour), colours.background, LINE_CONTRAST)
    backwards = trim_start(reverse(path), look.gap) if look.gap else reverse(path)
    tip = backwards[0][0]
    shaft = trim_start(backwards, look.length)
    yield Path(curve_steps(reverse(shaft)), stroke=colour, width=look.width, dash=look.dash)
    yield look.head(tip, shaft[0][0], colour)


def curve_steps(path: Sequence[Cubic]) -> tuple[Step, ...]:
    """A path as drawing steps; cubics that are straight become lines."""
    steps: list[Step] = [Move(*path[0][0])]
    for a, b, c, d in path:
        flat = b == a.between(d, 1 / 3) and c == a.between(d, 2 / 3)
        steps.append(LineTo(*d) if flat else CurveTo(*b, *c, *d))
    return tuple(steps)


def _wire_label(label: Label, centre: Point, colours: Colours) -> Iterator[Item]:
    ground = around(centre, label.width + 4, label.height + 1)
    yield Path(rounded(ground, 2), fill=colours.background)
    yield from _text(label, centre, legible(colours.text, colours.background, TEXT_CONTRAST))


def _fill(kind: str, colours: Colours) -> str:
    match kind:
        case "drug":
            return legible(colours.accent, "#ffffff", TEXT_CONTRAST)
        case "receptor":
            return mix(colours.accent, colours.background, 0.82)
        case "process" | "step" | "population":
            return colours.shade
        case _:
            return colours.background


def _box(box: Box, rect: Rect, colours: Colours) -> Iterator[Item]:
    shape, fill = SHAPES[box.kind], _fill(box.kind, colours)
    stroke = legible(colours.heading, colours.background, LINE_CONTRAST)
    yield Path(shape.steps(rect), fill=fill, stroke=stroke, width=0.9)
    if shape.doubled:
        yield Path(shape.steps(rect.grown(-2.2)), stroke=stroke, width=0.6)
    wanted = "#ffffff" if box.kind == "drug" else colours.text
    yield from _text(box.label, rect.centre, legible(wanted, fill, TEXT_CONTRAST))


def _text(label: Label, centre: Point, fill: str, left: float | None = None) -> Iterator[Words]:
    """The lines of a label about a centre, or from `left` when given."""
    baseline = centre.y - LEADING * (len(label.lines) - 1) / 2 + _RISE * SIZE
    for i, line in enumerate(label.lines):
        x = centre.x if left is None else left
        yield Words(x, baseline + i * LEADING, line, label.face, SIZE, fill, "middle" if left is None else "start")


def _legend(key: Legend, colours: Colours) -> Iterator[Item]:
    ink = legible(colours.text, colours.background, TEXT_CONTRAST)
    face: FaceRole = "sans-bold"
    yield Words(0, LEADING / 2 + _RISE * SIZE, key.title, face, SIZE, ink)
    for entry in key.entries:
        middle = entry.y + LEADING / 2
        yield from _wire(entry.sign, [straight(Point(entry.x, middle), Point(entry.x + SAMPLE, middle))], colours)
        x = entry.x + SAMPLE + AFTER_SAMPLE
        yield Words(x, middle + _RISE * SIZE, entry.words, "sans", SIZE, ink)


def _points(path: Path) -> Iterable[Point]:
    for step in path.steps:
        match step:
            case Move(x, y) | LineTo(x, y):
                yield Point(x, y)
            case CurveTo(x1, y1, x2, y2, x, y):
                yield from (Point(x1, y1), Point(x2, y2), Point(x, y))
            case Close():
                pass


def _bounds(items: Iterable[Item], placed: Placed) -> Rect:
    """What the paths cover (control points included) and the boxes."""
    points = [p for item in items if isinstance(item, Path) for p in _points(item)]
    points += [p for r in placed.boxes.values() for p in (Point(r.left, r.top), Point(r.right, r.bottom))]
    xs, ys = [p.x for p in points], [p.y for p in points]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _moved(item: Item, by: Point) -> Item:
    if isinstance(item, Words):
        return Words(
            round(item.x + by.x, 2), round(item.y + by.y, 2), item.text, item.face, item.size, item.fill, item.anchor
        )
    return Path(tuple(_step(s, by) for s in item.steps), item.fill, item.stroke, item.width, item.dash)


def _step(step: Step, by: Point) -> Step:
    def x(value: float) -> float:
        return round(value + by.x, 2)

    def y(value: float) -> float:
        return round(value + by.y, 2)

    match step:
        case Move():
            return Move(x(step.x), y(step.y))
        case LineTo():
            return LineTo(x(step.x), y(step.y))
        case CurveTo():
            return CurveTo(x(step.x1), y(step.y1), x(step.x2), y(step.y2), x(step.x), y(step.y))
        case Close():
            return step
