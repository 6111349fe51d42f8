"""Text operators and fonts: kerning, justification, ligatures, hyphens, marks, and what each code says."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

import handmade
from briefgen.pages import Run
from briefgen.render.pdf import embed
from briefgen.render.pdf.embed import MissingGlyph, UsedFont
from briefgen.render.pdf.objects import ObjectFile
from briefgen.render.pdf.text import bare, show


@pytest.fixture
def font() -> UsedFont:
    file = ObjectFile("1.7")
    return UsedFont(handmade.FONTS.font("SourceSerif4-Regular.ttf"), b"/F1", file.reserve())


def _run(text: str) -> Run:
    (run,) = handmade.FONTS.shape_afresh(text, "serif", ())[0]
    return run


def _show(font: UsedFont, *runs: Run, word_space: float = 0.0, rise: float = 0.0) -> bytes:
    return show(font, runs, 10.0, word_space, rise)


def _said(font: UsedFont) -> list[str]:
    """What the codes say that the font gave out, in order."""
    return [text for _, text in font.codes]


def test_unkerned_text_is_one_plain_string(font: UsedFont) -> None:
    assert _show(font, _run("nnn")).endswith(b")Tj")


def test_characters_that_nothing_is_drawn_for_draw_nothing(font: UsedFont) -> None:
    assert _run("\ufe0e").ids == ()
    assert _show(font, _run("\ufe0e")) == b"()Tj"


def test_words_are_coded_alike_in_every_document(font: UsedFont) -> None:
    """What came before in this document or another does not matter, so that strings can be kept from one to the next."""
    word = _run("Mice")
    _show(font, _run("Dogs ate the office µ"))
    other = UsedFont(font.font, b"/F1", 9)
    assert _show(font, word) == _show(other, word) == _show(other, _run("Mice"))
    assert [text for _, text in other.codes] == ["M", "i", "c", "e"]


def test_codes_of_odd_pairs_stand_above_the_glyphs_of_the_font(font: UsedFont) -> None:
    _show(font, _run("a\u00a0b"))
    assert int.from_bytes(font.codes[_run("\u00a0").ids[0], "\u00a0"], "big") == font.font.face.glyph_count


def test_a_font_with_too_many_glyphs_numbers_all_its_codes_afresh(monkeypatch: pytest.MonkeyPatch, font: UsedFont) -> None:
    monkeypatch.setattr(embed, "_MOST_GLYPHS", 100)
    monkeypatch.setattr(embed, "coding", embed.Coding)
    fresh = UsedFont(font.font, b"/F1", 1)
    assert _show(fresh, _run("nn")) == b"(\0\x01\0\x01)Tj"


def test_kerning_moves_the_next_glyph_by_the_difference(font: UsedFont) -> None:
    run = _run("AV")
    kern = run.advances[0] - font.font.advance(run.ids[0])
    assert kern < 0
    assert b")%g(" % -kern in _show(font, run)


def test_justification_widens_only_spaces(font: UsedFont) -> None:
    shown = _show(font, _run("n n\u00a0n"), word_space=0.5)
    assert re.findall(rb"\)(-?[\d.]+)\(", shown) == [b"-50"]


def test_a_ligature_says_its_letters(font: UsedFont) -> None:
    _show(font, _run("office"))
    assert "".join(_said(font)) == "office"
    assert len(_said(font)) < len("office")


def test_one_glyph_may_say_different_things(font: UsedFont) -> None:
    _show(font, _run("µ μ\u00a0-\u2010"))
    assert {"µ", "μ", " ", "\u00a0", "-", "\u2010"} <= set(_said(font))


def test_the_hyphen_of_a_line_end_says_a_soft_hyphen(font: UsedFont) -> None:
    drawn, word = _run("-"), _run("hy")
    _show(font, word, replace(drawn, clusters=(-1,), text=""))
    assert _said(font)[-1] == "\u00ad"


def test_glyphs_that_say_something_only_together_are_not_shown_unless_asked_for(font: UsedFont) -> None:
    """One glyph says it all then, and the others are drawn as outlines."""
    run = Run("x", (50, 51, 52), (500, 10, 500), (0, 0, 1), "é!", ((0, 0), (-20, 30), (0, 0)), 1.01)
    assert not _show(font, run)
    assert show(font, (run,), 10.0, apart=True)
    (shown,), marks = bare((run,))
    assert (shown.ids, shown.advances, shown.clusters, shown.offsets) == ((50, 52), (510, 500), (0, 1), None)
    assert (shown.text, shown.width) == (run.text, run.width)
    assert marks == [(51, 0, 480, 30)]
    assert _show(font, shown).endswith(b"Tj") or _show(font, shown).endswith(b"TJ")
    assert "é" in _said(font)


def test_a_letter_and_a_mark_that_follow_one_another_each_say_their_own(font: UsedFont) -> None:
    _show(font, Run("x", (50, 51), (500, 0), (0, 0), "x\u0304"))
    assert _said(font) == ["x", "\u0304"]


def test_characters_without_a_glyph_draw_nothing(font: UsedFont) -> None:
    word, silent = _run("nn"), Run("x", (), (), (), "\u200e")
    assert _show(font, word, silent, word) == _show(font, word, word)


def test_what_stands_between_glyphs_set_apart_is_one_string(font: UsedFont) -> None:
    """pdfium loses a space that is a string of its own."""
    raised = Run("x", (50,), (500,), (0,), "a", ((0, 100),))
    shown = _show(font, raised, _run(" "), _run("and"), _run(" "), raised)
    assert shown.count(b"Tj") + shown.count(b"TJ") == 3


def test_a_raised_glyph_returns_to_the_rise_of_its_text(font: UsedFont) -> None:
    shown = _show(font, Run("x", (50, 51), (500, 500), (0, 1), "ab", ((0, 0), (0, 100))), rise=2.0)
    assert b"3 Ts" in shown
    assert shown.endswith(b"2 Ts")


def test_a_displaced_glyph_does_not_move_what_follows(font: UsedFont) -> None:
    width = font.font.advance(50)
    shown = _show(font, Run("x", (50, 50, 50), (width,) * 3, (0, 1, 2), "abc", ((0, 0), (40, 0), (0, 0))))
    assert re.findall(rb"\)(-?[\d.]+)\(", shown) == [b"-40", b"40"]


def test_a_glyph_that_no_font_has_is_refused(font: UsedFont) -> None:
    with pytest.raises(MissingGlyph):
        _show(font, Run("x", (0,), (500,), (0,), "a"))


def test_the_font_in_the_file_maps_codes_to_text_widths_and_glyphs() -> None:
    from samples_pdf import pdf

    with pikepdf.open(BytesIO(pdf("hand"))) as file:
        for resource in file.pages[0].Resources.Font.values():
            descendant = resource.DescendantFonts[0]
            cmap = resource.ToUnicode.read_bytes().decode()
            codes = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]+)>$", cmap.partition("beginbfchar")[2], re.MULTILINE)
            widths = [
                int(first) + n
                for first, row in zip(descendant.W[::2], descendant.W[1::2], strict=True)
                for n in range(len(row))
            ]
            assert widths == [int(code, 16) for code, _ in codes], "every code has a width, and nothing else has one"
            glyphs = descendant.CIDToGIDMap.read_bytes()
            assert all(glyphs[2 * code : 2 * code + 2] != b"\0\0" for code in widths), "every code leads to a glyph"
            assert all(block <= 100 for block in map(int, re.findall(r"(\d+) beginbfchar", cmap)))
            assert re.match(r"/[A-Z]{6}\+", str(resource.BaseFont))
            assert "0000" not in [text for _, text in codes]
