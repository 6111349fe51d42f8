"""The exceptions of the citation processor: one for styles, one for input data."""

from __future__ import annotations


class CslError(Exception):
    """Base of every error which this package raises on purpose."""


class CslStyleError(CslError):
    """A style or locale cannot be found, read or compiled."""

    def __init__(self, message: str, *, line: int | None = None, matches: tuple[str, ...] = ()) -> None:
        self.reason = message
        self.line = line
        self.matches = matches
        where = f" (line {line})" if line else ""
        hint = f"; did you mean {', '.join(matches)}?" if matches else ""
        super().__init__(f"{message}{where}{hint}")


class CslInputError(CslError):
    """A CSL-JSON item or a cluster is not well formed; names the item and the field."""

    def __init__(self, item: str, field: str, reason: str) -> None:
        self.item = item
        self.field = field
        self.reason = reason
        super().__init__(f"item {item!r}, field {field!r}: {reason}")
