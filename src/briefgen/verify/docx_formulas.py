"""Formulas in two notations, MathML and Word's OMML, as the same thing: which symbols stand in which place.

A place is a path of roles: "" is the line itself, "^" a superscript, "/n" a numerator, "√" under a root, "[2]" the second
row of a matrix; "^/d" is the denominator of a fraction in a superscript. Blanks, invisible operators and accents, which the
two notations treat differently, say nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from briefgen.verify.docx_package import M

_SILENT = frozenset("\u2061\u2062\u2063\u2064^~ˆ˜¯‾―_→˙¨`´ˇ˘˚⏞⏟&")
_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms"})

Places = dict[str, str]
"""The symbols of a formula by their place, each place in reading order."""

_MATHML: dict[str, tuple[str, ...]] = {
    "mfrac": ("/n", "/d"),
    "msub": ("", "_"),
    "msup": ("", "^"),
    "msubsup": ("", "_", "^"),
    "munder": ("", "_"),
    "mover": ("", "^"),
    "munderover": ("", "_", "^"),
    "mroot": ("√", "√d"),
}
"""The place of each child of an element, below that of the element itself."""

_OMML: dict[str, dict[str, str]] = {
    "f": {"num": "/n", "den": "/d"},
    "sSub": {"e": "", "sub": "_"},
    "sSup": {"e": "", "sup": "^"},
    "sSubSup": {"e": "", "sub": "_", "sup": "^"},
    "sPre": {"sub": "_", "sup": "^", "e": ""},
    "nary": {"sub": "_", "sup": "^", "e": ""},
    "limLow": {"e": "", "lim": "_"},
    "limUpp": {"e": "", "lim": "^"},
    "rad": {"deg": "√d", "e": "√"},
}


def of_mathml(mathml: str) -> Places | None:
    """The places of a `<math>` element; None when it cannot be read."""
    try:
        root = ElementTree.fromstring(mathml)
    except ElementTree.ParseError:
        return None
    return _gathered(_in_mathml(root, ""))


def of_omml(element: Any) -> Places:
    """The places of an `m:oMath`."""
    return _gathered(_in_omml(element, ""))


def symbols(text: str) -> str:
    """A text without what says nothing in a formula."""
    return "".join(c for c in text if not c.isspace() and c not in _SILENT)


def differences(wanted: Mapping[str, str], shown: Mapping[str, str]) -> list[str]:
    """The places whose symbols differ."""
    return [place for place in sorted({*wanted, *shown}) if wanted.get(place, "") != shown.get(place, "")]


def _gathered(found: Iterator[tuple[str, str]]) -> Places:
    places: Places = {}
    for place, text in found:
        if text := symbols(text):
            places[place] = places.get(place, "") + text
    return places


def _in_mathml(element: ElementTree.Element, place: str) -> Iterator[tuple[str, str]]:
    name = element.tag.rpartition("}")[2]
    if name in _LEAVES:
        yield place, "".join(element.itertext())
    elif name == "msqrt":
        for child in element:
            yield from _in_mathml(child, f"{place}√")
    elif name == "mtable":
        for number, row in enumerate(element, 1):
            yield from _in_mathml(row, f"{place}[{number}]")
    elif not name.startswith("annotation"):
        roles = _MATHML.get(name, ())
        for number, child in enumerate(element):
            yield from _in_mathml(child, place + (roles[number] if number < len(roles) else ""))


def _in_omml(element: Any, place: str) -> Iterator[tuple[str, str]]:
    name = element.tag.rpartition("}")[2]
    special = _SPECIAL.get(name)
    if name == "t":
        yield place, element.text or ""
    elif special:
        yield from special(element, place)
    elif not name.endswith("Pr"):
        if name == "nary":
            yield place, _character(element, "naryPr", "chr", "∫")
        roles = _OMML.get(name, {})
        for child in element.iterchildren("*"):
            yield from _in_omml(child, place + roles.get(child.tag.rpartition("}")[2], ""))


def _delimited(element: Any, place: str) -> Iterator[tuple[str, str]]:
    """Fences are properties in OMML, and stand around their content."""
    parts = list(element.iterchildren(f"{M}e"))
    yield place, _character(element, "dPr", "begChr", "(")
    for number, part in enumerate(parts):
        if number:
            yield place, _character(element, "dPr", "sepChr", "|")
        yield from _in_omml(part, place)
    yield place, _character(element, "dPr", "endChr", ")")


def _rows(element: Any, place: str) -> Iterator[tuple[str, str]]:
    """The rows of a matrix, and of equations one below the other."""
    rows = element.iterchildren(f"{M}mr", f"{M}e")
    for number, row in enumerate(rows, 1):
        for child in row.iterchildren("*"):
            yield from _in_omml(child, f"{place}[{number}]")


def _character(element: Any, properties: str, name: str, default: str) -> str:
    found = element.find(f"{M}{properties}/{M}{name}")
    return default if found is None else str(found.get(f"{M}val", ""))


_SPECIAL: dict[str, Callable[[Any, str], Iterator[tuple[str, str]]]] = {"d": _delimited, "m": _rows, "eqArr": _rows}
