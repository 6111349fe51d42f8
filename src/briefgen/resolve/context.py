"""What every part of resolve needs to know: the brief, where it stands in the files, and how this document prints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import Protocol, TypeAlias

from briefgen.diag import Sink
from briefgen.model import Audience, Brief, Fact
from briefgen.records import dataclass
from briefgen.resolve.values import Printing
from briefgen.source import Span
from briefgen.strings import Strings
from briefgen.theme import Theme
from briefgen.tree import Inlines

ReadInlines: TypeAlias = Callable[[str, Span], Inlines]
"""Parses a passage of prose that lives in the data; its faults go to the same sink."""


class Spans(Protocol):
    """Where the values of the brief stand in its files."""

    def at(self, *keys: str | int) -> Span:
        """The span of the value at a path of keys, or of its nearest ancestor."""
        ...

    def key(self, *keys: str | int) -> Span:
        """The span of the key at a path; where there is none, the same as `at`."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """One brief being resolved for one audience."""

    brief: Brief
    spans: Spans
    audience_name: str
    audience: Audience
    strings: Strings
    read_inlines: ReadInlines
    theme: Theme
    sink: Sink
    printing: Printing
    index: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Ids of facts by field and value, filled by `views` as tables ask."""

    def fact(self, path: str) -> Fact | None:
        """The fact of a record path ("facts.ic50-human"); None when the path names no fact of the brief."""
        prefix, _, key = path.partition(".")
        return self.brief.facts.get(key) if prefix == "facts" else None

    def read(self, text: str, *keys: str | int) -> Inlines:
        """The prose found at a path of the brief, as inlines."""
        return self.read_inlines(text, self.spans.at(*keys))
