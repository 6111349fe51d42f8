"""Fonts: shaping, measuring and metrics of the document's TrueType files, the same for layout, drawing and the PDF writer.

Text is shaped by HarfBuzz word by word with kerning and ligatures; shaped words are cached per process (bounded).
Characters the role's font lacks come from the theme's fallback fonts; what no font has is drawn as U+FFFD and recorded in
`Fonts.missing`.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

import uharfbuzz

from briefgen.display import Close, CurveTo, LineTo, Move, Step
from briefgen.pages import Run
from briefgen.records import dataclass
from briefgen.theme import FaceRole, Theme
from briefgen.unseen import UNSEEN

REPLACEMENT = "\ufffd"
TABULAR = ("lnum", "tnum")
"""Features of figures in table columns: lining, all of one width. Fonts without them draw their plain figures."""

_CACHE_LIMIT = 8_000
_SPACES = frozenset("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f")
_COUNTS: dict[int, tuple[int, ...]] = {}
"""The clusters of plain runs, one tuple a length."""
_MOST_REPEATS = 200
"""How often the middle of a bracket is repeated at most: some twenty centimetres."""
_FROM_RIGHT = frozenset({"R", "AL", "RLE", "RLO", "RLI"})
_STAND_IN = {"\u2011": "\u2010-", "\u2010": "-", "\u2212": "\u2013"}
"""What a character may be drawn as, in order, when the role's own font lacks it; the written text is kept."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """A font's measures in font units, as a PDF font descriptor wants them; angle in degrees, weight 100 to 900."""

    units_per_em: int
    ascent: int
    descent: int
    cap_height: int
    x_height: int
    bbox: tuple[int, int, int, int]
    italic_angle: float
    weight: int
    serif: bool
    fixed_pitch: bool
    embeddable: bool


class Font:
    """One TrueType file, parsed by HarfBuzz when first asked; `data` are the file's bytes."""

    def __init__(self, name: str, read: Callable[[str], bytes]) -> None:
        self.name = name
        self._read = read
        self._has: dict[str, bool] = {}

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self._read(self.name)

    @cached_property
    def face(self) -> Any:
        """The HarfBuzz face."""
        return uharfbuzz.Face(uharfbuzz.Blob(self.data))

    @cached_property
    def hb(self) -> Any:
        """The HarfBuzz font, scaled in font units."""
        return uharfbuzz.Font(self.face)

    @cached_property
    def units_per_em(self) -> int:
        """Font units to the em."""
        return int(self.face.upem)

    @cached_property
    def metrics(self) -> Metrics:
        """The measures of the file's head, hhea, OS/2 and post tables."""
        return _metrics(self)

    @cached_property
    def postscript_name(self) -> str:
        """Name 6 of the name table, without characters a PDF name may not hold."""
        name = self.face.get_name(uharfbuzz.OTNameIdPredefined.POSTSCRIPT_NAME) or self.name.rpartition(".")[0]
        return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_+"))

    @cached_property
    def family(self) -> str:
        """The family name (typographic family, else name 1)."""
        names = uharfbuzz.OTNameIdPredefined
        return str(self.face.get_name(names.TYPOGRAPHIC_FAMILY) or self.face.get_name(names.FONT_FAMILY) or self.name)

    @cached_property
    def features(self) -> frozenset[str]:
        """Tags of the OpenType substitutions the font has in any script."""
        return _gsub_features(self.table("GSUB"))

    @cached_property
    def ascent(self) -> float:
        """Ascent in ems."""
        return self.metrics.ascent / self.units_per_em

    @cached_property
    def descent(self) -> float:
        """Descent in ems, a negative number."""
        return self.metrics.descent / self.units_per_em

    @cached_property
    def x_height(self) -> float:
        """Height of the small x in ems."""
        return self.metrics.x_height / self.units_per_em

    def table(self, tag: str) -> bytes:
        """The bytes of one table; empty when the font has none."""
        blob = self.face.reference_table(tag)
        return bytes(blob.data) if blob else b""

    def has(self, char: str) -> bool:
        """Whether the font draws a character (spaces of any width are drawn where the font has U+0020)."""
        known = self._has.get(char)
        if known is None:
            asked = " " if char in _SPACES else char
            known = char in UNSEEN or bool(self.hb.get_nominal_glyph(ord(asked)))
            self._has[char] = known
        return known

    def glyph(self, char: str) -> int:
        """The glyph of a character, 0 (.notdef) when there is none."""
        return int(self.hb.get_nominal_glyph(ord(char)) or 0)

    def advance(self, glyph: int) -> int:
        """The width of a glyph in font units."""
        return int(self.hb.get_glyph_h_advance(glyph))

    def extents(self, glyph: int) -> tuple[float, float, float, float]:
        """The ink of a glyph in ems: left edge, width, top above the baseline, bottom below it (positive downwards)."""
        found, em = self.hb.get_glyph_extents(glyph), self.units_per_em
        return found.x_bearing / em, found.width / em, found.y_bearing / em, -(found.y_bearing + found.height) / em

    def outline(self, glyph: int) -> tuple[Step, ...]:
        """The outline of a glyph in font units, from its origin; y counts downwards, as everywhere in layout."""
        steps: list[Step] = []
        self.hb.draw_glyph(glyph, _pen(), steps)
        return tuple(steps)

    def taller(self, char: str, height: float) -> int:
        """The smallest variant of a character's glyph that is `height` ems tall (MATH table), else the tallest there is."""
        return self._larger(char, height, "ttb")

    def wider(self, char: str, width: float) -> int:
        """The smallest variant of a character's glyph that is `width` ems wide (MATH table), else the widest there is."""
        return self._larger(char, width, "ltr")

    def assembled(self, char: str, size: float, direction: str) -> list[tuple[int, float]]:
        """The parts of a sign of any length, as the MATH table has it: glyphs and where they start, in ems, from the left or
        from the bottom ("ltr", "ttb"); none when it has no such parts. (OpenType 1.9, MATH, GlyphAssembly.)
        """
        parts, _ = self.hb.get_math_glyph_assembly(self.glyph(char), direction) if self.table("MATH") else ((), 0)
        if not any(part.flags for part in parts):
            return []
        overlap, target = self.hb.get_math_min_connector_overlap(direction), size * self.units_per_em
        for repeats in range(_MOST_REPEATS):
            line = [part for part in parts for _ in range(repeats if part.flags else 1)]
            surplus = sum(part.full_advance for part in line) - overlap * (len(line) - 1) - target
            if surplus >= 0 and line:
                break
        places, at = [], 0.0
        for part in line:
            places.append((int(part.glyph), at / self.units_per_em))
            at += part.full_advance - overlap - max(0.0, surplus) / max(1, len(line) - 1)
        return places

    def _larger(self, char: str, size: float, direction: str) -> int:
        glyph = self.glyph(char)
        variants = self.hb.get_math_glyph_variants(glyph, direction) if self.table("MATH") else ()
        enough = [v.glyph for v in variants if v.advance >= size * self.units_per_em]
        return int(enough[0] if enough else variants[-1].glyph if variants else glyph)

    def drawn(self, glyph: int, text: str) -> Run:
        """One glyph, chosen by number, that says `text`."""
        advance = self.advance(glyph)
        return Run(self.name, (glyph,), (advance,), (0,), text, None, advance / self.units_per_em)

    def shape(self, text: str, features: tuple[str, ...] = (), drawn: str = "") -> Run:
        """Shape text that this font covers; `drawn` (as long as `text`) is what to draw in its stead."""
        buffer = uharfbuzz.Buffer()
        buffer.add_str(drawn or text)
        buffer.guess_segment_properties()
        buffer.flags = uharfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        uharfbuzz.shape(self.hb, buffer, dict.fromkeys(features, True))
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        clusters = tuple(info.cluster for info in infos)
        if clusters == tuple(range(len(text))):
            clusters = _COUNTS.setdefault(len(text), clusters)
        offsets = tuple((p.x_offset, p.y_offset) for p in positions)
        moved = any(x or y for x, y in offsets)
        advances = tuple(p.x_advance for p in positions)
        return Run(
            self.name,
            tuple(info.codepoint for info in infos),
            advances,
            clusters,
            text,
            offsets if moved else None,
            sum(advances) / self.units_per_em,
        )


