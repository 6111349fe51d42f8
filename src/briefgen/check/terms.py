"""Rules on names: one term a concept, the nonproprietary name in lower case, one spelling of a code, known abbreviations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from briefgen.check.lexicon import alternatives, base
from briefgen.check.prose import Passage, unmarked
from briefgen.check.rule import Data, Finding
from briefgen.model import Brief, Term
from briefgen.strings import strings_for

PREFERRED: dict[str, Term] = {
    "GluN1": Term(aliases=["NR1", "NMDAR1"]),
    "GluN2A": Term(aliases=["NR2A"]),
    "GluN2B": Term(aliases=["NR2B"]),
    "GluN2C": Term(aliases=["NR2C"]),
    "GluN2D": Term(aliases=["NR2D"]),
}
"""Names of receptor subunits (IUPHAR/BPS Guide to Pharmacology) and the older ones; a brief's `terms:` are added."""

_KNOWN = frozenset({
    "AM", "API", "CAS", "CNS", "CSL", "DNA", "DOI", "EU", "FDA", "EMA", "ID", "INN", "IUPAC", "IV", "NCT", "NIH", "OR",
    "PDF", "PM", "RNA", "SC", "SMILES", "UK", "US", "USA", "URL", "WHO", "NR", "NC", "NA", "BLQ", "ND", "NOT", "AND", "II",
    "FIXME", "TBD", "TODO", "III", "VI", "VII", "VIII", "IX", "XI", "XII",
})  # fmt: skip
"""Abbreviations that need no expansion (AMA 11th ed., 13.11, its commonest), codes of missing values, Roman numerals,
and placeholders, which are told as such."""

_ABBREVIATION = re.compile(r"[A-Z](?<![\w@/.-][A-Z])[A-Z0-9]*[A-Z][A-Z0-9]*(?:~\w+~)?(?=s?(?![\w-]|\.\w))")


def terms(brief: Brief) -> Mapping[str, Term]:
    """The preferred terms of a brief: its own before the built-in ones."""
    return {**PREFERRED, **brief.terms}


def _names(data: Data) -> Iterator[Passage]:
    """The texts, and the fields of records that are printed as names."""
    yield from data.passages
    brief = data.brief
    if brief.compound and brief.compound.target:
        yield Passage(("compound", "target"), brief.compound.target, "name")
    for name, fact in brief.facts.items():
        for field in ("parameter", "target"):
            text = getattr(fact, field)
            if text:
                yield Passage(("facts", name, field), text, "name")


def other_terms(data: Data) -> Iterator[Finding]:
    known = terms(data.brief)
    wanted = {alias: term for term, entry in known.items() for alias in (*entry.aliases, *entry.forbidden)}
    if not wanted:
        return
    any_of = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
    pattern, holds = re.compile(rf"(?<![\w-])(?:{any_of})(?![\w])"), re.compile(any_of)
    for passage in _names(data):
        if not holds.search(passage.text):
            continue
        said = passage.said
        allowed = set[str]()
        for match in pattern.finditer(said):
            alias, term = match[0], wanted[match[0]]
            first = (
                alias not in allowed
                and alias not in known[term].forbidden
                and _introduced(said, match, term, data.brief.lang)
            )
            allowed.add(alias)
            if not first:
                message = f'"{alias}" is called "{term}" here'
                hint = f'write "{term}"; at first use "{term} (formerly {alias})"'
                if alias in known[term].forbidden:
                    hint = f'write "{term}"'
                yield Finding(passage.path, message, hint, data.within(passage, match.start(), match.end()))
                break


def _introduced(said: str, match: re.Match[str], term: str, lang: str) -> bool:
    """Whether an alias stands in the first-use form, "GluN2B (formerly NR2B)", or is spoken of: "which some call NR2B"."""
    before = said[max(0, match.start() - 80) : match.start()]
    in_brackets = rf"{re.escape(term)}[^().]{{0,40}}\(\s*{alternatives('announced', lang)}?\s*$"
    return bool(re.search(in_brackets, before) or re.search(rf"\b{alternatives('called', lang)}\s+$", before))


def capital_names(data: Data) -> Iterator[Finding]:
    """Nonproprietary names with a capital within a sentence; German writes them with one, as all its nouns."""
    compound = data.brief.compound
    if not compound or base(data.brief.lang) in ("de", "lb"):
        return
    inn = compound.inn
    if inn[:1].isupper() and inn[1:].islower():
        yield Finding(("compound", "inn"), f'the nonproprietary name "{inn}" has a capital', f'write "{inn.lower()}"')
    pattern = re.compile(rf"(?<=[a-z0-9,;(/] ){_capital(inn)}|(?<=[(/]){_capital(inn)}|(?<=[a-z]['’]){_capital(inn)}")
    for passage in data.passages:
        said = passage.said
        if inn.capitalize() in said and (match := pattern.search(_flat(said))):
            message = f'the nonproprietary name has a capital within a sentence: "{match[0]}"'
            where = data.within(passage, match.start(), match.end())
            yield Finding(passage.path, message, f'write "{inn.lower()}"', where)


def _capital(inn: str) -> str:
    return rf"{re.escape(inn.capitalize())}\b"


