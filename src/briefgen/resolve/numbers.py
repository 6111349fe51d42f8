"""Numbers as text: reading what a source reports, and printing it by profile and locale without touching its digits.

Arithmetic is decimal throughout; ties round half up, once, from the value as reported.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from briefgen.model import NumberProfile
from briefgen.records import dataclass
from briefgen.resolve.graft import joined
from briefgen.tree import Inlines, Sup, Text

NBSP = "\u00a0"
MINUS = "\u2212"
THIN = "\u202f"  # narrow no-break space, the thousands separator of AMA (from five digits) and of SI

_NUMBER = r"[-−+]?(?:(?:\d{1,3}(?:[, \u00a0\u202f\u2009]\d{3})+(?!\d)|\d+)(?:\.\d*)?|\.\d+)(?:[eE][-−+]?\d+)?"
_POWER = r"(?:\s*[x×·]\s*10(?:\^\{?)?(?P<power>[-−⁻]?[\d⁰¹²³⁴-⁹]+)\}?)?"
_REPORTED = re.compile(
    rf"^\s*(?P<relation>[<>≤≥=~≈]?)\s*(?P<number>{_NUMBER})"
    rf"(?:\s*(?:–|-|−|\bto\b|\.\.)\s*(?P<upper>{_NUMBER}))?{_POWER}\s*(?P<unit>[^\s\d.,;].*?)?\s*$"
)
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How numbers are printed: the profile's habits and the locale's decimal sign.

    `ama`: no zero before a P value's point, no space before %. `si`: a zero, and a space. None means "as the profile has
    it"; `significant` of 0 keeps the digits reported.
    """

    profile: str = "ama"
    decimal: str = "."
    group: str = THIN
    group_from: int = 5
    zero_before_p: bool | None = None
    space_before_percent: bool | None = None
    dash: bool = True
    significant: int = 0

    @property
    def percent(self) -> str:
        """The percent sign with what stands between it and its number."""
        return f"{self.percent_gap}%"

    @property
    def percent_gap(self) -> str:
        """What stands between a number and its percent sign."""
        spaced = self.profile == "si" if self.space_before_percent is None else self.space_before_percent
        return NBSP if spaced else ""

    @property
    def p_zero(self) -> str:
        """What stands before the point of a P value."""
        return "0" if (self.profile == "si" if self.zero_before_p is None else self.zero_before_p) else ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as reported: its relation ("<"), digits, upper bound if it is a range, power of ten, and unit."""

    relation: str
    number: str
    upper: str
    power: str
    unit: str


@lru_cache(maxsize=4096)
def read(text: str) -> Quantity | None:
    """Take a reported value apart ("<0.5 ng/mL"); None when it does not begin with one plain number or range."""
    match = _REPORTED.match(text)
    if not match:
        return None
    number, _, exponent = canonical(match["number"]).lower().partition("e")
    power = (match["power"] or exponent).translate(SUPERSCRIPTS).replace("−", "-")
    upper = canonical(match["upper"]) if match["upper"] else ""
    return Quantity(match["relation"], number, upper, power.lstrip("+"), match["unit"] or "")


def canonical(number: str) -> str:
    """A number's digits without separators, its sign as "-" or "+", with a digit before the point."""
    text = re.sub(r"[,\s]", "", number).replace("−", "-").removesuffix(".")
    return re.sub(r"^([-+]?)\.", r"\g<1>0.", text)


def decimal(number: str) -> Decimal:
    """The value of a reported number, exactly."""
    return Decimal(canonical(number))


def decimals(number: str) -> int:
    """How many digits a reported number has after its point."""
    return len(canonical(number).partition(".")[2])


def rounded(value: Decimal, places: int) -> str:
    """A value rounded half up to `places` digits after the point, all of them printed."""
    return f"{value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"


def digits(number: str, style: NumberStyle) -> str:
    """A number with its digits kept: true minus, thousands from five digits on, the locale's decimal sign."""
    text = canonical(number)
    sign = {"-": MINUS, "+": "+"}.get(text[:1], "")
    whole, point, fraction = text.lstrip("+-").partition(".")
    if style.group and len(whole) >= style.group_from:
        head = len(whole) % 3
        parts = [whole[:head]] if head else []
        whole = style.group.join(parts + [whole[i : i + 3] for i in range(head, len(whole), 3)])
    return sign + whole + (style.decimal if point else "") + fraction


