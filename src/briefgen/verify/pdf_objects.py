"""A small reader of PDF objects, for the few things of the structure tree that pdfium has no call for.

It reads files of one revision from front to back: plain objects and object streams (ISO 32000-2, 7.3 and 7.5). It knows
nothing of the writer.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to the object of that number."""

    number: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name, without its slash."""

    text: str


Value: TypeAlias = "dict[str, Value] | list[Value] | Ref | Name | float | bytes | None"

_OBJECT = re.compile(rb"(?:\s|%[^\r\n]*[\r\n])*(\d+) (\d+) obj\b")
_ENDS = re.compile(rb"\bendobj\b|\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+\d+\s+R")
_TOKEN = re.compile(
    rb"(?:\s|%[^\r\n]*)*(?:(?P<ref>\d+)\s+\d+\s+R\b|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|/(?P<name>[^\s<>\[\]()/%{}]*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])|<(?P<hex>[0-9A-Fa-f\s]*)>|(?P<string>\()|(?P<word>true|false|null))"
)
_STRING_PART = re.compile(rb"[()]|\\.", re.DOTALL)


class Broken(ValueError):
    """The bytes do not follow the syntax this reader knows."""


class Objects:
    """The objects of a file by number, parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        self._bodies: dict[int, bytes] = {}
        self._parsed: dict[int, Value] = {}
        self._scan(data)
        roots = _ROOT.findall(data)
        if not roots:
            raise Broken("no root")
        self.root = int(roots[-1])

    def get(self, number: int) -> Value:
        """An object; None when the file has none of that number."""
        if number not in self._parsed:
            body = self._bodies.get(number)
            self._parsed[number] = _parse(body) if body is not None else None
        return self._parsed[number]

    def resolved(self, value: Value) -> Value:
        """The object a value refers to, or the value itself."""
        return self.get(value.number) if isinstance(value, Ref) else value

    def dictionary(self, value: Value) -> dict[str, Value]:
        """A value that should be a dictionary; an empty one when it is not."""
        found = self.resolved(value)
        return found if isinstance(found, dict) else {}

    def array(self, value: Value) -> list[Value]:
        """A value that should be an array; one alone counts as an array of one, nothing as an empty one."""
        found = self.resolved(value)
        if found is None:
            return []
        return found if isinstance(found, list) else [value]

    def _scan(self, data: bytes) -> None:
        at = 0
        while head := _OBJECT.match(data, at):
            end = _ENDS.search(data, head.end())
            if end is None:
                raise Broken("an object without an end")
            body = data[head.end() : end.start()]
            self._bodies[int(head[1])] = body
            at = end.end()
            if end.group() == b"endobj":
                continue
            length = _LENGTH.search(body)
            stop = at + int(length[1]) if length else data.index(b"endstream", at)
            if b"/ObjStm" in body:
                self._unpack(body, data[at:stop])
            at = data.index(b"endobj", stop) + len(b"endobj")

    def _unpack(self, body: bytes, data: bytes) -> None:
        head = _parse(body)
        if not isinstance(head, dict):
            raise Broken("an object stream without a dictionary")
        text = zlib.decompress(data) if "Filter" in head else data
        first, count = int(_number(head.get("First"))), int(_number(head.get("N")))
        index = [int(n) for n in text[:first].split()[: 2 * count]]
        offsets = [*index[1::2], len(text) - first]
        for i, number in enumerate(index[::2]):
            self._bodies[number] = text[first + offsets[i] : first + offsets[i + 1]]


def _number(value: Value) -> float:
    return value if isinstance(value, (int, float)) else 0.0


def _parse(body: bytes) -> Value:
    """The first value of a body."""
    outer: list[Value] = []
    stack: list[list[Value]] = [outer]
    at = 0
    while not (len(stack) == 1 and outer) and (token := _TOKEN.match(body, at)):
        at = token.end()
        kind = token.lastgroup
        if kind == "open":
            stack.append([])
        elif kind == "close":
            if len(stack) == 1:
                raise Broken("a bracket that was not opened")
            inner = stack.pop()
            stack[-1].append(_paired(inner) if token["close"] == b">>" else inner)
        elif kind == "string":
            text, at = _string(body, at)
            stack[-1].append(text)
        else:
            stack[-1].append(_simple(kind or "", token))
    return outer[0] if outer else None


def _simple(kind: str, token: re.Match[bytes]) -> Value:
    raw = token[kind]
    if kind == "ref":
        return Ref(int(raw))
    if kind == "number":
        return float(raw)
    if kind == "name":
        return Name(raw.decode("latin-1"))
    if kind == "hex":
        return bytes.fromhex((digits := b"".join(raw.split()).decode()) + "0" * (len(digits) % 2))
    return None if raw == b"null" else float(raw == b"true")


def _paired(items: list[Value]) -> dict[str, Value]:
    return {key.text: value for key, value in zip(items[::2], items[1::2], strict=False) if isinstance(key, Name)}


def _string(body: bytes, start: int) -> tuple[bytes, int]:
    """A literal string from after its first parenthesis, escapes left as they are, and the position after it."""
    depth, at = 1, start
    while part := _STRING_PART.search(body, at):
        at = part.end()
        depth += (part.group() == b"(") - (part.group() == b")")
        if depth == 0:
            return body[start : at - 1], at
    raise Broken("a string without an end")
