"""The rule on numbers typed into prose: what was measured is printed from its fact, so that it is never typed twice.

What a study's design states (doses, times, sizes of the plan, levels) is no measured value; such numbers may be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from briefgen.check.lexicon import COMMA, alternatives, base
from briefgen.check.prose import unmarked
from briefgen.check.quantity import reported
from briefgen.check.rule import Data, Finding
from briefgen.check.typography import UNIT
from briefgen.model import Brief, Fact

_NUMBER = r"[-−+]?(?:\d{1,3}(?:[,\u202f\u00a0]\d{3})+|\d+)(?:\.\d+)?|[-−+]?\.\d+"
_COMMA_NUMBER = r"[-−+]?(?:\d{1,3}(?:[.\u202f\u00a0]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)|[-−+]?[.,]\d+"
_DIGIT = re.compile(r"[-−+]?[.,]?\d")
_LEAD = re.compile(r"(?:\b[Pnp]\s*[=<>≤≥]|[<>≤≥])\s*$")
_VERSION = re.compile(r"\b(?:version|section|v\.?)\s$", re.IGNORECASE)
_SAME = {
    "hour": "h", "hours": "h", "minute": "min", "minutes": "min", "day": "d", "days": "d", "week": "wk", "weeks": "wk",
    "month": "mo", "months": "mo", "year": "y", "years": "y", "point": "points", "patient": "patients",
    "μg": "µg", "mcg": "µg", "ug": "µg", "participants": "patients", "participant": "patients",
    "volunteers": "patients", "subjects": "patients", "men": "patients", "women": "patients", "adults": "patients",
    "Stunde": "h", "Stunden": "h", "Minuten": "min", "Tage": "d", "Tagen": "d", "Wochen": "wk", "Monate": "mo", "Jahre": "y",
    "Monaten": "mo", "Jahren": "y", "Punkte": "points", "Punkten": "points", "Patienten": "patients",
    "Teilnehmer": "patients",
    "heure": "h", "heures": "h", "jours": "d", "semaines": "wk", "mois": "mo", "ans": "y", "hora": "h", "horas": "h",
    "días": "d", "semanas": "wk", "meses": "mo", "años": "y", "puntos": "points", "pacientes": "patients",
}  # fmt: skip
_COUNTED = {"Tag": "d", "Woche": "wk", "Monat": "mo", "Stunde": "h", "Jahr": "y"}
_HEADING = re.compile(r"^\s{0,3}#.*$", re.MULTILINE)
_READ = ("text", "caption", "note", "lettering")

Quantity = tuple[str, str]


@cache
def _typed(lang: str) -> re.Pattern[str]:
    """A number and the unit behind it, as they are typed in a language."""
    number = _COMMA_NUMBER if base(lang) in COMMA else _NUMBER
    unit = rf"{UNIT}|(?i:{alternatives('measure', lang)}|{alternatives('people', lang)})(?!\w)"
    return re.compile(
        rf"(?<![\w.,/:+−-])(?P<number>{number})(?![\w-]*[A-Za-z]\d)(?!\d)[\s\u00a0\u202f-]?(?P<unit>(?:{unit})(?:[/·⋅]\w+)*)?"
    )


def _quantity(match: re.Match[str], lang: str) -> Quantity:
    """A number as digits with a decimal point, without separators or sign, and its unit in one spelling."""
    number = re.sub(r"[\u00a0\u202f+−-]", "", match["number"])
    if base(lang) in COMMA:
        parted = "," in number or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number)
        number = number.replace(".", "").replace(",", ".") if parted else number
    number = number.replace(",", "")
    unit = (match["unit"] or "").rstrip()
    return (f"0{number}" if number.startswith(".") else number, _SAME.get(unit, unit))


def _numbers(text: str, lang: str) -> Iterator[re.Match[str]]:
    """The numbers of a text; looked for where digits are, since most text has none."""
    end = 0
    for digit in _DIGIT.finditer(text):
        if digit.start() >= end and (match := _typed(lang).match(text, digit.start())):
            end = match.end()
            yield match


@lru_cache(maxsize=16_384)
def _quantities(text: str, lang: str) -> tuple[Quantity, ...]:
    """The quantities a text states, each also without its unit, as in "1, 4 or 10 mg"."""
    stated = [_quantity(match, lang) for match in _numbers(text, lang)]
    found = [quantity for number, unit in stated for quantity in ((number, unit), (number, ""))]
    if counted := re.search(r"(week|day|month|year|hour|Tag|Woche|Monat|Stunde|Jahr)s?\s+(\d+)", text):
        found.append((counted[2], _COUNTED.get(counted[1], "") or _SAME[counted[1]]))
    return tuple(found)


def _measured(match: re.Match[str], before: str, lang: str) -> bool:
    """Whether a number in prose looks like a measured one: with a decimal, a unit, or after P or n."""
    lead = _LEAD.search(before)
    if "." in _quantity(match, lang)[0] or (lead and lead[0][0] in "Ppn"):
        return True
    return bool(match["unit"]) and not re.search(rf"(?i:(?<!\w){alternatives('named', lang)})\s$", before)


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
    return {quantity for text in dict.fromkeys(texts) for quantity in _quantities(text, brief.lang)}


def recorded(brief: Brief) -> dict[str, list[tuple[str, str]]]:
    """For every number that a fact prints: its unit, and the role that prints it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, fact in brief.facts.items():
        for number, unit, form in _printed(fact):
            digits = re.sub(r"[,\s+−-]", "", number)
            found.setdefault(f"0{digits}" if digits.startswith(".") else digits, []).append(
                (unit, f"{{fact}}`{name}{form}`")
            )
    for size, path in _sizes(brief):
        found.setdefault(str(size), []).append(("patients", f"{{record}}`studies.{path}`"))
    return found


