"""Page ranges: abbreviating or expanding the second number as a style asks."""

from __future__ import annotations

import re

_RANGE = re.compile(r"^((?:\d*[a-zA-Z]+0*)?)(\d+)\s*(?:--|[-–—])\s*((?:\d*[a-zA-Z]+0*)?)(\d+)$")
_ROMAN = re.compile(r"^([ivxlcdm]+)\s*[-–]+\s*([ivxlcdm]+)$", re.IGNORECASE)
_POINTS = re.compile(r"^(\d+[.:]\d+)\s*[-–—]\s*(\d+(?:[.:]\d+)?)$")
_PIECES = re.compile(r"(\s*[,;&]\s*)")


def format_pages(text: str, style: str | None, delimiter: str) -> str:
    """Each range in `text` in the page-range-format `style`, joined by `delimiter`.

    Ranges are: both ends numeric, with the same letter prefix or none; N110-5 may be a name, and stays. So does an escaped
    hyphen. Of places such as 2:5-7 no digits are left out.
    """
    if "-" not in text and "–" not in text and "," not in text and "&" not in text:
        return text
    pieces = _PIECES.split(text)
    for at in range(0, len(pieces), 2):
        pieces[at] = _range(pieces[at], style, delimiter)
    for at in range(1, len(pieces), 2):
        sign = pieces[at].strip()
        pieces[at] = f" {sign} " if sign == "&" else f"{sign} "
    return "".join(pieces)


def _range(text: str, style: str | None, delimiter: str) -> str:
    if "\\-" in text:
        return text.replace("\\-", "-")
    match = _RANGE.match(text.strip())
    if not match:
        ends = _ROMAN.match(text.strip()) or _POINTS.match(text.strip())
        return f"{ends[1]}{delimiter}{ends[2]}" if ends else text
    prefix, start, second, end = match.groups()
    if second != prefix:
        return f"{prefix}{start}-{second}{end}"
    if not style:
        return f"{prefix}{start}{delimiter}{second}{end}"
    full = start[: len(start) - len(end)] + end if len(end) < len(start) else end
    if int(full) <= int(start):
        return f"{prefix}{start}{delimiter}{second}{end}"
    if style == "expanded":
        return f"{prefix}{start}{delimiter}{prefix}{full}"
    return f"{prefix}{start}{delimiter}{_shortened(start, full, style)}"


def _shortened(start: str, end: str, style: str) -> str:
    if style == "minimal":
        return _minimal(start, end, 1)
    if style == "minimal-two":
        return _minimal(start, end, 2)
    if style in ("chicago", "chicago-15", "chicago-16"):
        return _chicago(start, end, style)
    return end


def _minimal(start: str, end: str, least: int) -> str:
    if len(start) != len(end):
        return end
    same = 0
    while same < len(end) - least and start[same] == end[same]:
        same += 1
    return end[same:]


def _chicago(start: str, end: str, style: str) -> str:
    """Chicago Manual of Style: full below 100 and at multiples of 100; one digit after x01 to x09; else two."""
    number = int(start)
    if len(start) != len(end) or number < 100 or number % 100 == 0:
        return end
    if number % 100 < 10:
        return _minimal(start, end, 1)
    short = _minimal(start, end, 2)
    if style != "chicago-16" and len(start) == 4 and len(short) >= 3:
        return end  # the 15th edition gives four-digit numbers in full when three digits change
    return short
