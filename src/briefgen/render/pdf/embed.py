"""Fonts in the file: character codes, subsets, widths and the map back to text.

Each font is a Type 0 font with Identity-H encoding over a TrueType subset that HarfBuzz cuts. A character code stands for
one pair of glyph and text. A glyph that says the character the font has it for is coded by its number in the font file, so
that words are coded alike in every document; all other pairs get codes above, in order of first use. So the hyphen at a
line's end (U+00AD), a non-breaking space drawn as a space, Greek mu drawn as the micro sign, and each ligature have codes of
their own, and the ToUnicode map says exactly what was written; `CIDToGIDMap` leads several codes to one glyph.
(ISO 32000-2, 9.7 and 9.10.)
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

import uharfbuzz

from briefgen.pages import Run
from briefgen.render.pdf.faces import Font
from briefgen.render.pdf.objects import ObjectFile, deflated, name, ref

_DROPPED = (
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "MATH", "OS/2", "STAT", "VORG", "cmap", "gasp", "kern", "meta", "name", "post",
)  # fmt: skip
_ESCAPED = {0x28: b"\\(", 0x29: b"\\)", 0x5C: b"\\\\", 0x0D: b"\\r"}
_SERIF, _SYMBOLIC, _FIXED, _ITALIC = 1 << 1, 1 << 2, 1 << 0, 1 << 6


class MissingGlyph(ValueError):
    """Layout drew .notdef: a defect of this program, since layout replaces and reports what no font has."""


class Shown(NamedTuple):
    """A run as the inside of a string in a content stream.

    `moved` says that there are displacements in it, `spaced` that there is a space which justification would widen, `apart`
    that its glyphs need operators between them (there is then no string); `texts` is what each glyph says.
    """

    string: bytes = b""
    moved: bool = False
    spaced: bool = False
    texts: Sequence[str] = ()
    apart: bool = False
    run: Run | None = None


_MOST_GLYPHS = 60_000
"""A font with more has no room for codes above its glyph numbers: all its codes are then given out in order of first use."""
_MOST_RUNS = 8_000


class Words:
    """Runs as they are in content streams, by their identity (`Shown` keeps them alive); left for another when full."""

    def __init__(self) -> None:
        self.shown: dict[int, Shown] = {}
        self.strings: dict[int, bytes] = {}
        """The strings alone, which is all that most lines of text ask for."""
        self.moved: set[int] = set()
        """Those that hold displacements."""
        self.glyphs: dict[int, tuple[int, ...]] = {}
        """What glyphs they are made of."""

    def add(self, run: Run, shown: Shown) -> None:
        """Keep a run."""
        key = id(run)
        self.shown[key], self.strings[key], self.glyphs[key] = shown, shown.string, run.ids
        if shown.moved:
            self.moved.add(key)


class Coding:
    """What of a font's coding is the same in every document: which glyph says which character, and runs made of such."""

    def __init__(self, font: Font) -> None:
        face = font.face
        self.first = int(face.glyph_count)
        """The first code for pairs of other kinds."""
        self.own: dict[int, str] = {}
        if self.first > _MOST_GLYPHS:
            self.first = 1
        else:
            nominal = uharfbuzz.Font(face).get_nominal_glyph
            self.own = {nominal(c): chr(c) for c in sorted(face.unicodes, reverse=True)}
        self.words = Words()

    def owns(self, ids: Sequence[int], texts: Sequence[str]) -> bool:
        """Whether every glyph says its own character."""
        own = self.own.get
        return all(own(glyph) == text for glyph, text in zip(ids, texts, strict=True))


coding = lru_cache(maxsize=64)(Coding)
"""The coding of a font, made once a process."""


class UsedFont:
    """One font as one document uses it: `resource` is its name in content streams ("/F1")."""

    def __init__(self, font: Font, resource: bytes, number: int) -> None:
        self.font, self.resource, self.number = font, resource, number
        self.scale = 1000.0 / font.metrics.units_per_em
        self.coding = coding(font)
        self.codes: dict[tuple[int, str], bytes] = {}
        self.widths: dict[int, int] = {}
        self.words = self.coding.words
        """Runs all of whose glyphs say their own characters, coded alike in every document."""
        self.taken: set[int] = set()
        """Those of them that this document shows."""
        self.shown: dict[int, Shown] = {}
        """All other runs of this document, by their identity."""
        self._plain: set[int] = set()
        self._others: list[tuple[int, str]] = []

    def code(self, pair: tuple[int, str]) -> bytes:
        """The escaped bytes of a glyph that stands for a text; `codes` and `widths` know it from then on."""
        glyph, text = pair
        if not glyph:
            raise MissingGlyph(f"{self.font.postscript_name} has no glyph for {text!r}")
        if self.coding.own.get(glyph) == text:
            code = glyph
            self._plain.add(glyph)
        else:
            code = self.coding.first + len(self._others)
            self._others.append(pair)
        self.widths.setdefault(glyph, self.font.advance(glyph))
        encoded = b"".join(_ESCAPED.get(b) or bytes((b,)) for b in code.to_bytes(2, "big"))
        self.codes[pair] = encoded
        return encoded

    def remember(self, run: Run, shown: Shown) -> None:
        """Keep a run for this document and those to come; a full memory is left for a new one."""
        if len(self.words.shown) >= _MOST_RUNS:
            self._settle()
            self.words = self.coding.words = Words()
        self.words.add(run, shown)

    def _settle(self) -> None:
        """Note the glyphs of the runs taken so far."""
        self._plain.update(*map(self.words.glyphs.__getitem__, self.taken))
        self.taken.clear()

    def _coded(self) -> dict[int, tuple[int, str]]:
        """Glyph and text by code, in order of the codes."""
        self._settle()
        plain = {glyph: (glyph, self.coding.own[glyph]) for glyph in sorted(self._plain)}
        return plain | dict(enumerate(self._others, self.coding.first))

    def write(self, file: ObjectFile) -> None:
        """Add the font's objects to the file."""
        cut = _cut(self.font, tuple(self._coded().items()), file.compression)
        base = name(f"{cut.tag}+{self.font.postscript_name}").encode()
        data = file.finished_stream(cut.data, b"/Filter/FlateDecode/Length1 %d" % cut.length)
        descriptor = file.add(self._descriptor(base, data))
        glyphs = file.finished_stream(cut.glyphs, b"/Filter/FlateDecode")
        descendant = file.add(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/FontDescriptor %s/CIDToGIDMap %s/W[%s]>>" % (base, ref(descriptor), ref(glyphs), cut.widths)
        )
        texts = file.finished_stream(cut.texts, b"/Filter/FlateDecode")
        file.put(
            self.number,
            b"<</Type/Font/Subtype/Type0/BaseFont%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>"
            % (base, ref(descendant), ref(texts)),
        )

    def _descriptor(self, base: bytes, file_number: int) -> bytes:
        m, scale = self.font.metrics, self.scale
        flags = _SYMBOLIC | _SERIF * m.serif | _FIXED * m.fixed_pitch | _ITALIC * (m.italic_angle != 0)
        box = b" ".join(b"%d" % round(v * scale) for v in m.bbox)
        # StemV is not in TrueType files; this is the usual estimate from the weight.
        stem = round(50 + (m.weight / 65) ** 2)
        return (
            b"<</Type/FontDescriptor/FontName%s/Flags %d/FontBBox[%s]/ItalicAngle %g/Ascent %d/Descent %d/CapHeight %d"
            b"/StemV %d/FontFile2 %s>>"
            % (
                base, flags, box, m.italic_angle, round(m.ascent * scale), round(m.descent * scale),
                round(m.cap_height * scale), stem, ref(file_number),
            )
        )  # fmt: skip


