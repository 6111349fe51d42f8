"""A drawing as files: an SVG whose text stays text, and a PNG for readers that draw no SVG.

The PNG is made from the same drawing with its text as glyph outlines of the document's own fonts, so it needs no font files
on disk and never depends on the fonts of a machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, cast
from xml.sax.saxutils import escape, quoteattr

from briefgen.display import Close, CurveTo, DisplayList, Item, LineTo, Move, Path, Step, Vector, Words
from briefgen.fonts import Font, Fonts
from briefgen.theme import FaceRole, Theme

_FALLBACK = {"serif": "Cambria, Georgia, serif", "sans": "Calibri, Carlito, Arial, sans-serif", "mono": "monospace"}
"""Families for machines without our fonts: ones as narrow as ours come first, so that text stays in its boxes."""

_DOTS_PER_INCH = 200


def as_vector(drawing: DisplayList, theme: Theme, fonts: Fonts, title: str = "", description: str = "") -> Vector:
    """The drawing as SVG (text as text, `title` and `description` for screen readers) and as PNG (200 dots an inch).

    Raises ValueError when the renderer refuses the drawing, which none of ours should make it do.
    """
    svg = _svg(drawing, (_named_item(item, fonts) for item in drawing.items), title, description)
    outlines = _Outlines()
    outlined = _svg(drawing, (_outlined_item(item, fonts, outlines) for item in drawing.items), "", "")
    return Vector(svg.encode(), _painted(outlined, theme.colours.background))


def _painted(svg: str, background: str) -> bytes:
    """The SVG as PNG."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=_DOTS_PER_INCH, background=background, skip_system_fonts=True))


def _svg(drawing: DisplayList, items: Iterator[str], title: str, description: str) -> str:
    """The file; its user unit is the point, its size is given in points, which Word and browsers honour."""
    width, height = _number(drawing.width), _number(drawing.height)
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img">',
        *([f"<title>{escape(title)}</title>"] if title else []),
        *([f"<desc>{escape(description)}</desc>"] if description else []),
    ]
    return "\n".join([*head, *items, "</svg>", ""])


def _number(value: float) -> str:
    """A coordinate with at most two decimals, without trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _named_item(item: Item, fonts: Fonts) -> str:
    return _path(item) if isinstance(item, Path) else _words(item, fonts)


def _outlined_item(item: Item, fonts: Fonts, outlines: _Outlines) -> str:
    return _path(item) if isinstance(item, Path) else _outline(item, fonts, outlines)


def _path(path: Path) -> str:
    paint = [f'fill="{path.fill or "none"}"']
    if path.stroke:
        paint.append(f'stroke="{path.stroke}" stroke-width="{_number(path.width)}" stroke-linejoin="round"')
    if path.dash:
        paint.append(f'stroke-dasharray="{" ".join(map(_number, path.dash))}"')
    return f'<path d="{" ".join(map(_command, path.steps))}" {" ".join(paint)}/>'


def _command(step: Step) -> str:
    match step:
        case Move(x, y):
            return f"M{_number(x)} {_number(y)}"
        case LineTo(x, y):
            return f"L{_number(x)} {_number(y)}"
        case CurveTo(x1, y1, x2, y2, x, y):
            return "C" + " ".join(map(_number, (x1, y1, x2, y2, x, y)))
        case Close():
            return "Z"


def _words(words: Words, fonts: Fonts) -> str:
    family = f"'{_quiet(fonts.font(words.face).family)}', {_FALLBACK[words.face.partition('-')[0]]}"
    style = [f"font-family={quoteattr(family)}", f'font-size="{_number(words.size)}"']
    if "bold" in words.face:
        style.append('font-weight="700"')
    if "italic" in words.face:
        style.append('font-style="italic"')
    if words.anchor != "start":
        style.append(f'text-anchor="{words.anchor}"')
    where = f'x="{_number(words.x)}" y="{_number(words.y)}"'
    return f'<text {where} {" ".join(style)} fill="{words.fill}">{escape(words.text)}</text>'


def _quiet(family: str) -> str:
    return family.replace("'", "")


_SHARE_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


def _outline(words: Words, fonts: Fonts, outlines: _Outlines) -> str:
    """A line of text as one path, in font units scaled where they stand."""
    role = cast(FaceRole, words.face)  # the display list is plain text; its faces are roles
    left = words.x - fonts.width(words.text, role, words.size) * _SHARE_BEFORE[words.anchor]
    parts, x = [], 0.0
    for i, word in enumerate(words.text.split(" ")):
        x += fonts.width(" ", role, words.size) if i else 0
        for run in fonts.shape(word, role) if word else ():
            font = fonts.font(run.face)
            scale = words.size / font.units_per_em
            offsets = run.offsets or ((0, 0),) * len(run.ids)
            for glyph, advance, (dx, dy) in zip(run.ids, run.advances, offsets, strict=True):
                parts.append(_placed(outlines.of(font, glyph), left + x + dx * scale, words.y - dy * scale, scale))
                x += advance * scale
    return f'<path d="{"".join(parts)}" fill="{words.fill}"/>'


Outline: TypeAlias = tuple[str, list[tuple[float, float]]]
"""A glyph's outline: its commands as SVG has them, with places for coordinates, and its points, in font units."""


def _placed(outline: Outline, x: float, y: float, scale: float) -> str:
    """The outline of a glyph with its origin at (x, y), turned the right way up."""
    commands, points = outline
    return commands % tuple([c for px, py in points for c in (x + px * scale, y - py * scale)])


class _Outlines:
    """The outlines of glyphs, each asked for once a drawing."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Outline] = {}

    def of(self, font: Font, glyph: int) -> Outline:
        """The outline of one glyph."""
        key = (font.name, glyph)
        if key not in self._known:
            pen = _Pen()
            font.hb.draw_glyph_with_pen(glyph, pen)
            self._known[key] = ("".join(pen.commands), pen.points)
        return self._known[key]


class _Pen:
    """Collects an outline, by the segment pen protocol HarfBuzz draws with."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.points: list[tuple[float, float]] = []

    def _add(self, letter: str, *points: tuple[float, float]) -> None:
        self.commands.append(letter + " ".join(["%.3f %.3f"] * len(points)))
        self.points.extend(points)

    def moveTo(self, point: tuple[float, float]) -> None:
        self._add("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._add("L", point)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._add("C", *points)

    def qCurveTo(self, *points: tuple[float, float]) -> None:
        self._add("Q", *points)

    def closePath(self) -> None:
        self._add("Z")

    def endPath(self) -> None:
        """An open contour is left open."""
