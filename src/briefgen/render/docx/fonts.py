"""The document's typefaces in Word: family names, which font a character needs, widths of numbers, and embedding.

A face is embedded as the subset of it that Latin, Greek and technical prose needs (so that the text can be edited) plus what
the document uses beyond that, obfuscated as ECMA-376 part 4, 2.8.1 asks, and only where the font's own licence bits allow.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import field
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby

from briefgen.records import dataclass
from briefgen.theme import FaceRole, Theme

_RANGES = (
    (0x20, 0x17F), (0x192, 0x192), (0x2B0, 0x2FF), (0x370, 0x3FF), (0x1E80, 0x1E85), (0x1EF2, 0x1EF3), (0x2000, 0x209F),
    (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x215F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip
_KEPT = frozenset(n for low, high in _RANGES for n in range(low, high + 1))
_LATIN = frozenset(chr(n) for n in _KEPT)
_RESTRICTED = 0x0002 | 0x0004  # fsType: no embedding; preview and print only, which would make Word open the file read-only
_NO_SUBSET = 0x0100
_STYLES = {"": "embedRegular", "bold": "embedBold", "italic": "embedItalic", "bold-italic": "embedBoldItalic"}


@dataclass(frozen=True, slots=True)
class FontFile:
    """What the renderer needs to know of one font file. Widths are in font units."""

    data: bytes
    family: str
    characters: frozenset[str]
    advances: dict[str, int]
    units: int
    fs_type: int
    panose: str
    fixed: bool

    @property
    def embeddable(self) -> bool:
        """Whether the font's licence bits (OS/2 fsType) allow embedding in a document that may be edited."""
        return not self.fs_type & _RESTRICTED


@dataclass(frozen=True, slots=True)
class Embedded:
    """An obfuscated font: its bytes and the key under which `w:font` names it ("{…}")."""

    data: bytes
    key: str


@lru_cache(maxsize=32)
def font_file(data: bytes) -> FontFile:
    """Read a TrueType or OpenType file (bytes)."""
    import uharfbuzz as hb  # heavy; wanted only when a document is rendered

    face = hb.Face(data)
    font = hb.Font(face)
    os2 = face.reference_table("OS/2").data
    wanted = {chr(n) for n in range(0x20, 0x100)} | set("–−‑±≤≥<>·•  \u2009\u202f")
    characters = frozenset(chr(n) for n in face.unicodes)
    advances = {c: font.get_glyph_h_advance(font.get_nominal_glyph(ord(c)) or 0) for c in sorted(wanted & characters)}
    post = face.reference_table("post").data
    return FontFile(
        data,
        face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or "",
        characters,
        advances,
        face.upem,
        struct.unpack(">H", os2[8:10])[0],
        os2[32:42].hex().upper(),
        bool(struct.unpack(">I", post[12:16])[0]),
    )


@lru_cache(maxsize=64)
def embedded(data: bytes, extra: frozenset[str], base: bool) -> Embedded:
    """The subset of a font to embed: `extra` characters and, when `base`, the common ranges; obfuscated."""
    import uharfbuzz as hb

    if not font_file(data).fs_type & _NO_SUBSET:
        wanted = hb.SubsetInput()
        wanted.unicode_set.update((_KEPT if base else frozenset(range(0x20, 0x7F))) | {ord(c) for c in extra})
        data = bytes(hb.subset(hb.Face(data), wanted).blob.data)
    digest = blake2b(data, digest_size=16).hexdigest().upper()
    key = f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"
    mask = bytes.fromhex(digest)[::-1] * 2
    head = bytes(a ^ b for a, b in zip(data[:32], mask, strict=True))
    return Embedded(head + data[32:], f"{{{key}}}")


_read_before: dict[str, FontFile] = {}
"""The files of earlier renderings by name: comparing bytes is quicker than hashing them. As small as the number of fonts."""


@dataclass(slots=True)
class Typefaces:
    """The faces of one theme during one rendering; remembers which were used, and with which rarer characters."""

    theme: Theme
    read: Callable[[str], bytes]
    used: dict[str, set[str]] = field(default_factory=dict)
    _files: dict[str, FontFile] = field(default_factory=dict)

    def file(self, name: str) -> FontFile:
        """The font file of that name."""
        found = self._files.get(name)
        if found is None:
            data, known = self.read(name), _read_before.get(name)
            found = known if known is not None and known.data == data else font_file(data)
            self._files[name] = _read_before[name] = found
        return found

    def family(self, role: FaceRole) -> str:
        """The family name of a role's face."""
        return self.file(self.theme.faces[role]).family

    def use(self, role: FaceRole) -> None:
        """Remember that text is set in this face."""
        self.used.setdefault(self.theme.faces[role], set())

    def pieces(self, text: str, role: FaceRole) -> list[tuple[str, str]]:
        """`text` in stretches, each with the family of the fallback font it needs, or "" when the role's face has it all."""
        if text.isascii():
            return [(text, "")]
        name = self.theme.faces[role]
        known = self.file(name).characters
        if _LATIN.issuperset(text) and known.issuperset(text):
            return [(text, "")]
        self.used.setdefault(name, set()).update(c for c in text if ord(c) not in _KEPT and c in known)
        if known.issuperset(text):
            return [(text, "")]
        parts = groupby(text, lambda c: "" if c in known or c == "\u2011" else self._fallback(c))
        return [("".join(characters), family) for family, characters in parts]

    def _fallback(self, character: str) -> str:
        for name in self.theme.fallbacks:
            if character in self.file(name).characters:
                self.used.setdefault(name, set()).add(character)
                return self.file(name).family
        return ""

    def tabular(self, role: FaceRole) -> bool:
        """Whether all digits of a role's face are equally wide."""
        advances = self.file(self.theme.faces[role]).advances
        return len({advances.get(digit) for digit in "0123456789"}) == 1

    def width(self, text: str, role: FaceRole, size: float) -> float:
        """The width of a short text in points, without kerning (numbers have none)."""
        if not text:
            return 0.0
        font = self.file(self.theme.faces[role])
        try:
            total = sum(map(font.advances.__getitem__, text))
        except KeyError:
            digit = font.advances.get("0", font.units // 2)
            total = sum(font.advances.get(c, digit) for c in text)
        return total * size / font.units


@dataclass(frozen=True, slots=True)
class FontEntry:
    """One `w:font` of the font table: its description and the embedded faces by element name ("embedBold")."""

    family: str
    description: str
    faces: tuple[tuple[str, Embedded], ...]


def font_table(faces: Typefaces, embed: bool) -> list[FontEntry]:
    """The fonts a document names, sorted by family, with the faces to embed."""
    roles = {name: role for role, name in reversed(faces.theme.faces.items())}
    families: dict[str, dict[str, Embedded]] = {}
    descriptions: dict[str, str] = {}
    for name, characters in sorted(faces.used.items()):
        font = faces.file(name)
        role = roles.get(name, "sans")
        descriptions.setdefault(font.family, _description(font, role))
        entry = families.setdefault(font.family, {})
        if embed and font.embeddable:
            style = _STYLES[role.partition("-")[2]]
            entry[style] = embedded(font.data, frozenset(characters), name in roles)
    return [
        FontEntry(family, descriptions[family], tuple((s, entry[s]) for s in _STYLES.values() if s in entry))
        for family, entry in sorted(families.items())
    ]


def _description(font: FontFile, role: str) -> str:
    family = "modern" if font.fixed else "roman" if role.startswith("serif") else "swiss"
    pitch = "fixed" if font.fixed else "variable"
    return f'<w:panose1 w:val="{font.panose}"/><w:charset w:val="00"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/>'
