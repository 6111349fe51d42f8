"""Facts as text: every form a value can be printed in, by number profile and language.

A form is one function and one row in `FORMS`. It returns None when the fact lacks what the form shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from decimal import Decimal
from typing import TypeAlias

from briefgen.model import Fact, Interval, Study
from briefgen.records import dataclass
from briefgen.resolve import numbers
from briefgen.resolve.graft import joined
from briefgen.resolve.numbers import NBSP, NumberStyle, Quantity
from briefgen.resolve.units import gap, unit
from briefgen.strings import Strings
from briefgen.tree import Cite, CiteItem, Emph, Inlines, Text


@dataclass(frozen=True, slots=True)
class Printing:
    """How values are printed here. In a `cell` a P value stands bare, and `percents` decimals are uniform in a table.

    `units` is off in a column whose heading names the unit.
    """

    numbers: NumberStyle
    strings: Strings
    studies: Mapping[str, Study] = field(default_factory=dict)
    cell: bool = False
    percents: int | None = None
    units: bool = True


Form: TypeAlias = Callable[[Fact, Printing], Inlines | None]

QUALIFIERS = (
    "parameter", "target", "species", "strain", "route", "dose", "regimen", "duration", "matrix", "assay", "population",
    "at", "vs", "form", "statistic", "study",
)  # fmt: skip
"""The fields of a fact that a form may name and print as they stand."""


def printed(fact: Fact, form: str, printing: Printing) -> Inlines | None:
    """A fact in a form; None when it lacks what the form shows. Raises KeyError for an unknown form.

    A fact that is missing prints the reason: its code in a cell, words in a sentence.
    """
    show = FORMS[form]
    if fact.missing and fact.value is None and form in _NUMERIC:
        return (Text(missing_text(fact.missing, printing)),)
    return show(fact, printing)


def missing_text(code: str, printing: Printing) -> str:
    """A missing-reason code as it stands in a cell, or in words."""
    return code if printing.cell else missing_words(printing.strings)[code]


def missing_words(strings: Strings) -> dict[str, str]:
    """The missing-reason codes and what they stand for."""
    return {
        "NR": strings.not_reported,
        "NC": strings.not_calculated,
        "NA": strings.not_applicable,
        "BLQ": strings.below_limit,
        "ND": strings.not_determined,
    }


def unit_of(fact: Fact) -> str:
    """The unit of a fact's value: its own field, or what the value carries."""
    if fact.unit:
        return fact.unit
    quantity = numbers.read(fact.value) if fact.value else None
    return quantity.unit if quantity else ""


def plain_number(text: str, printing: Printing) -> Inlines:
    """A number that stands alone in the data, digits kept; text that is no number stays as it is."""
    quantity = numbers.read(text)
    if quantity is None or quantity.unit:
        return (Text(text),)
    return numbers.number(quantity, printing.numbers, printing.strings.to)


def with_unit(number: Inlines, text: str, printing: Printing) -> Inlines:
    """A number and its unit, with the space that belongs between them."""
    return joined((*number, Text(gap(text, printing.numbers)), *unit(text))) if text else number


def _number(fact: Fact, printing: Printing) -> Inlines | None:
    if fact.value is None:
        return None
    quantity = numbers.read(fact.value)
    if quantity is None:
        return (Text(fact.value),)
    keep = numbers.places(quantity.number, printing.numbers)
    shown = replace(quantity, number=numbers.measured(quantity.number, keep), upper=_upper(quantity, keep))
    return numbers.number(shown, printing.numbers, printing.strings.to)


def _upper(quantity: Quantity, keep: int | None) -> str:
    return numbers.measured(quantity.upper, keep) if quantity.upper else ""


def _kept(fact: Fact, number: str, printing: Printing) -> str:
    """A spread or a bound of a fact, with the decimals its value keeps in a profile that rounds."""
    quantity = numbers.read(fact.value) if fact.value else None
    return number if quantity is None else numbers.measured(number, numbers.places(quantity.number, printing.numbers))


