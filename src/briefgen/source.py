"""Text with positions: where a value, a word or a fault stands in the files a user wrote."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from itertools import accumulate
from typing import Any

from briefgen.records import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file. Lines and columns count from 1; 0 means "not known". The end is exclusive."""

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)

    def holds(self, other: Span) -> bool:
        """Whether another stretch of the same file, with a known column, lies in this one and is shorter."""
        mine = (self.line, self.column), (self.end_line, self.end_column)
        its = (other.line, other.column), (other.end_line, other.end_column)
        return self.file == other.file and mine != its and other.column > 0 and mine[0] <= its[0] and its[1] <= mine[1]


NOWHERE = Span("")
"""The span of what no file holds: generated nodes, library messages."""


@dataclass(slots=True)
class Source:
    """One text and its line starts; turns character offsets into spans."""

    name: str
    text: str
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        lengths = (len(line) + 1 for line in self.text.split("\n"))
        self._starts = list(accumulate(lengths, initial=0))[:-1]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, start: int, end: int | None = None) -> Span:
        """The span from `start` up to `end` (exclusive; by default one character)."""
        line, column = self.position(start)
        end_line, end_column = self.position(start + 1 if end is None else end)
        return Span(self.name, line, column, end_line, end_column)

    def line(self, number: int) -> str:
        """Line `number` (from 1) without its line end; empty when there is none."""
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end].rstrip("\r")


@dataclass(slots=True)
class Sources:
    """All texts read in one run, by name, for the excerpts under diagnostics."""

    by_name: dict[str, Source] = field(default_factory=dict)

    def add(self, name: str, text: str) -> Source:
        """Register a text under the name its spans carry and return its `Source`."""
        if name not in self.by_name:
            self.by_name[name] = Source(name, text)
        return self.by_name[name]

    def line(self, span: Span) -> str:
        """The first line a span covers; empty when the file is not among those read."""
        source = self.by_name.get(span.file)
        return source.line(span.line) if source else ""


@dataclass(slots=True)
class Located:
    """A value as a file holds it, with its place: text exactly as written, None for an empty one, a mapping or a list.

    The span of text covers the text itself, without quotes. The span of a block scalar (`|`, `>`) starts at its first
    content line, in the column its content starts in, so that line k (from 0), column c (from 0) of the text stands at
    `span.line + k`, `span.column + c`. That holds for `|` and for one-line text without escapes; see `inside`.
    `key` covers the key a mapping holds the value under.
    """

    value: str | dict[str, Located] | list[Located] | None
    span: Span
    key: Span = NOWHERE

    def plain(self) -> Any:
        """The value without places: nested dicts and lists of text and None."""
        match self.value:
            case dict(entries):
                return {key: entry.plain() for key, entry in entries.items()}
            case list(items):
                return [item.plain() for item in items]
            case _:
                return self.value

    def step(self, name: str | int) -> Located | None:
        """What stands under a key (kebab-case, or as an attribute in snake case) or an index; None when nothing does."""
        if isinstance(self.value, dict):
            name = str(name)
            return self.value.get(name) or self.value.get(name.rstrip("_").replace("_", "-"))
        if isinstance(self.value, list) and isinstance(name, int) and 0 <= name < len(self.value):
            return self.value[name]
        return None


@dataclass(slots=True)
class Spans:
    """Where the values of a record tree stand, by their path: `spans.at("facts", "ic50", "value")`."""

    root: Located

    def find(self, *path: str | int) -> tuple[Located, int]:
        """The deepest value on the path that a file holds, and how many steps lead to it.

        The CSL variables of a reference may be written beside our own fields: a step "csl" that no file has is passed over.
        """
        here = self.root
        for taken, name in enumerate(path):
            below = here.step(name)
            if below is None and name != "csl":
                return here, taken
            here = below or here
        return here, len(path)

    def at(self, *path: str | int) -> Span:
        """The span of the value at a path, or of the nearest value around it: its key where that is a record or a list."""
        found, taken = self.find(*path)
        exact = taken == len(path) or isinstance(found.value, str) or not found.key.file
        return found.span if exact else found.key

    def key(self, *path: str | int) -> Span:
        """The span of the key at a path; where there is none, the same as `at`."""
        found, taken = self.find(*path)
        return found.key if taken == len(path) and found.key.file else self.at(*path)

    def has(self, *path: str | int) -> bool:
        """Whether a file holds a value at exactly this path."""
        return self.find(*path)[1] == len(path)


def inside(span: Span, text: str, start: int, end: int) -> Span:
    """Where the stretch from `start` up to `end` of a located text stands.

    Exact for text on one line and for literal blocks; where escapes or folding make the text differ from its file, the whole
    span, so that a place is never wrong.
    """
    lines = text.rstrip("\n").split("\n")
    height = span.end_line - span.line + 1
    if height != len(lines) or span.end_column - span.column != len(lines[-1]):
        return span
    line = text.count("\n", 0, start)
    column = span.column + start - (text.rfind("\n", 0, start) + 1)
    return Span(span.file, span.line + line, column, span.line + line, column + end - start)
