"""A user's own Word file or template as base of the DOCX: read, and refused where it brings in what nobody asked for."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from briefgen.diag import Sink, did_you_mean
from briefgen.load.files import MAX_FILE
from briefgen.source import Span
from briefgen.theme import Page, Reference, Theme

MAX_UNPACKED = 256 * 2**20
"""The most bytes all parts of a reference document may have together."""

_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACROS = ("vbaproject", "vbadata", "activex", "macro")
_EXECUTED = ("control", "oleobject", "package", "afchunk", "ui/extensibility")
"""Types of relationships whose targets Word runs, or unpacks with other programs."""


def load_reference(path: Path, theme: Theme, sink: Sink) -> Reference | None:
    """The file as base, with the page of its last section; None when it is refused, which is reported with its part."""
    span = Span(path.as_posix())
    parts = _parts(path, span, sink)
    trees = _trees(parts, span, sink) if parts is not None else None
    if parts is None or trees is None:
        return None
    before = len(sink.found)
    _refuse_code(parts, trees, span, sink)
    for name, tree in sorted(trees.items()):
        _refuse_outside(name, tree, span, sink)
    _check_styles(trees.get("word/styles.xml"), theme.word_styles, span, sink)
    if any(d.severity == "error" for d in sink.found[before:]):
        return None
    return Reference(path.read_bytes(), _page(trees[_MAIN], theme.page))


def _parts(path: Path, span: Span, sink: Sink) -> dict[str, bytes] | None:
    try:
        if path.stat().st_size > MAX_FILE:
            sink.error("file-too-large", f'"{path.name}" has {path.stat().st_size:,} bytes', span)
            return None
        with ZipFile(BytesIO(path.read_bytes())) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                sink.error("file-too-large", f'"{path.name}" unpacks to more than {MAX_UNPACKED:,} bytes', span)
                return None
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except OSError as fault:
        sink.error("file-unreadable", f'"{path.name}" cannot be read: {fault.strerror}', span)
    except (BadZipFile, NotImplementedError, ValueError, RuntimeError, EOFError, struct.error) as fault:
        sink.error("reference-unreadable", f'"{path.name}" is no Word file: {fault}', span, "save it as .docx or .dotx")
    return None


def _trees(parts: dict[str, bytes], span: Span, sink: Sink) -> dict[str, Any] | None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    trees: dict[str, Any] = {}
    for name, data in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        try:
            trees[name] = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as fault:
            sink.error("reference-unreadable", f"{name} is not well-formed XML: {fault}", span)
            return None
        if trees[name].getroottree().docinfo.doctype:
            sink.error("reference-unreadable", f"{name} declares a document type, which Word never writes", span)
            return None
    if _MAIN not in trees or trees[_MAIN].find(f"{_W}body") is None:
        sink.error(
            "reference-unreadable", f"there is no {_MAIN} with a body", span, "save it anew from Word as .docx or .dotx"
        )
        return None
    return trees


def _refuse_code(parts: dict[str, bytes], trees: dict[str, Any], span: Span, sink: Sink) -> None:
    types = trees.get("[Content_Types].xml")
    declared = () if types is None else [(e.get("PartName", ""), e.get("ContentType", "").lower()) for e in types]
    found = {name for name in parts if any(word in posixpath.basename(name).lower() for word in _MACROS)}
    found |= {name.lstrip("/") for name, kind in declared if any(word in kind for word in _MACROS)}
    for name in sorted(found):
        sink.error(
            "reference-macro", f"{name or 'the package'} holds macros", span, "save it without macros (.docx or .dotx)"
        )


def _refuse_outside(name: str, tree: Any, span: Span, sink: Sink) -> None:
    for relation in tree.iter(_RELATIONSHIP) if name.endswith(".rels") else ():
        kind, target = relation.get("Type", "").lower(), relation.get("Target", "")
        if relation.get("TargetMode") == "External" and not kind.endswith("/hyperlink"):
            message = f"{name}: a relationship ({kind.rpartition('/')[2]}) fetches {target} from outside"
            sink.error("reference-external", message, span, "break the link in Word (File, Info, Edit Links to Files)")
        elif kind.endswith(_EXECUTED):
            sink.error("reference-macro", f"{name}: {target} is an embedded object or control", span, "remove it in Word")


def _check_styles(styles: Any, wanted: Mapping[str, str], span: Span, sink: Sink) -> None:
    names = {} if styles is None else {_value(s.find(f"{_W}name")): "" for s in styles.iter(f"{_W}style")}
    known = {name.casefold() for name in names}
    for role, name in wanted.items():
        if name.casefold() not in known:
            message = f'it has no style "{name}", which the brand file names for {role}'
            sink.error("word-style-unknown", message, span, did_you_mean(name, names))


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{_W}val", ""))


def _page(document: Any, page: Page) -> Page:
    """The page of the file's last section, upright; what it does not say is the brand's."""
    section = next(reversed(list(document.iter(f"{_W}sectPr"))), None)
    size = None if section is None else section.find(f"{_W}pgSz")
    margins = None if section is None else section.find(f"{_W}pgMar")
    made = page
    if size is not None and _points(size, "w") and _points(size, "h"):
        sides = sorted((_points(size, "w"), _points(size, "h")))
        made = replace(made, width=sides[0], height=sides[1])
    if margins is not None:
        names = ("top", "bottom", "left", "right", "header", "footer")
        made = replace(made, **{name: abs(_points(margins, name)) for name in names if margins.get(f"{_W}{name}")})
    return made if made.measure > 100 and made.height - made.top - made.bottom > 200 else page


def _points(element: Any, name: str) -> float:
    try:
        return float(element.get(f"{_W}{name}", "0")) / 20
    except ValueError:
        return 0.0
