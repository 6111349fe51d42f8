"""Shaping, fallback and metrics of the shipped fonts."""

from __future__ import annotations

from pathlib import Path

import pytest

import briefgen
from briefgen.display import Close
from briefgen.fonts import REPLACEMENT, TABULAR, Fonts, right_to_left
from briefgen.theme import DEFAULT, FaceRole

ASSETS = Path(briefgen.__file__).parent / "assets" / "fonts"


@pytest.fixture(scope="module")
def shared() -> Fonts:
    return Fonts(DEFAULT, lambda name: (ASSETS / name).read_bytes())


@pytest.fixture
def fonts(shared: Fonts) -> Fonts:
    shared.missing.clear()
    return shared


def test_nothing_is_read_before_it_is_needed() -> None:
    asked: list[str] = []

    def read(name: str) -> bytes:
        asked.append(name)
        return (ASSETS / name).read_bytes()

    fonts = Fonts(DEFAULT, read)
    font = fonts.for_role("mono")
    assert asked == []
    assert font.units_per_em == 2048
    assert asked == ["DejaVuSansMono.ttf"]


def test_kerning_narrows_a_pair(fonts: Fonts) -> None:
    apart = fonts.width("A", "serif", 10) + fonts.width("V", "serif", 10)
    assert fonts.width("AV", "serif", 10) < apart - 0.5


def test_ligature_keeps_its_text(fonts: Fonts) -> None:
    (run,) = fonts.shape("office", "serif")
    assert run.text == "office"
    assert len(run.ids) < 6
    assert run.clusters[:2] == (0, 1)


def test_width_counts_spaces(fonts: Fonts) -> None:
    one = fonts.width("a", "sans", 10)
    assert fonts.width("a a", "sans", 10) == pytest.approx(2 * one + fonts.shape(" ", "sans")[0].width * 10)


@pytest.mark.parametrize("char", ["⁺", "∇", "∝", "\U0001d465"])
def test_fallback_draws_what_the_face_lacks(fonts: Fonts, char: str) -> None:
    runs = fonts.shape(f"x{char}y", "sans")
    assert "".join(run.text for run in runs) == f"x{char}y"
    assert all(0 not in run.ids for run in runs)
    assert not fonts.missing


@pytest.mark.parametrize("char", ["中", "א", "\ue123"])
def test_a_missing_character_is_shown_and_recorded_each_time(fonts: Fonts, char: str) -> None:
    for _ in range(2):
        fonts.missing.clear()
        runs = fonts.shape(f"a{char}", "serif")
        assert fonts.missing == {char}
        assert runs[-1].text.endswith(char)
        assert runs[-1].ids[-1] == fonts.font(runs[-1].face).glyph(REPLACEMENT) != 0


def test_non_breaking_hyphen_is_drawn_as_hyphen(fonts: Fonts) -> None:
    (run,) = fonts.shape("1\u20112", "serif")
    font = fonts.for_role("serif")
    assert run.text == "1\u20112"
    assert run.ids[1] in (font.glyph("\u2011"), font.glyph("\u2010"), font.glyph("-"))
    assert 0 not in run.ids


@pytest.mark.parametrize("role", ["serif", "sans", "mono"])
def test_fixed_spaces_have_their_width(fonts: Fonts, role: FaceRole) -> None:
    space = fonts.width(" ", role, 10)
    assert fonts.width("\u00a0", role, 10) == pytest.approx(space)
    assert 0 < fonts.width("\u202f", role, 10) <= space
    assert 0 < fonts.width("\u2009", role, 10) <= space
    assert fonts.width("\u200b", role, 10) == 0


@pytest.mark.parametrize("char", ["\u200e", "\ufe0f", "\u2060", "\u034f"])
def test_characters_that_are_not_drawn_stay_with_what_is_before_them(fonts: Fonts, char: str) -> None:
    (run,) = fonts.shape(f"a{char}b", "serif")
    assert (run.text, len(run.ids)) == (f"a{char}b", 2)
    assert [run.text for run in fonts.shape(f"❤{char}", "serif")] == [f"❤{char}"]


def test_a_letter_is_drawn_in_the_font_that_has_its_marks_too(fonts: Fonts) -> None:
    """Source Serif has no tilde below; a mark of one font over the letter of another stands where it happens to."""
    assert not fonts.for_role("serif").has("\u0325")
    (run,) = fonts.shape("q\u0325", "serif")
    assert 0 not in run.ids


def test_right_to_left_is_told_from_missing() -> None:
    assert right_to_left("א")
    assert right_to_left("\u202e")
    assert not right_to_left("中\u200e")


def test_an_outline_is_in_font_units_and_turned_over(fonts: Fonts) -> None:
    font = fonts.for_role("serif")
    steps = font.outline(font.glyph("H"))
    heights = [step.y for step in steps if not isinstance(step, Close)]
    assert (min(heights), max(heights)) == (-font.metrics.cap_height, 0)


def test_decomposed_letters_are_composed(fonts: Fonts) -> None:
    (run,) = fonts.shape("e\u0301", "serif")
    assert run.ids == (fonts.for_role("serif").glyph("é"),)
    assert run.text == "e\u0301"


@pytest.mark.parametrize("role", ["serif", "serif-bold", "sans", "sans-bold", "mono"])
def test_tabular_figures_are_of_one_width(fonts: Fonts, role: FaceRole) -> None:
    widths = {round(fonts.width(digit, role, 100, TABULAR), 3) for digit in "0123456789"}
    assert len(widths) == 1


def test_metrics_of_the_faces(fonts: Fonts) -> None:
    serif, italic, mono = (fonts.for_role(r).metrics for r in ("serif", "serif-italic", "mono"))
    assert (serif.units_per_em, serif.cap_height, serif.x_height) == (1000, 670, 475)
    assert serif.serif
    assert not fonts.for_role("sans").metrics.serif
    assert italic.italic_angle == -12
    assert mono.fixed_pitch
    assert not serif.fixed_pitch
    assert fonts.for_role("sans-bold").metrics.weight == 700
    assert fonts.for_role("sans-bold").postscript_name == "SourceSans3-Bold"
    assert fonts.for_role("sans-bold").family == "Source Sans 3"
    assert "smcp" in fonts.for_role("serif").features


def test_a_run_names_the_file_its_glyphs_are_of(fonts: Fonts) -> None:
    run = fonts.shape("ab", "serif")[0]
    assert (run.face, run.text) == ("SourceSerif4-Regular.ttf", "ab")
    assert fonts.font(run.face) is fonts.for_role("serif")
    assert sum(run.advances) == sum(fonts.for_role("serif").advance(i) for i in run.ids)
