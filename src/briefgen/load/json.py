"""JSON with places, by a small scanner of our own: numbers stay the text they were written as."""

from __future__ import annotations

import json
import re

from briefgen.diag import Sink
from briefgen.load.text import refusal, refused
from briefgen.load.yaml import MAX_DEPTH
from briefgen.records import dataclass
from briefgen.source import Located, Source, Span

_BLANK = re.compile(r"[ \t\n]*")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")


class _Fault(Exception):
    """A syntax fault at an offset."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def read_json(text: str, name: str, sink: Sink) -> Located | None:
    """The value of a JSON text; None when it cannot be read. `text` has passed `text.decode`."""
    scanner = _Scanner(sink.sources.add(name, text), sink)
    try:
        root = scanner.value(0)
        scanner.blank()
        if scanner.at < len(text):
            raise _Fault("text after the end of the value", scanner.at)
    except _Fault as fault:
        sink.error("json-syntax", str(fault), scanner.source.span(fault.offset))
        return None
    return root


@dataclass(slots=True)
class _Scanner:
    source: Source
    sink: Sink
    at: int = 0

    def blank(self) -> None:
        match = _BLANK.match(self.source.text, self.at)
        self.at = match.end() if match else self.at

    def peek(self) -> str:
        self.blank()
        return self.source.text[self.at : self.at + 1]

    def value(self, depth: int) -> Located:
        if depth > MAX_DEPTH:
            raise _Fault(f"more than {MAX_DEPTH} levels inside one another", self.at)
        match self.peek():
            case "{":
                return self.record(depth)
            case "[":
                return self.items(depth)
            case '"':
                text, where = self.string()
                return Located(text, where)
            case _:
                return self.literal()

    def literal(self) -> Located:
        match = _LITERAL.match(self.source.text, self.at)
        if not match:
            raise _Fault("a value is expected here", self.at)
        self.at = match.end()
        where = self.source.span(match.start(), match.end())
        return Located(None if match[0] == "null" else match[0], where)

    def string(self) -> tuple[str, Span]:
        match = _STRING.match(self.source.text, self.at)
        if not match:
            raise _Fault("text in double quotes is expected here", self.at)
        self.at = match.end()
        where = self.source.span(match.start() + 1, match.end() - 1)
        try:
            text = json.loads(match[0], strict=False)
        except json.JSONDecodeError as fault:
            raise _Fault("an escape in this text is not JSON", match.start() + fault.pos) from None
        if bad := refused(text):
            self.sink.error("illegal-character", refusal(bad), where, "delete its escape")
            text = text.replace(bad, "\ufffd")
        return text, where

    def items(self, depth: int) -> Located:
        start = self.at
        self.at += 1
        found: list[Located] = []
        while self.peek() != "]":
            if found:
                self.expect(",")
            found.append(self.value(depth + 1))
        self.at += 1
        return Located(found, self.source.span(start, self.at))

    def record(self, depth: int) -> Located:
        start = self.at
        self.at += 1
        found: dict[str, Located] = {}
        while self.peek() != "}":
            if found:
                self.expect(",")
                self.blank()
            key, where = self.string()
            self.expect(":")
            value = self.value(depth + 1)
            if key in found:
                self.sink.error("json-duplicate-key", f'"{key}" stands here twice', where, f"first at {found[key].key}")
            else:
                found[key] = Located(value.value, value.span, where)
        self.at += 1
        return Located(found, self.source.span(start, self.at))

    def expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise _Fault(f'"{mark}" is expected here', self.at)
        self.at += 1