def ranged(lower: str, upper: str, style: NumberStyle, to: str) -> str:
    """A range: an en dash between its bounds, or the word where one of them is negative."""
    low, high = digits(lower, style), digits(upper, style)
    if not style.dash or canonical(lower).startswith("-") or canonical(upper).startswith("-"):
        return f"{low} {to} {high}"
    return f"{low}–{high}"


def number(quantity: Quantity, style: NumberStyle, to: str) -> Inlines:
    """A quantity without its unit; a power of ten with a superscript."""
    text = quantity.relation.replace("=", "")
    if quantity.upper:
        text += ranged(quantity.number, quantity.upper, style, to)
    else:
        text += digits(quantity.number, style)
    if not quantity.power:
        return (Text(text),)
    return joined((Text(f"{text}{NBSP}×{NBSP}10"), Sup((Text(quantity.power.replace("-", MINUS)),))))


_CONVENTION = Decimal("0.05")


def p_value(reported: str, style: NumberStyle) -> tuple[str, str]:
    """Relation and digits of a P value, after AMA 11th ed., 19.5: two digits, three below .01, floor .001, ceiling .99.

    Digits are only ever taken away, never made up, and more of them are kept where rounding would reach .05 from below.
    A P reported with a relation keeps its digits, unless it lies under the floor.
    """
    match = re.match(r"\s*([<>=≤≥]?)\s*(\S+)", reported)
    relation, text = (match[1] or "=", canonical(match[2])) if match else ("=", reported)
    value = Decimal(text)
    if value < Decimal("0.001") and relation in "=<≤":
        relation, text = "<", "0.001"
    elif relation == "=":
        relation, text = _rounded_p(text, value)
    whole, point, fraction = text.partition(".")
    if point and whole == "0":
        whole = style.p_zero
    return relation, whole + (style.decimal if point else "") + fraction


def _rounded_p(text: str, value: Decimal) -> tuple[str, str]:
    places = 3 if value < Decimal("0.01") else 2
    while places < decimals(text):
        shown = Decimal(rounded(value, places))
        if not value < _CONVENTION <= shown:
            break
        places += 1
    printed = rounded(value, places) if places < decimals(text) else text
    return (">", "0.99") if Decimal(printed) >= 1 else ("=", printed)


def number_style(profile: NumberProfile, lang: str) -> NumberStyle:
    """The style of a profile in a language; the signs of the locale come from CLDR."""
    point, group = _signs(lang) if profile.thousands == "locale" or profile.decimal == "locale" else (".", ",")
    return NumberStyle(
        profile.base,
        _DECIMALS.get(profile.decimal, point),
        _GROUPS.get(profile.thousands, group),
        profile.thousands_from,
        profile.p_leading_zero,
        profile.percent_space,
        profile.range == "dash",
        profile.significant or 0,
    )


_DECIMALS = {"point": ".", "comma": ","}
_GROUPS = {"thin": THIN, "comma": ",", "point": ".", "apostrophe": "\u2019", "none": ""}


def _signs(lang: str) -> tuple[str, str]:
    """The decimal sign and the sign between groups of digits of a language."""
    if lang.partition("-")[0] == "en":
        return ".", ","
    from babel.numbers import get_decimal_symbol, get_group_symbol

    from briefgen.resolve.locales import locale

    known = locale(lang)
    return get_decimal_symbol(known), get_group_symbol(known).replace(" ", NBSP)


def places(number: str, style: NumberStyle) -> int | None:
    """How many decimals a measured value keeps (negative: tens, hundreds …); None when it keeps the digits reported."""
    value = decimal(number)
    if not style.significant or len(value.as_tuple().digits) <= style.significant or not value:
        return None
    rounded_once = value.quantize(Decimal(1).scaleb(value.adjusted() - style.significant + 1), rounding=ROUND_HALF_UP)
    return style.significant - 1 - rounded_once.adjusted()


def measured(number: str, keep: int | None) -> str:
    """A measured value with at most `keep` decimals, rounded half up from the value reported; as it is without."""
    return number if keep is None or decimals(number) <= keep else rounded(decimal(number), keep)
