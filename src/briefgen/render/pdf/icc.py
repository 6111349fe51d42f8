"""The sRGB colour profile of the output intent, made from the numbers of IEC 61966-2-1 (ICC.1:2004-10, version 4.2).

Made here and not taken from a library, so that its bytes are the same everywhere and no licence comes with it.
"""

from __future__ import annotations

import struct
from functools import lru_cache

_DATE = (2000, 1, 1, 0, 0, 0)
_D50 = (0.9642, 1.0, 0.8249)
_COLORANTS = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""The primaries of sRGB adapted from D65 to D50 by the Bradford method."""

_ADAPTATION = (1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01708, -0.00925, 0.01508, 0.75168)
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""g, a, b, c, d of the parametric curve (a·x + b)^g, c·x below d."""


@lru_cache(maxsize=1)
def srgb() -> bytes:
    """The profile's bytes."""
    curve = b"para" + struct.pack(">IHH", 0, 3, 0) + _fixed(_CURVE)
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("No copyright, use freely"),
        b"wtpt": _xyz(_D50),
        b"chad": b"sf32" + bytes(4) + _fixed(_ADAPTATION),
        **{tag: _xyz(value) for tag, value in _COLORANTS.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    return _profile(tags)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    """Header, tag table and data; equal data are stored once."""
    at, places, data = 128 + 4 + 12 * len(tags), {}, b""
    for body in tags.values():
        if body not in places:
            places[body] = at + len(data)
            data += body + bytes(-len(body) % 4)
    table = struct.pack(">I", len(tags)) + b"".join(
        tag + struct.pack(">II", places[body], len(body)) for tag, body in tags.items()
    )
    size = 128 + len(table) + len(data)
    head = struct.pack(">I4xI", size, 0x04200000) + b"mntrRGB XYZ " + struct.pack(">6H", *_DATE) + b"acsp"
    head += bytes(28) + _fixed(_D50)
    return head.ljust(128, b"\0") + table + data


def _fixed(values: tuple[float, ...]) -> bytes:
    return b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(encoded), 28) + encoded
