"""Names and numbers that must be unique in a file and equal from build to build: bookmarks, paragraph and drawing ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from briefgen.records import dataclass
from briefgen.source import Span

_NOT_WORD = re.compile(r"\W", re.ASCII)
_LIMIT = 40  # characters Word allows in a bookmark's name
_HIDDEN = ("cite-", "ref-", "note-")


@lru_cache(maxsize=4096)
def bookmark_name(anchor: str) -> str:
    """A bookmark's name for an anchor: a letter or underscore first, at most 40 of letters, digits and underscores.

    Anchors of citations, references and notes get a leading underscore, which keeps them out of Word's list of bookmarks.
    A name that had to be shortened or changed beyond "-", or has capitals (Word's names know no case), ends in a digest,
    so that two anchors never share one.
    """
    plain = anchor.replace("-", "_")
    name = _NOT_WORD.sub("_", plain)
    if anchor.startswith(_HIDDEN) or not name[:1].isalpha():
        name = f"_{name}"
    kept = name.lstrip("_") == plain.lstrip("_") and "_" not in anchor and anchor == anchor.lower()
    if kept and len(name) <= _LIMIT:
        return name
    digest = blake2b(anchor.encode(), digest_size=4).hexdigest()
    return f"{name[: _LIMIT - 9]}_{digest}"


@dataclass(slots=True)
class Ids:
    """Hands out the identifiers of one file. Equal sources give equal ids; collisions are settled in document order."""

    _paragraphs: set[int] = field(default_factory=set)
    _drawings: set[int] = field(default_factory=set)
    _seen: dict[str, int] = field(default_factory=dict)
    _bookmarks: int = 0
    _names: dict[str, str] = field(default_factory=dict)

    def paragraph(self, key: str) -> str:
        """The `w14:paraId` (eight hex digits, below 0x80000000, not 0) of the paragraph that comes from `key`."""
        number = crc32(key.encode()) & 0x7FFFFFFF
        while number in self._paragraphs or not number:
            number = (number + 1) & 0x7FFFFFFF
        self._paragraphs.add(number)
        return f"{number:08X}"

    def row(self, key: str, ends: Sequence[bytes]) -> list[str]:
        """What `paragraph` gives for `key` with each of `ends` behind it, for all cells of a row at once."""
        begun = crc32(key.encode())
        numbers = [crc32(end, begun) & 0x7FFFFFFF for end in ends]
        distinct = set(numbers)
        if 0 in distinct or len(distinct) < len(numbers) or not self._paragraphs.isdisjoint(distinct):
            return [self.paragraph(key + end.decode()) for end in ends]
        self._paragraphs |= distinct
        return [f"{number:08X}" for number in numbers]

    def numbered(self, key: str) -> str:
        """`key` with its ordinal among equal keys, for paragraphs that share their place in the source."""
        count = self._seen[key] = self._seen.get(key, 0) + 1
        return f"{key}#{count}"

    def drawing(self, key: str) -> int:
        """The `wp:docPr` id of a drawing: positive, below 2³¹."""
        number = crc32(key.encode()) & 0x7FFFFFFF or 1
        while number in self._drawings:
            number = number % 0x7FFFFFFE + 1
        self._drawings.add(number)
        return number

    def marks(self, anchor: str) -> bool:
        """Whether a bookmark for `anchor` has been written."""
        return anchor in self._names

    def bookmark(self, anchor: str, content: str) -> str:
        """A bookmark for `anchor` around `content`; an anchor met a second time gets none, names being unique."""
        if not anchor or anchor in self._names:
            return content
        name = self._names[anchor] = bookmark_name(anchor)
        self._bookmarks += 1
        number = self._bookmarks
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def place(span: Span) -> str:
    """What of a span identifies a paragraph: file, line and column."""
    return f"{span.file}:{span.line}:{span.column}"
