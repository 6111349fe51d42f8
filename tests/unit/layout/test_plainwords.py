"""Plain words measured the short way need what they need as atoms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.fonts import TABULAR
from briefgen.layout.atoms import Atom, Look, add_text
from briefgen.layout.plainwords import plain
from briefgen.layout.ties import tie
from briefgen.layout.widths import lead_of, need_of
from unit.layout.reading import fonts

WORDS = (
    "a", "Compound", "12", "1.5", "mg", "mg/kg", "week", "−0.25", "n", "=", "33", "P", ".02", "(CI)", "1,234.5", "18 000",
    "H2",
)  # fmt: skip


def _look(numeric: bool) -> Look:
    return Look("sans", 8.5, "#000000", 3, fonts().words("sans", TABULAR if numeric else ()))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.booleans())
def test_the_short_way_finds_what_atoms_find(words: list[str], numeric: bool) -> None:
    text, look, separators = " ".join(words), _look(numeric), "." if numeric else ""
    found = plain(text, look, separators)
    assert found is not None
    atoms: list[Atom] = []
    add_text(atoms, text, look)
    tie(atoms)
    need = need_of(atoms)
    assert (found.need.least, found.need.liked) == pytest.approx((need.least, need.liked))
    lead = lead_of(atoms, separators) if separators else None
    assert found.lead == (None if lead is None else pytest.approx(lead))
    assert "".join(run.text for run in found.runs) == text


@pytest.mark.parametrize("text", ["", " a", "a ", "a  b", "a\nb", "a\tb", "soft\u00adhyphen", "double-blind", "x ∇"])
def test_what_is_more_than_plain_words_is_left_to_atoms(text: str) -> None:
    assert plain(text, _look(False), "") is None
