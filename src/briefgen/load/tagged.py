"""Files of tagged lines ("AU  - Shelton, R. C."), which RIS and the format of PubMed are: lines to records, with places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from briefgen.records import dataclass
from briefgen.source import Source, Span


@dataclass(frozen=True, slots=True)
class Field:
    """One tag with its value, continuation lines joined. `span` covers the value's first line."""

    tag: str
    text: str
    span: Span


def fields(source: Source, pattern: re.Pattern[str]) -> Iterator[Field]:
    """The fields of a file in order. `pattern` matches a tagged line; its groups are the tag and the value.

    Lines that continue nothing have an empty tag.
    """
    current: Field | None = None
    lines: list[str] = []
    at = 0
    for line in source.text.split("\n"):
        match = pattern.match(line)
        if match:
            if current:
                yield _joined(current, lines)
            current, lines = _field(source, at, match), []
        elif line.strip():
            current = current or Field("", "", source.span(at, at + len(line)))
            lines.append(line.strip())
        at += len(line) + 1
    if current:
        yield _joined(current, lines)


def _joined(field: Field, lines: list[str]) -> Field:
    return replace(field, text=" ".join([field.text, *lines]).strip()) if lines else field


def _field(source: Source, at: int, match: re.Match[str]) -> Field:
    value = match[2].rstrip()
    start = at + match.start(2) if value else at
    end = start + len(value) if value else at + len(match[0].rstrip())
    return Field(match[1], value.strip(), source.span(start, max(end, start + 1)))
