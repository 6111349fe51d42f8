"""What of a page's text cannot be seen, by what pdfium knows of its objects in the order they are painted.

Text is unseen that is not filled (text render mode, ISO 32000-2, 9.3.6), that lies outside the page, that has nearly the
colour of what is under it, or that a rectangle or picture is painted over. Under text lies the page, which is white, or
what was filled there before; of a shape that is no rectangle only the rectangle around it is known, so that text may be on
it or beside it, and is unseen when it is so on both. A picture may have any colour. Clipping is not looked at.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from struct import Struct

import pypdfium2.raw as pdfium

from briefgen.records import dataclass
from briefgen.verify.pdf_raw import ADDRESS, INT, address, boxes, direct, kind, points, segments
from briefgen.verify.pdf_tree import Box

_LEAST = 32
"""By how much one of red, green and blue (0 to 255) must differ from the ground for text to be seen at all."""
_DARK = 128
"""Text with one of them below this is seen on white, and on all grounds that have none below `_LIGHT`."""
_LIGHT = 200
_WHITE = (255, 255, 255)
_THIN = 3.0
"""Points: what is not as wide or as high is a line, which no text stands on."""
_SMALL = 8.0
"""Points: what is not as wide or as high is a marker or an arrow's head, which hides no text."""

_mode = direct(pdfium.FPDFTextObj_GetTextRenderMode, ADDRESS, result=INT)
# the places of what they give go with these as they are, as for `pdf_raw.boxes`
_draw_mode = ctypes.PYFUNCTYPE(INT, ADDRESS)(address(pdfium.FPDFPath_GetDrawMode))
_fill = ctypes.PYFUNCTYPE(INT, ADDRESS)(address(pdfium.FPDFPageObj_GetFillColor))

_COLOUR = (ctypes.c_uint * 4)()
"""Where pdfium puts a colour: red, green, blue and alpha, each from 0 to 255."""
_PLACES = [ctypes.byref(_COLOUR, number * ctypes.sizeof(ctypes.c_uint)) for number in range(4)]
_MODES = (INT * 2)()
"""Where it puts how a path is drawn: how it is filled, and whether it is stroked."""
_MODE_PLACES = [ctypes.byref(_MODES, number * ctypes.sizeof(INT)) for number in range(2)]
_unpacked = Struct("4I").unpack


class _Dark(dict[bytes, bool]):
    """Whether text of a colour is seen on all light grounds. Most is, and this is found at once."""

    def __missing__(self, colour: bytes) -> bool:
        *channels, alpha = _unpacked(colour)
        self[colour] = dark = bool(min(channels) < _DARK and alpha == 255)
        return dark


_IS_DARK = _Dark()


@dataclass(slots=True)
class _Ground:
    """What is painted under or over text: an object, its rectangle, and its colour, None when it may have any."""

    item: int
    box: Box
    colour: tuple[int, ...] | None

    @property
    def whole(self) -> bool:
        """Whether it fills its rectangle; asked only when needed, since it takes long to find out."""
        return self.colour is None or _is_rectangle(self.item)


@dataclass(slots=True)
class _Sheet:
    """A page as it is painted: the grounds so far, whether a dark one is among them, and the text objects so far."""

    known: Mapping[int, Box]
    grounds: list[_Ground] = field(default_factory=list)
    deep: bool = False
    texts: list[int] = field(default_factory=list)
    _measure: Callable[[int], Box] = field(default_factory=boxes)

    def shows(self, item: int, colour: tuple[int, ...]) -> bool:
        """Whether text differs from one of the grounds that it may stand on, from the uppermost one down."""
        left, bottom, right, top = self._box(item)
        x, y = (left + right) / 2, (bottom + top) / 2
        for ground in reversed(self.grounds):
            if ground.box[0] <= x <= ground.box[2] and ground.box[1] <= y <= ground.box[3]:
                if ground.colour is None or _differ(colour, ground.colour):
                    return True
                if ground.whole:
                    return False
        return _differ(colour, _WHITE)

    def covered(self, item: int) -> list[int]:
        """Paint what is no text; the text objects that lie under it from now on."""
        ground = self._ground(item)
        if ground is None:
            return []
        self.grounds.append(ground)
        if ground.colour and min(ground.colour) < _LIGHT and not self.deep:
            self.deep = ground.whole
        left, bottom, right, top = ground.box
        if right - left < _SMALL or top - bottom < _SMALL or not ground.whole:
            return []
        known = map(self.known.get, self.texts)
        return [
            text
            for text, box in zip(self.texts, known, strict=True)
            if box and box[3] <= top and box[1] >= bottom and box[0] >= left and box[2] <= right
        ]

    def _box(self, item: int) -> Box:
        return self.known.get(item) or self._measure(item)

    def _ground(self, item: int) -> _Ground | None:
        """What an object fills; None when it fills nothing to speak of, or lets through what is under it."""
        is_path = kind(item) == pdfium.FPDF_PAGEOBJ_PATH
        if is_path:
            _draw_mode(item, *_MODE_PLACES)
            if not _MODES[0]:
                return None
        box = left, bottom, right, top = self._box(item)
        if right - left < _THIN or top - bottom < _THIN:
            return None
        if not is_path:
            return _Ground(item, box, None)
        _fill(item, *_PLACES)
        *colour, alpha = _unpacked(_COLOUR)
        return _Ground(item, box, (*colour,)) if alpha == 255 else None


def unseen(sheet: Box, items: list[int], texts: Mapping[int, str], known: Mapping[int, Box]) -> list[tuple[str, str]]:
    """The texts of a page that cannot be seen, each with the reason. `sheet` is its rectangle, `known` those of objects."""
    found: list[tuple[str, str]] = []
    if any(map(_mode, texts)):
        found += [(text, "is not filled") for item, text in texts.items() if _mode(item)]
    left, bottom, right, top = sheet
    outside = [i for i, b in known.items() if b[2] < left or b[0] > right or b[3] < bottom or b[1] > top]
    found += [(texts[item], "lies outside the page") for item in outside if item in texts]
    found += _painted(items, texts, _Sheet(known))
    return [(text, why) for text, why in found if text.strip()]


def _painted(items: list[int], texts: Mapping[int, str], sheet: _Sheet) -> Iterator[tuple[str, str]]:
    """The texts that have the colour of what is under them, and those that are painted over."""
    red, green, blue, alpha = _PLACES
    fill, is_dark, drawn = _fill, _IS_DARK, sheet.texts.append
    for item in items:
        if item in texts:
            drawn(item)
            filled = fill(item, red, green, blue, alpha)  # 0: with a pattern, which may have any colours
            if filled and (not is_dark[bytes(_COLOUR)] or sheet.deep) and not sheet.shows(item, _unpacked(_COLOUR)):
                yield texts[item], "has the colour of what is under it"
        elif kind(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            yield from ((texts[text], "is painted over") for text in sheet.covered(item))


def _is_rectangle(item: int) -> bool:
    """Whether all corners of a path are those of a rectangle along the edges of the page."""
    if not 4 <= segments(item) <= 5:
        return False
    corners = set(points(item))
    return len(corners) == 4 and len({left for left, _ in corners}) == len({low for _, low in corners}) == 2


def _differ(text: tuple[int, ...], ground: tuple[int, ...]) -> bool:
    """Whether text of a colour, as far as it is opaque, differs from its ground."""
    return max(abs(a - b) for a, b in zip(text[:3], ground, strict=True)) * text[3] >= _LEAST * 255
