"""The citation-label variable for items which bring none: letters of the authors and two digits of the year."""

from __future__ import annotations

from briefgen.csl.item import Item

_SHARES = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}  # by the number of authors; one letter each of four


def label(item: Item) -> str:
    """Four letters of one author, two each of two, and so on, then the year: Doe65, RoNo78."""
    people = [person for person in item.people.get("author", ()) if not person.others]
    shares = _SHARES.get(len(people), (1, 1, 1, 1))
    letters = "".join((person.family or person.literal)[:share] for person, share in zip(people, shares, strict=False))
    date = item.dates.get("issued")
    year = f"{date.start.year % 100:02d}" if date and date.start else ""
    return (letters or item.plain("title")[:4]) + year
