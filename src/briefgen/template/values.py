"""The brief as templates see it: plain data whose texts know their record path, and whether they carry markup."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Annotated, Any, Protocol, Self, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from briefgen.model.base import PROSE, kebab
from briefgen.source import Span

Path: TypeAlias = tuple[str | int, ...]


class Places(Protocol):
    """Where the values of a brief stand in its files."""

    def at(self, *path: str | int) -> Span:
        """The span of the value at a path, or of the nearest value around it."""
        ...

    def key(self, *path: str | int) -> Span:
        """The span of the key at a path."""
        ...


class Text(str):
    """A text of the data. `_path` leads to its record; `_prose` says whether it carries markup; `_key` that it is a key."""

    __slots__ = ("_key", "_path", "_prose")
    _path: Path
    _prose: bool
    _key: bool

    def __new__(cls, text: str, path: Path, prose: bool = False, key: bool = False) -> Self:
        self = super().__new__(cls, text)
        self._path, self._prose, self._key = path, prose, key
        return self


class Literal(str):
    """A text written in a template's expression: `{{ "Safety" if late else "Efficacy" }}`."""

    __slots__ = ()


class Number(int):
    """A whole number of the data, with its path."""

    _path: Path

    def __new__(cls, number: int, path: Path) -> Number:
        self = super().__new__(cls, number)
        self._path = path
        return self


class Computed(int):
    """A number an expression made of numbers of the data; it cannot be printed, because no record answers for it."""


class Joined(tuple[Any, ...]):
    """Texts and what stands between them, printed one after the other (`names | join(", ")`)."""

    __slots__ = ()


class Record(dict[str, Any]):
    """A record: its fields are known, so a mistyped one is an error. `_path` is its place in the brief."""

    __slots__ = ("_path",)
    _path: Path


class Entries(dict[str, Any]):
    """A mapping whose keys the user chose (texts, tables, facts …); an absent key is false, not an error."""

    __slots__ = ("_path",)
    _path: Path


def _unions(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from _unions(option)
    elif get_origin(annotation) is Annotated and get_origin(get_args(annotation)[0]) in (Union, types.UnionType):
        yield from _unions(get_args(annotation)[0])
    else:
        yield annotation


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


class _Shape:
    """What an annotation allows: the fields of a record, the shape of an entry, that of an item; whether its text is prose.

    Shapes of shapes are found when they are first asked for and kept: annotations are slow to look up.
    """

    def __init__(self, annotation: Any) -> None:
        self._record: type[BaseModel] | None = None
        self._entry = self._item = None
        self.prose = False
        for option in _unions(annotation):
            bare = _bare(option)
            origin = get_origin(bare)
            if isinstance(bare, type) and issubclass(bare, BaseModel):
                self._record = bare
            elif origin is dict:
                self._entry = get_args(bare)[1]
            elif origin is list:
                self._item = get_args(bare)[0]
            elif get_origin(option) is Annotated and PROSE in get_args(option)[1:]:
                self.prose = True

    @cached_property
    def fields(self) -> dict[str, tuple[str, _Shape]] | None:
        """The key and the shape of each field of a record; None for a mapping whose keys are the user's."""
        return (
            {n: (kebab(n), _shape(_annotation(f))) for n, f in self._record.model_fields.items()} if self._record else None
        )

    @cached_property
    def entry(self) -> _Shape:
        """The shape of what a mapping holds."""
        return _shape(self._entry)

    @cached_property
    def item(self) -> _Shape:
        """The shape of what a list holds."""
        return _shape(self._item)


def _annotation(field: FieldInfo) -> Any:
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


_shape = cache(_Shape)


def wrap(value: Any, annotation: Any) -> Any:
    """Plain data (`model_dump(mode="json")`) of an annotated type as templates see it.

    Strings become `Text`, whole numbers `Number`, mappings `Record` or `Entries`; other values stay.
    """
    return _wrapped(value, _shape(annotation), ())


def _wrapped(value: Any, shape: _Shape, path: Path) -> Any:
    match value:
        case str():
            return Text(value, path, shape.prose)
        case bool() | None | float():
            return value
        case int():
            return Number(value, path)
        case list():
            return [_wrapped(v, shape.item, (*path, i)) for i, v in enumerate(value)]
        case dict() if shape.fields is not None:
            return _record(value, shape.fields, path)
        case dict():
            return _entries(value, shape.entry, path)
    raise TypeError(f"{type(value).__name__} is not plain data")


_NO_SHAPE = _Shape(None)


def _record(value: dict[str, Any], fields: dict[str, tuple[str, _Shape]], path: Path) -> Record:
    made = Record()
    for name, below in value.items():
        key, shape = fields.get(name) or (kebab(name), _NO_SHAPE)
        made[name] = None if below is None else _wrapped(below, shape, (*path, key))
    made._path = path
    return made


def _entries(value: dict[str, Any], shape: _Shape, path: Path) -> Entries:
    made = Entries({Text(k, (*path, k), key=True): _wrapped(v, shape, (*path, k)) for k, v in value.items()})
    made._path = path
    return made