class _Cut(NamedTuple):
    """What a file holds of a font: the deflated subset and its length before, widths, and the deflated maps from codes to
    glyphs and to texts.
    """

    tag: str
    data: bytes
    length: int
    widths: bytes
    glyphs: bytes
    texts: bytes


@lru_cache(maxsize=64)
def _cut(font: Font, coded: tuple[tuple[int, tuple[int, str]], ...], compression: int) -> _Cut:
    """A font cut to the codes of a document, each with its glyph and text: documents of one kind need the same ones."""
    glyphs = frozenset(glyph for _, (glyph, _) in coded) | {0}
    data, length, mapping = _subset(font.face, glyphs, compression)
    numbers = _glyph_numbers({code: mapping[glyph] for code, (glyph, _) in coded})
    texts = _to_unicode({code: text for code, (_, text) in coded})
    packed = deflated(numbers, compression, b"\0\x01"), deflated(texts, compression)
    return _Cut(_tag(glyphs), data, length, _widths(font, coded), *packed)


def _widths(font: Font, coded: Iterable[tuple[int, tuple[int, str]]]) -> bytes:
    """The widths of the codes in 1/1000 em, one array for each stretch of codes without a gap."""
    scale = 1000.0 / font.metrics.units_per_em
    parts: list[bytes] = []
    last = -1
    for code, (glyph, _) in coded:
        if code != last + 1:
            parts.append(b"]%d[" % code if parts else b"%d[" % code)
        parts.append(b"%g " % round(font.advance(glyph) * scale, 3))
        last = code
    return b"".join([*parts, b"]"])


def _glyph_numbers(codes: Mapping[int, int]) -> bytes:
    """The map from codes to glyphs of the subset, two bytes a code; codes that are not used lead to .notdef."""
    table = array("H", bytes(2 * (max(codes, default=0) + 1)))
    for code, glyph in codes.items():
        table[code] = glyph
    if sys.byteorder == "little":
        table.byteswap()
    return table.tobytes()


def _tag(glyphs: frozenset[int]) -> str:
    """Six capitals that differ for different subsets of a font."""
    digest = sha256(b",".join(b"%d" % g for g in sorted(glyphs))).digest()
    return "".join(chr(65 + b % 26) for b in digest[:6])


@lru_cache(maxsize=64)
def _subset(face: Any, glyphs: frozenset[int], compression: int) -> tuple[bytes, int, dict[int, int]]:
    """The deflated subset file, its length before, and the new number of each glyph."""
    wanted = uharfbuzz.SubsetInput()
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.glyph_set.update(sorted(glyphs))
    wanted.drop_table_tag_set.update([int.from_bytes(tag.ljust(4).encode(), "big") for tag in _DROPPED])
    plan = uharfbuzz.SubsetPlan(face, wanted)
    data = bytes(plan.execute().blob.data)
    packed = zlib.compress(data, compression)
    while packed.endswith((b"\r", b"\n")):  # see `deflated`
        data += b"\x01"  # a zero would not change the last byte of the checksum
        packed = zlib.compress(data, compression)
    renumbered = plan.old_to_new_glyph_mapping
    return packed, len(data), {glyph: int(renumbered[glyph]) for glyph in glyphs}


_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n"
    "/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
)
_CMAP_TAIL = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
_PER_BLOCK = 100


def _to_unicode(texts: Mapping[int, str]) -> bytes:
    """The CMap from codes to their texts, in blocks of at most a hundred as the format demands."""
    lines = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in texts.items()]
    blocks = [lines[i : i + _PER_BLOCK] for i in range(0, len(lines), _PER_BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (_CMAP_HEAD + body + _CMAP_TAIL).encode()
