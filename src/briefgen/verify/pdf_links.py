"""The links of a PDF's pages as pdfium reads them: where each can be clicked, and where it leads."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from briefgen.records import dataclass
from briefgen.verify.pdf_raw import ADDRESS, INT, address, direct
from briefgen.verify.pdf_tree import Box

_enumerate = direct(pdfium.FPDFLink_Enumerate, *(ADDRESS,) * 3, result=INT)
_rectangle = direct(pdfium.FPDFLink_GetAnnotRect, ADDRESS, ADDRESS, result=INT)
_action = direct(pdfium.FPDFLink_GetAction, ADDRESS)
_address_of_action = direct(pdfium.FPDFAction_GetURIPath, *(ADDRESS,) * 3, ctypes.c_ulong, result=ctypes.c_ulong)
_target_of_link = direct(pdfium.FPDFLink_GetDest, ADDRESS, ADDRESS)
_target_of_action = direct(pdfium.FPDFAction_GetDest, ADDRESS, ADDRESS)
_location = direct(pdfium.FPDFDest_GetLocationInPage, *(ADDRESS,) * 7, result=INT)
_target_page = direct(pdfium.FPDFDest_GetDestPageIndex, ADDRESS, ADDRESS, result=INT)


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link annotation: where it can be clicked, and its address or destination (page from 0, y or None)."""

    page: int
    box: Box
    uri: str
    to_page: int
    to_y: float | None


def links_of(document: Any, page: Any, index: int) -> Iterator[FoundLink]:
    """The links of one page."""
    handle, on = address(document), address(page)
    position, link, rect = INT(0), ADDRESS(), pdfium.FS_RECTF()
    places = ctypes.addressof(position), ctypes.addressof(link)
    edges = ctypes.addressof(rect)
    while _enumerate(on, *places):
        rect.left = rect.bottom = rect.right = rect.top = 0.0  # an annotation without a rectangle leaves them as they are
        _rectangle(link.value, edges)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        action = _action(link.value)
        uri = _uri(handle, action) if action else ""
        target = None
        if not uri:
            target = _target_of_link(handle, link.value) or (_target_of_action(handle, action) if action else None)
        yield FoundLink(index, box, uri, *(_destination(handle, target) if target else (-1, None)))


def _uri(document: int, action: int) -> str:
    buffer = ctypes.create_string_buffer(256)
    size = _address_of_action(document, action, ctypes.addressof(buffer), len(buffer))
    if size > len(buffer):
        buffer = ctypes.create_string_buffer(size)
        _address_of_action(document, action, ctypes.addressof(buffer), size)
    return buffer.raw[: max(0, size - 1)].decode("utf-8", "replace")


def _destination(document: int, target: int) -> tuple[int, float | None]:
    flags, spot = (INT * 3)(), (ctypes.c_float * 3)()
    flag, coordinate = ctypes.addressof(flags), ctypes.addressof(spot)
    _location(target, flag, flag + 4, flag + 8, coordinate, coordinate + 4, coordinate + 8)
    return _target_page(document, target), spot[1] if flags[1] else None
