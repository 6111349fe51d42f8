"""Sort keys in the order of the Unicode Collation Algorithm, without its tables where the text allows it.

Latin text, decomposed, needs only the small table below, which gives the order that pyuca's tables give. Other scripts
load pyuca, whose tables take some hundred milliseconds, on first use. Keys of one sort must come from one `keys` call.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

_ORDER = "\t\n _-–—,;:!?.'‘’\"“”()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
_PRIMARY = {sign: rank for rank, sign in enumerate(_ORDER, 1)}
_PRIMARY |= {letter.upper(): _PRIMARY[letter] for letter in "abcdefghijklmnopqrstuvwxyz"}
_PRIMARY["\u00a0"] = _PRIMARY[" "]

Key = tuple[Any, ...]


def keys(texts: Sequence[str]) -> list[Key]:
    """One comparable key per text."""
    folded = [unicodedata.normalize("NFD", text) for text in texts]
    if all(_simple(text) for text in folded):
        return [_latin_key(text) for text in folded]
    sort_key = _pyuca()
    return [_without_case(sort_key(text)) for text in texts]


def _without_case(key: Key) -> Key:
    """The first two levels of a pyuca key; levels are parted by 0."""
    first = key.index(0)
    return key[: key.index(0, first + 1)]


def _simple(text: str) -> bool:
    return text.isascii() or all(sign in _PRIMARY or "\u0300" <= sign <= "\u036f" for sign in text)


def _latin_key(text: str) -> Key:
    """Letters first, then accents. Case does not count: the next sort key decides."""
    primary = tuple([_PRIMARY[sign] for sign in text if sign in _PRIMARY])
    accents = tuple(_accents(text)) if not text.isascii() else ()
    return primary, accents


def _accents(text: str) -> Iterable[int]:
    """Per base letter 0, followed by its accents: a text without any sorts first."""
    for sign in text:
        yield 0 if sign in _PRIMARY else ord(sign)


@cache
def _pyuca() -> Any:
    from pyuca import Collator  # slow to import and to build: only for text beyond Latin

    return Collator().sort_key
