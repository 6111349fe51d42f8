"""The structure tree: elements, what they hold in reading order, and the way back from content to element.

Children stand in the order layout gave them; marked content and annotations are put between them where they were drawn.
(ISO 32000-1 and -2, 14.7 and 14.8; ISO 14289-1 and -2; ISO 32005 for the PDF 2.0 namespaces.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from briefgen.pages import ARTIFACT, Element, Laid
from briefgen.render.pdf.objects import ObjectFile, name, number, ref, string

PDF_2 = "http://iso.org/pdf2/ssn"
_ROLES_17 = {"Title": "P", "Em": "Span", "Strong": "Span", "Aside": "Div"}
"""Tags that PDF 1.7 lacks, and the standard type each is mapped to."""

_ONLY_17 = frozenset({"TOC", "TOCI", "Reference", "BibEntry", "Quote", "BlockQuote", "Code"})
"""Tags that PDF 2.0 dropped; there they stay in the namespace of PDF 1.7, which is the default one."""

_TABLE = frozenset({"Scope", "RowSpan", "ColSpan", "Headers", "Summary", "Short"})
_LIST = frozenset({"ListNumbering", "ContinuedList", "ContinuedFrom"})
_TEXT_KEYS = frozenset({"Summary", "Short"})


class _Names(dict[str, bytes]):
    """Structure types as PDF has them."""

    def __missing__(self, tag: str) -> bytes:
        return self.setdefault(tag, tag.encode())


_NAMES = _Names()


class Structure:
    """Collects marked content while pages are painted, then writes the tree."""

    def __init__(
        self, file: ObjectFile, laid: Laid, pages: Sequence[int], modern: bool, formulas: Mapping[str, int]
    ) -> None:
        self.elements = laid.elements
        self.modern = modern
        self._tags = self._written_tags()
        self._file, self._laid, self._pages, self._formulas = file, laid, pages, formulas
        self._first = file.reserve(len(laid.elements))
        self._refs = [b"%d 0 R" % n for n in range(self._first, self._first + len(laid.elements))]
        self._items: dict[int, tuple[int, ...]] = {}
        """What an element holds beside its children, three numbers a piece: how many children stand before it, the page, and
        the number of marked content or, negative, of an annotation's object.
        """
        self._progress: dict[int, int] = {}
        """How many children of an element have content by now."""
        self._place = {child: i for e in laid.elements for i, child in enumerate(e.children)}
        self._contents: list[list[int]] = [[] for _ in pages]
        self._annotations: list[int] = []
        self.measured = frozenset(i for i, e in enumerate(laid.elements) if e.tag in ("Figure", "Formula"))
        """Elements that say which rectangle they cover."""
        self.boxes: dict[int, tuple[float, float, float, float]] = {}
        """Element -> the rectangle (PDF coordinates) that its drawing covers on its first page; set by the painter."""
        self.box_pages: dict[int, int] = {}
        self.root = file.reserve()
        self._namespace = file.add(b"<</Type/Namespace/NS%s>>" % string(PDF_2)) if modern else 0

    def number(self, element: int) -> int:
        """The object number of an element."""
        return self._first + element

    def opening(self, element: int, mark: int) -> bytes:
        """The operator that opens a piece of an element's content."""
        return b"/%s<</MCID %d>>BDC" % (_NAMES[self._tags[element]], mark)

    def _written_tags(self) -> list[str]:
        """What each element is written as; headings leave no level out on the way down (ISO 14289-1, 7.4.2)."""
        tags: list[str] = [element.tag for element in self.elements]
        above: list[int] = []
        for index, tag in enumerate(tags):
            if tag == "Sub":  # layout's subscript; in PDF 2.0 "Sub" is a part of a block
                tags[index] = "Span"
            elif tag == "Note" and self.modern:
                tags[index] = "FENote"
            elif tag[0] == "H" and tag[1:].isdigit():
                while above and above[-1] >= int(tag[1:]):
                    above.pop()
                above.append(int(tag[1:]))
                tags[index] = f"H{len(above)}"
        return tags

    def mark(self, element: int, page: int) -> int:
        """Take a marked-content number on a page for an element."""
        contents = self._contents[page]
        contents.append(element)
        self._hold(element, page, len(contents) - 1)
        return len(contents) - 1

    def annotate(self, element: int, page: int, annotation: int) -> int:
        """Hang an annotation under an element and return its key in the parent tree (`StructParent`)."""
        self._annotations.append(element)
        self._hold(element, page, -annotation)
        return len(self._pages) + len(self._annotations) - 1

    def _hold(self, element: int, page: int, item: int) -> None:
        progress = self._progress
        self._items[element] = (*self._items.get(element, ()), progress.get(element, 0), page, item)
        child, parent = element, self.elements[element].parent
        while parent >= 0:
            after = self._place[child] + 1
            if progress.get(parent, 0) >= after:
                return
            progress[parent] = after
            child, parent = parent, self.elements[parent].parent

    # ------------------------------------------------------------------------------------------------------ writing

    def write(self) -> int:
        """Write all elements and the tree's root; its object number."""
        for index, element in enumerate(self.elements):
            self._file.put(self._first + index, self._element(index, element))
        top = b" ".join(self._refs[i] for i, e in enumerate(self.elements) if e.parent < 0)
        parts = [b"<</Type/StructTreeRoot/K[%s]/ParentTree %s" % (top, ref(self._parent_tree()))]
        parts.append(b"/ParentTreeNextKey %d" % (len(self._pages) + len(self._annotations)))
        parts.extend((self._id_tree(), self._role_map(), b">>"))
        self._file.put(self.root, b"".join(parts))
        return self.root

    def _element(self, index: int, element: Element) -> bytes:
        above = self._refs[element.parent] if element.parent >= 0 else ref(self.root)
        tag = self._tags[index]
        text = b"<</S/%s/P %s" % (_NAMES[tag], above)
        if self.modern and tag not in _ONLY_17:
            text += b"/NS " + ref(self._namespace)
        text += self._kids(index, element)
        if element.alt or element.actual or element.lang or element.title:
            texts = (("Alt", element.alt), ("ActualText", element.actual), ("Lang", element.lang), ("T", element.title))
            text += b"".join(b"/%s%s" % (key.encode(), string(said)) for key, said in texts if said)
        if element.id or element.tag == "Note":
            text += b"/ID" + string(self._identity(index))
        if element.mathml and (formula := self._formulas.get(element.mathml)):
            text += b"/AF[%s]" % ref(formula)
        if element.attributes or index in self.boxes:
            text += self._attributes(index, element)
        if tag == "TOCI" and self.modern:
            text += self._references(index)
        return text + b">>"

    def _kids(self, index: int, element: Element) -> bytes:
        """`Pg` and `K`: children and content merged."""
        items = self._items.get(index)
        if items is None:
            below = [self._refs[child] for child in element.children]
            return b"" if not below else b"/K " + below[0] if len(below) == 1 else b"/K[%s]" % b" ".join(below)
        page = items[1]
        if len(items) == 3 and items[2] >= 0 and not element.children:  # as most are: one piece of content
            return b"/Pg %d 0 R/K %d" % (self._pages[page], items[2])
        kids: list[bytes] = []
        done = 0
        for after, at, item in zip(items[::3], items[1::3], items[2::3], strict=True):
            if after > done:
                kids += [self._refs[child] for child in element.children[done:after]]
                done = after
            kids.append(b"%d" % item if at == page and item >= 0 else self._content(page, at, item))
        kids += [self._refs[child] for child in element.children[done:]]
        content = b"/K " + kids[0] if len(kids) == 1 else b"/K[%s]" % b" ".join(kids)
        return b"/Pg %d 0 R%s" % (self._pages[page], content)

    def _content(self, page: int, at: int, item: int) -> bytes:
        elsewhere = b"" if at == page else b"/Pg %s" % ref(self._pages[at])
        if item < 0:
            return b"<</Type/OBJR%s/Obj %s>>" % (elsewhere, ref(-item))
        return b"<</Type/MCR%s/MCID %d>>" % (elsewhere, item) if elsewhere else b"%d" % item

    def _identity(self, index: int) -> str:
        """An element's id; a note must have one (ISO 14289-1, 7.9)."""
        element = self.elements[index]
        return element.id or (f"note.{index}" if element.tag == "Note" else "")

    def _attributes(self, index: int, element: Element) -> bytes:
        owners: dict[str, list[bytes]] = {}
        for key, value in sorted(element.attributes.items()):
            if key == "ListNumbering" and value == "None" and self.modern:
                value = "Description"  # PDF 2.0's word for labels that are terms (ISO 14289-2, 8.2.5.25)
            if key != "BBox":
                owner = "Table" if key in _TABLE else "List" if key in _LIST else "Layout"
                owners.setdefault(owner, []).append(name(key).encode() + b" " + _value(key, value))
        if box := self.boxes.get(index):
            corners = b" ".join(number(v) for v in box)
            layout = owners.setdefault("Layout", [])
            layout.append(b"/BBox[%s]" % corners)
            if element.tag == "Figure" and "Placement" not in element.attributes:
                layout.append(b"/Placement/Block")
        return _owned(owners)

    def _references(self, index: int) -> bytes:
        """PDF 2.0: a contents line refers to the element it names, a note to its mark is layout's business."""
        targets = {self.number(t) for t in self._targets(index) if t != ARTIFACT}
        return b"/Ref[%s]" % b" ".join(ref(t) for t in sorted(targets)) if targets else b""

    def _targets(self, index: int) -> list[int]:
        below = {index}
        stack = [index]
        while stack:
            stack.extend(children := [c for c in self.elements[stack.pop()].children if self.elements[c].tag != "TOC"])
            below.update(children)
        places = self._laid.places
        return [places[k.anchor].element for k in self._laid.links if k.element in below and k.anchor in places]

    def _parent_tree(self) -> int:
        rows = [
            b"%d[%s]" % (page, b" ".join([self._refs[e] for e in elements])) for page, elements in enumerate(self._contents)
        ]
        first = len(self._pages)
        rows.extend(b"%d %s" % (first + i, self._refs[e]) for i, e in enumerate(self._annotations))
        return self._file.add(b"<</Nums[%s]>>" % b"\n".join(rows))

    def _id_tree(self) -> bytes:
        named = sorted([(key, i) for i in range(len(self.elements)) if (key := self._identity(i))], key=_by_bytes)
        repeated = [key for key, count in Counter(key for key, _ in named).items() if count > 1]
        if repeated:
            raise ValueError(f"layout gave the id {repeated[0]!r} to several elements")
        pairs = b" ".join(string(key) + ref(self.number(i)) for key, i in named)
        return b"/IDTree %s" % ref(self._file.add(b"<</Names[%s]>>" % pairs)) if named else b""

    def _role_map(self) -> bytes:
        if self.modern:
            return b"/Namespaces[%s]" % ref(self._namespace)
        used = sorted({e.tag for e in self.elements} & _ROLES_17.keys())
        roles = b"".join(b"/%s/%s" % (tag.encode(), _ROLES_17[tag].encode()) for tag in used)
        return b"/RoleMap<<%s>>" % roles if roles else b""


def _by_bytes(pair: tuple[str, int]) -> bytes:
    return string(pair[0])


def _value(key: str, value: object) -> bytes:
    """An attribute's value: names for words, strings for prose and ids, numbers as they are."""
    match value:
        case str():
            return string(value) if key in _TEXT_KEYS else name(value).encode()
        case bool():
            return b"true" if value else b"false"
        case int() | float():
            return b"%g" % value
        case list() | tuple():
            return b"[%s]" % b" ".join(string(v) if isinstance(v, str) else _value(key, v) for v in value)
        case _:
            raise TypeError(f"no attribute value: {value!r}")


def _owned(owners: Mapping[str, list[bytes]]) -> bytes:
    dictionaries = [b"<</O/%s%s>>" % (o.encode(), b"".join(entries)) for o, entries in sorted(owners.items())]
    if not dictionaries:
        return b""
    return b"/A " + dictionaries[0] if len(dictionaries) == 1 else b"/A[%s]" % b" ".join(dictionaries)
