"""Abbreviated units as they are read in print: what a number may be followed by and still be one quantity."""

from __future__ import annotations

import re

_ABBREVIATED = "g mg kg h d s min wk mo yr mol bar cm mm m nm km Da bp kb U V A W J N K CI KI"
ABBREVIATED = frozenset(_ABBREVIATED.split())
UNIT_LIKE = re.compile(
    r"[%‰°µμΩÅ℃]\S{0,8}"  # %, °C, µg
    r"|[a-z]{1,3}[A-Z][A-Za-z]?"  # mL, kDa, mmHg, nM
    r"|[A-Za-zµμ%]{1,4}[/·⋅][A-Za-zµμ\d][^,;]{0,16}"  # mg/kg, h·ng/mL
    r"|[A-Za-zµμ]{1,4}[⁻⁰¹²³⁴-⁹]\S*"  # min⁻¹
)
_QUANTITY = re.compile(r"\d[\s\u00a0\u2009\u202f]*(?P<unit>[^\d\s\u00a0\u2009\u202f]\S*)$")


def is_abbreviated_unit(word: str) -> bool:
    """Whether a word is a unit as an abbreviation or symbol: "h", "mg/kg", "µM"."""
    return word in ABBREVIATED or UNIT_LIKE.fullmatch(word) is not None


def ends_in_quantity(text: str) -> bool:
    """Whether a text ends in a digit or in a number with an abbreviated unit: a raised figure would read as its exponent."""
    if text[-1:].isdigit():
        return True
    found = _QUANTITY.search(text[-40:])
    return found is not None and not found["unit"].startswith("%") and is_abbreviated_unit(found["unit"])
