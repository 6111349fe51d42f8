"""What the builders share: where text stands, what its tokens mean, and where faults go."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Protocol

from briefgen.diag import Sink
from briefgen.marked import TOKEN, Marked, Token
from briefgen.records import dataclass
from briefgen.source import Span
from briefgen.tree import Note, NoteRef

NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
"""Where the text of a note begins; group 1 is its key."""


class Place(Protocol):
    """Turns a place in the text that is parsed into a place in a file; line and column count from 0."""

    def span(self, line: int, column: int = -1, width: int = 1) -> Span:
        """The span of `width` characters; a column of -1 means the whole line."""
        ...


@dataclass(frozen=True, slots=True)
class MarkedPlace:
    """Places in marked text: the template line, without a column."""

    lines: tuple[Span, ...]

    def span(self, line: int, column: int = -1, width: int = 1) -> Span:  # noqa: ARG002 - templates are located by line
        """The template line that printed a line of the text."""
        return self.lines[min(line, len(self.lines) - 1)] if self.lines else Span("")


@dataclass(frozen=True, slots=True)
class DataPlace:
    """Places in a text of the data that begins at `start`; exact unless the file folds its lines."""

    start: Span
    folded: bool

    def span(self, line: int, column: int = -1, width: int = 1) -> Span:
        """The place in the data's file."""
        if not self.start.line or self.folded:
            return self.start
        if column < 0 or not self.start.column:
            return Span(self.start.file, self.start.line + line, self.start.column if not line else 0)
        number, first = self.start.line + line, self.start.column + column
        return Span(self.start.file, number, first, number, first + width)


def data_place(text: str, span: Span) -> DataPlace:
    """The place of a text that a file holds at a span."""
    breaks = text.rstrip("\n").count("\n")
    covered = span.end_line - span.line - (1 if span.end_column == 1 else 0)
    return DataPlace(span, bool(span.end_line) and covered != breaks)


@dataclass(slots=True)
class Context:
    """One text being parsed.

    `notes` and `note_marks` gather those of the whole document; `own_notes` are the keys of the notes this text defines.
    """

    sink: Sink
    place: Place
    tokens: tuple[Token, ...] = ()
    notes: list[Note] = field(default_factory=list)
    note_marks: list[NoteRef] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    path: str = ""
    own_notes: frozenset[str] = frozenset()

    def note_key(self, key: str) -> str:
        """The key of a note in the whole document: two texts of the data may both have a note "1"."""
        return f"{self.path}:{key}" if key in self.own_notes else key

    def error(self, code: str, message: str, span: Span, hint: str = "") -> None:
        """Record a fault of the markup."""
        self.sink.error(code, message, span, hint)

    def token(self, match_index: str) -> Token:
        """The token of an index found in the text."""
        return self.tokens[int(match_index)]

    def verbatim(self, text: str) -> str:
        """Text with its tokens replaced by what they print, for literals and addresses."""
        return TOKEN.sub(lambda match: self.token(match[1]).text, text) if self.tokens else text

    def prose(self, token: Token) -> Context:
        """The context of a token's own text, whose notes join ours."""
        place = data_place(token.text, token.span)
        own = frozenset(NOTE_TEXT.findall(token.text))
        lines = token.text.split("\n")
        return Context(self.sink, place, (), self.notes, self.note_marks, lines, token.path, own)


def of_marked(marked: Marked, sink: Sink) -> Context:
    """The context of a whole document."""
    return Context(sink, MarkedPlace(marked.lines), marked.tokens, lines=marked.text.split("\n"))


def of_data(text: str, span: Span, sink: Sink) -> Context:
    """The context of a text of the data."""
    return Context(sink, data_place(text, span), lines=text.split("\n"))
