"""Lists, definition lists and the reference list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeAlias

from briefgen import tree
from briefgen.layout.atoms import SPACE, TIED, Atom, add_text
from briefgen.layout.flow import Paint, Slab, extent
from briefgen.layout.paint import Leaf
from briefgen.layout.setting import Area, Setting, beside, both, line_paint, padded
from briefgen.spacing import CARD_AFTER, CARD_BEFORE, MENTIONS_SIZE, TERM_APART, TERM_GUTTER, TERM_SHARE, TERM_TALL
from briefgen.theme import TextStyle
from briefgen.tree import Blocks

LayBlocks: TypeAlias = Callable[[Setting, Blocks, Area], Iterator[Slab]]
"""`blocks.lay_blocks`, handed in because blocks contain lists and lists contain blocks."""

_GAP = 5.0
"""Space between a list mark and its text."""


def lay_list(setting: Setting, node: tree.List, area: Area, lay_blocks: LayBlocks) -> Iterator[Slab]:
    """Items with hanging marks; the numbers of an ordered list end at one edge."""
    whole = setting.element("L", area.parent, node)
    setting.structure.attributes(whole, ListNumbering="Decimal" if node.ordered else _bullet_name(area.depth))
    style = setting.style("list" if area.role == "body" else area.role)
    marks = [_mark_text(setting, node, n, area.depth) for n in range(len(node.items))]
    widest = max((setting.fonts.width(m, style.face, style.size) for m in marks), default=0.0)
    indent = max(setting.theme.indent, widest + _GAP)
    role = "list" if area.role == "body" else area.role
    base = setting.baseline(style)
    for item, mark in zip(node.items, marks, strict=True):
        element = setting.element("LI", whole, item)
        label = setting.element("Lbl", element, item)
        body = setting.element("LBody", element, item)
        line = setting.single((tree.Text(mark),), style, label)
        at = area.x + style.left + (indent - _GAP - line.width)
        inner = area.inset(indent, 0.0, body, role, area.depth + 1)
        slabs = lay_blocks(setting, item.children, inner)
        marked = beside(slabs, line_paint(line, at, base), style.leading, base)
        yield from (_closed(marked, setting) if item is node.items[-1] and not area.depth else marked)


def _closed(slabs: Iterator[Slab], setting: Setting) -> Iterator[Slab]:
    """The last item of a list, with the space after it that a paragraph has."""
    held: Slab | None = None
    for slab in slabs:
        if held is not None:
            yield held
        held = slab
    if held is not None:
        held.after = max(held.after, setting.style("body").after)
        yield held


def _bullet_name(depth: int) -> str:
    return ("Disc", "Circle", "Square")[min(depth, 2)]


def _mark_text(setting: Setting, node: tree.List, number: int, depth: int) -> str:
    if node.ordered:
        return f"{node.start + number}."
    bullets = setting.theme.bullets
    return bullets[min(depth, len(bullets) - 1)]


# ------------------------------------------------------------------------------------------------------- definitions


def lay_definitions(setting: Setting, node: tree.DefinitionList, area: Area, lay_blocks: LayBlocks) -> Iterator[Slab]:
    """A card of two columns, terms and definitions, with hairlines between the rows."""
    pages: list[int] = []
    setting.cards.append(pages)
    whole = setting.element("L", area.parent, node)
    setting.structure.attributes(whole, ListNumbering="None")
    style = setting.style("term")
    column = min(TERM_SHARE * area.width, _widest_term(setting, node) + TERM_GUTTER)
    rows = len(node.items)
    slabs: list[list[Slab]] = []
    left = replace(area, width=column - TERM_APART)
    for number, item in enumerate(node.items):
        element = setting.element("LI", whole, item)
        label = setting.element("Lbl", element, item)
        body = setting.element("LBody", element, item)
        terms = setting.paragraph(item.term, style, left, label)
        inner = lay_blocks(setting, item.children, area.inset(column, 0.0, body, "definition"))
        height = sum(t.height for t in terms)
        line = _hairline(setting, area, number == 0)
        if height > TERM_TALL * setting.theme.page.height:
            terms[0].paint = both(line, terms[0].paint)
            lines: Iterator[Slab] = chain(terms, _tight(inner))
        else:
            lines = _with_marks(beside(_tight(inner), both(line, _stacked(terms)), height), terms)
        slabs.append(list(_row(lines, setting, area, number == 0, number == rows - 1)))
    yield from _kept(slabs, pages)


def _with_marks(slabs: Iterator[Slab], terms: list[Slab]) -> Iterator[Slab]:
    """Slabs of which the first has the footnotes and the anchors of the terms that stand beside it."""
    first = next(slabs)
    first.notes = (*(note for term in terms for note in term.notes), *first.notes)
    first.anchors = (*(anchor for term in terms for anchor in term.anchors), *first.anchors)
    yield first
    yield from slabs


def _kept(rows: list[list[Slab]], pages: list[int]) -> Iterator[Slab]:
    """The rows of a card: whole where that costs little, else at least two rows on either side of a page's end.

    When they are painted, `pages` gets the pages of the first and of the last.
    """
    slabs = [slab for row in rows for slab in row]
    if slabs:
        slabs[0].whole = extent(slabs)
        for slab in (slabs[0], slabs[-1]):
            slab.paint = both(lambda leaf, _, __: pages.append(leaf.index), slab.paint)
    for row in (rows[:1] + rows[-2:-1]) if len(rows) > 1 else []:
        for slab in row:
            slab.glued = True
    yield from slabs


def _widest_term(setting: Setting, node: tree.DefinitionList) -> float:
    style = setting.style("term")
    return max((setting.fonts.width(tree.plain(i.term), style.face, style.size) for i in node.items), default=0.0)


def _tight(slabs: Iterator[Slab]) -> Iterator[Slab]:
    """Definitions of one paragraph carry no space of their own: the row has it."""
    for slab in slabs:
        slab.before = min(slab.before, 3.0)
        slab.after = min(slab.after, 3.0)
        yield slab


def _row(slabs: Iterator[Slab], setting: Setting, area: Area, opening: bool, closing: bool) -> Iterator[Slab]:
    """The slabs of one row with padding around them and, below the last row, the closing hairline."""
    held: Slab | None = None
    for slab in slabs:
        if held is None:
            slab.before = max(slab.before, CARD_BEFORE if opening else 2.5)
            padded(slab, 2.5, 0.0)
        else:
            yield held
        held = slab
    if held is None:
        return
    held.after = 0.0
    if closing:
        colour = setting.colour("hairline")
        padded(held, 0.0, 2.5)
        height = held.height
        held.paint = both(held.paint, lambda leaf, y, _: leaf.rule(area.x, y + height, area.width, 0.5, colour))
        held.after = CARD_AFTER
    yield held


def _hairline(setting: Setting, area: Area, first: bool) -> Paint:
    colour = setting.colour("rule" if first else "hairline")

    def paint(leaf: Leaf, y: float, _: bool) -> None:
        leaf.rule(area.x, y - 2.5, area.width, 0.5, colour)

    return paint


def _stacked(slabs: list[Slab]) -> Paint:
    """Slabs painted one below the other, as one paint."""

    def paint(leaf: Leaf, y: float, artifact: bool) -> None:
        for slab in slabs:
            slab.paint(leaf, y, artifact)
            y += slab.height

    return paint


# -------------------------------------------------------------------------------------------------------- references


def lay_references(setting: Setting, node: tree.References, area: Area) -> Iterator[Slab]:
    """The reference list: numbers hanging at one edge, or entries with hanging first lines when they have none."""
    if not node.entries:
        return
    whole = setting.element("L", area.parent, node)
    numbered = any(entry.label for entry in node.entries)
    setting.structure.attributes(whole, ListNumbering="Decimal" if numbered else "None")
    style = setting.style("reference")
    widest = max(setting.fonts.width(entry.label, style.face, style.size) for entry in node.entries)
    indent = widest + _GAP + 2.0 if numbered else style.left
    hang = replace(style, left=indent, first=0.0 if numbered else -indent)
    small = replace(style, face="sans", size=style.size * MENTIONS_SIZE, colour="muted", hyphenate=False)
    for entry in node.entries:
        element = setting.element("LI", whole, entry, entry.anchor)
        if numbered:
            label = setting.element("Lbl", element, entry)
        body = setting.element("LBody", element, entry)
        atoms = setting.writer.atoms(entry.children, setting.writer.look(style, body))
        if (mentions := _mentions(setting, entry, small, body)) and atoms:
            wide = atoms[-1].look
            atoms[-1].after, atoms[-1].glue = SPACE, wide.but(size=wide.size * 1.5)
        atoms += mentions
        slabs = setting.lines(atoms, hang, area)
        if numbered:
            line = setting.single((tree.Text(entry.label),), style, label)
            paint = line_paint(line, area.x + indent - _GAP - line.width, setting.baseline(style))
            slabs = list(beside(iter(slabs), paint, style.leading, setting.baseline(style)))
        slabs[0].anchors = ((entry.anchor, element),) if entry.anchor else ()
        yield from slabs


def _mentions(setting: Setting, entry: tree.Reference, style: TextStyle, parent: int) -> list[Atom]:
    """ "Cited on pages 2, 5", each number a link to the first mention on that page; nothing while no page is known."""
    pages = mention_pages(setting, entry)
    setting.cited.append((entry, tuple(pages)))
    if not pages:
        return []
    strings = setting.strings
    before, _, after = (strings.cited_on if len(pages) == 1 else strings.cited_on_pages).partition("{pages}")
    element = setting.element("Span", parent, entry)
    look = setting.writer.look(style, element)
    atoms: list[Atom] = []
    add_text(atoms, before, look)
    for piece in atoms:
        piece.after = TIED
    for number, (page, anchor) in enumerate(pages.items()):
        if number:
            add_text(atoms, ", ", look)
        contents = strings.page.format(page=page + 1)
        add_text(atoms, str(page + 1), setting.writer.linked(look, contents, anchor=anchor, span=entry.span))
    add_text(atoms, after, look)
    return atoms


def mention_pages(setting: Setting, entry: tree.Reference) -> dict[int, str]:
    """The pages that name an entry, as indices in order, each with the anchor of its first mention there."""
    pages: dict[int, str] = {}
    for anchor in entry.mentions:
        place = setting.structure.places.get(anchor)
        page = setting.known.get(anchor) if place is None else place.page
        if page is not None:
            pages.setdefault(page, anchor)
    return dict(sorted(pages.items()))
