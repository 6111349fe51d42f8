"""What is read in a PDF: pdfium's text of every piece of marked content, in the file's structure tree, and its links."""

from __future__ import annotations

import ctypes
from itertools import compress, islice
from operator import ne
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from briefgen.records import dataclass
from briefgen.verify import pdf_raw as raw
from briefgen.verify import pdf_seen
from briefgen.verify.pdf_links import FoundLink, links_of
from briefgen.verify.pdf_objects import Objects
from briefgen.verify.pdf_syntax import Broken, text_of
from briefgen.verify.pdf_tree import Box, Mark, Tree, tree_of

DROPPED_SPACE = "\x1e"
"""Stands for a text object of which pdfium reports no character: a space that it takes for superfluous."""

HYPHEN_AT_END = "\x02"
"""Stands for a hyphen at a line's end, which pdfium gives as U+FFFE."""


@dataclass(slots=True)
class Reading:
    """Everything read from one file. `untagged` is the text that belongs to no element, page by page; `outline` are the
    bookmarks with the index of the page they lead to, -1 for none; `unseen` are texts that cannot be seen, with page (from
    0) and reason; `labels` and `sheets` are the labels and the rectangles of the pages.
    """

    title: str
    lang: str
    tagged: bool
    tree: Tree
    links: list[FoundLink]
    untagged: list[str]
    objects: Objects
    attached: dict[str, bytes]
    outline: list[tuple[str, int]]
    unseen: list[tuple[int, str, str]]
    labels: list[str]
    sheets: list[Box]


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
    untagged: list[str] = []
    unseen: list[tuple[int, str, str]] = []
    sheets: list[Box] = []
    for index in range(len(document)):
        page = document[index]
        sheets.append(page.get_bbox())
        untagged.append(_marks(page, index, sheets[-1], marks, unseen))
        page.close()
    marked = objects.dictionary(objects.catalog.get("MarkInfo")).get("Marked")
    return Reading(
        document.get_metadata_dict().get("Title", ""),
        text_of(objects.resolved(objects.catalog.get("Lang"))),
        marked == 1.0,
        tree_of(objects, marks),
        [*links_of(objects)],
        untagged,
        objects,
        dict(map(_attachment, map(document.get_attachment, range(document.count_attachments())))),
        [*map(_bookmark, document.get_toc())],
        unseen,
        [*map(document.get_page_label, range(len(document)))],
        sheets,
    )


def _bookmark(bookmark: Any) -> tuple[str, int]:
    destination = bookmark.get_dest()
    page = destination.get_index() if destination else None
    return bookmark.get_title(), -1 if page is None else page


def _attachment(attachment: Any) -> tuple[str, bytes]:
    return attachment.get_name(), bytes(attachment.get_data())


# ----------------------------------------------------------------------------------------------------- text and boxes


def _marks(page: Any, index: int, sheet: Box, marks: dict[tuple[int, int], Mark], unseen: list[tuple[int, str, str]]) -> str:
    """Add the marked content of one page, and what cannot be seen of its text; the text outside of any."""
    textpage = page.get_textpage()
    texts = _texts(textpage.raw)
    items = list(raw.page_objects(page.raw))
    loose: list[str] = []
    boxes = _parted(items, texts, index, marks, loose)
    unseen.extend((index, text, why) for text, why in pdf_seen.unseen(sheet, items, texts, boxes))
    textpage.close()
    return " ".join(loose)


def _parted(
    items: list[int], texts: dict[int, str], index: int, marks: dict[tuple[int, int], Mark], loose: list[str]
) -> dict[int, Box]:
    """Add each object of a page to its marked content, or its text to the loose ones; the rectangles of the former."""
    boxes: dict[int, Box] = {}
    box_of = raw.boxes()
    mark, last = Mark(index), -1
    for item, number in zip(items, map(raw.content_number, items), strict=True):
        text = texts.get(item, "")
        if number < 0:
            if text:
                loose.append(text)
            continue
        drawn = pdfium.FPDF_PAGEOBJ_TEXT if text else raw.kind(item)
        if not text and drawn == pdfium.FPDF_PAGEOBJ_TEXT:
            text = DROPPED_SPACE
        if number != last:
            mark, last = marks.setdefault((index, number), Mark(index, [], [])), number
        box = boxes[item] = box_of(item)
        mark.boxes.append(raw.outline(item) if drawn == pdfium.FPDF_PAGEOBJ_PATH and raw.segments(item) else box)
        if text:
            mark.pieces.append((text, box))
    return boxes


def _texts(textpage: Any) -> dict[int, str]:
    """What each text object says, by its address, without the spaces that pdfium adds by guessing."""
    count = pdfium.FPDFText_CountChars(textpage)
    characters = _characters(textpage, count)
    owners = list(raw.owners(textpage, count))
    handle = raw.address(textpage)
    texts: dict[int, str] = {}
    start = 0
    for end in [*compress(range(1, count), map(ne, owners, islice(owners, 1, None))), count]:  # where the owner changes
        if count and (owner := owners[start]):
            guessed = characters[end - 1] == " " and raw.generated(handle, end - 1)
            text = _joined(characters[start : end - 1 if guessed else end])
            texts[owner] = texts[owner] + text if owner in texts else text
        start = end
    return texts


def _characters(textpage: Any, count: int) -> str:
    """The characters of a page, one for each that pdfium counts: one beyond Unicode's first plane is two surrogates."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    if written == count + 1:  # with a zero at the end
        text = bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
        return text if len(text) == count else "".join(map(chr, buffer[:count]))
    # pdfium left out some that it counts (control characters): take them one by one
    return "".join(chr(pdfium.FPDFText_GetUnicode(textpage, index) & 0xFFFF) for index in range(count))


def _joined(text: str) -> str:
    """A text with its surrogates joined to characters, and with one sign for the hyphens at line ends."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\ufffe", HYPHEN_AT_END)
