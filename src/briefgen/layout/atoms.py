"""Atoms: the unbreakable pieces of a paragraph (words and parts of words, formulas), and how a text falls into them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from briefgen.fonts import Fonts, ShapedWords
from briefgen.pages import Run
from briefgen.records import dataclass
from briefgen.theme import FaceRole

if TYPE_CHECKING:
    from briefgen.layout.flow import Slab

JOINED, SPACE, SEAM, HYPHEN, FORCED, TIED = range(6)
"""What follows an atom: nothing, a space, a place to break, one to break with a hyphen, a line break, a space that holds."""


@dataclass(slots=True, eq=False)
class Look:
    """How a stretch of text is set, and the element and link it belongs to. Compared by identity."""

    role: FaceRole
    size: float
    colour: str
    element: int
    words: ShapedWords
    rise: float = 0.0
    link: int = -1
    lang: str = ""
    hyphenate: bool = True
    fixed: bool = False
    address: bool = False
    capitals: bool = False

    def but(self, **changes: Any) -> Look:
        """A look with other values of some fields (what `dataclasses.replace` gives, several times faster)."""
        new = Look(
            self.role, self.size, self.colour, self.element, self.words, self.rise, self.link, self.lang,
            self.hyphenate, self.fixed, self.address, self.capitals,
        )  # fmt: skip
        for name, value in changes.items():
            setattr(new, name, value)
        return new

    @property
    def space(self) -> float:
        """The width of a word space in points."""
        return self.words.space.width * self.size


class Atom:
    """One unbreakable piece. `after` is what follows it; `glue` is the look of the space that does.

    `word` is (text of the whole word, start, end) for a part of a hyphenated word, so that unbroken parts are drawn as one.
    """

    __slots__ = ("after", "anchor", "glue", "item", "look", "note", "runs", "text", "width", "word")

    def __init__(
        self, text: str, look: Look, runs: tuple[Run, ...], width: float, after: int = JOINED, glue: Look | None = None
    ) -> None:
        self.text, self.look, self.runs, self.width = text, look, runs, width
        self.after = after
        self.glue = glue
        self.item: Inset | None = None
        self.word: tuple[str, int, int] | None = None
        self.anchor: tuple[str, int] | None = None
        self.note: tuple[Slab, ...] = ()


@dataclass(frozen=True, slots=True)
class Inset:
    """Something other than text inside a line: its size, and what paints it (x, baseline, and whether as artifact).

    `narrowed` makes it anew for a width that it does not fit.
    """

    width: float
    ascent: float
    descent: float
    paint: Callable[[Any, float, float, bool], None]
    narrowed: Callable[[float], Inset] | None = None


def atom(text: str, look: Look) -> Atom:
    """An atom of text."""
    if look.capitals:
        return _capitals(text, look)
    runs = look.words[text]
    width = runs[0].width if len(runs) == 1 else sum(run.width for run in runs)
    return Atom(text, look, runs, width * look.size)


def _capitals(text: str, look: Look) -> Atom:
    """Small capitals of a face that has none: capitals, scaled by the look, that still say the written text."""
    raised = text.upper()
    if len(raised) != len(text):
        raised = text
    runs, at = [], 0
    for run in look.words[raised]:
        runs.append(replace(run, text=text[at : at + len(run.text)]))
        at += len(run.text)
    return Atom(text, look, tuple(runs), sum(run.width for run in runs) * look.size)


# --------------------------------------------------------------------------------------------- where words may be broken

_WHITE = re.compile(r"[ \t\n\r]+")
_INNER = re.compile(
    r"(?<=[^\W\d_]{2}[-‐–])(?=[^\W\d_]{2})"  # double-|blind
    r"|(?<=[^\W\d_]{3}/)(?=[^\W\d_]{3})"  # safety/|tolerability, but not mg/kg
    r"|(?<=\w[—…])(?=\w)"
)
_LONG = re.compile(r"(?<=[\w)\]][-‐–,/;:])(?=[\w(\[])|(?<=[)\]])(?=[\w(\[])")
_ADDRESS = re.compile(r"(?<=[^/][/.?&=_#~-])(?=[^/.?&=_#~-])|(?<=//)(?=\w)")
_LONG_WORD = 18
_EAST = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9d\U00020000-\U0003ffff"
)
_OPENS, _CLOSES = (
    "「『（［｛〈《【〔〖〘",
    "、。，．：；？！」』）］｝〉》】〕〗〙・…‥ー々〻ヽヾゝゞぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ",
)
_NOT_LAST, _NOT_FIRST = rf"(\[{{{_OPENS}", rf")\]}},.;:!?%{_CLOSES}"
_FAR_EAST = re.compile(f"[{_EAST}]")
_BETWEEN = re.compile(
    f"(?<=[{_EAST}{_CLOSES}])(?<![{_NOT_LAST}])(?=[^{_NOT_FIRST}])|(?<=[^{_NOT_LAST}])(?=[{_EAST}{_OPENS}])(?![{_NOT_FIRST}])"
)
"""Where a line of Chinese or Japanese may end: beside any character, but not before what closes or after what opens
(JIS X 4051, 8.1; small kana and marks of length and repetition close)."""


@lru_cache(maxsize=50_000)
def pieces(word: str, address: bool) -> tuple[str, ...]:
    """A word cut where it may break without a hyphen: after hyphens, slashes, zero-width spaces; addresses after / . ? &."""
    if "\u200b" in word:
        return tuple(part for piece in word.split("\u200b") for part in pieces(piece, address) if part)
    if not word.isascii() and _FAR_EAST.search(word):
        return tuple(filter(None, _BETWEEN.split(word)))
    if len(word) < 5 or word.isalpha():
        return (word,)
    if address or "://" in word or word.startswith("10."):
        return tuple(_merged(_ADDRESS.split(word)))
    return tuple((_LONG if len(word) > _LONG_WORD else _INNER).split(word))


def _merged(parts: list[str]) -> list[str]:
    """Parts of addresses, none shorter than three characters, so that lines do not begin with a lone letter."""
    out: list[str] = []
    for part in parts:
        if out and (len(part) < 3 or len(out[-1]) < 3):
            out[-1] += part
        else:
            out.append(part)
    return out


def add_text(atoms: list[Atom], text: str, look: Look) -> None:
    """Append a text's atoms; white space becomes one space, at the start of the paragraph none."""
    if "\n" in text or "\t" in text or "  " in text:
        text = _WHITE.sub(" ", text)
    words = text.split(" ")
    if not words[0] and len(words) > 1:
        _space(atoms, look)
    last = words.pop()
    if look.fixed or look.address or look.capitals or "\u00ad" in text:
        for word in filter(None, words):
            _add_word(atoms, word, look)
            _space(atoms, look)
        if last:
            _add_word(atoms, last, look)
        return
    known, size = look.words.parts, look.size
    for word in filter(None, words):
        parts = known.get(word) or _parts(word, look)
        if len(parts) == 1:
            part, runs, width = parts[0]
            atoms.append(Atom(part, look, runs, width * size, SPACE, look))
        else:
            _add_parts(atoms, parts, look)
            _space(atoms, look)
    if last:
        _add_parts(atoms, known.get(last) or _parts(last, look), look)


