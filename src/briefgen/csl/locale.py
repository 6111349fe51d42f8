"""Locales: terms, date formats and options, from the shipped files and a style's own overrides."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import etree

from briefgen.csl.errors import CslStyleError

NS = "{http://purl.org/net/xbiblio/csl}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PRIMARY = {
    "af": "af-ZA", "ar": "ar", "bg": "bg-BG", "ca": "ca-AD", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE",
    "el": "el-GR", "en": "en-US", "es": "es-ES", "et": "et-EE", "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR",
    "he": "he-IL", "hu": "hu-HU", "is": "is-IS", "it": "it-IT", "ja": "ja-JP", "km": "km-KH", "ko": "ko-KR",
    "mn": "mn-MN", "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "no": "nb-NO", "pl": "pl-PL", "pt": "pt-PT",
    "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI", "sr": "sr-RS", "sv": "sv-SE", "th": "th-TH",
    "tr": "tr-TR", "uk": "uk-UA", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
_FALLBACK = {"verb-short": "verb", "verb": "long", "symbol": "short", "short": "long"}
_ORDINAL = re.compile(r"ordinal-(\d\d)$")


class Term:
    """One term: its singular and plural text, its gender as a noun."""

    __slots__ = ("gender", "multiple", "single")

    def __init__(self, single: str, multiple: str, gender: str) -> None:
        self.single = single
        self.multiple = multiple
        self.gender = gender


class OrdinalRule:
    """An `ordinal-NN` term with what it matches: the last digit, the last two digits, or the whole number."""

    __slots__ = ("match", "number", "suffixes")

    def __init__(self, number: int, match: str) -> None:
        self.number = number
        self.match = match
        self.suffixes: dict[str, str] = {}


class DateFormat:
    """A localized date form: its parts with their attributes, in order, and its own attributes."""

    __slots__ = ("attributes", "parts")

    def __init__(self, attributes: dict[str, str], parts: list[dict[str, str]]) -> None:
        self.attributes = attributes
        self.parts = parts


class Locale:
    """A resolved locale. Build one with `get_locale` and lay a style's overrides on it with `overlaid`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.terms: dict[tuple[str, str], Term] = {}
        self.ordinals: dict[int, OrdinalRule] = {}
        self.ordinal_default: dict[str, str] = {}
        self.dates: dict[str, DateFormat] = {}
        self.punctuation_in_quote = False
        self.limit_day_ordinals_to_day_1 = False
        self.quotes = ("“", "”", "‘", "’")

    @property
    def english(self) -> bool:
        """Whether title case applies in this locale."""
        return self.lang[:2].lower() == "en"

    def find(self, name: str, form: str = "long") -> Term | None:
        """The term in `form`, or in the next form which CSL falls back to."""
        if name == "sub verbo" and (name, "long") not in self.terms:
            name = "sub-verbo"  # as CSL 1.0.2 has it
        step: str | None = form
        while step is not None:
            term = self.terms.get((name, step))
            if term is not None:
                return term
            step = _FALLBACK.get(step)
        return None

    def term(self, name: str, form: str = "long", plural: bool = False) -> str:
        """The text of a term, or "" if the locale has none."""
        term = self.find(name, form)
        if term is None:
            return ""
        return term.multiple if plural else term.single

    def copy(self) -> Locale:
        """A copy which can be laid over without changing the original."""
        new = Locale(self.lang)
        new.terms, new.dates = dict(self.terms), dict(self.dates)
        new.ordinals, new.ordinal_default = dict(self.ordinals), dict(self.ordinal_default)
        new.punctuation_in_quote = self.punctuation_in_quote
        new.limit_day_ordinals_to_day_1 = self.limit_day_ordinals_to_day_1
        new.quotes = self.quotes
        return new

    def lay(self, element: Any) -> None:
        """Lay the content of a cs:locale element over this locale."""
        for terms in element.iter(NS + "terms"):
            self._lay_terms(terms)
        for date in element.iter(NS + "date"):
            parts = [dict(part.attrib) for part in date.iter(NS + "date-part")]
            self.dates[date.get("form", "text")] = DateFormat(dict(date.attrib), parts)
        for options in element.iter(NS + "style-options"):
            value = options.get("punctuation-in-quote")
            self.punctuation_in_quote = value == "true" if value else self.punctuation_in_quote
            value = options.get("limit-day-ordinals-to-day-1")
            self.limit_day_ordinals_to_day_1 = value == "true" if value else self.limit_day_ordinals_to_day_1
        quotes = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        self.quotes = tuple(self.term(name) for name in quotes)  # type: ignore[assignment]  # four names give four texts

    def _lay_terms(self, terms: Any) -> None:
        found = list(terms.iter(NS + "term"))
        if any(_ORDINAL.match(t.get("name", "")) or t.get("name") == "ordinal" for t in found):
            self.ordinals, self.ordinal_default = {}, {}  # ordinals are replaced as a set, as the specification says
        for term in found:
            name = term.get("name", "")
            ordinal = _ORDINAL.match(name)
            if ordinal:
                self._lay_ordinal(int(ordinal[1]), term)
            elif name == "ordinal":
                self.ordinal_default[term.get("gender-form", "")] = _text(term)
            else:
                self._lay_term(name, term)

    def _lay_ordinal(self, number: int, term: Any) -> None:
        default = "last-digit" if number < 10 else "last-two-digits"
        rule = self.ordinals.get(number)
        if rule is None:
            rule = self.ordinals[number] = OrdinalRule(number, term.get("match", default))
        rule.suffixes[term.get("gender-form", "")] = _text(term)

    def _lay_term(self, name: str, term: Any) -> None:
        single, multiple = term.find(NS + "single"), term.find(NS + "multiple")
        if single is None and multiple is None:
            text = plural = _text(term)
        else:
            text = _text(single) if single is not None else ""
            plural = _text(multiple) if multiple is not None else ""
        form = term.get("form", "long")
        gender_form = term.get("gender-form")
        if gender_form:
            form = f"{form}/{gender_form}"
        self.terms[name, form] = Term(text, plural, term.get("gender", ""))


