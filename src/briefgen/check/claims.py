"""Rules on what a brief claims: with what evidence, of which study, of how many, of which form, and under which title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefgen.check.lexicon import alternatives, words
from briefgen.check.prose import CITATION, CROSS_REFERENCE, ROLE, blocks, unmarked
from briefgen.check.rule import Data, Finding
from briefgen.check.typography import numbered
from briefgen.model import Brief, Fact, Study

EVIDENCE_TEXTS = ("summary", "mechanism", "preclinical", "pharmacokinetics", "efficacy", "safety")
_KEY = re.compile(r"@([A-Za-z][\w.:-]*\w)")
_CAPTION_LIKE = re.compile(
    r"(?:proposed|schematic|overview of the|simplified)?\s*(?:[\w-]+\s){0,3}?(?:pathway|workflow|diagram|scheme)\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|shows?|starts?|gives?|gave|leads?|runs?|can|may|will|does|consists?)\b"
)
_DOSE = re.compile(r"\d\s*(?:mg|µg|μg|g|ng)\b")
_SAME_REGIMEN = {"biweekly": "every 2 weeks", "bi-weekly": "every 2 weeks", "every two weeks": "every 2 weeks",
                 "every other week": "every 2 weeks", "once weekly": "weekly", "once daily": "daily",
                 "alle zwei wochen": "alle 2 wochen", "toutes les deux semaines": "toutes les 2 semaines",
                 "cada dos semanas": "cada 2 semanas"}  # fmt: skip


def unsourced_claims(data: Data) -> Iterator[Finding]:
    """Paragraphs that print facts, and texts on the evidence, without any citation or reference to a table or figure."""
    for passage in data.passages:
        if passage.kind != "text":
            continue
        name = str(passage.path[1])
        silent = not CITATION.search(passage.text) and not CROSS_REFERENCE.search(passage.text)
        if silent and name.partition("-")[0] in EVIDENCE_TEXTS and "::: {#" not in passage.text:
            message = f'the text "{name}" cites nothing'
            yield Finding(passage.path, message, "cite its sources, [@key], or the tables that do, @tbl-x")
            continue
        for start, block in blocks(passage.text):
            if ROLE.search(block) and not CITATION.search(block) and not CROSS_REFERENCE.search(block):
                message = "a paragraph states values and cites no source"
                where = data.within(passage, start, start + len(block.partition("\n")[0]))
                yield Finding(passage.path, message, "cite the source where the values stand: [@key]", where)


def mechanisms_from_trials(data: Data) -> Iterator[Finding]:
    """A mechanism or preclinical text whose only sources report clinical studies."""
    clinical = {
        ref: name for name, study in data.brief.studies.items() if study.kind == "clinical" for ref in study.reported_in
    }
    for passage in data.passages:
        if passage.kind != "text" or str(passage.path[1]).partition("-")[0] not in ("mechanism", "preclinical"):
            continue
        cited = [m for c in CITATION.finditer(passage.text) for m in _KEY.finditer(passage.text, c.start(), c.end())]
        keys = {m[1] for m in cited}
        if keys and keys <= set(clinical):
            first = cited[0]
            message = f'the text "{passage.path[1]}" rests on "{first[1]}", the report of a clinical study, alone'
            where = data.within(passage, first.start(1), first.end(1))
            yield Finding(passage.path, message, "cite the experiments that show it, or call it a hypothesis", where)


def _results(brief: Brief) -> dict[str, list[tuple[str, Fact]]]:
    """The facts with a value, by study."""
    found: dict[str, list[tuple[str, Fact]]] = {}
    for name, fact in brief.facts.items():
        if fact.study and fact.study in brief.studies and fact.value is not None:
            found.setdefault(fact.study, []).append((name, fact))
    return found


def missing_sizes(data: Data) -> Iterator[Finding]:
    """Clinical studies whose results are told without the number of people they come from."""
    sized = {fact.study for fact in data.brief.facts.values() if fact.n is not None}
    for name in _results(data.brief):
        study = data.brief.studies[name]
        if study.kind == "clinical" and name not in sized:
            known = f"{study.randomised} were randomised" if study.randomised is not None else ""
            message = f'results of the study "{name}" are told, and not in how many{": " + known if known else ""}'
            yield Finding(("studies", name), message, "add a fact with `n:` and print it, {fact}`id`")


def unstated_trial_levels(data: Data) -> Iterator[Finding]:
    """Studies judged by another confidence level than 95% whose P values are printed and whose level is not."""
    for name, results in _results(data.brief).items():
        level = data.brief.studies[name].ci_level
        if not level or level == "95" or not any(f.p for _, f in results) or any(f.ci for _, f in results):
            continue
        said = re.compile(rf"(?<![\d.]){re.escape(level)}\s?%")
        if not any(said.search(passage.text) for passage in data.passages):
            message = f'the study "{name}" was judged by {level}% intervals, which no text says'
            yield Finding(("studies", name, "ci_level"), message, "say it where its P values stand")


def other_regimens(data: Data) -> Iterator[Finding]:
    """Facts and texts that give an arm a dosing interval which the study's record does not have for it."""
    lang = data.brief.lang
    often = words("regimen", lang)
    for name, fact in data.brief.facts.items():
        study = data.brief.studies.get(fact.study or "")
        has = {_regimen(study.arms[a].regimen or "") for a in fact.arms if a in study.arms} if study else set()
        if (
            fact.regimen
            and has
            and "" not in has
            and often.search(fact.regimen)
            and not _regimens(fact.regimen, lang) <= has
        ):
            message = f'the regimen "{fact.regimen}" is not that of its arm: {", ".join(sorted(has))}'
            yield Finding(("facts", name, "regimen"), message, "compare with the study's record")
    known = {name: (_told_regimen(name, lang), given) for name, given in _treatments(data.brief).items()}
    for passage in data.passages:
        if passage.kind not in ("text", "method", "note", "caption") or not often.search(passage.text):
            continue
        said = passage.said.replace("\n", " ")
        lowered = said.lower()
        for treatment, (pattern, given) in known.items():
            if treatment not in lowered:
                continue
            for match in pattern.finditer(said):
                if extra := _regimens(match["r"], lang) - given:
                    message = f'"{match[0].strip()}": by the records {treatment} was given {" or ".join(sorted(given))}'
                    message += f", not {' or '.join(sorted(extra))}"
                    where = data.within(passage, match.start("r"), match.end("r"))
                    yield Finding(passage.path, message, "compare with the arms of the study", where)