def _value(fact: Fact, printing: Printing) -> Inlines | None:
    number = _number(fact, printing)
    if number is None:
        return _count(fact, printing)
    return with_unit(number, unit_of(fact), printing) if printing.units else number


def _count(fact: Fact, printing: Printing) -> Inlines | None:
    if fact.n is None:
        return None
    if fact.of is None:
        return _whole(fact.n, printing)
    counts = {"n": numbers.digits(str(fact.n), printing.numbers), "total": numbers.digits(str(fact.of), printing.numbers)}
    return (Text(f"{counts['n']}/{counts['total']}" if printing.cell else printing.strings.count_of.format(**counts)),)


def _whole(count: int | None, printing: Printing) -> Inlines | None:
    return None if count is None else (Text(numbers.digits(str(count), printing.numbers)),)


def percent_digits(fact: Fact, places: int | None) -> str | None:
    """The percentage of a count, or the value reported in percent. With `places`, a count's percentage has that many.

    By default a reported percentage keeps its digits, and a computed one has a decimal when it is of 100 or more.
    """
    reported = _reported_percent(fact)
    if fact.n is None or not fact.of or (reported and places in (None, numbers.decimals(reported))):
        return reported
    default = 1 if fact.of >= 100 else 0
    return numbers.rounded(Decimal(100 * fact.n) / fact.of, default if places is None else places)


def _reported_percent(fact: Fact) -> str | None:
    if fact.value is None or unit_of(fact) != "%":
        return None
    quantity = numbers.read(fact.value)
    return quantity.number if quantity and not quantity.upper else None


def uniform_percents(facts: list[Fact]) -> int | None:
    """The decimals all percentages of counts in a table share: the fewest any of them is given; None without counts."""
    given = [percent_digits(f, None) for f in facts if f.n is not None and f.of]
    return min((numbers.decimals(g) for g in given if g), default=None)


def _percent(fact: Fact, printing: Printing) -> Inlines | None:
    number = percent_digits(fact, printing.percents)
    if number is None:
        return None
    return (Text(numbers.digits(number, printing.numbers) + ("" if printing.cell else printing.numbers.percent)),)


def _p(fact: Fact, printing: Printing) -> Inlines | None:
    if fact.p is None:
        return None
    relation, digits = numbers.p_value(fact.p, printing.numbers)
    if printing.cell:
        return (Text(digits if relation == "=" else f"{relation}{digits}"),)
    return (Emph((Text("P"),)), Text(f"{NBSP}{relation}{NBSP}{digits}"))


def ci_level(fact: Fact, printing: Printing) -> str | None:
    """The confidence level in percent: the interval's own, or its study's."""
    if fact.ci and fact.ci.level:
        return fact.ci.level
    study = printing.studies.get(fact.study or "")
    return study.ci_level if study else None


def ci_label(level: str | None, printing: Printing) -> str:
    """ "95% CI"; "CI" alone when no level is known."""
    if level is None:
        return printing.strings.interval
    label = printing.strings.ci.replace("{level}%", f"{{level}}{printing.numbers.percent}")
    return label.format(level=numbers.digits(level, printing.numbers)).replace(" ", NBSP)


def _bounds(fact: Fact, printing: Printing) -> Inlines | None:
    if fact.ci is None:
        return None
    low, high = (numbers.digits(_kept(fact, b, printing), printing.numbers) for b in (fact.ci.lower, fact.ci.upper))
    return (Text(f"{low} {printing.strings.to} {high}"),)


def _ci(fact: Fact, printing: Printing) -> Inlines | None:
    bounds = _bounds(fact, printing)
    if bounds is None or printing.cell:
        return bounds
    return joined((Text(f"{ci_label(ci_level(fact, printing), printing)}, "), *bounds))


