"""Given-name levels for the rules which disambiguate names rather than cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from briefgen.csl.nameformat import FAMILY, FULL, INITIALS, NameOptions, initials
from briefgen.csl.person import Person


def given_levels(people: Iterable[Person], rule: str, options: NameOptions) -> dict[str, int]:
    """The level of detail which tells each person from the others of the same family name, by person key."""
    families: dict[str, dict[str, Person]] = defaultdict(dict)
    for person in people:
        if not person.literal:
            families[f"{person.nondropping} {person.family}"].setdefault(person.key, person)
    levels: dict[str, int] = {}
    if rule.endswith("-with-initials") and (options.initialize_with is None or not options.initialize):
        return levels  # the specification: no attempt is made where the style has no initials
    for namesakes in families.values():
        if len(namesakes) > 1:
            _tell_apart(list(namesakes.values()), rule, options, levels)
    return levels


def _tell_apart(people: list[Person], rule: str, options: NameOptions, levels: dict[str, int]) -> None:
    by_initials: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        short = person.given if options.initialize_with is None else initials(person.given, options.initialize_with, options)
        by_initials[short].append(person)
    for same in by_initials.values():
        alone = len(same) == 1
        split = len(by_initials) > 1
        for person in same:
            if alone:
                levels[person.key] = INITIALS
            elif rule.endswith("-with-initials"):
                levels[person.key] = INITIALS if split else FAMILY
            else:
                levels[person.key] = FULL
