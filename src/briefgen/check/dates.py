"""The rule on dates of references: each is a day, month or season that there is, and a range does not run backwards.

Citation styles take any numbers, and print "2020 Feb 30" or leave out what they have no word for.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from typing import Any

from briefgen.check.rule import Data, Finding, Path

Point = tuple[int, int, int]
"""Year, month and day as written; 0 is "not given"."""

DATES = ("issued", "accessed", "original-date", "event-date", "available-date", "submitted")

SEASONS = frozenset((*range(13, 17), *range(21, 25)))
"""Months that stand for seasons: those of citation processors, and those of EDTF (ISO 8601-2, 4.8)."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*)?[?~%]?")
_YEAR_LAST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def impossible_dates(data: Data) -> Iterator[Finding]:
    for key, record in data.brief.references.items():
        for name in DATES:
            points = _points(record.csl.get(name))
            wrong = [
                (path, f'"{_shown(point)}" is no date: {why}') for path, point in points if (why := _impossible(*point))
            ]
            if not wrong and len(points) == 2 and (why := _backwards(points[0][1], points[1][1])):
                wrong = [(points[1][0], why)]
            for path, message in wrong:
                yield Finding(("references", key, "csl", name, *path), message, "copy it from the work")


def _points(value: Any) -> list[tuple[Path, Point]]:
    """The dates of a CSL date with where each stands in it; what has no form of a date is left to those who read it."""
    match value:
        case str():
            return [((), point) for text in _ends(value) if (point := _read(text))]
        case list():
            return _parts(value, ())
        case {"date-parts": list(parts)} if parts:
            return _parts(parts, ("date-parts",))
        case {"raw": str(text)}:
            return [(("raw", *path), point) for path, point in _points(text)]
        case {"year": year}:
            point = _numbers([year, value.get("month"), value.get("day")])
            return [((), point)] if point else []
        case _:
            return []


def _parts(parts: list[Any], path: Path) -> list[tuple[Path, Point]]:
    nested = all(isinstance(part, list) for part in parts)
    lists = [((*path, i), part) for i, part in enumerate(parts)] if nested else [(path, parts)]
    return [(place, point) for place, part in lists if (point := _numbers(part))]


def _numbers(parts: list[Any]) -> Point | None:
    """Year, month and day; None when one is no number, or none is given."""
    texts = ["0" if part in (None, "") else str(part).strip() for part in parts[:3]]
    if not all(re.fullmatch(r"-?[0-9]{1,6}", text) for text in texts):
        return None
    year, month, day, *_ = *map(int, texts), 0, 0, 0
    return (year, month, day) if year or month or day else None


def _ends(text: str) -> list[str]:
    """The date of a text, or the two of a range of EDTF."""
    return text.split("/") if text.count("/") == 1 else [text]


def _read(text: str) -> Point | None:
    """A date in numbers, or with the English name of its month: "2020-02-30", "02/30/2020", "30 Feb 2020"."""
    if numbers := _YEAR_FIRST.fullmatch(text.strip()):
        return _numbers([*numbers.groups()])
    if numbers := _YEAR_LAST.fullmatch(text.strip()):
        return _numbers([numbers[3], numbers[1], numbers[2]])
    words = re.findall(r"[^\W\d_]+|\d+", text)
    days, years = ([word for word in words if word.isdigit() and len(word) in sizes] for sizes in ((1, 2), (4,)))
    months = [_MONTHS.index(start) + 1 for word in words if (start := word[:3].lower()) in _MONTHS]
    if len(words) == 3 and len(days) == len(months) == len(years) == 1:
        return _numbers([years[0], months[0], days[0]])
    return None


def _impossible(year: int, month: int, day: int) -> str:
    """Why a date cannot be; empty when it can."""
    if not year:
        return "it has no year"
    if not month:
        return "it has a day and no month" if day else ""
    if month in SEASONS:
        return "a season has no days" if day else ""
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    last = _DAYS[month - 1] - (month == 2 and not isleap(year))
    return "" if 0 <= day <= last else f"this month has {last} days"


def _backwards(start: Point, end: Point) -> str:
    """Why a range cannot be, as far as both ends say; seasons have no place among months."""
    known = [pair for pair in zip(start, end, strict=True) if all(pair)]
    if len(known) > 1 and SEASONS & {*known[1]}:
        known = known[:1]
    first, last = (tuple(pair[side] for pair in known) for side in (0, 1))
    return f"the range ends ({_shown(end)}) before it begins ({_shown(start)})" if last < first else ""


def _shown(point: Point) -> str:
    year, month, day = point
    return f"{year:04}" + (f"-{month:02}" if month or day else "") + (f"-{day:02}" if day else "")
