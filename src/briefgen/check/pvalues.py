"""Rules on P values: that they are possible, agree with their intervals, and were rounded once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from briefgen.check.lexicon import words
from briefgen.check.quantity import decimal, decimals
from briefgen.check.rule import Data, Drawn, Finding
from briefgen.model import Fact, Interval
from briefgen.tree import Value, plain

_QUALIFIERS = ("study", "parameter", "target", "species", "dose", "regimen", "population", "at", "arms", "vs", "form")
FLOOR, CEILING = Decimal("0.001"), Decimal("0.99")
_CONVENTION = Decimal("0.05")


def bounds_of(interval: Interval) -> tuple[Decimal, Decimal] | None:
    """The bounds of an interval as numbers; None when either is none."""
    lower, upper = decimal(interval.lower), decimal(interval.upper)
    return (lower, upper) if lower is not None and upper is not None else None


def level_of(data: Data, fact: Fact) -> Decimal | None:
    """The confidence level in percent: the interval's own, or its study's."""
    study = data.brief.studies.get(fact.study or "")
    return decimal((fact.ci.level if fact.ci else None) or (study.ci_level if study else None))


def p_of(fact: Fact) -> tuple[str, Decimal] | None:
    """Relation ("" where it is equality) and number of a P value."""
    return _p(fact.p) if fact.p else None


@lru_cache(maxsize=16_384)
def _p(text: str) -> tuple[str, Decimal] | None:
    match = re.match(r"\s*([<>=≤≥]?)\s*(\S+)", text)
    number = decimal(match[2]) if match else None
    return (match[1].replace("=", ""), number) if match and number is not None else None


def null_value(fact: Fact, lang: str = "en") -> int | None:
    """The value of no effect: 1 of a ratio, 0 of a difference; None when the fact says neither."""
    said = f"{fact.statistic or ''} {fact.parameter or ''}"
    if words("ratio", lang).search(said):
        return 1
    return 0 if words("difference", lang).search(said) else None


def contradicting_p_values(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if not fact.p or not fact.ci:
            continue
        bounds, level, null, p = bounds_of(fact.ci), level_of(data, fact), null_value(fact, data.brief.lang), p_of(fact)
        if bounds is None or level is None or null is None or p is None or p[0] in (">", "≥"):
            continue
        outside = not bounds[0] <= null <= bounds[1]
        two_sided = 1 - level / 100
        alphas = {"one-sided": [two_sided / 2], "two-sided": [two_sided]}.get(fact.sided or "", [two_sided / 2, two_sided])
        if all((p[1] < alpha) != outside for alpha in alphas):
            verb = "excludes" if outside else "includes"
            message = f"P is {fact.p}, but the {level}% interval {verb} {null}"
            yield Finding(("facts", name, "p"), message, "compare level, sidedness and bounds with the source")


def impossible_p_values(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        p = p_of(fact)
        if p and p[0] != "<" and p[1] in (0, 1):
            bound = "<.001" if p[1] == 0 else ">.99"
            message = f"P cannot be {fact.p}: it was rounded until nothing was left"
            yield Finding(("facts", name, "p"), message, f'write "{bound}", or the digits its source has')


def inexact_p_values(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        p = p_of(fact)
        if p and p[0] and not (p[0] in "<≤" and p[1] <= FLOOR) and not (p[0] in ">≥" and p[1] >= CEILING):
            message = f'P is given as a bound only, "{(fact.p or "").strip()}"'
            yield Finding(("facts", name, "p"), message, "give the exact value where the source has it")


def unknown_sidedness(data: Data) -> Iterator[Finding]:
    """Once a study, since one sentence of its methods answers for all its values."""
    asked = set[str]()
    for name, fact in data.brief.facts.items():
        study = fact.study or ""
        if fact.p and fact.ci and not fact.sided and (not study or study not in asked):
            asked.add(study)
            message = "it is not said whether P is one-sided or two-sided"
            message += f' (nor for other values of the study "{study}")' if study in data.brief.studies else ""
            yield Finding(("facts", name, "p"), message, "give `sided:`; `not reported` where the source does not say")


def once_rounded(value: Decimal) -> str:
    """A P value with the digits of AMA 11th ed., 19.5: two, three below .01, more where rounding would reach .05."""
    places = 3 if value < Decimal("0.01") else 2
    shown = _round(value, places)
    while places < decimals(value) and value < _CONVENTION <= shown:
        places += 1
        shown = _round(value, places)
    return f"{shown:f}" if places < decimals(value) else f"{value:f}"


def _round(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def cut_off_p_values(data: Data) -> Iterator[Finding]:
    """P values of one measurement of which the shorter is not the longer one rounded: it was cut off, or mistyped."""
    same: dict[tuple[object, ...], list[tuple[str, Fact, Decimal]]] = {}
    for name, fact in data.brief.facts.items():
        p = p_of(fact)
        if p and not p[0] and fact.study and fact.parameter:
            qualifiers = tuple(str(getattr(fact, q) or "") for q in _QUALIFIERS)
            same.setdefault((*qualifiers, fact.value), []).append((name, fact, p[1]))
    for several in same.values():
        best = max(several, key=lambda entry: decimals(entry[2]))
        for name, fact, number in several:
            if decimals(number) >= decimals(best[2]) or number == _round(best[2], decimals(number)):
                continue
            message = f'P {fact.p} is not the {best[1].p} of the fact "{best[0]}" rounded'
            hint = f"rounded once to as many digits it is {_round(best[2], decimals(number))}; give the digits of the source"
            yield Finding(("facts", name, "p"), message, hint)


def uneven_p_values(data: Data) -> Iterator[Finding]:
    """P values of one study and source reported with mixed decimals. Below .01 and above .99 their number differs anyway."""
    usual: dict[tuple[str, str], tuple[str, int]] = {}
    told = set[tuple[str, str]]()
    for name, fact in data.brief.facts.items():
        p, key = p_of(fact), (fact.study or "", fact.source or "")
        if not p or p[0] or not Decimal("0.01") <= p[1] <= CEILING or not fact.study or key in told:
            continue
        first, digits = usual.setdefault(key, (name, decimals(p[1])))
        if digits != decimals(p[1]):
            told.add(key)
            message = f'P has {decimals(p[1])} decimals here and {digits} in "{first}", of the same study and source'
            yield Finding(("facts", name, "p"), message, "give the digits of the primary source; the profile rounds them")


def misprinted_p_values(drawn: Drawn) -> Iterator[Finding]:
    """A printed P that is not its fact's, rounded once."""
    for node in drawn.of(Value):
        if node.form != "p":
            continue
        name = node.path.removeprefix("facts.")
        fact = drawn.brief.facts.get(name)
        printed = re.search(r"[<>≤≥]?\s*\d*[.,]\d+", plain(node.runs or ()).replace("\u00a0", " "))
        if not fact or not (p := p_of(fact)) or not printed:
            continue
        text = re.sub(r"\s", "", printed[0]).replace(",", ".")
        if not _right(text, *p):
            message = f'P is printed as "{text}"; its fact has {fact.p}'
            yield Finding(("facts", name, "p"), message, "this is a fault in briefgen; please report it", node.span)


def _right(text: str, relation: str, value: Decimal) -> bool:
    sign, number = (text[0], decimal(text[1:])) if text[0] in "<>≤≥" else ("", decimal(text))
    if value < FLOOR and relation in ("", "<", "≤"):
        return (sign, number) == ("<", FLOOR)
    expected = decimal(once_rounded(value)) if not relation else value
    if expected is not None and expected >= 1 and not relation:
        return (sign, number) == (">", CEILING)
    return (sign, number) == (relation, expected)
