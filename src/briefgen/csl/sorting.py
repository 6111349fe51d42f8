"""Sorting cites and entries by a style's keys; what has no value for a key comes last in either direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from briefgen.csl.collation import keys
from briefgen.csl.style import SortKey

Text = Callable[[int, int], str]


def order(sort_keys: Sequence[SortKey], count: int, text: Text) -> list[int]:
    """The places 0 to `count` - 1 in sorted order. `text` gives the text of a key (its index) at a place.

    A later key is only asked for where the earlier ones tie.
    """
    return _sorted(sort_keys, 0, list(range(count)), text)


def _sorted(sort_keys: Sequence[SortKey], index: int, places: list[int], text: Text) -> list[int]:
    if len(places) < 2 or index == len(sort_keys):
        return places
    texts = {at: text(index, at) for at in places}
    present = [at for at in places if texts[at]]
    ranks = dict(zip(present, keys([texts[at] for at in present]), strict=True))
    present.sort(key=ranks.__getitem__, reverse=sort_keys[index].descending)
    out: list[int] = []
    for _, tied in groupby(present, ranks.__getitem__):
        out += _sorted(sort_keys, index + 1, list(tied), text)
    return out + _sorted(sort_keys, index + 1, [at for at in places if not texts[at]], text)


def folded(text: str) -> str:
    """Punctuation does not count in sorting; blanks do, so that a short name comes before a longer one."""
    return text.translate(_IGNORED)


_IGNORED = dict.fromkeys(map(ord, "'\"‘’“”[](){}«».,;:!?-–—…&/*#"))
