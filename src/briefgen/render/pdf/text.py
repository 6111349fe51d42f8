"""Text operators: shaped glyphs become `TJ` arrays (ISO 32000-2, 9.4.3), kerning and justification included."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import lru_cache
from itertools import pairwise, repeat
from operator import lt
from typing import NamedTuple

from briefgen.pages import Run
from briefgen.records import dataclass
from briefgen.render.pdf.embed import Shown, UsedFont
from briefgen.render.pdf.objects import number

SOFT_HYPHEN = "\u00ad"
"""What the hyphen that layout added at a line's end says, so that readers join the word again."""

_SILENT = frozenset("\u00ad\u200b\u2060\ufeff")
_MOST_SHOWN = 4_000
"""How many runs of a font are remembered within a document; a long table has no end of them, most printed once."""
_UNSEEN = str.maketrans("", "", "".join(sorted(_SILENT)))


def show(
    font: UsedFont, runs: Sequence[Run], size: float, word_space: float = 0.0, rise: float = 0.0, apart: bool = False
) -> bytes:
    """Operators that draw runs of the current font; they leave the rise as they found it (`rise`, points).

    Empty when glyphs say something only together, unless they are asked for `apart`: see `bare`.
    """
    if word_space:
        return _one_by_one(font, runs, size, word_space, rise, apart)
    words, keys = font.words, [*map(id, runs)]
    try:
        string = b"".join(map(words.strings.__getitem__, keys))
    except KeyError:
        return _one_by_one(font, runs, size, word_space, rise, apart)
    font.taken.update(keys)
    return _operator(string, not words.moved.isdisjoint(keys))


def _one_by_one(font: UsedFont, runs: Sequence[Run], size: float, word_space: float, rise: float, apart: bool) -> bytes:
    """What `show` gives for runs of which some are new, have codes in this document only or are justified.

    What stands between runs set apart is one string, since pdfium loses a space that is a string of its own.
    """
    stretch = word_space * 1000.0 / size if word_space else 0.0
    out: list[bytes] = []
    parts: list[bytes] = []
    moved = False
    for run in runs:
        shown = _learnt(font, run)
        if shown.apart:
            if not apart and not all(cluster.texts for cluster in _clusters(run)):
                return b""
            if parts:
                out.append(_operator(b"".join(parts), moved))
                parts, moved = [], False
            out.extend(_piece(font, piece, stretch, rise, size) for piece in _pieces(run))
            continue
        if stretch and shown.spaced:
            shown = _string(font, run.ids, shown.texts, run.advances, stretch)
        parts.append(shown.string)
        moved = moved or shown.moved
    return b" ".join([*out, _operator(b"".join(parts), moved)] if parts else out)


def _operator(string: bytes, moved: bool) -> bytes:
    return b"[(%s)]TJ" % string if moved else b"(%s)Tj" % string


def _learnt(font: UsedFont, run: Run) -> Shown:
    """What a run is in a content stream, remembered: words recur. The run is kept too, so that its id stays its own."""
    key = id(run)
    known = font.words.shown.get(key)
    if known is not None:
        font.taken.add(key)
        return known
    known = font.shown.get(key)
    if known is not None:
        return known
    texts = _one_to_one(run) if run.offsets is None else None
    made = Shown(apart=True) if texts is None else _string(font, run.ids, texts, run.advances, 0.0)
    shown = made._replace(run=run)
    if not shown.apart and font.coding.owns(run.ids, shown.texts):
        font.remember(run, shown)
        return shown
    if len(font.shown) >= _MOST_SHOWN:
        font.shown.clear()
    font.shown[key] = shown
    return shown


def _one_to_one(run: Run) -> Sequence[str] | None:
    """The text of each glyph where each has one of its own; None when some share theirs."""
    text, clusters = run.text, run.clusters
    if clusters and clusters[-1] == -1:
        text, clusters = text + SOFT_HYPHEN, (*clusters[:-1], len(text))
    if len(clusters) == len(text) and clusters == _counting(len(text)):
        return text
    if not clusters:
        return ""  # characters that print nothing, and no glyph
    if clusters[:1] != (0,) or not all(map(lt, clusters, clusters[1:])) or not _SILENT.isdisjoint(run.text):
        return None
    return [text[i:j] for i, j in zip(clusters, (*clusters[1:], len(text)), strict=True)]


@lru_cache(maxsize=512)
def _counting(length: int) -> tuple[int, ...]:
    return tuple(range(length))


def _string(
    font: UsedFont, ids: Sequence[int], texts: Sequence[str], advances: Sequence[int], stretch: float,
    shifts: Sequence[int] | None = None,
) -> Shown:  # fmt: skip
    """Glyphs as the inside of a string. `shifts` displace single ones to the right (font units), `stretch` widens spaces
    (1/1000 em).
    """
    known = font.codes.get
    coded = [known(pair) or font.code(pair) for pair in zip(ids, texts, strict=True)]
    widths = [*map(font.widths.__getitem__, ids)]
    spaced = " " in texts
    if not (stretch and spaced) and not shifts and widths == [*advances]:
        return Shown(b"".join(coded), False, spaced, texts)
    gaps = _gaps(font.scale, widths, texts, advances, stretch)
    start = b""
    if shifts:
        moves = _moves(shifts)
        gaps = [gap - move * font.scale for gap, move in zip(gaps, moves[1:], strict=True)]
        start = _gap(round(-moves[0] * font.scale, 1)) if moves[0] else b""
    parts = [code + _gap(round(gap, 1)) if gap else code for code, gap in zip(coded, gaps, strict=True)]
    return Shown(start + b"".join(parts), True, spaced, texts)


