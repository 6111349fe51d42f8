"""Trees as text that a test can compare and a person can read."""

from __future__ import annotations

from dataclasses import fields

from briefgen.tree import Node, children


def dump(node: Node, indent: int = 0) -> str:
    """The tree as indented text, spans and empty fields are left out."""
    pad = "  " * indent
    plain_fields = [
        f"{f.name}={getattr(node, f.name)!r}"
        for f in fields(node)
        if f.name != "span" and not _holds_nodes(value := getattr(node, f.name)) and value not in ("", (), None, False)
    ]
    lines = [f"{pad}{type(node).__name__}{' ' if plain_fields else ''}{' '.join(plain_fields)}"]
    lines.extend(dump(child, indent + 1) for child in children(node))
    return "\n".join(lines)


def _holds_nodes(value: object) -> bool:
    return isinstance(value, Node) or (isinstance(value, tuple) and any(isinstance(v, Node) for v in value))
