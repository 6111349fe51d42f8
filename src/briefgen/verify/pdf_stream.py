"""The text of a structure tree as one string, and how it is compared with what was written.

What an extractor does to text is folded away; this is the whole list:

1. White space of any kind and length is one space (`\\u00a0` and the narrow spaces of number formats with it).
2. Characters that are not drawn say nothing: soft hyphens, zero-width spaces, joiners, marks of direction and of variants.
3. Text is compared in Unicode's NFC form; the ligatures U+FB00 to U+FB06, if written, are their letters, as pdfium has them.
4. pdfium has one character for all hyphens at line ends, written ones or those of hyphenation: either is accepted, and the
   space that pdfium drops after one ("short- or long-term") may be missing.
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
from briefgen.unseen import UNSEEN
from briefgen.verify.pdf_reading import DROPPED_SPACE, HYPHEN_AT_END
from briefgen.verify.pdf_tree import Box, Found, Mark

LINE_END = DROPPED_SPACE
"""A line's end where pdfium kept no space."""

OBJECT = "\ufffc"
"""Precedes the text alternative of a figure, and stands for a table, whose cells are compared one by one."""

INLINE = frozenset({"Span", "Link", "Reference", "Em", "Strong", "Quote", "Formula", "Sub", "Annot", "NonStruct"})
_ROWS = frozenset({"THead", "TBody", "TFoot", "TR"})
_BULLETS = frozenset({"Disc", "Circle", "Square", "Unordered"})
_HYPHENS = frozenset("-\u2010\u2011")
_UNSEEN = "".join(sorted(UNSEEN))
_SILENT = re.compile(f"[{_UNSEEN}]")
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "ſt", "st"), strict=True))
_SPACE = re.compile(r"[^\S\x1e]+")
_BLANK = re.compile(f"{LINE_END}* ")
_LINE_ENDS = re.compile(f"[{HYPHEN_AT_END}{LINE_END}]")
_FOLDED = re.compile(rf"[^\S\x1e ]|  |[{_UNSEEN}\ufb00-\ufb06]")
"""What folds 1 and 2 change, and ligatures."""


def folded(text: str) -> str:
    """Text after folds 1 to 3; a space at its start or end is kept."""
    if text.isascii() and text.isprintable() and "  " not in text:  # most are such, and this is seen at once
        return text
    if _FOLDED.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text
    return _SPACE.sub(" ", unicodedata.normalize("NFC", _SILENT.sub("", text).translate(_LIGATURES)))


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
    length, edge, before = 0, -1.0, " "
    last: Found | None = None
    gathered: list[tuple[str, Piece]] = []
    _gather(root, root, apart, False, gathered)
    for text, piece in gathered:
        written = piece.box if piece.element.tag != "Formula" else None
        text = folded(text)
        if piece.block is not last:
            text, edge = " " + text.lstrip(" "), -1.0
        elif written and 0 <= written[0] < edge - 2.0 and before != " ":
            text = LINE_END + text
        if before == " ":
            text = text.lstrip(" ")
        if not text:
            continue
        piece.start = length + (piece.block is not last and text[0] == " ")
        last, edge = piece.block, written[2] if written and written[0] >= 0 else edge
        stream.pieces.append(piece)
        out.append(text)
        length += len(text)
        before = text[-1]
    stream.text = "".join(out)
    stream._starts = [piece.start for piece in stream.pieces]
    return stream


def _gather(found: Found, block: Found, apart: frozenset[str], bulleted: bool, into: list[tuple[str, Piece]]) -> None:
    """Add the texts below an element in reading order; `bulleted` says that labels are bullets."""
    tag = found.tag
    if tag == "Formula":
        mark = next(found.marks(), None)
        into.append((f"{LINE_END}{found.alt}{LINE_END}", Piece(0, block, found, mark, mark.box if mark else None)))
        return
    if tag == "Lbl" and bulleted:
        return
    whole = tag == "Table" and found.identity in apart
    if tag == "Figure":
        into.append((OBJECT + found.alt, Piece(0, found, found, next(found.marks(), None))))
    elif whole:
        into.append((OBJECT, Piece(0, found, found, next(found.marks(), None))))
    elif tag == "L":
        bulleted = found.attributes.get("ListNumbering") in _BULLETS
    for kid in found.kids:
        if isinstance(kid, Mark):
            if tag != "Figure":
                into.extend([(text, Piece(0, block, found, kid, box)) for text, box in kid.pieces])
        elif not whole or kid.tag not in _ROWS:
            _gather(kid, block if kid.tag in INLINE else kid, apart, bulleted and kid.tag in ("LI", "Lbl"), into)


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
        found = _LINE_ENDS.search(stream, position)
        alike = min((found.start() if found else len(stream)) - position, len(expected) - at)
        if not stream.startswith(expected[at : at + alike], position):
            return None
        at += alike
        if at == len(expected):
            break
        if found is None:
            return None
        wanted = expected[at]
        if found[0] == HYPHEN_AT_END:
            either = wanted in _HYPHENS
        else:
            either = wanted == " " and _BLANK.match(stream, found.end()) is None
        if either or wanted == found[0]:
            at += 1
        else:
            shift += 1
            shifts.append((at, shift))
    return Match(start, start + at + shift, tuple(shifts))