def _gaps(scale: float, widths: Sequence[int], texts: Sequence[str], advances: Sequence[int], stretch: float) -> list[float]:
    """How far to move back after each glyph, in 1/1000 em: kerning and, at spaces, justification."""
    gaps = [(w - a) * scale if w != a else 0.0 for w, a in zip(widths, advances, strict=True)]
    if stretch:
        for i, text in enumerate(texts):
            if text == " ":
                gaps[i] -= stretch
    return gaps


@lru_cache(maxsize=4096)
def _gap(amount: float) -> bytes:
    return b")%g(" % amount


def _moves(shifts: Sequence[int]) -> list[int]:
    """How far to move right before each glyph and after the last, so that shifts do not add up."""
    return [b - a for a, b in zip([0, *shifts], [*shifts, 0], strict=True)]


# ------------------------------------------------------------------------------- marks, ligatures, displaced glyphs


class _Cluster(NamedTuple):
    """Glyphs that stand for one text: a letter with its marks, letters in a ligature. `moved`: one of them is displaced."""

    indices: list[int]
    text: str
    moved: bool

    @property
    def texts(self) -> Sequence[str]:
        """What each glyph says by itself; nothing where they say something only together.

        A letter and its marks say their own characters where they follow one another: pdfium puts blanks between others.
        """
        if len(self.indices) == 1:
            return (self.text,)
        letters = unicodedata.normalize("NFD", self.text)
        return letters if len(letters) == len(self.indices) and not self.moved else ()


class Mark(NamedTuple):
    """A glyph that says nothing by itself: `run` is its place among the runs of a line, `x` and `y` its place in that run in
    font units.
    """

    glyph: int
    run: int
    x: int
    y: int


def bare(runs: Sequence[Run]) -> tuple[tuple[Run, ...], list[Mark]]:
    """Runs in which one glyph says what several say only together, and the other ones of these.

    As outlines the others part no word in any reader. With `ActualText` around them all, poppler loses the rest of the
    element; as text, pdfium ends the word there.
    """
    marks: list[Mark] = []
    return tuple([_bare(run, number, marks) for number, run in enumerate(runs)]), marks


def _bare(run: Run, number: int, marks: list[Mark]) -> Run:
    kept: list[int] = []
    advances = [*run.advances]
    offsets = run.offsets or ((0, 0),) * len(run.ids)
    x = 0
    for cluster in _clusters(run):
        first = cluster.indices[0]
        for i in cluster.indices:
            if i == first or cluster.texts:
                kept.append(i)
            else:
                marks.append(Mark(run.ids[i], number, x + offsets[i][0], offsets[i][1]))
                advances[first] += run.advances[i]
            x += run.advances[i]
    if len(kept) == len(run.ids):
        return run
    places = tuple(offsets[i] for i in kept)
    return replace(
        run,
        ids=tuple(run.ids[i] for i in kept),
        advances=tuple(advances[i] for i in kept),
        clusters=tuple(run.clusters[i] for i in kept),
        offsets=places if any(map(any, places)) else None,
    )


@dataclass(slots=True)
class _Piece:
    """Glyphs at one height."""

    height: int
    ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    advances: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)


def _pieces(glyphs: Run) -> Iterator[_Piece]:
    """The run cut where the height changes."""
    piece: _Piece | None = None
    offsets = glyphs.offsets or ((0, 0),) * len(glyphs.ids)
    for cluster in _clusters(glyphs):
        for i, text in zip(cluster.indices, cluster.texts or repeat(cluster.text), strict=False):
            if piece is None or piece.height != offsets[i][1]:
                if piece:
                    yield piece
                piece = _Piece(offsets[i][1])
            piece.ids.append(glyphs.ids[i])
            piece.texts.append(text)
            piece.advances.append(glyphs.advances[i])
            piece.shifts.append(offsets[i][0])
    if piece:
        yield piece


def _clusters(glyphs: Run) -> Iterator[_Cluster]:
    """Groups of glyph indices with the text they stand for; characters that print nothing are left out of it."""
    starts = sorted({c for c in glyphs.clusters if c >= 0})
    ends = dict(pairwise([*starts, len(glyphs.text)]))
    first = starts[0] if starts else 0
    groups: list[tuple[int, list[int]]] = []
    for i, cluster in enumerate(glyphs.clusters):
        if groups and groups[-1][0] == cluster and cluster >= 0:
            groups[-1][1].append(i)
        else:
            groups.append((cluster, [i]))
    for cluster, indices in groups:
        moved = glyphs.offsets is not None and any(any(glyphs.offsets[i]) for i in indices)
        if cluster < 0:
            yield _Cluster(indices, SOFT_HYPHEN, moved)
        else:
            text = glyphs.text[0 if cluster == first else cluster : ends[cluster]]
            yield _Cluster(indices, text.translate(_UNSEEN) or text, moved)


def _piece(font: UsedFont, piece: _Piece, stretch: float, rise: float, size: float) -> bytes:
    shifts = piece.shifts if any(piece.shifts) else None
    string = _string(font, piece.ids, piece.texts, piece.advances, stretch, shifts)
    shown = _operator(string.string, string.moved)
    if piece.height:
        lifted = rise + piece.height * font.scale * size / 1000
        shown = b"%s Ts %s %s Ts" % (number(lifted), shown, number(rise))
    return shown
