"""The DOCX backend: a resolved document and its geometry in, the bytes of a Word file out."""

from __future__ import annotations

from functools import lru_cache

from briefgen.display import Assets
from briefgen.pages import Geometry
from briefgen.render.docx.base import Base, base_for, relationships_part
from briefgen.render.docx.bind import Bindings
from briefgen.render.docx.blocks import pieces, settle, title_block
from briefgen.render.docx.citations import Cites
from briefgen.render.docx.comments import comments_part
from briefgen.render.docx.fonts import FontEntry, Typefaces, font_table
from briefgen.render.docx.package import Packed, Packing, archive, pack
from briefgen.render.docx.properties import APPLICATION, core, custom
from briefgen.render.docx.sections import footnotes_part, properties, stories
from briefgen.render.docx.stores import CONTENT_TYPES, stores
from briefgen.render.docx.tables import TABLE_END
from briefgen.render.docx.writer import DocxOptions, Writer
from briefgen.render.docx.xml import DECLARATIONS, PROLOGUE, attribute
from briefgen.strings import Strings
from briefgen.theme import Theme
from briefgen.tree import Document

__all__ = ["DocxOptions", "render"]

_WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "word/document.xml": f"{_WML}.document.main+xml",
    "word/styles.xml": f"{_WML}.styles+xml",
    "word/settings.xml": f"{_WML}.settings+xml",
    "word/numbering.xml": f"{_WML}.numbering+xml",
    "word/fontTable.xml": f"{_WML}.fontTable+xml",
    "word/footnotes.xml": f"{_WML}.footnotes+xml",
    "word/comments.xml": f"{_WML}.comments+xml",
    "word/theme/theme1.xml": f"{_OFFICE}.theme+xml",
    **CONTENT_TYPES,
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
    "docProps/custom.xml": f"{_OFFICE}.custom-properties+xml",
}
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml", "png": "image/png",
    "jpeg": "image/jpeg", "svg": "image/svg+xml", "odttf": "application/vnd.openxmlformats-officedocument.obfuscatedFont",
}  # fmt: skip
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_ROOT = (
    ("rId1", "officeDocument", "word/document.xml", False),
    ("rId2", _CORE, "docProps/core.xml", False),
    ("rId3", "extended-properties", "docProps/app.xml", False),
    ("rId4", "custom-properties", "docProps/custom.xml", False),
)  # fmt: skip


def render(
    document: Document, geometry: Geometry, theme: Theme, assets: Assets, strings: Strings, options: DocxOptions
) -> bytes:
    """A resolved document as a Word file. Same input, same bytes; page numbers are the geometry's.

    Raises what `options.font_bytes` raises for a font it does not know.
    """
    faces = Typefaces(theme, options.font_bytes)
    base = base_for(theme, document.meta.lang, faces, options.keep)
    cites = Cites(options.citations, options.sources, options.citation_style, document.meta.lang)
    w = Writer(
        document, geometry, theme, assets, strings, base, faces, cites, Bindings(options.bind), remarks=options.comments
    )
    body, ending = _body(w)
    parts = _stories(w)
    body.write(settle(w, ending))
    parts.update(_fonts(w, options.embed_fonts))
    parts.update(_constant(base, bool(document.notes), any(name.endswith(".odttf") for name in parts)))
    parts["word/document.xml"] = body.packed()
    parts["word/numbering.xml"] = pack(w.numbering.part(base.abstract_numbering))
    parts["docProps/core.xml"] = pack(core(document.meta))
    parts["docProps/custom.xml"] = pack(custom(document.meta, cites.properties()))
    parts.update((name, pack(content)) for name, content in stores(w))
    parts["word/_rels/document.xml.rels"] = pack(relationships_part(_relations(w, parts)))
    parts["[Content_Types].xml"] = pack(_content_types(parts))
    own = archive(parts)
    if options.reference:
        from briefgen.render.docx.reference import graft

        return graft(own, options.reference, theme.word_styles)
    return own


def _body(w: Writer) -> tuple[Packing, str]:
    """The body as far as it can be compressed at once, and its end from the first reference on, still to be settled."""
    body, late, last = Packing(), list[str](), ""
    body.write(f"{PROLOGUE}<w:document {DECLARATIONS}><w:body>{title_block(w)}")
    for piece in pieces(w, w.document.body):
        if w.late:
            late.append(piece)
        else:
            body.write(piece)
        last = piece or last
    if last == TABLE_END:
        late.append(w.paragraph("BodyText", "body", "", "end"))
    w.gap, w.new_page = 0.0, False
    late.append(f"{properties(w)}</w:body></w:document>")
    return body, "".join(late)


