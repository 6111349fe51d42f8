"""What every block needs to be laid out: theme, fonts, structure, notes; and the setting of one paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from functools import partial

from briefgen import tree
from briefgen.display import Assets
from briefgen.fonts import Fonts
from briefgen.layout import mathml
from briefgen.layout.atoms import SPACE, Atom, Look, atom
from briefgen.layout.breaking import SLACK, Line, break_lines
from briefgen.layout.flow import Paint, Slab
from briefgen.layout.inline import Writer
from briefgen.layout.paint import Leaf, paint_line, paint_words
from briefgen.layout.plainwords import Plain, only_text, plain
from briefgen.layout.structure import Structure
from briefgen.pages import ARTIFACT, OutlineEntry, TableGeometry, Tag
from briefgen.records import dataclass
from briefgen.strings import Strings
from briefgen.theme import Role, TextStyle, Theme
from briefgen.tree import Inlines

_UNBROKEN = 1e6
"""A width in which no text is broken."""


@dataclass(frozen=True, slots=True)
class Area:
    """A column of text: its left edge and width in points; `parent` is the element its blocks belong to.

    `role` is the style of plain paragraphs in it and `depth` the nesting of lists.
    """

    x: float
    width: float
    parent: int
    role: Role = "body"
    depth: int = 0

    def inset(
        self, left: float, right: float = 0.0, parent: int | None = None, role: Role | None = None, depth: int | None = None
    ) -> Area:
        """A narrower column inside this one."""
        parent = self.parent if parent is None else parent
        depth = self.depth if depth is None else depth
        return Area(self.x + left, max(24.0, self.width - left - right), parent, role or self.role, depth)


@dataclass(slots=True)
class Setting:
    """The state of one layout run: what is read, and what is found out on the way."""

    document: tree.Document
    theme: Theme
    fonts: Fonts
    assets: Assets
    strings: Strings
    structure: Structure = field(default_factory=Structure)
    outline: list[OutlineEntry] = field(default_factory=list)
    tables: dict[str, TableGeometry] = field(default_factory=dict)
    figures: dict[str, tuple[float, float]] = field(default_factory=dict)
    cards: list[list[int]] = field(default_factory=list)
    """For each definition list the pages on which it begins and ends."""
    pending: list[PageNumber] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)
    """Pages of anchors as an earlier run found them, for what is said of pages still to come."""
    cited: list[tuple[tree.Reference, tuple[int, ...]]] = field(default_factory=list)
    """Reference entries with the pages they say they are cited on."""
    writer: Writer = field(init=False)
    _notes: dict[str, tree.Note] = field(init=False)

    def __post_init__(self) -> None:
        self._notes = {note.anchor: note for note in self.document.notes}
        formula = partial(mathml.inset, self.fonts)
        self.writer = Writer(self.theme, self.fonts, self.structure, self.document.meta.lang, formula, self._footnote)

    @property
    def lang(self) -> str:
        """The document's language."""
        return self.document.meta.lang

    def style(self, role: Role) -> TextStyle:
        """The text style of a role."""
        return self.theme.styles[role]

    def colour(self, name: str) -> str:
        """The "#rrggbb" of a palette name."""
        return self.theme.colours.named(name)

    def element(self, tag: Tag, parent: int, node: tree.Node, anchor: str = "") -> int:
        """Add a structure element that stands for a node."""
        return self.structure.add(tag, parent, anchor, node.span)

    # ---------------------------------------------------------------------------------------------------- paragraphs

    def paragraph(self, inlines: Inlines, style: TextStyle, area: Area, element: int) -> list[Slab]:
        """The lines of a paragraph that belongs to an element."""
        look = self.writer.look(style, element)
        width = max(24.0, area.width - style.left - style.right)
        text = only_text(inlines)
        if text and (words := plain(text, look, room=width - max(style.first, 0.0) + SLACK)):
            return [self._line_of(words, look, style, area.x + style.left, width)]
        return self.lines(self.writer.atoms(inlines, look), style, area)

    def _line_of(self, words: Plain, look: Look, style: TextStyle, x: float, width: float) -> Slab:
        """Plain words as the one line of a paragraph."""
        base, wide = self.baseline(style), words.need.liked
        x += style.first
        x += _shift(style, width - style.first - wide)

        def paint(leaf: Leaf, y: float, artifact: bool) -> None:
            paint_words(leaf, words.runs, look, x, y + base, wide, ARTIFACT if artifact else look.element)

        slab = Slab(base + (style.leading - base), paint, baseline=base)
        slab.before, slab.after, slab.glued = style.before, style.after, style.keep_next
        return slab

    def lines(self, atoms: list[Atom], style: TextStyle, area: Area) -> list[Slab]:
        """The lines of atoms as slabs; the first and the last two lines stay together."""
        width = max(24.0, area.width - style.left - style.right)
        justify = style.align == "justify"
        broken = break_lines(atoms, width, style.first, justify, self.lang, style.hyphenate)
        base = self.baseline(style)
        slabs = [line_slab(line, style, area.x + style.left, base) for line in broken]
        count = len(slabs)
        for number, slab in enumerate(slabs):
            if number < count - 1:
                slab.glued = style.keep_lines or number == 0 or number == count - 2
        if slabs:
            slabs[0].before, slabs[-1].after = style.before, style.after
            slabs[-1].glued = style.keep_next
        return slabs

    def baseline(self, style: TextStyle) -> float:
        """How far below a line's top its baseline stands: the face's ascent, with the lead shared above and below."""
        font = self.fonts.for_role(style.face)
        share = font.ascent / (font.ascent - font.descent)
        return (style.leading - style.size) / 2 + style.size * share

    def single(self, inlines: Inlines, style: TextStyle, element: int) -> Line:
        """A text on one line, however long."""
        atoms = self.writer.atoms(inlines, self.writer.look(style, element))
        return self.unbroken(atoms)

    def unbroken(self, atoms: list[Atom]) -> Line:
        """Atoms on one line, however long."""
        lines = break_lines(atoms, _UNBROKEN, 0.0, False, self.lang, False)
        return lines[0] if lines else Line([], 0.0, 0.0, True, True, 0)

    def numbered(self, label: str, inlines: Inlines, look: Look, gap: float = 2.0) -> list[Atom]:
        """A label ("2.1", "Table 3"), a space `gap` times as wide as usual, and a text."""
        atoms: list[Atom] = []
        if label:
            atoms.append(atom(label, look))
            atoms[0].after, atoms[0].glue = SPACE, look.but(size=look.size * gap)
        self.writer.add(atoms, inlines, look)
        return atoms

    # --------------------------------------------------------------------------------------------------------- notes

    def _footnote(self, anchor: str, parent: int) -> tuple[Slab, ...]:
        """The slabs of a footnote, at its first mark; nothing for marks of table notes and for later marks."""
        note = self._notes.pop(anchor, None)
        if note is None:
            return ()
        page = self.theme.page
        area = Area(page.left, page.measure, parent, "footnote")
        return tuple(self.note(note, self.style("footnote"), area))

    def note(self, note: tree.Note, style: TextStyle, area: Area) -> list[Slab]:
        """A note with its mark raised before it; a note without a mark is a paragraph."""
        element = self.element("Note" if note.mark else "P", area.parent, note, note.anchor)
        look = self.writer.look(style, element)
        atoms: list[Atom] = []
        if note.mark:
            label = self.element("Lbl", element, note)
            raised = self.writer.script(look, up=True).but(element=label)
            atoms.append(atom(note.mark, raised))
            atoms[0].after, atoms[0].glue = SPACE, look.but(size=look.size * 0.6)
        self.writer.add(atoms, note.children, look)
        slabs = self.lines(atoms, replace(style, keep_lines=True), area)
        if slabs and note.anchor:
            slabs[0].anchors = ((note.anchor, element),)
        return slabs


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number to be filled in: it ends at x on a baseline of a leaf, at an index of its boxes; dots lead to it."""

    leaf: Leaf
    index: int
    anchor: str
    start: float
    right: float
    y: float
    look: Look


def extents(line: Line, style: TextStyle, base: float) -> tuple[float, float]:
    """What a line takes above and below its baseline; formulas taller than the leading make it taller."""
    ascent, descent = base, style.leading - base
    for piece in line.atoms:
        if piece.item is not None:
            ascent, descent = max(ascent, piece.item.ascent + 1), max(descent, piece.item.descent + 1)
    return ascent, descent


def line_slab(line: Line, style: TextStyle, x: float, base: float) -> Slab:
    """One line as a slab. Footnotes of its atoms hang on it."""
    ascent, descent = extents(line, style, base)
    notes = [slab for piece in line.atoms for slab in piece.note]
    if line.first:
        x += style.first
    x += _shift(style, line.room)
    paint = line_paint(line, x, ascent, style.align == "justify")
    return Slab(ascent + descent, paint, baseline=ascent, notes=tuple(notes))


def _shift(style: TextStyle, room: float) -> float:
    """How far the alignment of a style moves a line that leaves so much room."""
    if style.align == "center":
        return room / 2
    return room if style.align == "right" else 0.0


def line_paint(line: Line, x: float, base: float, justify: bool = False) -> Paint:
    """What paints a line at x, its baseline `base` below the slab's top."""

    def paint(leaf: Leaf, y: float, artifact: bool) -> None:
        if line.atoms:
            paint_line(leaf, line, x, y + base, y, artifact, justify)

    return paint


