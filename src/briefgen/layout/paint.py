"""Painting: a leaf collects the boxes of one page; lines of atoms become text boxes on it."""

from __future__ import annotations

from dataclasses import field

from briefgen.display import Close, LineTo, Move, Step
from briefgen.layout.atoms import FORCED, HYPHEN, SPACE, Atom, Inset, Look
from briefgen.layout.breaking import Line
from briefgen.layout.structure import Structure
from briefgen.pages import ARTIFACT, Box, PathBox, Place, Run, TextBox
from briefgen.records import dataclass
from briefgen.theme import Page


@dataclass(slots=True)
class Leaf:
    """One page while it fills. `under` is painted before `boxes` (shades); `section` is what the running head shows."""

    page: Page
    index: int
    structure: Structure
    boxes: list[Box] = field(default_factory=list)
    under: list[Box] = field(default_factory=list)
    section: str = ""

    def place(self, anchor: str, y: float, element: int) -> None:
        """Let an anchor stand here, unless it stands already."""
        self.structure.places.setdefault(anchor, Place(self.index, y, element))

    def rule(self, x: float, y: float, width: float, thickness: float, colour: str) -> None:
        """A horizontal rule, an artifact, centred on y."""
        self.boxes.append(PathBox((Move(x, y), LineTo(x + width, y)), stroke=colour, width=thickness))

    def shade(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A filled rectangle under everything else on the page."""
        self.under.append(PathBox(rectangle(x, y, width, height), fill=colour))


def rectangle(x: float, y: float, width: float, height: float) -> tuple[Step, ...]:
    """A rectangle as a closed path."""
    return (Move(x, y), LineTo(x + width, y), LineTo(x + width, y + height), LineTo(x, y + height), Close())


class Pen:
    """Sets the atoms of one line from left to right and joins those of one look into text boxes."""

    __slots__ = ("_leaf", "_look", "_run_face", "_runs", "_start", "_word_space", "artifact", "x", "y")

    def __init__(self, leaf: Leaf, x: float, y: float, word_space: float, artifact: bool) -> None:
        self._leaf, self.x, self.y, self._word_space, self.artifact = leaf, x, y, word_space, artifact
        self._look: Look | None = None
        self._runs: list[Run] = []
        self._run_face = ""
        self._start = x

    def runs(self, runs: tuple[Run, ...], look: Look) -> None:
        """Set shaped runs in a look."""
        for run in runs:
            if look is not self._look or run.face != self._run_face:
                self.flush()
                self._look, self._run_face = look, run.face
            self._runs.append(run)
            self.x += run.width * look.size

    def words(self, atoms: list[Atom], number: int) -> int:
        """Set the word at an index with the space after it, and what follows in the same look; the index after them all."""
        piece, last = atoms[number], len(atoms) - 1
        look, space = piece.look, piece.look.words.space
        self.runs(piece.runs, look)
        gathered, face, x, gap = self._runs, self._run_face, self.x, space.width * look.size + self._word_space
        alike = self._look is look and space.face == face
        while number < last and alike and (piece.glue is None or piece.glue is look):
            if piece.glue is not None:
                gathered.append(space)
                x += gap
            number += 1
            piece = atoms[number]
            shaped = piece.runs
            alike = piece.look is look and len(shaped) == 1 and shaped[0].face == face
            if not alike or piece.word is not None or piece.item is not None or piece.anchor is not None:
                self.x = x
                return number
            gathered.append(shaped[0])
            x += piece.width
        self.x = x
        if piece.glue is not None and number < last:
            self.space(piece.glue)
        return number + 1

    def space(self, look: Look) -> None:
        """Set a word space, widened as the line asks."""
        run = look.words.space
        if look is not self._look or run.face != self._run_face:
            self.flush()
            self._look, self._run_face = look, run.face
        self._runs.append(run)
        self.x += run.width * look.size + self._word_space

    def inset(self, item: Inset) -> None:
        """Set something other than text."""
        self.flush()
        item.paint(self._leaf, self.x, self.y, self.artifact)
        self.x += item.width
        self._start = self.x

    def end(self, text_goes_on: bool) -> None:
        """Finish the line. A line that the text runs over ends in a space that takes no room."""
        if text_goes_on and self._look is not None and self._runs:
            keep = self.x
            space = self._look.words.space
            if space.face == self._run_face:
                self._runs.append(space)
            self.flush(keep)
        else:
            self.flush()

    def flush(self, right: float | None = None) -> None:
        """Write the runs gathered so far as one box; `right` is where its visible part ends."""
        look = self._look
        if look is None or not self._runs:
            self._start = self.x
            return
        right = self.x if right is None else right
        artifact = self.artifact
        self._leaf.boxes.append(
            TextBox(
                self._start,
                self.y,
                right - self._start,
                tuple(self._runs),
                look.size,
                look.colour,
                ARTIFACT if artifact else look.element,
                look.rise,
                self._word_space,
                -1 if artifact else look.link,
            )
        )
        self._runs = []
        self._start = self.x


def hyphen(look: Look) -> Run:
    """The hyphen that a break adds: a glyph that says nothing."""
    drawn = look.words["-"][0]
    return Run(drawn.face, drawn.ids, drawn.advances, (-1,) * len(drawn.ids), "", drawn.offsets, drawn.width)


def paint_words(leaf: Leaf, runs: tuple[Run, ...], look: Look, x: float, y: float, width: float, element: int) -> None:
    """Paint runs of one face on the baseline y: a line that is nothing but words, as most cells of tables are."""
    leaf.boxes.append(TextBox(x, y, width, runs, look.size, look.colour, element, look.rise))


def paint_line(leaf: Leaf, line: Line, x: float, y: float, top: float, artifact: bool, justify: bool) -> None:
    """Paint a line whose first atom starts at x on the baseline y; anchors in it stand at `top`."""
    atoms, word_space = line.atoms, line.word_space if justify else 0.0
    if _paint_plain(leaf, atoms, x, y, word_space, artifact):
        return
    pen = Pen(leaf, x, y, word_space, artifact)
    last = len(atoms) - 1
    number = 0
    while number <= last:
        piece = atoms[number]
        if piece.anchor is not None and not artifact:
            leaf.place(piece.anchor[0], top, piece.anchor[1])
        if piece.word is None and piece.item is None:
            number = pen.words(atoms, number)
            continue
        if piece.item is not None:
            pen.inset(piece.item)
        else:
            runs, number = _whole(atoms, number)
            pen.runs(runs, piece.look)
            piece = atoms[number]
        if piece.glue is not None and number < last:
            pen.space(piece.glue)
        number += 1
    ending = atoms[last]
    if ending.after == HYPHEN:
        pen.runs((hyphen(ending.look),), ending.look)
    pen.end(ending.after in (SPACE, FORCED))


def _paint_plain(leaf: Leaf, atoms: list[Atom], x: float, y: float, word_space: float, artifact: bool) -> bool:
    """Paint a line of words in one look and face as one box, as nearly all lines are; False, and nothing, for any other."""
    look = atoms[0].look
    space = look.words.space
    gap, face = space.width * look.size + word_space, space.face
    runs: list[Run] = []
    width = 0.0
    for piece in atoms:
        shaped = piece.runs
        if piece.look is not look or len(shaped) != 1 or shaped[0].face != face:
            return False
        if piece.word is not None or piece.item is not None or piece.anchor is not None:
            return False
        runs.append(shaped[0])
        width += piece.width
        if piece.glue is not None:
            if piece.glue is not look:
                return False
            runs.append(space)
            width += gap
    ending = atoms[-1]
    if ending.after == HYPHEN:
        return False
    if ending.glue is not None:  # the space of a line that the text runs over takes no room
        width -= gap
        if ending.after not in (SPACE, FORCED):
            runs.pop()
    elif ending.after in (SPACE, FORCED):
        runs.append(space)
    element, link = (ARTIFACT, -1) if artifact else (look.element, look.link)
    leaf.boxes.append(TextBox(x, y, width, tuple(runs), look.size, look.colour, element, look.rise, word_space, link))
    return True


def _whole(atoms: list[Atom], start: int) -> tuple[tuple[Run, ...], int]:
    """The runs of the atom at `start`, with the unbroken parts of the same word after it; and the last atom they cover."""
    piece = atoms[start]
    if piece.word is None or piece.look.capitals:
        return piece.runs, start
    end = start
    while end + 1 < len(atoms) and atoms[end].after == HYPHEN and atoms[end + 1].word is not None:
        end += 1
    if end == start:
        return piece.runs, start
    last = atoms[end].word
    assert last is not None  # the loop above only passes over parts of words
    return piece.look.words[piece.word[0][piece.word[1] : last[2]]], end
