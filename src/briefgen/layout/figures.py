"""Figures and displayed equations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefgen import tree
from briefgen.display import DisplayList, Picture
from briefgen.layout.atoms import SPACE, Atom, add_text
from briefgen.layout.flow import Paint, Slab
from briefgen.layout.mathml import inset
from briefgen.layout.paint import Leaf
from briefgen.layout.setting import Area, Setting, line_paint
from briefgen.pages import DrawingBox, PictureBox
from briefgen.theme import TextStyle

_LEAST_TEXT = 90.0
"""Height left free under the tallest figure for its caption and notes."""


def lay_figure(setting: Setting, figure: tree.Figure, area: Area) -> Iterator[Slab]:
    """A picture scaled to the measure, its caption and notes below; all on one page."""
    element = setting.element("Figure", area.parent, figure, figure.anchor)
    setting.structure.elements[element].alt = figure.alt
    picture = _picture(setting, figure)
    page = setting.theme.page
    tallest = page.height - page.top - page.bottom - _LEAST_TEXT
    scale = min(1.0, area.width / picture.width, tallest / picture.height)
    width, height = picture.width * scale, picture.height * scale
    setting.figures[figure.anchor] = (width, height)
    slab = Slab(height, _paint(setting, picture, area.x + (area.width - width) / 2, scale, element), glued=True)
    slab.before, slab.after = 16.0, 6.0
    slab.anchors = ((figure.anchor, element),)
    atoms, style = caption_atoms(setting, figure.caption, element)
    captions = setting.lines(atoms, replace(style, before=0.0), area)
    rest = [*captions, *notes(setting, figure.notes, area)]
    for follower in rest[:-1]:
        follower.glued = True
    if rest:
        rest[-1].glued, rest[-1].after = False, 12.0
    slab.glued = bool(rest)
    yield slab
    yield from rest


def _picture(setting: Setting, figure: tree.Figure) -> DisplayList | Picture:
    match figure.picture:
        case tree.Drawing(anchor=anchor):
            return setting.assets.drawings[anchor]
        case tree.Image(path=path):
            return setting.assets.pictures[path]


def _paint(setting: Setting, picture: DisplayList | Picture, x: float, scale: float, element: int) -> Paint:
    width, height = picture.width * scale, picture.height * scale

    def paint(leaf: Leaf, y: float, _: bool) -> None:
        setting.structure.elements[element].attributes["BBox"] = (x, y, x + width, y + height)
        if isinstance(picture, DisplayList):
            leaf.boxes.append(DrawingBox(x, y, scale, picture, element))
        else:
            leaf.boxes.append(PictureBox(x, y, width, height, picture, element))

    return paint


def caption_atoms(setting: Setting, node: tree.Caption, parent: int) -> tuple[list[Atom], TextStyle]:
    """A caption's atoms and style: its label in bold, then its text. The element is made below `parent`."""
    style = setting.style("caption")
    if not node.label and not node.children:
        return [], style
    element = setting.element("Caption", parent, node)
    look = setting.writer.look(style, element)
    bold = setting.writer.with_role(look, "sans-bold" if style.face.startswith("sans") else "serif-bold")
    atoms: list[Atom] = []
    add_text(atoms, node.label, bold.but(hyphenate=False))
    if atoms:
        atoms[-1].after, atoms[-1].glue = SPACE, look.but(size=look.size * 1.8)
    setting.writer.add(atoms, node.children, look)
    return atoms, style


def notes(setting: Setting, nodes: tuple[tree.Note, ...], area: Area) -> list[Slab]:
    """The notes under a table or figure."""
    style = setting.style("table-note")
    return [slab for note in nodes for slab in setting.note(note, style, area)]


def lay_equation(setting: Setting, equation: tree.Equation, area: Area) -> Iterator[Slab]:
    """A formula centred on the measure, its number at the right edge."""
    style = setting.style("equation")
    paragraph = setting.element("P", area.parent, equation, equation.anchor)
    element = setting.element("Formula", paragraph, equation.math)
    setting.structure.elements[element].alt = equation.math.alt or equation.math.tex
    look = setting.writer.look(style, element)
    box = inset(setting.fonts, equation.math, look, element, True)
    lead = (style.leading - style.size) / 2
    base = max(box.ascent, style.size * 0.8) + lead
    number = setting.single((tree.Text(equation.label),), style, paragraph) if equation.label else None
    x = area.x + max(0.0, (area.width - box.width) / 2)

    def paint(leaf: Leaf, y: float, artifact: bool) -> None:
        box.paint(leaf, x, y + base, artifact)
        if number is not None:
            line_paint(number, area.x + area.width - number.width, base)(leaf, y, artifact)

    anchors = ((equation.anchor, paragraph),) if equation.anchor else ()
    height = base + max(box.descent, style.size * 0.25) + lead
    yield Slab(height, paint, before=style.before, after=style.after, anchors=anchors)
