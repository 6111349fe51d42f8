"""Formulas: MathML, plain text, chemistry, and faults with their reasons."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.resolve.formula import FormulaError, formula
from briefgen.tree import Equation, Math, Para, walk
from unit.resolve.support import run


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("x^2", "x²"),
        (r"\frac{a+b}{2c}", "(a + b)/(2c)"),
        (r"\text{Ca}^{2+}", "Ca²⁺"),
        ("K_{p,uu}", "K_p,uu"),
        (r"e^{-kt}", "e^(−kt)"),
        (r"\sqrt{x+1} \geq 0", "√(x + 1) ≥ 0"),
        (r"\ce{H2O}", "H₂O"),
        (r"\ce{Ca^{2+}}", "Ca²⁺"),
        (r"\ce{SO4^2-}", "SO₄²⁻"),
        (r"\ce{Na+}", "Na⁺"),
        (r"\ce{2 H2 + O2 -> 2 H2O}", "2H₂ + O₂ → 2H₂O"),
        (r"\ce{C20H23FN2O3}", "C₂₀H₂₃FN₂O₃"),
    ],
)
def test_formulas_read_as_text(tex: str, text: str) -> None:
    mathml, alt = formula(tex)
    assert alt == text
    assert ElementTree.fromstring(mathml).tag == "{http://www.w3.org/1998/Math/MathML}math"


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("", "the formula is empty"),
        (r"\frac{a}{b", 'a "{" is not closed'),
        ("x}", 'a "}" closes nothing'),
        (r"\foo x", "not a known command"),
        ("a & b", 'a "&"'),
        ("x^", "missing super script"),
        (r"\ce{~}", '"~" is not understood'),
        (r"x = \ce{H2O}", "must stand alone"),
        (r"\ce{^2}", "stands on nothing"),
    ],
)
def test_faults_say_why(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=reason.replace("&", "&")):
        formula(tex)


@given(st.text(alphabet="ab12^_{}\\&<>+- frac()", max_size=12))
def test_any_text_gives_mathml_or_a_reason(tex: str) -> None:
    try:
        mathml, _ = formula(tex)
    except FormulaError:
        return
    ElementTree.fromstring(mathml)


def test_formulas_of_a_document() -> None:
    done = run({}, Para((Math("x^2"),)), Equation(Math("y_1")))
    inline, display = [n for n in walk(done.done) if isinstance(n, Math)]
    assert (inline.alt, display.alt) == ("x²", "y₁")
    assert 'display="inline"' in inline.mathml
    assert 'display="block"' in display.mathml
    assert run({}, Para((Math("x^"),))).codes == ["math-syntax"]