class ShapedWords(dict[str, tuple[Run, ...]]):
    """The shaped words of one role and one set of features: `words["mice"]` shapes at the first asking."""

    def __init__(self, fonts: Fonts, role: FaceRole, features: tuple[str, ...]) -> None:
        super().__init__()
        self._fonts, self._role, self._features = fonts, role, features
        self.font = fonts.for_role(role)
        self.space = self[" "][0]
        self.parts: dict[str, tuple[tuple[str, tuple[Run, ...], float], ...]] = {}
        """Words cut where lines may break: each piece's text, runs and width in ems."""

    def remember(self, word: str, parts: tuple[tuple[str, tuple[Run, ...], float], ...]) -> None:
        """Keep a word's pieces; the memory is emptied when full."""
        if len(self.parts) >= _CACHE_LIMIT:
            self.parts.clear()
        self.parts[word] = parts

    def __missing__(self, text: str) -> tuple[Run, ...]:
        runs, sound = self._fonts.shape_afresh(text, self._role, self._features)
        if sound:  # a word with a missing character is shaped each time, so that each document reports it
            if len(self) >= _CACHE_LIMIT:
                self.clear()
            self[text] = runs
        return runs


class Fonts:
    """The fonts of a theme. `read` returns the bytes of a font file by name; nothing is read before it is needed."""

    def __init__(self, theme: Theme, read: Callable[[str], bytes]) -> None:
        self.theme = theme
        self.missing: set[str] = set()
        """Characters that no font has (and right-to-left ones, which are not laid out), since it was last cleared."""
        self._read = read
        self._fonts: dict[str, Font] = {}
        self._words: dict[tuple[FaceRole, tuple[str, ...]], ShapedWords] = {}

    def font(self, name: str) -> Font:
        """The font of a file name (what `Run.face` holds) or of a role."""
        file = self.theme.faces.get(name, name)  # type: ignore[call-overload]  # a file name is no role: it stands for itself
        if file not in self._fonts:
            self._fonts[file] = Font(file, self._read)
        return self._fonts[file]

    def for_role(self, role: FaceRole) -> Font:
        """The first font of a role."""
        return self.font(self.theme.faces[role])

    def words(self, role: FaceRole, features: tuple[str, ...] = ()) -> ShapedWords:
        """The cache of shaped words of a role with OpenType features."""
        key = (role, features)
        if key not in self._words:
            self._words[key] = ShapedWords(self, role, features)
        return self._words[key]

    def shape(self, text: str, role: FaceRole, features: tuple[str, ...] = ()) -> tuple[Run, ...]:
        """Text as runs of glyphs, one a font, in order. Cached: meant for words."""
        return self.words(role, features)[text]

    def width(self, text: str, role: FaceRole, size: float, features: tuple[str, ...] = ()) -> float:
        """The width in points of one line of text."""
        words = self.words(role, features)
        parts = text.split(" ")
        total = sum(run.width for part in parts if part for run in words[part])
        return (total + words.space.width * (len(parts) - 1)) * size

    def shape_afresh(self, text: str, role: FaceRole, features: tuple[str, ...]) -> tuple[tuple[Run, ...], bool]:
        """Shape without the cache; the second value is False when a character was missing."""
        first = self.for_role(role)
        if all(map(first.has, unicodedata.normalize("NFC", text))) and not right_to_left(text):
            return (first.shape(text, features),), True
        return self._shape_mixed(text, role, features)

    def _shape_mixed(self, text: str, role: FaceRole, features: tuple[str, ...]) -> tuple[tuple[Run, ...], bool]:
        chosen = list(self._fonts_of(text, role))
        runs, at = [], 0
        for font, group in groupby(chosen, key=lambda c: c[0]):
            drawn = "".join(char for _, char in group)
            runs.append(font.shape(text[at : at + len(drawn)], features, drawn))
            at += len(drawn)
        return tuple(runs), not any(drawn == REPLACEMENT != char for char, (_, drawn) in zip(text, chosen, strict=True))

    def _fonts_of(self, text: str, role: FaceRole) -> Iterator[tuple[Font, str]]:
        """For each character the font that draws it and the character drawn; marks stay with their letter."""
        chain = [self.for_role(role), *map(self.font, self.theme.fallbacks)]
        last: Font | None = None
        for place, char in enumerate(text):
            found: tuple[Font, str] | None
            if right_to_left(char):
                found = None
            elif last and (char in UNSEEN or unicodedata.combining(char)) and last.has(char):
                found = (last, char)
            else:
                found = _first_with_marks(text, place, chain) or _first_with(char, chain)
            if found is None:
                self.missing.add(char)
                found = _first_with(REPLACEMENT, chain) or (chain[0], "?")
            last = found[0]
            yield found


