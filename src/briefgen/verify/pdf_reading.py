"""What is read in a PDF: pdfium's text of every piece of marked content and its links, in the file's structure tree."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import groupby, repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from briefgen.records import dataclass
from briefgen.verify.pdf_objects import Broken, Objects, text_of
from briefgen.verify.pdf_tree import Box, Found, Mark, tree_of

DROPPED_SPACE = "\x1e"
"""Stands for a text object of which pdfium reports no character: a space that it takes for superfluous."""

HYPHEN_AT_END = "\x02"
"""Stands for a hyphen at a line's end, which pdfium gives as U+FFFE."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link annotation: where it can be clicked, and its address or destination (page from 0, y or None)."""

    page: int
    box: Box
    uri: str
    to_page: int
    to_y: float | None


@dataclass(slots=True)
class Reading:
    """Everything read from one file. `untagged` is the text that belongs to no element, page by page."""

    title: str
    lang: str
    tagged: bool
    root: Found
    links: list[FoundLink]
    untagged: list[str]
    objects: Objects
    attached: dict[str, bytes]


class Unreadable(ValueError):
    """The bytes are no PDF that pdfium opens, or their structure cannot be read."""


def read(data: bytes) -> Reading:
    """Read a file; raises `Unreadable`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(f"pdfium cannot open the file: {error}") from error
    try:
        return _read(document, Objects(data))
    except (Broken, ValueError, pypdfium2.PdfiumError) as error:
        raise Unreadable(f"the file's structure cannot be read: {error}") from error
    finally:
        document.close()


def _read(document: Any, objects: Objects) -> Reading:
    marks: dict[tuple[int, int], Mark] = {}
    links: list[FoundLink] = []
    untagged: list[str] = []
    for index in range(len(document)):
        page = document[index]
        untagged.append(_marks(page, index, marks))
        links.extend(_links(document, page, index))
        page.close()
    marked = objects.dictionary(objects.catalog.get("MarkInfo")).get("Marked")
    return Reading(
        document.get_metadata_dict().get("Title", ""),
        text_of(objects.resolved(objects.catalog.get("Lang"))),
        marked == 1.0,
        tree_of(objects, marks),
        links,
        untagged,
        objects,
        dict(map(_attachment, map(document.get_attachment, range(document.count_attachments())))),
    )


def _attachment(attachment: Any) -> tuple[str, bytes]:
    return attachment.get_name(), bytes(attachment.get_data())


# ----------------------------------------------------------------------------------------------------- text and boxes


def _direct(function: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of pdfium that takes and returns addresses as plain integers, for what is called per character."""
    return ctypes.PYFUNCTYPE(ctypes.c_void_p, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p
_text_object = _direct(pdfium.FPDFText_GetTextObject, _ADDRESS, _INT)
_page_object = _direct(pdfium.FPDFPage_GetObject, _ADDRESS, _INT)
_content_number = ctypes.PYFUNCTYPE(_INT, _ADDRESS)(
    ctypes.cast(pdfium.FPDFPageObj_GetMarkedContentID, ctypes.c_void_p).value or 0
)
_kind = ctypes.PYFUNCTYPE(_INT, _ADDRESS)(ctypes.cast(pdfium.FPDFPageObj_GetType, ctypes.c_void_p).value or 0)
_bounds = _direct(pdfium.FPDFPageObj_GetBounds, *(_ADDRESS,) * 5)


def _marks(page: Any, index: int, marks: dict[tuple[int, int], Mark]) -> str:
    """Add the marked content of one page; the text outside of any."""
    textpage = page.get_textpage()
    texts = _texts(textpage.raw)
    loose: list[str] = []
    edges = (ctypes.c_float * 4)()
    start = ctypes.addressof(edges)
    pointers = (start, start + 4, start + 8, start + 12)
    handle = ctypes.cast(page.raw, _ADDRESS).value
    for item in map(_page_object, repeat(handle), range(pdfium.FPDFPage_CountObjects(page.raw))):
        number = _content_number(item)
        text = texts.get(item, "")
        if number < 0:
            if text:
                loose.append(text)
            continue
        if not text and _kind(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            text = DROPPED_SPACE
        _bounds(item, *pointers)
        mark = marks.get((index, number))
        if mark is None:
            mark = marks[index, number] = Mark(index)
        _append(mark, text, tuple(edges))
    textpage.close()
    return " ".join(loose)


def _append(mark: Mark, text: str, box: Box) -> None:
    if text:
        mark.pieces.append((text, box))
    old = mark.box or box
    mark.box = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))


def _texts(textpage: Any) -> dict[int, str]:
    """What each text object says, by its address, without the spaces that pdfium adds by guessing."""
    count = pdfium.FPDFText_CountChars(textpage)
    units = _units(textpage, count)
    handle = ctypes.cast(textpage, _ADDRESS).value
    owners = map(_text_object, repeat(handle), range(count))
    texts: dict[int, str] = {}
    at = 0
    for address, run in groupby(owners):
        end = at + len(list(run))
        if address:
            last = (
                end - 1 if units[2 * end - 2 : 2 * end] == b" \0" and pdfium.FPDFText_IsGenerated(textpage, end - 1) else end
            )
            text = units[2 * at : 2 * last].decode("utf-16-le", "replace").replace("\ufffe", HYPHEN_AT_END)
            texts[address] = texts[address] + text if address in texts else text
        at = end
    return texts


def _units(textpage: Any, count: int) -> bytes:
    """The characters of a page in UTF-16, two bytes for each that pdfium counts."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    if written == count + 1:  # with a zero at the end
        return bytes(buffer)
    # pdfium left out some that it counts (control characters): take them one by one
    return b"".join(pdfium.FPDFText_GetUnicode(textpage, i).to_bytes(4, "little")[:2] for i in range(count))


# --------------------------------------------------------------------------------------------------------------- links


def _links(document: Any, page: Any, index: int) -> Iterator[FoundLink]:
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        rect = pdfium.FS_RECTF()
        pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(rect))
        box = (rect.left, rect.bottom, rect.right, rect.top)
        action = pdfium.FPDFLink_GetAction(link)
        uri = _uri(document, action) if action else ""
        target = pdfium.FPDFLink_GetDest(document, link) or (pdfium.FPDFAction_GetDest(document, action) if action else None)
        yield FoundLink(index, box, uri, *(_destination(document, target) if target and not uri else (-1, None)))


def _uri(document: Any, action: Any) -> str:
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(max(1, size))
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.raw[: max(0, size - 1)].decode("utf-8", "replace")


def _destination(document: Any, target: Any) -> tuple[int, float | None]:
    flags = [ctypes.c_int() for _ in range(3)]
    spot = [ctypes.c_float() for _ in range(3)]
    pdfium.FPDFDest_GetLocationInPage(target, *map(ctypes.byref, flags), *map(ctypes.byref, spot))
    return pdfium.FPDFDest_GetDestPageIndex(document, target), spot[1].value if flags[1].value else None
