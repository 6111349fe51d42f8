"""The links of a PDF's pages: where each can be clicked, what it says, and where it leads (ISO 32000-2, 12.5.6.5)."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.records import dataclass
from briefgen.verify.pdf_objects import Objects
from briefgen.verify.pdf_syntax import Ref, Value, text_of
from briefgen.verify.pdf_tree import Box


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link annotation: where it can be clicked, its text, and its address or destination (page from 0, y or None)."""

    page: int
    box: Box
    said: str
    uri: str
    to_page: int
    to_y: float | None


def links_of(objects: Objects) -> Iterator[FoundLink]:
    """All links, page by page. A destination by name counts as none: names are for addresses from outside."""
    numbers = {number: index for index, number in enumerate(objects.pages)}
    for number, index in numbers.items():
        for annotation in map(objects.dictionary, objects.array(objects.dictionary(Ref(number)).get("Annots"))):
            if annotation.get("Subtype") == "Link":
                yield _link(objects, annotation, index, numbers)


def _link(objects: Objects, annotation: dict[str, Value], page: int, numbers: dict[int, int]) -> FoundLink:
    action = objects.dictionary(annotation.get("A"))
    kind = action.get("S")
    address = objects.resolved(action.get("URI")) if kind == "URI" else None
    uri = address.decode("utf-8", "replace") if isinstance(address, bytes) else ""
    target = annotation.get("Dest") or (action.get("D") if kind == "GoTo" else None)
    box = _box(objects.array(annotation.get("Rect")))
    said = text_of(objects.resolved(annotation.get("Contents")))
    return FoundLink(page, box, said, uri, *_destination(objects.array(target), numbers))


def _box(edges: list[Value]) -> Box:
    """A rectangle by any two opposite corners; one of no area when it is none."""
    x, y, u, v, *_ = (*(edge if isinstance(edge, float) else 0.0 for edge in edges), 0.0, 0.0, 0.0, 0.0)
    return min(x, u), min(y, v), max(x, u), max(y, v)


def _destination(target: list[Value], numbers: dict[int, int]) -> tuple[int, float | None]:
    """Page and height of `[page /XYZ left top zoom]`; without a height when the view is another one."""
    page = numbers.get(target[0], -1) if target and isinstance(target[0], Ref) else -1
    top = target[3] if len(target) > 3 and target[1] == "XYZ" else None
    return page, top if isinstance(top, float) else None
