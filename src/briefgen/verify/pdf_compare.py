"""The comparison of a PDF's reading with the units of a document: text, order, roles, list items, links, contents."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from dataclasses import field
from urllib.parse import quote

from briefgen import tree
from briefgen.diag import Sink
from briefgen.records import dataclass
from briefgen.source import Span
from briefgen.verify.pdf_expected import Reach, Unit
from briefgen.verify.pdf_links import FoundLink
from briefgen.verify.pdf_reading import Reading
from briefgen.verify.pdf_stream import OBJECT, Match, Piece, Stream, folded, matched, stream_of
from briefgen.verify.pdf_tables import compare_table
from briefgen.verify.pdf_tree import Box

_HEADING = re.compile(r"H\d")
_TAGS = {
    "caption": ("Caption",), "table": ("Table",), "figure": ("Figure",), "code": ("Code",), "title": ("Title",),
    "note": ("Note", "FENote"), "entry": ("TOCI",), "reference": ("LBody",), "term": ("Lbl",),
}  # fmt: skip
"""What each kind of unit may be tagged as; a heading is of its level, and others have no tag of their own."""
_DIGITS = re.compile(r"\d{1,9}")
_SHOWN = 60
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_CITED_WORDS = 40
"""The longest wording, in characters, that may introduce the pages on which a reference is cited."""
_SLACK = 4.0
"""Points by which a destination may lie below the top of the text it leads to."""
_BESIDE = 1.0
"""Points by which text may lie beside the rectangle of its link."""
_ABOVE = 48.0
"""Points by which it may lie above: space before headings, and the accents of large type."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an anchor stands: page and top edge; `loose` when only the paragraph around it is known."""

    page: int
    top: float
    bottom: float
    loose: bool = False


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@dataclass(slots=True)
class Comparison:
    """One comparison; `run` does it once. Findings go to the sink."""

    reading: Reading
    sink: Sink
    _stream: Stream = field(default_factory=Stream)
    _items: dict[tuple[int, int], int] = field(default_factory=dict)
    _owners: dict[int, tuple[int, int]] = field(default_factory=dict)
    _spots: dict[str, _Spot] = field(default_factory=dict)
    _tops: dict[int, list[float]] = field(default_factory=dict)
    _jumps: list[tuple[Reach, int, float | None]] = field(default_factory=list)
    _pages: list[tuple[Unit, int]] = field(default_factory=list)
    _cited: list[tuple[tree.Reference, int, int]] = field(default_factory=list)
    _covered: list[tuple[int, int]] = field(default_factory=list)
    _altered: set[int] = field(default_factory=set)
    _by_page: dict[int, list[FoundLink]] = field(default_factory=dict)

    def run(self, units: list[Unit]) -> None:
        """Compare all units, then what they point to, then look for text that no unit accounts for."""
        self._stream = stream_of(self.reading.tree.root, frozenset(u.anchor for u in units if u.kind == "table"))
        for link in self.reading.links:
            self._by_page.setdefault(link.page, []).append(link)
        cursor = 0
        for unit in units:
            cursor = self._unit(unit, self._stream.after(cursor))
        self._targets()
        self._contents_pages()
        self._outline([unit for unit in units if unit.kind == "heading" and unit.anchor])
        for entry, start, end in self._cited:
            self._cited_on(entry, start, end)
        self._leftovers()

    # ---------------------------------------------------------------------------------------------------------- text

    def _unit(self, unit: Unit, cursor: int) -> int:
        """Compare one unit with what stands at the cursor; the cursor after it."""
        match = self._match(unit, cursor)
        if match is None and unit.kind == "figure" and self._is_figure(cursor):
            return self._other_alt(unit, cursor)
        if match is None:
            return self._elsewhere(unit, cursor)
        return self._accept(unit, match)

    def _match(self, unit: Unit, at: int) -> Match | None:
        if unit.kind == "code":
            return _without_space(self._stream.text, at, unit.text)
        if unit.kind == "table":
            piece = self._stream.at(at)
            found = piece is not None and piece.start == at and piece.block.identity == unit.anchor
            return Match(at, at + 1) if found and self._stream.text.startswith(OBJECT, at) else None
        return matched(self._stream.text, at, unit.text)

    def _accept(self, unit: Unit, match: Match) -> int:
        self._covered.append((match.start, match.end))
        piece = self._stream.at(match.start)
        if piece is None:
            return match.end
        self._role(unit, piece)
        self._item(unit, piece)
        self._mark_spots(unit, match, piece)
        self._reaches(unit, match, self._stream)
        if isinstance(unit.node, tree.Table):
            compare_table(unit.node, piece.block, self.sink, self._reaches)
        if unit.kind == "entry" and (digits := _DIGITS.match(self._stream.text, self._stream.after(match.end))):
            self._pages.append((unit, int(digits.group())))
            self._covered.append(digits.span())
            return digits.end()
        if isinstance(unit.node, tree.Reference):
            end = self._end_of_block(match.start)
            self._covered.append((match.end, end))
            self._cited.append((unit.node, match.end, end))
            return end
        return match.end

    def _elsewhere(self, unit: Unit, cursor: int) -> int:
        """The unit is not where it belongs: it comes later, came before, is an artifact, or is lost."""
        starts = (self._stream.after(start) for start in self._stream.block_starts())
        matches = [m for start in starts if not self._is_covered(start) and (m := self._match(unit, start))]
        later = next((m for m in matches if m.start >= cursor), None)
        if later:
            return self._accept(unit, later)
        if matches:
            piece = self._stream.at(matches[0].start)
            where = f" on page {piece.mark.page + 1}" if piece and piece.mark else ""
            self.sink.error("pdf-order", f"{_name(unit)} is read too early{where}", unit.span)
            self._accept(unit, matches[0])
        else:
            self._lost(unit, cursor)
        return cursor

    def _lost(self, unit: Unit, cursor: int) -> None:
        piece = self._stream.at(cursor)
        self._altered.add(cursor)
        if unit.kind == "table":
            self.sink.error("pdf-table-lost", f'there is no table "{unit.anchor}" in the structure tree', unit.span)
        elif piece and any(f.tag == "Formula" and not f.alt for f in piece.block.elements()):
            self.sink.error("pdf-alt-missing", f"a formula in {_name(unit)} has no text alternative", unit.span)
        elif any(unit.text in folded(text) for text in self.reading.untagged):
            self.sink.error("pdf-artifact", f"{_name(unit)} is an artifact, which assistive technology skips", unit.span)
        else:
            found = _quoted(self._stream.text[cursor : self._end_of_block(cursor)])
            where = f" on page {piece.mark.page + 1}" if piece and piece.mark else ""
            self.sink.error("pdf-text-lost", f"{_name(unit)} is missing or differs; there stands{where} {found}", unit.span)

    def _end_of_block(self, position: int) -> int:
        piece = self._stream.at(position)
        later = (p.start for p in self._stream.following(position) if piece and p.block is not piece.block)
        return next(later, len(self._stream.text))

    def _is_covered(self, position: int) -> bool:
        return any(start <= position < end for start, end in self._covered)

    def _leftovers(self) -> None:
        """Text that no unit accounts for; where a unit was lost, the text there is its altered form."""
        at = 0
        for start, end in [*sorted(self._covered), (len(self._stream.text), 0)]:
            begin = self._stream.after(at)
            if begin < start and self._stream.text[begin:start].strip() and begin not in self._altered:
                added = _quoted(self._stream.text[begin:start])
                self.sink.error("pdf-text-added", f"the file says {added}, which the document does not say")
            at = max(at, end)

    # --------------------------------------------------------------------------------------------- figures, roles, lists

    def _is_figure(self, cursor: int) -> bool:
        piece = self._stream.at(cursor)
        return piece is not None and piece.start == cursor and piece.block.tag == "Figure"

    def _other_alt(self, unit: Unit, cursor: int) -> int:
        piece = self._stream.at(cursor)
        assert piece is not None  # _is_figure found it
        if piece.block.alt:
            self.sink.error("pdf-alt-differs", f"the figure's text alternative is {_quoted(piece.block.alt)}", unit.span)
        else:
            self.sink.error("pdf-alt-missing", f'the figure "{unit.anchor}" has no text alternative', unit.span)
        return self._accept(unit, Match(cursor, cursor + len(OBJECT + folded(piece.block.alt).rstrip())))

    def _role(self, unit: Unit, piece: Piece) -> None:
        expected = (f"H{unit.level}",) if unit.kind == "heading" else _TAGS.get(unit.kind)
        if expected and piece.block.tag not in expected:
            self.sink.error("pdf-role", f"{_name(unit)} is tagged {piece.block.tag}, not {expected[0]}", unit.span)
        if unit.quoted and not any(element.tag == "BlockQuote" for element in piece.block.chain()):
            self.sink.error("pdf-role", f"{_name(unit)} is not tagged as part of a quotation", unit.span)
        if unit.kind == "entry" and not (piece.block.parent and piece.block.parent.tag == "TOC"):
            self.sink.error("pdf-role", f"{_name(unit)} is not tagged as part of a table of contents", unit.span)
        if not expected and piece.block.tag[:1] == "H" and _HEADING.fullmatch(piece.block.tag):
            self.sink.error("pdf-role", f"{_name(unit)} is tagged as a heading", unit.span)

    def _item(self, unit: Unit, piece: Piece) -> None:
        """Each list item of the document is one LI of the file, at the same depth, and no other item is."""
        found = [id(element) for element in piece.block.chain() if element.tag == "LI"][::-1]
        wrong = len(found) != len(unit.items)
        for key, item in zip(unit.items, found, strict=False):
            wrong = wrong or self._items.setdefault(key, item) != item or self._owners.setdefault(item, key) != key
        if wrong:
            self.sink.error("pdf-list-item", f"{_name(unit)} is not in the list item it belongs to", unit.span)

    # --------------------------------------------------------------------------------------------------------- links

    def _mark_spots(self, unit: Unit, match: Match, piece: Piece) -> None:
        if unit.anchor and unit.anchor not in self._spots and (mark := piece.mark) and (box := mark.box):
            self._spots[unit.anchor] = _Spot(mark.page, box[3], box[1])
        for position, anchor in unit.inner:
            inner = self._stream.at(match.place(position))
            if inner and anchor not in self._spots and (mark := inner.mark) and (box := mark.box):
                self._spots[anchor] = _Spot(mark.page, box[3], box[1], loose=True)

    def _reaches(self, unit: Unit, match: Match, stream: Stream) -> None:
        """Find for each link and foreign word of a unit the element and annotation that make it one."""
        for reach in unit.reaches:
            shown = unit.text[reach.start : reach.end]
            pieces = stream.between(match.place(reach.start), match.place(reach.end))
            if reach.lang:
                if not all(any(f.lang == reach.lang for f in piece.element.chain()) for piece in pieces):
                    self.sink.error("pdf-lang", f'"{shown}" is not marked as {reach.lang}', reach.span)
                continue
            linked = bool(pieces) and all(piece.element.within("Link") for piece in pieces)
            found = [self._annotation(piece) for piece in pieces] if linked else []
            annotations = [annotation for annotation in found if annotation]
            if not linked or len(annotations) < len(pieces):
                self.sink.error("pdf-link-missing", f'"{shown}" is no link', reach.span or unit.span)
            if reach.refers and not all(piece.element.within("Reference") for piece in pieces):
                self.sink.error("pdf-role", f'"{shown}" is not tagged as a reference', reach.span or unit.span)
            for annotation in dict.fromkeys((a.said, a.uri, a.to_page, a.to_y) for a in annotations):
                self._target(reach, shown, *annotation)

    def _target(self, reach: Reach, shown: str, said: str, uri: str, page: int, y: float | None) -> None:
        if said != shown and folded(said).strip() != shown.strip():
            self.sink.error("pdf-link-contents", f'the link "{shown}" says of itself {_quoted(said)}', reach.span)
        if reach.uri and uri != (reach.uri if reach.uri.isascii() else quote(reach.uri, safe=_ASCII)):
            self._wrong_target(shown, f'"{uri}"', f'"{reach.uri}"', reach.span)
        elif reach.anchor:
            self._jumps.append((reach, page, y))

    def _annotation(self, piece: Piece) -> FoundLink | None:
        """The annotation that covers the middle of a piece of text, or any part of a formula."""
        assert piece.mark is not None  # `Stream.between` gives what is drawn only
        assert piece.box is not None
        left, bottom, right, top = piece.box
        if piece.element.tag == "Formula":
            return next((f for f in self._by_page.get(piece.mark.page, ()) if _overlap(f.box, piece.box)), None)
        x, y = (left + right) / 2, (bottom + top) / 2
        near: list[FoundLink] = []
        for link in self._by_page.get(piece.mark.page, ()):
            box = link.box
            if box[0] - _BESIDE <= x <= box[2] + _BESIDE and box[1] - _BESIDE <= y <= box[3] + _BESIDE:
                near.append(link)
        # a raised figure is narrow, and beside it may be another link
        return min(near, key=lambda link: _gap(link.box, x, y)) if len(near) > 1 else near[0] if near else None

    def _targets(self) -> None:
        for known in self._spots.values():
            if not known.loose:
                insort(self._tops.setdefault(known.page, []), known.top)
        for reach, page, y in self._jumps:
            spot = self._spots.get(reach.anchor)
            if spot is None:
                continue  # the target itself is missing and has been reported
            if page != spot.page:
                self._wrong_target(reach.anchor, f"page {page + 1}", f"page {spot.page + 1}", reach.span)
            elif not self._leads_to(y, spot):
                self._wrong_target(reach.anchor, "another place of the page", "its target", reach.span)

    def _leads_to(self, y: float | None, spot: _Spot) -> bool:
        """Whether the target is the first anchored thing at or below the destination."""
        if y is None or y > spot.top + _ABOVE:
            return False
        if spot.loose:
            return spot.bottom - _SLACK <= y
        tops = self._tops[spot.page]
        first = bisect_right(tops, y + _SLACK)
        return first > 0 and abs(tops[first - 1] - spot.top) < _SLACK

    def _wrong_target(self, shown: str, found: str, expected: str, span: Span) -> None:
        self.sink.error("pdf-link-target", f'the link "{shown}" leads to {found}, not to {expected}', span)

    def _contents_pages(self) -> None:
        for unit, page in self._pages:
            spot = self._spots.get(unit.reaches[0].anchor)
            if spot and spot.page + 1 != page:
                message = f"the contents say page {page} for {_name(unit)}, which stands on page {spot.page + 1}"
                self.sink.error("pdf-contents-page", message, unit.span)

    def _outline(self, headings: list[Unit]) -> None:
        """The bookmarks are the headings, in order, and lead to their pages."""
        said = [title for title, _ in self.reading.outline]
        for number, unit in enumerate(headings):
            title, page = self.reading.outline[number] if number < len(said) else ("", -1)
            spot = self._spots.get(unit.anchor)
            if folded(title).strip() != unit.text:
                self.sink.error("pdf-outline", f"the bookmark of {_name(unit)} says {_quoted(title)}", unit.span)
            elif spot and spot.page != page:
                self.sink.error("pdf-outline", f"the bookmark of {_name(unit)} leads to page {page + 1}", unit.span)
        for title in said[len(headings) :]:
            self.sink.error("pdf-outline", f"the bookmark {_quoted(title)} is of no heading")

    def _cited_on(self, entry: tree.Reference, start: int, end: int) -> None:
        """After an entry stand a few words and the pages of its mentions, each a link to that page; nothing else does."""
        said = self._stream.text[start:end]
        if not said.strip():
            return  # not every way of making pages says where its references are cited
        numbers = list(_DIGITS.finditer(said))
        if len(_DIGITS.sub("", said).replace(",", "").strip()) > _CITED_WORDS:
            self.sink.error(
                "pdf-text-added", f"the file says {_quoted(said)} in a reference, which the document does not say"
            )
        known = {spot.page + 1 for anchor in entry.mentions if (spot := self._spots.get(anchor))}
        pages = [int(number.group()) for number in numbers]
        surplus = set(pages) - known if all(anchor in self._spots for anchor in entry.mentions) else set()
        if known - set(pages) or surplus or pages != sorted(set(pages)):
            message = f"the reference is said to be cited on {pages}, but is on pages {sorted(known)}"
            self.sink.error("pdf-mentions", message, entry.span)
        for number in numbers:
            pieces = self._stream.between(start + number.start(), start + number.end())
            links = [self._annotation(piece) for piece in pieces if piece.element.within("Link")]
            if not any(link and link.to_page + 1 == int(number.group()) for link in links):
                self._wrong_target(f"page {number.group()}", "another place", "the mention there", entry.span)
            for said in {link.said for link in links if link and _DIGITS.findall(link.said) != [number.group()]}:
                message = f"the link to page {number.group()} says of itself {_quoted(said)}"
                self.sink.error("pdf-link-contents", message, entry.span)


def _gap(box: Box, x: float, y: float) -> float:
    """How far a point lies outside a rectangle along the axis where it is farther; below 0 inside."""
    return max(box[0] - x, x - box[2], box[1] - y, y - box[3])


def _without_space(stream: str, start: int, expected: str) -> Match | None:
    """The match of a code block, where white space and line ends say nothing."""
    at, position = 0, start
    while at < len(expected):
        char = stream[position : position + 1]
        if char == expected[at] or (char == "\x02" and expected[at] in "-\u2010\u2011"):
            at += 1
        elif not char or not char.isspace():
            return None
        position += 1
    return Match(start, position)


def _name(unit: Unit) -> str:
    return f"the {unit.kind} {_quoted(unit.text.removeprefix(OBJECT) or unit.anchor)}"


def _quoted(text: str) -> str:
    text = text.strip()
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[:_SHOWN].rstrip()} …"'