def _text(element: Any) -> str:
    return (element.text or "").replace("\n", " ").strip("\n\t") if element.text else ""


def parse_xml(source: str | bytes) -> Any:
    """Parse XML without network, entities or huge trees; raises CslStyleError with the line."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    data = source.encode() if isinstance(source, str) else source
    try:
        return etree.fromstring(data.lstrip(b"\xef\xbb\xbf \r\n\t"), parser)
    except etree.XMLSyntaxError as error:
        raise CslStyleError(f"malformed CSL: {error.msg}", line=error.lineno) from None


@cache
def _folder() -> Path:
    spec = find_spec("citeproc")
    if spec is None or spec.origin is None:
        raise CslStyleError("the CSL locale files are missing: install citeproc-py")
    return Path(spec.origin).parent / "data" / "locales"


def canonical(lang: str) -> str:
    """The shipped locale for a language tag: exact, else the language's main dialect, else American English."""
    tag = re.split(r"[-_]", lang.strip())
    language = tag[0].lower()
    if not all(part.isalnum() for part in tag):
        return "en-US"
    full = f"{language}-{tag[1].upper()}" if len(tag) > 1 else language
    if len(tag) > 1 and (_folder() / f"locales-{full}.xml").exists():
        return full
    return _PRIMARY.get(language, "en-US")


@cache
def _file(name: str) -> Any:
    path = _folder() / f"locales-{name}.xml"
    return parse_xml(path.read_bytes())


@cache
def _shipped(lang: str) -> Locale:
    chain = ["en-US", _PRIMARY.get(lang[:2], "en-US"), lang]
    locale = Locale(lang)
    for name in dict.fromkeys(chain):
        locale.lay(_file(name))
    locale.lang = lang
    return locale


def get_locale(lang: str) -> Locale:
    """The shipped locale for `lang`; shared, so copy it before laying anything over it."""
    return _shipped(canonical(lang))


def overlaid(lang: str, elements: list[Any]) -> Locale:
    """The locale for `lang` with the cs:locale elements of a style which apply to it laid over."""
    locale = get_locale(lang).copy()
    wanted = canonical(lang)
    language = lang[:2].lower()
    for scope in ("", language, wanted):
        for element in elements:
            tag = element.get(_XML_LANG, "")
            if tag.lower() == scope.lower():
                locale.lay(element)
    return locale
