"""Faults of a Word file that a schema validator does not see: what opens broken, or opens only after a repair.

One rule is one function and one row in `RULES`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from briefgen.diag import Diagnostic, Severity
from briefgen.verify.docx_package import MC, VAL, W14, WP, M, Package, R, Unreadable, W, open_package
from briefgen.verify.docx_reading import field_target, is_cover

Finding = str
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_NAME = re.compile(r"[^\W\d]\w{0,39}")
_FURNITURE = re.compile(r"word/(header|footer)")
"""Headers and footers: tables and pictures there are decoration, repeated on each page."""

_NAMED_RELATIONSHIPS = etree.XPath("//@r:*", namespaces={"r": R.strip("{}")})
_RELATED = R.strip("{}").encode()
_IGNORABLE = f"{MC}Ignorable"
_IGNORING = etree.XPath("//*[@mc:Ignorable]", namespaces={"mc": MC.strip("{}")})
_SHOWN = (*(f"{W}{n}" for n in ("fldChar", "instrText", "delInstrText", "t", "delText", "drawing")), f"{M}t")
_FIELD_MARK, _FIELD_KIND, _DRAWING = f"{W}fldChar", f"{W}fldCharType", f"{W}drawing"
_PARAGRAPH_ID = f"{W14}paraId"
_DIRTY, _ID, _NAMED, _BOOKMARK = (f"{W}{name}" for name in ("dirty", "id", "name", "bookmarkStart"))
_INSTRUCTIONS = (f"{W}instrText", f"{W}delInstrText")
_REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange"))


def lint(data: bytes) -> list[Diagnostic]:
    """All findings of all rules on a file's bytes; one `docx-unreadable` when it cannot be read at all."""
    try:
        return lint_package(open_package(data))
    except Unreadable as error:
        return [Diagnostic(Severity.ERROR, "docx-unreadable", str(error))]


def lint_package(package: Package) -> list[Diagnostic]:
    """All findings of all rules on a file that has been read."""
    return [Diagnostic(Severity.ERROR, code, text) for code, rule in RULES.items() for text in rule(package)]


# ------------------------------------------------------------------------------------------------------- the package


def _missing_parts(package: Package) -> Iterator[Finding]:
    for owner, relations in package.relationships.items():
        for name, relation in relations.items():
            if not relation.external and relation.target not in package.parts:
                yield f"{owner or 'the package'}: relationship {name} leads to {relation.target}, which is not in the file"


def _missing_relationships(package: Package) -> Iterator[Finding]:
    for name, root in package.trees.items():
        if name.endswith(".rels"):
            continue
        if not package.may_name(name, _RELATED) and b"&#" not in package.parts[name]:  # their namespace is not declared
            continue
        known = package.relationships.get(name, {})
        for value in _NAMED_RELATIONSHIPS(root):
            if value not in known:
                yield f"{name}: {_local(value.getparent())} names relationship {value}, which does not exist"


def _content_types(package: Package) -> Iterator[Finding]:
    root = package.tree("[Content_Types].xml")
    if root is None:
        yield "[Content_Types].xml is missing"
        return
    defaults = {e.get("Extension", "").lower() for e in root.iter(f"{_TYPES}Default")}
    overrides = {e.get("PartName", "").lstrip("/") for e in root.iter(f"{_TYPES}Override")}
    for name in sorted(package.parts):
        if name != "[Content_Types].xml" and name not in overrides and name.rpartition(".")[2].lower() not in defaults:
            yield f"{name} has no content type"
    for name in sorted(overrides - set(package.parts)):
        yield f"a content type is given for {name}, which is not in the file"


def _external(package: Package) -> Iterator[Finding]:
    for owner, relations in package.relationships.items():
        for name, relation in relations.items():
            if relation.external and relation.kind != "hyperlink":
                yield f"{owner}: relationship {name} fetches {relation.target} from outside ({relation.kind})"


def _ignorable(package: Package) -> Iterator[Finding]:
    for name, root in package.trees.items():
        if not package.may_name(name, b"Ignorable"):
            continue
        alone = package.parts[name].count(b"Ignorable") == 1 and root.get(_IGNORABLE) is not None
        for element in [root] if alone else _IGNORING(root):
            for prefix in element.get(_IGNORABLE).split():
                if prefix not in element.nsmap:
                    yield f'{name}: mc:Ignorable names the prefix "{prefix}", which is not declared'


