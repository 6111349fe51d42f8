"""Numbers: P values at their boundaries in both profiles, digits kept, ranges, units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.model import NumberProfile
from briefgen.resolve import numbers
from briefgen.resolve.numbers import NumberStyle, number_style
from briefgen.resolve.units import gap, unit
from briefgen.tree import Sub, Sup, Text, plain

AMA, SI = NumberStyle("ama"), NumberStyle("si")

P_VALUES = [
    (".0005", "<.001"),
    (".00099", "<.001"),
    (".001", "=.001"),
    (".0013", "=.001"),
    (".0095", "=.010"),
    (".01", "=.01"),
    (".0105", "=.01"),
    (".0196", "=.02"),
    (".0461", "=.046"),
    (".0495", "=.0495"),
    (".04949", "=.049"),
    (".05", "=.05"),
    (".0504", "=.05"),
    (".0598", "=.06"),
    (".2", "=.2"),
    (".9949", "=.99"),
    (".995", ">.99"),
    ("1.0", ">.99"),
    (".000", "<.001"),
    ("<.0001", "<.001"),
    ("<0.10", "<.10"),
    ("≤.05", "≤.05"),
]


@pytest.mark.parametrize(("reported", "printed"), P_VALUES)
def test_p_value_in_ama_has_no_leading_zero(reported: str, printed: str) -> None:
    assert "".join(numbers.p_value(reported, AMA)) == printed


@pytest.mark.parametrize(("reported", "printed"), P_VALUES)
def test_p_value_in_si_has_a_leading_zero(reported: str, printed: str) -> None:
    assert "".join(numbers.p_value(reported, SI)) == printed.replace(".", "0.")


@given(st.decimals(min_value=0, max_value=1, places=5, allow_nan=False, allow_infinity=False))
def test_p_value_never_crosses_the_convention(value: object) -> None:
    relation, digits = numbers.p_value(f"{value:f}", SI)
    shown = numbers.decimal(digits)
    if relation == "=":
        assert (shown < numbers.decimal("0.05")) == (numbers.decimal(f"{value:f}") < numbers.decimal("0.05"))


@pytest.mark.parametrize(
    ("reported", "printed"),
    [
        ("0.10", "0.10"),
        (".5", "0.5"),
        ("-8.25", "−8.25"),
        ("−8.25", "−8.25"),
        ("1234", "1234"),
        ("1,234", "1234"),
        ("12345", "12\u202f345"),
        ("12 345.60", "12\u202f345.60"),
        ("-1234567.5", "−1\u202f234\u202f567.5"),
        ("8.", "8"),
    ],
)
def test_digits_are_kept(reported: str, printed: str) -> None:
    assert numbers.digits(reported, AMA) == printed


reported_numbers = st.builds(
    lambda sign, whole, fraction: f"{sign}{whole}{'.' + fraction if fraction else ''}",
    st.sampled_from(["", "-", "+"]),
    st.integers(0, 10**9).map(str),
    st.text("0123456789", max_size=6),
)


@given(reported_numbers, st.sampled_from(["nM", "mg/kg", "h·ng/mL", "%", "mL/min/kg", ""]))
def test_reading_what_is_printed_gives_the_digits_and_unit_back(text: str, of: str) -> None:
    quantity = numbers.read(f"{text} {of}".strip())
    assert quantity is not None
    assert (quantity.number, quantity.unit) == (text, of)
    printed = plain(numbers.number(quantity, AMA, "to"))
    again = numbers.read(printed + gap(of, AMA) + plain(unit(of)) if of else printed)
    assert again is not None
    assert (again.number, again.unit) == (text, of)


def test_ranges_take_a_word_when_a_bound_is_negative() -> None:
    assert numbers.ranged("0.016", "0.48", AMA, "to") == "0.016–0.48"
    assert numbers.ranged("-3", "1", AMA, "to") == "−3 to 1"


@pytest.mark.parametrize(
    ("text", "number", "upper", "of"),
    [
        ("8 nM", "8", "", "nM"),
        ("0.016 - 0.48 mg/kg", "0.016", "0.48", "mg/kg"),
        ("3.5-fold", "3.5", "", "-fold"),
        ("23.8%", "23.8", "", "%"),
    ],
)
def test_reported_values_are_taken_apart(text: str, number: str, upper: str, of: str) -> None:
    quantity = numbers.read(text)
    assert quantity is not None
    assert (quantity.number, quantity.upper, quantity.unit) == (number, upper, of)


def test_a_decimal_comma_is_not_guessed() -> None:
    assert numbers.read("9,50") is None


def test_powers_of_ten_are_raised() -> None:
    quantity = numbers.read("1.20e-5 M")
    assert quantity is not None
    assert numbers.number(quantity, AMA, "to") == (Text("1.20\u00a0×\u00a010"), Sup((Text("−5"),)))


@pytest.mark.parametrize("text", ["mL·min⁻¹", "mL·min^-1", "mL*min^{-1}", "mL.min-1"])
def test_exponents_of_units_are_superscripts(text: str) -> None:
    assert unit(text) == (Text("mL·min"), Sup((Text("−1"),)))


def test_units_are_set_with_micro_sign_and_subscript() -> None:
    assert plain(unit("ug/mL")) == plain(unit("mcg/mL")) == plain(unit("μg/mL")) == "µg/mL"
    assert unit("log10 copies/mL")[:2] == (Text("log"), Sub((Text("10"),)))
    assert unit("mg/kg") == (Text("mg/kg"),)


def test_percent_spacing_follows_the_profile() -> None:
    assert (gap("%", AMA), gap("%", SI), gap("°C", AMA), gap("°", AMA), gap("-fold", AMA)) == (
        "",
        "\u00a0",
        "\u00a0",
        "",
        "",
    )


def test_german_numbers_have_a_decimal_comma() -> None:
    assert numbers.digits("-8.25", number_style(NumberProfile(base="si"), "de-DE")) == "−8,25"


def profile(lang: str = "en-GB", **settings: object) -> NumberStyle:
    return number_style(NumberProfile.model_validate(settings), lang)


@pytest.mark.parametrize(
    ("lang", "settings", "printed"),
    [
        ("en-GB", {}, "12\u202f345.6"),
        ("en-GB", {"thousands": "comma"}, "12,345.6"),
        ("en-GB", {"thousands": "locale"}, "12,345.6"),
        ("en-GB", {"thousands": "none"}, "12345.6"),
        ("en-GB", {"thousands": "apostrophe", "decimal": "comma"}, "12’345,6"),
        ("de-DE", {}, "12\u202f345,6"),
        ("de-DE", {"thousands": "locale"}, "12.345,6"),
        ("de-DE", {"decimal": "point"}, "12\u202f345.6"),
        ("fr-FR", {"thousands": "locale"}, "12\u202f345,6"),
    ],
)
def test_a_project_chooses_its_signs(lang: str, settings: dict[str, object], printed: str) -> None:
    assert numbers.digits("12345.6", profile(lang, **settings)) == printed


def test_a_project_chooses_from_how_many_digits_on_thousands_are_parted() -> None:
    assert numbers.digits("1234", profile(thousands="comma", **{"thousands-from": "4"})) == "1,234"
    assert numbers.digits("1234", profile(thousands="comma")) == "1234"


def test_a_project_departs_from_a_profile_in_single_points() -> None:
    style = profile(base="ama", **{"p-leading-zero": "yes", "percent-space": "yes", "range": "to"})
    assert numbers.p_value(".013", style) == ("=", "0.01")
    assert (style.percent, numbers.ranged("1", "2", style, "to")) == ("\u00a0%", "1 to 2")
    plain_si = profile(base="si", **{"p-leading-zero": "no", "percent-space": "no"})
    assert (numbers.p_value("0.013", plain_si), plain_si.percent) == (("=", ".01"), "%")


def test_two_signs_that_look_alike_are_refused() -> None:
    with pytest.raises(ValueError, match="same sign"):
        NumberProfile.model_validate({"thousands": "comma", "decimal": "comma"})


@pytest.mark.parametrize(
    ("reported", "digits", "printed"),
    [
        ("84.25", 3, "84.3"),
        ("84.24", 3, "84.2"),
        ("0.0012345", 3, "0.00123"),
        ("99.95", 3, "100"),
        ("12345", 3, "12300"),
        ("-8.25", 2, "-8.3"),
        ("8", 3, "8"),
        ("0.10", 3, "0.10"),
        ("0", 1, "0"),
    ],
)
def test_significant_digits_are_counted_once_half_up(reported: str, digits: int, printed: str) -> None:
    style = profile(significant=str(digits))
    assert numbers.measured(reported, numbers.places(reported, style)) == printed
    assert numbers.places(reported, profile()) is None
