"""Word's own list of sources (`b:Sources`, ISO 29500-1, 22.6) from CSL-JSON items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

from briefgen.render.docx.xml import escape

NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"

LCIDS = {
    "en": 1033, "en-US": 1033, "en-GB": 2057, "en-AU": 3081, "en-CA": 4105, "de": 1031, "de-DE": 1031, "de-AT": 3079,
    "de-CH": 2055, "fr": 1036, "fr-FR": 1036, "es": 3082, "es-ES": 3082, "it": 1040, "nl": 1043, "pt": 2070, "pt-BR": 1046,
    "sv": 1053, "da": 1030, "nb": 1044, "fi": 1035, "pl": 1045, "cs": 1029, "el": 1032, "hu": 1038,
}  # fmt: skip
"""Windows' numbers of languages, which the fields want (MS-LCID)."""

_TYPES = {
    "article-journal": "JournalArticle", "article": "JournalArticle", "article-magazine": "ArticleInAPeriodical",
    "article-newspaper": "ArticleInAPeriodical", "book": "Book", "chapter": "BookSection",
    "entry-encyclopedia": "BookSection",
    "paper-conference": "ConferenceProceedings", "report": "Report", "thesis": "Report", "webpage": "InternetSite",
    "post": "InternetSite", "post-weblog": "InternetSite", "patent": "Patent", "interview": "Interview",
    "motion_picture": "Film", "legal_case": "Case",
}  # fmt: skip
_CONTAINERS = {
    "JournalArticle": "JournalName", "ArticleInAPeriodical": "PeriodicalTitle", "BookSection": "BookTitle",
    "ConferenceProceedings": "ConferenceName", "InternetSite": "InternetSiteTitle", "Misc": "PublicationTitle",
}  # fmt: skip
_FIELDS = (
    ("title", "Title"), ("volume", "Volume"), ("issue", "Issue"), ("page", "Pages"), ("publisher", "Publisher"),
    ("publisher-place", "City"), ("edition", "Edition"), ("URL", "URL"), ("title-short", "ShortTitle"),
)  # fmt: skip
_PEOPLE = (("author", "Author"), ("editor", "Editor"), ("translator", "Translator"))
_IEEE = r'SelectedStyle="\IEEE2006OfficeOnline.xsl" StyleName="IEEE" Version="2006"'
_APA = r'SelectedStyle="\APASixthEditionOfficeOnline.xsl" StyleName="APA" Version="6"'
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)\b[^>]*>")


def tags(keys: Iterable[str]) -> dict[str, str]:
    """The name of each source in its fields: its key if that is letters and digits, or those of it and a digest."""
    made: dict[str, str] = {}
    for key in keys:
        plain = re.sub(r"[^A-Za-z0-9]", "", key)[:40]
        made[key] = plain if plain == key else f"{plain}{blake2b(key.encode(), digest_size=4).hexdigest()}"
    return made


def sources_part(sources: Iterable[tuple[str, Mapping[str, Any]]], numbered: bool) -> str:
    """The part's text. Word has few styles of its own: the nearest is named, IEEE for numbers, APA for names and years."""
    body = "".join(_source(tag, item, order) for order, (tag, item) in enumerate(sources, 1))
    return f'<b:Sources xmlns:b="{NAMESPACE}" xmlns="{NAMESPACE}" {_IEEE if numbered else _APA}>{body}</b:Sources>'


def _source(tag: str, item: Mapping[str, Any], order: int) -> str:
    kind = _TYPES.get(str(item.get("type", "")), "Misc")
    parts = [_element("Tag", tag), _element("SourceType", kind), _people(item)]
    parts += [_element(name, item.get(variable)) for variable, name in _FIELDS]
    parts.append(_element(_CONTAINERS.get(kind, ""), item.get("container-title")))
    parts.append(_element("StandardNumber", f"doi:{item['DOI']}" if item.get("DOI") else item.get("ISBN")))
    parts += [_date(item.get("issued"), ""), _date(item.get("accessed"), "Accessed"), _element("RefOrder", order)]
    return f"<b:Source>{''.join(parts)}</b:Source>"


def _element(name: str, value: Any) -> str:
    if not name or value in (None, "") or isinstance(value, dict | list):
        return ""
    return f"<b:{name}>{escape(_MARKUP.sub('', str(value)))}</b:{name}>"


def _people(item: Mapping[str, Any]) -> str:
    """Contributors by role; an organisation as author is a `b:Corporate`, elsewhere a person with a last name only."""
    roles = "".join(_role(name, item[variable]) for variable, name in _PEOPLE if isinstance(item.get(variable), list))
    return f"<b:Author>{roles}</b:Author>" if roles else ""


def _role(name: str, people: list[Any]) -> str:
    known = [person for person in people if isinstance(person, dict)]
    if name == "Author" and len(known) == 1 and known[0].get("literal"):
        return f"<b:Author>{_element('Corporate', known[0]['literal'])}</b:Author>"
    persons = "".join(f"<b:Person>{_person(person)}</b:Person>" for person in known if _person(person))
    return f"<b:{name}><b:NameList>{persons}</b:NameList></b:{name}>" if persons else ""


def _person(person: Mapping[str, Any]) -> str:
    before = [str(person[p]) for p in ("dropping-particle", "non-dropping-particle") if person.get(p)]
    last = " ".join([*before, str(person.get("family") or person.get("literal") or "")]).strip()
    return _element("Last", last) + _element("First", person.get("given"))


def _date(value: Any, suffix: str) -> str:
    """Year, month and day of a CSL date (`date-parts`, or the year of `raw` or `literal`)."""
    if not isinstance(value, dict):
        year = re.search(r"\d{4}", str(value or ""))
        return _element(f"Year{suffix}", year.group() if year else "")
    if not value.get("date-parts"):
        return _date(str(value.get("raw") or value.get("literal") or ""), suffix)
    first = value["date-parts"][0]
    return "".join(_element(f"{name}{suffix}", part) for name, part in zip(("Year", "Month", "Day"), first, strict=False))
