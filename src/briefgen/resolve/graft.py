"""Changing a frozen tree: one function that rebuilds what changed and shares the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any, TypeAlias, TypeVar

from briefgen.tree import (
    SLOTS,
    CodeBlock,
    Contents,
    Equation,
    Figure,
    Inline,
    Inlines,
    Node,
    Para,
    References,
    Table,
    Text,
    children,
)

N = TypeVar("N", bound=Node)

Change: TypeAlias = Callable[[Node], Node | tuple[Node, ...]]
"""What becomes of a node whose children are already changed: itself, another, several, or none."""


INLINE_PARTS = (Para, Table, Figure, Equation, CodeBlock, Contents, References)
"""The blocks that hold no blocks of the running text: a pass over blocks alone does not go into them."""


class _Fields(dict[type[Node], tuple[tuple[str, ...], tuple[str, ...]]]):
    """The fields of each kind of node: those that may hold nodes, and the others. Passes over the tree live on it."""

    def __missing__(self, kind: type[Node]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        holding = SLOTS[kind]
        self[kind] = (holding, tuple(f.name for f in fields(kind) if f.name not in holding))
        return self[kind]


_FIELDS = _Fields()


def nodes(node: Node, closed: tuple[type[Node], ...] = ()) -> Iterator[Node]:
    """`node` and everything below it, depth first, in document order; not what is in nodes of the `closed` kinds."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        if top.__class__ not in closed:
            stack.extend(reversed(children(top)))


class _Steps(dict[type[Node], tuple[bool, bool]]):
    """For each kind of node whether a pass goes into it, and whether the change meets it."""

    def __init__(self, closed: tuple[type[Node], ...], only: tuple[type[Node], ...]) -> None:
        super().__init__()
        self._closed, self._only = closed, only

    def __missing__(self, kind: type[Node]) -> tuple[bool, bool]:
        self[kind] = (bool(_FIELDS[kind][0]) and kind not in self._closed, not self._only or kind in self._only)
        return self[kind]


_steps = cache(_Steps)


def rewrite(node: N, change: Change, closed: tuple[type[Node], ...] = (), only: tuple[type[Node], ...] = ()) -> N:
    """The tree below `node` with every descendant put through `change`, children first, in document order.

    What is in nodes of the `closed` kinds is left as it is. With `only`, `change` meets nodes of these kinds alone, which
    saves a call for each of the many others. `node` itself is not changed.
    """
    return _below(node, change, _steps(closed, only))


def _below(node: N, change: Change, steps: _Steps) -> N:
    holding, others = _FIELDS[node.__class__]
    changes: dict[str, Any] | None = None
    for name in holding:
        value = getattr(node, name)
        if not value:
            continue
        fresh = _rewritten(value if value.__class__ is tuple else (value,), change, steps)
        if fresh is not None:
            changes = changes or {}
            changes[name] = fresh if value.__class__ is tuple else fresh[0]
    if changes is None:
        return node
    for name in holding:
        if name not in changes:
            changes[name] = getattr(node, name)
    for name in others:
        changes[name] = getattr(node, name)
    return node.__class__(**changes)


def _rewritten(value: tuple[Any, ...], change: Change, steps: _Steps) -> tuple[Any, ...] | None:
    """Nodes that stand side by side, each rewritten and changed; None when they all stay as they are."""
    fresh: list[Any] | None = None
    for at, child in enumerate(value):
        into, met = steps[child.__class__]
        result: Any = _below(child, change, steps) if into else child
        if met:
            result = change(result)
        if fresh is None:
            if result is child:
                continue
            fresh = list(value[:at])
        if result.__class__ is tuple:
            fresh.extend(result)
        else:
            fresh.append(result)
    return None if fresh is None else tuple(fresh)


def rewrite_inlines(inlines: Inlines, change: Change, only: tuple[type[Node], ...] = ()) -> Inlines:
    """The same for a run of inlines."""
    fresh = _rewritten(inlines, change, _steps((), only))
    return inlines if fresh is None else fresh


def joined(inlines: Iterable[Inline]) -> Inlines:
    """Inlines with adjacent runs of text made one, and empty ones left out."""
    out: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Text):
            out.append(inline)
        elif inline.text:
            last = out[-1] if out else None
            if isinstance(last, Text):
                out[-1] = Text(last.text + inline.text, span=last.span)
            else:
                out.append(inline)
    return tuple(out)