def _space(atoms: list[Atom], look: Look) -> None:
    """Let a space follow what there is."""
    if atoms and atoms[-1].after == JOINED:
        atoms[-1].after, atoms[-1].glue = SPACE, look


def _add_parts(atoms: list[Atom], parts: tuple[tuple[str, tuple[Run, ...], float], ...], look: Look) -> None:
    """Append the pieces of a word, between which a line may end."""
    for part, runs, width in parts:
        atoms.append(Atom(part, look, runs, width * look.size, SEAM))
    if parts:  # and not a word of zero-width spaces alone
        atoms[-1].after = JOINED


def shaped_parts(word: str, look: Look) -> tuple[tuple[str, tuple[Run, ...], float], ...]:
    """A word's shaped pieces with their widths in ems, remembered by its face."""
    return look.words.parts.get(word) or _parts(word, look)


def _parts(word: str, look: Look) -> tuple[tuple[str, tuple[Run, ...], float], ...]:
    shaped = [(piece, look.words[piece]) for piece in pieces(word, False)]
    parts = tuple((piece, runs, sum(run.width for run in runs)) for piece, runs in shaped)
    if all(piece in look.words for piece, _ in shaped):
        look.words.remember(word, parts)
    return parts


def _add_word(atoms: list[Atom], word: str, look: Look) -> None:
    """Append a word of a literal, a value, an address or with soft hyphens."""
    if "\u00ad" in word:
        atoms.extend(_soft(word, look))
        return
    if look.fixed and len(word) <= _LONG_WORD:
        atoms.append(atom(word, look))
        return
    parts = pieces(word, look.address)
    for part in parts:
        atoms.append(atom(part, look))
        atoms[-1].after = SEAM
    if parts:
        atoms[-1].after = JOINED


