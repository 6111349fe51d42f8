"""What a document says of itself: title block, running head, footer, and the metadata of the file."""

from __future__ import annotations

from datetime import date

from briefgen.model import Brief
from briefgen.resolve.context import Context
from briefgen.resolve.locales import long_date
from briefgen.tree import Logo, Meta, Text


def meta(context: Context) -> Meta:
    """The metadata of a brief for its audience. `date` is ISO 8601; a brief without a date has none."""
    brief = context.brief
    day = brief.date or brief.data_cut_off
    return Meta(
        title=(Text(brief.title),),
        subtitle=(Text(brief.subtitle),) if brief.subtitle else (),
        lang=brief.lang,
        authors=tuple(a if isinstance(a, str) else a.name for a in brief.authors),
        details=_details(context),
        running=brief.short_title or brief.title,
        footer=_footer(context),
        version=brief.version or "",
        date=day.isoformat() if day else "",
        subject=brief.subtitle or (brief.compound.inn if brief.compound else ""),
        keywords=tuple(brief.keywords),
        audience=context.audience_name,
        draft=context.strings.draft if brief.status == "draft" else "",
        logo=Logo(context.theme.logo, context.theme.logo_alt) if context.theme.logo else None,
        span=context.spans.at("title"),
    )


def _day(context: Context, day: date | None) -> str:
    return long_date(day, context.brief.lang) if day else ""


def _details(context: Context) -> tuple[tuple[str, str], ...]:
    brief, strings = context.brief, context.strings
    house = brief.organisation or context.theme.organisation
    lines = (
        (strings.affiliation, _of_authors(brief, "affiliation", without=house)),
        ("ORCID", _of_authors(brief, "orcid")),
        (strings.email, _of_authors(brief, "email")),
        (strings.version, brief.version or ""),
        (strings.date, _day(context, brief.date)),
        (strings.data_cut_off, _day(context, brief.data_cut_off)),
        (strings.search_date, _day(context, brief.search_date)),
        (strings.organisation, house),
        (strings.prepared_for, context.audience.called(brief.lang)),
    )
    return tuple((label, text) for label, text in lines if text)


def _of_authors(brief: Brief, field: str, without: str = "") -> str:
    """What the authors have of a field, each with the name where there are several; what the title block says anyway not."""
    given = [(author.name, getattr(author, field)) for author in brief.authors if not isinstance(author, str)]
    said = [(name, text) for name, text in given if text and text != without]
    return "; ".join(text if len(brief.authors) == 1 else f"{name}: {text}" for name, text in said)


def _footer(context: Context) -> str:
    brief, strings = context.brief, context.strings
    parts = (
        f"{strings.version} {brief.version}" if brief.version else "",
        f"{strings.data_cut_off} {_day(context, brief.data_cut_off)}" if brief.data_cut_off else "",
    )
    return " · ".join(p for p in parts if p)
