"""The format of PubMed ("Save > PubMed", .nbib): records to CSL variables, with what was corrected or retracted.

Fields: https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format. A record begins with PMID.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from briefgen.diag import Sink
from briefgen.load import records
from briefgen.load.records import Record
from briefgen.load.tagged import Field, fields
from briefgen.source import Located, Source, Span

_LINE = re.compile(r"^([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)$")

_TEXTS = {
    "TI": "title", "BTI": "container-title", "JT": "container-title", "TA": "container-title-short", "VI": "volume",
    "IP": "issue", "PG": "page", "PMC": "PMCID", "PB": "publisher", "PL": "publisher-place", "AB": "abstract",
    "CTI": "collection-title", "EN": "edition", "PMID": "PMID",
}  # fmt: skip

_NOTICES = {
    "RIN": "retracted", "ECI": "concern", "EIN": "corrected", "CRI": "corrected", "RPI": "corrected", "UIN": "updated",
    "ROF": "retraction-of", "EFR": "correction-of",
}  # fmt: skip
"""Comments and corrections of PubMed that a reader of the record must know; comments on the article are left out."""

_TYPES = {
    "book": "book", "book chapter": "chapter", "preprint": "article", "dataset": "dataset", "news": "article-newspaper",
    "newspaper article": "article-newspaper", "technical report": "report", "webcast": "webpage",
}  # fmt: skip
_LANGUAGES = {
    "eng": "en", "ger": "de", "fre": "fr", "spa": "es", "ita": "it", "jpn": "ja", "chi": "zh", "rus": "ru", "por": "pt",
    "kor": "ko", "dut": "nl", "pol": "pl", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "hun": "hu", "cze": "cs",
    "tur": "tr", "gre": "el", "heb": "he", "ara": "ar", "per": "fa", "ukr": "uk", "hrv": "hr", "srp": "sr", "rum": "ro",
}  # fmt: skip
_ARTICLE = re.compile(r"[a-z]{0,3}[0-9][0-9a-z.]{0,11}", re.IGNORECASE)


def read_nbib(source: Source, sink: Sink) -> Iterator[Record]:
    """The records of a file; one without a title, or lines before the first PMID, is an error."""
    group: list[Field] = []
    for field in fields(source, _LINE):
        if field.tag == "PMID" and group:
            yield from _record(group, sink)
            group = []
        group.append(field)
    yield from _record(group, sink)


def _record(group: list[Field], sink: Sink) -> Iterator[Record]:
    if not group:
        return
    first = group[0]
    record = Record(first.span)
    _people(record, group)
    for field in group:
        if field.tag in _TEXTS:
            record.put(_TEXTS[field.tag], field.text, field.span)
        elif field.tag in _NOTICES:
            record.add("notices", records.notice(_NOTICES[field.tag], field.text, field.span))
        elif field.tag in _OTHERS:
            _OTHERS[field.tag](record, field)
    if first.tag != "PMID" or not (record.text("title") or record.text("container-title")):
        what = "the record has no title" if first.tag == "PMID" else "text before the first record"
        sink.error("bibliography-record", what, first.span, "each record begins with PMID and has a title (TI)")
        return
    _settle(record)
    yield record


# ----------------------------------------------------------------------------------------------------------- people


def _people(record: Record, group: list[Field]) -> None:
    """Authors and editors in the order of the file; the full form of a name counts before its short form."""
    for before, field in pairwise([Field("", "", group[0].span), *group]):
        match field.tag:
            case "FAU" | "FED":
                record.add("author" if field.tag == "FAU" else "editor", _full(field.text, field.span))
            case "AU" | "ED" if before.tag != f"F{field.tag}":
                record.add("author" if field.tag == "AU" else "editor", _short(field.text, field.span))
            case "CN":
                record.add("author", records.institution(field.text, field.span))


def _full(text: str, span: Span) -> Located:
    """ "Van Nueten, Luc Jr" or "World Health Organization"; what has no comma is printed as it stands."""
    family, comma, given = text.partition(",")
    if not comma:
        return records.institution(text, span)
    words = given.split()
    suffix = words.pop() if len(words) > 1 and records.SUFFIX.fullmatch(words[-1]) else ""
    return records.mapping(span, family=family.strip(), given=records.initials_apart(" ".join(words)), suffix=suffix)


def _short(text: str, span: Span) -> Located:
    """ "King ML Jr": the family name, the initials, a suffix."""
    words = text.split()
    suffix = words.pop() if len(words) > 2 and records.SUFFIX.fullmatch(words[-1]) else ""
    if len(words) < 2 or not words[-1].isupper():
        return records.institution(" ".join([*words, *([suffix] if suffix else [])]), span)
    return records.mapping(span, family=" ".join(words[:-1]), given=" ".join(words[-1]), suffix=suffix)


# ------------------------------------------------------------------------------------------------------ other fields


def _identifier(record: Record, field: Field) -> None:
    """Identifiers of the article: "10.4088/JCP.23m15246 [doi]", "23m15246 [pii]"."""
    value, _, kind = field.text.rpartition(" ")
    if kind == "[doi]":
        record.put("DOI", records.bare_doi(value), field.span)
    elif kind == "[pii]" and _ARTICLE.fullmatch(value):
        record.put("pii", value, field.span)


def _date(record: Record, field: Field) -> None:
    """The date of publication: "2019 Nov-Dec", "2025 Aug 6", "2008 Winter"."""
    match = re.fullmatch(r"([0-9]{4})(?: +([A-Za-z]+)(?:-([A-Za-z]+)| +([0-9]{1,2}))?)?", field.text)
    if not match:
        record.fields.setdefault("issued", records.mapping(field.span, raw=field.text))
        return
    year, word, last, day = match.groups()
    start = [p for p in (year, _month(word), day) if p]
    points = [start, [year, _month(last)]] if last and _month(last) else [start]
    record.fields.setdefault("issued", records.date(field.span, *points))


def _month(word: str | None) -> int:
    word = (word or "").lower()
    return records.month_number(word) or records.SEASONS.get(word, 0)


def _electronic(record: Record, field: Field) -> None:
    """The day on which the article appeared online: 20250806."""
    match = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", field.text)
    if match:
        record.fields.setdefault("available-date", records.date(field.span, [match[1], int(match[2]), int(match[3])]))


def _status(record: Record, field: Field) -> None:
    if field.text == "aheadofprint":
        record.put("publication-status", "Advance online publication", field.span)


def _language(record: Record, field: Field) -> None:
    record.put("language", _LANGUAGES.get(field.text, field.text), field.span)


def _kind(record: Record, field: Field) -> None:
    kind = field.text.lower()
    if kind in _TYPES:
        record.put("type", _TYPES[kind], field.span)
    elif kind == "retracted publication":
        record.put("retracted", field.text, field.span)


def _number(record: Record, field: Field) -> None:
    record.put("ISSN", field.text.partition(" ")[0], field.span)


def _isbn(record: Record, field: Field) -> None:
    record.put("ISBN", field.text.partition(" ")[0], field.span)


_OTHERS: dict[str, Callable[[Record, Field], None]] = {
    "LID": _identifier,
    "AID": _identifier,
    "DP": _date,
    "DEP": _electronic,
    "PST": _status,
    "LA": _language,
    "PT": _kind,
    "IS": _number,
    "ISBN": _isbn,
}


def _settle(record: Record) -> None:
    """What depends on several fields: the type, the number of an electronic article, the state of publication."""
    record.put("type", "article-journal", record.span)
    pii, retracted = record.fields.pop("pii", None), record.fields.pop("retracted", None)
    short = record.fields.get("container-title-short")
    if short:
        record.put("container-title", str(short.value), short.span)
    page = record.fields.get("page")
    if page and isinstance(page.value, str) and _ARTICLE.fullmatch(page.value) and not page.value.isdigit():
        record.put("number", page.value, page.span)
    elif pii and not page and isinstance(pii.value, str) and "publication-status" not in record.fields:
        record.put("page", pii.value, pii.span)
        record.put("number", pii.value, pii.span)
    kinds = [n.step("kind") for n in _notices(record)]
    if retracted and not any(k and k.value == "retracted" for k in kinds):
        record.add("notices", records.notice("retracted", "Retracted Publication", retracted.span))
    if not record.text("title"):
        title = record.fields.pop("container-title")
        record.put("title", str(title.value), title.span)
    title = record.fields["title"]
    title.value = re.sub(r"(?<!\.)\.$", "", str(title.value))


def _notices(record: Record) -> list[Located]:
    found = record.fields.get("notices")
    return found.value if found and isinstance(found.value, list) else []
