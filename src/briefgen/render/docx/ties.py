"""Ties in Word: a no-break space where the layout's lines do not end, as somebody who knows Word types it."""

from __future__ import annotations

import re
from dataclasses import replace

from briefgen.tree import (
    Abbr,
    Break,
    Citation,
    Emph,
    Inline,
    Inlines,
    Lang,
    Link,
    Math,
    NoteRef,
    SmallCaps,
    Strong,
    Sub,
    Sup,
    Text,
    plain,
)
from briefgen.wordpairs import FIRST, LAST, holds

_HOLDERS = (Emph, Strong, SmallCaps, Lang, Link, Abbr)
_RAISED = (Sub, Sup, Citation, NoteRef)
"""What is no part of the words it stands at: 10⁵ cells are tied as 10 cells."""
_OPAQUE = "\ufffc"
_NO_BREAK = "\u00a0"
_CANDIDATE = re.compile(f"(?<=[{re.escape(''.join(sorted(LAST)))}]) | (?=[{re.escape(''.join(sorted(FIRST)))}])")


def tied(nodes: Inlines) -> Inlines:
    """The inlines of a paragraph with no-break spaces for those of its own that must not part two words.

    Values, labels and citations stay as they were resolved: their styles have given them such spaces already.
    """
    words = "".join(map(_read, nodes))
    if not _CANDIDATE.search(words):
        return nodes
    places = {found.start() for found in _CANDIDATE.finditer(words) if holds(*_around(words, found.start()))}
    return _with_ties(nodes, places, 0) if places else nodes


def _around(words: str, place: int) -> tuple[str, str]:
    end = words.find(" ", place + 1)
    return words[words.rfind(" ", 0, place) + 1 : place], words[place + 1 : end if end >= 0 else len(words)]


def _read(node: Inline) -> str:
    """A node as it is read in its line."""
    match node:
        case Text(text=text):
            return text
        case Break():
            return " "
        case Math():
            return _OPAQUE
        case _ if isinstance(node, _RAISED):
            return ""
        case _ if isinstance(node, _HOLDERS):
            return "".join(map(_read, node.children))
        case _:
            return plain((node,))


def _with_ties(nodes: Inlines, places: set[int], at: int) -> Inlines:
    out: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text):
            out.append(_tied_text(node, places, at))
        elif isinstance(node, _HOLDERS):
            out.append(replace(node, children=_with_ties(node.children, places, at)))
        else:
            out.append(node)
        at += len(_read(node))
    return tuple(out)


def _tied_text(node: Text, places: set[int], at: int) -> Text:
    within = [place - at for place in places if at <= place < at + len(node.text)]
    if not within:
        return node
    signs = list(node.text)
    for place in within:
        signs[place] = _NO_BREAK
    return replace(node, text="".join(signs))
