"""Changing a frozen tree: one function that rebuilds what changed and shares the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, TypeAlias, TypeVar, cast

from briefgen.tree import Inline, Inlines, Node, Text

N = TypeVar("N", bound=Node)

Change: TypeAlias = Callable[[Node], Node | tuple[Node, ...]]
"""What becomes of a node whose children are already changed: itself, another, several, or none."""


_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _child_fields(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a kind of node that may hold nodes."""
    if kind not in _FIELDS:
        _FIELDS[kind] = _read_fields(kind)
    return _FIELDS[kind]


def _read_fields(kind: type[Node]) -> tuple[str, ...]:
    plain = ("str", "int", "bool", "float", "Span")
    return tuple(f.name for f in fields(kind) if f.name != "span" and str(f.type) not in plain)


def rewrite(node: N, change: Change, into: Callable[[Node], bool] = lambda _: True) -> N:
    """The tree below `node` with every descendant put through `change`, children first, in document order.

    Nodes for which `into` is false are left as they are, with all that is in them. `node` itself is not changed.
    """
    changes: dict[str, Any] = {}
    kind: type[Node] = node.__class__
    for name in _child_fields(kind):
        value = getattr(node, name)
        fresh = _rewritten(value, change, into)
        if fresh is not value:
            changes[name] = fresh
    return replace(node, **changes) if changes else node


def _rewritten(value: Any, change: Change, into: Callable[[Node], bool]) -> Any:
    if isinstance(value, Node):
        result = _changed(value, change, into)
        return result[0] if isinstance(result, tuple) else result
    if not (isinstance(value, tuple) and value and isinstance(value[0], Node)):
        return value
    fresh: list[Node] = []
    for child in value:
        result = _changed(child, change, into)
        fresh.extend(result if isinstance(result, tuple) else (result,))
    same = len(fresh) == len(value) and all(a is b for a, b in zip(fresh, value, strict=True))
    return value if same else tuple(fresh)


def _changed(node: Node, change: Change, into: Callable[[Node], bool]) -> Node | tuple[Node, ...]:
    return change(rewrite(node, change, into)) if into(node) else node


def rewrite_inlines(inlines: Inlines, change: Change) -> Inlines:
    """The same for a run of inlines."""
    return cast(Inlines, _rewritten(inlines, change, lambda _: True))


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
