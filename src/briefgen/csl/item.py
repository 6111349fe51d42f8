"""CSL-JSON items, checked and prepared once: text fields, names, dates, and the tokens of rich text."""

from __future__ import annotations

import marshal
import re
from collections.abc import Mapping
from copy import copy
from typing import Any

from briefgen.csl import richtext
from briefgen.csl.dates import Date, parse_date
from briefgen.csl.errors import CslInputError
from briefgen.csl.person import Person, parse_people
from briefgen.csl.tokens import EMPTY, Tokens, plain


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAME_VARIABLES = _words("""
    author chair collection-editor compiler composer container-author contributor curator director editor
    editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator translator
""")
DATE_VARIABLES = _words("accessed available-date event-date issued original-date submitted")
NUMBER_VARIABLES = _words("""
    chapter-number citation-number collection-number edition first-reference-note-number issue locator number
    number-of-pages number-of-volumes page page-first part-number printing-number section supplement-number version
    volume
""")
TEXT_VARIABLES = NUMBER_VARIABLES | _words("""
    abstract annote archive archive_collection archive_location archive-place authority call-number citation-key
    citation-label collection-title container-title container-title-short dimensions division DOI event event-title
    event-place genre ISBN ISSN jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher publisher-place references reviewed-genre
    reviewed-title scale shortTitle journalAbbreviation source status title title-short URL volume-title
    volume-title-short year-suffix
""")
FIELDS = NAME_VARIABLES | DATE_VARIABLES | TEXT_VARIABLES | _words("id type categories custom")
"""What an item may hold (CSL-JSON 1.0.2)."""
TYPES = _words("""
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic clinical_trial collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage
""")
"""The types of items (CSL 1.0.2, appendix III), and trials in registers."""
RELATED_TYPES = {
    "thesis": ("book", "report", "article-journal"),
    "report": ("book", "article-journal"),
    "book": ("report", "article-journal"),
    "webpage": ("post-weblog", "report", "book", "article-journal"),
    "dataset": ("webpage", "report", "book"),
    "software": ("webpage", "report", "book"),
    "article": ("article-journal", "report"),
    "document": ("report", "book", "article-journal"),
    "standard": ("report", "book"),
    "periodical": ("book", "article-journal"),
    "paper-conference": ("chapter", "article-journal"),
    "chapter": ("book", "article-journal"),
    "clinical_trial": ("webpage", "report", "book"),
}
_IN_NOTES = (TEXT_VARIABLES | DATE_VARIABLES | NAME_VARIABLES | {"type"}) - {"note"}
_ALIASES = {
    "title-short": ("shortTitle",),
    "container-title-short": ("journalAbbreviation",),
    "shortTitle": ("title-short",),
    "journalAbbreviation": ("container-title-short",),
    "event": ("event-title",),
    "event-title": ("event",),
}
_BRACED = re.compile(r"\{:([A-Za-z_-]+):\s*([^{}]*)\}")
_NOTE_LINE = re.compile(r"^([a-z_-]+|[A-Z]+):\s*(\S.*?)\s*$")
_PAGE_FIRST = re.compile(r"^\s*([^\s,;&–-]+)")


