"""The flow of slabs down the pages: what fits, what stays together, what repeats, and the notes at the foot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import Protocol, TypeAlias

from briefgen.layout.paint import Leaf
from briefgen.layout.structure import Structure
from briefgen.records import dataclass
from briefgen.spacing import BLANK, BLANK_BEFORE_FIGURE
from briefgen.theme import Page

Paint: TypeAlias = Callable[[Leaf, float, bool], None]
"""Paints a slab whose top is at y on a leaf, as an artifact or not."""

_NOTE_GAP = 9.0
"""Space above the first footnote of a page, the short rule in its middle."""
_NOTE_RULE = 72.0
_LONG_NOTES, _BEGUN = 0.15, 3
"""Share of a page from which notes may go on at the next page's foot, and how many lines of the last then stand here."""
_TOLERANCE = 0.01
_SLACK = 7.0
"""What a picture that is made smaller leaves free below: a word processor sets lines a little differently."""
_WORTH_SPLITTING = 0.2
"""Share of a page that must be free for a row taller than a page to begin on it."""


class Frame(Protocol):
    """A box around slabs (a callout's shade): drawn on each page over the part that stands there."""

    def paint(self, leaf: Leaf, top: float, bottom: float) -> None:
        """Draw the frame from `top` to `bottom`."""


class Repeats(Protocol):
    """What must be repeated when its slabs run on to another page (a table's head)."""

    def again(self) -> list[Slab]:
        """The slabs to repeat, as artifacts."""

    def cut(self, leaf: Leaf, y: float) -> None:
        """Draw what ends the part above y."""


@dataclass(slots=True)
class Slab:
    """A horizontal strip of a page: a line, a table row, a picture. Heights and distances in points.

    `glued` keeps it on the page of the next slab, `bound` even where all that is glued is taller than a page. Between two
    slabs stands the larger of `after` and `before`, as between paragraphs in Word (ISO 29500-1, 17.3.1.33); `before` is
    dropped at a page's top. `notes` are footnotes that must stand on its page. `split` cuts a slab that is taller than a
    page into slabs that fit the height given. `whole` is the height of the table or card that begins with the slab.
    `shrink` lowers a picture to a height no less than `least`. A group that begins with a slab that `floats` may stand at
    the top of the next page, with what follows it before it.
    """

    height: float
    paint: Paint
    glued: bool = False
    before: float = 0.0
    after: float = 0.0
    baseline: float = 0.0
    anchors: tuple[tuple[str, int], ...] = ()
    notes: tuple[Slab, ...] = ()
    frames: tuple[Frame, ...] = ()
    repeats: Repeats | None = None
    landscape: bool = False
    section: str | None = None
    new_page: bool = False
    split: Callable[[float], list[Slab]] | None = None
    whole: float = 0.0
    least: float = 0.0
    bound: bool = False
    shrink: Callable[[float], None] | None = None
    floats: bool = False


def extent(slabs: Iterable[Slab]) -> float:
    """The height of slabs one below the other, without the space above the first and below the last."""
    total, gap = 0.0, None
    for slab in slabs:
        total += slab.height + (0.0 if gap is None else max(gap, slab.before))
        gap = slab.after
    return total


def nothing(_: Leaf, __: float, ___: bool) -> None:
    """Paint of an empty slab."""


