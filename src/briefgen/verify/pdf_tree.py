"""The structure tree of a PDF as elements that hold kids and marked content, in reading order (ISO 32000-2, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TypeAlias

from briefgen.records import dataclass
from briefgen.verify.pdf_objects import Objects
from briefgen.verify.pdf_syntax import Ref, Value, text_of

Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF coordinates."""


@dataclass(slots=True)
class Mark:
    """One piece of marked content: its page (from 0), its text objects, and what they cover."""

    page: int
    pieces: list[tuple[str, Box]] = field(default_factory=list)
    """What each text object says, and its rectangle."""
    boxes: list[Box] = field(default_factory=list)
    """The rectangles of all its objects."""

    @property
    def box(self) -> Box | None:
        """The rectangle that all its objects cover."""
        if not self.boxes:
            return None
        left, bottom, right, top = zip(*self.boxes, strict=True)
        return min(left), min(bottom), max(right), max(top)


@dataclass(slots=True)
class Found:
    """A structure element as read; kids in reading order. `covers` is the rectangle that it says it has (`BBox`)."""

    tag: str
    alt: str = ""
    actual: str = ""
    lang: str = ""
    identity: str = ""
    attributes: dict[str, str | float] = field(default_factory=dict)
    covers: Box | None = None
    kids: list[Found | Mark] = field(default_factory=list)
    parent: Found | None = field(default=None, repr=False, compare=False)

    def elements(self) -> Iterator[Found]:
        """This element and those below it, in reading order."""
        stack = [self]
        while stack:
            found = stack.pop()
            yield found
            stack.extend(kid for kid in reversed(found.kids) if isinstance(kid, Found))

    def chain(self) -> Iterator[Found]:
        """This element and those that hold it, from the inside out."""
        found: Found | None = self
        while found is not None:
            yield found
            found = found.parent

    def within(self, tag: str) -> bool:
        """Whether this element, or one that holds it, has a tag."""
        return any(found.tag == tag for found in self.chain())

    def marks(self) -> Iterator[Mark]:
        """All marked content below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Mark):
                yield kid
            else:
                yield from kid.marks()


Marks: TypeAlias = Mapping[tuple[int, int], Mark]
"""Marked content by page index and number."""


_DRAWINGS = ("Figure", "Formula")
"""What says which rectangle it covers (ISO 32000-2, 14.8.5.4.3), so that a reader can show it or zoom to it."""


@dataclass(slots=True)
class Tree:
    """A structure tree, below a root without a tag; which tags there are, and the figures and formulas."""

    root: Found = field(default_factory=lambda: Found(""))
    tags: set[str] = field(default_factory=set)
    drawings: list[Found] = field(default_factory=list)


def tree_of(objects: Objects, marks: Marks) -> Tree:
    """The whole tree; content that the pages do not draw is left out."""
    pages = {number: index for index, number in enumerate(objects.pages)}
    tree = Tree()
    stack = [(tree.root, objects.dictionary(objects.catalog.get("StructTreeRoot")), -1)]
    seen: set[int] = set()
    while stack:
        found, entry, inherited = stack.pop()
        page = _page(entry, pages, inherited)
        for kid in objects.array(entry.get("K")):
            if isinstance(kid, float):
                if mark := marks.get((page, int(kid))):
                    found.kids.append(mark)
                continue
            if isinstance(kid, Ref) and kid in seen:  # a tree that holds an element twice may be a ring
                continue
            below = objects.dictionary(kid)
            if "S" in below:
                if isinstance(kid, Ref):
                    seen.add(kid)
                child = _element(objects, below)
                child.parent = found
                found.kids.append(child)
                tree.tags.add(child.tag)
                if child.tag in _DRAWINGS:
                    child.covers = _covered(objects, below)
                    tree.drawings.append(child)
                if isinstance(number := below.get("K"), float):  # as most have: one piece of content
                    if mark := marks.get((_page(below, pages, page), int(number))):
                        child.kids.append(mark)
                else:
                    stack.append((child, below, page))
            elif isinstance(number := below.get("MCID"), float) and (
                mark := marks.get((_page(below, pages, page), int(number)))
            ):
                found.kids.append(mark)
    return tree


def _page(entry: dict[str, Value], pages: dict[int, int], inherited: int) -> int:
    page = entry.get("Pg")
    return pages.get(page, -1) if isinstance(page, Ref) else inherited


def _element(objects: Objects, entry: dict[str, Value]) -> Found:
    found = Found(text_of(entry["S"]))
    if "Alt" in entry:
        found.alt = text_of(objects.resolved(entry["Alt"]))
    if "ActualText" in entry:
        found.actual = text_of(objects.resolved(entry["ActualText"]))
    if "Lang" in entry:
        found.lang = text_of(objects.resolved(entry["Lang"]))
    if "ID" in entry:
        found.identity = text_of(objects.resolved(entry["ID"]))
    if "A" in entry:
        found.attributes = dict(_attributes(objects, entry["A"]))
    return found


def _covered(objects: Objects, entry: dict[str, Value]) -> Box | None:
    for item in objects.array(entry.get("A")):
        corners = objects.resolved(objects.dictionary(item).get("BBox"))
        if isinstance(corners, list) and len(corners) == 4:
            left, bottom, right, top = (edge if isinstance(edge, float) else 0.0 for edge in corners)
            return left, bottom, right, top
    return None


def _attributes(objects: Objects, value: Value) -> Iterator[tuple[str, str | float]]:
    for item in objects.array(value):
        for key, entry in objects.dictionary(item).items():
            known = objects.resolved(entry)
            if isinstance(known, float):
                yield key, known
            elif text := text_of(known):
                yield key, text
