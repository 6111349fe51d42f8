"""The serialiser: numbered objects and streams become one file with object streams and a cross-reference stream.

Syntax follows ISO 32000-2, 7.5. Strings, names and dictionaries of the few document-level objects are reportlab's
(`reportlab.pdfbase.pdfdoc`), the many small ones (structure elements, annotations, pages) are written as bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256

from reportlab.pdfbase import pdfdoc

_PLAIN = pdfdoc.DummyDoc()
_PER_STREAM = 250
_ROW = struct.Struct(">BIH")
"""One row of the cross-reference stream: kind, place, and generation or number within the place."""


class Dictionary(pdfdoc.PDFDictionary):  # type: ignore[misc] # reportlab has no types
    """reportlab's dictionary, on one line whatever the user's reportlab settings say."""

    multiline = False


class Array(pdfdoc.PDFArray):  # type: ignore[misc] # reportlab has no types
    """reportlab's array, on one line whatever the user's reportlab settings say."""

    multiline = False


def name(text: str) -> str:
    """A PDF name with the characters escaped that a name cannot hold ("text#2Fcsv")."""
    plain = "".join(c if (c.isalnum() and c.isascii()) or c in "-_.+" else f"#{ord(c):02X}" for c in text)
    return f"/{plain}"


@lru_cache(maxsize=4096)
def string(text: str) -> bytes:
    """A text string: PDFDocEncoding where it suffices, UTF-16 with a byte order mark otherwise.

    reportlab takes the soft hyphen for a character of PDFDocEncoding, which has none at 0xAD (ISO 32000-1, annex D.3).
    """
    if "\u00ad" in text:
        return utf16(text)
    return bytes(pdfdoc.format(pdfdoc.PDFString(text), _PLAIN))


def utf16(text: str) -> bytes:
    """A text string as UTF-16 in hexadecimal, for `ActualText` in content streams."""
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()


def ref(number: int) -> bytes:
    """An indirect reference."""
    return b"%d 0 R" % number


def serialise(value: object) -> bytes:
    """A reportlab object, number or bytes as PDF syntax."""
    return bytes(pdfdoc.format(value, _PLAIN))


def dictionary(entries: Mapping[str, object]) -> bytes:
    """A dictionary of reportlab objects, names ("/Page"), numbers and references as PDF syntax."""
    return serialise(Dictionary(dict(entries)))


@lru_cache(maxsize=32768)
def number(value: float) -> bytes:
    """A coordinate with at most two decimals (1/100 point, below what a device shows) and no trailing zeros."""
    text = b"%.2f" % value
    text = text.rstrip(b"0").rstrip(b".")
    return b"0" if text in (b"-0", b"") else text


@lru_cache(maxsize=65536)
def hundredths(value: int) -> bytes:
    """A number of hundredths as a decimal."""
    return number(value / 100)


def deflated(data: bytes, compression: int, filler: bytes = b" ") -> bytes:
    """Data as a deflated stream has them.

    `filler` may be appended to the data without changing what they mean: a space in operators and text, a one in a
    font file. It keeps the deflated bytes from ending in a line end, which some validators take for a wrong length.
    """
    packed = zlib.compress(data, compression)
    while filler and packed.endswith((b"\r", b"\n")):
        data += filler
        packed = zlib.compress(data, compression)
    return packed


class ObjectFile:
    """Collects objects by number and writes the file. Numbers may be reserved before their object is known."""

    def __init__(self, version: str, compression: int = 4) -> None:
        self.version = version
        self.compression = compression
        self._objects: list[bytes] = [b""]
        self._is_stream: list[bool] = [False]

    def reserve(self, count: int = 1) -> int:
        """Set aside `count` numbers in a row and return the first."""
        first = len(self._objects)
        self._objects.extend([b""] * count)
        self._is_stream.extend([False] * count)
        return first

    def put(self, number: int, body: bytes) -> None:
        """Fill a reserved number."""
        self._objects[number] = body

    def add(self, body: bytes) -> int:
        """Add an object and return its number."""
        number = self.reserve()
        self.put(number, body)
        return number

    def stream(self, data: bytes, entries: bytes = b"", number: int = 0, filler: bytes = b" ") -> int:
        """Add a stream to be deflated (`entries` without the brackets); `filler` as in `deflated`."""
        return self.finished_stream(deflated(data, self.compression, filler), entries + b"/Filter/FlateDecode", number)

    def finished_stream(self, data: bytes, entries: bytes = b"", number: int = 0) -> int:
        """Add a stream as it is: already deflated, or one that must stay readable."""
        number = number or self.reserve()
        self._is_stream[number] = True
        self.put(number, b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data))
        return number

    def finish(self, root: int, info: int = 0) -> bytes:
        """The whole file; its identifier is a digest of its content."""
        head = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % self.version.encode()
        parts, position, entries = [head], len(head), {0: (0, 0, 65535)}
        digest = sha256()
        for n in [*self._streams(), *self._packed(entries)]:
            part = b"%d 0 obj\n%s\nendobj\n" % (n, self._objects[n])
            entries[n] = (1, position, 0)
            parts.append(part)
            digest.update(part)
            position += len(part)
        parts.append(self._cross_references(entries, position, digest.hexdigest()[:32].encode(), root, info))
        return b"".join(parts)

    def _streams(self) -> list[int]:
        return [n for n, stream in enumerate(self._is_stream) if stream]

    def _packed(self, entries: dict[int, tuple[int, int, int]]) -> list[int]:
        """Pack every object that is not a stream into object streams; their numbers."""
        loose = [n for n, stream in enumerate(self._is_stream) if n and not stream]
        return [self._pack(loose[i : i + _PER_STREAM], entries) for i in range(0, len(loose), _PER_STREAM)]

    def _pack(self, numbers: list[int], entries: dict[int, tuple[int, int, int]]) -> int:
        holder = self.reserve()
        index, offset = [], 0
        for i, n in enumerate(numbers):
            index.append(b"%d %d" % (n, offset))
            offset += len(self._objects[n]) + 1
            entries[n] = (2, holder, i)
        head = b" ".join(index) + b"\n"
        body = head + b"\n".join([self._objects[n] for n in numbers])
        return self.stream(body, b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(head)), holder)

    def _cross_references(
        self, entries: dict[int, tuple[int, int, int]], position: int, digest: bytes, root: int, info: int
    ) -> bytes:
        own = len(self._objects)
        entries[own] = (1, position, 0)
        rows = b"".join([_ROW.pack(*entries[n]) for n in range(own + 1)])
        table = zlib.compress(rows, self.compression)
        if table.endswith((b"\r", b"\n")):  # see `deflated`: another offset makes another checksum
            return b"\n" + self._cross_references(entries, position + 1, digest, root, info)
        head = b"/Type/XRef/W[1 4 2]/Size %d/Root %s" % (own + 1, ref(root))
        head += b"/Info " + ref(info) if info else b""
        head += b"/ID[<%s><%s>]/Filter/FlateDecode/Length %d" % (digest, digest, len(table))
        tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % position
        return b"%d 0 obj\n<<%s>>\nstream\n" % (own, head) + table + tail
