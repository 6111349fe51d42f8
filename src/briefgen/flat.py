"""Records as JSON and back: how what one process made is kept for the next. Only data are written and read, never code."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Kinds = tuple[type, ...]


class Keep(Protocol):
    """What keeps a record that is found by all it is made from; `kinds` are the classes of the records it consists of."""

    def __call__(self, kinds: Kinds, made_from: tuple[str, ...], make: Callable[[], T], /) -> T:
        """The record, made when it is not kept."""
        ...


def keep_nothing(_kinds: Kinds, _made_from: tuple[str, ...], make: Callable[[], T]) -> T:
    """A `Keep` for where there is no place to keep anything."""
    return make()


def packed(record: object) -> bytes:
    """A record of texts, numbers, bytes, tuples, sets, mappings and records, as JSON.

    Raises TypeError for anything else, lists included: what is kept must not change.
    """
    return json.dumps(_flat(record), ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(data: bytes, kinds: Kinds) -> Any:
    """The record that `packed` wrote, of these classes and no others. Raises ValueError when it is none."""
    try:
        return _raised(json.loads(data), {kind.__name__: kind for kind in kinds})
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"not a record of these kinds: {error}") from error


def _flat(value: Any) -> Any:
    """Numbers and texts as they are; everything else as a list that begins with its kind."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return ["", *map(_flat, value)]
    if isinstance(value, bytes):
        return ["bytes", b64encode(value).decode()]
    if isinstance(value, frozenset):
        return ["frozenset", *map(_flat, sorted(value))]
    if isinstance(value, dict):
        return ["dict", *([_flat(key), _flat(held)] for key, held in value.items())]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_flat(getattr(value, field.name)) for field in fields(value))]
    raise TypeError(f"cannot be kept: {value!r}")


def _raised(value: Any, kinds: Mapping[str, type]) -> Any:
    if not isinstance(value, list):
        return value
    match value:
        case ["", *held]:
            return tuple([_raised(one, kinds) for one in held])
        case ["bytes", str(text)]:
            return b64decode(text, validate=True)
        case ["frozenset", *held]:
            return frozenset([_raised(one, kinds) for one in held])
        case ["dict", *pairs]:
            return {_raised(key, kinds): _raised(held, kinds) for key, held in pairs}
        case [str(name), *held]:
            return kinds[name](*[_raised(one, kinds) for one in held])
    raise TypeError("no kind")
