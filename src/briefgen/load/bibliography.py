"""`references:` written out: CSL-JSON, CSL-YAML, BibTeX, RIS and PubMed files, lists of them, and records in place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import field
from pathlib import Path

from briefgen.diag import Sink
from briefgen.load.bibtex import read_bibtex
from briefgen.load.files import DATA_ENDINGS, Files
from briefgen.load.nbib import read_nbib
from briefgen.load.records import Record
from briefgen.load.ris import read_ris
from briefgen.records import dataclass
from briefgen.source import Located, Source, Span

READERS: dict[str, Callable[[Source, Sink], Iterator[Record]]] = {
    ".bib": read_bibtex,
    ".bibtex": read_bibtex,
    ".ris": read_ris,
    ".nbib": read_nbib,
}
ENDINGS = (*DATA_ENDINGS, *READERS)

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,79}")
_OUR_STATUS = ("verified", "unverified")


def references(value: Located, files: Files) -> Located:
    """The references as a mapping by id; faults go to the sink of `files`, and a record that has one is left out."""
    if value.value is None or (isinstance(value.value, dict) and not _wrapped(value)):
        return value
    ids = _Ids(files.sink)
    for record in _records(value, files):
        ids.add(record)
    return Located(ids.located(), value.span, value.key)


def _wrapped(value: Located) -> bool:
    """Whether this is a file of CSL-YAML or JSON whose records stand in a list under one key."""
    return isinstance(value.value, dict) and any(
        isinstance(value.value[key].value, list) for key in ("references", "items") if key in value.value
    )


def _records(value: Located, files: Files) -> Iterator[Record]:
    match value.value:
        case str(name):
            yield from _file(name, value.span, files)
        case list(items):
            for item in items:
                yield from _records(item, files) if isinstance(item.value, str) else _in_place(item, files)
        case dict(entries) if _wrapped(value):
            yield from _records(entries.get("references") or entries["items"], files)
        case dict(entries):
            for key, entry in entries.items():
                yield _own(entry, key, entry.key)


def _file(name: str, span: Span, files: Files) -> Iterator[Record]:
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        message = f'"{name}" is not a kind of file that "references" is read from'
        files.sink.error("file-kind", message, span, f"known endings: {', '.join(ENDINGS)}")
        return
    path = files.find(name, span)
    if path is None:
        return
    if ending in DATA_ENDINGS:
        found = files.data(path, span)
        if found is None:
            return
        if isinstance(found.value, dict | list):
            ours = isinstance(found.value, dict) and not _wrapped(found)
            yield from _records(found, files) if ours else map(_foreign, _records(found, files))
        else:
            files.sink.error("data-wrong-type", "the file must hold a list or a mapping of references", found.span)
        return
    text = files.text(path, span)
    if text is not None:
        yield from read_text(text, files.name(path), ending, files.sink)


def read_text(text: str, name: str, ending: str, sink: Sink) -> list[Record]:
    """The records of a BibTeX, RIS or PubMed text; an empty one is worth a warning."""
    before = len(sink.found)
    found = list(READERS[ending](sink.sources.add(name, text), sink))
    if not found and len(sink.found) == before:
        sink.warning("bibliography-empty", "the file holds no record", Span(name, 1))
    return found


def _in_place(item: Located, files: Files) -> Iterator[Record]:
    """A record of a list: a CSL item with its id."""
    identity = item.step("id") or item.step("citation-key")
    if identity is None or not isinstance(identity.value, str):
        files.sink.error("data-missing-field", 'a reference in a list needs an "id"', item.span)
        return
    yield _own(item, identity.value, identity.span)


def _own(item: Located, identity: str, key: Span) -> Record:
    if not isinstance(item.value, dict):
        return Record(item.span, identity, key, {"": item})
    return Record(item.span, identity, key, {k: v for k, v in item.value.items() if k != "id"})


def _foreign(record: Record) -> Record:
    """What other programs write: CSL's own `status`, and dates as Pandoc had them."""
    status = record.fields.get("status")
    if status and status.value not in _OUR_STATUS:
        record.fields["publication-status"] = record.fields.pop("status")
    for name in ("issued", "accessed", "event-date", "original-date", "submitted"):
        date = record.fields.get(name)
        if date and isinstance(date.value, list) and all(isinstance(p.value, dict) for p in date.value):
            points = [
                Located([p for p in map(point.step, ("year", "month", "day")) if p], point.span) for point in date.value
            ]
            record.fields[name] = Located({"date-parts": Located(list(points), date.span)}, date.span, date.key)
    return record


# -------------------------------------------------------------------------------------------------------------- ids


@dataclass(slots=True)
class _Ids:
    """The records by id, in the order of the files."""

    sink: Sink
    found: dict[str, Record] = field(default_factory=dict)
    waiting: list[Record] = field(default_factory=list)
    order: list[Record] = field(default_factory=list)

    def add(self, record: Record) -> None:
        self.order.append(record)
        if not record.id:
            self.waiting.append(record)
            return
        given, record.id = record.id, identifier(record.id)
        if not record.id:
            hint = "an id is a letter, then letters, digits, dots, hyphens or underscores"
            self.sink.error("reference-id", f'no id can be made of "{given[:60]}"', record.key, hint)
        elif record.id in self.found:
            first = self.found[record.id].key
            self.sink.error("data-duplicate-id", f'"{record.id}" names two references', record.key, f"first at {first}")
        else:
            self.found[record.id] = record
            if given != record.id:
                self.sink.note("reference-id", f'"{given}" is cited as "{record.id}"', record.key)

    def located(self) -> dict[str, Located]:
        """The records in order. Those without an id are named after author and year, once all given ids are known."""
        for record in self.waiting:
            stem = _named(record)
            record.id = next(name for name in _candidates(stem) if name not in self.found)
            self.found[record.id] = record
        kept = {id(record) for record in self.found.values()}
        return {r.id: r.fields.get("") or r.located() for r in self.order if id(r) in kept}


def identifier(given: str) -> str:
    """An id as briefs write it: accents dropped, other signs as hyphens; empty when nothing is left."""
    if _IDENTIFIER.fullmatch(given):
        return given
    bare = _ascii(given)
    slug = re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9._-]+", "-", bare)).strip("-._")
    if slug and not slug[0].isalpha():
        slug = f"ref-{slug}"
    return slug[:80].rstrip("-._")


_SPELLED = {"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L"}


def _ascii(text: str) -> str:
    spelled = "".join(_SPELLED.get(c, c) for c in text)
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c) and c.isascii())


def _named(record: Record) -> str:
    """ "shelton2025": the first author or editor, or the first word of the title, and the year."""
    people = record.fields.get("author") or record.fields.get("editor")
    first = people.value[0] if people and isinstance(people.value, list) and people.value else None
    name = first.step("family") or first.step("literal") if first else None
    words = str(name.value) if name else record.text("title")
    stem = re.sub(r"[^a-z0-9]", "", _ascii(" ".join(words.split()[: None if name else 1])).lower())
    issued = record.fields.get("issued")
    year = re.search(r"[0-9]{4}", str(issued.plain())) if issued else None
    stem = stem[:60] if stem[:1].isalpha() else f"ref{stem[:60]}"
    return f"{stem}{year[0] if year else ''}"


def _candidates(stem: str) -> Iterator[str]:
    """The stem, then with letters ("smith2020b"), then with numbers."""
    yield stem
    yield from (f"{stem}{chr(letter)}" for letter in range(ord("b"), ord("z") + 1))
    number = 27
    while True:
        yield f"{stem}-{number}"
        number += 1
