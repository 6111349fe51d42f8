"""What changed in the text: the passages of two documents side by side, and the words that differ in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from briefgen.records import dataclass
from briefgen.tree import (
    Block,
    Blocks,
    Callout,
    CodeBlock,
    Contents,
    DefinitionList,
    Document,
    Equation,
    Figure,
    List,
    Note,
    PageBreak,
    Para,
    Placement,
    Quote,
    References,
    Section,
    Table,
    plain,
)

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.5  # how much two passages must share to count as one passage that changed


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, caption, table row, note or entry; `place` names the section, table or figure it stands in."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage that was "added", "removed" or "changed". `words` are (what, text): "same", "old" or "new"."""

    place: str
    kind: str
    old: str
    new: str
    words: tuple[tuple[str, str], ...] = ()


def changed_passages(old: Sequence[Passage], new: Sequence[Passage]) -> list[PassageChange]:
    """The differences in the order of the new document; what was removed stands where it stood."""
    matcher = SequenceMatcher(None, [p.text for p in old], [p.text for p in new], autojunk=False)
    changes: list[PassageChange] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what != "equal":
            changes.extend(_paired(old[a:b], new[c:d]))
    return changes


def _paired(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[PassageChange]:
    """Passages that take each other's place, matched in order by their likeness."""
    at = 0
    for passage in new:
        partner = next((i for i in range(at, len(old)) if _alike(old[i].text, passage.text)), None)
        if partner is None:
            yield PassageChange(passage.place, "added", "", passage.text)
            continue
        yield from (_removed(gone) for gone in old[at:partner])
        words = tuple(changed_words(old[partner].text, passage.text))
        yield PassageChange(passage.place, "changed", old[partner].text, passage.text, words)
        at = partner + 1
    yield from (_removed(gone) for gone in old[at:])


def _removed(passage: Passage) -> PassageChange:
    return PassageChange(passage.place, "removed", passage.text, "")


def _alike(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, _WORDS.findall(old), _WORDS.findall(new), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def changed_words(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Two texts as stretches that are the same, old only and new only."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", "".join(before[a:b])
            continue
        if b > a:
            yield "old", "".join(before[a:b])
        if d > c:
            yield "new", "".join(after[c:d])


# --------------------------------------------------------------------------------------------------------- passages


def passages(document: Document) -> list[Passage]:
    """The passages of a resolved document in reading order, without contents, which repeat headings and captions."""
    meta = document.meta
    front = [plain(meta.title), plain(meta.subtitle), ", ".join(meta.authors), *(f"{n}: {v}" for n, v in meta.details)]
    found = [Passage("title", text) for text in front]
    found.extend(_blocks(document.body, ""))
    found.extend(_notes(document.notes, "notes"))
    return [Passage(p.place, clean) for p in found if (clean := squeezed(p.text))]


def squeezed(text: str) -> str:
    """Text with every stretch of blanks made one."""
    return " ".join(text.split())


def _blocks(blocks: Blocks, place: str) -> Iterator[Passage]:
    for block in blocks:
        yield from _block(block, place)


def _block(block: Block, place: str) -> Iterator[Passage]:
    match block:
        case Para():
            yield Passage(place, plain(block.children))
        case Section():
            heading = squeezed(f"{block.number} {plain(block.title)}")
            yield Passage(heading, heading)
            yield from _blocks(block.children, heading)
        case List():
            for item in block.items:
                yield from _blocks(item.children, place)
        case DefinitionList():
            for entry in block.items:
                yield from _definition(plain(entry.term), list(_blocks(entry.children, place)), place)
        case Quote():
            yield from _blocks(block.children, place)
        case Callout():
            yield Passage(place, plain(block.title))
            yield from _blocks(block.children, place)
        case CodeBlock():
            yield Passage(place, block.text)
        case Equation():
            yield Passage(place, f"{block.math.alt or block.math.tex} {block.label}")
        case Table() | Figure():
            yield from _exhibit(block)
        case References():
            yield from (Passage(place, f"{entry.label} {plain(entry.children)}") for entry in block.entries)
        case Contents() | PageBreak() | Placement():
            return


def _definition(term: str, said: list[Passage], place: str) -> Iterator[Passage]:
    """The term with the first thing said of it, then the rest."""
    yield Passage(place, f"{term}: {said[0].text if said else ''}")
    yield from said[1:]


def _exhibit(block: Table | Figure) -> Iterator[Passage]:
    place = block.caption.label or block.anchor
    yield Passage(place, f"{block.caption.label}. {plain(block.caption.children)}")
    if isinstance(block, Table):
        for row in (*block.head, *block.body):
            yield Passage(place, " | ".join(plain(cell.children) for cell in row.cells))
    else:
        yield Passage(place, block.alt)
    yield from _notes(block.notes, place)


def _notes(notes: Iterable[Note], place: str) -> Iterator[Passage]:
    yield from (Passage(place, f"{note.mark} {plain(note.children)}") for note in notes)
