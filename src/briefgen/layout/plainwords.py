"""Plain words on one line, as nearly all cells of a table and entries of a card are: measured and set without atoms.

What is found is what `atoms`, `ties`, `breaking` and `widths` find for the same text; they do the work for every other text.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from briefgen.layout.atoms import Look, shaped_parts
from briefgen.layout.widths import Need, lead_within, word_need
from briefgen.pages import Run
from briefgen.tree import Abbr, Inlines, Text, Value
from briefgen.wordpairs import holds

_OTHER = ("\n", "\t", "\u00ad", "  ")
"""What makes a text more than words with one space between them."""


class Plain(NamedTuple):
    """The runs of a text with the spaces between them, what it needs, and its width up to a number's decimal separator."""

    runs: tuple[Run, ...]
    need: Need
    lead: float | None


def plain(text: str, look: Look, separators: str = "", room: float = inf) -> Plain | None:
    """A text as plain words in a look; None when there is more to it, or it is wider than `room`.

    Without `separators` no lead is looked for.
    """
    words = text.split(" ")
    if not words[0] or not words[-1] or any(sign in text for sign in _OTHER):
        return None
    space, size = look.words.space, look.size
    gap, face = space.width * size, space.face
    runs: list[Run] = []
    line = least = chain = 0.0
    lead: float | None = None
    for number, word in enumerate(words):
        parts = shaped_parts(word, look)
        if len(parts) != 1 or len(parts[0][1]) != 1 or parts[0][1][0].face != face:
            return None
        if number:
            runs.append(space)
            line += gap
            least, chain = (least, chain + gap) if holds(words[number - 1], word) else (max(least, chain), 0.0)
        if separators and lead is None and (within := lead_within(word, look, separators)) is not None:
            lead = line + within
        width = parts[0][2] * size
        runs.append(parts[0][1][0])
        line += width
        if line > room:
            return None
        chain += width
    return Plain(tuple(runs), word_need(max(least, chain), line), lead)


def only_text(inlines: Inlines) -> str:
    """The text that inlines are, alone or as the value of a fact; empty when there is more to them."""
    if len(inlines) != 1:
        return ""
    only = inlines[0]
    if isinstance(only, Text):
        return only.text
    held = (only.runs or ()) if isinstance(only, Value) else only.children if isinstance(only, Abbr) else ()
    return held[0].text if len(held) == 1 and isinstance(held[0], Text) else ""
