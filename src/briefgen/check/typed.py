"""The rule on numbers typed into prose: what was measured is printed from its fact, so that it is never typed twice.

What a study's design states (doses, times, sizes of the plan, levels) is no measured value; such numbers may be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.check.prose import unmarked
from briefgen.check.quantity import reported
from briefgen.check.rule import Data, Finding
from briefgen.check.typography import UNIT
from briefgen.model import Brief, Fact

_PEOPLE = r"(?:patients?|participants?|subjects?|volunteers?|animals?|men|women|adults?|children)\b"
_NUMBER = r"[-−+]?(?:\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+)(?:\.\d+)?|[-−+]?\.\d+"
_TYPED = re.compile(
    rf"(?<![\w.,/:+−-])(?P<lead>[Pnp]\s*[=<>≤≥]\s*|[<>≤≥]\s*)?(?P<number>{_NUMBER})(?![\w-]*[A-Za-z]\d)(?!\d)"
    rf"[\s\u00a0\u202f-]?(?P<unit>(?:{UNIT}|{_PEOPLE})(?:[/·⋅]\w+)*)?"
)
_NAMED = re.compile(
    r"(?:version|section|table|figure|fig\.|part|phase|chapter|step|grade|stage|type|level|no\.|number|equation|v\.?|of)\s$",
    re.IGNORECASE,
)
_SAME = {
    "hour": "h", "hours": "h", "minute": "min", "minutes": "min", "day": "d", "days": "d", "week": "wk", "weeks": "wk",
    "month": "mo", "months": "mo", "year": "y", "years": "y", "point": "points", "patient": "patients",
    "μg": "µg", "mcg": "µg", "ug": "µg", "participants": "patients", "participant": "patients",
    "volunteers": "patients", "subjects": "patients", "men": "patients", "women": "patients", "adults": "patients",
}  # fmt: skip
_LEVEL = re.compile(r"\s*(?:level|significance|threshold|confidence)\b")
_HEADING = re.compile(r"^\s{0,3}#.*$", re.MULTILINE)
_READ = ("text", "caption", "note")

Quantity = tuple[str, str]


def _quantity(match: re.Match[str]) -> Quantity:
    """A number as digits without separators or sign, and its unit in one spelling."""
    number = re.sub(r"[,\u00a0\u202f+−-]", "", match["number"])
    unit = (match["unit"] or "").rstrip()
    return (f"0{number}" if number.startswith(".") else number, _SAME.get(unit, unit))


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _TYPED.finditer(text):
        number, unit = _quantity(match)
        yield from ((number, unit), (number, ""))
    if span := re.search(r"(week|day|month|year|hour)s?\s+(\d+)", text):
        yield span[2], _SAME[span[1]]


def _measured(match: re.Match[str]) -> bool:
    """Whether a number in prose looks like a measured one: with a decimal, a unit, or after P or n."""
    lead = (match["lead"] or "").strip()
    return "." in match["number"] or bool(match["unit"]) or lead[:1] in tuple("Ppn")


def planned(brief: Brief) -> set[Quantity]:
    """The quantities that the designs of a brief's studies state."""
    texts: list[str] = []
    for study in brief.studies.values():
        texts += [t for t in (study.title, study.design, study.population, study.sites) if t]
        texts += [study.primary.name] if study.primary else []
        texts += [f"{study.ci_level}%"] if study.ci_level else []
        for arm in study.arms.values():
            texts += [t for t in (arm.label, arm.dose, arm.regimen) if t]
    for fact in brief.facts.values():
        texts += [t for t in (fact.dose, fact.regimen, fact.duration, fact.at, fact.population, fact.statistic) if t]
        texts += [f"{fact.ci.level}%"] if fact.ci and fact.ci.level else []
    for protocol in brief.protocols.values():
        texts += [*protocol.parameters.values(), *protocol.steps, *protocol.materials]
    if brief.compound:
        texts += [f"{w} g/mol" for w in (brief.compound.weight, *(s.weight for s in brief.compound.salts)) if w]
    return {quantity for text in dict.fromkeys(texts) for quantity in _quantities(text)}


def recorded(brief: Brief) -> dict[str, list[tuple[str, str]]]:
    """For every number that a fact prints: its unit, and the role that prints it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, fact in brief.facts.items():
        for number, unit, form in _printed(fact):
            digits = re.sub(r"[,\s+−-]", "", number)
            found.setdefault(f"0{digits}" if digits.startswith(".") else digits, []).append(
                (unit, f"{{fact}}`{name}{form}`")
            )
    return found


def _printed(fact: Fact) -> Iterator[tuple[str, str, str]]:
    value = reported(fact)
    if value.number is not None:
        yield str(value.number), value.unit, ""
    if fact.p:
        yield re.sub(r"[<>=≤≥\s]", "", fact.p), "", ":p"
    if fact.n is not None:
        yield str(fact.n), "patients", ":n"
    for field in ("sd", "se", "cv"):
        if given := getattr(fact, field):
            yield given, value.unit, f":{field}"
    if fact.ci:
        yield from ((bound, value.unit, ":ci") for bound in (fact.ci.lower, fact.ci.upper))


def typed_numbers(data: Data) -> Iterator[Finding]:
    plan, facts = planned(data.brief), recorded(data.brief)
    for passage in data.passages:
        if passage.kind not in _READ:
            continue
        said = _HEADING.sub(lambda m: " " * len(m[0]), passage.said)
        for match in _TYPED.finditer(said):
            if not _measured(match) or (_NAMED.search(said[: match.start()]) and "." not in match["number"]):
                continue
            if (quantity := _quantity(match)) in plan or _version(said, match) or _LEVEL.match(said, match.end()):
                continue
            text = unmarked(match[0]).strip()
            message = f'a number typed by hand: "{text}"'
            where = data.within(passage, match.start(), match.start() + len(match[0].rstrip()))
            yield Finding(passage.path, message, _probably(quantity, facts), where)


def _version(said: str, match: re.Match[str]) -> bool:
    return bool(re.search(r"(?:version|section|v\.?)\s$", said[: match.start("number")], re.IGNORECASE))


def _probably(quantity: Quantity, facts: dict[str, list[tuple[str, str]]]) -> str:
    number, unit = quantity
    same = facts.get(number, ())
    exact = [role for given, role in same if _SAME.get(given, given) == unit]
    exact = exact or [role for given, role in same if not given or not unit]
    if exact:
        return f"probably {exact[0]}"
    return "make it a fact and print it with {fact}`id`"
