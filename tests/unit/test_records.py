"""Records behave as dataclasses do: each case is declared both ways, and both must do the same."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from dataclasses import dataclass as standard
from typing import Any

import pytest

from briefgen.records import dataclass as declared


def _classes(dataclass: Callable[..., Any]) -> dict[str, Any]:
    """One class of each kind, declared by a decorator."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Base:
        """A base with a field by keyword that does not count in comparing."""

        place: int = field(default=0, compare=False)

    @dataclass(frozen=True, slots=True)
    class Node(Base):
        """A frozen record of a base."""

        text: str
        parts: tuple[Any, ...] = ()

    @dataclass(frozen=True, slots=True)
    class One:
        """One field only."""

        value: float

    @dataclass(slots=True)
    class Open:
        """A record that changes: factories, a field that is not an argument, one that is not shown."""

        name: str
        held: list[int] = field(default_factory=list)
        seen: dict[str, int] = field(default_factory=dict, repr=False)
        size: int = field(init=False)
        state: list[str] = field(init=False, default_factory=list)

        def __post_init__(self) -> None:
            self.size = len(self.name)

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """An ordered record."""

        first: str
        second: int = 0

    @dataclass(slots=True, eq=False)
    class Same:
        """A record that equals only itself."""

        value: int

    @dataclass(slots=True, unsafe_hash=True)
    class Hashed:
        """A record that changes and has a hash."""

        value: int

        def __repr__(self) -> str:
            return "its own"

    return {c.__name__: c for c in (Base, Node, One, Open, Ordered, Same, Hashed)}


OURS, THEIRS = _classes(declared), _classes(standard)

CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("Base", (), {}),
    ("Base", (), {"place": 3}),
    ("Node", ("x",), {}),
    ("Node", ("x", (1, 2)), {"place": 3}),
    ("Node", (), {"text": "x", "parts": ()}),
    ("One", (1.5,), {}),
    ("Open", ("n",), {}),
    ("Open", ("n", [1], {"a": 1}), {}),
    ("Ordered", ("a",), {"second": 2}),
    ("Same", (1,), {}),
    ("Hashed", (1,), {}),
    ("Node", (), {}),
    ("Node", ("x", (), 3), {}),
    ("Open", ("n",), {"size": 3}),
    ("One", (1,), {"other": 2}),
]


def _outcome(classes: dict[str, Any], call: tuple[str, tuple[Any, ...], dict[str, Any]]) -> object:
    name, arguments, named = call
    try:
        made = classes[name](*arguments, **named)
    except TypeError as error:
        return str(error).replace("_classes.<locals>.", "")
    return repr(made), [getattr(made, f.name) for f in fields(made)], classes[name].__match_args__, classes[name].__doc__


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_made_shown_and_refused_alike(call: tuple[str, tuple[Any, ...], dict[str, Any]]) -> None:
    assert _outcome(OURS, call) == _outcome(THEIRS, call)


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_equality_order_and_hash(classes: dict[str, Any]) -> None:
    node, one, ordered, same, hashed = (classes[n] for n in ("Node", "One", "Ordered", "Same", "Hashed"))
    assert node("x", place=1) == node("x", place=2) != node("y")
    assert hash(node("x", place=1)) == hash(node("x", place=2))
    assert node("x") != one("x")
    assert one(1.0) == one(1.0)
    assert one(float("nan")) != one(float("nan"))
    assert ordered("a", 2) < ordered("b", 1) <= ordered("b", 1) > ordered("a") >= ordered("a")
    assert sorted([ordered("b"), ordered("a", 1), ordered("a")])[0] == ordered("a")
    with pytest.raises(TypeError):
        _ = ordered("a") < one(1.0)
    assert same(1) != same(1)
    assert len({same(1), same(1)}) == 2
    assert {hashed(1), hashed(1)} == {hashed(1)}
    with pytest.raises(TypeError, match="unhashable"):
        hash(classes["Open"]("n"))


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_frozen_records_do_not_change(classes: dict[str, Any]) -> None:
    node = classes["Node"]("x")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'text'"):
        node.text = "y"
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'text'"):
        del node.text
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):  # the standard's own class raises TypeError here
        node.other = 1
    assert not hasattr(node, "__dict__")
    changed = replace(node, parts=(1,), place=9)
    assert (changed.text, changed.parts, changed.place) == ("x", (1,), 9)


@pytest.mark.parametrize("classes", [OURS, THEIRS], ids=["ours", "theirs"])
def test_copies_and_patterns(classes: dict[str, Any]) -> None:
    node = classes["Node"]("x", (1, [2]), place=4)
    assert copy.copy(node) == node
    assert copy.copy(node).place == 4
    deep = copy.deepcopy(node)
    assert deep == node
    assert deep.parts[1] is not node.parts[1]
    match node:
        case object(text="x", parts=(1, [two])):
            assert two == 2
        case _:
            pytest.fail("no match")
    Node = classes["Node"]
    match node:
        case Node("x", parts):
            assert parts == (1, [2])
        case _:
            pytest.fail("no match by position")


@declared(frozen=True, slots=True)
class Sent:
    """A record that is handed to another process."""

    name: str
    inner: tuple[Any, ...] = ()


def test_records_are_pickled() -> None:
    sent = Sent("a", (Sent("b"),))
    assert pickle.loads(pickle.dumps(sent)) == sent


def test_a_record_inside_itself_is_shown() -> None:
    opened = OURS["Open"]("n")
    opened.held = [opened]
    assert "..." in repr(opened)


def test_each_record_has_its_own_factory_value() -> None:
    first, second = OURS["Open"]("a"), OURS["Open"]("b")
    first.held.append(1)
    assert second.held == []
