"""RIS: records between TY and ER, as databases and reference managers export them, to CSL variables.

Tags: https://en.wikipedia.org/wiki/RIS_(file_format). A last record without ER counts, as does one that
the next TY ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from briefgen.diag import Sink
from briefgen.load import records
from briefgen.load.records import Record
from briefgen.load.tagged import Field, fields
from briefgen.source import Source

_LINE = re.compile(r"^[ \t]*([A-Z][A-Z0-9])[ \t]{1,2}-[ \t]?(.*)$")

TYPES = {
    "ABST": "article-journal", "ART": "graphic", "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book",
    "CASE": "legal_case", "CHAP": "chapter", "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference",
    "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter",
    "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "FIGURE": "figure",
    "GOVDOC": "report", "GRANT": "report", "HEAR": "hearing", "ICOMM": "personal_communication", "INPR": "article-journal",
    "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "legislation", "MANSCPT": "manuscript", "MAP": "map",
    "MGZN": "article-magazine", "MPCT": "motion_picture", "MULTI": "webpage", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "PREP": "article", "RPRT": "report",
    "SER": "book", "SLIDE": "speech", "SOUND": "song", "STAND": "standard", "STAT": "legislation", "THES": "thesis",
    "UNPB": "manuscript", "UNPD": "manuscript", "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip
"""Types of RIS that have a CSL type of their own; all others are documents."""

_PARTS = frozenset({"CHAP", "ECHAP", "CONF", "CPAPER", "DICT", "ENCYC"})
_SERIALS = frozenset({"JOUR", "EJOUR", "ABST", "INPR", "MGZN", "NEWS", "JFULL"})

_TEXTS = {
    "TI": "title", "T1": "title", "CT": "title", "ST": "title-short", "VL": "volume", "IS": "issue", "CP": "issue",
    "ET": "edition", "PB": "publisher", "CY": "publisher-place", "PP": "publisher-place", "AB": "abstract",
    "N2": "abstract", "LA": "language", "SE": "section", "NV": "number-of-volumes", "DB": "archive", "CN": "call-number",
}  # fmt: skip
_CONTAINERS = {"T2": 0, "JF": 0, "JO": 1, "BT": 0, "JA": 2, "J2": 2, "J1": 2}
"""Tags of the container's title and how likely each is an abbreviation: 0 not, 1 either, 2 surely."""

_PEOPLE = {"AU": "author", "A1": "author", "ED": "editor", "A4": "translator", "A3": "collection-editor"}
_DATES = {"PY": "issued", "Y1": "issued", "DA": "issued", "Y2": "accessed"}


def read_ris(source: Source, sink: Sink) -> Iterator[Record]:
    """The records of a file. What stands outside a record and has tags is an error, as is a record without any content."""
    group: list[Field] = []
    for field in fields(source, _LINE):
        if field.tag == "TY":
            yield from _record(group, sink)
            group = [field]
        elif field.tag == "ER":
            yield from _record(group, sink)
            group = []
        elif field.tag or group:
            group.append(field)
    yield from _record(group, sink)


def _record(group: list[Field], sink: Sink) -> Iterator[Record]:
    if not group:
        return
    first = group[0]
    if first.tag != "TY":
        hint = "each record begins with TY and ends with ER"
        sink.error("bibliography-record", "lines of a record that does not begin with TY", first.span, hint)
        return
    record = Record(first.span)
    for field in group[1:]:
        _take(record, field, first.text.upper())
    if not record.fields:
        sink.error("bibliography-record", "the record holds nothing that can be cited", first.span)
        return
    record.put("type", TYPES.get(first.text.upper(), "document"), first.span)
    if first.text.upper() == "INPR":
        record.put("publication-status", "in press", first.span)
    _pages(record)
    _titles(record)
    yield record


def _take(record: Record, field: Field, kind: str) -> None:
    tag, text, span = field.tag, field.text, field.span
    if not text:
        return
    if tag in _TEXTS:
        record.put(_TEXTS[tag], text.rstrip(".") if tag in ("TI", "T1", "CT") else text, span)
    elif tag in _CONTAINERS:
        _container(record, field, kind)
    elif tag in _PEOPLE:
        record.add(_PEOPLE[tag], records.person(text, span))
    elif tag == "A2":
        record.add("editor" if kind in _PARTS else "collection-editor", records.person(text, span))
    elif tag in _DATES:
        _date(record, _DATES[tag], field)
    elif tag in _OTHERS:
        _OTHERS[tag](record, field, kind)


