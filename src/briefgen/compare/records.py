"""What changed in the data: records that came, went or have other fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from briefgen.records import dataclass

_PROSE = ("texts",)  # compared as passages of the document instead


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a record before and after; "" where it was not given."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record ("facts.ic50-human") that was "added", "removed" or "changed", with the fields that differ."""

    path: str
    kind: str
    fields: tuple[FieldChange, ...]


def changed_records(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[RecordChange]:
    """The differences of two briefs' data (`Loaded.plain`): facts first, then by name."""
    before, after = _records(old), _records(new)
    paths = sorted(before.keys() | after.keys(), key=lambda path: (not path.startswith("facts."), path))
    return [change for path in paths if (change := _change(path, before.get(path), after.get(path)))]


def _change(path: str, old: dict[str, str] | None, new: dict[str, str] | None) -> RecordChange | None:
    kind = "added" if old is None else "removed" if new is None else "changed"
    before, after = old or {}, new or {}
    names = [*before, *(name for name in after if name not in before)]
    fields = [FieldChange(name, before.get(name, ""), after.get(name, "")) for name in names]
    differing = tuple(field for field in fields if field.old != field.new)
    return RecordChange(path, kind, differing) if differing or old is None or new is None else None


def _records(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Every record by path with its given fields as text; a field of the brief itself is a record with one field."""
    found: dict[str, dict[str, str]] = {}
    for section, content in data.items():
        if section in _PROSE:
            continue
        if isinstance(content, Mapping) and content and all(isinstance(record, Mapping) for record in content.values()):
            found.update({f"{section}.{name}": dict(_fields(record)) for name, record in content.items()})
        elif not _empty(content):
            found[section] = dict(_fields(content if isinstance(content, Mapping) else {"": content}))
    return found


def _fields(record: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """The fields that say something, those of nested records by dotted names."""
    found: list[tuple[str, str]] = []
    for name, value in record.items():
        if isinstance(value, Mapping):
            found.extend(_fields(value, f"{prefix}{name}."))
        elif not _empty(value):
            found.append((f"{prefix}{name}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    return found


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}
