"""A document grafted onto a user's own Word file: its styles, cover, headers, footers, page and numbering survive.

Works on two whole packages, ours and theirs (checked by `load`), so that nothing else of this renderer knows of it. The
cover is what stands in theirs before the first section break, or in a Cover Pages building block; what follows it is the
template's example text, which our body replaces.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from briefgen.render.docx.bind import NAMESPACE as FACTS
from briefgen.render.docx.package import archive, pack
from briefgen.render.docx.reference_styles import (
    Renaming,
    W,
    heading_numbering,
    merge_numbering,
    merge_styles,
    set_language,
    set_outline_levels,
    value,
)
from briefgen.render.docx.word_sources import NAMESPACE as SOURCES
from briefgen.render.docx.xml import DECLARATIONS, NAMESPACES

_R = f"{{{NAMESPACES['r']}}}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MAIN, _LINKS = "word/document.xml", "word/_rels/document.xml.rels"
_OURS = "brief"
"""What our relationship ids, and names of parts that both have, begin with."""

_SINGLE = ("styles", "numbering", "settings", "theme", "fontTable", "webSettings", "footnotes")
"""Relationships of which a document has one: theirs is kept and, where needed, filled with ours."""

_LEFT = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "stylesWithEffects", "footnotes")
"""Relationships of theirs that belong to their text, or to a Word of long ago."""

_BEFORE_FONTS = (
    "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime", "doNotDisplayPageBoundaries",
    "displayBackgroundShape", "printPostScriptOverText", "printFractionalCharacterWidth", "printFormsData",
)  # fmt: skip
_AFTER_NOTES = (
    "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
    "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
    "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator", "docId",
)  # fmt: skip


def graft(own: bytes, reference: bytes, word_styles: Mapping[str, str]) -> bytes:
    """Our file `own` on their file `reference`, both whole packages. `word_styles` gives their style names by ours.

    Same input, same bytes. Of theirs nothing is run or fetched; `load.reference` has refused macros and outside parts.
    """
    return _Graft(_parts(own), _parts(reference)).run(word_styles)


def _parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist() if not name.endswith("/")}


def _tree(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False))


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _kind(relation: Any) -> str:
    return str(relation.get("Type", "")).rpartition("/")[2]


def _relations_name(part: str) -> str:
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels"


class _Graft:
    """One grafting: the parts of both, and the result while it grows."""

    def __init__(self, ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
        self.ours, self.theirs = ours, theirs
        self.result: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.links = _tree(theirs.get(_LINKS) or b'<Relationships xmlns="%s"/>' % _PACKAGE[1:-1].encode())
        self.body = _tree(ours[_MAIN])
        self.their_body = _tree(theirs[_MAIN])
        self.renaming = Renaming()

    def run(self, word_styles: Mapping[str, str]) -> bytes:
        """The grafted file."""
        self._keep_theirs()
        self._merge_styles(word_styles)
        self._add_parts()
        self._number_headings()
        self._sections()
        self._cover()
        self._settings()
        self.result[_MAIN], self.result[_LINKS] = _bytes(self.body), _bytes(self.links)
        self._drop_unreached()
        self.result["[Content_Types].xml"] = self._content_types()
        return archive({name: pack(data) for name, data in self.result.items()})

    # ------------------------------------------------------------------------------------------------------ packages

    def _target(self, relation: Any, folder: str = "word") -> str:
        """The part a relationship leads to from one in `folder`."""
        target = str(relation.get("Target", ""))
        return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def _keep_theirs(self) -> None:
        for relation in list(self.links):
            if _kind(relation) in _LEFT or self._is_store(relation):
                self.links.remove(relation)
                for name in (self._target(relation), _relations_name(self._target(relation))):
                    self.theirs.pop(name, None)
        dropped = ("docProps/", "_rels/", "[Content_Types]", "customUI", "word/document.xml", "word/_rels/document.xml.rels")
        self.result = {name: data for name, data in self.theirs.items() if not name.startswith(dropped)}

    def _is_store(self, relation: Any) -> bool:
        """Whether a custom XML part belongs to their text: its facts, if briefgen made it, or Word's list of sources."""
        data = self.theirs.get(self._target(relation), b"") if _kind(relation) == "customXml" else b""
        return FACTS.encode() in data or SOURCES.encode() in data

    def _single(self, kind: str) -> str:
        """The name of their part of a kind; "" when they have none."""
        return next((self._target(r) for r in self.links if _kind(r) == kind and self._target(r) in self.result), "")

    def _add_parts(self) -> None:
        """Our parts under free names, with the relationships that lead to them."""
        kept = {kind for kind in _SINGLE if self._single(kind)}
        relations = [r for r in _tree(self.ours[_LINKS]) if _kind(r) not in kept]
        for relation in relations:
            if relation.get("TargetMode") != "External":
                relation.set("Target", posixpath.relpath(self._add_part(self._target(relation)), "word"))
            relation.set("Id", _OURS + relation.get("Id"))
            self.links.append(relation)
        for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "_rels/.rels"):
            self.result[name] = self.ours[name]
        for element in self.body.iter():
            for name in element.attrib:
                if name.startswith(_R):
                    element.set(name, _OURS + element.get(name))
        self.renaming.apply(self.body)

    def _add_part(self, name: str) -> str:
        free = name
        while free in self.result:
            folder, _, base = free.rpartition("/")
            free = f"{folder}/{_OURS}-{base}"
        data = self.ours[name]
        if name.startswith(("word/header", "word/footer", "word/footnotes", "word/comments")):
            root = _tree(data)
            self.renaming.apply(root)
            data = _bytes(root)
        self.names[free] = name
        self.result[free] = data
        if _relations_name(name) in self.ours:
            self.result[_relations_name(free)] = self.ours[_relations_name(name)]
            for relation in _tree(self.ours[_relations_name(name)]):
                if relation.get("TargetMode") != "External":
                    self._add_fixed(self._target(relation, posixpath.dirname(name)))
        return free

    def _add_fixed(self, name: str) -> None:
        """A part that a part of ours leads to by name: it keeps that name, which holds a digest or stands for ours only."""
        self.result.setdefault(name, self.ours[name])
        self.names.setdefault(name, name)

    def _drop_unreached(self) -> None:
        """Leave out what nothing leads to any more, such as headers of ours where theirs are used."""
        used = set(etree.tostring(self.body, encoding="unicode").split('"'))
        for relation in list(self.links):
            if _kind(relation) in ("header", "footer", "image") and relation.get("Id") not in used:
                self.links.remove(relation)
        self.result[_LINKS] = _bytes(self.links)
        reached, queue = {"_rels/.rels"}, [""]
        while queue:
            part = queue.pop()
            name = _relations_name(part).lstrip("/")
            if name not in self.result:
                continue
            reached.add(name)
            for relation in _tree(self.result[name]):
                base = posixpath.dirname(f"/{part}")
                target = posixpath.normpath(posixpath.join(base, relation.get("Target", ""))).lstrip("/")
                if relation.get("TargetMode") != "External" and target in self.result and target not in reached:
                    reached.add(target)
                    queue.append(target)
        self.result = {name: data for name, data in self.result.items() if name in reached}

    def _content_types(self) -> bytes:
        found: dict[str, str] = {}
        defaults: dict[str, str] = {}
        for parts, renamed in ((self.ours, {old: new for new, old in self.names.items()}), (self.theirs, {})):
            for entry in _tree(parts["[Content_Types].xml"]):
                if entry.tag == f"{_TYPES}Default":
                    defaults.setdefault(entry.get("Extension", "").lower(), entry.get("ContentType"))
                else:
                    name = entry.get("PartName", "").lstrip("/")
                    found.setdefault(renamed.get(name, name), entry.get("ContentType"))
        own = _tree(self.ours["[Content_Types].xml"])
        main = next(e.get("ContentType") for e in own if e.get("PartName") == f"/{_MAIN}")
        found[_MAIN] = main
        root = etree.fromstring(f'<Types xmlns="{_TYPES[1:-1]}"/>')
        extensions = {name.rpartition(".")[2].lower() for name in self.result}
        for extension, kind in sorted(defaults.items()):
            if extension in extensions:
                etree.SubElement(root, f"{_TYPES}Default", Extension=extension, ContentType=kind)
        for name, kind in sorted(found.items()):
            if name in self.result:
                etree.SubElement(root, f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind)
        return _bytes(root)

    # ------------------------------------------------------------------------------------------- styles and settings

    def _merge_styles(self, word_styles: Mapping[str, str]) -> None:
        ours = _tree(self.ours["word/styles.xml"])
        name = self._single("styles")
        if name:
            theirs = _tree(self.result[name])
            self.renaming = merge_styles(theirs, ours, word_styles)
            lang = ours.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
            set_language(theirs, lang.get(f"{W}val"))
            set_outline_levels(theirs, self.renaming)
            self._styles = theirs
        else:
            self._styles = ours
        numbers = self._single("numbering")
        if numbers:
            self._numbering = _tree(self.result[numbers])
            merge_numbering(self._numbering, _tree(self.ours["word/numbering.xml"]), self.renaming)
            self.result[numbers] = _bytes(self._numbering)
        else:
            self._numbering = _tree(self.ours["word/numbering.xml"])
            empty = etree.fromstring(f"<w:numbering {DECLARATIONS}/>")
            merge_numbering(empty, self._numbering, self.renaming)
            self._numbering = empty
            self.ours["word/numbering.xml"] = _bytes(empty)
        if name:
            for style in self._styles.iter(f"{W}style"):
                if (
                    style.get(f"{W}styleId") in self.renaming.styles.values()
                    and style.get(f"{W}styleId") not in self.renaming.kept
                ):
                    self._shift_number(style)
            self.result[name] = _bytes(self._styles)

    def _shift_number(self, style: Any) -> None:
        for number in style.iter(f"{W}numId"):
            number.set(f"{W}val", str(int(number.get(f"{W}val")) + self.renaming.numbers))

    def _number_headings(self) -> None:
        """Give headings whose style is theirs our number, unless their style gives it already."""
        ours = {self.renaming.styles.get(f"Heading{n}", ""): n - 1 for n in range(1, 7)}
        theirs = {
            identifier: level
            for identifier, level in ours.items()
            if identifier in self.renaming.kept and not heading_numbering(self._styles, self._numbering, identifier, level)
        }
        for paragraph in self.body.iter(f"{W}p"):
            shape = paragraph.find(f"{W}pPr")
            level = theirs.get(value(shape, "pStyle"))
            if level is None or shape.find(f"{W}numPr") is not None:
                continue
            number = etree.fromstring(
                f'<w:numPr {DECLARATIONS}><w:ilvl w:val="{level}"/><w:numId w:val="{1 + self.renaming.numbers}"/></w:numPr>'
            )
            before = [e for e in shape if e.tag in (f"{W}pStyle", f"{W}keepNext", f"{W}keepLines", f"{W}pageBreakBefore")]
            before[-1].addnext(number)

    def _settings(self) -> None:
        """Their settings, with footnote separators and font embedding as ours have them, and without a prompt."""
        name = self._single("settings")
        if not name:
            return
        theirs = _tree(self.result[name])
        for tag in ("updateFields", "footnotePr", "embedTrueTypeFonts", "saveSubsetFonts", "attachedTemplate"):
            for element in theirs.findall(f"{W}{tag}"):
                theirs.remove(element)
        ours = _tree(self.ours["word/settings.xml"]).find(f"{W}footnotePr")
        if ours is not None:
            after = [e for e in theirs if e.tag.rpartition("}")[2] in _AFTER_NOTES]
            after[0].addprevious(ours) if after else theirs.append(ours)
        self.result[name] = _bytes(theirs)

    # ------------------------------------------------------------------------------------------------ sections, cover

    def _sections(self) -> None:
        """Their last section's page, headers and footers for all sections of ours; our headers where they have none."""
        sections = list(self.their_body.iter(f"{W}sectPr"))
        theirs = sections[-1] if sections else None
        if theirs is None:
            return
        furnished = any(e.tag in (f"{W}headerReference", f"{W}footerReference") for e in theirs)
        for number, ours in enumerate(list(self.body.iter(f"{W}sectPr"))):
            made = deepcopy(theirs)
            made.attrib.clear()
            _face(made, ours.find(f"{W}pgSz").get(f"{W}orient") == "landscape")
            for title in made.findall(f"{W}titlePg") if number else ():
                made.remove(title)
            if not furnished:
                self._own_furniture(made, ours)
            for name in ("pgMar", "pgSz"):
                if made.find(f"{W}{name}") is None:
                    _before(made, ours.find(f"{W}{name}"))
            ours.getparent().replace(ours, made)

    def _own_furniture(self, made: Any, ours: Any) -> None:
        references = [e for e in ours if e.tag in (f"{W}headerReference", f"{W}footerReference")]
        for reference in reversed(references):
            made.insert(0, reference)
        title = ours.find(f"{W}titlePg")
        if title is not None and made.find(f"{W}titlePg") is None:
            _before(made, title)
        margins, own = made.find(f"{W}pgMar"), ours.find(f"{W}pgMar")
        if margins is not None and own is not None:
            for side in ("header", "footer"):
                if margins.get(f"{W}{side}", "0") == "0":
                    margins.set(f"{W}{side}", own.get(f"{W}{side}"))

    def _cover(self) -> None:
        """Their cover before our title, in a building block of its own, with the section break that ends it."""
        blocks, ending = _cover_blocks(self.their_body.find(f"{W}body"))
        if not blocks and ending is None:
            return
        for block in blocks:
            for mark in [*block.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]:
                mark.getparent().remove(mark)
            for mark in [*block.iter(f"{W}footnoteReference", f"{W}commentReference")]:
                mark.getparent().remove(mark)
        body = self.body.find(f"{W}body")
        if ending is not None:
            body.insert(0, ending)
        if blocks:
            body.insert(0, _building_block(blocks))


