"""Formulas: presentation MathML (the subset that TeX converters write) laid out as boxes of glyphs."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import inf

from briefgen import tree
from briefgen.fonts import Font, Fonts
from briefgen.layout import mathboxes as mb
from briefgen.layout import mathsigns as signs
from briefgen.layout.atoms import Inset, Look
from briefgen.layout.mathboxes import Box
from briefgen.records import dataclass
from briefgen.theme import FaceRole

_SCRIPT = 0.72
_SMALLER = 4
"""How often a formula too wide for its place is made smaller, by a third at most each time."""
_SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_WRAPPERS = frozenset({"mrow", "mstyle", "mpadded"})
_STYLES = re.compile(r"MATHEMATICAL (BOLD ITALIC|BOLD|ITALIC) (?!FRAKTUR|SCRIPT)")
_NAMED_SPACES = {"thinmathspace": 0.167, "mediummathspace": 0.222, "thickmathspace": 0.278}


@dataclass(frozen=True, slots=True)
class State:
    """What a part of a formula inherits: fonts, look, display style, and how deep in scripts it stands."""

    fonts: Fonts
    look: Look
    display: bool
    depth: int = 0

    @property
    def size(self) -> float:
        """The type size in points."""
        return self.look.size

    @property
    def math_font(self) -> Font:
        """The font with tall brackets and radicals: the first fallback that has a MATH table, else the first fallback."""
        fonts = [self.fonts.font(name) for name in self.fonts.theme.fallbacks] or [self.fonts.for_role(self.look.role)]
        return next((font for font in fonts if font.table("MATH")), fonts[0])

    def script(self) -> State:
        """The state in sub- and superscripts; from the second depth on sizes stay."""
        size = self.size * (_SCRIPT if self.depth < 2 else 1.0)
        return replace(self, look=self.look.but(size=size), display=False, depth=self.depth + 1)

    def face(self, italic: bool, bold: bool = False) -> Look:
        """The look in the roman or italic of the text's family."""
        family = "sans" if self.look.role.startswith("sans") else "serif"
        bold = bold or "-bold" in self.look.role
        role: FaceRole = f"{family}{'-bold' if bold else ''}{'-italic' if italic else ''}"  # type: ignore[assignment]
        return self.look.but(role=role, words=self.fonts.words(role))


def inset(fonts: Fonts, math: tree.Math, look: Look, element: int, display: bool, room: float = inf) -> Inset:
    """A formula as something that stands in a line; without readable MathML it is its plain text.

    One wider than `room` is set in lines that end before an operator and, where that is not enough, in smaller type.
    """
    look = look.but(element=element, hyphenate=False)
    narrowed = partial(inset, fonts, math, look, element, display)
    box = _parsed(math, State(fonts, look, display), room)
    for _ in range(_SMALLER):
        if box.width <= room:
            break
        look = look.but(size=look.size * max(0.7, 0.98 * room / box.width))
        box = _parsed(math, State(fonts, look, display), room)
    paint = partial(_paint, box)
    return Inset(box.width, box.height + look.rise, max(0.0, box.depth - look.rise), paint, narrowed)


def _paint(box: Box, leaf: object, x: float, y: float, artifact: bool) -> None:
    mb.paint(box, leaf, x, y, artifact)  # type: ignore[arg-type]  # an Inset's paint takes any leaf, to keep atoms free of pages


def _parsed(math: tree.Math, state: State, room: float) -> Box:
    try:
        root = ET.fromstring(math.mathml) if math.mathml else None
    except ET.ParseError:
        root = None
    if root is None:
        return mb.text_box(math.alt or math.tex, state.look, state.fonts)
    if root.get("display") == "block":
        state = replace(state, display=True)
    box = _row(root, state)
    return box if box.width <= room else _in_lines(root, state, room)


