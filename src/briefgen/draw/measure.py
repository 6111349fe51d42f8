"""How wide text is, and how a label is broken into balanced lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Protocol

from briefgen.theme import FaceRole

_PIECE = re.compile(r"[^ \-–/]*(?:[\-–/]+|[ ]+|$)")


class Measure(Protocol):
    """Anything that knows the width of a text; `briefgen.fonts.Fonts` does."""

    def width(self, text: str, face_role: FaceRole, size: float) -> float:
        """The width of a line in points."""
        ...


def wrap(text: str, measure: Measure, face: FaceRole, size: float, limit: float) -> tuple[str, ...]:
    """The lines of a label no wider than `limit` points where words allow, of lengths as even as can be.

    Line breaks in the text are kept. Lines end at blanks and after hyphens, dashes and solidi; a word wider than the
    limit is left whole: a wide box is better than a torn name.
    """
    return tuple(
        line for part in text.splitlines() if part.strip() for line in _balanced(part, measure, face, size, limit)
    )


def _balanced(text: str, measure: Measure, face: FaceRole, size: float, limit: float) -> tuple[str, ...]:
    pieces = _pieces(text.strip(" "))
    ends = len(pieces)
    # best[i]: fewest lines, then least uneven, for the pieces from i on; with the ends of those lines
    best: list[tuple[int, float, tuple[int, ...]]] = [(0, 0.0, ())] * (ends + 1)
    for i in range(ends - 1, -1, -1):
        found: list[tuple[int, float, tuple[int, ...]]] = []
        for j in range(i + 1, ends + 1):
            width = measure.width("".join(pieces[i:j]).strip(" "), face, size)
            if width > limit and j > i + 1:
                break
            lines, cost, cuts = best[j]
            found.append((lines + 1, cost + width**2, (j, *cuts)))
        best[i] = min(found)
    starts = (0, *best[0][2])
    return tuple("".join(pieces[i:j]).strip(" ") for i, j in pairwise(starts))


def _pieces(text: str) -> list[str]:
    """The text cut after every place where a line may end; a minus before a digit ("-5") is no such place."""
    pieces: list[str] = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        if not piece:
            continue
        if pieces and (pieces[-1].strip(" ") in {"-", "–", "/"} or _joined(pieces[-1], piece)):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _joined(before: str, after: str) -> bool:
    """Whether a line must not end here: units (mg/kg), ranges (4–10), code names (CP-101) and short stubs stay whole."""
    if before.endswith(" "):
        return False
    stem = before.rstrip("-–/")
    return len(stem) < 4 or len(after.strip(" ")) < 4 or after[:1].isdigit()
