"""BibTeX and BibLaTeX entries to CSL variables.

Field names: BibLaTeX manual 3.20, section 2.2; the types follow the mapping that Zotero and Pandoc agree on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.diag import Sink
from briefgen.load import records
from briefgen.load.bibscan import Entry, entries
from briefgen.load.latex import decode, verbatim
from briefgen.load.records import Record
from briefgen.records import dataclass
from briefgen.source import Located, Source, Span

TYPES = {
    "article": "article-journal", "suppperiodical": "article-journal", "review": "review", "book": "book",
    "mvbook": "book", "collection": "book", "mvcollection": "book", "proceedings": "book", "mvproceedings": "book",
    "reference": "book", "mvreference": "book", "booklet": "pamphlet", "inbook": "chapter", "bookinbook": "chapter",
    "suppbook": "chapter", "incollection": "chapter", "suppcollection": "chapter", "inreference": "entry-encyclopedia",
    "inproceedings": "paper-conference", "conference": "paper-conference", "thesis": "thesis", "phdthesis": "thesis",
    "mastersthesis": "thesis", "techreport": "report", "report": "report", "manual": "report", "online": "webpage",
    "electronic": "webpage", "www": "webpage", "unpublished": "manuscript", "patent": "patent", "dataset": "dataset",
    "software": "software", "periodical": "periodical", "standard": "standard", "preprint": "article", "misc": "document",
}  # fmt: skip
"""Types with a CSL type of their own; any other is a document."""

_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
_IN_A_BOOK = frozenset({"chapter", "paper-conference", "entry-encyclopedia"})

_TEXTS = {
    "volume": "volume", "volumes": "number-of-volumes", "edition": "edition", "publisher": "publisher",
    "institution": "publisher", "school": "publisher", "organization": "publisher", "location": "publisher-place",
    "address": "publisher-place", "venue": "event-place", "eventtitle": "event-title", "abstract": "abstract",
    "note": "note", "annotation": "annote", "chapter": "chapter-number", "pagetotal": "number-of-pages",
    "version": "version", "shortjournal": "container-title-short", "shorttitle": "title-short", "part": "part-number",
    "langid": "language", "language": "language", "origtitle": "original-title", "type": "genre", "library": "call-number",
}  # fmt: skip
_VERBATIM = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "url": "URL"}
_PEOPLE = {
    "author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author",
    "holder": "author", "director": "director",
}  # fmt: skip
_DATES = {"date": "issued", "urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
_STATES = {
    "inpress": "in press", "forthcoming": "forthcoming", "submitted": "submitted", "inpreparation": "in preparation",
    "prepublished": "Advance online publication",
}  # fmt: skip

_NOT_INHERITED = frozenset({"crossref", "xref", "xdata", "ids", "label", "shorttitle", "title", "subtitle", "titleaddon"})
_AS_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}


def read_bibtex(source: Source, sink: Sink) -> Iterator[Record]:
    """The records of a file, with what they inherit by `crossref` and `xdata`."""
    found = list(entries(source, sink))
    by_key: dict[str, Entry] = {}
    for entry in found:
        by_key.setdefault(str(entry.key.value).lower(), entry)
    for entry in found:
        if entry.kind != "xdata":
            yield _record(entry, _inherited(entry, by_key, sink), sink)


def _inherited(entry: Entry, by_key: dict[str, Entry], sink: Sink) -> dict[str, Located]:
    """The fields of an entry and those of its parents that it does not have itself."""
    fields = dict(entry.fields)
    seen = {str(entry.key.value).lower()}
    waiting = [(entry, link) for link in ("xdata", "crossref") if link in entry.fields]
    while waiting:
        child, link = waiting.pop(0)
        for key in re.split(r"\s*,\s*", str(child.fields[link].value).strip().lower()):
            parent = by_key.get(key)
            if parent is None:
                sink.warning("bibtex-crossref", f'there is no entry "{key}" to inherit from', child.fields[link].span)
            elif key not in seen:
                seen.add(key)
                _inherit(fields, entry, parent, link)
                waiting += [(parent, further) for further in ("xdata", "crossref") if further in parent.fields]
    return fields


def _inherit(fields: dict[str, Located], child: Entry, parent: Entry, link: str) -> None:
    for name, value in parent.fields.items():
        if link == "xdata":
            fields.setdefault(name, value)
            continue
        own = _AS_BOOK.get(name) if TYPES.get(child.kind) in _IN_A_BOOK else None
        if own:
            fields.setdefault(own, value)
        elif name not in _NOT_INHERITED:
            fields.setdefault("bookauthor" if name == "author" and own is None and _bookish(child) else name, value)


def _bookish(child: Entry) -> bool:
    return child.kind in ("inbook", "bookinbook", "suppbook")


@dataclass(slots=True)
class _Made:
    """A record in the making, with the fields it is made from."""

    record: Record
    fields: dict[str, Located]
    type: str

    def raw(self, *names: str) -> tuple[str, Span]:
        """The first of the fields that is there, as written."""
        for name in names:
            if name in self.fields:
                found = self.fields[name]
                return str(found.value), found.span
        return "", self.record.span

    def titled(self, variable: str, *stems: str) -> None:
        """A title with its subtitle: the fields are named "title" and "subtitle", "journaltitle" and "journalsubtitle"."""
        for stem in stems:
            text, span = self.raw(stem)
            if text:
                sub, _ = self.raw(stem.removesuffix("title") + "subtitle")
                whole = f"{text}{'' if text.rstrip().endswith(('?', '!', ':')) else ':'} {sub}" if sub.strip() else text
                self.record.put(variable, decode(whole.strip(), protect=True), span)
                return


def _record(entry: Entry, fields: dict[str, Located], sink: Sink) -> Record:
    kind = TYPES.get(entry.kind, "document")
    record = Record(entry.span, str(entry.key.value), entry.key.span)
    made = _Made(record, fields, kind)
    _kind(made, entry)
    made.titled("title", "title")
    made.titled("container-title", "journaltitle", "journal", "booktitle", "maintitle")
    made.titled("collection-title", "series")
    for name, variable in _PEOPLE.items():
        for person in _people(made, name, sink):
            record.add(variable, person)
    for name, variable in _TEXTS.items():
        text, span = made.raw(name)
        record.put(variable, decode(text), span)
    for name, variable in _VERBATIM.items():
        text, span = made.raw(name)
        record.put(variable, records.bare_doi(verbatim(text)) if variable == "DOI" else verbatim(text), span)
    for step in (_dates, _numbers, _eprint, _state):
        step(made)
    return record


def _kind(made: _Made, entry: Entry) -> None:
    """The type, made more exact by `entrysubtype` and by a misc entry that is a page of the web."""
    kind, span = made.type, entry.span
    subtype = made.raw("entrysubtype")[0].lower()
    if kind == "article-journal" and subtype in ("newspaper", "magazine"):
        kind = f"article-{subtype}"
    if entry.kind == "misc" and made.raw("url", "howpublished")[0].find("http") >= 0 and not made.raw("eprint")[0]:
        kind = "webpage"
    made.record.put("type", kind, span)
    made.record.put("genre", _GENRES.get(entry.kind, ""), span)
    text, where = made.raw("howpublished")
    address = re.search(r"https?://[^\s{}]+", verbatim(text))
    if address:
        made.record.put("URL", address[0], where)


# ----------------------------------------------------------------------------------------------------------- people


def _people(made: _Made, name: str, sink: Sink) -> Iterator[Located]:
    """The names of a field: split, taken apart, and only then decoded, so that braces keep what they hold together."""
    text, span = made.raw(name)
    if not text.strip():
        return
    from pybtex.bibtex.utils import split_name_list

    for written in split_name_list(" ".join(text.split())):
        if written.strip(" ,"):
            yield _person(written.strip(" ,"), span, sink)


def _person(written: str, span: Span, sink: Sink) -> Located:
    whole = _whole(written)
    if whole is not None:
        return records.institution(decode(whole), span)
    if written.lower() in ("others", "et al", "et al."):
        return records.institution(records.OTHERS, span)
    if re.search(r"\b(?:family|given)\s*=", written):
        return _extended(written, span)
    from pybtex.database import InvalidNameString, Person
    from pybtex.errors import capture

    with capture() as faults:
        try:
            person = Person(written)
        except InvalidNameString:
            person = None
    if faults or person is None:
        sink.warning("bibtex-name", f'the name "{decode(written)}" has too many commas', span, "write: Family, Jr, Given")
        return records.institution(decode(written), span)
    names, family, suffix = [*person.first_names, *person.middle_names], person.last_names, person.lineage_names
    if "," not in written and len(names) > 1 and len(family) == 1 and records.SUFFIX.fullmatch(family[0]):
        family, suffix = [names.pop()], family  # "Martin Luther King Jr." without the commas that BibTeX asks for
    given, last = decode(" ".join(names)), decode(" ".join(family))
    return records.mapping(
        span,
        family=last,
        given=given if last.isupper() else records.initials_apart(given),
        non_dropping_particle=decode(" ".join(person.prelast_names)),
        suffix=decode(" ".join(suffix)),
    )


def _whole(written: str) -> str | None:
    """What stands in the one pair of braces around a name; None when there is none."""
    if not (written.startswith("{") and written.endswith("}")):
        return None
    depth = 0
    for at, sign in enumerate(written):
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and at < len(written) - 1:
            return None
    return written[1:-1]


_PARTS = {"family": "family", "given": "given", "prefix": "non-dropping-particle", "suffix": "suffix"}


def _extended(written: str, span: Span) -> Located:
    """BibLaTeX's other form: family=Hasselt, given=Jan, prefix=van, useprefix=false."""
    pairs = (part.partition("=") for part in re.split(r",(?![^{]*\})", written))
    given = {name.strip().lower(): decode(value.strip()) for name, _, value in pairs}
    parts = {_PARTS[name]: value for name, value in given.items() if name in _PARTS}
    if given.get("useprefix") == "false" and "non-dropping-particle" in parts:
        parts["dropping-particle"] = parts.pop("non-dropping-particle")
    return records.mapping(span, **parts)


