"""Sorting cites and entries by a style's keys; what has no value for a key comes last in either direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.csl.collation import keys
from briefgen.csl.style import SortKey

Text = Callable[[int, int], str]


def order(sort_keys: Sequence[SortKey], count: int, text: Text) -> list[int]:
    """The places 0 to `count` - 1 in sorted order. `text` gives the text of a key (its index) at a place."""
    places = list(range(count))
    for index, key in reversed(list(enumerate(sort_keys))):
        texts = [text(index, at) for at in range(count)]
        present = [at for at in places if texts[at]]
        ranks = dict(zip(present, keys([texts[at] for at in present]), strict=True))
        present.sort(key=ranks.__getitem__, reverse=key.descending)
        places = present + [at for at in places if not texts[at]]
    return places


def folded(text: str) -> str:
    """Punctuation does not count in sorting; blanks do, so that a short name comes before a longer one."""
    return text.translate(_IGNORED)


_IGNORED = dict.fromkeys(map(ord, "'\"‘’“”[](){}«».,;:!?-–—…&/*#"))
