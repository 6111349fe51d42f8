"""Formatting one name: order, particles, initials, name parts; and one list of names with its et al."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from briefgen.csl import richtext
from briefgen.csl.locale import NS, Locale
from briefgen.csl.person import Person
from briefgen.csl.tokens import Tokens, plain

FAMILY, INITIALS, FULL = range(3)
_MEMO_SIZE = 4096
_ABBREVIATED = 4  # a word of so many letters with a period is an abbreviation of the author's own, such as "Ts."
_GLUED = ("'", "’", "-", "\u2019", "ʼ", "–")


@dataclass(slots=True)
class NameOptions:
    """The attributes of cs:name after inheritance."""

    form: str = "long"
    connective: Tokens = field(default_factory=list)
    delimiter: Tokens = field(default_factory=lambda: [", "])
    precedes_last: str = "contextual"
    precedes_et_al: str = "contextual"
    initialize: bool = True
    initialize_with: str | None = None
    hyphen: bool = True
    sort_order: str = ""
    sort_separator: str = ", "
    demote: str = "display-and-sort"
    et_al_min: int = 0
    et_al_first: int = 1
    et_al_last: bool = False
    subsequent_min: int = 0
    subsequent_first: int = 0
    decorate: Any = None
    memo: dict[tuple[str, bool, bool, int, bool, bool], Tokens] = field(default_factory=dict)
    family: NamePart = field(default_factory=lambda: NamePart())
    given: NamePart = field(default_factory=lambda: NamePart())


def name_options(attributes: dict[str, str], element: Any, locale: Locale, demote: str, hyphen: bool) -> NameOptions:
    """Options from merged attributes; `element` is the cs:name, for its format and its cs:name-part children."""
    from briefgen.csl.elements import decorator  # elements import names, which import this module

    options = NameOptions(demote=demote)
    options.form = attributes.get("form", "long")
    options.delimiter = richtext.parse(attributes.get("delimiter", ", "))
    options.precedes_last = attributes.get("delimiter-precedes-last", "contextual")
    options.precedes_et_al = attributes.get("delimiter-precedes-et-al", "contextual")
    options.initialize = attributes.get("initialize", "true") != "false"
    options.initialize_with = attributes.get("initialize-with")
    options.hyphen = hyphen
    options.sort_order = attributes.get("name-as-sort-order", "")
    options.sort_separator = attributes.get("sort-separator", ", ")
    options.et_al_min = _number(attributes, "et-al-min")
    options.et_al_first = _number(attributes, "et-al-use-first") or 1
    options.et_al_last = attributes.get("et-al-use-last") == "true"
    options.subsequent_min = _number(attributes, "et-al-subsequent-min") or options.et_al_min
    options.subsequent_first = _number(attributes, "et-al-subsequent-use-first") or options.et_al_first
    if attributes.get("and"):
        sign = "&" if attributes["and"] == "symbol" else locale.term("and")
        options.connective = [sign] if sign else []
    if element is not None:
        options.decorate = decorator(element, locale)
        for part in element.iter(NS + "name-part"):
            if part.get("name") == "family":
                options.family = NamePart(part, locale)
            else:
                options.given = NamePart(part, locale)
    return options


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 0


def glue(first: str, second: str) -> str:
    """Two parts of a name with a blank between, unless the first ends in an apostrophe or hyphen."""
    if not first or not second:
        return first or second
    return first + second if first.endswith(_GLUED) else f"{first} {second}"


def initials(given: str, mark: str, options: NameOptions) -> str:
    """The given names as initials followed by `mark`; without `initialize`, only initials already there change."""
    pieces: list[str] = []
    for word in _words(given):
        _add_word(pieces, word, mark, options)
    return "".join(pieces).strip()


def _words(given: str) -> list[str]:
    return re.sub(r"\.(?=[^\s-])", ". ", given).split()


def _add_word(pieces: list[str], word: str, mark: str, options: NameOptions) -> None:
    bare = word.rstrip(".")
    if not bare:
        return
    if not any(sign.isalnum() for sign in bare):  # "&" between two names
        _add_whole(pieces, bare)
        return
    single = _is_initial(word, bare)
    short = word != bare and len(bare) <= _ABBREVIATED
    if not options.initialize and not single:
        _add_whole(pieces, word)
        return
    if bare.islower() and not single:
        _add_whole(pieces, bare)
        return
    parts = [part for part in bare.replace("–", "-").split("-") if part.rstrip(".")]
    heads = [bare] if short and len(parts) == 1 else [_head(part) for part in parts]
    joiner = mark.rstrip() + ("-" if options.hyphen else " " if mark.endswith(" ") else "")
    if pieces and pieces[-1].endswith("\0"):
        pieces[-1] = pieces[-1].removesuffix("\0") + " "
    pieces.append(joiner.join(heads) + mark)


def _add_whole(pieces: list[str], word: str) -> None:
    if pieces and not pieces[-1].endswith(" "):
        pieces[-1] += " "
    pieces.append(word + " ")


def _is_initial(word: str, bare: str) -> bool:
    return (len(bare) == 1 and bare.isupper()) or (word != bare and len(bare) <= _ABBREVIATED)


def _head(part: str) -> str:
    """The initial of one name; two capitals before a small letter are one sound, as in "TSerendorj": Ts."""
    if part[:2].isupper() and part[2:3].islower():
        return part[0] + part[1].lower()
    return part[0].upper()


def family_part(person: Person, options: NameOptions, particle: bool) -> Tokens:
    """The family name with its particle, formatted as the name part "family"."""
    text = glue(person.nondropping, person.family) if particle else person.family
    return options.family.whole(text)


class NamePart:
    """What a cs:name-part says of its part: formats and case for the text, affixes around it and its particles."""

    __slots__ = ("after", "before", "inner")

    def __init__(self, element: Any = None, locale: Locale | None = None) -> None:
        self.inner: Any = None
        self.before: Tokens = []
        self.after: Tokens = []
        if element is not None and locale is not None:
            from briefgen.csl.elements import decorator  # elements import names, which import this module

            self.inner = decorator(element, locale, affixes=False)
            self.before = richtext.parse(element.get("prefix", ""))
            self.after = richtext.parse(element.get("suffix", ""))

    def format(self, text: str) -> Tokens:
        """The text without the affixes."""
        if not text:
            return []
        tokens = richtext.parse(text)
        return self.inner(tokens, _NO_CONTEXT) if self.inner else tokens

    def wrap(self, tokens: Tokens) -> Tokens:
        """Tokens with the affixes, if there are any tokens."""
        return [*self.before, *tokens, *self.after] if tokens else tokens

    def whole(self, text: str) -> Tokens:
        """The text with formats and affixes."""
        return self.wrap(self.format(text))


class _NameContext:
    """Stands for a Context where only the item's language could matter, which names do not have."""

    class item:
        lang = "en"


