"""The contents page: entries with dot leaders, their page numbers filled in when all pages are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from briefgen import tree
from briefgen.layout.atoms import Look
from briefgen.layout.flow import Paint, Slab
from briefgen.layout.paint import Leaf, Pen
from briefgen.layout.setting import Area, PageNumber, Setting, both
from briefgen.pages import ARTIFACT, Box, Run, TextBox
from briefgen.theme import Role

_NUMBER_ROOM = 26.0
"""Width kept free at the right for page numbers."""
_ROLES: dict[int, Role] = {1: "contents1", 2: "contents2"}


def lay_contents(setting: Setting, node: tree.Contents, area: Area) -> Iterator[Slab]:
    """A heading and one line an entry; the lines of the first level are kept with the line after them."""
    if node.title:
        title = setting.element("H1", area.parent, node)
        yield from setting.paragraph(node.title, setting.style("contents-title"), area, title)
    if not node.entries:
        return
    whole = setting.element("TOC", area.parent, node)
    labels = _label_widths(setting, node)
    last = len(node.entries) - 1
    for number, entry in enumerate(node.entries):
        for slab in _entry(setting, entry, area, whole, labels[_role(node, entry)]):
            slab.glued = slab.glued or (number < last and number in (0, last - 1))  # none stands alone on a page
            yield slab


def _role(node: tree.Contents, entry: tree.Entry) -> Role:
    """Lists of tables and figures are set lightly; the contents by level."""
    return _ROLES.get(entry.level, "contents3") if node.kind == "contents" else "contents2"


def _label_widths(setting: Setting, node: tree.Contents) -> dict[Role, tuple[Role, float]]:
    """For each style used the width of its widest label, so that the texts begin at one edge."""
    widths: dict[Role, tuple[Role, float]] = {}
    for entry in node.entries:
        role = _role(node, entry)
        style = setting.style(role)
        width = setting.fonts.width(entry.label, style.face, style.size) + 7.0 if entry.label else 0.0
        widths[role] = (role, max(width, widths.get(role, (role, 0.0))[1]))
    return widths


def _entry(setting: Setting, entry: tree.Entry, area: Area, whole: int, column: tuple[Role, float]) -> Iterator[Slab]:
    role, label_width = column
    style = setting.style(role)
    item = setting.element("TOCI", whole, entry)
    reference = setting.element("Reference", item, entry)
    text = " ".join(filter(None, (entry.label, tree.plain(entry.children))))
    element, link = setting.structure.link(reference, text, anchor=entry.anchor, span=entry.span)
    look = setting.writer.look(style, element).but(link=link)
    hang = label_width if entry.label else 0.0
    left = style.left if role != "contents2" or entry.level > 1 else 0.0
    inner = replace(style, left=left + hang, right=style.right + _NUMBER_ROOM, after=style.after, keep_lines=True)
    slabs = setting.lines(setting.writer.atoms(entry.children, look), inner, area)
    if not slabs:
        return
    if entry.label:
        slabs[0].paint = both(_label(setting, entry.label, look, area.x + left, slabs[0].baseline), slabs[0].paint)
    last = slabs[-1]
    right = area.x + area.width - style.right
    last.paint = both(last.paint, _number(setting, entry.anchor, look, right, last.baseline))
    yield from slabs


def _label(setting: Setting, label: str, look: Look, x: float, base: float) -> Paint:
    atoms = setting.writer.atoms((tree.Text(label + " "),), look)

    def paint(leaf: Leaf, y: float, artifact: bool) -> None:
        pen = Pen(leaf, x, y + base, 0.0, artifact)
        for piece in atoms:
            pen.runs(piece.runs, look)
            if piece.glue is not None and piece is not atoms[-1]:
                pen.space(look)
        pen.end(True)

    return paint


def _number(setting: Setting, anchor: str, look: Look, right: float, base: float) -> Paint:
    """Reserve a page number's place after the entry's text."""

    def paint(leaf: Leaf, y: float, _: bool) -> None:
        last = leaf.boxes[-1]
        start = getattr(last, "x", 0.0) + getattr(last, "width", 0.0)
        setting.pending.append(PageNumber(leaf, len(leaf.boxes), anchor, start, right, y + base, look))

    return paint


def fill_numbers(setting: Setting) -> None:
    """Set the page numbers that the contents left open, with leaders to them."""
    by_leaf: dict[int, list[PageNumber]] = {}
    for number in setting.pending:
        by_leaf.setdefault(number.leaf.index, []).append(number)
    for numbers in by_leaf.values():
        leaf, boxes, at = numbers[0].leaf, numbers[0].leaf.boxes, 0
        out: list[Box] = []
        for number in numbers:
            out.extend(boxes[at : number.index])
            at = number.index
            out.extend(_filled(setting, number))
        leaf.boxes = out + boxes[at:]


def _filled(setting: Setting, number: PageNumber) -> list[Box]:
    """The boxes of one page number and of the dots before it; none when its anchor stands nowhere."""
    place = setting.structure.places.get(number.anchor)
    if place is None:
        return []
    look = number.look
    text = str(place.page + 1)
    width = setting.fonts.width(text, look.role, look.size)
    leaf = Leaf(number.leaf.page, number.leaf.index, setting.structure)
    leaf.boxes += _leader(setting, number, number.right - width - 5.0)
    space = look.words.space  # read aloud, the number must not run on from the title
    pen = Pen(leaf, number.right - width - space.width * look.size, number.y, 0.0, False)
    pen.runs((space, *look.words[text]), look)
    pen.end(False)
    return leaf.boxes


def _leader(setting: Setting, number: PageNumber, right: float) -> list[Box]:
    """Dots between a text and its page number, one box, on a grid from the right edge that all entries share."""
    size = number.look.size
    dot = setting.fonts.words("sans")["."][0]
    step = 2 * dot.width * size
    edge = number.right - 14.0
    count = int(min(edge - number.start - 4.0, right - number.start - 4.0) / step)
    if count < 1:
        return []
    runs = (_dots(dot, count),)
    return [TextBox(edge - count * step, number.y, count * step, runs, size, setting.colour("muted"), ARTIFACT)]


@lru_cache(maxsize=512)
def _dots(dot: Run, count: int) -> Run:
    """Dots at twice their usual distance; kept as words are, so that they too are coded once a process."""
    advances = (2 * dot.advances[0],) * count
    return Run(dot.face, dot.ids * count, advances, tuple(range(count)), "." * count)
