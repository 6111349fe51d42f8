"""Figures, captions and their sequence fields."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import NamedTuple

from briefgen.pages import LOGO
from briefgen.render.docx.comments import commented
from briefgen.render.docx.inline import inlines, role_look, text
from briefgen.render.docx.names import bookmark_name
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import attribute, emu, field, internal_link, run, twips
from briefgen.spacing import FIGURE_AFTER
from briefgen.tree import Caption, Drawing, Figure, Logo, Note, Value, walk

LABEL_END = ". "
"""What stands between a caption's label and its text: "Table 1. Efficacy"."""

_LABEL = re.compile(r"(.*?)(\d+)$", re.DOTALL)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"


def sequence_name(w: Writer, words: str) -> str:
    """The identifier of the sequence that numbers captions beginning with `words` ("Table", "Table S")."""
    known = {w.strings.table: "Table", w.strings.figure: "Figure"}
    name = known.get(words.strip()) or re.sub(r"\W", "_", words.strip())
    return name if name[:1].isalpha() else f"S{name}"


def sequence(w: Writer, name: str, number: str) -> str:
    """A SEQ field's instruction; with a reset where Word's own count would not be `number`."""
    expected = w.sequences.get(name, 0) + 1
    w.sequences[name] = int(number)
    reset = "" if int(number) == expected else rf" \r {int(number)}"
    return rf"SEQ {name} \* ARABIC{reset}"


def caption(w: Writer, node: Caption, anchor: str, style: str, noted: bool = False) -> str:
    """A caption with its number as a live field; the bookmark of the anchor covers the label, for REF fields."""
    content = inlines(w, node.children, role_look(w, "caption"))
    if node.label:
        w.faces.use(role_look(w, "caption", "CaptionLabel", True).face)
        stop = run(LABEL_END[0], '<w:rStyle w:val="CaptionLabel"/>') + run(LABEL_END[1]) if content else ""
        content = w.ids.bookmark(anchor, _label(w, node.label)) + stop + content
    else:
        content = w.ids.bookmark(anchor, content)
    return w.paragraph(style, "caption", content, f"{anchor}-caption", '<w:spacing w:after="80"/>' if noted else "", noted)


def _label(w: Writer, label: str) -> str:
    style = '<w:rStyle w:val="CaptionLabel"/>'
    found = _LABEL.match(label)
    if not found or len(found.group(2)) > 9:
        return run(label, style)
    words, number = found.groups()
    live = field(sequence(w, sequence_name(w, words), number), number, style)
    return run(words, style) + live if words else live


def notes(w: Writer, items: tuple[Note, ...], below: float) -> str:
    """The notes under a table or figure: each mark a bookmark that its references link to; kept together.

    `below` is the space after the last of them, in points.
    """
    parts: list[str] = []
    for at, note in enumerate(items):
        content = inlines(w, note.children, role_look(w, "table-note"))
        if note.mark:
            mark = text(w, note.mark, role_look(w, "table-note", "NoteMark"))
            content = w.ids.bookmark(note.anchor, mark) + run(" ") + content
        key = note.anchor or w.key(note)
        last = at == len(items) - 1
        spacing = f'<w:spacing w:after="{twips(below)}"/>' if last else ""
        parts.append(w.paragraph("TableNote", "table-note", content, key, spacing, not last))
    return "".join(parts)


def figure(w: Writer, node: Figure) -> str:
    """The picture, its caption below and its notes; the figure's style keeps picture and caption on one page.

    The comments on values that a drawing prints stand on the drawing.
    """
    content = _picture(w, node)
    for value in walk(node.picture):
        if isinstance(value, Value) and (remark := w.remarks.get(value.path)):
            content = commented(w, content, remark)
    parts = [w.paragraph("Figure", "body", content, node.anchor)]
    parts.append(caption(w, node.caption, node.anchor, "FigureCaption", noted=bool(node.notes)))
    parts.append(notes(w, node.notes, FIGURE_AFTER))
    return "".join(parts)


def _picture(w: Writer, node: Figure) -> str:
    """The picture as a vector with a raster fallback, or as a raster; its alt text in words where there is neither."""
    if isinstance(node.picture, Drawing):
        vector = w.assets.vectors.get(node.picture.anchor)
        drawn = w.assets.drawings.get(node.picture.anchor)
        if vector is None:
            return text(w, node.alt, role_look(w, "body"))
        natural = (drawn.width, drawn.height) if drawn else (w.page.measure, w.page.measure * 0.6)
        size = w.geometry.figures.get(node.anchor, natural)
        raster = _media(w, node.anchor, "png", vector.png)
        svg = _media(w, node.anchor, "svg", vector.svg)
        return _inline(w, _named(node), size, raster, svg)
    picture = w.assets.pictures.get(node.picture.path)
    if picture is None:
        return text(w, node.alt, role_look(w, "body"))
    size = w.geometry.figures.get(node.anchor, (picture.width, picture.height))
    return _inline(w, _named(node), size, _media(w, node.picture.path, picture.kind, picture.data), "")


class _Name(NamedTuple):
    """What Word calls a picture: the source of its id, its name, its text alternative."""

    anchor: str
    name: str
    alt: str


def _named(node: Figure) -> _Name:
    alt = f"{node.alt}\n\n{node.description}" if node.description else node.alt
    return _Name(node.anchor, node.caption.label or node.anchor, alt)


def logo(w: Writer, node: Logo) -> str:
    """The logo of the title block, as large as the layout made it."""
    picture = w.assets.pictures[node.path]
    size = w.geometry.figures.get(LOGO, (picture.width, picture.height))
    return _inline(w, _Name(LOGO, LOGO, node.alt), size, _media(w, node.path, picture.kind, picture.data), "")


def _media(w: Writer, name: str, kind: str, data: bytes) -> str:
    """The relationship to a picture part, named after what it shows; the same picture is stored once."""
    stem = re.sub(r"\W+", "-", name, flags=re.ASCII).strip("-")[:40]
    path = f"media/{stem}-{blake2b(data, digest_size=4).hexdigest()}.{kind}"
    known = next((entry[0] for entry in w.relations.entries if entry[2] == path), "")
    w.media[f"word/{path}"] = data
    return known or w.relations.add("image", path)


def _inline(w: Writer, named: _Name, points: tuple[float, float], raster: str, svg: str) -> str:
    number = w.ids.drawing(named.anchor)
    alt, name = attribute(named.alt), attribute(named.name)
    size = f'cx="{emu(points[0])}" cy="{emu(points[1])}"'
    vector = ""
    if svg:
        vector = f'<a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip r:embed="{svg}"/></a:ext></a:extLst>'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="{number}" name="{name}" descr="{alt}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}" descr="{alt}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{raster}">{vector}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def linked(anchor: str, content: str) -> str:
    """Runs that lead to an anchor of this document."""
    return internal_link(bookmark_name(anchor), content)
