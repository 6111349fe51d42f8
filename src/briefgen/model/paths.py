"""Records of a brief by their paths, as `trace` prints them: "studies.phase2.arms.placebo.n"."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def at(record: Any, path: str) -> Any:
    """What stands at a path of keys, list indices and fields below a record; None when nothing does."""
    return _at(record, path.split("."))


def _at(record: Any, parts: list[str]) -> Any:
    if not parts or record is None:
        return record
    if isinstance(record, dict):  # a key may hold dots itself
        keys = [(".".join(parts[:end]), parts[end:]) for end in range(len(parts), 0, -1)]
        return next((_at(record[key], rest) for key, rest in keys if key in record), None)
    part, *rest = parts
    if isinstance(record, list):
        return _at(record[int(part)], rest) if part.isdecimal() and int(part) < len(record) else None
    name = part.replace("-", "_")
    return _at(getattr(record, name), rest) if isinstance(record, BaseModel) and name in type(record).model_fields else None
