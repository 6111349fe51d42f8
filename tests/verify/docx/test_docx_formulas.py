"""A formula in Word says what its MathML says, symbol by symbol in its place; each change of a structure is seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from briefgen.render.docx.omml import omml
from briefgen.resolve.formula import formula
from briefgen.verify.docx_formulas import Places, differences, of_mathml, of_omml

_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

SOUND = [
    r"E=\frac{E_{\max}[A]^{n}}{EC_{50}^{n}+[A]^{n}}", r"\sum_{i=1}^{n} x_i^2", r"\int_0^\infty C\,dt", r"\sqrt{x^2+y^2}",
    r"\sqrt[3]{x}", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", r"\begin{cases}x&y\\z&w\end{cases}",
    r"\lim_{x\to 0}\frac{\sin x}{x}", r"\bar{x}\pm s", r"\hat{\beta}", r"\overbrace{a+b}^{n}", r"\left(\frac{a}{b}\right)^2",
    r"|x|", r"\binom{n}{k}", r"x_{i}^{2}", r"\ce{2H2 + O2 -> 2H2O}",
    r"\ce{Ca^{2+}}", r"a<b", r"\text{if } x>0", r"\left\{x\right.", r"\xrightarrow{k_{on}}", r"\cfrac{1}{1+\cfrac{1}{x}}",
]  # fmt: skip


def _shown(written: str) -> Places:
    spaces = f'<m:oMath xmlns:m="{_MATH}" xmlns:w="{_WORD}">'
    return of_omml(etree.fromstring(written.replace("<m:oMath>", spaces, 1)))


@pytest.mark.parametrize("tex", SOUND)
def test_both_notations_agree(tex: str) -> None:
    mathml = formula(tex)[0]
    wanted = of_mathml(mathml)
    assert wanted
    assert _shown(omml(mathml)) == wanted


def _turned(text: str) -> str:
    """A fraction upside down."""
    return text.replace("m:num>", "m:other>").replace("m:den>", "m:num>").replace("m:other>", "m:den>")


CHANGES: list[tuple[str, Callable[[str], str], set[str]]] = [
    (r"\frac{a}{b}", _turned, {"/d", "/n"}),
    (r"x^2", lambda text: text.replace("m:sSup>", "m:sSub>").replace("m:sup>", "m:sub>"), {"^", "_"}),
    (r"\sqrt{x}", lambda text: text.replace("m:rad>", "m:box>"), {"", "√"}),
    (r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", lambda text: text.replace("</m:mr><m:mr>", ""), {"[1]", "[2]"}),
    (r"\sum_{i=1}^{n} x", lambda text: text.replace('m:val="∑"', 'm:val="∏"'), {""}),
    (r"a-b", lambda text: text.replace(">−<", "> <"), {""}),
]


@pytest.mark.parametrize(("tex", "change", "places"), CHANGES)
def test_a_changed_structure_is_seen(tex: str, change: Callable[[str], str], places: set[str]) -> None:
    mathml = formula(tex)[0]
    assert set(differences(of_mathml(mathml) or {}, _shown(change(omml(mathml))))) == places
