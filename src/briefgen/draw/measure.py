"""How wide text is, and how a label is broken into balanced lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Protocol

from briefgen.theme import FaceRole

_PIECE = re.compile(r"[^ \-–/]*(?:[\-–/]+|[ ]+|$)")
_NUMBER = re.compile(r"[-−+<>≤≥~]?[\d.,–]+")
_UNIT = re.compile(
    r"(?:[µnmkcp]?(?:g|mol|L|l|m|M|s|min|h|d|Hz)(?:[/·][\w/·⁻¹²]+)?|%|IU|weeks?|days?|hours?|years?|months?)(?![\w])"
)
_SIGNS = frozenset("=≥≤<>≈±×")


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
    return tuple(line for part in text.splitlines() if part.strip() for line in _balanced(part, measure, face, size, limit))


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
    """The text cut after every place where a line may end."""
    pieces: list[str] = []
    for match in _PIECE.finditer(text):
        if pieces and match[0] and _joined(pieces[-1], match[0]):
            pieces[-1] += match[0]
        elif match[0]:
            pieces.append(match[0])
    return pieces


def _joined(before: str, after: str) -> bool:
    """Whether a line must not end between two pieces.

    Numbers stay with their unit and their sign (5 mg/kg, n = 10, ≥ 24); units, ranges, code names (CP-101) and short
    stubs are not torn at their hyphen or solidus.
    """
    if before.endswith(" "):
        word = before.rpartition(" ")[0].rpartition(" ")[2]
        return bool(_NUMBER.fullmatch(word) and _UNIT.match(after)) or word in _SIGNS or after.strip(" ") in _SIGNS
    stem = before.rpartition(" ")[2].rstrip("-–/")
    return len(stem) < 4 or len(after.strip(" ")) < 4 or after[:1].isdigit()
