"""Forms of a fact, in sentences and in cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from briefgen.model import Fact, Study
from briefgen.resolve.numbers import NumberStyle
from briefgen.resolve.values import FORMS, Printing, percent_digits, printed, uniform_percents
from briefgen.strings import Strings
from briefgen.tree import Cite, CiteItem, Emph, Text, plain
from unit.resolve.support import para, run, words

AMA = Printing(NumberStyle("ama"), Strings(), {"phase2": Study(ci_level="80")})
SI = replace(AMA, numbers=NumberStyle("si"))
MADRS = {
    "value": "-8.25",
    "ci": "-11.8 to -4.7",
    "p": "0.0196",
    "study": "phase2",
    "source": "shelton",
    "unit": "points",
    "parameter": "MADRS",
}


def show(form: str, printing: Printing = AMA, **fields: Any) -> str | None:
    runs = printed(Fact.model_validate(fields), form, printing)
    return None if runs is None else plain(runs).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("value", "−8.25~points"),
        ("est", "−8.25~points"),
        ("number", "−8.25"),
        ("unit", "points"),
        ("ci", "80%~CI, −11.8 to −4.7"),
        ("lo", "−11.8"),
        ("hi", "−4.7"),
        ("level", "80"),
        ("interval", "−11.8 to −4.7"),
        ("p", "P~=~.02"),
        ("full", "−8.25~points (80%~CI, −11.8 to −4.7; P~=~.02)"),
        ("label", "MADRS"),
        ("study", "phase2"),
        ("n", None),
        ("status", None),
    ],
)
def test_forms_of_an_estimate(form: str, text: str | None) -> None:
    assert show(form, **MADRS) == text


def test_si_spaces_the_percent_sign_and_keeps_the_zero() -> None:
    assert show("full", SI, **MADRS) == "−8.25~points (80~%~CI, −11.8 to −4.7; P~=~0.02)"


def test_p_is_italic_in_sentences_and_bare_in_cells() -> None:
    fact = Fact(value="1", p="<.0001")
    assert printed(fact, "p", AMA) == (Emph((Text("P"),)), Text("\u00a0<\u00a0.001"))
    assert printed(fact, "p", replace(AMA, cell=True)) == (Text("<.001"),)


@pytest.mark.parametrize(
    ("form", "sentence", "cell"),
    [("value", "5 of 21", "5/21"), ("pct", "24%", "24"), ("full", "5 of 21 (24%)", "5/21 (24)"), ("N", "21", "21")],
)
def test_forms_of_a_count(form: str, sentence: str, cell: str) -> None:
    assert show(form, n="5", of="21") == sentence
    assert show(form, replace(AMA, cell=True), n="5", of="21") == cell


def test_a_reported_percentage_keeps_its_digits() -> None:
    assert show("full", value="23.8%", n="5", of="21") == "5 of 21 (23.8%)"


def test_percentages_of_a_table_share_the_fewest_decimals() -> None:
    facts = [Fact(value="27.3%", n=3, of=11), Fact(value="36%", n=4, of=11)]
    assert uniform_percents(facts) == 0
    assert [percent_digits(f, 0) for f in facts] == ["27", "36"]
    assert percent_digits(Fact(n=1, of=8), 1) == "12.5"
    assert percent_digits(Fact(n=1, of=8), 0) == "13"  # 12.5 rounds half up


def test_missing_is_a_code_in_a_cell_and_words_in_a_sentence() -> None:
    assert show("value", missing="BLQ") == "below the limit of quantification"
    assert show("p", replace(AMA, cell=True), missing="NR") == "NR"


def test_spread_is_labelled_in_full() -> None:
    assert show("full", value="35.0", sd="5.18") == "35.0 (SD, 5.18)"
    assert show("full", value="-9.7", se="1.76", p=".006") == "−9.7 (SE, 1.76; P~=~.006)"
    assert show("range", value="7", range="-2 to 9") == "−2 to 9"
    assert show("iqr", value="7", iqr="2 to 9") == "2–9"


def test_a_source_is_a_citation() -> None:
    assert printed(Fact(value="1", source="shelton"), "cite", AMA) == (Cite((CiteItem("shelton"),)),)


def test_every_form_says_no_rather_than_printing_nothing() -> None:
    bare = Fact(value="1")
    for form in FORMS:
        assert printed(bare, form, AMA) != ()


# ------------------------------------------------------------------------------------------------- in running text


def test_values_of_prose_are_printed_where_they_stand() -> None:
    done = run({"facts": {"ic50": {"value": "8 nM"}}}, para("An IC50 of {fact}`ic50` was seen."))
    assert words(done) == "An IC50 of 8~nM was seen."


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("{fact}`ic5`", "fact-unknown", 'did you mean "ic50"?'),
        ("{fact}`ic50:valeu`", "value-form-unknown", 'did you mean "value"?'),
        ("{fact}`ic50:ci`", "value-form-missing", "it has: value, est, number, full, unit"),
    ],
)
def test_faults_of_values(text: str, code: str, hint: str) -> None:
    done = run({"facts": {"ic50": {"value": "8 nM"}}}, para(text))
    assert done.document is None
    assert [(d.code, d.hint, d.span.file) for d in done.sink] == [(code, hint, "text")]


def test_a_profile_that_rounds_gives_bounds_and_spreads_the_decimals_of_the_value() -> None:
    rounding = replace(AMA, numbers=replace(AMA.numbers, significant=3))
    given = {"value": "-8.254", "unit": "points", "sd": "2.3456", "n": "1234", "p": "0.0112", "ci": "-11.784 to -4.5"}
    fact = Fact.model_validate(given)
    forms = ("value", "sd", "interval", "lo", "n", "p")
    assert [plain(printed(fact, form, rounding) or ()).replace("\u00a0", " ") for form in forms] == [
        "−8.25 points", "2.35", "−11.78 to −4.5", "−11.78", "1234", "P = .01",
    ]  # fmt: skip
    assert plain(printed(fact, "sd", AMA) or ()) == "2.3456"
