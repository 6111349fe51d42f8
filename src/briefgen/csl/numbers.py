"""Numbers in CSL variables: what counts as numeric, ordinals, roman numerals, page ranges."""

from __future__ import annotations

import re

from briefgen.csl.locale import Locale, OrdinalRule

_NUMBER = r"[a-zA-Z]*\d+[a-zA-Z]*"
_NUMERIC = re.compile(rf"^\s*{_NUMBER}(?:\s*[-–,&—]\s*{_NUMBER})*\s*$")
_NO_LOCALE = Locale("")
_LEADING = re.compile(r"\s*([0-9]{1,9})(?![0-9])")
_LEGACY = {1, 2, 3, 4}
_ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
]  # fmt: skip
_SEPARATOR = re.compile(r"\s*([-–—,&])\s*")
_PLURAL = re.compile(
    r"\d\s*[-–—,&;]\s*[a-zA-Z]*\d"  # 3-5; 3, 5
    r"|[a-zA-Z0-9]\s*[–—&,;]\s*[a-zA-Z0-9]"
    r"|[a-zA-Z0-9]\s+(?:and|et|y|und)\s+[a-zA-Z0-9]"
)
_ROMAN_RANGE = re.compile(r"^[ivxlcdm]+\s*-\s*[ivxlcdm]+$", re.IGNORECASE)


def is_numeric(text: str) -> bool:
    """Whether CSL treats the value as a number: digits with affixes, or a list or range of such."""
    return bool(_NUMERIC.match(text))


def sortable(text: str) -> str:
    """A value to sort by: the number at its start, if it has one, in a width which makes texts sort as numbers."""
    match = _LEADING.match(text)
    return f"{int(match[1]):09d}" if match else text


def is_plural(text: str) -> bool:
    """Whether a locator or number stands for more than one thing."""
    bare = text.replace("\\-", "")
    return bool(_PLURAL.search(bare) or _ROMAN_RANGE.match(bare.strip()))


def roman(number: int) -> str:
    """Lower-case roman numerals; numbers which have none stay arabic."""
    if not 0 < number < 6000:
        return str(number)
    out = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out.append(letters * count)
    return "".join(out)


def _matches(rule: OrdinalRule, number: int) -> bool:
    if rule.match == "whole-number":
        return number == rule.number
    if rule.match == "last-two-digits":
        return number % 100 == rule.number
    return number % 10 == rule.number


def ordinal_suffix(number: int, locale: Locale, gender: str = "") -> str:
    """The ordinal suffix of `number`: terms 10 to 99 go before terms 0 to 9, then the default."""
    if not locale.ordinal_default and set(locale.ordinals) == _LEGACY:
        return _legacy_suffix(number, locale, gender)
    rules = [rule for rule in locale.ordinals.values() if _matches(rule, number)]
    rules.sort(key=lambda rule: (rule.match == "whole-number", rule.number >= 10, rule.number), reverse=True)
    for suffixes in [*(rule.suffixes for rule in rules), locale.ordinal_default]:
        if gender in suffixes:
            return suffixes[gender]
        if "" in suffixes:
            return suffixes[""]
    return ""


def _legacy_suffix(number: int, locale: Locale, gender: str) -> str:
    """The scheme of CSL 1.0, of locales with the terms 1 to 4 alone: the fourth is for all numbers but 1, 2, 3, 21 ..."""
    last = number % 10 if number % 100 not in (11, 12, 13) else 0
    suffixes = locale.ordinals[last if last in (1, 2, 3) else 4].suffixes
    return suffixes.get(gender) or suffixes.get("", "")


def ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """The number with its ordinal suffix, such as 2nd."""
    return f"{number}{ordinal_suffix(number, locale, gender)}"


def long_ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """The ordinal in words where the locale has them (1 to 10), else with a suffix."""
    name = f"long-ordinal-{number:02d}"
    term = locale.terms.get((name, f"long/{gender}")) or locale.terms.get((name, "long"))
    return term.single if term else ordinal(number, locale, gender)


def split(text: str) -> list[tuple[str, str]]:
    """The numbers of a value, each with the separator which follows it."""
    pieces = _SEPARATOR.split(text.strip())
    return [(pieces[i], pieces[i + 1] if i + 1 < len(pieces) else "") for i in range(0, len(pieces), 2)]


def format_number(text: str, form: str, locale: Locale, gender: str = "") -> str:
    """A numeric value in a CSL number form, each number of a list or range on its own."""
    if not is_numeric(text):
        return text
    out = []
    for number, separator in split(text):
        out.append(_one(number, form, locale, gender))
        out.append({"-": "–", "–": "–", "—": "—", ",": ", ", "&": " & ", "": ""}[separator])
    return "".join(out)


def number_text(text: str) -> str:
    """A number which is shown as it is, with typographic signs if it is numeric."""
    if "\\-" in text:
        return text.replace("\\-", "-")
    if not is_numeric(text):
        return text
    return format_number(text, "numeric", _NO_LOCALE)


def _one(number: str, form: str, locale: Locale, gender: str) -> str:
    if not (number.isascii() and number.isdigit()) or len(number) > 9:
        return number
    value = int(number)
    if form == "ordinal":
        return ordinal(value, locale, gender)
    if form == "long-ordinal":
        return long_ordinal(value, locale, gender)
    if form == "roman":
        return roman(value)
    return number
