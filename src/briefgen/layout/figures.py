"""Figures and displayed equations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefgen import tree
from briefgen.display import DisplayList, Picture, Words
from briefgen.layout.atoms import SPACE, Atom, add_text
from briefgen.layout.flow import Paint, Slab, extent, nothing
from briefgen.layout.mathml import inset
from briefgen.layout.paint import Leaf
from briefgen.layout.setting import Area, Setting, line_paint
from briefgen.layout.structure import ROOT
from briefgen.layout.ties import tie_all
from briefgen.pages import LOGO, DrawingBox, PictureBox
from briefgen.spacing import FIGURE_AFTER
from briefgen.theme import LOGO_AFTER, LOGO_HEIGHT, LOGO_WIDTH, TextStyle

_LEAST_TEXT = 90.0
"""Height left free under the tallest figure for its caption and notes."""
_LEAST_SCALE = 0.775
"""A figure may be this much smaller (letters of 9 points become 7) so as to stand on the page where it is spoken of, …"""
_LEAST_SIZE = 7.0
"""… if its smallest letters are then no smaller than this, in points."""


def lay_figure(setting: Setting, figure: tree.Figure, area: Area) -> Iterator[Slab]:
    """A picture scaled to the measure, its caption and notes below; all on one page."""
    element = setting.element("Figure", area.parent, figure, figure.anchor)
    # PDF has one text alternative and no long description: what is seen goes first, all that it says after it
    setting.structure.elements[element].alt = "\n".join(filter(None, (figure.alt, figure.description)))
    picture = _picture(setting, figure)
    page = setting.theme.page
    tallest = page.height - page.top - page.bottom - _LEAST_TEXT
    scale = min(1.0, area.width / picture.width, tallest / picture.height)
    slab = Slab(picture.height * scale, nothing, glued=True, before=16.0, after=6.0)

    def set_to(height: float) -> None:
        actual = height / picture.height
        width = picture.width * actual
        setting.figures[figure.anchor] = (width, height)
        slab.height, slab.paint = height, _paint(setting, picture, area.x + (area.width - width) / 2, actual, element)

    set_to(slab.height)
    slab.least, slab.shrink = picture.height * _least_scale(picture, scale), set_to
    slab.anchors = ((figure.anchor, element),)
    atoms, style = caption_atoms(setting, figure.caption, element)
    captions = setting.lines(atoms, replace(style, before=0.0), area)
    rest = [*captions, *notes(setting, figure.notes, area)]
    for follower in rest[:-1]:
        follower.glued = True
    if rest:
        rest[-1].glued, rest[-1].after = False, FIGURE_AFTER
    slab.glued = bool(rest)
    noted = any(follower.notes for follower in rest)
    slab.floats = area.parent == ROOT and not noted and extent([slab, *rest]) <= page.height - page.top - page.bottom
    yield slab
    yield from rest


def lay_logo(setting: Setting, logo: tree.Logo, area: Area) -> Slab:
    """The logo at the head of the title block, at the left edge, no larger than a letterhead's."""
    element = setting.element("Figure", area.parent, logo)
    setting.structure.elements[element].alt = logo.alt
    picture = setting.assets.pictures[logo.path]
    scale = min(1.0, LOGO_HEIGHT / picture.height, LOGO_WIDTH / picture.width)
    width, height = picture.width * scale, picture.height * scale
    setting.figures[LOGO] = (width, height)
    return Slab(height, _paint(setting, picture, area.x, scale, element), after=LOGO_AFTER)


def _least_scale(picture: DisplayList | Picture, scale: float) -> float:
    """How small a picture may be that would be set at `scale`."""
    if isinstance(picture, Picture):
        return _LEAST_SCALE * scale
    smallest = min((item.size for item in picture.items if isinstance(item, Words)), default=_LEAST_SIZE)
    return min(scale, max(_LEAST_SCALE * scale, _LEAST_SIZE / smallest))


def _picture(setting: Setting, figure: tree.Figure) -> DisplayList | Picture:
    match figure.picture:
        case tree.Drawing(anchor=anchor):
            return setting.assets.drawings[anchor]
        case tree.Image(path=path, width=width):
            found = setting.assets.pictures[path]
            return replace(found, width=width, height=found.height * width / found.width) if width else found


def _paint(setting: Setting, picture: DisplayList | Picture, x: float, scale: float, element: int) -> Paint:
    width, height = picture.width * scale, picture.height * scale

    def paint(leaf: Leaf, y: float, _: bool) -> None:
        setting.structure.attributes(element, BBox=(x, y, x + width, y + height))
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
    if node.label:
        add_text(atoms, f"{node.label}." if node.children else node.label, bold.but(hyphenate=False))
        tie_all(atoms)
        atoms[-1].after, atoms[-1].glue = SPACE, look
    setting.writer.add_all(atoms, node.children, look)
    return atoms, style


def notes(setting: Setting, nodes: tuple[tree.Note, ...], area: Area) -> list[Slab]:
    """The notes under a table or figure."""
    style = setting.style("table-note")
    return [slab for note in nodes for slab in setting.note(note, style, area)]


_APART = 12.0
"""Between a displayed formula and its number."""


def lay_equation(setting: Setting, equation: tree.Equation, area: Area) -> Iterator[Slab]:
    """A formula centred on the measure, its number at the right edge and never in it."""
    style = setting.style("equation")
    paragraph = setting.element("P", area.parent, equation, equation.anchor)
    element = setting.element("Formula", paragraph, equation.math)
    setting.structure.elements[element].mathml = equation.math.mathml
    setting.structure.elements[element].alt = equation.math.alt or equation.math.tex
    look = setting.writer.look(style, element)
    number = setting.single((tree.Text(equation.label),), style, paragraph) if equation.label else None
    room = area.width - (number.width + _APART if number else 0.0)
    box = inset(setting.fonts, equation.math, look, element, True, room)
    lead = (style.leading - style.size) / 2
    base = max(box.ascent, style.size * 0.8) + lead
    x = area.x + max(0.0, min((area.width - box.width) / 2, room - box.width))

    def paint(leaf: Leaf, y: float, artifact: bool) -> None:
        box.paint(leaf, x, y + base, artifact)
        if number is not None:
            line_paint(number, area.x + area.width - number.width, base)(leaf, y, artifact)

    anchors = ((equation.anchor, paragraph),) if equation.anchor else ()
    height = base + max(box.descent, style.size * 0.25) + lead
    yield Slab(height, paint, before=style.before, after=style.after, anchors=anchors)
