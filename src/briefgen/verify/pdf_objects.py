"""A small reader of PDF objects: for the structure tree, which pdfium gives only page by page and not whole.

It reads files of one revision from front to back: plain objects and object streams (ISO 32000-2, 7.3 and 7.5). It knows
nothing of the writer.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from briefgen.verify.pdf_syntax import Broken, Ref, Value, parse

__all__ = ["Broken", "Objects"]

_OBJECT = re.compile(rb"(?:\s|%[^\r\n]*[\r\n])*(\d+) (\d+) obj\b")
_ENDS = re.compile(rb"\bendobj\b|\bstream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d++)(?!\s+\d+\s+R)")
_ROOT = re.compile(rb"/Root\s+(\d+)\s+\d+\s+R")

_LARGEST = 256 * 1024 * 1024
"""Bytes of one object stream; a brief's largest is well below."""


class _Parsed(dict[int, Value]):
    """Objects by number, each parsed when it is first asked for; None when the file has none of that number."""

    def __init__(self, bodies: dict[int, bytes]) -> None:
        super().__init__()
        self._bodies = bodies

    def __missing__(self, number: int) -> Value:
        body = self._bodies.get(number)
        value = self[number] = parse(body) if body is not None else None
        return value


class Objects:
    """The objects of a file by number, parsed when asked for."""

    def __init__(self, data: bytes) -> None:
        self._bodies: dict[int, bytes] = {}
        self._parsed = _Parsed(self._bodies)
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

    def resolved(self, value: Value) -> Value:
        """The object a value refers to, or the value itself; None when the file has none of that number."""
        return self._parsed[value] if isinstance(value, Ref) else value

    def dictionary(self, value: Value) -> dict[str, Value]:
        """A value that should be a dictionary; an empty one when it is not."""
        found = self._parsed[value] if isinstance(value, Ref) else value
        return found if isinstance(found, dict) else {}

    def array(self, value: Value) -> list[Value]:
        """A value that should be an array; one alone counts as an array of one, nothing as an empty one."""
        found = self._parsed[value] if isinstance(value, Ref) else value
        if isinstance(found, list):
            return found
        return [] if found is None else [value]

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
        head = parse(body)
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