def _sizes(brief: Brief) -> Iterator[tuple[int, str]]:
    """How many people the records of studies count, with their paths below `studies`."""
    for name, study in brief.studies.items():
        for field in ("randomised", "completed", "analysed"):
            if (number := getattr(study, field)) is not None:
                yield number, f"{name}.{field}"
        yield from ((arm.n, f"{name}.arms.{key}.n") for key, arm in study.arms.items() if arm.n is not None)


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
    plan = cache(lambda: planned(data.brief))  # asked for only where a number is typed that may be a measured one
    facts, lang = cache(lambda: recorded(data.brief)), data.brief.lang
    level = re.compile(rf"\s*{alternatives('level', lang)}(?!\w)", re.IGNORECASE)
    for passage in data.passages:
        if passage.kind not in _READ or not re.search(r"\d", passage.text):
            continue
        said = _HEADING.sub(lambda m: " " * len(m[0]), passage.said) if "#" in passage.text else passage.said
        for match in _numbers(said, lang):
            before = said[max(0, match.start() - 20) : match.start()]
            quantity = _quantity(match, lang)
            if (
                not _measured(match, before, lang)
                or quantity in plan()
                or _VERSION.search(before)
                or level.match(said, match.end())
            ):
                continue
            lead = _LEAD.search(before)
            start = match.start() - (len(before) - lead.start() if lead else 0)
            end = match.start() + len(match[0].rstrip())
            message = f'a number typed by hand: "{unmarked(said[start:end]).strip()}"'
            yield Finding(passage.path, message, _probably(quantity, facts()), data.within(passage, start, end))


def _probably(quantity: Quantity, facts: dict[str, list[tuple[str, str]]]) -> str:
    number, unit = quantity
    same = facts.get(number, ())
    exact = [role for given, role in same if _SAME.get(given, given) == unit]
    exact = exact or [role for given, role in same if not given or not unit]
    if exact:
        return f"probably {exact[0]}"
    return "make it a fact and print it with {fact}`id`"
