"""What a comparison leaves twice in a file: bookmarks and controls that stand in the old and in the new text.

Word keeps the first bookmark of a name and forgets the others; here the one that survives accepting is kept.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zlib import crc32

from lxml import etree

from briefgen.compare.pairs import pair
from briefgen.verify.docx_package import W

_STORIES = ("word/document.xml", "word/footnotes.xml")
_PROPERTIES = ("docProps/core.xml", "docProps/custom.xml")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def tidy(data: bytes, new: bytes) -> bytes:
    """The file with each bookmark name and control id once, the new file's properties, and a fixed date on every part."""
    out, names, controls = BytesIO(), set[str](), set[str]()
    properties = _properties(new)
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = properties.get(name) or source.read(name)
            if name in _STORIES:
                root = etree.fromstring(content)
                pair(root)
                _bookmarks(root, names)
                _controls(root, controls)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _properties(new: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(new)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name in _PROPERTIES}


def _bookmarks(root: Any, seen: set[str]) -> None:
    """Keep one bookmark of a name, one that is not deleted where there is a choice; every start has its end."""
    starts = sorted(root.iter(f"{W}bookmarkStart"), key=_is_deleted)
    ends: dict[str, list[Any]] = {}
    for end in root.iter(f"{W}bookmarkEnd"):
        ends.setdefault(end.get(f"{W}id", ""), []).append(end)
    keep: set[Any] = set()
    for start in starts:
        name = start.get(f"{W}name", "").lower()
        if name not in seen:
            seen.add(name)
            keep.add(start)
    for start in list(root.iter(f"{W}bookmarkStart")):
        if start not in keep:
            _drop(start, ends)


def _drop(start: Any, ends: dict[str, list[Any]]) -> None:
    """Take out a bookmark: the start and, of the ends with its id, the first that follows it."""
    own = ends.get(start.get(f"{W}id", ""), [])
    start.getparent().remove(start)
    if own:
        end = own.pop(0)
        end.getparent().remove(end)


def _is_deleted(element: Any) -> bool:
    """Whether rejecting brings an element back: it, or the mark of its paragraph, or its row is deleted."""
    return any(test(above) for above in (element, *element.iterancestors()) for test in _DELETED)


def _deleted_row(element: Any) -> bool:
    return element.tag == f"{W}tr" and element.find(f"{W}trPr/{W}del") is not None


def _deleted_mark(element: Any) -> bool:
    return element.tag == f"{W}p" and element.find(f"{W}pPr/{W}rPr/{W}del") is not None


_DELETED: tuple[Callable[[Any], bool], ...] = (
    lambda element: element.tag in (f"{W}del", f"{W}moveFrom"),
    _deleted_row,
    _deleted_mark,
)


def _controls(root: Any, seen: set[str]) -> None:
    """Give the second control of an id another one."""
    for element in _control_ids(root):
        number = element.get(f"{W}val", "")
        while number in seen:
            number = str(crc32(number.encode()) & 0x7FFFFFFF or 1)
        seen.add(number)
        element.set(f"{W}val", number)


def _control_ids(root: Any) -> Iterator[Any]:
    return (element for element in root.iter(f"{W}id") if element.getparent().tag == f"{W}sdtPr")