@dataclass(slots=True)
class Flow:
    """Sets slabs on pages, one pass from top to bottom. `rule` is the colour of the rule above footnotes.

    With `floating`, a figure that would leave much of a page blank waits for the top of the next upright one, and a table on
    turned pages for their beginning, while what follows them fills the page. No figure and no heading of a chapter (a slab
    with a `section`) passes what waits, and no table a table. `floated` says whether one did.
    """

    page: Page
    structure: Structure
    rule: str
    floating: bool = False
    floated: bool = False
    leaves: list[Leaf] = field(default_factory=list)
    _leaf: Leaf = field(init=False)
    _y: float = 0.0
    _gap: float = 0.0
    _fresh: bool = True
    _foot: list[Slab] = field(default_factory=list)
    _foot_height: float = 0.0
    _carried: list[Slab] = field(default_factory=list)
    _extents: dict[int, tuple[Frame, float, float]] = field(default_factory=dict)
    _open: Repeats | None = None
    _parted: bool = False
    _section: str = ""
    _waiting: list[list[list[Slab]]] = field(default_factory=list)
    """The groups of each figure and table that waits."""

    def __post_init__(self) -> None:
        self._start(self.page)

    def run(self, slabs: Iterable[Slab]) -> list[Leaf]:
        """Set all slabs and return the finished pages."""
        group: list[Slab] = []
        for slab in slabs:
            group.append(slab)
            if not slab.glued:
                self._place(group)
                group = []
        if group:
            self._place(group)
        self._land()
        if self._fresh and not self._foot and len(self.leaves) > 1:  # a turned table was the last
            self.leaves.pop()
        self._finish()
        while self._carried:
            self._turn(self._leaf.page)
            self._finish()
        return self.leaves

    # ------------------------------------------------------------------------------------------------------- groups

    def _place(self, group: list[Slab]) -> None:
        """Set slabs that should stay together; those too tall for any page are broken where they must be."""
        first = group[0]
        page = self.page.turned() if any(slab.landscape for slab in group) else self.page
        if self._waiting and (first.new_page or self._bars(group)):
            self._land()
        turns = page.width != self._leaf.page.width
        if turns and self._waits(group):
            return
        if turns:
            self._face(page)
        elif first.new_page and not self._fresh:
            self._turn(page)
        if self._waits(group):
            return
        while not self._fresh and self._parts_needlessly(group):
            self._turn(page)
        while not (self._fresh or self._fits(group) or self._splits_here(first) or self._shrunk(group)):
            self._go_on(group, page)
        self.floated = self.floated or bool(self._waiting)
        if self._fits(group):
            for slab in group:
                self._put(slab)
        else:
            self._squeeze(group, page)

    def _waits(self, group: list[Slab]) -> bool:
        """Let a figure or a turned table wait for the next page when much of this one would stay blank, or others wait."""
        wide = all(slab.landscape for slab in group)
        if not self.floating or not self._upright() or group[0].new_page or not (wide or group[0].floats):
            return False
        if self._waiting and wide and self._waiting[-1][-1][0].landscape:
            self._waiting[-1].append(group)
            return True
        full = self._bottom() - self._leaf.page.top
        blank = not self._fresh and self._room(group[0]) >= BLANK_BEFORE_FIGURE * full
        if self._waiting or (blank and (wide or not (self._fits(group) or self._shrunk(group)))):
            self._waiting.append([group])
            return True
        return False

    def _bars(self, group: list[Slab]) -> bool:
        """Whether slabs may not stand before what waits: a chapter's heading, an unfloating figure, another table, or a card
        whose rest would stand below a figure as if it told of that.
        """
        if any(slab.section is not None for slab in group):
            return True
        if not group[0].floats and any(slab.shrink is not None for slab in group):
            return True
        if not any(slab.repeats is not None for slab in group):
            return self._room(group[0]) < self._whole(group) > 0
        wide = any(groups[0][0].landscape for groups in self._waiting)
        return wide and not all(slab.landscape for slab in group)

    def _land(self) -> None:
        """Begin pages until nothing waits."""
        while self._waiting:
            self._turn(self.page)

    def _parts_needlessly(self, group: list[Slab]) -> bool:
        """Whether a table or card would run over the page's end that can be had whole for a blank of modest size."""
        height, full, room = self._whole(group), self._bottom() - self._leaf.page.top, self._room(group[0])
        return 0 < height <= full and room < height and room <= BLANK * full

    def _whole(self, group: list[Slab]) -> float:
        """The height of slabs and of all of the table or card that begins among them; 0 when none does."""
        begun = next((number for number, slab in enumerate(group) if slab.whole), None)
        return 0.0 if begun is None else extent(group[: begun + 1]) - group[begun].height + group[begun].whole

    def _shrunk(self, group: list[Slab]) -> bool:
        """Lower the picture of a group that would otherwise not fit on the page, if a little lower is enough."""
        picture = next((slab for slab in group if slab.shrink is not None), None)
        if picture is None or picture.shrink is None:
            return False
        height = picture.height
        picture.height = picture.least
        if not self._fits(group):
            picture.height = height
            return False
        while picture.height < height and self._fits(group):
            picture.height += 1.0
        picture.shrink(max(picture.least, min(height, picture.height - _SLACK)))
        return True

    def _squeeze(self, group: list[Slab], page: Page) -> None:
        """Set a group taller than a page: what is bound together, then slab by slab, cutting those too tall themselves."""
        queue = list(group)
        while queue:
            bound = 1 + next(number for number, slab in enumerate(queue) if not slab.bound or number == len(queue) - 1)
            if bound > 1 and self._fits_somewhere(queue[:bound]):
                while not self._fresh and not self._fits(queue[:bound]):
                    self._turn(page)
                for slab in queue[:bound]:
                    self._put(slab)
                del queue[:bound]
                continue
            slab = queue.pop(0)
            while not (self._fresh or self._fits([slab]) or self._splits_here(slab)):
                self._go_on([slab], page)
            room = self._room(slab)
            if slab.height > room and slab.split is not None:
                parts = slab.split(room)
                if len(parts) > 1:
                    parts[0].notes, parts[0].anchors = slab.notes, slab.anchors
                    for part in parts:
                        part.frames, part.landscape = slab.frames, slab.landscape
                    self._put(parts[0])
                    queue[:0] = parts[1:]
                    continue
            self._put(slab)

    def _room(self, slab: Slab) -> float:
        """The height left on the page for a slab."""
        gap = 0.0 if self._fresh else max(self._gap, slab.before)
        return self._bottom() - self._foot_height - self._y - gap

    def _splits_here(self, slab: Slab) -> bool:
        """Whether a slab too tall for any page had better begin on this one, where enough of it is free."""
        page = self._leaf.page.height - self._leaf.page.top - self._leaf.page.bottom
        return slab.split is not None and slab.height > 0.9 * page and self._room(slab) > _WORTH_SPLITTING * page

    def _go_on(self, group: list[Slab], page: Page) -> None:
        """Begin a page for slabs that stay together and, when a table goes on with them, repeat its head there."""
        self._turn(page)
        repeats = group[0].repeats
        if repeats is None or repeats is not self._open:
            return
        heads = repeats.again()
        while not (self._fresh or self._fits([*heads, *group])):  # below a figure that waited for this page
            self._turn(page)
        self._y, self._gap = self._y + self._gap, 0.0
        for head in heads:
            head.paint(self._leaf, self._y, True)
            self._y += head.height

    def _fits(self, group: list[Slab]) -> bool:
        y, gap = self._y, self._gap
        foot = self._foot_height
        for slab in group:
            y += slab.height if self._fresh and slab is group[0] else max(gap, slab.before) + slab.height
            gap = slab.after
            if slab.notes:
                foot += self._least_of(slab.notes) + (0.0 if foot else _NOTE_GAP)
        return y + foot <= self._bottom() + _TOLERANCE

    def _least_of(self, notes: tuple[Slab, ...]) -> float:
        """How much of notes must stand on the page of their marks: all, but of a long last one the first lines only."""
        heights = [note.height + note.before for note in notes]
        whole = sum(heights)
        if whole <= _LONG_NOTES * (self._bottom() - self._leaf.page.top):
            return whole
        last = max((number for number, note in enumerate(notes) if note.anchors), default=0)
        return sum(heights[: last + _BEGUN])

    def _fits_somewhere(self, group: list[Slab]) -> bool:
        """Whether slabs fit on a page of their own."""
        return self._fits(group) or extent(group) <= self._bottom() - self._leaf.page.top

    def _upright(self) -> bool:
        return self._leaf.page.width == self.page.width

    def _bottom(self) -> float:
        return self._leaf.page.height - self._leaf.page.bottom

    # -------------------------------------------------------------------------------------------------------- slabs

    def _put(self, slab: Slab) -> None:
        if not self._fresh:
            self._y += max(self._gap, slab.before)
        leaf, top = self._leaf, self._y
        for anchor, element in slab.anchors:
            leaf.place(anchor, top, element)
        if slab.section is not None:
            self._section = slab.section
        if self._fresh:
            leaf.section = self._section
        slab.paint(leaf, top, False)
        self._y += slab.height
        self._gap, self._fresh = slab.after, False
        self._open, self._parted = slab.repeats, slab.repeats is not None
        for frame in slab.frames:
            begun = self._extents.get(id(frame))
            self._extents[id(frame)] = (frame, begun[1] if begun else top, self._y)
        for note in slab.notes:
            self._note(note)

    def _note(self, note: Slab) -> None:
        gap = 0.0 if self._foot else _NOTE_GAP
        if self._carried or self._y + self._foot_height + gap + note.before + note.height > self._bottom() + _TOLERANCE:
            self._carried.append(note)
            return
        self._foot.append(note)
        self._foot_height += gap + note.before + note.height

    # -------------------------------------------------------------------------------------------------------- pages

    def _start(self, page: Page) -> None:
        self._leaf = Leaf(page, len(self.leaves), self.structure, section=self._section)
        self.leaves.append(self._leaf)
        self._y, self._gap, self._fresh = page.top, 0.0, True
        self._foot, self._foot_height, self._extents, self._parted = [], 0.0, {}, False
        carried, self._carried = self._carried, []
        limit = (self._bottom() - page.top) * 0.6
        for note in carried:
            if self._carried or self._foot_height + note.height > limit:
                self._carried.append(note)
            else:
                self._note(note)

    def _turn(self, page: Page) -> None:
        """Begin a page, after the turned tables and with the figures at its top that wait for it."""
        held = self._open
        if held is not None and self._parted:
            held.cut(self._leaf, self._y)
        self._finish()
        while self._waiting and self._waiting[0][0][0].landscape:
            self._turned(self._waiting.pop(0))
        self._start(page)
        while self._upright() and self._waiting and not self._waiting[0][0][0].landscape and self._fits(self._waiting[0][0]):
            for slab in self._waiting.pop(0)[0]:
                self._put(slab)
        self._open = held

    def _turned(self, groups: list[list[Slab]]) -> None:
        """Set a table on turned pages of its own."""
        waiting, self._waiting = self._waiting, []
        self._start(self.page.turned())
        for group in groups:
            self._place(group)
        self._finish()
        self._waiting = waiting

    def _face(self, page: Page) -> None:
        """Go on with a page of another orientation; an empty page is turned where it lies."""
        if self._fresh and not self._foot:
            self.leaves.pop()
            self._start(page)
        else:
            self._turn(page)

    def _finish(self) -> None:
        leaf = self._leaf
        for frame, top, bottom in self._extents.values():
            frame.paint(leaf, top, bottom)
        self._extents = {}
        if not self._foot:
            return
        y = self._bottom() - self._foot_height
        leaf.rule(leaf.page.left, y + _NOTE_GAP / 2, _NOTE_RULE, 0.5, self.rule)
        y += _NOTE_GAP
        for note in self._foot:
            y += note.before
            for anchor, element in note.anchors:
                leaf.place(anchor, y, element)
            note.paint(leaf, y, False)
            y += note.height
        self._foot = []
