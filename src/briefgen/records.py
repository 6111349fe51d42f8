"""Dataclasses that are cheap to declare.

`dataclasses.dataclass` writes, compiles and runs up to seven functions for each class. With the two hundred classes of this
package that was a tenth of a cold start. Here a class gets one written function, its `__init__`; the others are the same
code for all classes. To type checkers, to readers and to `fields`, `replace` and `match` the classes are dataclasses.
"""

from __future__ import annotations

import dataclasses
import operator
from dataclasses import MISSING, FrozenInstanceError
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

    Fields = tuple[dataclasses.Field[Any], ...]
    Values = Callable[[Any], tuple[Any, ...]]

__all__ = ["dataclass"]

T = TypeVar("T", bound=type)

if not TYPE_CHECKING:

    def dataclass(
        *, slots: bool, frozen: bool = False, eq: bool = True, order: bool = False,
        unsafe_hash: bool = False, kw_only: bool = False,
    ) -> Callable[[T], T]:  # fmt: skip
        """As `dataclasses.dataclass`, for classes with slots."""
        assert slots

        def declared(cls: T) -> T:
            made = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=True, kw_only=kw_only)
            _equip(made, frozen, eq, order, (eq and frozen) or unsafe_hash)
            return made

        return declared


def _equip(cls: Any, frozen: bool, eq: bool, order: bool, hashable: bool) -> None:
    """Give a class the methods of a dataclass, as far as it does not define them."""
    found: Fields = dataclasses.fields(cls)
    methods: dict[str, Any] = {"__init__": _init(cls, found, frozen), "__repr__": _repr(found)}
    compared = _values([f.name for f in found if f.compare])
    if eq:
        methods["__eq__"] = _eq(compared)
        methods["__hash__"] = _hash(compared) if hashable else None
    if order:
        methods |= {f"__{name}__": _ordering(compared, getattr(operator, name)) for name in ("lt", "le", "gt", "ge")}
    if frozen:
        names = [f.name for f in found]
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
        methods |= {"__getstate__": _values(names), "__setstate__": _restore(cls, names)}
    for name, method in methods.items():
        if name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
            setattr(cls, name, method)


def _init(cls: Any, found: Fields, frozen: bool) -> Any:
    """The constructor, as text that is compiled: its signature is the class's fields."""
    known: dict[str, Any] = {}
    positional: list[str] = []
    keywords: list[str] = []
    body: list[str] = []
    for f in found:
        value = f.name
        if f.init:
            default = f" = _d_{f.name}" if (f.default, f.default_factory) != (MISSING, MISSING) else ""
            (keywords if f.kw_only else positional).append(f.name + default)
        if f.default_factory is not MISSING:
            known |= {f"_d_{f.name}": _ABSENT, f"_f_{f.name}": f.default_factory, "_absent": _ABSENT}
            value = f"_f_{f.name}() if {f.name} is _absent else {f.name}" if f.init else f"_f_{f.name}()"
        elif f.default is not MISSING:
            known[f"_d_{f.name}"] = f.default
            value = f.name if f.init else f"_d_{f.name}"
        elif not f.init:
            continue
        if frozen:
            known[f"_s_{f.name}"] = getattr(cls, f.name).__set__
        body.append(f"_s_{f.name}(self, {value})" if frozen else f"self.{f.name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(["self", *positional, *(["*"] if keywords else []), *keywords])
    exec(f"def __init__({parameters}):\n " + "\n ".join(body or ["pass"]), known)
    known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
    return known["__init__"]


_ABSENT = object()


def _values(names: list[str]) -> Values:
    """What these fields of a record hold."""
    if len(names) > 1:
        several: Values = operator.attrgetter(*names)
        return lambda self: several(self)
    return lambda self: tuple(getattr(self, name) for name in names)


def _eq(compared: Values) -> Callable[[Any, Any], Any]:
    def __eq__(self: Any, other: Any) -> Any:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _ordering(compared: Values, holds: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    return lambda self, other: (
        holds(compared(self), compared(other)) if other.__class__ is self.__class__ else NotImplemented
    )


def _hash(compared: Values) -> Callable[[Any], int]:
    return lambda self: hash(compared(self))


def _repr(found: Fields) -> Callable[[Any], str]:
    names = [f.name for f in found if f.repr]

    @recursive_repr()
    def __repr__(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


def _restore(cls: Any, names: list[str]) -> Callable[[Any, tuple[Any, ...]], None]:
    setters = [getattr(cls, name).__set__ for name in names]

    def __setstate__(self: Any, state: tuple[Any, ...]) -> None:
        for put, value in zip(setters, state, strict=True):
            put(self, value)

    return __setstate__


def _refuse_to_set(_self: Any, name: str, _value: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
