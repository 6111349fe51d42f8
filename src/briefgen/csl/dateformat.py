"""Compiling cs:date: localized and explicit forms, ranges, seasons, eras, and dates as sort keys."""

from __future__ import annotations

from typing import Any

from briefgen.csl import richtext
from briefgen.csl.context import CALLED, RENDERED, Context, Render
from briefgen.csl.dates import Date, Point
from briefgen.csl.elements import Compiler, Decorate, decorator
from briefgen.csl.locale import NS, DateFormat, Locale
from briefgen.csl.numbers import ordinal
from briefgen.csl.tokens import EMPTY, Tokens

_UNITS = {"year": 0, "month": 1, "day": 2}
_KEPT = {"year": ("year",), "year-month": ("year", "month"), "year-month-day": ("year", "month", "day")}
_ERA_LIMIT = 500


class _Attributes(dict[str, str]):
    """Attributes of a date part after merging, with the reading interface of an XML element."""


class DatePart:
    """One compiled cs:date-part."""

    __slots__ = ("case", "form", "inner", "name", "prefix", "range_delimiter", "suffix", "unit")

    def __init__(self, attributes: _Attributes, locale: Locale) -> None:
        self.name = attributes.get("name", "year")
        self.unit = _UNITS.get(self.name, 0)
        default = {"month": "long", "day": "numeric", "year": "long"}.get(self.name, "long")
        self.form = attributes.get("form", default)
        self.inner: Decorate | None = decorator(attributes, locale, affixes=False)
        self.prefix: Tokens = richtext.parse(attributes.get("prefix", ""))
        self.suffix: Tokens = richtext.parse(attributes.get("suffix", ""))
        self.range_delimiter = attributes.get("range-delimiter", "–")


def _parts(compiler: Compiler, element: Any) -> tuple[list[DatePart], _Attributes]:
    """The parts of a date element and its own attributes; a localized form merges the locale's with the style's."""
    own = [_Attributes(part.attrib) for part in element.iter(NS + "date-part")]
    if not element.get("form"):
        return [DatePart(part, compiler.locale) for part in own], _Attributes(element.attrib)
    base = compiler.locale.dates.get(element.get("form")) or DateFormat({}, [])
    kept = _KEPT.get(element.get("date-parts", "year-month-day"), ())
    changes = {part.get("name"): {k: v for k, v in part.items() if k not in ("prefix", "suffix")} for part in own}
    merged = [_Attributes(part | changes.get(part.get("name"), {})) for part in base.parts if part.get("name") in kept]
    attributes = {k: v for k, v in base.attributes.items() if k in ("delimiter", "prefix", "suffix")}
    return [DatePart(part, compiler.locale) for part in merged], _Attributes({**attributes, **element.attrib})


def compile_date(compiler: Compiler, element: Any) -> Render:
    """The closure of a cs:date."""
    parts, attributes = _parts(compiler, element)
    variable = element.get("variable", "")
    decorate = decorator(attributes, compiler.locale)
    delimiter = richtext.parse(attributes.get("delimiter", ""))
    formatter = _Formatter(compiler, parts, delimiter)
    units = frozenset(part.unit for part in parts)

    def run(ctx: Context) -> Tokens:
        ctx.flags |= CALLED
        date = ctx.item.dates.get(variable)
        if date is None or variable in ctx.done or (ctx.looking and variable != "issued"):
            return EMPTY
        if ctx.sort is not None:
            ctx.flags |= RENDERED
            return [sort_key(date, units)]
        tokens = formatter.date(date, ctx)
        if not tokens:
            return EMPTY if not ctx.suppress_year else _suppressed(ctx)
        ctx.flags |= RENDERED
        if ctx.used is not None:
            ctx.used.add(variable)
        return decorate(tokens, ctx) if decorate else tokens

    return run


def _suppressed(ctx: Context) -> Tokens:
    ctx.flags |= RENDERED
    return EMPTY


