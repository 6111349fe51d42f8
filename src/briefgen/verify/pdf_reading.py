"""What pdfium reads in a PDF: its structure tree with the text of every piece of marked content, links, title, language.

pdfium gives the structure tree page by page; an element that runs over several pages is put together again by its path of
child positions from the root, which is the same on every page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF coordinates."""


DROPPED_SPACE = "\x1e"
"""Stands for a text object of which pdfium reports no character: a space that it takes for superfluous."""


@dataclass(slots=True)
class Mark:
    """One piece of marked content: its page (from 0), its text objects, and the rectangle that all its objects cover."""

    page: int
    pieces: list[tuple[str, Box]] = field(default_factory=list)
    """What each text object says, and its rectangle."""
    box: Box | None = None


@dataclass(slots=True)
class Found:
    """A structure element as read; kids in reading order."""

    tag: str
    alt: str = ""
    actual: str = ""
    lang: str = ""
    identity: str = ""
    attributes: dict[str, str | float] = field(default_factory=dict)
    kids: list[Found | Mark] = field(default_factory=list)

    def elements(self) -> Iterator[Found]:
        """This element and those below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Found):
                yield from kid.elements()

    def marks(self) -> Iterator[Mark]:
        """All marked content below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            else:
                yield from kid.marks()


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
    attached: dict[str, bytes]


class Unreadable(ValueError):
    """The bytes are no PDF that pdfium opens."""


