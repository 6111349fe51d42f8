"""Labels within a number: "3, sec. 4" is a page and a section, "sec. 4" a section whatever the cite said."""

from __future__ import annotations

import re
from typing import NamedTuple

from briefgen.csl.locale import Locale
from briefgen.csl.numbers import is_plural, number_text

_TERMS = {
    "art": "article", "app": "appendix", "bk": "book", "ch": "chapter", "chap": "chapter", "col": "column", "fig": "figure",
    "fol": "folio", "l": "line", "ll": "line", "n": "note", "nn": "note", "no": "issue", "op": "opus", "p": "page",
    "pp": "page", "para": "paragraph", "pt": "part", "r": "rule", "sec": "section", "supp": "supplement",
    "sv": "sub-verbo", "tit": "title-locator", "vrs": "verse", "vol": "volume",
}  # fmt: skip
_LABEL = re.compile(rf"(?:^|(?<=[\s,;&]))({'|'.join(sorted(_TERMS, key=len, reverse=True))})\.\s*(?=[\w])")


class Labelled(NamedTuple):
    """A number with labels: its own label (empty if it names none), the number, and the text after it in the locale."""

    label: str
    head: str
    tail: str


def parse(text: str, locale: Locale) -> Labelled:
    """Take a value apart at the labels within it; each label after the first number is put into the locale's words."""
    found = list(_LABEL.finditer(text))
    if not found:
        return Labelled("", text, "")
    own = _TERMS[found[0][1]] if found[0].start() == 0 else ""
    ends = [match.start() for match in found] + [len(text)]
    head = text[found[0].end() : ends[1]] if own else text[: ends[0]]
    rest = found[1:] if own else found
    bare = head.rstrip(" ,;&")
    tail = head[len(bare) :]
    for match in rest:
        end = next(stop for stop in ends if stop > match.start())
        value = text[match.end() : end]
        number = value.rstrip(" ,;&")
        term = locale.term(_TERMS[match[1]], "short", is_plural(number)) or match[0].rstrip()
        tail += f"{term} {number_text(number)}{value[len(number) :]}"
    return Labelled(own, bare, tail)
