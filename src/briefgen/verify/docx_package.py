"""A Word file opened: its parts by name, the XML ones parsed, and the relationships between them."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from briefgen.records import dataclass

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
VAL = f"{W}val"
MAIN = "word/document.xml"
_STORY = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_UTF8 = re.compile(rb'(?:\xef\xbb\xbf)?<(?!\?xml)[^!\0]|<\?xml version="1\.0" encoding="(?i:utf-8)"[^<>\0]*\?>')
_LARGEST = 256 * 1024 * 1024  # bytes of all parts; a brief's are well below


class Unreadable(Exception):
    """The bytes are no Word file; the message says why."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship: its type's last word, and the part or address it leads to."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of a file by name, the XML ones parsed."""

    parts: dict[str, bytes]
    trees: dict[str, Any]
    relationships: dict[str, dict[str, Relationship]]
    _stories: list[str] = field(default_factory=list)
    _elements: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    def tree(self, name: str) -> Any | None:
        """A part's root element; None when there is no such part."""
        return self.trees.get(name)

    def may_name(self, part: str, word: bytes) -> bool:
        """Whether an element or attribute of a part may have a name with this word: one not in the bytes is in no name.

        That holds for UTF-8 without a document type, which might give an element attributes that do not stand there.
        """
        content = self.parts[part]
        return word in content or not _UTF8.match(content) or b"<!DOCTYPE" in content

    def elements(self, part: str, tag: str) -> list[Any]:
        """The elements of a part with a tag, in order; searched once, since several rules look at the same."""
        key = part, tag
        found = self._elements.get(key)
        if found is None:
            found = self._elements[key] = list(self.trees[part].iter(tag))
        return found

    def stories(self) -> Iterator[tuple[str, Any]]:
        """The parts that hold text: body, headers, footers, footnotes."""
        if not self._stories:
            self._stories.extend(sorted(filter(_STORY.fullmatch, self.trees)))
        return ((name, self.trees[name]) for name in self._stories)


def open_package(data: bytes) -> Package:
    """Read a file. Raises Unreadable when it is no zip file, a part is no XML, or the main part is missing."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise Unreadable("its parts are larger than 256 MB together")
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
        raise Unreadable(f"not a zip file: {error}") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    trees: dict[str, Any] = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(content, parser)
            except etree.XMLSyntaxError as error:
                raise Unreadable(f"{name} is not well-formed XML: {error}") from error
    if MAIN not in trees:
        raise Unreadable("there is no word/document.xml")
    return Package(parts, trees, {name: _relationships(name, trees) for name in (*parts, "")})


def relationships_name(part: str) -> str:
    """The name of the relationships part of a part; "" is the package itself."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels".lstrip("/")


def _relationships(part: str, trees: dict[str, Any]) -> dict[str, Relationship]:
    root = trees.get(relationships_name(part))
    found: dict[str, Relationship] = {}
    for element in () if root is None else root.iter(_RELATIONSHIP):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not external:
            base = "/" if target.startswith("/") else posixpath.dirname(part)
            target = posixpath.normpath(posixpath.join(base, target)).lstrip("/")
        found[element.get("Id", "")] = Relationship(element.get("Type", "").rpartition("/")[2], target, external)
    return found


class _Locals(dict[object, str]):
    """The names of elements without their namespace, by tag; "" for what is no element, such as a comment."""

    def __missing__(self, tag: object) -> str:
        if len(self) >= _MOST_TAGS:
            self.clear()
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


_MOST_TAGS = 4096
LOCAL = _Locals()


def val(element: Any) -> str:
    """The `w:val` of an element; "" when there is none."""
    return element.get(VAL, "") if element is not None else ""


def whole(text: str | None, most: int = 2**31 - 1) -> int:
    """A number of a part, from 0 to `most`. Raises Unreadable when it is none."""
    if text and text.isascii() and text.isdigit() and len(text) <= 10 and int(text) <= most:
        return int(text)
    raise Unreadable(f'"{text or ""}" is no number from 0 to {most}')
