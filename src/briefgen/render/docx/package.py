"""The zip file: parts in a fixed order with a fixed date, constant parts compressed once per process."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from zlib import DEFLATED, compressobj, crc32

_DATE = 0x0021  # 1 January 1980, the first day a zip entry can have
_CONTENT_TYPES, _ROOT_RELATIONS = "[Content_Types].xml", "_rels/.rels"
_LEVEL = 4  # a third of the time of zlib's usual 6, and a twentieth more bytes of a body


@dataclass(frozen=True, slots=True)
class Packed:
    """A part ready for the zip file: checksum, original size and deflated bytes."""

    checksum: int
    size: int
    deflated: bytes


def pack(data: bytes | str, level: int = _LEVEL) -> Packed:
    """Compress one part."""
    raw = data.encode() if isinstance(data, str) else data
    deflater = compressobj(level, DEFLATED, -15)
    return Packed(crc32(raw), len(raw), deflater.compress(raw) + deflater.flush())


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