class _Formatter:
    """Formats dates by a list of parts."""

    def __init__(self, compiler: Compiler, parts: list[DatePart], delimiter: Tokens) -> None:
        self.compiler = compiler
        self.locale = compiler.locale
        self.parts = parts
        self.delimiter = delimiter

    def date(self, date: Date, ctx: Context) -> Tokens:
        if date.start is None:
            return self._literal(date.literal, ctx)
        if date.end is None:
            out = self._point(self.parts, date.start, ctx, season=date.season)
            return [*out, "–"] if date.open_end and out else out
        return self._range(date.start, date.end, ctx)

    def _literal(self, text: str, ctx: Context) -> Tokens:
        if not any(part.name == "year" for part in self.parts):
            return EMPTY
        ctx.years_seen.append(text)
        tokens = EMPTY if ctx.suppress_year else richtext.parse(text)
        return tokens + self._suffix(ctx)

    def _range(self, start: Point, end: Point, ctx: Context) -> Tokens:
        shown = [part for part in self.parts if start[part.unit] or end[part.unit]]
        differing = [part.unit for part in shown if start[part.unit] != end[part.unit]]
        if not differing:
            return self._point(self.parts, start, ctx)
        top = min(differing)
        places = [at for at, part in enumerate(shown) if part.unit >= top]
        first, last = places[0], places[-1] + 1
        out = self._point(shown[:first], start, ctx)
        if out and self.delimiter:
            out += self.delimiter
        joiner = next(part.range_delimiter for part in shown if part.unit == top)
        out += self._point(shown[first:last], start, ctx, tail=False)
        out.append(joiner)
        out += self._point(shown[first:last], end, ctx, head=False)
        rest = self._point(shown[last:], end, ctx)
        if rest and self.delimiter:
            out += self.delimiter
        return out + rest

    def _point(
        self, parts: list[DatePart], point: Point, ctx: Context, head: bool = True, tail: bool = True, season: str = ""
    ) -> Tokens:
        """One date; the outer affixes are left off at the side where a range goes on."""
        found: list[tuple[DatePart, Tokens]] = []
        for part in parts:
            tokens = self._value(part, point, ctx)
            if season and part.name == "month" and not tokens:
                tokens = richtext.parse(season)
            if tokens:
                found.append((part, part.inner(tokens, ctx) if part.inner else tokens))
        out: Tokens = []
        for at, (part, tokens) in enumerate(found):
            if at and self.delimiter:
                out += self.delimiter
            if head or at:
                out += part.prefix
            out += tokens
            if tail or at < len(found) - 1:
                out += part.suffix
        return out

    def _value(self, part: DatePart, point: Point, ctx: Context) -> Tokens:
        if part.name == "year":
            return self._year(part, point.year, ctx)
        if part.name == "month":
            return self._month(part, point.month)
        return self._day(part, point)

    def _year(self, part: DatePart, year: int, ctx: Context) -> Tokens:
        if not year:
            return EMPTY
        text = f"{abs(year) % 100:02d}" if part.form == "short" else str(abs(year))
        if year < 0:
            text += self.locale.term("bc")
        elif year < _ERA_LIMIT:
            text += self.locale.term("ad")
        ctx.years_seen.append(str(year))
        return ([] if ctx.suppress_year else [text]) + self._suffix(ctx)

    def _suffix(self, ctx: Context) -> Tokens:
        """The year suffix, where the style leaves its place to the processor."""
        if not ctx.dis.suffix or ctx.suffix_done or self.compiler.explicit_suffix:
            return EMPTY
        ctx.suffix_done = True
        return [ctx.dis.suffix]

    def _month(self, part: DatePart, month: int) -> Tokens:
        if not month:
            return EMPTY
        if month > 12:
            season = self.locale.term(f"season-{month - 12:02d}", "long")
            return [season] if season else EMPTY
        if part.form == "numeric":
            return [str(month)]
        if part.form == "numeric-leading-zeros":
            return [f"{month:02d}"]
        text = self.locale.term(f"month-{month:02d}", part.form)
        return [text] if text else EMPTY

    def _day(self, part: DatePart, point: Point) -> Tokens:
        day = point.day
        if not day:
            return EMPTY
        if part.form == "numeric-leading-zeros":
            return [f"{day:02d}"]
        if part.form == "ordinal" and not (self.locale.limit_day_ordinals_to_day_1 and day > 1):
            month = self.locale.find(f"month-{point.month:02d}")
            return [ordinal(day, self.locale, month.gender if month else "")]
        return [str(day)]


def sort_key(date: Date, units: frozenset[int] = frozenset((0, 1, 2))) -> str:
    """A text which sorts dates in time order: years shifted to be positive, absent parts and seasons as zero."""
    if date.start is None:
        return ""
    text = _sort_point(date.start, units)
    return f"{text}-{_sort_point(date.end, units)}" if date.end else text


def _sort_point(point: Point, units: frozenset[int]) -> str:
    year = point.year + 1_000_000 if 0 in units else 0
    month = point.month if 1 in units and point.month <= 12 else 0
    return f"{year:07d}{month:02d}{point.day if 2 in units else 0:02d}"
