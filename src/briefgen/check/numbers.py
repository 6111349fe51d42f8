"""Rules on reported numbers: intervals, P values, counts, and what a body can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from briefgen.check.quantity import clearance, decimal, decimals, reported
from briefgen.check.rule import Data, Finding
from briefgen.model import Fact, Interval

HEPATIC_FLOW = {"mouse": 90, "rat": 55, "monkey": 44, "dog": 31, "human": 21}
"""Hepatic blood flow in mL/min/kg (Davies and Morris, Pharm Res 1993;10:1093-5, rounded)."""

_CLEARANCE = re.compile(r"\bclearance\b|^CL(?![a-z])", re.IGNORECASE)
_NO_SHARE = re.compile(r"change|increase|decrease|difference|baseline|ratio|recovery|relative|CV", re.IGNORECASE)


def _bounds(interval: Interval) -> tuple[Decimal, Decimal] | None:
    lower, upper = decimal(interval.lower), decimal(interval.upper)
    return (lower, upper) if lower is not None and upper is not None else None


def reversed_intervals(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        for field in ("ci", "iqr", "range"):
            interval = getattr(fact, field)
            bounds = _bounds(interval) if interval else None
            if bounds and bounds[0] >= bounds[1]:
                message = f"the lower bound {interval.lower} is not below the upper bound {interval.upper}"
                yield Finding(("facts", name, field), message, "a sign may be lost, or the bounds are exchanged")


def estimates_outside(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        bounds, number = _bounds(fact.ci) if fact.ci else None, reported(fact).number
        if bounds and number is not None and bounds[0] < bounds[1] and not bounds[0] <= number <= bounds[1]:
            message = (
                f"the estimate {fact.value} lies outside its interval, {fact.ci.lower} to {fact.ci.upper}" if fact.ci else ""
            )
            yield Finding(("facts", name, "value"), message, "acknowledge it with a reason if its source prints it so")


def _level(data: Data, fact: Fact) -> Decimal | None:
    study = data.brief.studies.get(fact.study or "")
    return decimal((fact.ci.level if fact.ci else None) or (study.ci_level if study else None))


def unstated_levels(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.ci and _level(data, fact) is None:
            message = "the interval does not say its confidence level"
            yield Finding(("facts", name, "ci"), message, "give `level:` in the interval, or `ci-level:` in the study")


def uneven_intervals(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        bounds, number = _bounds(fact.ci) if fact.ci else None, reported(fact).number
        if bounds and number is not None and len({decimals(n) for n in (*bounds, number)}) > 1:
            message = "estimate and bounds are reported with different numbers of decimals"
            yield Finding(("facts", name, "ci"), message, "write trailing zeros as the source has them")


def _null_value(fact: Fact) -> int | None:
    """The value of no effect: 1 of a ratio, 0 of a difference; None when the fact says neither."""
    words = f"{fact.statistic or ''} {fact.parameter or ''}".lower()
    if re.search(r"\b(ratio|or|hr|rr)\b", words):
        return 1
    return 0 if "difference" in words else None


def contradicting_p_values(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        bounds, level, null = _bounds(fact.ci) if fact.ci else None, _level(data, fact), _null_value(fact)
        p = decimal(re.sub(r"[<>=≤≥\s]", "", fact.p)) if fact.p else None
        if bounds is None or level is None or null is None or p is None or fact.sided not in ("one-sided", "two-sided"):
            continue
        alpha = (1 - level / 100) / (2 if fact.sided == "one-sided" else 1)
        outside = not bounds[0] <= null <= bounds[1]
        if (p < alpha) != outside and not (fact.p or "").strip().startswith((">", "≥")):
            verb = "excludes" if outside else "includes"
            message = f"P is {fact.p}, but the {level}% interval {verb} {null}"
            yield Finding(("facts", name, "p"), message, "compare level, sidedness and bounds with the source")


def impossible_p_values(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        number = re.sub(r"[<>=≤≥\s]", "", fact.p or "")
        if number and not (fact.p or "").strip().startswith("<") and decimal(number) in (0, 1):
            bound = "<.001" if decimal(number) == 0 else ">.99"
            message = f"P cannot be {fact.p}: it was rounded until nothing was left"
            yield Finding(("facts", name, "p"), message, f'write "{bound}", or the digits its source has')


def unknown_sidedness(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.p and fact.ci and not fact.sided:
            message = "it is not said whether P is one-sided or two-sided"
            yield Finding(("facts", name, "p"), message, "give `sided:`; `not reported` where the source does not say")


def impossible_counts(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.n is not None and fact.of is not None and fact.n > fact.of:
            yield Finding(
                ("facts", name, "n"), f"{fact.n} of {fact.of} is more than all", "`n` of `of`: the part comes first"
            )


def wrong_percentages(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        found = reported(fact)
        if fact.n is None or not fact.of or found.number is None or found.unit != "%":
            continue
        digit = Decimal(1).scaleb(-decimals(found.number))
        share = (Decimal(100) * fact.n / fact.of).quantize(digit, ROUND_HALF_UP)
        if abs(share - found.number) > digit:
            message = f"{fact.n} of {fact.of} is {share}%, not {found.number}%"
            yield Finding(("facts", name, "value"), message, "recount, or say in `note:` what the percentage is of")


def unlabelled_spread(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.value and "±" in fact.value:
            message = f'"{fact.value}" does not say what stands after ±'
            yield Finding(("facts", name, "value"), message, "give the spread as `sd:`, `se:` or `ci:`")


def implausible_values(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        found, words = reported(fact), f"{fact.parameter or ''} {fact.statistic or ''}"
        rate = clearance(found) if _CLEARANCE.search(fact.parameter or "") else None
        flow = HEPATIC_FLOW.get((fact.species or "").lower())
        if rate is not None and flow and rate > flow:
            above = f"above hepatic blood flow in the {fact.species} ({flow} mL/min/kg)"
            message = f"a clearance of {found.number} {found.unit} is {above}"
            yield Finding(("facts", name, "value"), message, "check the unit; blood or plasma; clearance outside the liver")
        if found.unit == "%" and found.number is not None and found.number > 100 and not _NO_SHARE.search(words):
            yield Finding(
                ("facts", name, "value"),
                f"{fact.value} is more than the whole",
                "say in `statistic:` what it is relative to",
            )