# ---------------------------------------------------------------------------------------------- bookmarks and fields


def _bookmarks(package: Package) -> list[str]:
    return [e.get(_NAMED, "") for part, _ in package.stories() for e in package.elements(part, _BOOKMARK)]


def _duplicate_bookmarks(package: Package) -> Iterator[Finding]:
    names = _bookmarks(package)
    for name, count in sorted(Counter(n.lower() for n in names).items()):
        if count > 1:
            yield f'{count} bookmarks are named "{name}"'
    for name in sorted({n for n in names if not _NAME.fullmatch(n)}):
        yield f'"{name}" is no name for a bookmark (a letter or underscore, then at most 39 letters, digits or underscores)'


def _unpaired_bookmarks(package: Package) -> Iterator[Finding]:
    for part, root in package.stories():
        starts = Counter([e.get(_ID) for e in package.elements(part, _BOOKMARK)])
        ends = Counter([e.get(_ID) for e in root.iter(f"{W}bookmarkEnd")])
        for number in sorted((starts.keys() | ends.keys()), key=str):
            if (starts[number], ends[number]) != (1, 1):
                yield f"{part}: bookmark id {number} starts {starts[number]} and ends {ends[number]} times"


def _dangling(package: Package) -> Iterator[Finding]:
    known = {name.lower() for name in _bookmarks(package)}
    for part, root in package.stories():
        for link in root.iter(f"{W}hyperlink"):
            anchor = link.get(f"{W}anchor")
            if anchor and anchor.lower() not in known:
                yield f'{part}: a link leads to the bookmark "{anchor}", which does not exist'
        for text in (e.text or "" for e in root.iter(f"{W}instrText")):
            name, target = field_target(text)
            if name in ("REF", "PAGEREF", "NOTEREF") and target.lower() not in known:
                yield f'{part}: a {name} field refers to the bookmark "{target}", which does not exist'


def _field_nesting(package: Package) -> Iterator[Finding]:
    for part, _ in package.stories():
        depth: list[str] = []
        for mark in package.elements(part, _FIELD_MARK):
            kind = mark.get(_FIELD_KIND)
            if kind == "begin":
                depth.append("begin")
            elif not depth or (kind == "separate" and depth[-1] != "begin"):
                yield f"{part}: a field's {kind} mark stands without its begin mark"
            elif kind == "separate":
                depth[-1] = "separate"
            else:
                depth.pop()
        if depth:
            yield f"{part}: {len(depth)} field(s) never end"


def _empty_fields(package: Package) -> Iterator[Finding]:
    for part, root in package.stories():
        open_fields: list[list[Any]] = []  # instruction, whether separated, whether anything is shown
        for element in root.iter(*_SHOWN):
            tag = element.tag
            kind = element.get(_FIELD_KIND) if tag == _FIELD_MARK else None
            if kind == "begin":
                open_fields.append(["", False, False])
            elif not open_fields:
                continue
            elif kind == "separate":
                open_fields[-1][1] = True
            elif kind == "end":
                instruction, _, shows = open_fields.pop()
                if not shows:
                    yield f"{part}: the field {instruction.strip()!r} has no result"
            elif tag in _INSTRUCTIONS:
                open_fields[-1][0] += element.text or ""
            elif tag == _DRAWING or element.text:
                for entry in open_fields:
                    entry[2] = entry[2] or entry[1]


def _prompting(package: Package) -> Iterator[Finding]:
    for part, root in package.trees.items():
        if next(root.iter(f"{W}updateFields"), None) is not None:
            yield f"{part}: w:updateFields makes Word ask a question on opening"
        if any(e.get(_DIRTY) for tag in (_FIELD_MARK, f"{W}fldSimple") for e in package.elements(part, tag)):
            yield f"{part}: a field marked w:dirty makes Word ask a question on opening"


# -------------------------------------------------------------------------------------------------- tables, ids, styles


def _cells(package: Package) -> Iterator[Finding]:
    for part, root in package.stories():
        for cell in root.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield f"{part}: a table cell does not end with a paragraph"


