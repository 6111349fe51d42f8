"""From inline nodes to atoms: faces, sizes, links, marks and values of one paragraph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Any

from briefgen import tree
from briefgen.fonts import Fonts
from briefgen.layout.atoms import FORCED, Atom, Inset, Look, add_text, small_capitals
from briefgen.layout.structure import Structure
from briefgen.layout.ties import tie_all
from briefgen.pages import ARTIFACT
from briefgen.records import dataclass
from briefgen.theme import FaceRole, TextStyle, Theme
from briefgen.tree import Inline, Inlines

if TYPE_CHECKING:
    from briefgen.layout.flow import Slab

SCRIPT = 0.68
"""Size of sub- and superscripts relative to the text around them."""

_ITALIC: dict[FaceRole, FaceRole] = {
    "serif": "serif-italic", "serif-bold": "serif-bold-italic", "serif-italic": "serif", "serif-bold-italic": "serif-bold",
    "sans": "sans-italic", "sans-bold": "sans-bold-italic", "sans-italic": "sans", "sans-bold-italic": "sans-bold",
}  # fmt: skip
_BOLD: dict[FaceRole, FaceRole] = {
    "serif": "serif-bold", "serif-italic": "serif-bold-italic", "sans": "sans-bold", "sans-italic": "sans-bold-italic",
}  # fmt: skip


@dataclass(slots=True)
class Writer:
    """Turns inlines into atoms; holds what they need to know. `footnote` sets the text of a note at the foot.

    With `artifact` nothing is tagged: no elements, links or anchors are made (repeated headers, running heads).
    """

    theme: Theme
    fonts: Fonts
    structure: Structure
    lang: str
    formula: Callable[[tree.Math, Look, int, bool], Inset]
    footnote: Callable[[str, int], tuple[Slab, ...]] | None = None
    _noted: bool = False
    _heights: dict[FaceRole, float] = field(default_factory=dict)

    def look(self, style: TextStyle, element: int, features: tuple[str, ...] = ()) -> Look:
        """The look of plain text in a style."""
        colour = self.theme.colours.named(style.colour)
        words = self.fonts.words(style.face, features)
        return Look(style.face, style.size, colour, element, words, hyphenate=style.hyphenate)

    def atoms(self, inlines: Inlines, look: Look) -> list[Atom]:
        """The atoms of a paragraph."""
        atoms: list[Atom] = []
        self.add_all(atoms, inlines, look)
        return atoms

    def add_all(self, atoms: list[Atom], inlines: Inlines, look: Look) -> None:
        """Append the atoms of all that an element holds; notes marked in it are read after it."""
        self.add(atoms, inlines, look)
        if self._noted:
            self._noted = False
            self.structure.notes_last(look.element)

    def add(self, atoms: list[Atom], inlines: Inlines, look: Look) -> None:
        """Append the atoms of inlines."""
        for node in inlines:
            if type(node) is tree.Text:
                add_text(atoms, node.text, look)
            else:
                _ADD[type(node)](self, atoms, node, look)

    def with_role(self, look: Look, role: FaceRole) -> Look:
        """The look in another face, with the same features."""
        return look.but(role=role, words=self.fonts.words(role))

    def script(self, look: Look, up: bool) -> Look:
        """The look of a sub- or superscript: smaller, and shifted by shares of the x-height of the face."""
        x_height = self._heights.setdefault(look.role, self.fonts.for_role(look.role).x_height)
        shift = look.size * x_height * (0.78 if up else -0.32)
        return look.but(size=look.size * SCRIPT, rise=look.rise + shift, hyphenate=False)

    def linked(self, look: Look, contents: str, parent: int = -2, **target: Any) -> Look:
        """The look of a link's text; artifacts are not linked. The colour tells links in running text only."""
        if look.element == ARTIFACT:
            return look
        element, link = self.structure.link(look.element if parent == -2 else parent, contents, **target)
        return look.but(element=element, link=link, colour=self.theme.colours.named("link"))

    def anchored(self, atoms: list[Atom], start: int, anchor: str, element: int) -> None:
        """Let the anchor stand at the first atom after `start`."""
        if anchor and element != ARTIFACT and len(atoms) > start:
            atoms[start].anchor = (anchor, element)


def _emph(w: Writer, atoms: list[Atom], node: tree.Emph, look: Look) -> None:
    role = _ITALIC.get(look.role, look.role)
    w.add(atoms, node.children, look.but(role=role, words=w.fonts.words(role)))


def _strong(w: Writer, atoms: list[Atom], node: tree.Strong, look: Look) -> None:
    w.add(atoms, node.children, w.with_role(look, _BOLD.get(look.role, look.role)))


