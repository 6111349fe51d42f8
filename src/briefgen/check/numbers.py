"""Rules on reported numbers: intervals, counts, digits, and what a body can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from briefgen.check.evidence import shown_in_order
from briefgen.check.lexicon import species, words
from briefgen.check.pvalues import bounds_of, level_of
from briefgen.check.quantity import DECIMAL_COMMA, SPREAD, clearance, decimals, reported
from briefgen.check.rule import Data, Finding
from briefgen.model.facts import Interval

HEPATIC_FLOW = {"mouse": 90, "rat": 55, "monkey": 44, "dog": 31, "human": 21}
"""Hepatic blood flow in mL/min/kg (Davies and Morris, Pharm Res 1993;10:1093-5, rounded)."""

_CLEARANCE = re.compile(r"^CL(?![a-z])", re.IGNORECASE)
_NOISE = re.compile(r"\d\.\d*?(?:0{6,}[1-9]|9{6,}[0-8]?)\d?(?!\d)")


def reversed_intervals(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        for field in ("ci", "iqr", "range"):
            interval = getattr(fact, field)
            bounds = bounds_of(interval) if interval else None
            if bounds and bounds[0] >= bounds[1]:
                message = f"the lower bound {interval.lower} is not below the upper bound {interval.upper}"
                yield Finding(("facts", name, field), message, "a sign may be lost, or the bounds are exchanged")


def estimates_outside(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        bounds, number = bounds_of(fact.ci) if fact.ci else None, reported(fact).number
        if bounds and number is not None and bounds[0] < bounds[1] and not bounds[0] <= number <= bounds[1]:
            message = (
                f"the estimate {fact.value} lies outside its interval, {fact.ci.lower} to {fact.ci.upper}" if fact.ci else ""
            )
            yield Finding(("facts", name, "value"), message, "acknowledge it with a reason if its source prints it so")


def unstated_levels(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.ci and level_of(data, fact) is None:
            message = "the interval does not say its confidence level"
            yield Finding(("facts", name, "ci"), message, "give `level:` in the interval, or `ci-level:` in the study")


def uneven_intervals(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        bounds, number = bounds_of(fact.ci) if fact.ci else None, reported(fact).number
        noisy = fact.ci and (_NOISE.search(fact.ci.lower) or _NOISE.search(fact.ci.upper) or _NOISE.search(fact.value or ""))
        if bounds and number is not None and not noisy and len({decimals(n) for n in (*bounds, number)}) > 1:
            message = "estimate and bounds are reported with different numbers of decimals"
            yield Finding(("facts", name, "ci"), message, "write trailing zeros as the source has them")


def impossible_counts(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.n is not None and fact.of is not None and fact.n > fact.of:
            yield Finding(
                ("facts", name, "n"), f"{fact.n} of {fact.of} is more than all", "`n` of `of`: the part comes first"
            )


def wrong_percentages(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        found = reported(fact)
        if fact.n is None or not fact.of or fact.n > fact.of or found.number is None or found.unit != "%":
            continue
        digit = Decimal(1).scaleb(-decimals(found.number))
        share = (Decimal(100) * fact.n / fact.of).quantize(digit, ROUND_HALF_UP)
        if abs(share - found.number) > digit:
            message = f"{fact.n} of {fact.of} is {share}%, not {found.number}%"
            yield Finding(("facts", name, "value"), message, "recount, or say in `note:` what the percentage is of")


def unlabelled_spread(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.value and (match := SPREAD.search(fact.value)):
            message = f'"{fact.value}" does not say what stands {"in brackets" if match["brackets"] else "after ±"}'
            yield Finding(("facts", name, "value"), message, "give the spread as `sd:`, `se:` or `ci:`")


def noisy_digits(data: Data) -> Iterator[Finding]:
    """The digits binary arithmetic leaves behind, as in 0.30000000000000004."""
    for name, fact in data.brief.facts.items():
        for field in ("value", "sd", "se", "cv", "p", "ci", "iqr", "range"):
            given = getattr(fact, field) or ""
            text = f"{given.lower} to {given.upper}" if isinstance(given, Interval) else given
            if _NOISE.search(text):
                message = f'"{text}" has the digits of a computer, not of its source'
                yield Finding(("facts", name, field), message, "write the digits its source reports")


def decimal_commas(data: Data) -> Iterator[Finding]:
    """Values written "8,25", of which only the 8 would be read."""
    for name, fact in data.brief.facts.items():
        if fact.value and DECIMAL_COMMA.match(fact.value):
            hint = "write a point in data; what is printed follows the language"
            yield Finding(("facts", name, "value"), f'"{fact.value}" has a decimal comma', hint)


def uneven_percentages(data: Data) -> Iterator[Finding]:
    """Percentages reported with different decimals under one heading; those of counts are printed alike anyway."""
    for name, table in data.brief.tables.items():
        usual: dict[str, tuple[str, int]] = {}
        for identity in shown_in_order(table, data):
            fact = data.brief.facts[identity]
            found = reported(fact)
            if found.unit != "%" or found.number is None or (fact.n is not None and fact.of):
                continue
            first, digits = usual.setdefault(fact.parameter or "", (identity, decimals(found.number)))
            if digits != decimals(found.number):
                message = f'the table shows {fact.value} beside the {data.brief.facts[first].value} of "{first}"'
                yield Finding(("tables", name), message, "one number of decimals a column, where the sources allow it")
                break


def implausible_values(data: Data) -> Iterator[Finding]:
    lang = data.brief.lang
    for name, fact in data.brief.facts.items():
        found, parameter = reported(fact), fact.parameter or ""
        cleared = _CLEARANCE.search(parameter) or words("clearance", lang).search(parameter)
        rate = clearance(found) if cleared else None
        flow = HEPATIC_FLOW.get(species(fact.species or ""))
        if rate is not None and flow and rate > flow:
            above = f"above hepatic blood flow in the {fact.species} ({flow} mL/min/kg)"
            message = f"a clearance of {found.number} {found.unit} is {above}"
            yield Finding(("facts", name, "value"), message, "check the unit; blood or plasma; clearance outside the liver")
        share = not words("no share", lang).search(f"{parameter} {fact.statistic or ''}")
        if found.unit == "%" and found.number is not None and found.number > 100 and share:
            yield Finding(
                ("facts", name, "value"),
                f"{fact.value} is more than the whole",
                "say in `statistic:` what it is relative to",
            )