def _headerless(package: Package) -> Iterator[Finding]:
    for part, root in package.stories():
        if _FURNITURE.match(part):
            continue
        for number, table in enumerate(_own(root, f"{W}tbl"), 1):
            row = table.find(f"{W}tr")
            if row is None or row.find(f"{W}trPr/{W}tblHeader") is None:
                yield f"{part}: table {number} has no header row"


def _duplicate_ids(package: Package) -> Iterator[Finding]:
    kinds: dict[str, list[str]] = {"drawing": [], "paragraph": [], "revision": [], "content control": [], "footnote": []}
    for _, root in package.stories():
        kinds["drawing"] += [e.get("id", "") for e in root.iter(f"{WP}docPr")]
        kinds["paragraph"] += [v for e in root.iter(f"{W}p") if (v := e.get(_PARAGRAPH_ID))]
        kinds["revision"] += [e.get(_ID, "") for e in root.iter(*_REVISIONS)]
        kinds["content control"] += [e.get(f"{W}val", "") for e in root.iter(f"{W}id") if e.getparent().tag == f"{W}sdtPr"]
        kinds["footnote"] += [e.get(f"{W}id", "") for e in root.iter(f"{W}footnote")]
    for kind, found in kinds.items():
        for value, count in sorted(Counter(found).items()):
            if count > 1:
                yield f"{count} {kind}s share the id {value}"


def _undefined_styles(package: Package) -> Iterator[Finding]:
    root = package.tree("word/styles.xml")
    known = set() if root is None else {e.get(f"{W}styleId") for e in root.iter(f"{W}style")}
    named = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle", f"{W}basedOn", f"{W}next", f"{W}link")
    for part, tree in package.trees.items():
        for value in sorted({e.get(VAL, "") for e in tree.iter(*named)} - known):
            yield f'{part}: the style "{value}" is not defined'


def _undefined_numbering(package: Package) -> Iterator[Finding]:
    root = package.tree("word/numbering.xml")
    known = {"0"} | (set() if root is None else {e.get(f"{W}numId") for e in root.iterchildren(f"{W}num")})
    for part, tree in package.trees.items():
        if part == "word/numbering.xml":
            continue
        for value in sorted({e.get(f"{W}val", "") for e in tree.iter(f"{W}numId")} - known):
            yield f"{part}: the numbering {value} is not defined"


def _missing_notes(package: Package) -> Iterator[Finding]:
    root = package.tree("word/footnotes.xml")
    known = set() if root is None else {e.get(f"{W}id") for e in root.iter(f"{W}footnote")}
    used = [e.get(f"{W}id", "") for e in package.trees["word/document.xml"].iter(f"{W}footnoteReference")]
    for value in sorted(set(used) - known):
        yield f"footnote {value} is referred to and does not exist"


def _silent_figures(package: Package) -> Iterator[Finding]:
    for part, root in package.stories():
        if _FURNITURE.match(part):
            continue
        for drawing in _own(root, f"{WP}docPr"):
            if not drawing.get("descr", "").strip():
                yield f'{part}: the figure "{drawing.get("name", "")}" has no alt text'


def _own(root: Any, tag: str) -> Iterator[Any]:
    """Elements of the brief's text: not those of a cover page that a reference document brought along."""
    return (e for e in root.iter(tag) if not any(is_cover(block) for block in e.iterancestors(f"{W}sdt")))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


RULES: dict[str, Callable[[Package], Iterator[Finding]]] = {
    "docx-missing-part": _missing_parts,
    "docx-missing-relationship": _missing_relationships,
    "docx-content-type": _content_types,
    "docx-external-relationship": _external,
    "docx-ignorable-prefix": _ignorable,
    "docx-bookmark-duplicate": _duplicate_bookmarks,
    "docx-bookmark-unpaired": _unpaired_bookmarks,
    "docx-dangling-reference": _dangling,
    "docx-field-nesting": _field_nesting,
    "docx-field-empty": _empty_fields,
    "docx-field-prompt": _prompting,
    "docx-cell-without-paragraph": _cells,
    "docx-table-without-header": _headerless,
    "docx-duplicate-id": _duplicate_ids,
    "docx-undefined-style": _undefined_styles,
    "docx-undefined-numbering": _undefined_numbering,
    "docx-missing-note": _missing_notes,
    "docx-figure-without-alt": _silent_figures,
}
"""Every rule by the code of its findings."""
