"""Reported numbers as rules need them: number and unit taken apart, exact decimals, units read by a grammar."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from briefgen.check.lexicon import WORDS
from briefgen.model import Fact
from briefgen.records import dataclass

_DIGITS = r"[-−+]?(?:\d{1,3}(?:[,   ]\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?"
_NUMBER = re.compile(rf"^\s*(?P<relation>[<>≤≥=~≈]?)\s*(?P<number>{_DIGITS})\s*(?P<rest>.*?)\s*$")
_SECOND = re.compile(rf"^(?:to|[-–])\s*(?=[-−+.\d]){_DIGITS}\s*")
SPREAD = re.compile(r"±|\+/-|\+/−|(?P<brackets>^\s*[-−]?[\d.]+\s*\([\d.]+\))")
"""A spread that does not say which: "35.0 ± 5.2", or "35.0 (5.2)" as a whole value."""

DECIMAL_COMMA = re.compile(r"\s*[<>≤≥=~≈]?\s*[-−+]?\d+,(?!\d{3}(?!\d))\d")
"""A number with a comma that parts no thousands."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_PREFIX = "(?:da|[YZEPTGMkhdcmunµμpfazy])?"
_KNOWN = re.compile(
    rf"%|°C?|{_PREFIX}(?:g|m|l|L|s|M|mol|Da|Hz|V|A|W|J|N|Pa|K|cal|eq|Eq|U|IU|Bq|Gy|Sv|Ci|osmol)|mm ?Hg|min|h|hr|hours?|d|"
    r"days?|weeks?|wk|months?|mo|years?|y|yr|bpm|beats|points?|patients?|subjects?|animals?|cells?|copies|counts?|fold|x|×|ratio|"
    r"events?|log10|log|10|ppm|ppb|doses?|rpm|msec|sec|CFU|PFU|AU|RU|OD"
)
"""Units of clinical and chemical papers, so that the units library is asked, and loaded, only for the rest."""

_EXPONENT = re.compile(r"(?<=[^\W_])\^?[-+]?\d+$")


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported number taken apart; `number` is None where the text holds more than one or none."""

    number: Decimal | None
    unit: str
    relation: str = ""


def reported(fact: Fact) -> Reported:
    """The number and the unit of a fact: its `unit`, or what follows the number in its `value`."""
    return _taken_apart(fact.value or "", fact.unit)


@lru_cache(maxsize=16_384)
def _taken_apart(value: str, unit: str | None) -> Reported:
    match = _NUMBER.match(value)
    number = decimal(match["number"]) if match else None
    rest = match["rest"] if match else ""
    if second := _SECOND.match(rest):
        number, rest = None, rest[second.end() :]
    return Reported(number, unit or rest, match["relation"] if match else "")


def decimal(text: str | None) -> Decimal | None:
    """The exact number of a plain text; None when it is none."""
    try:
        return Decimal(re.sub(r"[,   ]", "", (text or "").replace("−", "-")))
    except InvalidOperation:
        return None


def decimals(number: Decimal) -> int:
    """How many decimals a number was reported with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@cache
def known_unit(unit: str) -> bool:
    """Whether a unit can be read: each of its factors one of ours, or the whole one of the units library's."""
    text = unit.translate(_SUPERSCRIPTS).strip()
    parts = [
        re.sub(r"(?<=[^\W_])\^?[-+]?\d+$", "", p) if p != "log10" else p
        for p in re.split(r"[/·*⋅. ]+", text.strip("()"))
        if p
    ]
    return all(p == "1" or _KNOWN.fullmatch(p) or _nouns().fullmatch(p) for p in parts) or _in_library(text)


@cache
def _nouns() -> re.Pattern[str]:
    """What is counted or measured in words, in every language that is known: "Punkte", "semanas"."""
    return re.compile("|".join(p for c in ("measure", "people") for p in WORDS[c].values()), re.IGNORECASE)


def _in_library(text: str) -> bool:
    import pint

    try:
        _registry().parse_units(text.replace("·", "*").replace("⋅", "*"))
    except (pint.errors.PintError, AttributeError, ValueError, TypeError, AssertionError, SyntaxError):
        return False  # what pint lets through when a text is no unit at all
    return True


@cache
def _registry() -> Any:
    import pint

    return pint.UnitRegistry(autoconvert_offset_to_baseunit=True)


def ambiguous(unit: str) -> bool:
    """Whether a product follows a solidus: "mL/min·kg" is mL/min/kg to some and (mL/min)·kg to others."""
    spaced = re.search(r"/[^\W\d]+ ([^\W\d]+)$", unit)
    return bool(re.search(r"/[^/()]*[·*⋅]", unit) or (spaced and _KNOWN.fullmatch(spaced[1])))


_PER_MIN_KG = {"ml/min/kg": Decimal(1), "l/h/kg": Decimal(1000) / 60, "l/min/kg": Decimal(1000), "ml/h/kg": Decimal(1) / 60}


def clearance(found: Reported) -> Decimal | None:
    """A clearance in mL/min/kg; None when its unit is another kind of clearance."""
    unit = re.sub(r"[·*⋅ ]", "/", found.unit.translate(_SUPERSCRIPTS)).lower().replace("hr", "h")
    unit = re.sub(r"/(min|h|kg)-1", r"/\1", unit)
    factor = _PER_MIN_KG.get(unit)
    return found.number * factor if factor is not None and found.number is not None else None
