"""Attributes as Pandoc writes them: `{#id .class key="value" key=value}`."""

from __future__ import annotations

import re
from dataclasses import field

from briefgen.records import dataclass

BRACED = re.compile(r"\{((?:[^{}\n\"]|\"[^\"\n]*\")*)\}")
"""Attributes in braces; group 1 is what stands between them."""

_PART = re.compile(
    r'\s*(?:#(?P<id>[^\s#.={}"]\S*?)|\.(?P<class>[^\s.#={}"]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+)))(?=\s|$)'
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """An id, classes and pairs; `rest` is what is none of these."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: dict[str, str] = field(default_factory=dict)
    rest: str = ""


def attributes(text: str) -> Attributes:
    """The attributes between the braces."""
    id, classes, pairs, at = "", list[str](), dict[str, str](), 0
    while match := _PART.match(text, at):
        at = match.end()
        if match["id"]:
            id = match["id"]
        elif match["class"]:
            classes.append(match["class"])
        else:
            pairs[match["key"]] = match["quoted"] if match["quoted"] is not None else match["bare"]
    return Attributes(id, tuple(classes), pairs, text[at:].strip())


def trailing(text: str) -> tuple[str, Attributes | None]:
    """A line without the attributes at its end, and these; None when there are none."""
    start = text.rfind("{")
    match = BRACED.fullmatch(text.rstrip(), start) if start >= 0 and text[start - 1 : start] != "\\" else None
    if match is None or not re.match(r"\s*([#.]|[\w-]+=)", match[1]):
        return text, None
    return text[:start].rstrip(), attributes(match[1])
