"""Ties in Word: a no-break space where the layout's lines do not end, as somebody who knows Word types it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

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
from briefgen.wordpairs import FIRST, LAST, belong

_HOLDERS = (Emph, Strong, SmallCaps, Lang, Link, Abbr)
_RAISED = (Sub, Sup, Citation, NoteRef)
"""What is no part of the words it stands at: 10⁵ cells are tied as 10 cells."""
_OPAQUE = "\ufffc"
_NO_BREAK = "\u00a0"
_CANDIDATE = re.compile(f"[{re.escape(''.join(sorted(LAST)))}] | [{re.escape(''.join(sorted(FIRST)))}]")


def tied(nodes: Inlines) -> Inlines:
    """The inlines of a paragraph with no-break spaces for those of its own that must not part two words.

    Values, labels and citations stay as they were resolved: their styles have given them such spaces already.
    """
    only = nodes[0] if len(nodes) == 1 else None
    words = only.text if isinstance(only, Text) else "".join(map(_read, nodes))
    if not _CANDIDATE.search(words):
        return nodes
    places, at = set[int](), 0
    for first, second in pairwise(words.split(" ")):
        at += len(first)
        if (first[-1:] in LAST or second[:1] in FIRST) and belong(first, second):  # `holds`, without a call for each space
            places.add(at)
        at += 1
    return _with_ties(nodes, places, 0) if places else nodes


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
