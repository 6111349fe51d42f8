"""Line breaking: the breaks of a whole paragraph chosen together (after Knuth and Plass 1981).

A first try breaks at spaces only; words are hyphenated when that leaves lines too loose. A paragraph's cost is the sum over
its lines, found by dynamic programming over the breaks; each break looks back over one line, so the work is linear.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefgen.layout.atoms import FORCED, HYPHEN, JOINED, SEAM, SPACE, Atom, hyphenated, shortened

_STRETCH, _SHRINK = 0.6, 0.2
"""How much a word space may grow and shrink in justified text, as shares of its width."""
_RAGGED_SLACK = 0.24
"""Share of the measure that a ragged line may leave empty before words are hyphenated."""
_SLACK = 0.002
"""Points of overhang that rounding may cause and nobody sees."""


@dataclass(slots=True)
class Line:
    """Atoms of one line; `room` is what the line leaves of its width (negative: spaces shrink), `last` of a paragraph."""

    atoms: list[Atom]
    width: float
    room: float
    first: bool
    last: bool
    spaces: int

    @property
    def word_space(self) -> float:
        """What justification adds to each space."""
        return 0.0 if self.last or not self.spaces else self.room / self.spaces


def break_lines(atoms: list[Atom], width: float, first: float, justify: bool, lang: str, hyphenate: bool) -> list[Line]:
    """The lines of a paragraph in `width` points, the first line being indented by `first` (negative: it hangs)."""
    if not atoms:
        return []
    atoms[-1].after, atoms[-1].glue = JOINED, None  # what ends a paragraph ends no word
    total = _natural(atoms)
    if total <= width - max(first, 0.0) + _SLACK and not any(a.after == FORCED for a in atoms[:-1]):
        return [Line(atoms, total, width - first - total, True, True, 0)]
    least = width - max(first, 0.0)
    if any(a.width > least for a in atoms):
        atoms = shortened(atoms, least, lang)
    _part_chains(atoms, least)
    found = _Problem(atoms, width, first, justify)
    ends = found.solve()
    if hyphenate and found.too_loose(ends):
        finer = hyphenated(atoms, lang)
        if len(finer) > len(atoms):
            found = _Problem(finer, width, first, justify)
            ends = found.solve()
    return found.lines(ends)


def _natural(atoms: list[Atom]) -> float:
    """The width of all atoms on one line."""
    total = 0.0
    for piece in atoms:
        total += piece.width
        if piece.glue is not None and piece is not atoms[-1]:
            total += piece.glue.space
    return total


def _part_chains(atoms: list[Atom], width: float) -> None:
    """Allow a break within pieces that belong together (a word in two faces) where together they are too wide."""
    chain, start = 0.0, 0
    for number, piece in enumerate(atoms):
        if chain + piece.width > width and number > start:
            atoms[number - 1].after, start, chain = SEAM, number, 0.0
        chain += piece.width
        if piece.after != JOINED:
            start, chain = number + 1, 0.0


class _Problem:
    """One paragraph to break: widths up to each atom, and the places where a line may end."""

    def __init__(self, atoms: list[Atom], width: float, first: float, justify: bool) -> None:
        self.atoms, self.width, self.first, self.justify = atoms, width, first, justify
        self.breaks = [0]
        self.before = [0.0]  # the width of all atoms and spaces before a break
        self.upto = [0.0]  # the same without the space that ends the line, with the hyphen that does
        self.spaces = [0]
        at, spaces = 0.0, 0
        for number, piece in enumerate(atoms, 1):
            at += piece.width
            end = at
            if piece.after == SPACE and piece.glue is not None:
                at += piece.glue.space
                spaces += 1
            elif piece.after == HYPHEN:
                end += piece.look.words["-"][0].width * piece.look.size
            if piece.after != JOINED or number == len(atoms):
                self.breaks.append(number)
                self.before.append(at)
                self.upto.append(end)
                self.spaces.append(spaces)

    def solve(self) -> list[int]:
        """Indices into `breaks` of the lines' ends with the least cost."""
        count = len(self.breaks)
        cost = [0.0] + [float("inf")] * (count - 1)
        origin = [0] * count
        floor = 0
        for end in range(1, count):
            kind = self.atoms[self.breaks[end] - 1].after
            closing = end == count - 1 or kind == FORCED
            while floor < end - 1 and not self._fits(floor, end):
                floor += 1
            extra = 40.0 if kind == HYPHEN else 0.0
            for start in range(floor, end):
                price = cost[start] + self._cost(start, end, closing) + extra
                if extra and self.atoms[self.breaks[start] - 1].after == HYPHEN:
                    price += 60.0
                if price < cost[end]:
                    cost[end], origin[end] = price, start
                elif self.width - (self.upto[end] - self.before[start]) > 0.5 * self.width and not closing:
                    break  # lines that start later are shorter still
            if kind == FORCED:
                floor = end
        ends, at = [], count - 1
        while at:
            ends.append(at)
            at = origin[at]
        return ends[::-1]

    def _limit(self, start: int) -> float:
        return self.width - self.first if start == 0 else self.width

    def _fits(self, start: int, end: int) -> bool:
        over = self.upto[end] - self.before[start] - self._limit(start)
        if over <= _SLACK:
            return True
        return self.justify and over <= self._stretchable(start, end) * _SHRINK

    def _stretchable(self, start: int, end: int) -> float:
        """The total width of the spaces inside a line, reckoned by the paragraph's usual space."""
        glue = self.atoms[0].look.space
        return glue * max(0, self.spaces[end - 1] - self.spaces[start])

    def _cost(self, start: int, end: int, closing: bool) -> float:
        room = self._limit(start) - (self.upto[end] - self.before[start])
        if closing:
            return 12.0 if room > 0.88 * self.width else 1.0  # a lone short word as last line is ugly
        if not self.justify:
            share = room / self.width
            return 1.0 + 1000.0 * share * share
        glue = self._stretchable(start, end) or 0.1
        ratio = room / (glue * (_STRETCH if room > 0 else _SHRINK))
        return 1.0 + min(40.0 * abs(ratio) ** 3, 20_000.0 + room)

    def too_loose(self, ends: list[int]) -> bool:
        """Whether a line other than the last leaves more room than looks well."""
        start = 0
        for end in ends[:-1]:
            room = self._limit(start) - (self.upto[end] - self.before[start])
            if self.justify:
                if room > self._stretchable(start, end) * _STRETCH * 1.1:
                    return True
            elif room > _RAGGED_SLACK * self.width:
                return True
            start = end
        return False

    def lines(self, ends: list[int]) -> list[Line]:
        """The lines that end at these breaks."""
        out: list[Line] = []
        start = 0
        for end in ends:
            atoms = self.atoms[self.breaks[start] : self.breaks[end]]
            width = self.upto[end] - self.before[start]
            last = end == ends[-1] or atoms[-1].after == FORCED
            spaces = sum(1 for a in atoms[:-1] if a.after == SPACE)
            out.append(Line(atoms, width, self._limit(start) - width, start == 0, last, spaces))
            start = end
        return out
