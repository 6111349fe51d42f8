"""What the models say about a path: which keys a record knows, and whether a text carries markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from briefgen.model.base import PROSE, kebab
from briefgen.model.brief import Brief

Path = tuple[str | int, ...]


@cache
def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """The annotated types of a model's fields by attribute name."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def _options(kind: Any) -> Iterator[Any]:
    """The types a value may have: unions and annotations taken apart, None left out."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _options(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for option in get_args(kind):
            yield from _options(option)
    elif kind is not NoneType:
        yield kind


def _below(kind: Any, step: str | int) -> Iterator[Any]:
    """The types of what stands under a key or index of a value of this type."""
    for option in _options(kind):
        origin = get_origin(option)
        if origin is dict:
            yield get_args(option)[1]
        elif origin is list:
            yield get_args(option)[0]
        elif isinstance(option, type) and issubclass(option, BaseModel):
            fields = _fields(option)
            name = next((n for n in fields if step in (n, kebab(n))), None)
            if name:
                yield fields[name]


def types_at(path: Path, root: Any = Brief) -> list[Any]:
    """The annotated types the models give a value at this path; empty where they know none."""
    kinds = [root]
    for step in path:
        kinds = [below for kind in kinds for below in _below(kind, step)]
    return kinds


def keys_at(path: Path, root: Any = Brief) -> list[str]:
    """The keys, as a user writes them, of the record at this path."""
    options = [o for kind in types_at(path, root) for o in _options(kind)]
    models = [o for o in options if isinstance(o, type) and issubclass(o, BaseModel)]
    return [kebab(name) for model in models for name in _fields(model)]


def _patterns(kind: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if get_origin(kind) is Annotated and PROSE in get_args(kind)[1:]:
        yield path
        return
    for option in _bare(kind):
        origin = get_origin(option)
        if origin is Annotated:
            yield from _patterns(option, path)
        elif origin in (dict, list):
            yield from _patterns(get_args(option)[-1], (*path, "*"))
        elif isinstance(option, type) and issubclass(option, BaseModel):
            for name, below in _fields(option).items():
                yield from _patterns(below, (*path, name))


def _bare(kind: Any) -> Iterator[Any]:
    """The options of a union with their annotations kept."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _bare(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for option in get_args(kind):
            yield option if get_origin(option) is Annotated else next(_bare(option))
    else:
        yield kind


@cache
def prose_fields(root: Any = Brief) -> frozenset[tuple[str, ...]]:
    """The paths of all texts with markup, in attribute names; "*" stands for any key or index."""
    return frozenset(_patterns(root, ()))


def is_prose(path: Path, root: Any = Brief) -> bool:
    """Whether the text at this path (attribute names, keys, indices) carries markup."""
    return any(
        len(pattern) == len(path) and all(want in ("*", step) for want, step in zip(pattern, path, strict=True))
        for pattern in prose_fields(root)
    )
