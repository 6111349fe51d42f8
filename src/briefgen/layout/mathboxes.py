"""Boxes of formulas: runs of glyphs and rules with a width, a height above and a depth below the baseline.

All lengths are points. The rules for placing scripts, fractions and radicals follow Appendix G of The TeXbook in simplified
form, with shares of the type size in place of font parameters.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from briefgen.fonts import Font, Fonts
from briefgen.layout.atoms import Look
from briefgen.layout.paint import Leaf, Pen, rectangle
from briefgen.pages import PathBox, Run
from briefgen.records import dataclass

AXIS = 0.26
"""Height of the axis (fraction bars, centres of operators) above the baseline, in ems."""
RULE = 0.05
"""Thickness of fraction bars and radical rules, in ems."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Glyphs at (x, y) from the box's origin; y grows downwards."""

    x: float
    y: float
    runs: tuple[Run, ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle with its top left corner at (x, y) from the box's origin."""

    x: float
    y: float
    width: float
    height: float
    look: Look


Part: TypeAlias = Ink | Bar


@dataclass(frozen=True, slots=True)
class Box:
    """Parts of a formula with their common measures."""

    width: float
    height: float
    depth: float
    parts: tuple[Part, ...] = ()

    @property
    def total(self) -> float:
        """Height and depth together."""
        return self.height + self.depth


def moved(box: Box, x: float, y: float) -> tuple[Part, ...]:
    """The parts of a box moved right and down."""
    return tuple(replace(part, x=part.x + x, y=part.y + y) for part in box.parts)


def space(width: float) -> Box:
    """An empty box."""
    return Box(width, 0.0, 0.0)


def text_box(text: str, look: Look, fonts: Fonts) -> Box:
    """Text in a look; its height and depth are those of its ink."""
    runs = look.words[text]
    height = depth = 0.0
    for run in runs:
        font = fonts.font(run.face)
        for glyph in run.ids:
            _, _, top, bottom = font.extents(glyph)
            height, depth = max(height, top), max(depth, bottom)
    width = sum(run.width for run in runs) * look.size
    return Box(width, height * look.size, depth * look.size, (Ink(0.0, 0.0, runs, look),))


def glyph_box(font: Font, glyph: int, text: str, look: Look) -> Box:
    """One glyph of a font by its number."""
    _, _, top, bottom = font.extents(glyph)
    run = font.drawn(glyph, text)
    return Box(run.width * look.size, top * look.size, bottom * look.size, (Ink(0.0, 0.0, (run,), look),))


def trimmed(run: Run, look: Look, font: Font) -> Box:
    """A sign whose box ends where its ink does, above and below, standing on the baseline."""
    _, _, top, bottom = font.extents(run.ids[0])
    return Box(run.width * look.size, (top + bottom) * look.size, 0.0, (Ink(0.0, bottom * -look.size, (run,), look),))


def capped(base: Box, sign: Box, above: bool, size: float) -> Box:
    """A base with a sign (an arrow, a brace) close above or below it."""
    gap, x = 0.1 * size, (base.width - sign.width) / 2
    if above:
        parts = (*base.parts, *moved(sign, x, -(base.height + gap)))
        return Box(base.width, base.height + gap + sign.height, base.depth, parts)
    parts = (*base.parts, *moved(sign, x, base.depth + gap + sign.height))
    return Box(base.width, base.height, base.depth + gap + sign.height, parts)


def row(boxes: list[Box]) -> Box:
    """Boxes side by side on one baseline."""
    x, parts = 0.0, list[Part]()
    for box in boxes:
        parts.extend(moved(box, x, 0.0))
        x += box.width
    height = max((box.height for box in boxes), default=0.0)
    return Box(x, height, max((box.depth for box in boxes), default=0.0), tuple(parts))


def raised(box: Box, by: float) -> Box:
    """A box lifted above the baseline (lowered when negative)."""
    return Box(box.width, box.height + by, box.depth - by, moved(box, 0.0, -by))


def scripts(base: Box, sub: Box | None, sup: Box | None, size: float) -> Box:
    """A base with a subscript and a superscript, one above the other."""
    down = max(0.16 * size, base.depth + 0.1 * size)
    up = max(0.36 * size, base.height - 0.3 * size)
    if sub and sup:
        gap = (up - sup.depth) - (sub.height - down)
        lack = max(0.0, 0.14 * size - gap)
        up, down = up + lack / 2, down + lack / 2
    gap, parts = 0.04 * size, list(base.parts)
    height, depth, width = base.height, base.depth, 0.0
    for script, shift in ((sup, -up), (sub, down)):
        if script:
            parts.extend(moved(script, base.width + gap, shift))
            height, depth = max(height, script.height - shift), max(depth, script.depth + shift)
            width = max(width, script.width)
    return Box(base.width + gap + width, height, depth, tuple(parts))


def limits(base: Box, under: Box | None, over: Box | None, size: float) -> Box:
    """A base with boxes centred below and above it."""
    width = max(b.width for b in (base, under, over) if b)
    gap = 0.12 * size
    parts = list(moved(base, (width - base.width) / 2, 0.0))
    height, depth = base.height, base.depth
    if over:
        parts.extend(moved(over, (width - over.width) / 2, -(base.height + gap + over.depth)))
        height += gap + over.total
    if under:
        parts.extend(moved(under, (width - under.width) / 2, base.depth + gap + under.height))
        depth += gap + under.total
    return Box(width, height, depth, tuple(parts))


def fraction(above: Box, below: Box, look: Look, bar: bool = True, display: bool = False) -> Box:
    """A fraction; without a `bar` a binomial's two rows. One that is `display`ed has its parts further from the bar."""
    size, axis = look.size, AXIS * look.size
    thickness, gap, side = RULE * size, 0.14 * size, 0.1 * size
    width = max(above.width, below.width) + 2 * side
    up = max((0.62 if display else 0.4) * size, axis + thickness / 2 + gap + above.depth)
    down = max((0.66 if display else 0.36) * size, -axis + thickness / 2 + gap + below.height)
    parts = [
        *moved(above, (width - above.width) / 2, -up),
        *([Bar(0.0, -axis - thickness / 2, width, thickness, look)] if bar else []),
        *moved(below, (width - below.width) / 2, down),
    ]
    return Box(width, up + above.height, down + below.depth, tuple(parts))


def ruled(box: Box, look: Look, above: bool = True) -> Box:
    """A box with a rule over or under it."""
    thickness, gap = RULE * look.size, 0.1 * look.size
    if above:
        bar = Bar(0.0, -(box.height + gap + thickness), box.width, thickness, look)
        return Box(box.width, box.height + gap + thickness, box.depth, (bar, *box.parts))
    bar = Bar(0.0, box.depth + gap, box.width, thickness, look)
    return Box(box.width, box.height, box.depth + gap + thickness, (*box.parts, bar))


def radical(box: Box, degree: Box | None, look: Look, font: Font) -> Box:
    """A root: the sign in the size that fits, the rule from its top over the radicand, the degree in its bend."""
    size = look.size
    gap, thickness = 0.12 * size, RULE * size
    needed = box.total + 2 * gap + thickness
    sign = glyph_box(font, font.taller("√", needed / size), "√", look)
    left, ink, _, _ = font.extents(font.taller("√", needed / size))
    over = max(box.height + gap + thickness, (sign.total + box.height - box.depth + thickness) / 2)
    end = (left + ink) * size  # the sign's rule ends where its ink does: ours goes on from there
    start = max(0.0, degree.width - 0.45 * sign.width) if degree else 0.0
    parts: list[Part] = [
        *moved(sign, start, sign.height - over),
        Bar(start + end - 0.01 * size, -over, box.width + 0.1 * size, thickness, look),
        *moved(box, start + end, 0.0),
    ]
    if degree:
        parts[:0] = moved(degree, start + 0.45 * sign.width - degree.width, -(over - sign.total * 0.45) - degree.depth)
    depth = max(box.depth, sign.total - over)
    return Box(start + end + box.width + 0.1 * size, over + 0.04 * size, depth, tuple(parts))


def fence(char: str, body: Box, look: Look, font: Font) -> Box:
    """A bracket as tall as what it encloses, centred on the axis."""
    axis = AXIS * look.size
    reach = max(body.height - axis, body.depth + axis)
    needed = 2 * reach * 0.92 / look.size
    box = glyph_box(font, font.taller(char, needed), char, look)
    if box.total < 0.95 * needed * look.size and (parts := font.assembled(char, needed, "ttb")):
        box = _stacked(char, parts, look, font)
    return raised(box, axis - (box.height - box.depth) / 2)


def _stacked(char: str, parts: list[tuple[int, float]], look: Look, font: Font) -> Box:
    """The parts of a bracket from the bottom upwards; the lowest stands on the baseline."""
    boxes = [glyph_box(font, glyph, char, look) for glyph, _ in parts]
    lifted = [raised(box, start * look.size + box.depth) for box, (_, start) in zip(boxes, parts, strict=True)]
    return Box(boxes[0].width, lifted[-1].height, 0.0, tuple(part for box in lifted for part in box.parts))


def stretched(char: str, width: float, look: Look, font: Font) -> Box:
    """An arrow or a brace of a width in points, or as wide as it comes; its box ends where its ink does."""
    needed = width / look.size
    box = trimmed(font.drawn(font.wider(char, needed), char), look, font)
    if box.width >= 0.95 * width or not (parts := font.assembled(char, needed, "ltr")):
        return box
    boxes = [trimmed(font.drawn(glyph, char), look, font) for glyph, _ in parts]
    height = max(box.height for box in boxes)
    floor = max(part.y for box in boxes for part in box.parts)
    inks = tuple(
        replace(p, x=start * look.size, y=floor) for box, (_, start) in zip(boxes, parts, strict=True) for p in box.parts
    )
    return Box(width, height, 0.0, inks)


_SHARES = {"left": 0.0, "right": 1.0}


def grid(rows: list[list[Box]], size: float, aligns: list[str], gaps: list[float], row_gap: float) -> Box:
    """A matrix: rows on baselines, columns aligned ("left", "right", else centred), `gaps` after them; all on the axis."""
    widths = [max((r[c].width for r in rows if c < len(r)), default=0.0) for c in range(len(aligns))]
    parts: list[Part] = []
    y = 0.0
    for number, cells in enumerate(rows):
        height = max([0.7 * size, *(b.height for b in cells)])
        depth = max([0.22 * size, *(b.depth for b in cells)])
        y += height + (row_gap if number else 0.0)
        x = 0.0
        for width, align, gap, cell in zip(widths, aligns, gaps, cells, strict=False):
            parts.extend(moved(cell, x + (width - cell.width) * _SHARES.get(align, 0.5), y))
            x += width + gap
        y += depth
    top = y / 2 + AXIS * size
    width = sum(widths) + sum(gaps[:-1])
    return Box(width, top, y - top, moved(Box(width, 0.0, 0.0, tuple(parts)), 0.0, -top))


def paint(box: Box, leaf: Leaf, x: float, y: float, artifact: bool) -> None:
    """Paint a box with its origin at (x, y) of a leaf."""
    for part in box.parts:
        match part:
            case Ink():
                pen = Pen(leaf, x + part.x, y + part.y - part.look.rise, 0.0, artifact)
                pen.runs(part.runs, part.look.but(rise=0.0))
                pen.end(False)
            case Bar():
                element = -1 if artifact else part.look.element
                steps = rectangle(x + part.x, y + part.y - part.look.rise, part.width, part.height)
                leaf.boxes.append(PathBox(steps, fill=part.look.colour, element=element))
