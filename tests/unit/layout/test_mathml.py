"""Formulas on the page: where the parts of one stand to one another."""

from __future__ import annotations

import pytest

from briefgen import tree
from briefgen.pages import PathBox, TextBox
from briefgen.resolve.formula import formula
from unit.layout.reading import elements, lay_blocks


def _boxes(tex: str) -> list[TextBox]:
    """The glyphs of a displayed formula, from left to right as it was written."""
    mathml, alt = formula(tex, display=True)
    laid = lay_blocks(tree.Equation(tree.Math(tex, mathml, alt)))
    (element,) = elements(laid, "Formula")
    return [box for box in laid.sheets[0].boxes if isinstance(box, TextBox) and box.element == element]


def _of(boxes: list[TextBox], text: str) -> TextBox:
    return next(box for box in boxes if box.text == text)


def _gap(boxes: list[TextBox], left: str, right: str) -> float:
    before, after = _of(boxes, left), _of(boxes, right)
    return after.x - before.x - before.width


@pytest.mark.parametrize(
    ("tex", "left", "right"),
    [(r"\ln C", "ln", "C"), (r"a \log_{10} x", "a", "log"), (r"\sin^2 x", "2", "x"), (r"\sum_{i=1}^n x", "∑", "x")],
)
def test_names_of_functions_and_sums_are_set_off(tex: str, left: str, right: str) -> None:
    assert _gap(_boxes(tex), left, right) > 1.0


def test_a_function_stands_close_to_its_brackets() -> None:
    assert _gap(_boxes(r"\exp(x)"), "exp", "(") < 0.5


def test_lines_are_aligned_at_their_sign() -> None:
    boxes = _boxes(r"\begin{aligned} abc &= d \\ &= e \end{aligned}")
    first, second = (box for box in boxes if box.text == "=")
    assert first.x == pytest.approx(second.x)
    assert second.y > first.y


def test_columns_stand_as_they_are_aligned() -> None:
    boxes = _boxes(r"\begin{array}{lr} a & b \\ cccc & dddd \end{array}")
    assert _of(boxes, "a").x == pytest.approx(_of(boxes, "c").x)
    last = [box for box in boxes if box.text == "d"][-1]
    b = _of(boxes, "b")
    assert b.x + b.width == pytest.approx(last.x + last.width)


@pytest.mark.parametrize("tex", [r"\lim_{n} x", r"\max_{n} x", r"\operatorname*{argmax}_{n} x"])
def test_named_operators_have_their_subscript_below_them(tex: str) -> None:
    operator, below = _boxes(tex)[:2]
    assert below.text == "n"
    assert operator.x < below.x < operator.x + operator.width


def test_an_accent_stands_close_above_its_letter() -> None:
    letter, dot = _boxes(r"\dot{x}")
    assert dot.text == "˙"
    assert letter.y - dot.y < 1.0


def test_a_bold_letter_is_of_the_texts_family() -> None:
    (box,) = _boxes(r"\mathbf{A}")
    assert (box.text, box.runs[0].face) == ("A", "SourceSerif4-Bold.ttf")


def test_a_binomial_has_brackets_of_its_own_height() -> None:
    """And not of the tallest thing that stands beside it."""
    alone = _of(_boxes(r"\binom{n}{k}"), "(")
    beside = _of(_boxes(r"\binom{n}{k} + \frac{1}{1+\frac{1}{1+\frac{1}{x}}}"), "(")
    assert alone.runs[0].ids == beside.runs[0].ids


def test_a_matrix_has_brackets_of_its_own_height() -> None:
    beside = _boxes(r"\begin{pmatrix}a\\b\\c\\d\end{pmatrix} = \begin{bmatrix}e & f\end{bmatrix}")
    alone = _boxes(r"\begin{bmatrix}e & f\end{bmatrix}")
    assert _of(beside, "[").runs[0].ids == _of(alone, "[").runs[0].ids
    assert _of(beside, "]").runs[0].ids == _of(alone, "]").runs[0].ids


def test_what_is_longer_than_any_glyph_is_put_together_of_parts() -> None:
    brackets = _boxes(r"\begin{pmatrix}" + r"\\".join("123456789") + r"\end{pmatrix}")
    assert sum(box.text == "(" for box in brackets) > 3
    braces = _boxes(r"\underbrace{aaaaaaaaaaaa + bbbbbbbbbbbb}_{n}")
    parts = [box for box in braces if box.text == "⏟"]
    letters = [box for box in braces if box.text in "ab"]
    assert len(parts) > 3
    assert parts[0].x == pytest.approx(letters[0].x, abs=1.0)
    assert max(box.x + box.width for box in parts) == pytest.approx(letters[-1].x + letters[-1].width, abs=2.0)


def test_an_arrow_is_as_long_as_what_stands_over_it() -> None:
    over = [box for box in _boxes(r"A \xrightarrow{abcdefgh} B") if box.text in "abcdefgh"]
    arrow = [box for box in _boxes(r"A \xrightarrow{abcdefgh} B") if box.text == "→"]
    assert min(box.x for box in arrow) < over[0].x
    assert max(box.x + box.width for box in arrow) > over[-1].x + over[-1].width


def test_the_parts_of_a_displayed_fraction_stand_clear_of_its_bar() -> None:
    mathml, alt = formula(r"\frac{1}{2}", display=True)
    laid = lay_blocks(tree.Equation(tree.Math("", mathml, alt)))
    one, two = (box for box in laid.sheets[0].boxes if isinstance(box, TextBox) and box.text in "12")
    (bar,) = (box for box in laid.sheets[0].boxes if isinstance(box, PathBox) and box.element == one.element)
    top = min(step.y for step in bar.steps if hasattr(step, "y"))
    assert top - one.y > 0.3 * one.size
    assert two.y - top > 0.85 * two.size


def test_a_prime_is_not_made_small_a_second_time() -> None:
    letter, prime = _boxes("x'")
    assert prime.size == letter.size
