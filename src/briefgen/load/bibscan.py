"""The syntax of BibTeX files: entries with their fields and places. A broken entry is reported and costs no other one.

Within an entry the rules are those of BibTeX 0.99d: values in braces or quotes, numbers, names of strings, joined by "#".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from briefgen.diag import Sink, did_you_mean
from briefgen.load.latex import MAX_DEPTH
from briefgen.records import dataclass
from briefgen.source import Located, Source, Span

_HEAD = re.compile(r"(?<![\w.])@[ \t]*([A-Za-z]+)\s*([{(])")
_AT_LINE = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.MULTILINE)
_SWALLOWED = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*[^\s,{}()=\"]+\s*,", re.MULTILINE)
_BLANK = re.compile(r"\s*")
_KEY = re.compile(r"[^\s,{}()=\"#]+")
_NAME = re.compile(r"[^\s,{}()=\"#%]+")
_STOP = re.compile(r"[{}\"\\]")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(slots=True)
class Entry:
    """One entry: its type and fields in small letters, values as written with strings put in."""

    kind: str
    key: Located
    span: Span
    fields: dict[str, Located] = field(default_factory=dict)


class _Fault(Exception):
    """A syntax fault at an offset."""

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.offset = offset
        self.hint = hint


def entries(source: Source, sink: Sink) -> Iterator[Entry]:
    """The entries of a file in order, those of `@string`, `@preamble` and `@comment` left out."""
    scanner = _Scanner(source, sink, {name: name for name in _MONTHS})
    while match := _HEAD.search(source.text, scanner.at):
        scanner.at, scanner.key = match.end(), ""
        try:
            entry = scanner.command(match)
        except _Fault as fault:
            named = f'the entry "{scanner.key}"' if scanner.key else f"@{match[1]}"
            where = source.span(min(fault.offset, max(len(source.text) - 1, 0)))
            sink.error("bibliography-record", f"{named} cannot be read: {fault}", where, fault.hint)
            again = _AT_LINE.search(source.text, match.end())
            scanner.at = again.start() if again else len(source.text)
            continue
        if entry:
            yield entry


@dataclass(slots=True)
class _Scanner:
    source: Source
    sink: Sink
    strings: dict[str, str]
    at: int = 0
    key: str = ""

    def command(self, match: re.Match[str]) -> Entry | None:
        close = "}" if match[2] == "{" else ")"
        kind = match[1].lower()
        match kind:
            case "comment":
                self.comment(match.end() - 1)
                return None
            case "preamble":
                self.value()
            case "string":
                name = self.name("the name of a string")
                self.expect("=")
                self.strings[str(name.value).lower()] = str(self.value().value)
            case _:
                return self.entry(kind, match, close)
        self.expect(close)
        return None

    def entry(self, kind: str, match: re.Match[str], close: str) -> Entry:
        self.blank()
        key = _KEY.match(self.source.text, self.at)
        if not key:
            raise _Fault("it has no key", self.at, "write a key after the brace: @article{smith2020,")
        self.key, self.at = key[0], key.end()
        span = self.source.span(match.start(), key.end())
        entry = Entry(kind, Located(key[0], self.source.span(key.start(), key.end())), span)
        while self.peek() == ",":
            self.at += 1
            if self.peek() in (close, ","):
                continue
            name = self.name("the name of a field")
            self.expect("=")
            self.store(entry, name, self.value())
        hint = "fields are separated by commas, and each brace that opens must close"
        if self.peek() in ("", "@"):
            raise _Fault("it does not end", match.start(), hint)
        self.expect(close, hint)
        return entry

    def store(self, entry: Entry, name: Located, value: Located) -> None:
        lower = str(name.value).lower()
        if lower in entry.fields:
            self.sink.warning(
                "bibtex-duplicate-field", f'"{lower}" stands twice in "{self.key}"', name.span, "the first counts"
            )
        else:
            entry.fields[lower] = Located(value.value, value.span, name.span)

    def value(self) -> Located:
        """A value: pieces joined by "#"; its span is that of the first piece."""
        first = self.part()
        text = str(first.value)
        while self.peek() == "#":
            self.at += 1
            text += str(self.part().value)
        return Located(text, first.span, first.key)

    def part(self) -> Located:
        match self.peek():
            case "{" | '"' as opener:
                return self.quoted(opener)
            case _:
                name = self.name("a value")
                return name if str(name.value).isdigit() else self.string(name)

    def string(self, name: Located) -> Located:
        known = self.strings.get(str(name.value).lower())
        if known is None:
            message = f'there is no @string "{name.value}"'
            hint = did_you_mean(str(name.value).lower(), self.strings.keys() - set(_MONTHS)) or "put the value in braces"
            self.sink.warning("bibtex-string", message, name.span, hint)
        return Located(str(name.value) if known is None else known, name.span)

    def quoted(self, opener: str) -> Located:
        """Text in braces or quotes, braces within balanced."""
        text, start, depth = self.source.text, self.at + 1, 0
        at = start
        while stop := _STOP.search(text, at):
            at = stop.end()
            match stop[0]:
                case "\\":
                    at += 1
                case "{":
                    depth += 1
                    if depth > MAX_DEPTH:
                        raise _Fault(f"more than {MAX_DEPTH} braces inside one another", stop.start())
                case sign if depth == 0 and sign == ("}" if opener == "{" else '"'):
                    return self.closed(start, stop.start())
                case "}":
                    depth -= 1
                    if depth < 0:
                        raise _Fault("a brace closes that did not open", stop.start())
        raise _Fault("the value that begins here does not end", start - 1, "each brace that opens must close")

    def closed(self, start: int, end: int) -> Located:
        """The text found; one that holds the head of another entry has lost its end."""
        swallowed = _SWALLOWED.search(self.source.text, start, end)
        if swallowed and "\n" in self.source.text[start : swallowed.end()]:
            raise _Fault("the value that begins here does not end", start - 1, "each brace that opens must close")
        self.at = end + 1
        return Located(self.source.text[start:end], self.source.span(start, max(end, start + 1)))

    def comment(self, start: int) -> None:
        """Pass over a comment in braces; one that does not end reaches to the end of its line."""
        self.at = start
        try:
            self.quoted("{") if self.source.text[start] == "{" else None
        except _Fault:
            end = self.source.text.find("\n", start)
            self.at = end if end >= 0 else len(self.source.text)

    def name(self, what: str) -> Located:
        self.blank()
        match = _NAME.match(self.source.text, self.at)
        if not match:
            raise _Fault(f"{what} is expected here", self.at)
        self.at = match.end()
        return Located(match[0], self.source.span(match.start(), match.end()))

    def blank(self) -> None:
        match = _BLANK.match(self.source.text, self.at)
        self.at = match.end() if match else self.at

    def peek(self) -> str:
        self.blank()
        return self.source.text[self.at : self.at + 1]

    def expect(self, sign: str, hint: str = "") -> None:
        if self.peek() != sign:
            raise _Fault(f'"{sign}" is expected here', self.at, hint)
        self.at += 1