def _container(record: Record, field: Field, kind: str) -> None:
    """The title of what the work stands in. A work that stands in nothing has a series there."""
    sure = _CONTAINERS[field.tag]
    if kind in ("BOOK", "EBOOK", "EDBOOK", "RPRT", "THES", "GOVDOC"):
        record.put("collection-title", field.text, field.span)
    else:
        record.put(("container-title", "either", "container-title-short")[sure], field.text, field.span)


def _date(record: Record, name: str, field: Field) -> None:
    """A date as YYYY/MM/DD/other. DA has the day where PY has the year alone."""
    year, *rest = (part.strip() for part in re.split(r"[/-]", field.text)) if field.text[:4].isdigit() else ("",)
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        if name not in record.fields:
            record.fields[name] = records.mapping(field.span, raw=field.text)
        return
    parts: list[str | int] = [year]
    month = records.month_number(rest[0]) if rest else 0
    if month:
        parts.append(month)
        if len(rest) > 1 and re.fullmatch(r"[0-9]{1,2}", rest[1]):
            parts.append(int(rest[1]))
    elif len(rest) > 2 and rest[2].lower() in records.SEASONS:
        parts.append(records.SEASONS[rest[2].lower()])
    before = record.fields.get(name)
    if before is None or (field.tag == "DA" and _year_only(before.plain()) == year):
        record.fields[name] = records.date(field.span, parts)


def _year_only(date: object) -> str:
    """The year of a date that has nothing else."""
    parts = date.get("date-parts") if isinstance(date, dict) else None
    return str(parts[0][0]) if parts and len(parts) == 1 and len(parts[0]) == 1 else ""


def _identifier(record: Record, field: Field, _: str) -> None:
    if not record.id:
        record.id, record.key = field.text, field.span


def _doi(record: Record, field: Field, _: str) -> None:
    record.put("DOI", records.bare_doi(field.text), field.span)


def _url(record: Record, field: Field, _: str) -> None:
    record.put("URL", field.text.split(";")[0], field.span)


def _number(record: Record, field: Field, kind: str) -> None:
    record.put("ISSN" if kind in _SERIALS else "ISBN", field.text.split(";")[0], field.span)


def _start(record: Record, field: Field, _: str) -> None:
    record.put("page", field.text, field.span)


def _end(record: Record, field: Field, _: str) -> None:
    record.put("end", field.text, field.span)


def _article(record: Record, field: Field, kind: str) -> None:
    if kind in _SERIALS:
        record.put("article", field.text, field.span)


def _miscellany(record: Record, field: Field, kind: str) -> None:
    """M1 is the number of a report, the article number of a journal; C7 always the latter."""
    record.put("article" if kind in _SERIALS else "number", field.text, field.span)


def _accession(record: Record, field: Field, _: str) -> None:
    """PubMed's identifier where the record says that it comes from there."""
    if re.fullmatch(r"[0-9]{5,9}", field.text) and re.search("pubmed|medline|nlm", record.text("archive"), re.IGNORECASE):
        record.put("PMID", field.text, field.span)


def _genre(record: Record, field: Field, kind: str) -> None:
    if kind not in _SERIALS:
        record.put("genre", field.text, field.span)


_OTHERS: dict[str, Callable[[Record, Field, str], None]] = {
    "ID": _identifier,
    "DO": _doi,
    "DI": _doi,
    "UR": _url,
    "SN": _number,
    "SP": _start,
    "EP": _end,
    "C7": _article,
    "M1": _miscellany,
    "AN": _accession,
    "M3": _genre,
}


def _titles(record: Record) -> None:
    """JO is the title of the journal, or, beside another tag that surely is, its abbreviation."""
    either = record.fields.pop("either", None)
    if either and isinstance(either.value, str):
        record.put("container-title", either.value, either.span)
        record.put("container-title-short", either.value, either.span)
    if record.text("container-title-short") == record.text("container-title"):
        record.fields.pop("container-title-short", None)


def _pages(record: Record) -> None:
    """First and last page as one range; an article number stands where there are no pages."""
    end, article = record.fields.pop("end", None), record.fields.pop("article", None)
    page = record.text("page")
    if end and page and "-" not in page and "–" not in page and end.value != page:
        record.fields["page"].value = f"{page}-{end.value}"
    elif article and not page and isinstance(article.value, str):
        record.put("page", article.value, article.span)
        record.put("number", article.value, article.span)
