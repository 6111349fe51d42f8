"""The comments of a Word file: which text each stands on and what it says, and what a document wants of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefgen.tree import Contents, Document, Drawing, Link, Node, Value, children, plain, walk
from briefgen.verify.docx_package import Package, W
from briefgen.verify.docx_reading import characters


def commentable(document: Document, remarks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The values of the body that carry a comment, as printed, each with what it says; of a drawing's no text is read."""
    stack: list[Node] = list(document.body) if remarks else []
    while stack:
        node = stack.pop()
        if isinstance(node, Value) and node.path in remarks:
            yield plain(node.runs or ()), remarks[node.path]
        elif isinstance(node, Drawing):
            yield from (("", remarks[v.path]) for v in walk(node) if isinstance(v, Value) and v.path in remarks)
        elif not isinstance(node, Contents | Link):  # what they show stands elsewhere, or is a link already
            stack.extend(children(node))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def comments(package: Package) -> list[tuple[str, str]]:
    """The comments of a file in order: the text of the body each covers, and its own."""
    part = package.tree("word/comments.xml")
    body = package.tree("word/document.xml")
    if part is None or body is None:
        return []
    said = {c.get(f"{W}id", ""): "".join(characters(_name(t), t) for t in c.iter()) for c in part.iter(f"{W}comment")}
    open_now: dict[str, list[str]] = {}
    found: list[tuple[str, str]] = []
    for element in body.iter():
        number = element.get(f"{W}id", "")
        match element.tag:
            case start if start == f"{W}commentRangeStart":
                open_now[number] = []
            case end if end == f"{W}commentRangeEnd":
                found.append(("".join(open_now.pop(number, [])), said.pop(number, "")))
            case _:
                for pieces in open_now.values():
                    pieces.append(characters(_name(element), element))
    return [*found, *(("", text) for text in said.values())]
