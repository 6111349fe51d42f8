"""A small HTML serializer of finished marks, for previews and for the official test-suite's notation."""

from __future__ import annotations

import re
from html import escape
from unicodedata import normalize

from briefgen.csl.finish import apply, flipped
from briefgen.csl.model import PLAIN, Bibliography, Citation, Format
from briefgen.csl.tokens import Mark, Token

_TAGS = {
    ("font-style", "italic"): ("<i>", "</i>"),
    ("font-style", "oblique"): ("<em>", "</em>"),
    ("font-weight", "bold"): ("<b>", "</b>"),
    ("vertical-align", "sup"): ("<sup>", "</sup>"),
    ("vertical-align", "sub"): ("<sub>", "</sub>"),
}
_DEFAULTS = {
    "font-style": "normal",
    "font-variant": "normal",
    "font-weight": "normal",
    "text-decoration": "none",
    "vertical-align": "baseline",
}
_NAMES = {prop: prop.replace("-", "_") for prop in _DEFAULTS}


_SUPERSCRIPTS = "ªº¹²³⁰⁴⁵⁶⁷⁸⁹ⁱⁿʰʲʳʷʸˡˢˣᵃᵇᶜᵈᵉᶠᵍᵏᵐᵒᵖᵗᵘᵛᶻ"
_RAISED = re.compile(f"[{_SUPERSCRIPTS}]")


def _raise(match: re.Match[str]) -> str:
    return f"<sup>{normalize('NFKD', match[0])}</sup>"


def citation(value: Citation) -> str:
    """The HTML of a citation."""
    return nodes(value.marks)


def bibliography(value: Bibliography) -> str:
    """The HTML of a bibliography, one div per entry."""
    entries = "\n".join(f'  <div class="csl-entry">{nodes(entry.marks)}</div>' for entry in value.entries)
    return f'<div class="csl-bib-body">\n{entries}\n</div>'


def nodes(marks: tuple[Token, ...]) -> str:
    """The HTML of a joined token stream."""
    out: list[str] = []
    ends: list[str] = []
    formats: list[Format] = [PLAIN]
    for token in marks:
        if token.__class__ is str:
            out.append(_RAISED.sub(_raise, escape(token, quote=False)))
        elif token.__class__ is Mark:
            start, end = _open(token, formats[-1])
            formats.append(apply(token, formats[-1]) if token.kind == "format" else formats[-1])
            out.append(start)
            ends.append(end)
        else:
            formats.pop()
            out.append(ends.pop())
    return "".join(out)


def _open(mark: Mark, current: Format) -> tuple[str, str]:
    if mark.kind == "format":
        return _format_tags(flipped(mark, current), current)
    if mark.kind == "display":
        return f'<div class="csl-{mark.value}">', "</div>"
    if mark.kind == "link":
        return f'<a href="{escape(str(mark.value))}">', "</a>"
    return "", ""


def _format_tags(change: tuple[str, str], current: Format) -> tuple[str, str]:
    prop, value = change
    if change in _TAGS:
        return _TAGS[change]
    if value == _DEFAULTS[prop] and getattr(current, _NAMES[prop]) == value:
        return "", ""
    if value == "baseline":
        return '<span style="baseline">', "</span>"
    return f'<span style="{prop}:{value};">', "</span>"
