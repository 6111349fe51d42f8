"""What a resolved tree may not hold: loose ends, and tables that are not rectangular."""

from __future__ import annotations

from briefgen.tree import Cite, Document, Node, NoteRef, Placement, Ref, Table, Value, occupancy, walk


def faults(document: Document) -> list[tuple[Node, str]]:
    """What keeps a tree from being a resolved one: loose ends, and tables that are not rectangular after spans."""
    found: list[tuple[Node, str]] = []
    for node in walk(document):
        match node:
            case Ref() | Cite() | Placement():
                found.append((node, f"unresolved {type(node).__name__}"))
            case Value(runs=None):
                found.append((node, "value without text"))
            case NoteRef(mark=""):
                found.append((node, "note mark not assigned"))
            case Table() if reason := not_rectangular(node):
                found.append((node, reason))
            case _:
                pass
    return found


def not_rectangular(table: Table) -> str:
    """Why a table's rows do not fill its columns after spans; empty when they do."""
    for part, rows in (("head", table.head), ("body", table.body)):
        grid = occupancy(rows, len(table.columns))
        if isinstance(grid, str):
            return f"{part}: {grid}"
    return ""
