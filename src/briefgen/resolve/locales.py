"""Dates in the document's language, from CLDR."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale


def locale(lang: str) -> Locale:
    """The CLDR locale of a BCP 47 tag, or of its language alone; English when CLDR has neither."""
    from babel import Locale, UnknownLocaleError

    for tag in (lang, lang.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def long_date(day: date, lang: str) -> str:
    """A day in words: "1 December 2025"."""
    from babel.dates import format_date

    return str(format_date(day, format="long", locale=locale(lang)))
