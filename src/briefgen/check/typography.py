"""Rules on how numbers, units and names are typed in prose. Values of facts are set by profile and are not looked at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from briefgen.check.lexicon import alternatives, words
from briefgen.check.prose import Passage
from briefgen.check.rule import Data, Finding

UNIT = (
    r"(?:%|‰|(?:[kmµμnpu]|mc)?(?:g|L|l|M|mol|m|s|IU)(?![A-Za-zµ])|°C|IU(?![A-Za-z])|min(?:utes?)?\b|h\b|hours?\b|days?\b|weeks?\b|"
    r"months?\b|years?\b|points?\b|bpm\b|mm ?Hg\b|fold\b|Da\b|kDa\b)"
)
"""A unit as it begins after a number in prose."""

# A sign that a pattern starts with comes before what must not stand before it: texts are passed over faster so.
_MINUS = re.compile(r"-(?<![^\s(\[,;=<>≤≥]-)(?=\.?\d)")
_RANGE = re.compile(r"\d(?<![\w.,/-]\d)[\d,.]*\d?\s?-\s?\d[\d,.]*(?![\w/-]*-)(?![\w-]*[A-Za-z]\d)(?=[\s%)\],.;:µ°A-Za-z]|$)")
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?|\d{2,7}-\d\d-\d|\d{3}-\d{3,4}")
_CLOSE = re.compile(rf"\d(?<![\w.,-]\d)[\d,]*(?:\.\d+)?(?!%){UNIT}(?:/\w+)*")
_MICRO = re.compile(r"(?<=\d)[\s\u00a0\u202f]?(mc|u)(?=(?:g|M|mol|L|l|m)\b)")
_MICROS = re.compile(r"(?:mc|u)[gMmLl]")
_THOUSANDS = re.compile(r"\d(?<![\w.,]\d)\d{0,2}(?:([,\u00a0\u202f\u2009 ])\d{3})(?:\1\d{3})*(?![\w.,]\d|\d)")
_PERCENT = re.compile(r"(?<=\d)([\s\u00a0\u202f]?)%")
_ION = re.compile(
    r"\$\s*\\(?:text|mathrm|rm)\s*\{[^{}$]*\}(?:[_^](?:\w|\{[^{}$]*\}))*\s*\$|"
    r"\$\s*(?:[A-Z][a-z]?(?:_\{?\d+\}?)?)+\^\{?\d*[+-]\}?\s*\$"
)
_CITED = re.compile(
    r"<sup>\s*\[?\d+\]?\s*</sup>|(?<=[\w.,;)*”])\[\\?\d+(?:\s*[,–-]\s*\d+)*\\?\](?!\()|"
    r"(?:(?<=[a-z]{4})|(?<=[.,;]))\^\d+(?:,\d+)*\^|(?<=[a-z]{3}[.,;)])[¹²³⁴-⁹⁰]+|"
    r"\b[Rr]efs?\.? \d+(?:, ?\d+)*\b(?!\.\d)"
)
_CITING = re.compile(r"\[\\?\d|\^\d|<sup>|[¹²³⁴-⁹⁰]|[Rr]efs?\.? \d")


def numbered(lang: str) -> re.Pattern[str]:
    """The number that a caption, or a line that is one, brings with it: "Table 2: "."""
    return re.compile(rf"^\W*{alternatives('numbered', lang)}\s+(?:\d+|[IVX]+)\b\W*", re.IGNORECASE)


_SPREAD = re.compile(r"(?<![\w.])\d[\d,.]*\s?(?:±|\+/[-−])\s?\d+(?:[.,]\d+)*")


def hyphens_as_minus(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        if match := _MINUS.search(passage.said):
            number = re.match(r"-[\d.,]*\d", passage.said[match.start() :])
            message = f'a hyphen stands for a minus sign in "{number[0] if number else "-"}"'
            yield _at(data, passage, match, message, "write − (U+2212), or print the number from its fact with {fact}`id`")


def hyphens_in_ranges(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        for match in _RANGE.finditer(passage.said):
            if not _DATE.match(match[0]) and "-" not in passage.said[match.end() : match.end() + 1]:
                message = f'a hyphen stands for a range in "{match[0]}"'
                yield _at(data, passage, match, message, 'write an en dash (–), or "to" where a bound is negative')
                break


def units_too_close(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        for match in _CLOSE.finditer(passage.bare):
            if not re.fullmatch(r"\d+(?:s|m|l|M|g|L|h|fold)", match[0]) or re.fullmatch(r"\d+(?:g|L|h)", match[0]):
                message = f'"{match[0]}" has no space between number and unit'
                yield _at(data, passage, match, message, "put a no-break space between them")
                break


def micro_in_prose(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        if _MICROS.search(passage.text) and (match := _MICRO.search(passage.bare)):
            yield _at(data, passage, match, f'micro is written "{match[1]}"', 'write "µ"')


def _counted(data: Data, pattern: re.Pattern[str], sign: str) -> list[tuple[str, Passage, re.Match[str]]]:
    return [(m[1], passage, m) for passage in data.passages if sign in passage.text for m in pattern.finditer(passage.bare)]


def _odd(data: Data, pattern: re.Pattern[str], sign: str = "") -> Iterator[tuple[Passage, re.Match[str]]]:
    """The first place, in each way of writing that is rarer than the most usual one; nothing where all are alike.

    Only texts with the `sign` that every match holds are looked at.
    """
    found = _counted(data, pattern, sign)
    usual = [way for way, _ in Counter(way for way, *_ in found).most_common(1)]
    others = sorted((f for f in found if f[0] not in usual), key=lambda f: f[0])
    for _, several in groupby(others, key=lambda f: f[0]):
        _, passage, match = next(several)
        yield passage, match


def mixed_thousands(data: Data) -> Iterator[Finding]:
    for passage, match in _odd(data, _THOUSANDS):
        message = f'"{match[0]}" parts its thousands otherwise than the rest of the texts'
        yield _at(data, passage, match, message, "one separator a document")


def mixed_percent_spaces(data: Data) -> Iterator[Finding]:
    for passage, match in _odd(data, _PERCENT, "%"):
        with_space = "with" if match[1] else "without"
        message = f"a percent sign {with_space} a space, unlike those of the other texts"
        yield _at(data, passage, match, message, "write all alike; values of facts follow the audience's profile")


def formulas_for_text(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        if match := _ION.search(passage.text):
            message = f'"{match[0]}" is a formula where text will do'
            yield _at(data, passage, match, message, "write sub- and superscripts as Ca^2+^ and H~2~O")


def typed_citations(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        match = _CITED.search(passage.text) if _CITING.search(passage.text) else None
        if match:
            message = f'"{match[0]}" is a citation typed as a number'
            yield _at(data, passage, match, message, "cite by key, [@key]; the number is assigned when the brief is built")


def typed_numbers_of_captions(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        match = numbered(data.brief.lang).match(passage.text) if passage.kind == "caption" else None
        if match:
            message = f'the caption brings its own number, "{match[0].strip()}"'
            yield _at(data, passage, match, message, "leave the number out; it is assigned when the brief is built")


def unlabelled_spread_in_prose(data: Data) -> Iterator[Finding]:
    for passage in data.passages:
        match = _SPREAD.search(passage.bare) if "±" in passage.text or "+/" in passage.text else None
        if match and not words("spread", data.brief.lang).search(passage.text):
            message = f'"{match[0]}" does not say what stands after ±'
            yield _at(data, passage, match, message, "say SD, SE or another, or print the fact with its spread")


def _at(data: Data, passage: Passage, match: re.Match[str], message: str, hint: str) -> Finding:
    return Finding(passage.path, message, hint, data.within(passage, match.start(), match.end()))
