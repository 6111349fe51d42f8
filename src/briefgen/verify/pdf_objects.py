"""A small reader of PDF objects: for the structure tree, which pdfium gives only page by page and not whole.

It reads files of one revision from front to back: plain objects and object streams (ISO 32000-2, 7.3 and 7.5). It knows
nothing of the writer.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TypeAlias


class Ref(int):
    """A reference to the object of that number."""

    __slots__ = ()


class Name(str):
    """A name, without its slash."""

    __slots__ = ()


Value: TypeAlias = "dict[str, Value] | list[Value] | Ref | Name | float | bytes | None"

_OBJECT = re.compile(rb"(?:\s|%[^\r\n]*[\r\n])*(\d+) (\d+) obj\b")
_ENDS = re.compile(rb"\bendobj\b|\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d++)(?!\s+\d+\s+R)")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+\d+\s+R")
_STRING = rb"\((?:[^()\\]++|\\.%s)*+\)"
_NESTED = _STRING % (b"|" + _STRING % (b"|" + _STRING % (b"|" + _STRING % b"")))
"""A literal string; brackets inside it pair up, four deep. It never goes back: one without an end would take for ever."""
_TOKENS = re.compile(
    rb"<<|>>|\[|\]|/[^\s\0<>\[\]()/%{}]*|\d+\s+\d+\s+R\b|[+-]?(?:\d+\.?\d*|\.\d+)|<[0-9A-Fa-f\s]*>|true|false|null|%[^\r\n]*|"
    + _NESTED
    + rb"|[^\s\0]",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_DOC_ENCODING = {
    **dict(zip(range(0x18, 0x20), "\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc", strict=True)),
    **dict(zip(range(0x80, 0x9F), "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", strict=True)),
    0xA0: "€",
}
"""Where PDFDocEncoding differs from Latin-1 (ISO 32000-2, annex D.3)."""


_LARGEST = 256 * 1024 * 1024
"""Bytes of one object stream; a brief's largest is well below."""
_LONGEST = 100
"""Characters of one number."""


class Broken(ValueError):
    """The bytes do not follow the syntax this reader knows."""


class Objects:
    """The objects of a file by number, parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        self._bodies: dict[int, bytes] = {}
        self._parsed: dict[int, Value] = {}
        self.pages: list[int] = []
        """The object numbers of the pages, in order."""
        self._scan(data)
        roots = _ROOT.findall(data)
        if not roots:
            raise Broken("no root")
        self.catalog = self.dictionary(Ref(roots[-1]))
        for node in self.leaves(self.catalog.get("Pages")):
            if isinstance(node, Ref):
                self.pages.append(node)

    def leaves(self, root: Value) -> Iterator[Value]:
        """The nodes without kids of a tree of pages or numbers, in order; each node once, in case they form a ring."""
        stack, seen = [root], set[Ref]()
        while stack:
            node = stack.pop()
            if isinstance(node, Ref):
                if node in seen:
                    continue
                seen.add(node)
            kids = self.dictionary(node).get("Kids")
            if kids is None:
                yield node
            stack.extend(reversed(self.array(kids)))

    def get(self, number: int) -> Value:
        """An object; None when the file has none of that number."""
        if number not in self._parsed:
            body = self._bodies.get(number)
            self._parsed[number] = _parse(body) if body is not None else None
        return self._parsed[number]

    def resolved(self, value: Value) -> Value:
        """The object a value refers to, or the value itself."""
        return self.get(value) if isinstance(value, Ref) else value

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
        text = _inflated(data) if "Filter" in head else data
        first, count = int(_number(head.get("First"))), int(_number(head.get("N")))
        index = [int(n) for n in text[:first].split()[: 2 * count]]
        offsets = [*index[1::2], len(text) - first]
        for i, number in enumerate(index[::2]):
            self._bodies[number] = text[first + offsets[i] : first + offsets[i + 1]]


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, _LARGEST)
    except zlib.error as error:
        raise Broken(str(error)) from error
    if not unpacker.eof:
        raise Broken("an object stream that ends early, or is larger than 256 MB")
    return text


def _number(value: Value) -> float:
    return value if isinstance(value, float) else 0.0


class _Sign(bytes):
    """A token that is no value: a bracket or a comment."""

    __slots__ = ()


class _Tokens(dict[bytes, "Value | _Sign"]):
    """What tokens are, remembered: most come many times."""

    def __missing__(self, token: bytes) -> Value | _Sign:
        value = _Sign(token[:2]) if token[:1] in b"[]%" or token in (b"<<", b">>") else _simple(token)
        if len(self) >= _MOST_TOKENS:
            self.clear()
        self[token] = value
        return value


_MOST_TOKENS = 16_384
_KNOWN = _Tokens()


def _parse(body: bytes) -> Value:
    """The first value of a body."""
    known, outer = _KNOWN, list[Value]()
    stack: list[list[Value]] = []
    current = outer
    for token in _TOKENS.findall(body):
        value = known[token]
        if value.__class__ is not _Sign:
            current.append(value)
        elif token == b"<<" or token == b"[":
            stack.append(current)
            current = []
        elif token == b">>" or token == b"]":
            if not stack:
                raise Broken("a bracket that was not opened")
            inner = current
            current = stack.pop()
            current.append(_paired(inner) if token == b">>" else inner)
        if outer and not stack:
            break
    return outer[0] if outer else None


def _paired(items: list[Value]) -> dict[str, Value]:
    try:
        return dict(zip(items[::2], items[1::2], strict=False))  # type: ignore[arg-type] # keys are names in sound files
    except TypeError as error:
        raise Broken("a dictionary with a key that is no name") from error


def _simple(token: bytes) -> Value:
    """A token that is no bracket."""
    first = token[:1]
    if first == b"/":
        return Name(re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), token[1:]).decode("latin-1"))
    if len(token) > _LONGEST and (first.isdigit() or first in b"+-."):
        raise Broken("a number of too many digits")
    if token.endswith(b"R"):
        return Ref(token.split()[0])
    if first.isdigit() or first in b"+-.":
        return float(token)
    if first == b"(" and len(token) > 1:
        return _ESCAPE.sub(_unescaped, token[1:-1])
    if first == b"<" and len(token) > 1:
        digits = b"".join(token[1:-1].split()).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))
    if token in (b"null", b"true", b"false"):
        return None if token == b"null" else float(token == b"true")
    raise Broken(f"no object: {token[:40]!r}")


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if code.isdigit() else _ESCAPED.get(code, code)


def text_of(value: Value) -> str:
    """A text string or name as text; empty when it is neither."""
    if isinstance(value, Name):
        return str(value)
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("ascii") if value.isascii() and value.isalnum() else value.decode("latin-1").translate(_DOC_ENCODING)
