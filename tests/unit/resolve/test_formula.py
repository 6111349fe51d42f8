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
        (r"\ln C = \ln C_0 - kt", "ln C = ln C₀ − kt"),
        (r"\exp(-x) + \sin^2 x", "exp(−x) + sin² x"),
        (r"\bar{x} + \hat{p}_1 + \overline{AB}", "x̄ + p̂₁ + bar(AB)"),
        (r"f'(x), \Delta G^\circ", "f′(x), ΔG°"),
        (r"E_{max} C \pm k_e", "E_max C ± k_e"),
        (r"\binom{n}{k}", "(n choose k)"),
        (r"\sum_{i=1}^n x_i", "∑_(i = 1)ⁿ x_i"),
        (r"\underbrace{a+b}_{2}", "(a + b)₂"),
        (r"\begin{pmatrix}1&0\\0&1\end{pmatrix}^{-1}", "(1, 0; 0, 1)⁻¹"),
        (r"\begin{matrix}a&b\end{matrix}", "[a, b]"),
        (r"f = \begin{cases}x & \text{if } x > 0\\-x\end{cases}", "f = {x, if x > 0; −x"),
        (r"\begin{aligned}a &= b \\ &= c\end{aligned}", "a = b; = c"),
        (r"\begin{align}a &= b \\ c &= d\end{align}", "a = b; c = d"),
        (r"\begin{gathered}a\\b\end{gathered}", "[a; b]"),
        (r"a \not= b", "a ≠ b"),
        (r"\ce{H2O}", "H₂O"),
        (r"\ce{Ca^{2+}}", "Ca²⁺"),
        (r"\ce{SO4^2-}", "SO₄²⁻"),
        (r"\ce{Na+}", "Na⁺"),
        (r"\ce{2 H2 + O2 -> 2 H2O}", "2H₂ + O₂ → 2H₂O"),
        (r"\ce{[^{11}C]CH3-NH2}", "[¹¹C]CH₃–NH₂"),
        (r"\ce{^{13}C6H12O6 + ^{18}F-}", "¹³C₆H₁₂O₆ + ¹⁸F⁻"),
        (r"\ce{^{14}_6C}", "₆¹⁴C"),
        (r"\ce{^{238}U -> ^{234}Th + ^4He}", "²³⁸U → ²³⁴Th + ⁴He"),
        (r"\ce{[Fe(CN)6]^{4-}}", "[Fe(CN)₆]⁴⁻"),
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
        (r"\ce{H + ^2}", "stands on nothing"),
        (r"\ce{^-}", "stands on nothing"),
        (r"\cancel{x}", "strokes"),
        (r"a \\ b", "outside a matrix"),
    ],
)
def test_faults_say_why(tex: str, reason: str) -> None:
    with pytest.raises(FormulaError, match=reason.replace("&", "&")):
        formula(tex)


def test_the_scripts_of_a_matrix_belong_to_it_with_its_brackets() -> None:
    """The converter gives the script four siblings; whoever reads two of them loses the matrix or the power."""
    root = ElementTree.fromstring(formula(r"\begin{pmatrix}1\\2\end{pmatrix}_a^b")[0])
    (scripts,) = root.iter("{http://www.w3.org/1998/Math/MathML}msubsup")
    assert [child.tag.rpartition("}")[2] for child in scripts] == ["mrow", "mi", "mi"]
    assert "".join(scripts[0].itertext()) == "(12)"


def test_upright_letters_stay_upright() -> None:
    assert "<mtext>C</mtext>" in formula(r"^{14}\mathrm{C}")[0]
    assert "<mtext>d</mtext>" in formula(r"\mathrm d x")[0]


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
