"""Rules on units, and on the qualifiers without which a number means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from briefgen.check.evidence import shown_in_order
from briefgen.check.lexicon import words
from briefgen.check.quantity import DECIMAL_COMMA, SPREAD, ambiguous, known_unit, reported
from briefgen.check.rule import Data, Finding, Path

QUALIFIERS: tuple[tuple[re.Pattern[str], str, tuple[tuple[str, ...], ...]], ...] = (
    (re.compile(r"^[pP]?(IC|EC)\s?~?50~?\b|^K[id]\b"), "a potency", (("assay",), ("species",))),
    (re.compile(r"^CL(?![a-z])", re.IGNORECASE), "a clearance", (("route",),)),
    (re.compile(r"^t\s?(1/2|½)", re.IGNORECASE), "a half-life", (("dose",), ("route",))),
    (re.compile(r"^NOA?EL\b|^LOAEL\b"), "a NOAEL", (("species",), ("route",), ("duration",))),
    (re.compile(r"^C\s?~?max~?\b|^AUC", re.IGNORECASE), "an exposure", (("dose", "regimen", "arms"), ("route",))),
)
"""Parameters, what to call them, and the qualifiers each needs: one of every group."""


def _units(data: Data) -> Iterator[tuple[Path, str]]:
    for name, fact in data.brief.facts.items():
        unit = reported(fact).unit
        if unit:
            yield ("facts", name, "unit" if fact.unit else "value"), unit


def unknown_units(data: Data) -> Iterator[Finding]:
    for path, unit in _units(data):
        given = data.brief.facts[str(path[1])].value or ""
        if not ambiguous(unit) and not DECIMAL_COMMA.match(given) and not SPREAD.search(given) and not known_unit(unit):
            yield Finding(path, f'"{unit}" is not a unit', "a remark belongs into `note:`, a count's noun into `unit:`")


def ambiguous_units(data: Data) -> Iterator[Finding]:
    for path, unit in _units(data):
        if ambiguous(unit):
            first, _, rest = unit.partition("/")
            factors = re.split(r"[·*⋅ ]+", rest)
            message = f'"{unit}" can be read in two ways: a factor after the solidus may divide or multiply'
            yield Finding(path, message, f'write "{"/".join((first, *factors))}" if it divides')


def micro_written_otherwise(data: Data) -> Iterator[Finding]:
    for path, unit in _units(data):
        match = re.search(r"(?:^|[/·*⋅ ])(mc|u)(?=(?:g|M|mol|L|l|m)\b)", unit)
        if match:
            yield Finding(path, f'"{unit}" writes micro as "{match[1]}"', 'write "µ"')


def mixed_units(data: Data) -> Iterator[Finding]:
    measured: dict[tuple[str, str], set[str]] = {}
    for identity, fact in data.brief.facts.items():
        if fact.parameter and (unit := reported(fact).unit):
            measured.setdefault((fact.parameter, unit), set()).add(identity)
    for name, table in data.brief.tables.items():
        shown = set(shown_in_order(table, data))
        pairs = sorted(pair for pair, facts in measured.items() if not facts.isdisjoint(shown))
        for parameter, several in groupby(pairs, key=lambda pair: pair[0]):
            units = [unit for _, unit in several]
            if len(units) > 1:
                message = f'the table "{name}" shows {parameter} in {" and ".join(units)}'
                yield Finding(("tables", name), message, "one unit a parameter, so that numbers can be compared")


def missing_qualifiers(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if fact.missing is not None:
            continue
        for noun, groups in _asked(fact.parameter or "", data.brief.lang):
            lacking = [" or ".join(g) for g in groups if not any(getattr(fact, field) for field in g)]
            if lacking:
                message = f"{noun} without {' and '.join(lacking)} cannot be compared with another"
                yield Finding(("facts", name), message, _how(lacking))
                break


@lru_cache(maxsize=1024)
def _asked(parameter: str, lang: str) -> list[tuple[str, tuple[tuple[str, ...], ...]]]:
    """What a parameter is called, and the qualifiers it needs."""
    named = {"a clearance": "clearance", "a half-life": "half-life"}
    return [
        (noun, groups)
        for pattern, noun, groups in QUALIFIERS
        if pattern.search(parameter) or (noun in named and words(named[noun], lang).search(parameter))
    ]


def _how(lacking: list[str]) -> str:
    first = lacking[0].split(" or ")[0]
    return f'give `{first}:`; "not reported" where the source does not say'
