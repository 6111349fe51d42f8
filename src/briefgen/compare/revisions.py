"""Accept or reject every tracked change of a Word file, as Word does it, and read the text that remains.

ISO 29500-1, 17.13.5: insertions, deletions, moves, inserted and deleted paragraph marks, rows and cells, changed properties.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

from lxml import etree

from briefgen.verify.docx_package import W, open_package
from briefgen.verify.docx_reading import ReadParagraph, body, footnotes

_IN, _OUT = ("ins", "moveTo"), ("del", "moveFrom")
_CHANGES = (
    "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange",
)  # fmt: skip
_CELLS = ("cellIns", "cellDel")
_RANGES = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "tblPrExChange")


def accept_all(data: bytes) -> bytes:
    """The file with all changes accepted."""
    return _every_story(data, lambda root: _settle(root, _IN, _OUT, accept=True))


def reject_all(data: bytes) -> bytes:
    """The file with all changes rejected."""
    return _every_story(data, lambda root: _settle(root, _OUT, _IN, accept=False))


def count(data: bytes) -> int:
    """How many insertions, deletions and moves a file's body tracks."""
    root = open_package(data).trees["word/document.xml"]
    return sum(1 for _ in root.iter(*(W + name for name in (*_IN, *_OUT))))


def texts(data: bytes) -> list[str]:
    """Every paragraph of the body that says something, in order, blanks made one; notes after it."""
    package = open_package(data)
    found: list[str] = []
    for item in body(package):
        if isinstance(item, ReadParagraph):
            found.append(item.text)
        else:
            found.extend(p.text for row in item.rows for cell in row for p in cell.paragraphs)
    found.extend(p.text for note in footnotes(package).values() for p in note)
    return [text for raw in found if (text := " ".join(raw.replace("\u00a0", " ").split()))]


def _every_story(data: bytes, change: Callable[[Any], None]) -> bytes:
    source, out = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("word/") and name.endswith(".xml") and content.find(b"wordprocessingml") >= 0:
                root = etree.fromstring(content)
                change(root)
                content = etree.tostring(root)
            target.writestr(name, content)
    return out.getvalue()


def _settle(root: Any, kept: tuple[str, ...], dropped: tuple[str, ...], *, accept: bool) -> None:
    _rows(root, dropped)
    _properties(root, accept)
    for name in dropped:
        for element in list(root.iter(W + name)):
            if element.getparent().tag != f"{W}rPr" and element.getparent().tag != f"{W}trPr":
                _remove(element)
    for name in kept:
        for element in list(root.iter(W + name)):
            if element.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
                _unwrap(element)
    for link in [e for e in root.iter(f"{W}hyperlink") if e.find(f".//{W}r") is None]:
        _unwrap(link)
    _marks(root, kept, dropped)
    for name in _RANGES:
        for element in list(root.iter(W + name)):
            _remove(element)
    for old, new in (("delText", "t"), ("delInstrText", "instrText")):
        for element in root.iter(W + old):
            element.tag = W + new


def _rows(root: Any, dropped: tuple[str, ...]) -> None:
    for row in list(root.iter(f"{W}tr")):
        if any(row.find(f"{W}trPr/{W}{name}") is not None for name in dropped):
            _remove(row)
    for cell in list(root.iter(f"{W}tc")):
        if any(cell.find(f"{W}tcPr/{W}{name}") is not None for name in _CELLS if name[4:].lower() in dropped):
            _remove(cell)
    for mark in list(root.iter(*(W + name for name in _CELLS))):
        _remove(mark)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f".//{W}tr") is None:
            _remove(table)


def _properties(root: Any, accept: bool) -> None:
    for name in _CHANGES:
        for change in list(root.iter(W + name)):
            owner = change.getparent()
            old = change[0] if len(change) else None
            owner.remove(change)
            if not accept and old is not None:
                marks = [e for e in owner if e.tag in (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo", f"{W}rPr")]
                for child in list(owner):
                    if child not in marks:
                        owner.remove(child)
                for at, child in enumerate(list(old)):
                    owner.insert(at, child)


def _marks(root: Any, kept: tuple[str, ...], dropped: tuple[str, ...]) -> None:
    """Paragraph marks: one that goes joins its paragraph to the next; an empty paragraph whose mark goes, goes."""
    for paragraph in reversed(list(root.iter(f"{W}p"))):
        rpr = paragraph.find(f"{W}pPr/{W}rPr")
        if rpr is None:
            continue
        gone = any(rpr.find(W + name) is not None for name in dropped)
        for name in (*kept, *dropped):
            for mark in rpr.findall(W + name):
                rpr.remove(mark)
        if gone:
            _join(paragraph)


def _join(paragraph: Any) -> None:
    """Give a paragraph's content to the one after it; where none follows, only an empty one is taken out."""
    content = [e for e in paragraph if e.tag != f"{W}pPr"]
    following = paragraph.getnext()
    while following is not None and following.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        following = following.getnext()
    if following is not None and following.tag == f"{W}p":
        at = 1 if len(following) and following[0].tag == f"{W}pPr" else 0
        for number, element in enumerate(content):
            following.insert(at + number, element)
    elif any(e.tag == f"{W}r" or len(e) for e in content):
        return
    _remove(paragraph)


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    at = parent.index(element)
    for number, child in enumerate(list(element)):
        parent.insert(at + number, child)
    parent.remove(element)
