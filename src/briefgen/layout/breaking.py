"""Line breaking: the breaks of a whole paragraph chosen together (after Knuth and Plass 1981).

A first try breaks at spaces only; words are hyphenated when that leaves lines too loose. A paragraph's cost is the sum over
its lines, found by dynamic programming over the breaks; each break looks back over one line, so the work is linear.
"""

from __future__ import annotations

from math import inf

from briefgen.layout.atoms import FORCED, HYPHEN, JOINED, SEAM, SPACE, TIED, Atom, hyphenated, shortened
from briefgen.layout.ties import tie
from briefgen.records import dataclass

_STRETCH, _SHRINK = 0.6, 0.2
"""How much a word space may grow and shrink in justified text, as shares of its width."""
_RAGGED_SLACK = 0.24
"""Share of the measure that a ragged line may leave empty before words are hyphenated."""
_TOO_SHORT = 0.36
"""Share of the measure from which on an empty end of line is no better than what was found before."""
_LINE = 12.0
"""What each line costs: a paragraph is not made longer for the sake of an even edge."""
_PENALTIES = {HYPHEN: 40.0, SEAM: 15.0}
"""What it costs to end a line with a hyphen that is added, and with one (or a slash) that is written."""
SLACK = 0.002
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
        """What justification adds to each space: to those of a last line nothing, but it takes from them too."""
        return self.room / self.spaces if self.spaces and (self.room < 0 or not self.last) else 0.0


def break_lines(atoms: list[Atom], width: float, first: float, justify: bool, lang: str, hyphenate: bool) -> list[Line]:
    """The lines of a paragraph in `width` points, the first line being indented by `first` (negative: it hangs)."""
    if not atoms:
        return []
    atoms[-1].after, atoms[-1].glue = JOINED, None  # what ends a paragraph ends no word
    total = _natural(atoms)
    if total <= width - max(first, 0.0) + SLACK and FORCED not in [a.after for a in atoms]:
        return [Line(atoms, total, width - first - total, True, True, 0)]
    tie(atoms)
    least = width - max(first, 0.0)
    if max([a.width for a in atoms]) > least:
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
    total = gap = 0.0
    known = None
    for piece in atoms:
        total += piece.width
        glue = piece.glue
        if glue is not None:
            if glue is not known:
                known, gap = glue, glue.space
            total += gap
    return total


def _part_chains(atoms: list[Atom], width: float) -> None:
    """Allow a break within pieces that belong together (a word in two faces) where together they are too wide."""
    chain, start = 0.0, 0
    for number, piece in enumerate(atoms):
        if chain + piece.width > width and number > start:
            last = atoms[number - 1]
            last.after, start, chain = SPACE if last.after == TIED else SEAM, number, 0.0
        chain += piece.width
        if piece.after == TIED and piece.glue is not None:
            chain += piece.glue.space
        elif piece.after != JOINED:
            start, chain = number + 1, 0.0


def _regained(atoms: list[Atom]) -> float:
    """How much narrower a line's words are than their syllables, which were measured apart, without kerning between them."""
    gain, parts, start = 0.0, 0.0, None
    for number, piece in enumerate(atoms):
        if piece.word is None or piece.look.capitals:
            continue
        parts += piece.width
        start = piece.word[1] if start is None else start
        if piece.after != HYPHEN or number == len(atoms) - 1:
            runs = piece.look.words[piece.word[0][start : piece.word[2]]]
            gain += parts - sum(run.width for run in runs) * piece.look.size
            parts, start = 0.0, None
    return gain


