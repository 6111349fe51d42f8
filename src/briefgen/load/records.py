"""What the readers of bibliographies share: a record as it grows, its people and dates, every value with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field

from briefgen.records import dataclass
from briefgen.source import NOWHERE, Located, Span

Entries = dict[str, Located]

OTHERS = "others"
"""The name that stands for authors who are not listed; the citation processor prints "et al." for it."""

_CAPITALS = re.compile(r"[A-Z]{2,4}")
SUFFIX = re.compile(r"(?:Jr|Sr|[1-9](?:st|nd|rd|th)|II|III|IV)\.?")
"""What stands behind a name and is no part of it."""
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""The seasons as months of EDTF."""
_TRUNCATED = re.compile(r"(?:and\s+)?(?:others|et\.?\s+al\.?)", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"^\s*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(slots=True)
class Record:
    """One reference as CSL variables. `id` is as the file gives it, or empty; `span` is where the record stands."""

    span: Span
    id: str = ""
    key: Span = NOWHERE
    fields: Entries = field(default_factory=dict)

    def put(self, name: str, value: str, span: Span) -> None:
        """A text variable, unless it is empty or there already."""
        value = " ".join(value.split())
        if value:
            self.fields.setdefault(name, Located(value, span, span))

    def add(self, name: str, value: Located) -> None:
        """One more item of a list: a name, a notice."""
        listed = self.fields.setdefault(name, Located([], value.span, value.span))
        if isinstance(listed.value, list):
            listed.value.append(value)

    def text(self, name: str) -> str:
        """A text variable, or nothing."""
        found = self.fields.get(name)
        return found.value if found and isinstance(found.value, str) else ""

    def located(self) -> Located:
        """The record as the model reads it."""
        return Located(self.fields, self.span, self.key if self.key.file else self.span)


def mapping(span: Span, **values: str) -> Located:
    """A record of texts that all stand in one place; empty ones are left out, underscores become hyphens."""
    entries = {key.replace("_", "-"): Located(text, span, span) for key, text in values.items() if text}
    return Located(entries, span, span)


def institution(name: str, span: Span) -> Located:
    """A name that is printed as it stands."""
    return mapping(span, literal=name)


def person(text: str, span: Span) -> Located:
    """A name as "Family, Given, Suffix", as "Family AB", or of an institution, which has no comma."""
    text = " ".join(text.split())
    if _TRUNCATED.fullmatch(text):
        return institution(OTHERS, span)
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and not any(parts[1:]):
        return institution(parts[0], span)
    if len(parts) == 1:
        family, _, last = text.rpartition(" ")
        if family and _CAPITALS.fullmatch(last) and not family.isupper():
            return mapping(span, family=family, given=initials_apart(last))
        return institution(text, span)
    given = parts[1] if parts[0].isupper() else initials_apart(parts[1])
    return mapping(span, family=parts[0], given=given, suffix=", ".join(parts[2:]))


def initials_apart(given: str) -> str:
    """ "JR" as "J R": two to four capitals alone are initials, not a name."""
    return " ".join(given) if _CAPITALS.fullmatch(given) else given


def date(span: Span, *points: Iterable[str | int], circa: bool = False) -> Located:
    """A date, or a range of two, from its year, month and day."""
    parts = [Located([Located(str(part), span, span) for part in point], span, span) for point in points]
    entries: Entries = {"date-parts": Located(list(parts), span, span)}
    if circa:
        entries["circa"] = Located("true", span, span)
    return Located(entries, span, span)


def month_number(text: str) -> int:
    """The month a word begins with or a number names; 0 when it is none."""
    word = text.strip().lower()
    if word.isascii() and word.isdigit():
        return int(word) if 1 <= int(word[:3]) <= 12 else 0
    return _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else 0


def bare_doi(text: str) -> str:
    """A DOI without what resolvers put before it."""
    return _DOI_PREFIX.sub("", text).strip()


def notice(kind: str, text: str, span: Span) -> Located:
    """What was published about the record later: see `model.references.Notice`."""
    return mapping(span, kind=kind, text=" ".join(text.split()))