def _first_with_marks(text: str, place: int, chain: list[Font]) -> tuple[Font, str] | None:
    """The first font that has a letter and the marks that follow it; None when no marks do or no font has them all."""
    end = place + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    whole = text[place:end]
    return next(((font, text[place]) for font in chain if all(map(font.has, whole))), None) if len(whole) > 1 else None


def _first_with(char: str, chain: list[Font]) -> tuple[Font, str] | None:
    if chain[0].has(char):
        return chain[0], char
    for other in _STAND_IN.get(char, ""):
        if chain[0].has(other):
            return chain[0], other
    return next(((font, char) for font in chain if font.has(char)), None)


@lru_cache(maxsize=1)
def _pen() -> Any:
    """HarfBuzz's way to hand out an outline: functions that add its steps to a list."""
    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(lambda x, y, steps: steps.append(Move(x, -y)))
    pen.set_line_to_func(lambda x, y, steps: steps.append(LineTo(x, -y)))
    pen.set_cubic_to_func(lambda a, b, c, d, x, y, steps: steps.append(CurveTo(a, -b, c, -d, x, -y)))
    pen.set_close_path_func(lambda steps: steps.append(Close()))
    return pen


@lru_cache(maxsize=4096)
def right_to_left(text: str) -> bool:
    """Whether a text holds letters that are written from right to left, or asks for that direction."""
    return any(unicodedata.bidirectional(c) in _FROM_RIGHT for c in text)