def _sub(w: Writer, atoms: list[Atom], node: tree.Sub, look: Look) -> None:
    w.add(atoms, node.children, w.script(look, up=False))


def _sup(w: Writer, atoms: list[Atom], node: tree.Sup, look: Look) -> None:
    w.add(atoms, node.children, w.script(look, up=True))


def _small_caps(w: Writer, atoms: list[Atom], node: tree.SmallCaps, look: Look) -> None:
    w.add(atoms, node.children, small_capitals(w.fonts, look).but(hyphenate=False))


def _code(w: Writer, atoms: list[Atom], node: tree.Code, look: Look) -> None:
    # The fixed-width face has a taller x than the text faces: set smaller, it looks of one size with them.
    mono = w.with_role(look, "mono").but(size=look.size * 0.86, hyphenate=False, fixed=True)
    add_text(atoms, node.text, mono)


def _lang(w: Writer, atoms: list[Atom], node: tree.Lang, look: Look) -> None:
    if look.element != ARTIFACT:
        element = w.structure.add("Span", look.element, span=node.span)
        w.structure.elements[element].lang = node.lang
        look = look.but(element=element)
    w.add(atoms, node.children, look.but(lang=node.lang))


def _link(w: Writer, atoms: list[Atom], node: tree.Link, look: Look) -> None:
    text = tree.plain(node.children)
    linked = w.linked(look, text or node.target, uri=node.target, span=node.span)
    address = "/" in text and " " not in text.strip()
    w.add(atoms, node.children, linked.but(address=address, hyphenate=look.hyphenate and not address))


def _value(w: Writer, atoms: list[Atom], node: tree.Value, look: Look) -> None:
    w.add(atoms, node.runs or (), look.but(hyphenate=False, fixed=True))


def _abbr(w: Writer, atoms: list[Atom], node: tree.Abbr, look: Look) -> None:
    w.add(atoms, node.children, look.but(hyphenate=False, fixed=True))


def _math(w: Writer, atoms: list[Atom], node: tree.Math, look: Look) -> None:
    if look.element == ARTIFACT:
        add_text(atoms, node.alt or node.tex, look)
        return
    element = w.structure.add("Formula", look.element, span=node.span)
    w.structure.elements[element].alt = node.alt or node.tex
    w.structure.elements[element].mathml = node.mathml
    inset = w.formula(node, look, element, False)
    piece = Atom("", look, (), inset.width)
    piece.item = inset
    atoms.append(piece)


def _break(_: Writer, atoms: list[Atom], __: tree.Break, look: Look) -> None:
    if not atoms or atoms[-1].after == FORCED:
        atoms.append(Atom("", look, (), 0.0))
    atoms[-1].after = FORCED


def _jump(w: Writer, atoms: list[Atom], node: tree.Jump, look: Look) -> None:
    linked = w.linked(look, node.label, anchor=node.anchor, span=node.span)
    words: list[Atom] = []
    add_text(words, node.label, linked.but(hyphenate=False, fixed=True))
    tie_all(words)
    atoms.extend(words)


def _citation(w: Writer, atoms: list[Atom], node: tree.Citation, look: Look) -> None:
    start = len(atoms)
    w.add(atoms, node.runs, look.but(hyphenate=False))
    w.anchored(atoms, start, node.anchor, look.element)


def _note_ref(w: Writer, atoms: list[Atom], node: tree.NoteRef, look: Look) -> None:
    raised, start = w.script(look, up=True), len(atoms)
    if look.element == ARTIFACT:
        add_text(atoms, node.mark, raised)
        return
    reference = w.structure.add("Reference", look.element, span=node.span)
    add_text(atoms, node.mark, w.linked(raised, node.mark, reference, anchor=node.anchor))
    if w.footnote and len(atoms) > start:
        atoms[-1].note = w.footnote(node.anchor, w.structure.note_parent(look.element))
        w._noted = w._noted or bool(atoms[-1].note)


_ADD: dict[type[Inline], Callable[[Writer, list[Atom], Any, Look], None]] = {
    tree.Emph: _emph,
    tree.Strong: _strong,
    tree.Sub: _sub,
    tree.Sup: _sup,
    tree.SmallCaps: _small_caps,
    tree.Code: _code,
    tree.Lang: _lang,
    tree.Link: _link,
    tree.Value: _value,
    tree.Abbr: _abbr,
    tree.Math: _math,
    tree.Break: _break,
    tree.Jump: _jump,
    tree.Citation: _citation,
    tree.NoteRef: _note_ref,
}
