"""The rule on computed values: differences, ratios, bioavailabilities and geometric means, where their inputs are facts.

A difference belongs to the two facts of the same study and time whose arms are its own and the comparator's. One unit in
the last digit of the reported value is the rounding of the inputs; more is told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from briefgen.check.lexicon import words
from briefgen.check.quantity import decimals, reported
from briefgen.check.rule import Data, Finding
from briefgen.model import Fact, Study
from briefgen.records import dataclass

_BIOAVAILABILITY = re.compile(r"^F\s*%?$", re.IGNORECASE)
_AMOUNT = re.compile(r"^\s*([\d.,]+)\s*(\S+)")
_LOG_MEAN = re.compile(r"\bmean of (?P<kind>ln|log10|log|natural log)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Computed:
    """What a value should be, the facts it was computed from, and how."""

    value: Decimal
    inputs: tuple[str, ...]
    how: str


def recomputed(data: Data) -> Iterator[Finding]:
    by_place = _by_place(data)
    for name, fact in data.brief.facts.items():
        given = reported(fact)
        if given.number is None or given.relation:
            continue
        found = _between_arms(fact, data, by_place) or _availability(name, fact, data) or _geometric(name, fact, data)
        if found is None:
            continue
        digit = Decimal(1).scaleb(-decimals(given.number))
        value = found.value.quantize(digit, ROUND_HALF_UP)
        if abs(value - given.number) > digit:
            message = f"{found.how} of {' and '.join(found.inputs)} is {value}, not {given.number}"
            hint = "compare with the source; acknowledge it with a reason where the source computed otherwise"
            yield Finding(("facts", name, "value"), message, hint)


Place = tuple[str, str, str]


def _by_place(data: Data) -> dict[Place, list[str]]:
    """Ids of the facts of one arm, by study, time and arm."""
    found: dict[Place, list[str]] = {}
    for name, fact in data.brief.facts.items():
        if fact.study and len(fact.arms) == 1 and not fact.vs and reported(fact).number is not None:
            found.setdefault((fact.study, fact.at or "", fact.arms[0]), []).append(name)
    return found


def _control(study: Study, vs: str) -> str | None:
    """The arm a comparison is with: named by its key, or by the label it alone has."""
    if vs in study.arms:
        return vs
    same = [key for key, arm in study.arms.items() if arm.label.lower() == vs.lower()]
    return same[0] if len(same) == 1 else None


def _between_arms(fact: Fact, data: Data, by_place: dict[Place, list[str]]) -> Computed | None:
    said, lang = f"{fact.statistic or ''} {fact.parameter or ''}", data.brief.lang
    study = data.brief.studies.get(fact.study or "")
    kind = next((name for name in ("difference", "ratio") if words(name, lang).search(said)), "")
    if not kind or words("modelled", lang).search(said) or not study or not fact.vs or len(fact.arms) != 1:
        return None
    control = _control(study, fact.vs)
    pair = _pair(fact, control, data, by_place) if control else None
    if pair is None:
        return None
    ours, theirs = (reported(data.brief.facts[name]).number for name in pair)
    if ours is None or theirs is None or (kind == "ratio" and theirs == 0):
        return None
    return Computed(ours - theirs if kind == "difference" else ours / theirs, pair, f"the {kind}")


def _pair(fact: Fact, control: str, data: Data, by_place: dict[Place, list[str]]) -> tuple[str, str] | None:
    """The one pair of facts, of the arm and the control, that measure the same in the same unit; None when several do."""
    place = (fact.study or "", fact.at or "")
    facts = data.brief.facts
    theirs = {_measure(facts[n]): n for n in by_place.get((*place, control), ())}
    ours = [(n, theirs[m]) for n in by_place.get((*place, fact.arms[0]), ()) if (m := _measure(facts[n])) in theirs]
    return ours[0] if len(ours) == 1 else None


def _measure(fact: Fact) -> tuple[str, ...]:
    return (fact.parameter or "", fact.statistic or "", reported(fact).unit, fact.population or "", fact.source or "")


def _availability(name: str, fact: Fact, data: Data) -> Computed | None:
    """F% = 100 · (AUC oral / dose oral) / (AUC intravenous / dose intravenous), of the same species and study."""
    parameter = fact.parameter or ""
    named = _BIOAVAILABILITY.search(parameter) or words("bioavailability", data.brief.lang).search(parameter)
    if not named or reported(fact).unit != "%":
        return None
    areas: dict[bool, list[tuple[str, Decimal]]] = {True: [], False: []}
    for other, area in data.brief.facts.items():
        ratio = _per_dose(area) if other != name and (area.parameter or "").startswith("AUC") else None
        if ratio is not None and (area.species, area.study) == (fact.species, fact.study):
            areas[bool(re.match(r"i\.?v\b|intravenous", area.route or "", re.IGNORECASE))].append((other, ratio))
    if len(areas[True]) != 1 or len(areas[False]) != 1 or not areas[True][0][1]:
        return None
    (iv, whole), (oral, part) = areas[True][0], areas[False][0]
    return Computed(100 * part / whole, (oral, iv), "the bioavailability")


def _per_dose(area: Fact) -> Decimal | None:
    dose, amount = _AMOUNT.match(area.dose or ""), reported(area).number
    divisor = Decimal(dose[1].replace(",", "")) if dose and re.fullmatch(r"\d[\d,]*(\.\d+)?", dose[1]) else None
    return amount / divisor if amount is not None and divisor else None


def _geometric(name: str, fact: Fact, data: Data) -> Computed | None:
    """A geometric mean from the mean of the logarithms of the same quantity."""
    if "geometric mean" not in (fact.statistic or "").lower() or "ratio" in (fact.statistic or "").lower():
        return None
    for other, logs in data.brief.facts.items():
        match = _LOG_MEAN.search(logs.statistic or "")
        exponent = reported(logs).number
        if match and other != name and exponent is not None and _same_quantity(fact, logs):
            base = math.e if match["kind"].lower() in ("ln", "natural log") else 10
            return Computed(Decimal(repr(base ** float(exponent))), (other,), "the geometric mean")
    return None


def _same_quantity(one: Fact, other: Fact) -> bool:
    fields = ("study", "parameter", "species", "dose", "route", "at", "arms", "population")
    return all(getattr(one, field) == getattr(other, field) for field in fields)