def read(data: bytes) -> Reading:
    """Read a file; raises `Unreadable`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(str(error)) from error
    try:
        return _read(document)
    finally:
        document.close()


def _read(document: Any) -> Reading:
    tree = _Tree()
    links: list[FoundLink] = []
    untagged: list[str] = []
    for index in range(len(document)):
        page = document[index]
        marks, loose = _marks(page, index)
        tree.add_page(page, marks)
        links.extend(_links(document, page, index))
        untagged.append(loose)
        page.close()
    return Reading(
        document.get_metadata_dict().get("Title", ""),
        _string(pdfium.FPDFCatalog_GetLanguage, document),
        bool(pdfium.FPDFCatalog_IsTagged(document)),
        tree.assembled(),
        links,
        untagged,
        dict(map(_attachment, map(document.get_attachment, range(document.count_attachments())))),
    )


def _attachment(attachment: Any) -> tuple[str, bytes]:
    return attachment.get_name(), bytes(attachment.get_data())


def _string(function: Any, *arguments: Any) -> str:
    """Call a function that fills a UTF-16 buffer and returns the length in bytes."""
    buffer = (ctypes.c_ushort * 256)()
    size = function(*arguments, buffer, 512)
    if size > 512:
        buffer = (ctypes.c_ushort * size)()
        function(*arguments, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


# ----------------------------------------------------------------------------------------------------- text and boxes


def _marks(page: Any, index: int) -> tuple[dict[int, Mark], str]:
    """The marked content of one page by number, and the text outside of any."""
    textpage = page.get_textpage()
    texts = _texts(textpage)
    marks: dict[int, Mark] = {}
    loose: list[str] = []
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, i)
        number = pdfium.FPDFPageObj_GetMarkedContentID(item)
        text = texts.get(ctypes.addressof(item.contents), "")
        if number < 0:
            loose.append(text)
            continue
        if not text and pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_TEXT:
            text = DROPPED_SPACE
        pdfium.FPDFPageObj_GetBounds(item, *pointers)
        left, bottom, right, top = (edge.value for edge in edges)
        _append(marks.setdefault(number, Mark(index)), text, (left, bottom, right, top))
    textpage.close()
    return marks, " ".join(loose)


def _append(mark: Mark, text: str, box: Box) -> None:
    if text:
        mark.pieces.append((text, box))
    old = mark.box or box
    mark.box = (min(old[0], box[0]), min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))


def _texts(textpage: Any) -> dict[int, str]:
    """What each text object says, by its address, without the spaces that pdfium adds by guessing."""
    count = textpage.count_chars()
    texts: dict[int, str] = {}
    buffer = (ctypes.c_ushort * 4096)()
    at = 0
    while at < count:
        item = pdfium.FPDFText_GetTextObject(textpage, at)
        if not item:
            at += 1
            continue
        address = ctypes.addressof(item.contents)
        size = pdfium.FPDFTextObj_GetText(item, textpage, buffer, 4096)
        length = size // 2 - 1
        last = at + length - 1
        whole = 0 < size <= 4096 * 2 and length > 0 and address not in texts and _same(textpage, last, address)
        if not whole:
            texts[address] = texts.get(address, "") + _character(textpage, at)
            at += 1
            continue
        text = bytes(buffer)[: length * 2].decode("utf-16-le", "surrogatepass")
        if text.endswith(" ") and pdfium.FPDFText_IsGenerated(textpage, last):
            text = text[:-1]
        texts[address] = text
        at = last + 1
    return {address: _joined_surrogates(text) for address, text in texts.items()}


def _same(textpage: Any, index: int, address: int) -> bool:
    item = pdfium.FPDFText_GetTextObject(textpage, index)
    return bool(item) and ctypes.addressof(item.contents) == address


def _character(textpage: Any, index: int) -> str:
    return "" if pdfium.FPDFText_IsGenerated(textpage, index) else chr(pdfium.FPDFText_GetUnicode(textpage, index))


def _joined_surrogates(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# ------------------------------------------------------------------------------------------------------ structure tree


class _Tree:
    """Puts the trees of single pages together; an element is known by its path of child positions."""

    def __init__(self) -> None:
        self._root = Found("")
        self._kids: dict[int, dict[int, Found | Mark]] = {}

    def add_page(self, page: Any, marks: dict[int, Mark]) -> None:
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        if not tree:
            return
        for i in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            self._element(self._root, i, pdfium.FPDF_StructTree_GetChildAtIndex(tree, i), marks)
        pdfium.FPDF_StructTree_Close(tree)

    def _element(self, parent: Found, position: int, item: Any, marks: dict[int, Mark]) -> None:
        if not item:
            return
        siblings = self._kids.setdefault(id(parent), {})
        found = siblings.get(position)
        if not isinstance(found, Found):
            found = siblings[position] = _found(item)
        kids = self._kids.setdefault(id(found), {})
        for i in range(pdfium.FPDF_StructElement_CountChildren(item)):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(item, i)
            if child:
                self._element(found, i, child, marks)
            elif (number := pdfium.FPDF_StructElement_GetChildMarkedContentID(item, i)) >= 0 and number in marks:
                kids[i] = marks[number]

    def assembled(self) -> Found:
        """The whole tree, below a root without a tag."""
        stack = [self._root]
        while stack:
            found = stack.pop()
            kids = self._kids.get(id(found), {})
            found.kids = [kids[i] for i in sorted(kids)]
            stack.extend(kid for kid in found.kids if isinstance(kid, Found))
        return self._root


def _found(item: Any) -> Found:
    found = Found(_string(pdfium.FPDF_StructElement_GetType, item))
    if found.tag in ("Figure", "Formula"):
        found.alt = _string(pdfium.FPDF_StructElement_GetAltText, item)
    found.identity = _string(pdfium.FPDF_StructElement_GetID, item)
    if found.tag in ("TH", "TD"):
        found.attributes = _attributes(item)
    elif found.tag == "Span":
        found.lang = _string(pdfium.FPDF_StructElement_GetLang, item)
        found.actual = _string(pdfium.FPDF_StructElement_GetActualText, item)
    return found


def _attributes(item: Any) -> dict[str, str | float]:
    found: dict[str, str | float] = {}
    for i in range(pdfium.FPDF_StructElement_GetAttributeCount(item)):
        attribute = pdfium.FPDF_StructElement_GetAttributeAtIndex(item, i)
        for key in ("Scope", "RowSpan", "ColSpan"):
            value = pdfium.FPDF_StructElement_Attr_GetValue(attribute, key.encode())
            if value:
                found[key] = _value(value)
    return found


def _value(value: Any) -> str | float:
    if pdfium.FPDF_StructElement_Attr_GetType(value) == pdfium.FPDF_OBJECT_NUMBER:
        amount = ctypes.c_float()
        pdfium.FPDF_StructElement_Attr_GetNumberValue(value, ctypes.byref(amount))
        return amount.value
    size = ctypes.c_ulong()
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDF_StructElement_Attr_GetStringValue(value, buffer, 128, ctypes.byref(size))
    return buffer.raw[: max(0, size.value - 2)].decode("utf-16-le", "replace")


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
