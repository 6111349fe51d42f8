"""The zip file: parts in a fixed order with a fixed date, constant parts compressed once per process."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from zlib import DEFLATED, compressobj, crc32

from briefgen.records import dataclass

_DATE = 0x0021  # 1 January 1980, the first day a zip entry can have
_CONTENT_TYPES, _ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_LEVEL = 3  # a third of the time of zlib's usual 6, and a quarter more bytes of a body


@dataclass(frozen=True, slots=True)
class Packed:
    """A part ready for the zip file: checksum, original size and deflated bytes."""

    checksum: int
    size: int
    deflated: bytes


class Packing:
    """A part that is compressed while it is written, so that a long body never stands in memory as a whole."""

    def __init__(self, level: int = _LEVEL) -> None:
        self._deflater = compressobj(level, DEFLATED, -15)
        self._checksum = self._size = 0
        self._deflated: list[bytes] = []

    def write(self, data: bytes | str) -> None:
        """Append to the part."""
        raw = data.encode() if isinstance(data, str) else data
        self._checksum = crc32(raw, self._checksum)
        self._size += len(raw)
        if done := self._deflater.compress(raw):
            self._deflated.append(done)

    def packed(self) -> Packed:
        """The whole part; nothing may be written after it."""
        return Packed(self._checksum, self._size, b"".join((*self._deflated, self._deflater.flush())))


def pack(data: bytes | str, level: int = _LEVEL) -> Packed:
    """Compress one part."""
    packing = Packing(level)
    packing.write(data)
    return packing.packed()


def _order(name: str) -> tuple[int, str]:
    return (0 if name == _CONTENT_TYPES else 1 if name == _ROOT_RELATIONS else 2, name)


def archive(parts: Mapping[str, Packed]) -> bytes:
    """The zip file of these parts: content types first, then the package's relationships, then by name."""
    body: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    for name in sorted(parts, key=_order):
        part, label = parts[name], name.encode()
        common = struct.pack(
            "<HHHHHIIIHH", 20, 0x800, 8, 0, _DATE, part.checksum, len(part.deflated), part.size, len(label), 0
        )
        body += (b"PK\3\4", common, label, part.deflated)
        directory += (b"PK\1\2\x14\0", common, struct.pack("<HHHII", 0, 0, 0, 0, position), label)
        position += 4 + len(common) + len(label) + len(part.deflated)
    listing = b"".join(directory)
    end = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(listing), position, 0)
    return b"".join((*body, listing, b"PK\5\6", end))
