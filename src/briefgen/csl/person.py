"""A name of CSL-JSON: its parts, particles parsed out of given and family names, and its script."""

from __future__ import annotations

import re
from typing import Any

from briefgen.csl.errors import CslInputError

_ROMANESQUE = re.compile(
    "[-0-9a-zA-Z\u0e01-\u0e5b\u00c0-\u017f\u0370-\u03ff\u0400-\u052f\u0590-\u05d4\u05d6-\u05ff\u1e00-\u1fff"
    "\u0600-\u06ff\u0900-\u0dff\u10a0-\u10ff\u0530-\u058f\u0180-\u024f]"
)
_PARTICLE = re.compile(r"^((?:(?:[a-zà-öø-ÿ]+(?:['’]|-(?=[A-ZÀ-Þ])|\s+)|['’][a-z]+\s+))+)(?=\S)")
_GIVEN_PARTICLE = re.compile(r"(?<=\S)\s+((?:['’]?[a-zà-öø-ÿ]+['’]?(?:\s+|$))+)$")
_SUFFIX = re.compile(r"^(.*?)\s*,(!?)\s*(.+)$")
_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s+al\.?)", re.IGNORECASE)
_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal")


class Person:
    """A person or, when `literal` is set, an institution. `others` marks the end of a list which names not everybody."""

    __slots__ = (
        "asian", "comma_suffix", "dropping", "family", "given", "key", "literal", "nondropping", "others", "static",
        "suffix",
    )  # fmt: skip

    def __init__(self, parts: dict[str, str]) -> None:
        self.literal = parts.get("literal", "")
        self.family = parts.get("family", "")
        self.given = parts.get("given", "")
        self.dropping = parts.get("dropping-particle", "")
        self.nondropping = parts.get("non-dropping-particle", "")
        self.suffix = parts.get("suffix", "")
        self.comma_suffix = False
        self.others = False
        self.static = False
        self.asian = False
        self.key = ""

    def settle(self) -> None:
        """Work out what depends on all parts: the script, and the key of the person's identity."""
        text = self.family + self.given
        self.asian = bool(text) and not _ROMANESQUE.search(text)
        self.key = "\t".join((self.literal, self.nondropping, self.family, self.given, self.dropping, self.suffix))


def parse_people(item: str, field: str, value: Any) -> tuple[Person, ...]:
    """The people of a name variable; raises CslInputError for anything which is not a list of name objects.

    "others" or "et al." as the last of several names says that the list is cut short: `others` of that person is set.
    """
    if not isinstance(value, list):
        raise CslInputError(item, field, "must be a list of names")
    people = [_person(item, field, entry) for entry in value]
    people = [person for person in people if person.literal or person.family or person.given]
    if len(people) > 1 and not people[-1].given and _OTHERS.fullmatch(people[-1].literal or people[-1].family):
        people[-1] = Person({"literal": "others"})
        people[-1].others = True
        people[-1].settle()
    return tuple(people)


def _person(item: str, field: str, entry: Any) -> Person:
    if isinstance(entry, str):
        entry = {"literal": entry}
    if not isinstance(entry, dict):
        raise CslInputError(item, field, "each name must be an object")
    parts: dict[str, str] = {}
    for key in _PARTS:
        value = entry.get(key)
        if value is None:
            continue
        if value.__class__ is str:
            parts[key] = value.strip() if key == "given" else " ".join(value.split())
            continue
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise CslInputError(item, field, f"name part {key!r} must be text")
        parts[key] = str(value)
    return _built(parts, entry)


def _built(parts: dict[str, str], entry: dict[str, Any]) -> Person:
    person = Person(parts)
    person.static = entry.get("static-ordering") not in (None, False, 0, "", "false")
    person.comma_suffix = entry.get("comma-suffix") not in (None, False, 0, "", "false")
    if entry.get("isInstitution") and not person.literal:
        person.literal, person.family = person.family, ""
    if not person.literal and entry.get("parse-names", True):
        _parse(person)
    elif person.literal:
        person.family = person.given = ""
    person.settle()
    return person


def _parse(person: Person) -> None:
    if "," in person.given and not person.suffix:
        match = _SUFFIX.match(person.given)
        if match:
            person.given, person.suffix = match[1], match[3]
            person.comma_suffix = bool(match[2])
    _parse_family(person)
    if person.given and not person.dropping and not person.given[-1].isupper():
        match = _GIVEN_PARTICLE.search(person.given)
        if match:
            person.dropping = match[1].strip()
            person.given = person.given[: match.start()]


def _parse_family(person: Person) -> None:
    family = person.family
    if len(family) > 1 and family[0] == '"' and family[-1] == '"':
        person.family = family[1:-1]
        return
    if family and not person.nondropping and not family[0].isupper():
        match = _PARTICLE.match(family)
        if match:
            person.nondropping = match[1].rstrip()
            person.family = family[match.end() :]
