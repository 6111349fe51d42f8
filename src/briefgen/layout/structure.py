"""The structure tree that grows while blocks are laid out: elements, links and the places of anchors."""

from __future__ import annotations

from dataclasses import field

from briefgen.pages import ARTIFACT, Element, LinkTarget, Place, Tag
from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span

ROOT = 0
_CHILDLESS: list[int] = []
_PLAIN: dict[str, object] = {}
"""What elements without children and attributes share: most are such, and a long table has very many."""


@dataclass(slots=True)
class Structure:
    """Elements in document order (the first is Document), links, and where each anchor stands."""

    elements: list[Element] = field(default_factory=lambda: [Element("Document", ARTIFACT)])
    links: list[LinkTarget] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    _shared: dict[tuple[tuple[str, object], ...], dict[str, object]] = field(default_factory=dict)

    def add(self, tag: Tag, parent: int, anchor: str = "", span: Span = NOWHERE) -> int:
        """Append an element below `parent`; its id is its anchor. Returns its index."""
        number = len(self.elements)
        self.elements.append(Element(tag, parent, _CHILDLESS, "", "", "", "", anchor, "", _PLAIN, span))
        above = self.elements[parent]
        if above.children is _CHILDLESS:
            above.children = [number]
        else:
            above.children.append(number)
        return number

    def attributes(self, element: int, **values: object) -> None:
        """Give an element attributes; elements with the same ones share them, as the cells of a long table do."""
        kept = {**self.elements[element].attributes, **values}
        self.elements[element].attributes = self._shared.setdefault(tuple(kept.items()), kept)

    def link(self, parent: int, contents: str, uri: str = "", anchor: str = "", span: Span = NOWHERE) -> tuple[int, int]:
        """Append a Link element with its target. Returns the indices of element and link."""
        element = self.add("Link", parent, span=span)
        self.links.append(LinkTarget(element, uri, anchor, contents))
        return element, len(self.links) - 1

    def notes_last(self, element: int) -> None:
        """Let the notes that stand within a cell, term or caption be read after all of its text, links included."""
        if element != ARTIFACT:
            self.elements[element].children.sort(key=lambda child: self.elements[child].tag == "Note")

    def note_parent(self, element: int) -> int:
        """Where the note marked in an element stands: beside its paragraph or heading, within its cell, item or caption."""
        while self.elements[element].tag in ("Link", "Reference", "Span", "Formula"):
            element = self.elements[element].parent
        if self.elements[element].tag in ("TH", "TD", "LBody", "Lbl", "Caption"):
            return element
        return max(ROOT, self.elements[element].parent)