def _in_lines(node: ET.Element, state: State, room: float) -> Box:
    """A formula in several lines, each as long as fits; all but the first stand in."""
    while len(node) == 1 and _name(node) in ("math", *_WRAPPERS):
        node = node[0]
    indent = mb.space(2.0 * state.size)
    lines: list[list[Box]] = [[]]
    part: list[Box] = []
    for child, boxes in [*zip(node, _groups([*node], state), strict=True), (None, [])]:
        if child is None or (_is_operator(child) and _text(child) in signs.RELATIONS | signs.BINARY):
            if lines[-1] and sum(box.width for box in (*lines[-1], *part)) > room:
                lines.append([indent])
            lines[-1].extend(part)
            part = []
        part.extend(boxes)
    return mb.grid([[mb.row(line)] for line in lines], state.size, ["left"], [0.0], 0.5 * state.size)


def _box(node: ET.Element, state: State) -> Box:
    name = node.tag.rpartition("}")[2]
    return _ELEMENTS.get(name, _row)(node, state)


def _text(node: ET.Element) -> str:
    return " ".join("".join(node.itertext()).split(" ")).strip(" \n\t")


# --------------------------------------------------------------------------------------------------------------- rows


def _row(node: ET.Element, state: State) -> Box:
    """Children side by side: operators with space around them, brackets as tall as the rest."""
    children = list(node)
    if not children:
        text = _text(node)
        return mb.text_box(text, state.look, state.fonts) if text else mb.space(0.0)
    return mb.row([box for boxes in _groups(children, state) for box in boxes])


def _groups(children: list[ET.Element], state: State) -> list[list[Box]]:
    """The boxes of each child, with the space around it."""
    plain = [None if _is_fence(child) else _box(child, state) for child in children]
    body = mb.row([box for box in plain if box is not None])
    out: list[list[Box]] = []
    for number, child in enumerate(children):
        box = plain[number]
        if box is None:
            matrix = [
                plain[n] for n in (number + 1, number - 1) if 0 <= n < len(children) and _name(children[n]) == "mtable"
            ]
            out.append([_fence(child, matrix[0] or body if matrix else body, state)])
            continue
        left, right = _around(children, number, state) if _is_operator(_core(child)) else (0.0, 0.0)
        out.append([b for b in (mb.space(left), box, mb.space(right)) if b.width or b.parts])
    return out