class Item:
    """One reference. `texts`, `people` and `dates` hold only variables with a value."""

    __slots__ = ("_fields", "dates", "id", "lang", "people", "texts", "type")

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.id = item_id(raw)
        self.texts: dict[str, str] = {}
        self.people: dict[str, tuple[Person, ...]] = {}
        self.dates: dict[str, Date] = {}
        self._fields: dict[str, Tokens] = {}
        kind = raw.get("type", "document")
        if not isinstance(kind, str):
            raise CslInputError(self.id, "type", "must be text")
        self.type = kind
        for name, value in raw.items():
            if value is not None:
                self._take(str(name), value)
        self._derive()
        self.lang = self.texts.get("language", "")

    def _take(self, name: str, value: Any) -> None:
        if name in NAME_VARIABLES:
            people = parse_people(self.id, name, value)
            if people:
                self.people[name] = people
        elif name in DATE_VARIABLES:
            date = parse_date(self.id, name, value)
            if date:
                self.dates[name] = date
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            text = str(value)
            if text.strip():
                self.texts[name] = text
        elif name in TEXT_VARIABLES:
            raise CslInputError(self.id, name, "must be text or a number")

    def _derive(self) -> None:
        texts = self.texts
        self._read_note(texts.get("note", ""))
        for name, sources in _ALIASES.items():
            for source in sources:
                if name not in texts and source in texts:
                    texts[name] = texts[source]
        page = texts.get("page")
        if page and "page-first" not in texts:
            match = _PAGE_FIRST.match(page)
            if match:
                texts["page-first"] = match[1]

    def _read_note(self, note: str) -> None:
        """Take the variables out of the note: {:name: value} anywhere, and "name: value" lines from its start.

        Its first line may be words. People and texts never replace fields of the item's own; dates do, as they are written
        here where a program has no field that could hold them. What is not taken stays in the note.
        """
        if ":" not in note:
            return
        people: dict[str, tuple[Person, ...]] = {}
        note = _BRACED.sub(lambda match: "" if self._take_note(match[1], match[2].strip(), people) else match[0], note)
        lines = note.splitlines()
        kept = list(lines)
        for at, line in enumerate(lines):
            field = _NOTE_LINE.match(line)
            if field is not None and self._take_note(field[1], field[2], people):
                kept.remove(line)
            elif field is None and at > 0 and line.strip():
                break
        for name, found in people.items():
            self.people[name] = found
        self.texts["note"] = "\n".join(kept).strip()
        if not self.texts["note"]:
            del self.texts["note"]

    def _take_note(self, name: str, value: str, people: dict[str, tuple[Person, ...]]) -> bool:
        """Take a variable from the note; people are gathered in `people`. False if it is none, or there already."""
        if name not in _IN_NOTES or name in self.texts or name in self.people:
            return False
        if name in NAME_VARIABLES:
            family, _, given = (part.strip() for part in value.partition("||"))
            person = {"family": family, "given": given} if given else {"literal": family}
            people[name] = people.get(name, ()) + parse_people(self.id, name, [person])
        elif name in DATE_VARIABLES:
            self.dates[name] = parse_date(self.id, name, value)
        elif name == "type":
            self.type = value
        else:
            self.texts[name] = value
        return True

    def as_type(self, kind: str) -> Item:
        """The item as if it were of another type; shares everything else."""
        if kind == self.type:
            return self
        other = copy(self)
        other.type = kind
        return other

    def field(self, name: str) -> Tokens:
        """The tokens of a text variable, or EMPTY; shared, so do not change the list."""
        tokens = self._fields.get(name)
        if tokens is None:
            text = self.texts.get(name)
            tokens = self._fields[name] = richtext.parse(text) if text else EMPTY
        return tokens

    def plain(self, name: str) -> str:
        """A text variable without markup."""
        return plain(self.field(name))


_MEMO_SIZE = 2048
_memo: dict[bytes, Item] = {}


def prepared(raw: Mapping[str, Any]) -> Item:
    """The item of these raw data, prepared once for all documents which cite it."""
    try:
        key = marshal.dumps(dict(raw), 2)  # version 2 writes equal data as equal bytes, and different data as different ones
    except ValueError:  # data which JSON cannot hold either; the checks say what is wrong with them
        return Item(raw)
    found = _memo.get(key)
    if found is None:
        if len(_memo) >= _MEMO_SIZE:
            _memo.clear()
        found = _memo[key] = Item(raw)
    return found


def item_id(raw: Mapping[str, Any]) -> str:
    """The id of a raw item as text; raises CslInputError if it has none."""
    if not isinstance(raw, Mapping):
        raise CslInputError("?", "id", "an item must be an object")
    value = raw.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | float) or str(value) == "":
        raise CslInputError(str(value), "id", "must be text or a number")
    return str(value)
