"""Blocks to slabs: one function a kind of block, and the table that names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from briefgen import tree
from briefgen.layout import contents, figures, lists, tables
from briefgen.layout.atoms import FORCED, Atom
from briefgen.layout.breaking import Line
from briefgen.layout.flow import Slab
from briefgen.layout.paint import Leaf
from briefgen.layout.setting import Area, Setting, both, line_paint, padded
from briefgen.pages import OutlineEntry, Tag
from briefgen.records import dataclass
from briefgen.spacing import FRAME_AFTER, FRAME_BAR, FRAME_BEFORE, FRAME_PAD
from briefgen.theme import Role
from briefgen.tree import Blocks

_HEADINGS: dict[int, Tag] = {1: "H1", 2: "H2", 3: "H3", 4: "H4", 5: "H5", 6: "H6"}
_HEADING_ROLES: dict[int, Role] = {1: "heading1", 2: "heading2", 3: "heading3"}
_EDGE = 4.5
"""Room between a frame's upper or lower edge and the text in it; Word's border takes as much."""


@dataclass(eq=False, slots=True)
class Shade:
    """A shaded box with an optional bar at its left."""

    x: float
    width: float
    fill: str
    bar: str = ""

    def paint(self, leaf: Leaf, top: float, bottom: float) -> None:
        """Draw the shade from `top` to `bottom`."""
        leaf.shade(self.x, top, self.width, bottom - top, self.fill)
        if self.bar:
            leaf.shade(self.x, top, FRAME_BAR, bottom - top, self.bar)


def lay_blocks(setting: Setting, blocks: Blocks, area: Area) -> Iterator[Slab]:
    """The slabs of blocks, from top to bottom."""
    new_page = False
    for block in blocks:
        if isinstance(block, tree.PageBreak):
            new_page = True
            continue
        for slab in _LAY[type(block)](setting, block, area):
            if new_page:
                slab.new_page, new_page = True, False
            yield slab


def _para(setting: Setting, para: tree.Para, area: Area) -> Iterator[Slab]:
    element = setting.element("P", area.parent, para)
    yield from setting.paragraph(para.children, setting.style(area.role), area, element)


def _section(setting: Setting, section: tree.Section, area: Area) -> Iterator[Slab]:
    anchor = section.anchor or f"section-{len(setting.outline) + 1}"
    element = setting.element(_HEADINGS[min(section.level, 6)], area.parent, section, anchor)
    style = setting.style(_HEADING_ROLES.get(section.level, "heading4"))
    look = setting.writer.look(style, element)
    slabs = setting.lines(setting.numbered(section.number, section.title, look), style, area)
    title = " ".join(filter(None, (section.number, tree.plain(section.title)))).replace("\n", " ")
    setting.outline.append(OutlineEntry(section.level, title, anchor))
    if slabs:
        slabs[0].anchors = ((anchor, element),)
        slabs[0].section = title if section.level == 1 else None
    yield from slabs
    yield from lay_blocks(setting, section.children, area)


def _quote(setting: Setting, quote: tree.Quote, area: Area) -> Iterator[Slab]:
    element = setting.element("BlockQuote", area.parent, quote)
    style = setting.style("quote")
    yield from lay_blocks(setting, quote.children, replace(area, parent=element, role="quote" if style.left else area.role))


def _framed(slabs: Iterator[Slab], frame: Shade) -> Iterator[Slab]:
    """Slabs with a frame around them all, and room for its edges above and below."""
    held: Slab | None = None
    for slab in slabs:
        slab.frames = (frame, *slab.frames)
        if held is None:
            slab.before = max(slab.before, FRAME_BEFORE)
            padded(slab, _EDGE, 0.0)
        else:
            yield held
        held = slab
    if held is not None:
        held.after = max(held.after, FRAME_AFTER)
        padded(held, 0.0, _EDGE)
        yield held


def _callout(setting: Setting, callout: tree.Callout, area: Area) -> Iterator[Slab]:
    colour = setting.colour(callout.kind)
    frame = Shade(area.x, area.width, setting.colour("shade"), colour)
    element = setting.element("Div", area.parent, callout)
    inner = area.inset(FRAME_BAR + FRAME_PAD, FRAME_PAD, element, "callout")

    def slabs() -> Iterator[Slab]:
        if callout.title:
            title = setting.element("P", element, callout)
            style = replace(setting.style("callout-title"), colour=colour)
            yield from setting.paragraph(callout.title, style, inner, title)
        yield from lay_blocks(setting, callout.children, inner)

    yield from _framed(slabs(), frame)


def _code(setting: Setting, code: tree.CodeBlock, area: Area) -> Iterator[Slab]:
    style = setting.style("code")
    element = setting.element("Code", area.parent, code)
    inner = area.inset(FRAME_PAD, FRAME_PAD)
    look = setting.writer.look(style, element)
    base = setting.baseline(style)
    wrap = setting.unbroken(setting.writer.atoms((tree.Text("↪"),), look.but(element=-1)))

    def slabs() -> Iterator[Slab]:
        texts = code.text.expandtabs(4).removesuffix("\n").split("\n")
        for number, text in enumerate(texts):
            parts = _code_parts(setting, text, inner.width)
            for index, part in enumerate(parts):
                runs = look.words[part] if part else ()
                width = sum(run.width for run in runs) * style.size
                atom = Atom(part, look, runs, width)
                if index == len(parts) - 1 and number < len(texts) - 1:
                    atom.after = FORCED  # the line ends in a space, so that readers keep its words from the next line's
                line = Line([atom] if part else [], width, 0.0, True, True, 0)
                paint = line_paint(line, inner.x, base)
                if index:
                    paint = both(line_paint(wrap, inner.x - wrap.width - 1, base), paint)
                yield Slab(style.leading, paint, baseline=base, glued=number == 0 and len(texts) > 1)

    yield from _framed(_spaced(slabs(), style.before, style.after), Shade(area.x, area.width, setting.colour("shade")))


def _code_parts(setting: Setting, text: str, width: float) -> list[str]:
    """A line of code cut where it would run over; every character is kept."""
    style, parts = setting.style("code"), []
    while text and (whole := setting.fonts.width(text, style.face, style.size)) > width:
        count = max(1, int(len(text) * width / whole))
        while count > 1 and setting.fonts.width(text[:count], style.face, style.size) > width:
            count -= 1
        parts.append(text[:count])
        text = text[count:]
    return [*parts, text] if text or not parts else parts


def _spaced(slabs: Iterator[Slab], before: float, after: float) -> Iterator[Slab]:
    """Slabs with space before the first and after the last."""
    held: Slab | None = None
    for slab in slabs:
        if held is None:
            slab.before = max(slab.before, before)
        else:
            yield held
        held = slab
    if held is not None:
        held.after = max(held.after, after)
        yield held


_LAY: dict[type, Callable[[Setting, Any, Area], Iterator[Slab]]] = {
    tree.Para: _para,
    tree.Section: _section,
    tree.Quote: _quote,
    tree.Callout: _callout,
    tree.CodeBlock: _code,
    tree.List: lambda s, n, a: lists.lay_list(s, n, a, lay_blocks),
    tree.DefinitionList: lambda s, n, a: lists.lay_definitions(s, n, a, lay_blocks),
    tree.References: lists.lay_references,
    tree.Table: tables.lay_table,
    tree.Figure: figures.lay_figure,
    tree.Equation: figures.lay_equation,
    tree.Contents: contents.lay_contents,
}
