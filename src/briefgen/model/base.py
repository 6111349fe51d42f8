"""The base of all models and the types their fields share.

Every scalar arrives as text, exactly as written; the types here turn it into what it means and refuse the rest. Keys are
written in kebab-case (`data-cut-off`) and read as attributes in snake case.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def kebab(name: str) -> str:
    """The key a user writes for a field name."""
    return name.rstrip("_").replace("_", "-")


class Model(BaseModel):
    """A record of the data model: frozen, kebab-case keys, unknown keys refused.

    What validates a record is built when the first is read: of most kinds none ever is by itself, only within a brief.
    Defaults that are records are made with `model_construct` for the same reason.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=kebab, populate_by_name=True, defer_build=True)


def _number(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d+", value.strip()):
        return int(value)
    return value


def _flag(value: object) -> object:
    words = {"true": True, "yes": True, "false": False, "no": False}
    return words.get(value.strip().lower(), value) if isinstance(value, str) else value


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError as fault:
            reason = f" ({fault})" if re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()) else ""
            raise ValueError(f"not a date of the form YYYY-MM-DD{reason}") from None
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, (str, dict)) else value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be empty")
    return value


def _unprefixed(key: str) -> str:
    if key.startswith(("tbl-", "fig-")):
        raise ValueError(f'is written "{key[4:]}" in the data; only texts name it "@{key}"')
    return key


PROSE = "prose"
"""The mark in a field's metadata that says: this text carries markup. `template` reads it."""

SHAPES: dict[str, str] = {}
"""What a text must be, in words, by the pattern it must match; fills "…, which is not ___" in messages."""


def shaped(pattern: str, words: str) -> str:
    """The pattern, its meaning registered for messages."""
    SHAPES[pattern] = words
    return pattern


_KEY = shaped(r"^[A-Za-z][A-Za-z0-9._-]*$", "an id: a letter, then letters, digits, dots, hyphens or underscores")
_REPORTED = shaped(
    r"^\s*[<>≤≥=~≈]?\s*[-−+]?(\d[\d   ,.]*|\.\d+)([eE][-+]?\d+)?\s*\S*.*$",
    "a number, with or without a unit (a reason for a missing one goes into `missing`)",
)
_DECIMAL = shaped(r"^[-−+]?(\d[\d   ,]*\.?\d*|\.\d+)([eE][-+]?\d+)?$", "a plain number without a unit")

Identifier = Annotated[str, StringConstraints(pattern=_KEY, max_length=80)]
"""A key of a record: letters, digits, dot, hyphen and underscore, a letter first."""

PlacedIdentifier = Annotated[Identifier, AfterValidator(_unprefixed)]
"""The key of a table or figure; texts name it with a prefix, `@tbl-key`."""

Line = Annotated[str, AfterValidator(_not_blank)]
"""One line of plain text; printed as it stands, never read as markup."""

Prose = Annotated[str, AfterValidator(_not_blank), Field(json_schema_extra={"format": "markdown"}), PROSE]
"""Text with markup: CommonMark, citations, cross-references, values of facts."""

Markup = Annotated[str, Field(json_schema_extra={"format": "markdown"}), PROSE]
"""Prose that may be empty: the cell of a grid."""

Count = Annotated[int, BeforeValidator(_number), Field(ge=0)]
"""A number of people, animals or things."""

Flag = Annotated[bool, BeforeValidator(_flag)]
"""true or false (also yes and no)."""

Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day, YYYY-MM-DD."""

Reported = Annotated[str, StringConstraints(pattern=_REPORTED)]
"""A number as its source reports it, digits kept, with or without a unit ("0.10", "<0.5 ng/mL", "8 nM")."""

Decimalish = Annotated[str, StringConstraints(pattern=_DECIMAL, strip_whitespace=True)]
"""A plain number as reported, digits kept, without a unit."""

ListOf = BeforeValidator(_listed)
"""Lets a single item stand for a list of one."""

Plain = dict[str, Any]
"""JSON-like data: dicts, lists, strings, numbers, booleans, None."""
