"""Links, destinations and the outline: everything that leads from one place to another."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from briefgen.pages import ARTIFACT, Laid, LinkTarget, OutlineEntry
from briefgen.render.pdf.objects import Dictionary, ObjectFile, name, number, ref, serialise, string
from briefgen.render.pdf.paint import LinkArea
from briefgen.render.pdf.structure import Structure

_PRINTED = 4  # annotation flag "Print" (PDF/A asks for it)


class Destinations:
    """Turns anchors into destinations. In PDF 2.0 each names its structure element too (ISO 14289-2, 8.8)."""

    def __init__(self, laid: Laid, pages: Sequence[int], structure: Structure) -> None:
        self._laid, self._pages, self._structure = laid, pages, structure
        self._known: dict[str, bytes] = {}

    def entries(self, anchor: str) -> bytes:
        """`/D` and, in PDF 2.0, `/SD` of an anchor; raises KeyError when layout placed no such anchor."""
        if anchor not in self._known:  # several links lead to one place, and the name tree names them all
            self._known[anchor] = self._written(anchor)
        return self._known[anchor]

    def _written(self, anchor: str) -> bytes:
        place = self._laid.places[anchor]
        spot = b"/XYZ 0 %s null" % number(self._laid.sheets[place.page].page.height - place.y)
        page = b"/D[%s%s]" % (ref(self._pages[place.page]), spot)
        if not self._structure.modern or place.element == ARTIFACT:
            return page
        return page + b"/SD[%s%s]" % (ref(self._structure.number(place.element)), spot)

    def action(self, anchor: str) -> bytes:
        """The action that goes to an anchor."""
        return b"<</S/GoTo%s>>" % self.entries(anchor)

    def names(self, file: ObjectFile) -> int:
        """The name tree of all anchors, so that an address may end in "#tbl-x"; 0 when there are none."""
        pairs = sorted((string(anchor), b"<<%s>>" % self.entries(anchor)) for anchor in self._laid.places)
        return file.add(b"<</Names[%s]>>" % b" ".join(a + b for a, b in pairs)) if pairs else 0


def link_annotations(
    file: ObjectFile, laid: Laid, structure: Structure, destinations: Destinations, page: int, areas: list[LinkArea]
) -> bytes:
    """Write the link annotations of a page, one a line; the page's `/Annots` entry."""
    written = []
    for area in areas:
        target = laid.links[area.link]
        annotation = file.reserve()
        key = structure.annotate(target.element, page, annotation)
        file.put(annotation, _annotation(area, target, destinations, key))
        written.append(ref(annotation))
    return b"/Annots[%s]" % b" ".join(written) if written else b""


def _annotation(area: LinkArea, target: LinkTarget, destinations: Destinations, key: int) -> bytes:
    rect = b" ".join(map(number, (area.left, area.bottom, area.right, area.top)))
    action = b"<</S/URI/URI%s>>" % string(_address(target.uri)) if target.uri else destinations.action(target.anchor)
    contents = target.contents or target.uri or target.anchor
    return b"<</Type/Annot/Subtype/Link/Rect[%s]/Border[0 0 0]/F %d/Contents%s/A%s/StructParent %d>>" % (
        rect, _PRINTED, string(contents), action, key,
    )  # fmt: skip


def _address(uri: str) -> str:
    """An address with its letters beyond ASCII as escaped UTF-8 (RFC 3987, 3.1): an action holds 7-bit ASCII only."""
    return "".join(c if c.isascii() else quote(c) for c in uri)


def outline(file: ObjectFile, entries: Sequence[OutlineEntry], destinations: Destinations) -> int:
    """Write the outline; its object number, 0 when there are no entries. An entry without a parent hangs at the top."""
    if not entries:
        return 0
    root = file.reserve()
    numbers = [file.reserve() for _ in entries]
    below: dict[int, list[int]] = {-1: []}
    above: list[int] = []
    parents = []
    for i, entry in enumerate(entries):
        while above and entries[above[-1]].level >= entry.level:
            above.pop()
        parents.append(above[-1] if above else -1)
        below.setdefault(parents[-1], []).append(i)
        above.append(i)
    for i, entry in enumerate(entries):
        siblings = below[parents[i]]
        at = siblings.index(i) if len(siblings) < 64 else _bisect(siblings, i)
        item: dict[str, object] = {
            "Title": string(entry.text),
            "Parent": ref(numbers[parents[i]] if parents[i] >= 0 else root),
            "A": destinations.action(entry.anchor),
        }
        item |= _neighbours(siblings, at, numbers) | _first_and_last(below.get(i, []), numbers, count=-1)
        file.put(numbers[i], serialise(Dictionary(item)))
    top = {"Type": name("Outlines")} | _first_and_last(below[-1], numbers, count=1)
    file.put(root, serialise(Dictionary(top)))
    return root


def _bisect(siblings: list[int], item: int) -> int:
    from bisect import bisect_left

    return bisect_left(siblings, item)


def _neighbours(siblings: list[int], at: int, numbers: list[int]) -> dict[str, object]:
    entries: dict[str, object] = {}
    if at > 0:
        entries["Prev"] = ref(numbers[siblings[at - 1]])
    if at + 1 < len(siblings):
        entries["Next"] = ref(numbers[siblings[at + 1]])
    return entries


def _first_and_last(below: list[int], numbers: list[int], count: int) -> dict[str, object]:
    """First, last and number of the entries below; a negative number says that they are folded away."""
    if not below:
        return {}
    return {"First": ref(numbers[below[0]]), "Last": ref(numbers[below[-1]]), "Count": count * len(below)}
