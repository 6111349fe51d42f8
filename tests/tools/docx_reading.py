"""The text of a Word file in reading order, read with python-docx; and the same of a resolved document.

Written apart from `verify`, so that a fault of one shows in the other. Blanks are left out, since
tabs, line breaks and the spaces around labels are the file's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from briefgen import tree as t

_BLANKS = re.compile(r"[\s\u00a0\u2002\u2009\u202f]+")
_SKIPPED = ("instrText", "docPr", "sectPr", "pict")


def texts_in_order(data: bytes) -> str:
    """The body's text without blanks: runs, footnote marks as "*", formulas as their symbols left out."""
    import docx

    body = docx.Document(BytesIO(data)).element.body
    return _flat("".join(_runs(body)))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "r" and _style(child) == "CitedOn":
            continue
        if name == "t":
            yield child.text or ""
        elif name == "noBreakHyphen":
            yield "\u2011"
        elif name == "footnoteReference":
            yield "*"
        elif name not in (*_SKIPPED, "oMath", "oMathPara"):
            yield from _runs(child)


def _style(run: Any) -> str:
    for element in run.iter():
        if element.tag.endswith("}rStyle"):
            return str(next(iter(element.attrib.values())))
    return ""


def _flat(text: str) -> str:
    return _BLANKS.sub("", text)


def texts_of(document: t.Document) -> str:
    """The same of a document as resolved: what its file must read."""
    meta = document.meta
    front = [t.plain(meta.title), t.plain(meta.subtitle), ", ".join(meta.authors)]
    front += [part for detail in meta.details for part in detail]
    return _flat("".join((*front, *(_block(b) for b in document.body))))


def _inlines(nodes: t.Inlines | None) -> str:
    return "".join(_inline(node) for node in nodes or ())


def _inline(node: t.Inline) -> str:
    match node:
        case t.Math():
            return ""
        case t.NoteRef() if node.anchor.startswith("note-"):
            return "*"
        case t.NoteRef():
            return node.mark
        case t.Value() | t.Citation():
            return _inlines(node.runs)
        case t.Text() | t.Code() | t.Jump() | t.Break():
            return t.plain((node,))
        case _:
            return _inlines(getattr(node, "children", ()))


def _blocks(blocks: t.Blocks) -> str:
    return "".join(_block(block) for block in blocks)


def _block(block: t.Block) -> str:
    match block:
        case t.Para():
            return _inlines(block.children)
        case t.Section():
            return _inlines(block.title) + _blocks(block.children)
        case t.List():
            return "".join(_blocks(item.children) for item in block.items)
        case t.DefinitionList():
            return "".join(_inlines(item.term) + _blocks(item.children) for item in block.items)
        case t.Quote():
            return _blocks(block.children)
        case t.Callout():
            return _inlines(block.title) + _blocks(block.children)
        case t.CodeBlock():
            return block.text
        case t.Table():
            rows = "".join(_inlines(cell.children) for row in (*block.head, *block.body) for cell in row.cells)
            return _caption(block.caption) + rows + _notes(block.notes)
        case t.Figure():
            return _caption(block.caption) + _notes(block.notes)
        case t.Equation():
            return block.label
        case t.References():
            return "".join(entry.label + _inlines(entry.children) for entry in block.entries)
        case t.Contents():
            pages = "2"  # of `docx_world.geometry`
            return t.plain(block.title) + "".join(e.label + t.plain(e.children) + pages for e in block.entries)
        case _:
            return ""


def _caption(caption: t.Caption) -> str:
    return f"{caption.label}.{_inlines(caption.children)}" if caption.children else caption.label


def _notes(notes: tuple[t.Note, ...]) -> str:
    return "".join(note.mark + _inlines(note.children) for note in notes)