def _flat(text: str) -> str:
    """A text with its line breaks as blanks, in place, so that a sentence is one line; paragraphs stay apart."""
    return re.sub(r"(?<!\n)\n(?![\n\-*:|#])", " ", text)


def code_spellings(data: Data) -> Iterator[Finding]:
    compound = data.brief.compound
    if not compound or not compound.codes:
        return
    preferred: dict[str, str] = {}
    for i, code in enumerate(compound.codes):
        first = preferred.setdefault(_folded(code), code)
        if first != code:
            message = f'the code name is spelled "{code}" beside "{first}"'
            yield Finding(("compound", "codes", i), message, "keep one spelling; quoted titles keep theirs")
    stems = "|".join("[-\u2011 ]?".join(map(re.escape, re.findall(r"[A-Za-z]+|\d+", c))) for c in preferred.values())
    pattern = re.compile(rf"(?<![\w-])(?:{stems})(?!\w)", re.IGNORECASE)
    begins = {next(iter(re.findall(r"[a-z]+|\d+", code.lower())), "") for code in preferred.values()}
    for passage in data.passages:
        if not any(begin in passage.text.lower() for begin in begins):
            continue
        for match in pattern.finditer(passage.said):
            if match[0] != (usual := preferred.get(_folded(match[0]), match[0])):
                message = f'the code name is spelled "{match[0]}"'
                where = data.within(passage, match.start(), match.end())
                yield Finding(passage.path, message, f'write "{usual}"', where)
                break


def _folded(code: str) -> str:
    return re.sub(r"[-\u2011 ]", "", code).lower()


def undefined_abbreviations(data: Data) -> Iterator[Finding]:
    known = set(_KNOWN) | _spelled_out(data) | _own_names(data.brief)
    for passage in data.passages:
        if passage.path[0] in ("title", "subtitle", "studies"):
            continue
        for match in _ABBREVIATION.finditer(passage.said):
            word = unmarked(match[0])
            if word not in known and match[0].partition("~")[0] not in known and not re.search(r"\d{3}", word):
                known.add(word)
                message = f'the abbreviation "{word}" is nowhere spelled out'
                hint = "give it in `abbreviations:`, or write it out at first use"
                yield Finding(passage.path, message, hint, data.within(passage, match.start(), match.end()))


def _spelled_out(data: Data) -> set[str]:
    """Abbreviations the brief lists, and those some text introduces: "treatment-resistant depression (TRD)"."""
    found = set(data.brief.abbreviations)
    for passage in data.passages:
        said = passage.said
        for match in re.finditer(r"\((?<=[\w*”] \()([A-Z][\w~]+)[);,]", said):
            if _initials(short := unmarked(match[1]).rstrip("s"), said[max(0, match.start() - 100) : match.start()]):
                found.add(short)
    return found


def _initials(short: str, before: str) -> bool:
    """Whether the letters of an abbreviation stand in this order in the words before it, the first at the start of one."""
    letters = re.sub(r"[^a-z]", "", short.lower())
    words = ".*?".join(map(re.escape, letters))
    plain = unicodedata.normalize("NFD", before).encode("ascii", "ignore").decode()
    return bool(re.search(rf"\b{words}", plain.lower(), re.DOTALL))


def _own_names(brief: Brief) -> set[str]:
    """Capital words that are names: of studies, registers, compounds, terms, and the arms' and facts' own."""
    texts = [brief.title, brief.organisation or ""]
    for study in brief.studies.values():
        texts += [study.title or "", *study.registry, *study.ids]
    if brief.compound:
        texts += [brief.compound.inn, *brief.compound.codes, *brief.compound.names, *(s.name for s in brief.compound.salts)]
    names = {word for text in texts for word in re.findall(r"[A-Z][A-Z0-9]+", text)}
    return names | {alias for entry in terms(brief).values() for alias in (*entry.aliases, *entry.forbidden)}


def idle_abbreviations(data: Data) -> Iterator[Finding]:
    if not data.brief.abbreviations:
        return
    words = [unmarked(passage.text) for passage in data.passages]
    for fact in data.brief.facts.values():
        shown = (fact.parameter, fact.target, fact.statistic, fact.label, fact.assay, fact.unit, fact.value, fact.population)
        words += [text for text in shown if text]
    compound = data.brief.compound
    if compound:
        words += [text for text in (compound.target, compound.class_, compound.iupac, compound.status) if text]
    said = "\n".join(words)
    printed = _printed_by_forms(data.brief)
    for short in data.brief.abbreviations:
        plain = unmarked(short)
        word = re.escape(plain)
        used = plain in said and re.search(rf"{word}(?<!\w{word})", said)
        if not used and short not in printed:
            message = f'the abbreviation "{short}" is used nowhere'
            yield Finding(("abbreviations", short), message, "delete it", data.spans.key("abbreviations", short))


def _printed_by_forms(brief: Brief) -> set[str]:
    """Abbreviations that the printed forms of facts bring with them, and those of the compound's card."""
    fields = {strings_for(brief.lang).interval: "ci", "SD": "sd", "SE": "se", "IQR": "iqr", "CV": "cv"}
    found = {short for short, field in fields.items() if any(getattr(f, field) is not None for f in brief.facts.values())}
    return found | ({"INN", "CAS", "SMILES", "InChIKey"} if brief.compound else set())