def _level(fact: Fact, printing: Printing) -> Inlines | None:
    level = ci_level(fact, printing)
    return None if level is None else (Text(numbers.digits(level, printing.numbers)),)


def _of(attribute: str) -> Form:
    def form(fact: Fact, printing: Printing) -> Inlines | None:
        given = getattr(fact, attribute)
        return None if given is None else plain_number(_kept(fact, given, printing), printing)

    return form


def _bound(attribute: str) -> Form:
    def form(fact: Fact, printing: Printing) -> Inlines | None:
        return None if fact.ci is None else plain_number(_kept(fact, getattr(fact.ci, attribute), printing), printing)

    return form


def _spread(attribute: str) -> Form:
    def form(fact: Fact, printing: Printing) -> Inlines | None:
        given: Interval | None = getattr(fact, attribute)
        if given is None:
            return None
        low, high = _kept(fact, given.lower, printing), _kept(fact, given.upper, printing)
        return (Text(numbers.ranged(low, high, printing.numbers, printing.strings.to)),)

    return form


def _words(attribute: str) -> Form:
    def form(fact: Fact, _: Printing) -> Inlines | None:
        given = getattr(fact, attribute)
        return (Text(str(given)),) if given else None

    return form


def _unit(fact: Fact, _: Printing) -> Inlines | None:
    text = unit_of(fact)
    return unit(text) if text else None


def _label(fact: Fact, _: Printing) -> Inlines | None:
    text = fact.label or fact.parameter
    return (Text(text),) if text else None


def _status(fact: Fact, printing: Printing) -> Inlines | None:
    words = {"unverified": printing.strings.unverified, "secondary": printing.strings.secondary}
    return (Text(words[fact.status]),) if fact.status in words else None


def _cite(fact: Fact, _: Printing) -> Inlines | None:
    return (Cite((CiteItem(fact.source),)),) if fact.source else None


def _labelled(name: str, form: Form) -> Form:
    def labelled(fact: Fact, printing: Printing) -> Inlines | None:
        shown = form(fact, printing)
        return None if shown is None else joined((Text(f"{name}, "), *shown))

    return labelled


def _full(fact: Fact, printing: Printing) -> Inlines | None:
    lead, rest = _value(fact, printing), [_ci, _p]
    if fact.n is not None and fact.of is not None:
        lead, rest = _count(fact, printing), [_percent, *rest]
    spreads = [_labelled(name, FORMS[key]) for name, key in (("SD", "sd"), ("SE", "se"), ("IQR", "iqr"))]
    parts = [shown for form in (*spreads, *rest) if (shown := form(fact, printing)) is not None]
    if lead is None or not parts:
        return lead
    inner = [i for number, part in enumerate(parts) for i in ((Text("; "),) if number else ()) + part]
    return joined((*lead, Text(" ("), *inner, Text(")")))


FORMS: dict[str, Form] = {
    "value": _value,
    "est": _value,
    "number": _number,
    "full": _full,
    "unit": _unit,
    "n": lambda fact, printing: _whole(fact.n, printing),
    "N": lambda fact, printing: _whole(fact.n if fact.of is None else fact.of, printing),
    "of": lambda fact, printing: _whole(fact.of, printing),
    "count": _count,
    "pct": _percent,
    "sd": _of("sd"),
    "se": _of("se"),
    "cv": lambda fact, printing: None if fact.cv is None else plain_number(fact.cv, printing),
    "iqr": _spread("iqr"),
    "range": _spread("range"),
    "ci": _ci,
    "lo": _bound("lower"),
    "hi": _bound("upper"),
    "level": _level,
    "interval": _bounds,
    "p": _p,
    "cite": _cite,
    "source": _cite,
    "status": _status,
    "label": _label,
    **{name: _words(name) for name in QUALIFIERS},
}
"""Every form of a fact, by the name a writer uses."""

_NUMERIC = frozenset(FORMS) - {"unit", "cite", "source", "status", "label", *QUALIFIERS}