# --------------------------------------------------------------------------------------------------- the file's tables


def _metrics(font: Font) -> Metrics:
    """Read head, hhea, OS/2 and post (OpenType 1.9); a table that is short or absent gives usual values."""
    head, hhea, os2, post = (font.table(tag) for tag in ("head", "hhea", "OS/2", "post"))
    upem = font.units_per_em
    ascent, descent = struct.unpack_from(">hh", hhea, 4) if len(hhea) >= 8 else (upem * 4 // 5, -upem // 5)
    tall = len(os2) >= 90
    x_height, cap_height = struct.unpack_from(">hh", os2, 86) if tall else (upem // 2, upem * 7 // 10)
    return Metrics(
        units_per_em=upem,
        ascent=ascent,
        descent=descent,
        cap_height=cap_height or upem * 7 // 10,
        x_height=x_height or upem // 2,
        bbox=struct.unpack_from(">hhhh", head, 36),
        italic_angle=struct.unpack_from(">i", post, 4)[0] / 65536 if len(post) >= 8 else 0.0,
        weight=struct.unpack_from(">H", os2, 4)[0] if os2 else 400,
        serif=len(os2) >= 42 and (2 <= os2[33] <= 10 or 1 <= os2[30] <= 7),
        fixed_pitch=len(post) >= 16 and struct.unpack_from(">I", post, 12)[0] != 0,
        embeddable=not os2 or struct.unpack_from(">H", os2, 8)[0] & 0x000F != 0x0002,
    )


def _gsub_features(table: bytes) -> frozenset[str]:
    if len(table) < 8:
        return frozenset()
    at = struct.unpack_from(">H", table, 6)[0]
    count = struct.unpack_from(">H", table, at)[0]
    return frozenset(table[at + 2 + 6 * i : at + 6 + 6 * i].decode("latin-1") for i in range(count))