@lru_cache(maxsize=256)
def _picture(data: bytes, kind: str) -> Packed:
    return pack(data, 6 if kind == "svg" else 1)


@lru_cache(maxsize=64)
def _font(data: bytes) -> Packed:
    return pack(data, 6)  # 9 takes three times as long for half a percent


_APPLICATION = pack(APPLICATION)
_ROOT_RELATIONS = pack(relationships_part(_ROOT))


def _constant(base: Base, notes: bool, fonts: bool) -> dict[str, Packed]:
    settings = base.settings[notes, fonts]
    own = {"docProps/app.xml": _APPLICATION, "_rels/.rels": _ROOT_RELATIONS, "word/settings.xml": settings}
    return {**base.parts, **own}


def _stories(w: Writer) -> dict[str, Packed]:
    """Comments, headers, footers, footnotes and pictures."""
    w.remarks = {}  # the body is written
    parts = {"word/comments.xml": pack(comments_part(w))} if w.comments else {}
    parts |= {f"word/{name}.xml": pack(xml) for name, xml in stories(w).items()}
    if w.document.notes:
        before = len(w.relations.entries)
        parts["word/footnotes.xml"] = pack(footnotes_part(w))
        external = tuple(entry for entry in w.relations.entries if entry[3])
        if len(w.relations.entries) > before or external:
            parts["word/_rels/footnotes.xml.rels"] = pack(relationships_part(external))
    parts.update({name: _picture(data, name.rpartition(".")[2]) for name, data in w.media.items()})
    return parts


def _fonts(w: Writer, embed: bool) -> dict[str, Packed]:
    """The font table and the embedded fonts."""
    parts: dict[str, Packed] = {}
    relations: list[tuple[str, str, str, bool]] = []
    entries: list[str] = []
    for entry in font_table(w.faces, embed):
        faces = ""
        for element, font in entry.faces:
            name = f"fonts/font{len(relations) + 1}.odttf"
            identifier = f"rId{len(relations) + 1}"
            relations.append((identifier, "font", name, False))
            parts[f"word/{name}"] = _font(font.data)
            faces += f'<w:{element} r:id="{identifier}" w:fontKey="{font.key}" w:subsetted="true"/>'
        entries.append(_font_entry(entry, faces))
    parts["word/fontTable.xml"] = pack(f"{PROLOGUE}<w:fonts {DECLARATIONS}>{''.join(entries)}</w:fonts>")
    if relations:
        parts["word/_rels/fontTable.xml.rels"] = pack(relationships_part(tuple(relations)))
    return parts


def _font_entry(entry: FontEntry, faces: str) -> str:
    return f'<w:font w:name="{attribute(entry.family)}">{entry.description}{faces}</w:font>'


def _relations(w: Writer, parts: dict[str, Packed]) -> tuple[tuple[str, str, str, bool], ...]:
    """The main part's relationships: constant parts, stories (their ids are their names), and those of the body."""
    constant = (
        ("styles", "styles", "styles.xml"), ("settings", "settings", "settings.xml"), ("theme", "theme", "theme/theme1.xml"),
        ("numbering", "numbering", "numbering.xml"), ("fontTable", "fontTable", "fontTable.xml"),
        ("footnotes", "footnotes", "footnotes.xml"), ("comments", "comments", "comments.xml"),
    )  # fmt: skip
    found = [(name, kind, target, False) for name, kind, target in constant if f"word/{target}" in parts]
    for name in sorted(parts):
        stem = name.removeprefix("word/").removesuffix(".xml")
        if stem.startswith(("header", "footer")):
            found.append((stem, stem[:6], f"{stem}.xml", False))
    return (*found, *w.relations.entries)


def _content_types(parts: dict[str, Packed]) -> str:
    extensions = {"rels", "xml", *(name.rpartition(".")[2] for name in parts)}
    defaults = "".join(f'<Default Extension="{e}" ContentType="{_DEFAULTS[e]}"/>' for e in sorted(extensions))
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in sorted(parts) if (kind := _content_type(name))
    )
    return f'{PROLOGUE}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'


def _content_type(name: str) -> str:
    for kind in ("header", "footer"):
        if name.startswith(f"word/{kind}"):
            return f"{_WML}.{kind}+xml"
    return _TYPES.get(name, "")
