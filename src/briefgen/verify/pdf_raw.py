"""The functions of pdfium that are called for every character, object or link of a page, without the cost of pointers.

Handles are addresses, plain integers; 0 or None is no handle. pdfium's own library of helpers wraps every one in an object.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import repeat
from struct import Struct
from typing import Any

import pypdfium2.raw as pdfium

from briefgen.verify.pdf_tree import Box

INT, ADDRESS = ctypes.c_int, ctypes.c_void_p


def address(handle: Any) -> int:
    """Where a handle points to."""
    return ctypes.cast(handle, ADDRESS).value or 0


def direct(function: Any, *arguments: Any, result: Any = ADDRESS) -> Callable[..., Any]:
    """A function of pdfium that takes and returns addresses, and keeps Python's lock: it returns at once."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


content_number = direct(pdfium.FPDFPageObj_GetMarkedContentID, ADDRESS, result=INT)
"""The number of the marked content that a page object belongs to; below 0 when it belongs to none."""
kind = direct(pdfium.FPDFPageObj_GetType, ADDRESS, result=INT)
generated = direct(pdfium.FPDFText_IsGenerated, ADDRESS, INT, result=INT)
"""Whether a character of a text page stands in no text object: a space that pdfium guessed."""
segments = direct(pdfium.FPDFPath_CountSegments, ADDRESS, result=INT)
"""How many segments a path has."""
_segment = direct(pdfium.FPDFPath_GetPathSegment, ADDRESS, INT)
_point = ctypes.PYFUNCTYPE(INT, ADDRESS)(address(pdfium.FPDFPathSegment_GetPoint))
_matrix = ctypes.PYFUNCTYPE(INT, ADDRESS)(address(pdfium.FPDFPageObj_GetMatrix))
_pen = ctypes.PYFUNCTYPE(INT, ADDRESS)(address(pdfium.FPDFPageObj_GetStrokeWidth))
_bounds = direct(pdfium.FPDFPageObj_GetBounds, ADDRESS, result=INT)  # the edges go with it as they are, see below

# without argument types ctypes passes on what it is given: half the time of a call that is made for every character
_text_object = ctypes.PYFUNCTYPE(ctypes.c_size_t)(address(pdfium.FPDFText_GetTextObject))
_page_object = ctypes.PYFUNCTYPE(ctypes.c_size_t)(address(pdfium.FPDFPage_GetObject))


def owners(textpage: Any, count: int) -> Iterator[int]:
    """The text object of each character of a page; 0 for one that pdfium added and gave to none."""
    return map(_text_object, repeat(_passed(textpage)), range(count))


def page_objects(page: Any) -> Iterator[int]:
    """The objects of a page in the order they are drawn."""
    return map(_page_object, repeat(_passed(page)), range(pdfium.FPDFPage_CountObjects(page)))


def boxes() -> Callable[[int], Box]:
    """A function from a page object to its rectangle, which uses the same memory at every call."""
    edges = (ctypes.c_float * 4)()
    places = [ctypes.byref(edges, 4 * number) for number in range(4)]
    unpack = Struct("4f").unpack

    def box(item: int) -> Box:
        _bounds(item, *places)
        left, bottom, right, top = unpack(edges)
        return left, bottom, right, top

    return box


def points(path: int) -> Iterator[tuple[float, float]]:
    """The points of a path, those that curves bend towards among them, in its own coordinates."""
    point = (ctypes.c_float * 2)()
    x, y = ctypes.byref(point), ctypes.byref(point, ctypes.sizeof(ctypes.c_float))
    for number in range(segments(path)):
        _point(_segment(path, number), x, y)
        yield point[0], point[1]


def outline(path: int) -> Box:
    """The rectangle of a path and of half the width of its pen. That of `boxes` goes twice as far at sharp corners as their
    mitres do, and knows no mitre limit.
    """
    matrix, width = pdfium.FS_MATRIX(), ctypes.c_float()
    _matrix(path, ctypes.byref(matrix))
    _pen(path, ctypes.byref(width))
    a, b, c, d, e, f = (getattr(matrix, name) for name in "abcdef")
    xs, ys = zip(*((a * x + c * y + e, b * x + d * y + f) for x, y in points(path)), strict=True)
    half = width.value / 2 * max(abs(a), abs(b), abs(c), abs(d))
    return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half


def _passed(handle: Any) -> Any:
    """A handle in the form in which ctypes passes it on as it is."""
    return ctypes.byref(ctypes.c_char.from_address(address(handle)))