@lru_cache(maxsize=256)
def _told_regimen(treatment: str, lang: str) -> re.Pattern[str]:
    """A treatment with, right behind it, a dose or none, and the intervals at which it is said to be given."""
    often = alternatives("regimen", lang)
    return re.compile(
        rf"\b{re.escape(treatment)}\b[ ,]*(?:\(?\d[\d.]*\s*\S+\)?)?[ ,]*(?:on )?(?:a |an )?"
        rf"(?P<r>{often}(?: (?:or|and|oder|und|ou|et|o|y) {often})*)(?!\w)",
        re.IGNORECASE,
    )


def _treatments(brief: Brief) -> dict[str, set[str]]:
    """The intervals at which each treatment, the first word of an arm's label, was given; only where all arms say so."""
    found: dict[str, set[str]] = {}
    silent = set[str]()
    for study in brief.studies.values():
        for arm in study.arms.values():
            name = arm.label.split()[0].lower()
            given = _regimens(f"{arm.regimen or ''} {arm.label}", brief.lang)
            found.setdefault(name, set()).update(given)
            silent |= set() if given else {name}
    return {name: given for name, given in found.items() if name not in silent}


def _regimens(text: str, lang: str) -> set[str]:
    return {_regimen(m[0]) for m in words("regimen", lang).finditer(text.lower())}


def _regimen(text: str) -> str:
    return _SAME_REGIMEN.get(text.lower(), text.lower())


def unlabelled_exploration(data: Data) -> Iterator[Finding]:
    """Comparisons beyond the primary endpoint of a study that missed it."""
    lang = data.brief.lang
    for name, results in _results(data.brief).items():
        study = data.brief.studies[name]
        if study.primary is None or study.primary.met is not False:
            continue
        for identity, fact in results:
            compared = (
                fact.p
                or fact.vs
                or any(
                    words(w, lang).search(f"{fact.parameter or ''} {fact.statistic or ''}") for w in ("difference", "ratio")
                )
            )
            if compared and fact.exploratory is None and not _primary(fact, study, lang):
                message = f'the study "{name}" missed its primary endpoint, and this result is not labelled exploratory'
                yield Finding(("facts", identity), message, "give `exploratory: yes`, and say so where it is printed")


def _primary(fact: Fact, study: Study, lang: str) -> bool:
    """Whether a fact is of the primary endpoint: its time is named there, and so is a word of what it measures."""
    name = study.primary.name.lower() if study.primary else ""
    measured = re.findall(r"[^\W\d_]{4,}", words("difference", lang).sub("", fact.parameter or "").lower())
    timed = not fact.at or re.search(rf"(?<!\w){re.escape(fact.at.lower())}(?!\w)", name)
    return bool(timed) and (not measured or any(word in name for word in measured))


def doses_of_unknown_form(data: Data) -> Iterator[Finding]:
    """Doses that do not say whether they are of the base or of a salt; once a study."""
    compound = data.brief.compound
    if not compound or not compound.salts or compound.doses_as:
        return
    hint = "give `doses-as:` in the compound, or `form:` of the fact"
    told = set[str]()
    for name, study in data.brief.studies.items():
        if any(_DOSE.search(f"{arm.dose or ''} {arm.label}") for arm in study.arms.values()):
            told.add(name)
            yield Finding(("studies", name, "arms"), "its doses do not say whether they are of the base or of a salt", hint)
    for name, fact in data.brief.facts.items():
        if not fact.form and fact.study not in told and _DOSE.search(fact.dose or ""):
            message = f"the dose {fact.dose} does not say whether it is of the base or of a salt"
            yield Finding(("facts", name, "dose"), message, hint)


def missing_metadata(data: Data) -> Iterator[Finding]:
    """A clinical brief says its version, cut-off, search date, authors and what it must not be used for."""
    wanted = {"version": "version", "data_cut_off": "data-cut-off", "search_date": "search-date", "authors": "authors",
              "disclaimer": "disclaimer"}  # fmt: skip
    lacking = [f"`{key}`" for field, key in wanted.items() if not getattr(data.brief, field)]
    if lacking:
        message = f"the brief has no {', no '.join(lacking)}"
        yield Finding(("title",), message, f"give {lacking[0].strip('`')}:", data.spans.key("title"))


def stray_captions(data: Data) -> Iterator[Finding]:
    """Paragraphs that read like the caption of a figure, and stand where there is none."""
    for passage in data.passages:
        if passage.kind not in ("text", "method"):
            continue
        for start, block in blocks(passage.text):
            text = unmarked(block).strip()
            like = _CAPTION_LIKE.match(text.lower()) and text.endswith(".") and not _VERB.search(text) and "@" not in text
            if len(text.split()) <= 16 and (like or numbered(data.brief.lang).match(text)):
                message = f'"{text}" reads like the caption of a figure that is not there'
                where = data.within(passage, start, start + len(block))
                yield Finding(
                    passage.path, message, "describe the figure in `figures:` and place it, or delete the line", where
                )
