"""Dates of CSL-JSON: date-parts, EDTF and other raw text, seasons, ranges, circa and literals."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from briefgen.csl.errors import CslInputError


class Point(NamedTuple):
    """A date with decreasing precision; 0 is "not given". Months 13 to 16 are the seasons."""

    year: int
    month: int = 0
    day: int = 0


class Date:
    """A date variable. `open_end` says the range has no end yet; `season` is a season in the author's own words."""

    __slots__ = ("circa", "end", "literal", "open_end", "season", "start")

    def __init__(self, start: Point | None, end: Point | None = None, *, literal: str = "", circa: bool = False) -> None:
        self.start = start
        self.end = end if end != start else None
        self.literal = literal
        self.circa = circa
        self.open_end = False
        self.season = ""

    def __bool__(self) -> bool:
        return self.start is not None or bool(self.literal)


_EDTF = re.compile(r"^(-?\d{1,4}|[Yy]-?\d{1,6})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T[\d:.Z+-]*)?([?~%]?)$")
_SLASHED = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 13, "summer": 14, "autumn": 15, "fall": 15, "winter": 16}
_WORD = re.compile(r"[^\W\d_]+|\d+(?:st|nd|rd|th)?\b|[?~]")
_RANGE = re.compile(r"\s+[-–]\s+|[–/]|(?<=[^\W_])-(?=[^\W_])")


def parse_date(item: str, field: str, value: Any) -> Date:
    """The date of a CSL-JSON value; raises CslInputError when it is no date object, text or number."""
    if isinstance(value, bool):
        raise CslInputError(item, field, "must be a date object")
    if isinstance(value, str | int):
        return parse_raw(str(value))
    if isinstance(value, list):
        value = {"date-parts": value}
    if not isinstance(value, dict):
        raise CslInputError(item, field, "must be a date object")
    circa = value.get("circa") not in (None, False, 0, "", "false")
    if value.get("date-parts"):
        date = _from_parts(item, field, value)
    elif value.get("raw"):
        date = parse_raw(_text(item, field, value["raw"]))
    elif value.get("year"):
        date = _from_parts(item, field, {"date-parts": [[value.get(key) for key in ("year", "month", "day")]]})
    else:
        date = Date(None)
    date.literal = date.literal or _text(item, field, value.get("literal") or "")
    date.circa = date.circa or circa
    return date


def _text(item: str, field: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise CslInputError(item, field, "the date's text must be text")
    return str(value)


def _from_parts(item: str, field: str, value: dict[str, Any]) -> Date:
    parts = value["date-parts"]
    if not isinstance(parts, list) or len(parts) > 2:
        raise CslInputError(item, field, "date-parts must hold one or two lists")
    if parts and not isinstance(parts[0], list):
        parts = [parts]
    points = [_point(item, field, entry) for entry in parts]
    season = value.get("season")
    if season and points and points[0] and not points[0].month:
        number = _season(season)
        points = [point and point._replace(month=number) for point in points]
    date = Date(points[0] if points else None, points[1] if len(points) > 1 else None)
    date.open_end = len(points) > 1 and points[1] is None
    if date.start and not date.start.month and isinstance(season, str):
        date.season = season
    return date


def _season(value: Any) -> int:
    text = str(value).strip().lower()
    if text.isdigit() and text.isascii():
        number = int(text[:6])
        number = number - 20 if number > 20 else number
        return number + 12 if 1 <= number <= 4 else 0
    return _SEASONS.get(text, 0)


def _point(item: str, field: str, entry: Any) -> Point | None:
    if not isinstance(entry, list):
        raise CslInputError(item, field, "date-parts must hold lists of numbers")
    numbers = [_number(item, field, part) for part in entry[:3]]
    numbers += [0] * (3 - len(numbers))
    if not any(numbers):
        return None
    return _checked(numbers[0], numbers[1], numbers[2])


def _number(item: str, field: str, part: Any) -> int:
    if part is None or part == "":
        return 0
    if isinstance(part, float) and part.is_integer():
        part = int(part)
    if isinstance(part, str) and re.fullmatch(r"\s*-?[0-9]{1,6}\s*", part):
        part = int(part)
    if isinstance(part, bool) or not isinstance(part, int) or abs(part) > 999_999:
        raise CslInputError(item, field, f"date part {part!r} is not a number")
    return part


def _checked(year: int, month: int, day: int) -> Point:
    """Months 21 to 24 (EDTF) and 13 to 16 are seasons; what is out of range counts as not given."""
    month = month - 8 if 21 <= month <= 24 else month
    if not 1 <= month <= 16:
        month = day = 0
    return Point(year, month, day if 1 <= day <= 31 and month <= 12 else 0)


def parse_raw(text: str) -> Date:
    """A date from text: EDTF first, then the common ways to write a date in English; else a literal."""
    bare = text.strip()
    if bare.count("/") == 1:
        start, end = (part.strip() for part in bare.split("/"))
        first = _edtf(start)
        if first and end in ("..", ""):
            first.open_end = True
            return first
        second = _edtf(end)
        if first and second:
            return Date(first.start, second.start, circa=first.circa or second.circa)
    return _edtf(bare) or _written(bare) or Date(None, literal=text)


def _edtf(text: str) -> Date | None:
    match = _EDTF.match(text)
    if not match:
        return None
    year = int(match[1].lstrip("Yy"))
    return Date(_checked(year, int(match[2] or 0), int(match[3] or 0)), circa=bool(match[4]))


def _written(text: str) -> Date | None:
    slashed = _SLASHED.match(text)
    if slashed:
        return Date(_checked(int(slashed[3]), int(slashed[1]), int(slashed[2])))
    pieces = _RANGE.split(text)
    if len(pieces) > 2:
        return None
    found = [_words(piece) for piece in pieces]
    if len(found) == 1:
        return found[0] and Date(found[0], circa="?" in text or "~" in text)
    return _written_range(found[0], found[1])


def _written_range(start: Point | None, end: Point | None) -> Date | None:
    """A range in words; the year, and then the month, may stand once at the end."""
    if start is None or end is None:
        return None
    if not end.year:
        end = end._replace(year=start.year)
    if not end.month and start.month and end.day:
        end = end._replace(month=start.month)
    if not start.year:
        start = start._replace(year=end.year)
    if start.day and not start.month:
        start = start._replace(month=end.month)
    return Date(start, end) if start.year else None


def _words(text: str) -> Point | None:
    year = month = day = 0
    for word in _WORD.findall(text.lower()):
        digits = re.match(r"\d+", word)
        if digits:
            if len(digits[0]) > 4:
                return None
            number = int(digits[0])
            if number > 31 or len(digits[0]) > 2:
                year = number
            else:
                day = number
        elif word[:3] in _MONTHS and len(word) > 2:
            month = _MONTHS.index(word[:3]) + 1
        elif word in _SEASONS:
            month = _SEASONS[word]
        elif word not in ("?", "~", "ca", "circa"):
            return None
    if not month and not (year and not day):
        return Point(0, 0, day) if day and not year else None
    return Point(year, month, day)
