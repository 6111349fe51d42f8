"""Pages: boxes become operators inside marked content, and rectangles of links are collected on the way.

Whatever belongs to no element is an artifact. Layout counts y downwards from the page's top; here it is turned over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from functools import lru_cache
from typing import assert_never, cast

from briefgen.display import Close, CurveTo, LineTo, Move, Path, Step, Words
from briefgen.pages import ARTIFACT, Box, DrawingBox, PathBox, PictureBox, Sheet, TextBox
from briefgen.records import dataclass
from briefgen.render.pdf.embed import UsedFont
from briefgen.render.pdf.images import Images
from briefgen.render.pdf.objects import hundredths, number
from briefgen.render.pdf.resources import Faces
from briefgen.render.pdf.structure import Structure
from briefgen.render.pdf.text import bare, show
from briefgen.theme import FaceRole

_HEADER = b"/Artifact<</Type/Pagination/Subtype/Header>>BDC"
_FOOTER = b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC"
_OTHER = b"/Artifact BMC"
_STEPS: dict[type[Step], bytes] = {Move: b"m", LineTo: b"l", CurveTo: b"c"}


@dataclass(slots=True)
class LinkArea:
    """Where a link can be clicked: a rectangle in PDF coordinates, of one line of text."""

    link: int
    left: float
    bottom: float
    right: float
    top: float
    baseline: float


@dataclass(slots=True)
class _State:
    """What the graphics state holds, so that operators are written only where something changes."""

    fill: str = ""
    stroke: str = ""
    width: float = -1.0
    dash: tuple[float, ...] = ()
    font: bytes = b""
    size: float = 0.0
    rise: float = 0.0


@dataclass(slots=True)
class Painter:
    """Paints one page. After `paint`, `operators` and `areas` hold what it made."""

    sheet: Sheet
    index: int
    structure: Structure
    faces: Faces
    images: Images
    areas: list[LinkArea] = field(default_factory=list)
    _out: list[bytes] = field(default_factory=list)
    _state: _State = field(default_factory=_State)
    _owner: int | bytes | None = None
    _in_text: bool = False
    _pen: tuple[int, int] = (0, 0)

    def paint(self) -> bytes:
        """The page's content stream."""
        for box in self.sheet.boxes:
            owner = box.element if box.element != ARTIFACT else self._artifact(box)
            if owner != self._owner:
                self._own(owner)
            self._box(box)
        self._close()
        return b"\n".join(self._out)

    def _box(self, box: Box) -> None:
        match box:
            case TextBox():
                self._text(box)
            case PathBox():
                self._path(box.steps, box.fill, box.stroke, box.width, box.dash, 0.0, 0.0, 1.0)
                self._measure_path(box)
            case DrawingBox():
                self._drawing(box)
            case PictureBox():
                self._picture(box)
            case _:
                assert_never(box)

    # ------------------------------------------------------------------------------------------------ marked content

    def _own(self, owner: int | bytes) -> None:
        """Close the marked content that is open, and open that of another owner."""
        self._close()
        self._owner = owner
        if isinstance(owner, bytes):
            self._out.append(owner)
        else:
            self._out.append(self.structure.opening(owner, self.structure.mark(owner, self.index)))

    def _close(self) -> None:
        self._end_text()
        if self._owner is not None:
            self._out.append(b"EMC")
            self._owner = None

    def _artifact(self, box: Box) -> bytes:
        """What kind of artifact: text and rules in the margins are running heads and feet."""
        page = self.sheet.page
        match box:
            case TextBox(y=y):
                top = bottom = y
            case PathBox(steps=steps) if steps:
                heights = [y for _, y in _points(steps)] or [page.top]
                top, bottom = min(heights), max(heights)
            case _:
                return _OTHER
        if bottom < page.top:
            return _HEADER
        return _FOOTER if top > page.height - page.bottom else _OTHER

    # ---------------------------------------------------------------------------------------------------------- text

    def _text(self, box: TextBox) -> None:
        font = self.faces.use(box.runs[0].face)
        y = self.sheet.page.height - box.y
        shown = show(font, box.runs, box.size, box.word_space, box.rise)
        if not shown:
            self._bare(box, font)
            return
        self._line(font, box.size, box.colour, box.rise, box.x, y, shown)
        if box.link >= 0:
            self._reach(box, font, y)
        if box.element in self.structure.measured:
            up, down = self._extent(font, box.size)
            self._cover(box.element, box.x, y + box.rise - down, box.x + box.width, y + box.rise + up)

    def _bare(self, box: TextBox, font: UsedFont) -> None:
        """Text of which some glyphs say something only together: one of them says it, the others are drawn as outlines."""
        runs, marks = bare(box.runs)
        self._text(replace(box, runs=runs))
        starts = [box.x]
        for run in box.runs:
            starts.append(starts[-1] + run.width * box.size + run.text.count(" ") * box.word_space)
        scale = box.size / font.font.metrics.units_per_em
        for mark in marks:
            left, top = starts[mark.run] + mark.x * scale, box.y - box.rise - mark.y * scale
            self._path(font.font.outline(mark.glyph), box.colour, "", 0.0, (), left, top, scale)

    def _line(self, font: UsedFont, size: float, colour: str, rise: float, x: float, y: float, shown: bytes) -> None:
        """Bring the text state to where glyphs start, and show them."""
        state, out = self._state, self._out
        if not self._in_text:
            out.append(b"BT")
            self._in_text, self._pen = True, (0, 0)
        if font.resource != state.font or size != state.size:
            out.append(b"%s %s Tf" % (font.resource, number(size)))
            state.font, state.size = font.resource, size
        if colour != state.fill:
            self._fill(colour)
        if rise != state.rise:
            out.append(number(rise) + b" Ts")
            state.rise = rise
        left, up = round(x * 100), round(y * 100)  # whole hundredths of a point, so that steps do not add up to an error
        before = self._pen
        out.append(b"%s %s Td %s" % (hundredths(left - before[0]), hundredths(up - before[1]), shown))
        self._pen = left, up

    def _end_text(self) -> None:
        if self._in_text:
            self._out.append(b"ET")
            self._in_text = False

    def _extent(self, font: UsedFont, size: float) -> tuple[float, float]:
        metrics = font.font.metrics
        return metrics.ascent * size / metrics.units_per_em, -metrics.descent * size / metrics.units_per_em

    def _reach(self, box: TextBox, font: UsedFont, y: float) -> None:
        """Add a box to the clickable area of its link; boxes of one line make one rectangle."""
        up, down = self._extent(font, box.size)
        bottom, top = y + box.rise - down, y + box.rise + up
        last = self.areas[-1] if self.areas else None
        if last and last.link == box.link and abs(last.baseline - y) < 0.5:
            last.right = max(last.right, box.x + box.width)
            last.bottom, last.top = min(last.bottom, bottom), max(last.top, top)
        else:
            self.areas.append(LinkArea(box.link, box.x, bottom, box.x + box.width, top, y))

    # --------------------------------------------------------------------------------------------------------- paths

    def _fill(self, colour: str) -> None:
        if colour != self._state.fill:
            self._out.append(rgb(colour) + b" rg")
            self._state.fill = colour

    def _path(
        self, steps: tuple[Step, ...], fill: str, stroke: str, width: float, dash: tuple[float, ...],
        left: float, top: float, scale: float,
    ) -> None:  # fmt: skip
        """A path whose own coordinates are scaled and moved to (left, top) of the page."""
        if not steps or not (fill or stroke):
            return
        self._end_text()
        if fill:
            self._fill(fill)
        if stroke:
            self._pen_for(stroke, width * scale, tuple(d * scale for d in dash))
        self._out.append(_outline(steps, left, self.sheet.page.height - top, scale))
        self._out.append(b"B" if fill and stroke else b"f" if fill else b"S")

    def _pen_for(self, colour: str, width: float, dash: tuple[float, ...]) -> None:
        state = self._state
        if colour != state.stroke:
            self._out.append(rgb(colour) + b" RG")
            state.stroke = colour
        if width != state.width:
            self._out.append(number(width) + b" w")
            state.width = width
        if dash != state.dash:
            self._out.append(b"[%s]0 d" % b" ".join(map(number, dash)))
            state.dash = dash

    def _measure_path(self, box: PathBox) -> None:
        if box.element not in self.structure.measured:
            return
        height = self.sheet.page.height
        xs, ys = zip(*_points(box.steps), strict=True)
        self._cover(box.element, min(xs), height - max(ys), max(xs), height - min(ys))

    # ------------------------------------------------------------------------------------------ drawings and pictures

    def _drawing(self, box: DrawingBox) -> None:
        bottom = self.sheet.page.height - box.y - box.drawing.height * box.scale
        right, top = box.x + box.drawing.width * box.scale, self.sheet.page.height - box.y
        self._cover(box.element, box.x, bottom, right, top)
        for item in box.drawing.items:
            match item:
                case Path():
                    self._path(item.steps, item.fill, item.stroke, item.width, item.dash, box.x, box.y, box.scale)
                case Words():
                    self._words(item, box)
                case _:
                    assert_never(item)

    def _words(self, words: Words, box: DrawingBox) -> None:
        """One line of real text in a drawing, anchored at its start, middle or end."""
        runs = self.faces.fonts.shape(words.text, cast(FaceRole, words.face))
        size = words.size * box.scale
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
        x = box.x + words.x * box.scale - share * sum(run.width for run in runs) * size
        y = self.sheet.page.height - box.y - words.y * box.scale
        for run in runs:
            font = self.faces.use(run.face)
            self._line(font, size, words.fill, 0.0, x, y, show(font, (run,), size, apart=True))
            x += run.width * size

    def _picture(self, box: PictureBox) -> None:
        self._end_text()
        bottom = self.sheet.page.height - box.y - box.height
        self._cover(box.element, box.x, bottom, box.x + box.width, bottom + box.height)
        matrix = b" ".join(map(number, (box.width, 0, 0, box.height, box.x, bottom)))
        self._out.append(b"q %s cm %s Do Q" % (matrix, self.images.use(box.picture)))

    def _cover(self, element: int, left: float, bottom: float, right: float, top: float) -> None:
        """Widen the bounding box of a figure or formula; a box names one page, so the first page it stands on."""
        if element == ARTIFACT:
            return
        boxes, on_page = self.structure.boxes, self.structure.box_pages
        if on_page.setdefault(element, self.index) != self.index:
            return
        old = boxes.get(element, (left, bottom, right, top))
        boxes[element] = (min(old[0], left), min(old[1], bottom), max(old[2], right), max(old[3], top))


@lru_cache(maxsize=256)
def rgb(colour: str) -> bytes:
    """ "#rrggbb" as three operands between 0 and 1."""
    return b" ".join(b"%g" % round(int(colour[i : i + 2], 16) / 255, 3) for i in (1, 3, 5))


def _points(steps: Iterable[Step]) -> list[tuple[float, float]]:
    return [(step.x, step.y) for step in steps if not isinstance(step, Close)]


def _outline(steps: tuple[Step, ...], left: float, top: float, scale: float) -> bytes:
    """Path construction operators; (left, top) is the drawing's top left corner in PDF coordinates."""
    out: list[bytes] = []
    for step in steps:
        if isinstance(step, Close):
            out.append(b"h")
            continue
        if isinstance(step, CurveTo):
            for x, y in ((step.x1, step.y1), (step.x2, step.y2)):
                out += (number(left + x * scale), number(top - y * scale))
        out += (number(left + step.x * scale), number(top - step.y * scale), _STEPS[type(step)])
    return b" ".join(out)