_SECTION = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders",
    "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter",
    "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip


def _before(section: Any, child: Any) -> None:
    """Put a property into a section where the schema wants it."""
    rank = _SECTION.index(child.tag.removeprefix(W))
    after = [e for e in section if e.tag.startswith(W) and _SECTION.index(e.tag.removeprefix(W)) > rank]
    after[0].addprevious(child) if after else section.append(child)


def _face(section: Any, landscape: bool) -> None:
    size = section.find(f"{W}pgSz")
    if size is None:
        return
    long, short = sorted((int(size.get(f"{W}w", "11906")), int(size.get(f"{W}h", "16838"))), reverse=True)
    size.set(f"{W}w", str(long if landscape else short))
    size.set(f"{W}h", str(short if landscape else long))
    size.attrib.pop(f"{W}orient", None)
    if landscape:
        size.set(f"{W}orient", "landscape")


def _cover_blocks(body: Any) -> tuple[list[Any], Any | None]:
    """The blocks of a cover, and the empty paragraph that holds its section break (None for a building block)."""
    blocks: list[Any] = []
    for block in body:
        gallery = block.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if not blocks and gallery is not None and gallery.get(f"{W}val") == "Cover Pages":
            return list(block.find(f"{W}sdtContent")), None
        section = block.find(f"{W}pPr/{W}sectPr") if block.tag == f"{W}p" else None
        if section is None:
            blocks.append(block)
            continue
        ending = etree.fromstring(f"<w:p {DECLARATIONS}><w:pPr/></w:p>")
        ending[0].append(section)
        if any(True for _ in block.iter(f"{W}t", f"{W}drawing", f"{W}pict")):
            blocks.append(block)
        return blocks, ending
    return [], None


def _building_block(blocks: list[Any]) -> Any:
    block = etree.fromstring(
        f'<w:sdt {DECLARATIONS}><w:sdtPr><w:id w:val="1112167001"/><w:docPartObj><w:docPartGallery w:val="Cover Pages"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent/></w:sdt>"
    )
    block[1].extend(blocks)
    return block
