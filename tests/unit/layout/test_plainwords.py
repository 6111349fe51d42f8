"""Plain words measured the short way need what they need as atoms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import tree
from briefgen.display import Assets
from briefgen.fonts import TABULAR
from briefgen.layout.atoms import Atom, Look, add_text
from briefgen.layout.flow import Slab
from briefgen.layout.paint import Leaf
from briefgen.layout.plainwords import plain
from briefgen.layout.setting import Area, Setting
from briefgen.layout.structure import Structure
from briefgen.layout.ties import tie
from briefgen.layout.widths import lead_of, need_of
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
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


@pytest.mark.parametrize("align", ["left", "center", "right", "justify"])
@pytest.mark.parametrize("first", [-6.0, 0.0, 9.0])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), st.sampled_from((30.0, 80.0, 200.0)))
def test_a_paragraph_of_plain_words_is_set_as_from_atoms(align: str, first: float, words: list[str], width: float) -> None:
    inlines = (tree.Text(" ".join(words)),)
    style = replace(DEFAULT.styles["body"], align=align, first=first, left=4.0, before=3.0, after=5.0)  # type: ignore[arg-type]  # a test's own value
    short, long = _setting(), _setting()
    area = Area(50.0, width, 0)
    atoms = long.writer.atoms(inlines, long.writer.look(style, 0))
    assert _painted(short.paragraph(inlines, style, area, 0)) == _painted(long.lines(atoms, style, area))


def _setting() -> Setting:
    document = tree.Document(tree.Meta((tree.Text("Title"),)), ())
    return Setting(document, DEFAULT, fonts(), Assets(), strings_for("en"))


def _painted(slabs: list[Slab]) -> list[object]:
    """All that a page gets of slabs: what they are, and what they paint."""
    leaf = Leaf(DEFAULT.page, 0, Structure())
    for slab in slabs:
        slab.paint(leaf, 100.0, False)
    return [[(s.height, s.baseline, s.before, s.after, s.glued, s.notes) for s in slabs], leaf.boxes]
