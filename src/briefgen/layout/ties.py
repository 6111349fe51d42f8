"""Ties: spaces of a line at which it does not end. No text is changed by them."""

from __future__ import annotations

from itertools import pairwise

from briefgen.layout.atoms import JOINED, SPACE, TIED, Atom
from briefgen.wordpairs import FIRST, LAST, belong


def tie(atoms: list[Atom]) -> None:
    """Turn the spaces that must not part what they stand between into ties. Doing it twice does no harm."""
    before = None
    for piece, after in pairwise(atoms):
        raised = piece.look.rise
        if piece.after == SPACE:
            first = before if raised and before is not None else piece  # a raised note mark is not what it follows
            one, two = first.text, after.text
            if (one[-1:] in LAST or two[:1] in FIRST) and belong(one, two):  # `holds`, without a call for each space
                piece.after = TIED
        if not raised or piece.after != JOINED:
            before = piece


def tie_all(atoms: list[Atom]) -> None:
    """Let no line end within these atoms ("Table 1")."""
    for piece in atoms[:-1]:
        if piece.after == SPACE:
            piece.after = TIED