# ------------------------------------------------------------------------------------------------- dates and numbers


def _dates(made: _Made) -> None:
    for name, variable in _DATES.items():
        text, span = made.raw(name)
        if text.strip():
            made.record.fields[variable] = _date(re.sub(r"[{}]", "", text).strip(), span)
    year, span = made.raw("year")
    if year.strip() and "issued" not in made.record.fields:
        month, day = decode(made.raw("month")[0]), made.raw("day")[0].strip()
        made.record.fields["issued"] = _parts(decode(year).strip(), month, day, span)


def _date(text: str, span: Span) -> Located:
    """EDTF as BibLaTeX writes it: "2020-05", "2019/2021", "1723~", "2020/" for what is not over."""
    points = [_point(part) for part in text.split("/")]
    if all(points) and len(points) <= 2:
        return records.date(span, *[p for p in points if p], circa="~" in text or "?" in text)
    return records.mapping(span, raw=text)


def _point(text: str) -> list[str | int]:
    match = re.fullmatch(r"(-?[0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:T.*)?[?~%]?", text.strip())
    return [int(part) for part in match.groups() if part] if match else []


def _parts(year: str, month: str, day: str, span: Span) -> Located:
    match = re.fullmatch(r"(?:c(?:irc)?a?\.?\s*)?([0-9]{1,4})\??", year)
    if not match:
        return records.mapping(span, raw=year)
    number = records.month_number(re.split(r"[\s~/.–-]", month.strip())[0]) if month.strip() else 0
    days = re.search(r"\b([0-9]{1,2})\b", month if number and not month.strip().isdigit() else "") if not day else None
    day = day or (days[1] if days else "")
    parts: list[str | int] = [match[1]]
    if number:
        parts += [number, *([int(day)] if re.fullmatch(r"[0-9]{1,2}", day) else [])]
    return records.date(span, parts, circa=year != match[1])


