"""Text with positions: where a value, a word or a fault stands in the files a user wrote."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


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


NOWHERE = Span("")
"""The span of what no file holds: generated nodes, library messages."""


@dataclass(slots=True)
class Source:
    """One text and its line starts; turns character offsets into spans."""

    name: str
    text: str
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._starts = [0]
        self._starts.extend(i + 1 for i, c in enumerate(self.text) if c == "\n")

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
        return self.by_name.setdefault(name, Source(name, text))

    def line(self, span: Span) -> str:
        """The first line a span covers; empty when the file is not among those read."""
        source = self.by_name.get(span.file)
        return source.line(span.line) if source else ""
