"""What stands around the text: the title block, running heads, feet with page numbers, the mark of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import cos, radians, sin
from typing import Any

from briefgen import tree
from briefgen.display import Close, CurveTo, LineTo, Move, Step
from briefgen.fonts import Font
from briefgen.layout.figures import lay_logo
from briefgen.layout.flow import Paint, Slab, nothing
from briefgen.layout.paint import Leaf
from briefgen.layout.setting import Area, Setting, artifact_text, beside, both, line_paint
from briefgen.pages import PathBox
from briefgen.spacing import DETAIL_GUTTER, RUNNING_APART, in_one_line
from briefgen.theme import FaceRole, Page, TextStyle

# -------------------------------------------------------------------------------------------------------- title block


def title_block(setting: Setting, area: Area) -> Iterator[Slab]:
    """Logo, title, subtitle, authors and the details, closed by a rule."""
    meta = setting.document.meta
    slabs: list[Slab] = [lay_logo(setting, meta.logo, area)] if meta.logo else []
    if meta.title:
        element = setting.structure.add("Title", area.parent)
        slabs += setting.paragraph(meta.title, setting.style("title"), area, element)
    if meta.subtitle:
        slabs += setting.paragraph(meta.subtitle, setting.style("subtitle"), area, setting.structure.add("P", area.parent))
    style = setting.style("byline")
    if meta.authors:
        element = setting.structure.add("P", area.parent)
        names = (tree.Text(", ".join(meta.authors)),)
        by = replace(style, size=style.size + 0.5, colour="text", before=8.0, after=5.0)
        slabs += setting.paragraph(names, by, area, element)
    slabs += _details(setting, area, style)
    if slabs:
        slabs.append(_closing_rule(setting, area))
    for slab in slabs[:-1]:
        slab.glued = True
    yield from slabs


def _details(setting: Setting, area: Area, style: TextStyle) -> list[Slab]:
    """Labels and what they say, in two columns."""
    details = setting.document.meta.details
    if not details:
        return []
    column = DETAIL_GUTTER + max(setting.fonts.width(label, "sans-bold", style.size) for label, _ in details)
    column = min(column, area.width * 0.4)
    whole = setting.structure.add("L", area.parent)
    setting.structure.attributes(whole, ListNumbering="None")
    slabs: list[Slab] = []
    bold, plain, left = replace(style, face="sans-bold"), replace(style, colour="text"), replace(area, width=column - 8)
    for label, text in details:
        item = setting.structure.add("LI", whole)
        term = setting.structure.add("Lbl", item)
        body = setting.structure.add("LBody", item)
        heads = setting.paragraph((tree.Text(label),), bold, left, term)
        lines = setting.paragraph((tree.Text(text),), plain, area.inset(column), body)
        paint: Paint = nothing
        for number, head in enumerate(heads):
            paint = both(paint, _at(head, number * style.leading))
        slabs += beside(iter(lines), paint, len(heads) * style.leading)
    return slabs


def _at(slab: Slab, offset: float) -> Any:
    return lambda leaf, y, artifact: slab.paint(leaf, y + offset, artifact)


def _closing_rule(setting: Setting, area: Area) -> Slab:
    colour = setting.colour("heading")
    return Slab(8.0, lambda leaf, y, _: leaf.rule(area.x, y + 7.0, area.width, 0.9, colour), after=10.0)


# ------------------------------------------------------------------------------------------------------- running heads


def dress(setting: Setting, leaves: list[Leaf]) -> None:
    """Draw head, foot and draft mark of every page; the first page has no head."""
    for leaf in leaves:
        if leaf.index:
            _head(setting, leaf)
        elif setting.document.meta.draft:
            _draft_label(setting, leaf)
        _foot(setting, leaf, len(leaves))
    if setting.document.meta.draft:
        mark = Watermark(setting, setting.document.meta.draft)
        for leaf in leaves:
            leaf.under.insert(0, mark.box(leaf.page))


def _head(setting: Setting, leaf: Leaf) -> None:
    style = setting.style("header")
    left = setting.document.meta.running
    if setting.document.meta.draft:
        left = " · ".join(filter(None, (setting.document.meta.draft, left)))
    y = leaf.page.header + setting.baseline(style)
    _ends(setting, leaf, style, y, left, leaf.section)
    leaf.rule(leaf.page.left, y + 5.0, leaf.page.measure, 0.4, setting.colour("hairline"))


def _foot(setting: Setting, leaf: Leaf, total: int) -> None:
    style = setting.style("footer")
    label = setting.strings.page_of.format(page=leaf.index + 1, total=total)
    _ends(setting, leaf, style, leaf.page.height - leaf.page.footer, setting.document.meta.footer, label)


def _draft_label(setting: Setting, leaf: Leaf) -> None:
    style = replace(setting.style("header"), face="sans-bold", colour="caution")
    _ends(setting, leaf, style, leaf.page.header + setting.baseline(style), "", setting.document.meta.draft)


def _ends(setting: Setting, leaf: Leaf, style: TextStyle, y: float, left: str, right: str) -> None:
    """Set one text at the left edge and one at the right; the right one is whole, the left one yields."""
    page = leaf.page
    right = _shortened(setting, right, style, page.measure)
    line = artifact_text(setting, right, style)
    line_paint(line, page.left + page.measure - line.width, 0.0)(leaf, y, True)
    left = _shortened(setting, left, style, page.measure - line.width - RUNNING_APART)
    line_paint(artifact_text(setting, left, style), page.left, 0.0)(leaf, y, True)


def _shortened(setting: Setting, text: str, style: TextStyle, room: float) -> str:
    return in_one_line(text, room, lambda words: setting.fonts.width(words, style.face, style.size))


# ----------------------------------------------------------------------------------------------------------- watermark

_WATERMARK_FACE: FaceRole = "sans-bold"
_WATERMARK_COLOUR = "#f3f1f1"
_SLANT = 52.0
"""Degrees by which the watermark rises from left to right: the diagonal of a portrait page."""


class Watermark:
    """A word across the page as outlines: it is seen, but is no text and is not read."""

    def __init__(self, setting: Setting, text: str) -> None:
        words = setting.fonts.words(_WATERMARK_FACE)
        self._glyphs: list[tuple[Font, int, float]] = []
        self._width = 0.0
        self._boxes: dict[float, PathBox] = {}
        for run in words[text]:
            font = setting.fonts.font(run.face)
            for glyph, advance in zip(run.ids, run.advances, strict=True):
                self._glyphs.append((font, glyph, self._width))
                self._width += advance / font.units_per_em

    def box(self, page: Page) -> PathBox:
        """The word centred on a page, up to four fifths of its width long; made once a page format."""
        if page.width not in self._boxes:
            size = min(150.0, 0.8 * page.width / max(self._width, 0.1))
            pen = _Outline(page.width / 2, page.height / 2, size, self._width)
            for font, glyph, x in self._glyphs:
                pen.draw(font, glyph, x)
            self._boxes[page.width] = PathBox(tuple(pen.steps), fill=_WATERMARK_COLOUR)
        return self._boxes[page.width]


class _Outline:
    """Collects glyph outlines as path steps: scaled, turned about the middle of the page."""

    def __init__(self, x: float, y: float, size: float, width: float) -> None:
        self._x, self._y, self._size, self._middle = x, y, size, width / 2
        self._cos, self._sin = cos(radians(_SLANT)), sin(radians(_SLANT))
        self._scale, self._left = 1.0, 0.0
        self._last = (0.0, 0.0)
        self.steps: list[Step] = []

    def draw(self, font: Font, glyph: int, x: float) -> None:
        """Add one glyph that begins x ems from the start of the word."""
        self._scale, self._left = 1 / font.units_per_em, x
        font.hb.draw_glyph_with_pen(glyph, self)

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        x = (point[0] * self._scale + self._left - self._middle) * self._size
        y = (point[1] * self._scale - 0.33) * self._size
        return round(self._x + x * self._cos - y * self._sin, 2), round(self._y - x * self._sin - y * self._cos, 2)

    def moveTo(self, point: tuple[float, float]) -> None:  # the pen protocol's names are given
        self._last = point
        self.steps.append(Move(*self._at(point)))

    def lineTo(self, point: tuple[float, float]) -> None:
        self._last = point
        self.steps.append(LineTo(*self._at(point)))

    def curveTo(self, *points: tuple[float, float]) -> None:
        (a, b, c), self._last = points, points[-1]
        self.steps.append(CurveTo(*self._at(a), *self._at(b), *self._at(c)))

    def qCurveTo(self, *points: tuple[float, float]) -> None:
        control, end = points
        a = tuple(p + (q - p) * 2 / 3 for p, q in zip(self._last, control, strict=True))
        b = tuple(p + (q - p) * 2 / 3 for p, q in zip(end, control, strict=True))
        self.curveTo((a[0], a[1]), (b[0], b[1]), end)

    def closePath(self) -> None:
        self.steps.append(Close())

    def endPath(self) -> None:
        """Nothing is left open in glyph outlines."""
