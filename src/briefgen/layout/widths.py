"""Column widths of a table from the widths its cells need and would like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt

from briefgen.layout.atoms import FORCED, JOINED, TIED, Atom, Look
from briefgen.records import dataclass

_WIDEST_WORD = 130.0
"""A word wider than this does not widen its column: it is broken."""
_COMFORTABLE = 62.0
"""The width, in points, below which a column of running text reads badly."""
_SMALL = 0.55
"""A table whose content takes a smaller share of the measure is not spread over all of it."""


@dataclass(slots=True)
class Need:
    """What one column or cell needs in points: the widest unbreakable piece, and everything on one line."""

    least: float = 0.0
    liked: float = 0.0


def need_of(atoms: list[Atom]) -> Need:
    """What a cell's atoms need."""
    least = chain = line = liked = 0.0
    for piece in atoms:
        chain += piece.width
        line += piece.width
        if piece.after == TIED and piece.glue is not None:
            chain, line = chain + piece.glue.space, line + piece.glue.space
        elif piece.after != JOINED:
            least, chain = max(least, chain), 0.0
            if piece.glue is not None:
                line += piece.glue.space
            else:
                liked, line = (max(liked, line), 0.0) if piece.after == FORCED else (liked, line)
    return word_need(max(least, chain), max(liked, line))


def word_need(least: float, liked: float) -> Need:
    """What a text needs whose widest unbreakable piece and whose longest line are known."""
    return Need(min(least, _WIDEST_WORD), liked)


def spread(needs: list[Need], start: int, count: int, wanted: Need) -> None:
    """Let a cell over several columns widen them as far as it needs."""
    spanned = needs[start : start + count]
    lack = (wanted.least - sum(n.least for n in spanned)) / count
    more = (wanted.liked - sum(n.liked for n in spanned)) / count
    for need in spanned:
        need.least += max(0.0, lack)
        need.liked = max(need.least, need.liked + max(0.0, more))


def crowded(needs: Sequence[Need], measure: float) -> bool:
    """Whether columns get too narrow to read within the measure."""
    return sum(max(n.least, min(n.liked, _COMFORTABLE)) for n in needs) > measure


def column_widths(needs: Sequence[Need], shares: Sequence[float], measure: float) -> list[float]:
    """Widths in points; given shares (of the table's width) are honoured, the rest is dealt out by need."""
    if any(shares):
        fixed = [share * measure for share in shares]
        free = [i for i, share in enumerate(shares) if not share]
        rest = column_widths([needs[i] for i in free], [0.0] * len(free), measure - sum(fixed)) if free else []
        for i, width in zip(free, rest, strict=True):
            fixed[i] = width
        scale = min(1.0, measure / (sum(fixed) or 1.0))
        return [max(1.0, width * scale) for width in fixed]
    liked, least = sum(n.liked for n in needs), sum(n.least for n in needs)
    if liked <= measure:
        return _widened(needs, measure)
    if least >= measure:
        return [n.least * measure / least for n in needs]
    return _shared(needs, measure)


def _widened(needs: Sequence[Need], measure: float) -> list[float]:
    """Everything fits on one line: spread over the measure, or over part of it when there is little to show."""
    liked = sum(n.liked for n in needs) or 1.0
    target = measure if liked >= _SMALL * measure else min(measure, max(liked * 1.3, _SMALL * measure))
    extra = target - liked
    weights = [sqrt(n.liked) for n in needs]
    total = sum(weights) or 1.0
    return [n.liked + extra * w / total for n, w in zip(needs, weights, strict=True)]


def _shared(needs: Sequence[Need], measure: float) -> list[float]:
    """Narrow columns get what they like, wide ones share the rest by the square root of their text, none below its least."""
    widths: dict[int, float] = {}
    active = set(range(len(needs)))
    while active:
        rest = measure - sum(widths.values())
        total = sum(sqrt(needs[i].liked) for i in sorted(active)) or 1.0
        fair = {i: rest * sqrt(needs[i].liked) / total for i in sorted(active)}
        # Columns held at their least first: what they take is no longer there for the others.
        settled = {i: needs[i].least for i in fair if needs[i].least > fair[i]}
        settled = settled or {i: needs[i].liked for i in fair if needs[i].liked <= fair[i]}
        if not settled:
            widths.update(fair)
            break
        widths.update(settled)
        active -= settled.keys()
    surplus = measure - sum(widths.values())
    return [widths[i] + surplus * widths[i] / (measure - surplus) for i in range(len(needs))]


# ----------------------------------------------------------------------------------------------------------- decimals

_NUMBER = re.compile(r"\d[\d,.'’\u00a0\u2009\u202f·]*")
_GROUPED = re.compile(r"[\u00a0\u2009\u202f'’]$")


def lead_of(atoms: list[Atom], separators: str) -> float | None:
    """The width of a numeric cell up to the decimal separator of its first number; None when it holds no number."""
    before = 0.0
    for piece in atoms:
        within = lead_within(piece.text, piece.look, separators) if piece.item is None else None
        if within is not None:
            return before + within
        before += piece.width + (piece.glue.space if piece.glue is not None else 0.0)
    return None


def lead_within(word: str, look: Look, separators: str) -> float | None:
    """The width of a word up to the decimal separator of the number in it; None when there is none."""
    found = _NUMBER.search(word)
    if found is None:
        return None
    head = word[: _cut(word, found, separators)]
    return sum(run.width for run in look.words[head]) * look.size if head else 0.0


def _cut(text: str, found: re.Match[str], separators: str) -> int:
    """Where in the text the fraction of a number begins, its separator included."""
    start = found.start()
    if start and text[start - 1] in separators:
        return start - 1
    for at, char in enumerate(found.group()):
        if char in separators and start + at + 1 < len(text) and text[start + at + 1].isdigit():
            return start + at
    return start + len(_GROUPED.sub("", found.group().rstrip(".,·")))