def _soft(word: str, look: Look) -> list[Atom]:
    """The parts of a word between the writer's soft hyphens."""
    parts = [part for part in word.split("\u00ad") if part]
    return parts_of("".join(parts), parts, look) if parts else []


def parts_of(word: str, parts: list[str], look: Look) -> list[Atom]:
    """Atoms of a word's parts, with a hyphen when broken between them."""
    out, at = [], 0
    for part in parts:
        piece = atom(part, look)
        piece.word, piece.after = (word, at, at + len(part)), HYPHEN
        at += len(part)
        out.append(piece)
    out[-1].after = JOINED
    return out


# ------------------------------------------------------------------------------------------------------- hyphenation


@lru_cache(maxsize=8)
def _dictionary(lang: str) -> Any:
    """The hyphenation patterns of a language, or of its base language; None when there are none."""
    import pyphen  # only documents with long lines of text need the patterns

    tag = pyphen.language_fallback(lang.replace("-", "_"))
    return pyphen.Pyphen(lang=tag, left=2, right=3) if tag else None


@lru_cache(maxsize=20_000)
def syllables(word: str, lang: str) -> tuple[str, ...]:
    """Where a word may be hyphenated; only words in lower case (or with one capital) of six letters and more."""
    core = word.strip("()[]{}.,;:!?'\"“”‘’…")
    if len(core) < 6 or not core.isalpha() or not core[1:].islower():
        return (word,)
    dictionary = _dictionary(lang)
    if dictionary is None:
        return (word,)
    start = word.index(core)
    cuts = [start + int(p) for p in dictionary.positions(core)]
    edges = [0, *cuts, len(word)]
    return tuple(word[a:b] for a, b in pairwise(edges))


def hyphenated(atoms: list[Atom], lang: str) -> list[Atom]:
    """The atoms with every word that may be hyphenated cut into its syllables."""
    out: list[Atom] = []
    for piece in atoms:
        look = piece.look
        if piece.item or piece.word or not look.hyphenate or look.fixed or len(piece.text) < 6:
            out.append(piece)
            continue
        parts = syllables(piece.text, look.lang or lang)
        if len(parts) == 1:
            out.append(piece)
        else:
            out.extend(_in_place_of(piece, list(parts)))
    return out


def _in_place_of(piece: Atom, parts: list[str]) -> list[Atom]:
    cut = parts_of(piece.text, parts, piece.look)
    cut[-1].after, cut[-1].glue, cut[-1].note = piece.after, piece.glue, piece.note
    cut[0].anchor = piece.anchor
    return cut


def shortened(atoms: list[Atom], width: float, lang: str) -> list[Atom]:
    """The atoms with those wider than `width` cut until each fits: at syllables, else anywhere between characters.

    A word that no line can hold is hyphenated also where others are not (in tables, in headings): cut elsewhere and without
    a hyphen it would read as two.
    """
    out: list[Atom] = []
    for piece in atoms:
        if piece.item and piece.item.narrowed and piece.width > width:
            piece.item = piece.item.narrowed(width)
            piece.width = piece.item.width
        if piece.width <= width or piece.item or len(piece.text) < 2:
            out.append(piece)
            continue
        look = piece.look
        natural = () if look.fixed or look.address or piece.word else syllables(piece.text, look.lang or lang)
        hyphen = look.words["-"][0].width * look.size
        if len(natural) > 1 and all(atom(p, look).width + hyphen <= width for p in natural):
            out.extend(_in_place_of(piece, list(natural)))
        else:
            out.extend(_chopped(piece, width))
    return out


def _chopped(piece: Atom, width: float) -> list[Atom]:
    """A word cut between characters, each part as long as fits and at least one character."""
    out: list[Atom] = []
    rest = piece.text
    while rest:
        count = max(1, min(len(rest), int(len(rest) * width / max(atom(rest, piece.look).width, 0.01)) + 1))
        while count > 1 and atom(rest[:count], piece.look).width > width:
            count -= 1
        while 1 < count < len(rest) and unicodedata.combining(rest[count]):  # a mark stays with its letter
            count -= 1
        out.append(atom(rest[:count], piece.look))
        out[-1].after = SEAM
        rest = rest[count:]
    out[-1].after, out[-1].glue, out[-1].note = piece.after, piece.glue, piece.note
    out[0].anchor = piece.anchor
    return out


def small_capitals(fonts: Fonts, look: Look) -> Look:
    """The look with the face's own small capitals, or with scaled capitals where it has none."""
    if "smcp" in fonts.for_role(look.role).features:
        return look.but(words=fonts.words(look.role, ("smcp",)))
    return look.but(size=look.size * 0.8, capitals=True)
