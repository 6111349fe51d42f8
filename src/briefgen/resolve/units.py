"""Units as they are printed: micro sign, raised dots, superscript exponents, and what stands before them."""

from __future__ import annotations

import re

from briefgen.resolve.graft import joined
from briefgen.resolve.numbers import MINUS, NBSP, SUPERSCRIPTS, NumberStyle
from briefgen.tree import Inline, Inlines, Sub, Sup, Text

_MICRO = re.compile(r"(?<![A-Za-z])(?:u(?=(?:g|L|l|M|m|mol|s|A|V|Ci|kat)\b)|mc(?=g\b))")
_EXPONENT = re.compile(
    r"(?P<raised>[⁻⁺]?[⁰¹²³⁴-⁹]+)|\^\{?(?P<caret>[-−+]?\d+)\}?|(?<=[A-Za-zµ])(?P<minus>[-−]\d+)(?!\w)|\blog(?P<base>\d+)\b"
)


def unit(text: str) -> Inlines:
    """A unit typeset: "ug/mL" as "µg/mL", "mL min^-1" and "mL·min⁻¹" with a superscript, "log10" with a subscript."""
    plain = _MICRO.sub("µ", text.strip().replace("μ", "µ"))
    plain = re.sub(r"(?<=[A-Za-zµ])\s*[*.]\s*(?=[A-Za-zµ])", "·", plain)
    plain = re.sub(r"^-", "‑", plain).replace(" ", NBSP)
    out: list[Inline] = []
    at = 0
    for match in _EXPONENT.finditer(plain):
        out.append(Text(plain[at : match.start()]))
        out.extend(_raised(match))
        at = match.end()
    return joined((*out, Text(plain[at:])))


def _raised(match: re.Match[str]) -> Inlines:
    if match["base"]:
        return (Text("log"), Sub((Text(match["base"]),)))
    exponent = (match["raised"] or match["caret"] or match["minus"]).translate(SUPERSCRIPTS)
    return (Sup((Text(exponent.replace("-", MINUS)),)),)


def gap(text: str, style: NumberStyle) -> str:
    """What stands between a number and this unit: a space that does not break, or nothing before "%", "°" and "-fold"."""
    if text.startswith("%"):
        return style.percent_gap
    return "" if text.startswith(("°", "′", "″", "-", "‑")) and text[:2] not in ("°C", "°F") else NBSP
