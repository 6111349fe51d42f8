"""The text of a structure tree as one string, and how it is compared with what was written.

What an extractor does to text is folded away; this is the whole list:

1. White space of any kind and length is one space (`\\u00a0` and the narrow spaces of number formats with it).
2. Soft hyphens, zero-width spaces and joiners of words say nothing.
3. Text is compared in Unicode's NFC form.
4. pdfium has one character for all hyphens at line ends, written ones or those of hyphenation: either is accepted.
5. pdfium drops some spaces that are text objects of their own: there, and at a line's end, a space or none is accepted.
6. A formula is its text alternative, a space beside it may be missing; the pictures of figures have theirs.
7. In code blocks line ends say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import field
from itertools import islice

from briefgen.records import dataclass
from briefgen.verify.pdf_reading import DROPPED_SPACE, HYPHEN_AT_END
from briefgen.verify.pdf_tree import Box, Found, Mark

LINE_END = DROPPED_SPACE
"""A line's end where pdfium kept no space."""

OBJECT = "\ufffc"
"""Precedes the text alternative of a figure, and stands for a table, whose cells are compared one by one."""

INLINE = frozenset({"Span", "Link", "Reference", "Em", "Strong", "Quote", "Formula", "Sub", "Annot", "NonStruct"})
_BULLETS = frozenset({"Disc", "Circle", "Square", "Unordered"})
_HYPHENS = frozenset("-\u2010\u2011")
_SILENT = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
_SPACE = re.compile(r"[^\S\x1e]+")


def folded(text: str) -> str:
    """Text after folds 1 to 3; a space at its start or end is kept."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text.translate(_SILENT)))


@dataclass(slots=True)
class Piece:
    """A stretch of the stream: where it starts, the block, innermost element and marked content it belongs to.

    `box` is the rectangle of its text object, or of a formula; None for the text alternative of a figure.
    """

    start: int
    block: Found
    element: Found
    mark: Mark | None
    box: Box | None = None


@dataclass(slots=True)
class Stream:
    """The text of a tree. Between blocks stands one space; tables named in `apart` stand as one `OBJECT` each."""

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def at(self, position: int) -> Piece | None:
        """The piece that holds a position."""
        index = bisect_right(self._starts, position) - 1
        return self.pieces[index] if index >= 0 else None

    def following(self, position: int) -> Iterator[Piece]:
        """The pieces that begin after a position."""
        return islice(self.pieces, bisect_right(self._starts, position), None)

    def between(self, start: int, end: int) -> list[Piece]:
        """The pieces of drawn text that a stretch touches, without those of white space alone."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, end - 1)
        ends = [*self._starts[first + 1 : last], end]
        touched = zip(self.pieces[first:last], ends, strict=True)
        return [p for p, stop in touched if p.box and self.text[max(start, p.start) : stop].strip(" " + LINE_END)]

    def block_starts(self) -> list[int]:
        """Where blocks begin, or go on after a block inside them."""
        return [p.start for i, p in enumerate(self.pieces) if not i or p.block is not self.pieces[i - 1].block]

    def after(self, position: int) -> int:
        """The position after white space."""
        while position < len(self.text) and self.text[position] in (" ", LINE_END):
            position += 1
        return position


def stream_of(root: Found, apart: frozenset[str] = frozenset()) -> Stream:
    """The stream of a tree. Marks of unordered lists are left out: they are drawn, not written."""
    stream = Stream()
    out: list[str] = []
    length, edge, last = 0, -1.0, None
    for text, piece in _texts(root, root, apart):
        written = piece.box if piece.element.tag != "Formula" else None
        left, right = (written[0], written[2]) if written else (-1.0, -1.0)
        joined = piece.block is last
        text = folded(text)
        if not joined:
            text, edge = " " + text.lstrip(" "), -1.0
        elif left >= 0 and left < edge - 2.0 and out and out[-1][-1:] not in (" ", HYPHEN_AT_END):
            text = LINE_END + text
        before = out[-1][-1:] if out else " "
        if before == " ":
            text = text.lstrip(" ")
        if not text:
            continue
        last, edge = piece.block, right if left >= 0 else edge
        piece.start = length + (not joined and text.startswith(" "))
        stream.pieces.append(piece)
        out.append(text)
        length += len(text)
    stream.text = "".join(out)
    stream._starts = [piece.start for piece in stream.pieces]
    return stream


def _texts(found: Found, block: Found, apart: frozenset[str], bulleted: bool = False) -> Iterator[tuple[str, Piece]]:
    """Texts in reading order; `bulleted` says that labels are bullets."""
    match found.tag:
        case "Formula":
            mark = next(found.marks(), None)
            yield f"{LINE_END}{found.alt}{LINE_END}", Piece(0, block, found, mark, mark.box if mark else None)
            return
        case "Figure":
            yield OBJECT + found.alt, Piece(0, found, found, next(found.marks(), None))
        case "Table" if found.identity in apart:
            yield OBJECT, Piece(0, found, found, next(found.marks(), None))
        case "Lbl" if bulleted:
            return
        case "L":
            bulleted = found.attributes.get("ListNumbering") in _BULLETS
        case _:
            pass
    for kid in found.kids:
        if isinstance(kid, Found):
            if found.tag != "Table" or found.identity not in apart or kid.tag not in ("THead", "TBody", "TFoot", "TR"):
                yield from _texts(kid, block if kid.tag in INLINE else kid, apart, bulleted and kid.tag in ("LI", "Lbl"))
        elif found.tag != "Figure":
            for text, box in kid.pieces:
                yield text, Piece(0, block, found, kid, box)


@dataclass(frozen=True, slots=True)
class Match:
    """Where an expected text stands in a stream; `place` turns positions in the one into positions in the other."""

    start: int
    end: int
    shifts: tuple[tuple[int, int], ...] = ()

    def place(self, position: int) -> int:
        """The stream's position of a position in the expected text."""
        shift = 0
        for at, by in self.shifts:
            if position >= at:
                shift = by
        return self.start + position + shift


def matched(stream: str, start: int, expected: str) -> Match | None:
    """The match of an expected text that begins at `start`, after folds 4 and 5; None when it says something else."""
    end = start + len(expected)
    if stream.startswith(expected, start):
        return Match(start, end)
    at, shift, shifts = 0, 0, []
    while at < len(expected):
        position = start + at + shift
        char = stream[position : position + 1]
        if char == expected[at]:
            at += 1
        elif char == HYPHEN_AT_END:
            if expected[at] in _HYPHENS:
                at += 1
            else:
                shift += 1
                shifts.append((at, shift))
        elif char == LINE_END:
            if expected[at] == " " and stream[position + 1 : position + 2] != " ":
                at += 1
            else:
                shift += 1
                shifts.append((at, shift))
        else:
            return None
    return Match(start, start + at + shift, tuple(shifts))