class _Problem:
    """One paragraph to break: widths up to each place where a line may end.

    `before` is where a line that starts at a break begins, `upto` where one that ends there ends (without its last space,
    with its hyphen), both on one endless line. The first line's indent is part of `before[0]`.
    """

    def __init__(self, atoms: list[Atom], width: float, first: float, justify: bool) -> None:
        self.atoms, self.width, self.first, self.justify = atoms, width, first, justify
        breaks, before, upto, blanks, kinds = [0], [-first], [0.0], [0], [JOINED]
        self.breaks, self.before, self.upto, self.spaces, self.kinds = breaks, before, upto, blanks, kinds
        self.much, self.unit = _TOO_SHORT * width, 1000.0 / (width * width)
        self.glue = atoms[0].look.space
        at, spaces, count = 0.0, 0, len(atoms)
        known, gap = atoms[0].look, self.glue
        for number, piece in enumerate(atoms, 1):
            at += piece.width
            kind, end = piece.after, at
            glue = piece.glue
            if glue is not None and kind in (SPACE, TIED):
                if glue is not known:
                    known, gap = glue, glue.space
                at += gap
                spaces += 1
                if kind == TIED:
                    continue
            elif kind == HYPHEN:
                end += piece.look.words["-"][0].width * piece.look.size
            elif kind == JOINED and number < count:
                continue
            breaks.append(number)
            before.append(at)
            upto.append(end)
            blanks.append(spaces)
            kinds.append(kind)

    def solve(self) -> list[int]:
        """Indices into `breaks` of the lines' ends with the least cost."""
        before, upto, kinds, width, justify = self.before, self.upto, self.kinds, self.width, self.justify
        much, unit, penalty = self.much, self.unit, _PENALTIES.get
        count = len(before)
        cost = [0.0] + [inf] * (count - 1)
        origin = [0] * count
        floor = 0
        for end in range(1, count):
            kind, free = kinds[end], width - upto[end]
            while floor < end - 1 and free + before[floor] < -SLACK and not (justify and self._shrinks(floor, end)):
                floor += 1
            if justify or end == count - 1 or kind in (FORCED, HYPHEN):
                best, found = self._least(cost, floor, end)
            else:  # what `_least` finds for a line as most are, ragged and ended by a space, without a call for each
                best, found = inf, floor
                for start in range(floor, end):
                    room = free + before[start]
                    price = cost[start] + unit * room * room
                    if price < best:
                        best, found = price, start
                    elif room > much:
                        break  # lines that start later are shorter still
                best += _LINE
            cost[end], origin[end] = best + penalty(kind, 0.0), found
            if kind == FORCED:
                floor = end
        ends, at = [], count - 1
        while at:
            ends.append(at)
            at = origin[at]
        return ends[::-1]

    def _least(self, cost: list[float], floor: int, end: int) -> tuple[float, int]:
        """The least cost of all lines up to a break, and where the last one then starts, at `floor` or later.

        A lone short word is an ugly last line, and a lone mark of a citation an uglier one.
        """
        kinds, width, free, kind = self.kinds, self.width, self.width - self.upto[end], self.kinds[end]
        closing = end == len(kinds) - 1 or kind == FORCED
        best, found = inf, floor
        for start in range(floor, end):
            room = free + self.before[start]
            if closing:
                price = cost[start] + (1.0 if room <= 0.88 * width else 12.0 if room <= 0.94 * width else 40.0)
            elif self.justify:
                price = cost[start] + self._strain(start, end, room)
            else:
                price = cost[start] + _LINE + self.unit * room * room
            if kind == HYPHEN and kinds[start] == HYPHEN:
                price += 60.0
            if price < best:
                best, found = price, start
            elif room > self.much and not closing:
                break  # lines that start later are shorter still
        return best, found

    def _room(self, start: int, end: int) -> float:
        return self.width - self.upto[end] + self.before[start]

    def _stretchable(self, start: int, end: int) -> float:
        """The total width of the spaces inside a line, reckoned by the paragraph's usual space."""
        return self.glue * max(0, self.spaces[end - 1] - self.spaces[start])

    def _shrinks(self, start: int, end: int) -> bool:
        """Whether justified spaces can shrink far enough for a line that is too long."""
        return -self._room(start, end) <= self._stretchable(start, end) * _SHRINK

    def _strain(self, start: int, end: int, room: float) -> float:
        """The cost of a justified line: the cube of how far its spaces are stretched or shrunk."""
        glue = self._stretchable(start, end) or 0.1
        ratio = room / (glue * (_STRETCH if room > 0 else _SHRINK))
        return 1.0 + min(40.0 * abs(ratio) ** 3, 20_000.0 + room)

    def too_loose(self, ends: list[int]) -> bool:
        """Whether a line other than the last leaves more room than looks well."""
        start = 0
        for end in ends[:-1]:
            limit = self._stretchable(start, end) * _STRETCH * 1.1 if self.justify else _RAGGED_SLACK * self.width
            if self._room(start, end) > limit:
                return True
            start = end
        return False

    def lines(self, ends: list[int]) -> list[Line]:
        """The lines that end at these breaks."""
        out: list[Line] = []
        start, cut = 0, HYPHEN in self.kinds
        for end in ends:
            atoms = self.atoms[self.breaks[start] : self.breaks[end]]
            room = self._room(start, end) + (_regained(atoms) if cut else 0.0)
            width = self.width - room - (0.0 if start else self.first)
            closing = end == ends[-1] or self.kinds[end] == FORCED
            inner = self.spaces[end] - self.spaces[start] - (self.kinds[end] == SPACE)
            out.append(Line(atoms, width, room, start == 0, closing, inner))
            start = end
        return out