_NO_CONTEXT: Any = _NameContext()


def given_text(person: Person, level: int, options: NameOptions) -> str:
    """The given name at a level of detail."""
    if level == FAMILY:
        return ""
    if level == INITIALS and options.initialize_with is not None and not person.asian:
        return initials(person.given, options.initialize_with, options)
    return person.given


def base_level(options: NameOptions) -> int:
    """The level of detail of given names before disambiguation."""
    if options.form == "short":
        return FAMILY
    return INITIALS if options.initialize_with is not None else FULL


def format_name(person: Person, options: NameOptions, level: int, inverted: bool, sorting: bool = False) -> Tokens:
    """The tokens of one name; shared, so do not change the list."""
    key = (person.key, person.static, person.comma_suffix, level, inverted, sorting)
    found = options.memo.get(key)
    if found is None:
        if len(options.memo) >= _MEMO_SIZE:
            options.memo.clear()
        found = options.memo[key] = _format(person, options, level, inverted, sorting)
    return found


def _format(person: Person, options: NameOptions, level: int, inverted: bool, sorting: bool) -> Tokens:
    if person.literal:
        tokens = options.family.whole(person.literal)
    elif person.asian or person.static:
        tokens = _family_first(person, options, level)
    elif sorting and level != FAMILY:
        tokens = _sortable(person, options, level)
    elif inverted and level != FAMILY:
        tokens = _inverted(person, options, level)
    elif level == FAMILY:
        tokens = _short(person, options, sorting)
    else:
        tokens = _direct(person, options, level)
    return options.decorate(tokens, _NO_CONTEXT) if options.decorate else tokens


def _family_first(person: Person, options: NameOptions, level: int) -> Tokens:
    given = given_text(person, level, options)
    family = family_part(person, options, True)
    gap: Tokens = [] if person.asian or not given or not family else [" "]
    return family + gap + options.given.whole(given)


def _short(person: Person, options: NameOptions, sorting: bool) -> Tokens:
    demoted = sorting and options.demote != "never"
    return family_part(person, options, not demoted) or options.given.whole(person.given)


def spaced(first: Tokens, second: Tokens) -> Tokens:
    """Two parts with a blank between, unless the first ends in an apostrophe or hyphen."""
    if not first or not second:
        return first or second
    return first + second if plain(first).endswith((*_GLUED, " ")) else [*first, " ", *second]


def _direct(person: Person, options: NameOptions, level: int) -> Tokens:
    given = options.given.whole(given_text(person, level, options))
    family = options.family.format(glue(person.nondropping, person.family))
    family = spaced(options.given.format(person.dropping), family)
    if person.suffix:
        family = [*family, ", " if person.comma_suffix else " ", *richtext.parse(person.suffix)]
    return spaced(given, options.family.wrap(family))


def _sortable(person: Person, options: NameOptions, level: int) -> Tokens:
    """The name as it sorts: family name, particles, given name, suffix; particles which are not demoted come first."""
    particles = glue(person.dropping, person.nondropping)
    family = person.family
    if options.demote == "never":
        family, particles = glue(person.nondropping, family), person.dropping
    parts = (family, particles, given_text(person, level, options), person.suffix)
    return [" ".join(part for part in parts if part)]


def _inverted(person: Person, options: NameOptions, level: int) -> Tokens:
    demote = options.demote == "display-and-sort"
    given = options.given.format(glue(given_text(person, level, options), person.dropping))
    if demote:
        given = spaced(given, options.family.format(person.nondropping))
    out = family_part(person, options, not demote)
    separator = options.sort_separator
    given = options.given.wrap(given)
    if given:
        out = [*out, separator, *given] if out else given
    if person.suffix:
        out = [*out, separator, *richtext.parse(person.suffix)]
    return out
