"""Inline nodes to runs, links and fields."""

from __future__ import annotations

from dataclasses import field as declare
from dataclasses import replace
from functools import lru_cache
from typing import Any

from briefgen.records import dataclass
from briefgen.render.docx import comments
from briefgen.render.docx.names import bookmark_name
from briefgen.render.docx.omml import omml
from briefgen.render.docx.ties import tied
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import (
    RUN_CLOSING,
    attribute,
    escape,
    external_link,
    field,
    internal_link,
    properties,
    run,
    run_opening,
)
from briefgen.theme import FaceRole, Role
from briefgen.tree import (
    Abbr,
    Break,
    Citation,
    Cite,
    Code,
    Emph,
    Inline,
    Inlines,
    Jump,
    Lang,
    Link,
    Math,
    NoteRef,
    Ref,
    SmallCaps,
    Strong,
    Sub,
    Sup,
    Text,
    Value,
)


@dataclass(frozen=True, slots=True)
class Look:
    """How characters differ from their paragraph's style. `inside_link` forbids links, fields, bookmarks and notes."""

    family: str
    style_bold: bool
    style_italic: bool
    bold: bool
    italic: bool
    character_style: str = ""
    vertical: str = ""
    small_caps: bool = False
    lang: str = ""
    inside_link: bool = False
    rpr: str = declare(init=False, compare=False, default="")
    """The run properties these differences make."""
    opening: str = declare(init=False, compare=False, default="")
    """What stands before the text of a run of them."""
    of_style: bool = declare(init=False, compare=False, default=True)
    """Whether the face is that of the paragraph's style."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rpr", run_properties(self))  # computed once: a large table asks 100,000 times
        object.__setattr__(self, "opening", run_opening(self.rpr))
        object.__setattr__(self, "of_style", (self.bold, self.italic) == (self.style_bold, self.style_italic))

    @property
    def face(self) -> FaceRole:
        """The face the characters are set in (monospaced text has one face only)."""
        if self.family == "mono":
            return "mono"
        suffix = ("-bold" if self.bold else "") + ("-italic" if self.italic else "")
        return f"{self.family}{suffix}"  # type: ignore[return-value]  # every combination is a face role


@lru_cache(maxsize=64)
def look_of(face: FaceRole, character_style: str = "", bold: bool = False) -> Look:
    """The look of plain text in a paragraph of this face; `bold` when its character style is bold."""
    is_bold, italic = "bold" in face, "italic" in face
    return Look(face.partition("-")[0], is_bold or bold, italic, is_bold or bold, italic, character_style)


@lru_cache(maxsize=512)
def altered(look: Look, **changes: Any) -> Look:
    """The look with these changes."""
    return replace(look, **changes)


def role_look(w: Writer, role: Role, character_style: str = "", bold: bool = False) -> Look:
    """The look of plain text in a paragraph of this role."""
    return look_of(w.theme.styles[role].face, character_style, bold)


def run_properties(look: Look, fallback: str = "") -> str:
    """Run properties of a look, in the schema's order; `fallback` names a family that replaces the style's."""
    parts = [f'<w:rStyle w:val="{look.character_style}"/>' if look.character_style else ""]
    if fallback:
        name = attribute(fallback)
        parts.append(f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>')
    if look.bold != look.style_bold:
        parts.append("<w:b/><w:bCs/>" if look.bold else '<w:b w:val="0"/><w:bCs w:val="0"/>')
    if look.italic != look.style_italic:
        parts.append("<w:i/><w:iCs/>" if look.italic else '<w:i w:val="0"/><w:iCs w:val="0"/>')
    parts.append("<w:smallCaps/>" if look.small_caps else "")
    parts.append(f'<w:vertAlign w:val="{look.vertical}"/>' if look.vertical else "")
    parts.append(f'<w:lang w:val="{attribute(look.lang)}"/>' if look.lang else "")
    return "".join(parts)


def text(w: Writer, string: str, look: Look) -> str:
    """Text as runs, split where a fallback font is needed."""
    if not look.of_style:
        w.faces.use(look.face)
    if string.isascii():
        return f"{look.opening}{escape(string)}{RUN_CLOSING}"
    pieces = w.faces.pieces(string, look.face)
    return "".join(run(part, run_properties(look, family) if family else look.rpr) for part, family in pieces)


def inlines(w: Writer, nodes: Inlines, look: Look) -> str:
    """Resolved inlines as the content of a paragraph."""
    return _runs(w, tied(nodes), look)


def _runs(w: Writer, nodes: Inlines, look: Look) -> str:
    if len(nodes) == 1:
        only = nodes[0]
        if type(only) is Text:
            return text(w, only.text, look)
        if type(only) is Value:
            return _value(w, only, look)
    return "".join([text(w, node.text, look) if type(node) is Text else _inline(w, node, look) for node in nodes])


def _inline(w: Writer, node: Inline, look: Look) -> str:
    match node:
        case Text(string):
            return text(w, string, look)
        case Value():
            return _value(w, node, look)
        case Emph() | Strong() | Sub() | Sup() | SmallCaps() | Lang():
            return _runs(w, node.children, _changed(node, look))
        case Abbr():
            return _runs(w, node.children, look)
        case Code():
            w.faces.use("mono")
            return text(w, node.text, altered(look, family="mono", character_style="CodeText"))
        case Jump():
            return _jump(w, node, look)
        case Citation():
            return _citation(w, node, look)
        case Link():
            return _link(w, node, look)
        case NoteRef():
            return _note_mark(w, node, look)
        case Math():
            return omml(node.mathml, node.alt or node.tex)
        case Break():
            return "<w:r><w:br/></w:r>"
        case Ref() | Cite():
            raise AssertionError(f"unresolved {type(node).__name__} at {node.span}")


def _value(w: Writer, node: Value, look: Look) -> str:
    """A value, bound to its data on request, in a reviewer's copy with a comment on it.

    Lists of contents and links show values that stand elsewhere.
    """
    shown = _runs(w, node.runs or (), look)
    if look.inside_link:
        return shown
    shown, remark = w.bindings.printed(w.ids, node, shown), w.remarks.get(node.path, "")
    return comments.commented(w, shown, remark) if remark else shown


def _changed(node: Emph | Strong | Sub | Sup | SmallCaps | Lang, look: Look) -> Look:
    match node:
        case Emph():
            return altered(look, italic=not look.italic)
        case Strong():
            return altered(look, bold=True)
        case Sub():
            return altered(look, vertical="subscript")
        case Sup():
            return altered(look, vertical="superscript")
        case SmallCaps():
            return altered(look, small_caps=True)
        case Lang(lang=lang):
            return altered(look, lang=lang)


def _citation(w: Writer, node: Citation, look: Look) -> str:
    if look.inside_link:
        return _runs(w, node.runs, look)
    return w.ids.bookmark(node.anchor, w.cites.field(w.ids, node, lambda runs: _runs(w, runs, look)))


def _link(w: Writer, node: Link, look: Look) -> str:
    if look.inside_link:
        return _runs(w, node.children, look)
    inner = _runs(w, node.children, altered(look, character_style="Hyperlink", inside_link=True))
    return external_link(w.relations.link(node.target), inner)


def _jump(w: Writer, node: Jump, look: Look) -> str:
    """A cross-reference: a REF field where the target has text of its own to show, a link otherwise."""
    if look.inside_link:
        return text(w, node.label, look)
    linked = altered(look, character_style="CrossReference", inside_link=True)
    target, name = w.targets.get(node.anchor), bookmark_name(node.anchor)
    if target is None and node.kind != "mention":
        return text(w, node.label, look)
    before, shown, after = node.label.rpartition(target.shown) if target and target.shown else ("", "", "")
    if not shown or target is None:
        return internal_link(name, text(w, node.label, linked))
    instruction = rf"REF {name} {target.switches} \* MERGEFORMAT"
    parts = (
        text(w, before, look) if before else "",
        field(instruction, shown, linked.rpr),
        text(w, after, look) if after else "",
    )
    return "".join(parts)


def _note_mark(w: Writer, node: NoteRef, look: Look) -> str:
    if look.inside_link:
        return text(w, node.mark, altered(look, vertical="superscript"))
    if node.anchor in w.footnotes:
        return _footnote_mark(w, node)
    linked = altered(look, character_style="NoteMark", vertical="superscript", inside_link=True)
    if node.anchor not in w.targets:
        return text(w, node.mark, linked)
    return internal_link(bookmark_name(node.anchor), text(w, node.mark, linked))


def _footnote_mark(w: Writer, node: NoteRef) -> str:
    number, note = w.footnotes[node.anchor]
    style = '<w:rStyle w:val="FootnoteReference"/>'
    if node.anchor in w.noted:
        return field(rf"NOTEREF {bookmark_name(node.anchor)} \f \h", node.mark, style)
    w.noted.add(node.anchor)
    if note.mark == str(len(w.noted)):
        mark = f'<w:r>{properties(style)}<w:footnoteReference w:id="{number}"/></w:r>'
    else:
        mark = (
            f'<w:r>{properties(style)}<w:footnoteReference w:customMarkFollows="1" w:id="{number}"/>'
            f'<w:t xml:space="preserve">{attribute(node.mark)}</w:t></w:r>'
        )
    return w.ids.bookmark(node.anchor, mark)
