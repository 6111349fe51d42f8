"""Labels: balanced lines that break only where a reader would break them."""

from __future__ import annotations

import pytest

from briefgen.draw.measure import wrap
from briefgen.theme import FaceRole


class Typewriter:
    """Every character is one size wide."""

    def width(self, text: str, face_role: FaceRole, size: float) -> float:
        assert face_role == "sans"
        return len(text) * size


def lines(text: str, limit: int) -> tuple[str, ...]:
    return wrap(text, Typewriter(), "sans", 1.0, limit)


def test_lines_are_even_and_few() -> None:
    assert lines("aaa bbb ccc ddd", 11) == ("aaa bbb", "ccc ddd")
    assert lines("one two", 20) == ("one two",)


def test_line_breaks_of_the_writer_are_kept() -> None:
    assert lines("Placebo weekly\nn = 20", 40) == ("Placebo weekly", "n = 20")


@pytest.mark.parametrize("text", ["0.16 mg/kg", "n = 10", "≥ 24", "48 h", "CP-101,606", "2 weeks", "a\u00a0b"])
def test_what_belongs_together_is_not_torn(text: str) -> None:
    assert lines(text, 3) == (text,)


def test_long_compounds_break_after_their_hyphen() -> None:
    assert lines("treatment-resistant", 12) == ("treatment-", "resistant")


def test_a_word_wider_than_the_limit_stays_whole() -> None:
    assert lines("electroencephalography now", 8) == ("electroencephalography", "now")


def test_a_very_long_text_is_wrapped_in_good_time() -> None:
    assert len(lines("word " * 600, 40)) == 75