def _name(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def _core(node: ET.Element) -> ET.Element:
    """What scripts, limits and wrappers stand around: a sum with its limits is set off like the bare sign."""
    while len(node) and (_name(node) in _SCRIPTED or (_name(node) in _WRAPPERS and len(node) == 1)):
        node = node[0]
    return node


def _is_operator(node: ET.Element) -> bool:
    """Whether a node is an operator; converters write some of them, and names of functions, as identifiers."""
    return _name(node) == "mo" or (
        _name(node) == "mi" and (_text(node) in signs.BINARY | signs.RELATIONS or _is_function(node))
    )


def _is_function(node: ET.Element) -> bool:
    text = _text(node)
    return len(text) > 1 and text.isalpha() and node.get("mathvariant") is None


def _is_fence(node: ET.Element) -> bool:
    return _name(node) == "mo" and node.get("stretchy") != "false" and _text(node) in signs.FENCES and bool(_text(node))


def _fence(node: ET.Element, body: Box, state: State) -> Box:
    char = _text(node)
    if minimum := _length(node.get("minsize", ""), state.size):
        body = Box(0.0, minimum / 2 + mb.AXIS * state.size, minimum / 2 - mb.AXIS * state.size)
    if body.total <= 1.05 * state.size:
        return mb.text_box(char, state.face(italic=False), state.fonts)
    return mb.fence(char, body, state.look, state.math_font)


def _around(children: list[ET.Element], number: int, state: State) -> tuple[float, float]:
    """Space left and right of an operator in points; none within scripts, none for a sign before its operand."""
    char = _text(_core(children[number]))
    before = _core(children[number - 1]) if number else None
    after = _text(children[number + 1]) if number + 1 < len(children) else ""
    if state.depth:
        return 0.0, 0.0
    prefix = before is None or (_is_operator(before) and _text(before) not in ")]}|!′")
    if char in signs.RELATIONS:
        return 0.28 * state.size, 0.28 * state.size
    if char in signs.BINARY:
        return (0.0, 0.0) if prefix or number == len(children) - 1 else (0.22 * state.size, 0.22 * state.size)
    if char in signs.CLOSERS:
        return 0.0, 0.17 * state.size
    if char in signs.BIG or char in signs.INTEGRALS:
        return (0.1 if prefix else 0.17) * state.size, 0.17 * state.size
    if len(char) > 1 and char.isalpha():
        return (0.0 if prefix else 0.17 * state.size), (0.0 if after[:1] in signs.OPENERS else 0.17 * state.size)
    return 0.0, 0.0


# ------------------------------------------------------------------------------------------------------------- tokens


def _identifier(node: ET.Element, state: State) -> Box:
    text, variant = _plain_letter(_text(node), node.get("mathvariant", ""))
    upright = variant in ("normal", "bold") or len(text) > 1 or "Α" <= text <= "Ω" or not text.isalpha()
    return mb.text_box(text, state.face(not upright, "bold" in variant), state.fonts) if text else mb.space(0.0)


def _plain_letter(text: str, variant: str) -> tuple[str, str]:
    """A bold or italic letter that has a character of its own as the letter in that style, for the text's family has it."""
    if len(text) == 1 and text > "\U0001d3ff" and (style := _STYLES.match(unicodedata.name(text, ""))):
        return unicodedata.normalize("NFKC", text), style[1].lower().replace(" ", "-")
    return text, variant


def _upright(node: ET.Element, state: State) -> Box:
    text = "".join(node.itertext())
    bold = "bold" in node.get("mathvariant", "")
    return mb.text_box(text, state.face(False, bold), state.fonts) if text else mb.space(0.0)


def _operator(node: ET.Element, state: State) -> Box:
    text = _text(node)
    if not text or text in "\u2061\u2062\u2063\u2064":
        return mb.space(0.0)
    if text in signs.BIG or text in signs.INTEGRALS:
        font = state.math_font
        glyph = font.taller(text, 1.3 if state.display else 0.9)
        box = mb.glyph_box(font, glyph, text, state.look)
        return mb.raised(box, mb.AXIS * state.size - (box.height - box.depth) / 2)
    return mb.text_box("−" if text == "-" else text, state.face(False), state.fonts)


def _space(node: ET.Element, state: State) -> Box:
    return mb.space(_length(node.get("width", "0"), state.size))


def _length(text: str, size: float) -> float:
    """A MathML length in points; ems of the type size, points and pixels are known."""
    if text in _NAMED_SPACES:
        return _NAMED_SPACES[text] * size
    for unit, factor in (("em", size), ("ex", 0.45 * size), ("pt", 1.0), ("px", 0.75)):
        if text.endswith(unit):
            try:
                return float(text.removesuffix(unit)) * factor
            except ValueError:
                return 0.0
    return 0.0


# ------------------------------------------------------------------------------------------------------------- layouts


def _part(node: ET.Element, number: int, state: State) -> Box | None:
    return _box(node[number], state) if number < len(node) else None


def _scripts(node: ET.Element, state: State, sub: int, sup: int) -> Box:
    base, small = _part(node, 0, state) or mb.space(0.0), state.script()
    under, over = (_part(node, sub, small) if sub else None), (_part(node, sup, small) if sup else None)
    if state.display and len(node) and _has_limits(node[0]):
        return mb.limits(base, under, over, state.size)
    if over and not under and _text(node[sup]) in signs.PRIMES:  # their glyphs are small and raised themselves
        return mb.row([base, mb.text_box(_text(node[sup]), state.face(False), state.fonts)])
    return mb.scripts(base, under, over, state.size)


def _has_limits(node: ET.Element) -> bool:
    return _text(node) in signs.BIG or _text(node) in signs.UNDER or node.get("movablelimits") == "true"


def _limits(node: ET.Element, state: State, under: int, over: int) -> Box:
    base = _part(node, 0, state) or mb.space(0.0)
    for number, above in ((over, True), (under, False)):
        sign = _text(node[number]) if number and number < len(node) else ""
        if sign in signs.BARS_OVER and sign:
            return mb.ruled(base, state.look, above)
        if sign in signs.ACCENTS and above:
            return _accented(base, signs.ACCENTS[sign], state)
        if sign in signs.ARROWS and above and len(node) == 2:
            arrow = mb.stretched(signs.ARROWS[sign], base.width, state.script().look, state.math_font)
            return mb.capped(base, arrow, above, state.size)
        if sign in signs.BRACES:
            return mb.capped(base, mb.stretched(sign, base.width, state.look, state.math_font), above, state.size)
    small = state.script()
    low, high = (_part(node, under, small) if under else None), (_part(node, over, small) if over else None)
    if len(node) and _name(node[0]) == "mstyle" and _text(node[0]) in signs.LONG:
        width = max(box.width for box in (low, high) if box) + 0.8 * state.size
        arrow = mb.stretched(_text(node[0]), width, state.look, state.math_font)
        return mb.limits(mb.raised(arrow, mb.AXIS * state.size - arrow.height / 2), low, high, state.size)
    if not state.display and len(node) and _has_limits(node[0]):
        return mb.scripts(base, low, high, state.size)
    return mb.limits(base, low, high, state.size)


def _accented(base: Box, accent: str, state: State) -> Box:
    """An accent just above its base."""
    box = mb.text_box(accent, state.face(False), state.fonts)
    lift = max(0.0, base.height - 0.46 * state.size)
    x = (base.width - box.width) / 2 + 0.05 * state.size
    return Box(base.width, box.height + lift, base.depth, (*base.parts, *mb.moved(box, x, -lift)))


def _fraction(node: ET.Element, state: State) -> Box:
    inner = replace(state, display=False) if state.display else replace(state.script(), depth=state.depth)
    above, below = (_part(node, n, inner) or mb.space(0.0) for n in (0, 1))
    bar = node.get("linethickness", "1") not in ("0", "0px", "0pt", "0em")
    return mb.fraction(above, below, state.look, bar, display=state.display and bar)


def _root(node: ET.Element, state: State) -> Box:
    degree = _part(node, 1, state.script().script())
    return mb.radical(_part(node, 0, state) or mb.space(0.0), degree, state.look, state.math_font)


def _square_root(node: ET.Element, state: State) -> Box:
    return mb.radical(_row(node, state), None, state.look, state.math_font)


def _table(node: ET.Element, state: State) -> Box:
    """A matrix, or lines one below the other that are aligned at a sign."""
    lines = node.get("displaystyle") == "true"
    inner = replace(state, display=lines)
    rows = [[_row(cell, inner) for cell in line] for line in node]
    cells = max(node, key=len, default=())
    aligns = [cell.get("columnalign", "center") for cell in cells]
    spacing = node.get("columnspacing", "").split() or ["0.8em"]
    gaps = [_length(spacing[number % len(spacing)], state.size) for number in range(len(aligns))]
    return mb.grid(rows, state.size, aligns, gaps, (0.5 if lines else 0.25) * state.size)


def _fenced(node: ET.Element, state: State) -> Box:
    body = mb.row([_box(child, state) for child in node])
    brackets = (node.get("open", "("), node.get("close", ")"))
    left, right = (mb.fence(c, body, state.look, state.math_font) if c else mb.space(0.0) for c in brackets)
    return mb.row([left, body, right])


def _style(node: ET.Element, state: State) -> Box:
    display = node.get("displaystyle")
    return _row(node, replace(state, display=display == "true") if display else state)


def _nothing(_: ET.Element, __: State) -> Box:
    return mb.space(0.0)


def _phantom(node: ET.Element, state: State) -> Box:
    return replace(_row(node, state), parts=())


def _semantics(node: ET.Element, state: State) -> Box:
    return _box(node[0], state) if len(node) else mb.space(0.0)


_ELEMENTS: dict[str, Callable[[ET.Element, State], Box]] = {
    "mi": _identifier,
    "mn": _upright,
    "mo": _operator,
    "mtext": _upright,
    "ms": _upright,
    "mspace": _space,
    "msub": partial(_scripts, sub=1, sup=0),
    "msup": partial(_scripts, sub=0, sup=1),
    "msubsup": partial(_scripts, sub=1, sup=2),
    "munder": partial(_limits, under=1, over=0),
    "mover": partial(_limits, under=0, over=1),
    "munderover": partial(_limits, under=1, over=2),
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "mtable": _table,
    "mfenced": _fenced,
    "mstyle": _style,
    "mphantom": _phantom,
    "semantics": _semantics,
    "annotation": _nothing,
    "annotation-xml": _nothing,
}
