"""One paragraph in place of two: a heading or caption that was rewritten so much that it counts as deleted and inserted.

A name can be given to one bookmark only: one of two such paragraphs would lose it, and what refers to it finds nothing
once all changes are accepted, or rejected. Written into one paragraph, old and new words stand within the same bookmark.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.verify.docx_package import W

_MARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


def pair(root: Any) -> None:
    """Join deleted and inserted paragraphs of one stretch of changes that hold a bookmark of the same name."""
    for stretch in list(_stretches(root)):
        _pair(stretch)


def _stretches(root: Any) -> Iterator[list[Any]]:
    """Paragraphs one after the other that are new or gone as a whole."""
    for parent in {paragraph.getparent(): None for paragraph in root.iter(f"{W}p")}:
        stretch: list[Any] = []
        for child in (*parent, None):
            if child is not None and child.tag == f"{W}p" and (_is(child, "ins") or _is(child, "del")):
                stretch.append(child)
                continue
            if len(stretch) > 1:
                yield stretch
            stretch = []


def _is(paragraph: Any, what: str) -> bool:
    """Whether a paragraph, its mark and all its runs, was inserted or deleted."""
    marked = paragraph.find(f"{W}pPr/{W}rPr/{W}{what}") is not None
    return marked and all(any(a.tag == W + what for a in run.iterancestors()) for run in paragraph.iter(f"{W}r"))


def _pair(stretch: list[Any]) -> None:
    """Put the paragraphs of a stretch in an order that brings partners together and keeps that of the old and of the new."""
    old, new = ([p for p in stretch if _is(p, what)] for what in ("del", "ins"))
    partners: list[tuple[int, int]] = []
    for at, paragraph in enumerate(new):
        first = partners[-1][0] + 1 if partners else 0
        partner = next((n for n in range(first, len(old)) if _alike(old[n], paragraph)), None)
        if partner is not None:
            partners.append((partner, at))
    if not partners:
        return
    order: list[Any] = []
    begun_old = begun_new = 0
    for gone, come in (*partners, (len(old), len(new))):
        order += (*old[begun_old:gone], *new[begun_new : come + 1])
        begun_old, begun_new = gone + 1, come + 1
    for gone, come in partners:
        _join(old[gone], new[come])
    parent, at = stretch[0].getparent(), stretch[0].getparent().index(stretch[0])
    for paragraph in stretch:
        parent.remove(paragraph)
    for number, paragraph in enumerate(order):
        parent.insert(at + number, paragraph)


def _alike(old: Any, new: Any) -> bool:
    """Whether two paragraphs look alike but for their words, and hold bookmarks of the same names in the same order."""
    names = [_names(paragraph) for paragraph in (old, new)]
    shapes = [_value(paragraph, "pStyle") for paragraph in (old, new)]
    numbers = _value(new, "numPr/" + W + "numId")
    return names[0] == names[1] != [] and shapes[0] == shapes[1] and numbers in ("", _value(old, "numPr/" + W + "numId"))


def _value(paragraph: Any, name: str) -> str:
    found = paragraph.find(f"{W}pPr/{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _mark(child: Any) -> Any:
    """The bookmark's start or end that a child of a paragraph is, or holds and nothing else."""
    if child.tag in _MARKS:
        return child
    return child[0] if child.tag in (f"{W}ins", f"{W}del") and len(child) == 1 and child[0].tag in _MARKS else None


def _names(paragraph: Any) -> list[str]:
    """The names of a paragraph's bookmarks and "" where one ends; empty when one begins or ends within something else."""
    found = [mark for child in paragraph if (mark := _mark(child)) is not None]
    if len(found) < sum(1 for _ in paragraph.iter(*_MARKS)):
        return []
    return [mark.get(f"{W}name", "") for mark in found]


def _parts(paragraph: Any) -> tuple[list[list[Any]], list[Any]]:
    """What stands before, between and after the edges of a paragraph's bookmarks, and the edges."""
    parts: list[list[Any]] = [[]]
    edges: list[Any] = []
    for child in paragraph:
        mark = _mark(child)
        if mark is not None:
            edges.append(mark)
            parts.append([])
        elif child.tag != f"{W}pPr":
            parts[-1].append(child)
    return parts, edges


def _join(old: Any, new: Any) -> None:
    """Bring the words of a deleted paragraph into the inserted one that took its place; its mark is neither any more."""
    (gone, _), (come, edges) = _parts(old), _parts(new)
    properties = new.find(f"{W}pPr")
    marks = properties.find(f"{W}rPr")
    for inserted in marks.findall(f"{W}ins"):
        marks.remove(inserted)
    if not len(marks):
        properties.remove(marks)
    for child in list(new):
        if child is not properties:
            new.remove(child)
    for at, (old_words, new_words) in enumerate(zip(gone, come, strict=True)):
        new.extend((*new_words, *old_words))
        new.extend(edges[at : at + 1])
