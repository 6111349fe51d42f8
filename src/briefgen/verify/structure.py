"""Verify the structure tree itself: what validators and pdfium do not look at.

Assistive technology finds an element from its content by the parent tree, and its content from the element by the
element's kids. Both must say the same, for marked content and for annotations, and each element must name the parent that
holds it. Reading order and headings drawn as artifacts are found by the comparison of text (`pdf`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from briefgen.diag import Sink
from briefgen.records import dataclass
from briefgen.verify.pdf_objects import Objects
from briefgen.verify.pdf_syntax import Ref, Value, text_of

_PDF_2 = "http://iso.org/pdf2/ssn"
_ROLES = {"Title": "P", "Em": "Span", "Strong": "Span", "Aside": "Div"}
"""Types that PDF 1.7 does not have, each with what it stands for there."""
_TAGS = frozenset({
    "Document", "Title", "H1", "H2", "H3", "H4", "H5", "H6", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody",
    "TR", "TH", "TD", "Caption", "Figure", "Formula", "Note", "FENote", "Link", "Reference", "TOC", "TOCI", "Span", "Sect",
    "Div", "BlockQuote", "Code", "Quote", "BibEntry", "Em", "Strong", "Aside",
})  # fmt: skip
"""The types of a brief's elements. A reader skips what is an `Artifact` or of a type that it does not know."""


@dataclass(slots=True)
class _Kids:
    """What the elements say they hold: by page the marked content numbers, and annotations, each with its element."""

    contents: dict[int, dict[int, int]] = field(default_factory=dict)
    annotations: dict[int, int] = field(default_factory=dict)
    twice: list[tuple[int, int]] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)
    spaces: set[Ref] = field(default_factory=set)
    """The namespaces of elements."""


def check(objects: Objects, tags: set[str], sink: Sink) -> None:
    """Report where the two directions differ, once a page, as `pdf-parent-tree`; wrong parents as `pdf-tag-parent`.

    `tags` are the types of all elements.
    """
    root = objects.catalog.get("StructTreeRoot")
    tree = objects.dictionary(root)
    kids = _kids(objects, tree, root if isinstance(root, Ref) else Ref(0))
    parents = {key: value for leaf in objects.leaves(tree.get("ParentTree")) for key, value in _numbers(objects, leaf)}
    for index, page in enumerate(objects.pages, 1):
        wrong = _wrong_contents(objects, page, kids, parents) + _wrong_annotations(objects, page, kids, parents)
        if wrong:
            message = f"page {index}: {wrong} pieces of content lead to another element than the one that holds them"
            sink.error("pdf-parent-tree", message)
    _meanings(objects, tree, tags, kids.spaces, sink)
    if kids.twice:
        sink.error("pdf-parent-tree", f"{len(kids.twice)} pieces of content belong to two elements")
    if kids.orphans:
        sink.error("pdf-tag-parent", f"{len(kids.orphans)} elements name another parent than the one that holds them")


def _meanings(objects: Objects, tree: dict[str, Value], tags: set[str], spaces: set[Ref], sink: Sink) -> None:
    """Report types of elements that mean something else than their names say, or nothing, as `pdf-role-map`."""
    for tag, role in objects.dictionary(tree.get("RoleMap")).items():
        if _ROLES.get(tag) != role:
            sink.error("pdf-role-map", f"elements of the type {tag} are declared to be {text_of(role)}")
    for space in map(objects.dictionary, sorted(spaces)):
        if text_of(space.get("NS")) != _PDF_2 or "RoleMapNS" in space:
            sink.error("pdf-role-map", f"elements are in a namespace of their own, {text_of(space.get('NS'))}")
    if unknown := sorted(tags - _TAGS):
        sink.error("pdf-role-map", f"elements are of types that no brief has: {', '.join(unknown)}")


def _kids(objects: Objects, tree: dict[str, Value], root: Ref) -> _Kids:
    found = _Kids()
    seen: set[Ref] = set()
    stack = [(reversed(objects.array(tree.get("K"))), root, 0)]
    while stack:
        kids, holder, page = stack[-1]
        held = found.contents.setdefault(page, {})
        for kid in kids:
            if isinstance(kid, float):
                _hold(found, held, page, int(kid), holder)
                continue
            entry = objects.dictionary(kid)
            own = _page(entry, page)
            kind = entry.get("Type")
            if kind == "MCR":
                _hold(found, found.contents.setdefault(own, {}), own, int(_amount(entry.get("MCID"))), holder)
            elif kind == "OBJR":
                target = entry.get("Obj")
                found.annotations[target if isinstance(target, Ref) else 0] = holder
            elif not isinstance(kid, Ref):
                continue
            elif kid in seen:  # its kids come no second time: they might hold it in turn
                found.twice.append((own, kid))
            else:
                seen.add(kid)
                if "NS" in entry:
                    space = entry["NS"]
                    found.spaces.add(space if isinstance(space, Ref) else Ref(0))
                if entry.get("P") != holder:
                    found.orphans.append(kid)
                below = entry.get("K")
                if isinstance(below, float):  # as most have: one piece of content
                    _hold(found, found.contents.setdefault(own, {}), own, int(below), kid)
                    continue
                stack.append((reversed(objects.array(below)), kid, own))
                break  # first what this one holds, then the rest
        else:
            stack.pop()
    return found


def _hold(found: _Kids, held: dict[int, int], page: int, number: int, holder: int) -> None:
    if number in held:
        found.twice.append((page, number))
    held[number] = holder


def _page(entry: dict[str, Value], inherited: int) -> int:
    page = entry.get("Pg")
    return page if isinstance(page, Ref) else inherited


def _amount(value: Value) -> float:
    return value if isinstance(value, float) else -1.0


def _numbers(objects: Objects, node: Value) -> Iterator[tuple[int, Value]]:
    """The entries of a leaf of a number tree."""
    flat = objects.array(objects.dictionary(node).get("Nums"))
    for key, value in zip(flat[::2], flat[1::2], strict=False):
        yield int(_amount(key)), value


def _wrong_contents(objects: Objects, page: int, kids: _Kids, parents: dict[int, Value]) -> int:
    key = int(_amount(objects.dictionary(Ref(page)).get("StructParents")))
    listed = {n: e for n, e in enumerate(objects.array(parents.get(key))) if isinstance(e, Ref)}
    held = kids.contents.get(page, {})
    return 0 if listed == held else sum(listed.get(n) != held.get(n) for n in listed.keys() | held.keys())


def _wrong_annotations(objects: Objects, page: int, kids: _Kids, parents: dict[int, Value]) -> int:
    wrong = 0
    for annotation in objects.array(objects.dictionary(Ref(page)).get("Annots")):
        key = int(_amount(objects.dictionary(annotation).get("StructParent")))
        element = kids.annotations.get(annotation, -1) if isinstance(annotation, Ref) else -1
        wrong += parents.get(key) != element
    return wrong