def _numbers(made: _Made) -> None:
    """Pages, and the fields that mean one thing in a journal and another in a book."""
    record = made.record
    pages, span = made.raw("pages")
    record.put("page", re.sub(r"\s*(?:--+|–)\s*", "-", pages.replace("{", "").replace("}", "")), span)
    eid, where = made.raw("eid", "articleno", "article-number")
    if eid and not pages:
        record.put("page", decode(eid), where)
        record.put("number", decode(eid), where)
    number, at = made.raw("number")
    serial = made.type in ("article-journal", "article-magazine", "article-newspaper", "review", "periodical")
    in_series = made.type in ("book", *_IN_A_BOOK)
    record.put("issue" if serial else "collection-number" if in_series else "number", decode(number), at)
    issue, place = made.raw("issue")
    record.put("issue", decode(issue), place)


def _eprint(made: _Made) -> None:
    """Identifiers of archives: PubMed's has a variable of its own, arXiv's is the number of a preprint."""
    text, span = made.raw("eprint")
    archive = verbatim(made.raw("eprinttype", "archiveprefix")[0])
    value = verbatim(text)
    if not value:
        return
    match archive.lower():
        case "pubmed" | "pmid":
            made.record.put("PMID", value, span)
        case "pmc" | "pmcid":
            made.record.put("PMCID", value, span)
        case "arxiv" | "":
            if re.fullmatch(r"(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?", value):
                made.record.put("archive", "arXiv", span)
                made.record.put("number", f"arXiv:{value}", span)
                made.record.put("URL", f"https://arxiv.org/abs/{value}", span)
        case _:
            made.record.put("archive", archive, span)
            made.record.put("archive_location", value, span)


def _state(made: _Made) -> None:
    text, span = made.raw("pubstate")
    made.record.put("publication-status", _STATES.get(text.strip().lower(), decode(text)), span)