def both(first: Paint, second: Paint) -> Paint:
    """Two paints, one after the other."""

    def paint(leaf: Leaf, y: float, artifact: bool) -> None:
        first(leaf, y, artifact)
        second(leaf, y, artifact)

    return paint


def beside(slabs: Iterator[Slab], paint: Paint, height: float, baseline: float = 0.0) -> Iterator[Slab]:
    """The slabs with something painted beside the first (a list mark, a term); together at least `height` tall.

    With a `baseline`, the paint (made for that baseline) is moved to the first slab's own.
    """
    total, held, glued = 0.0, None, False
    for slab in slabs:
        if held is None:
            shift = slab.baseline - baseline if baseline and slab.baseline else 0.0
            slab.paint = both(_moved(paint, shift), slab.paint)
        else:
            yield held
        total += slab.height
        glued = slab.glued
        slab.bound = total < height  # what stands beside must not run over the page's foot
        slab.glued = glued or slab.bound
        held = slab
    if held is None:
        yield Slab(height, paint, baseline=baseline)
        return
    rest = height - total
    if rest <= 0:
        yield held
        return
    after, held.after = held.after, 0.0
    yield held
    yield Slab(rest, lambda *_: None, after=after, glued=glued)


def padded(slab: Slab, above: float, below: float) -> None:
    """Make a slab taller by room that belongs to it, as the room inside a frame does: it never merges with other space."""
    slab.paint = _moved(slab.paint, above)
    slab.baseline += above if slab.baseline else 0.0
    slab.height += above + below


def _moved(paint: Paint, shift: float) -> Paint:
    return (lambda leaf, y, artifact: paint(leaf, y + shift, artifact)) if shift else paint


def artifact_text(setting: Setting, text: str, style: TextStyle) -> Line:
    """A text that belongs to no element, on one line."""
    return setting.single((tree.Text(text),), style, ARTIFACT)
