"""Changing a frozen tree: one function that rebuilds what changed and shares the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, TypeAlias, TypeVar, cast

from briefgen.tree import (
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

_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _child_fields(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes; read once, since passes over the tree live on it."""
    plain = ("str", "int", "bool", "float", "Span")
    found = tuple(f.name for f in fields(kind) if f.name != "span" and str(f.type) not in plain)
    return _FIELDS.setdefault(kind, found)


def nodes(node: Node, closed: tuple[type[Node], ...] = ()) -> Iterator[Node]:
    """`node` and everything below it, depth first, in document order; not what is in nodes of the `closed` kinds."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        if not isinstance(top, closed):
            stack.extend(reversed(children(top)))


def rewrite(node: N, change: Change, closed: tuple[type[Node], ...] = ()) -> N:
    """The tree below `node` with every descendant put through `change`, children first, in document order.

    What is in nodes of the `closed` kinds is left as it is. `node` itself is not changed.
    """
    kind: type[Node] = node.__class__
    names = _FIELDS.get(kind)
    changes: dict[str, Any] = {}
    for name in _child_fields(kind) if names is None else names:
        value = getattr(node, name)
        fresh = _rewritten(value, change, closed)
        if fresh is not value:
            changes[name] = fresh
    return replace(node, **changes) if changes else node


def _rewritten(value: Any, change: Change, closed: tuple[type[Node], ...]) -> Any:
    if not isinstance(value, tuple):
        if not isinstance(value, Node):
            return value
        result = change(value if isinstance(value, closed) else rewrite(value, change, closed))
        return result[0] if isinstance(result, tuple) else result
    if not value or not isinstance(value[0], Node):
        return value
    fresh: list[Node] = []
    same = True
    for child in value:
        result = change(child if isinstance(child, closed) else rewrite(child, change, closed))
        same = same and result is child
        if isinstance(result, tuple):
            fresh.extend(result)
        else:
            fresh.append(result)
    return value if same else tuple(fresh)


def rewrite_inlines(inlines: Inlines, change: Change) -> Inlines:
    """The same for a run of inlines."""
    return cast(Inlines, _rewritten(inlines, change, ()))


def joined(inlines: Iterable[Inline]) -> Inlines:
    """Inlines with adjacent runs of text made one, and empty ones left out."""
    out: list[Inline] = []
    for inline in inlines:
        last = out[-1] if out else None
        match last, inline:
            case _, Text(text=""):
                continue
            case Text(text=before), Text(text=after):
                out[-1] = replace(last, text=before + after)
            case _:
                out.append(inline)
    return tuple(out)
