"""YAML with places: every scalar stays the text it was written as, every value knows its line and column.

Read through the parser's events, never through its constructors: no type is guessed, no object is made, depth and aliases
are counted while they are read (an alias bomb never unfolds), and every fault is a diagnostic.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

import yaml

from briefgen.diag import Sink
from briefgen.load.text import refusal, refused
from briefgen.records import dataclass
from briefgen.source import Located, Source, Span

MAX_DEPTH = 40
MAX_ALIASES = 200
MAX_ALIASED = 100_000
"""Values that all aliases of a file together may stand for."""

_NULLS = {"", "~", "null", "Null", "NULL"}
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INDENTED_BY_TAB = re.compile(r"^ *\t+\s*\S", re.MULTILINE)


class _Stop(Exception):
    """Reading cannot go on; the reason has been reported."""


def read_yaml(text: str, name: str, sink: Sink) -> Located | None:
    """The one document of a YAML text; None when it cannot be read. `text` has passed `text.decode`."""
    reader = _Reader(sink.sources.add(name, text), sink, _PARSER(text))
    try:
        return reader.document()
    except yaml.MarkedYAMLError as fault:
        _syntax(fault, reader.source, sink)
    except yaml.YAMLError as fault:
        sink.error("yaml-syntax", str(fault).splitlines()[0], Span(name))
    except _Stop:
        pass
    finally:
        reader.parser.dispose()
    return None


@dataclass(slots=True)
class _Reader:
    source: Source
    sink: Sink
    parser: Any
    anchors: dict[str, tuple[Located, int] | None] = field(default_factory=dict)
    depth: int = 0
    aliases: int = 0
    aliased: int = 0

    def document(self) -> Located | None:
        self.parser.get_event()  # the start of the stream
        if self.parser.check_event(yaml.StreamEndEvent):
            self.sink.error("yaml-empty", "the file holds no data", Span(self.source.name, 1, 1))
            return None
        self.parser.get_event()
        root, _ = self.value(self.parser.get_event())
        self.parser.get_event()
        if not self.parser.check_event(yaml.StreamEndEvent):
            where = self.span(self.parser.peek_event())
            self.sink.error("yaml-several-documents", "a second document starts here", where, 'delete the line "---"')
        return root

    def value(self, event: Any) -> tuple[Located, int]:
        """A value and how many values it holds, itself included."""
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None:  # as nearly all are
            return self.scalar(event), 1
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.anchor:
            self.anchors[event.anchor] = None
        if event.tag is not None:
            hint = "delete the tag: values are typed by the field they stand in"
            self.sink.error("yaml-tag", f'the tag "{event.tag}" is not read', self.span(event), hint)
        found = (self.scalar(event), 1) if isinstance(event, yaml.ScalarEvent) else self.collection(event)
        if event.anchor:
            self.anchors[event.anchor] = found
        return found

    def collection(self, event: Any) -> tuple[Located, int]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.sink.error("yaml-depth", f"more than {MAX_DEPTH} levels inside one another", self.span(event))
            raise _Stop
        found = self.mapping(event) if isinstance(event, yaml.MappingStartEvent) else self.sequence(event)
        self.depth -= 1
        return found

    def mapping(self, start: Any) -> tuple[Located, int]:
        entries: dict[str, Located] = {}
        size = 1
        while not isinstance(event := self.parser.get_event(), yaml.MappingEndEvent):
            key, where = self.key(event)
            found, count = self.value(self.parser.get_event())
            size += count
            if key in entries:
                self.sink.error("yaml-duplicate-key", f'"{key}" stands here twice', where, f"first at {entries[key].key}")
            elif key is not None:
                entries[key] = Located(found.value, found.span, where)
        return Located(entries, self.stretch(start, event)), size

    def key(self, event: Any) -> tuple[str | None, Span]:
        """The text of a key; None, reported, when it is none that a record can have."""
        where = self.span(event)
        if not isinstance(event, yaml.ScalarEvent):
            self.value(event)
            self.sink.error("yaml-key", "a key must be plain text", where, "quote the text if it starts with [, {, & or *")
            return None, where
        text = event.value
        if event.style == '"' and (bad := refused(text)):
            self.sink.error("illegal-character", refusal(bad), where, "delete its escape")
        if not text:
            self.sink.error("yaml-key", "a key must not be empty", where)
        elif text == "<<" and not event.style:
            self.sink.error("yaml-merge-key", "merge keys are not read", where, "give common fields once, in `defaults:`")
            return None, where
        return text or None, where

    def sequence(self, start: Any) -> tuple[Located, int]:
        items: list[Located] = []
        size = 1
        while not isinstance(event := self.parser.get_event(), yaml.SequenceEndEvent):
            found, count = self.value(event)
            items.append(found)
            size += count
        return Located(items, self.stretch(start, event)), size

    def alias(self, event: Any) -> tuple[Located, int]:
        where = self.span(event)
        self.aliases += 1
        known = self.anchors.get(event.anchor)
        if known is None:
            what = "stands inside what it names" if event.anchor in self.anchors else "names no anchor above it"
            self.sink.error("yaml-alias", f'"*{event.anchor}" {what}', where)
            return Located(None, where), 1
        self.aliased += known[1]
        if self.aliases > MAX_ALIASES or self.aliased > MAX_ALIASED:
            limit = f"{MAX_ALIASES} aliases or {MAX_ALIASED:,} values behind them"
            self.sink.error("yaml-alias", f"the file has more than {limit}", where, "write the values out")
            raise _Stop
        return known

    def scalar(self, event: Any) -> Located:
        text, where = event.value, self.span(event)
        if not event.style and text in _NULLS:
            return Located(None, where)
        if event.style == '"' and (bad := refused(text)):
            self.sink.error("illegal-character", refusal(bad), where, "delete its escape")
            text = text.replace(bad, "\ufffd")
        return Located(text, where)

    def stretch(self, start: Any, end: Any) -> Span:
        first, last = start.start_mark, end.end_mark
        return Span(self.source.name, first.line + 1, first.column + 1, last.line + 1, last.column + 1)

    def span(self, event: Any) -> Span:
        """Where the text of a scalar stands; of a collection, where it starts."""
        style = event.style if type(event) is yaml.ScalarEvent else None
        start, end = event.start_mark, event.end_mark
        if not style:
            return Span(self.source.name, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if style in ("|", ">"):
            return self.block(event)
        return Span(self.source.name, start.line + 1, start.column + 2, end.line + 1, end.column)  # without the quotes

    def block(self, event: Any) -> Span:
        """The content of a block scalar, from its first line and the column after its indentation."""
        first, last = event.start_mark.line + 2, event.end_mark.line + 1
        filled = (n for n in range(first, last + 1) if self.source.line(n).strip())
        raw = self.source.line(next(filled, first))
        text = next((line for line in event.value.split("\n") if line.strip()), "")
        lead = len(text) - len(text.lstrip(" "))
        indent = len(raw) - len(raw.lstrip(" ")) - lead
        if event.style == "|":
            lines = event.value.rstrip("\n").split("\n")
            return Span(self.source.name, first, indent + 1, first + len(lines) - 1, indent + 1 + len(lines[-1]))
        return Span(self.source.name, first, indent + 1, last, event.end_mark.column + 1)


def _syntax(fault: yaml.MarkedYAMLError, source: Source, sink: Sink) -> None:
    tabs = list(_INDENTED_BY_TAB.finditer(source.text))
    mark = fault.problem_mark or fault.context_mark
    if "\\t" in str(fault.problem) or (tabs and "token" in str(fault.problem)):
        for tab in tabs:
            where = source.span(source.text.index("\t", tab.start()))
            sink.error("yaml-tab", "a tab indents this line", where, "indent with blanks")
        if tabs:
            return
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    context = f" {fault.context}" if fault.context else ""
    where = Span(source.name, line, column, line, column + 1)
    sink.error("yaml-syntax", f"{fault.problem}{context}", where, _syntax_hint(str(fault.problem), source, line))


def _syntax_hint(problem: str, source: Source, line: int) -> str:
    if "mapping values are not allowed" in problem:
        return 'text that holds ": " must stand in quotes'
    if "cannot start any token" in problem:
        return "text that starts with @, `, %, [, {, & or * must stand in quotes"
    if "expected ',' or" in problem:
        return "inside braces and brackets, text that holds , [ ] { or } must stand in quotes"
    if "block end" in problem or "block mapping" in problem or "expected ':'" in problem:
        return "check the indentation of this line against the lines above"
    if "end of stream" in problem or "end of the stream" in problem or not source.line(line):
        return "a quote or bracket opened above is never closed"
    return ""
