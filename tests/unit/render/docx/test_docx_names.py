"""Bookmark names and ids: valid, unique, stable."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from briefgen.render.docx.names import Ids, bookmark_name

anchors = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=80)


@given(anchors)
def test_any_anchor_gives_a_valid_name(anchor: str) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", bookmark_name(anchor))


@given(st.lists(anchors, unique=True, max_size=20))
def test_different_anchors_give_different_names(names: list[str]) -> None:
    assert len({bookmark_name(name).lower() for name in names}) == len(names)


def test_names_a_reader_of_word_sees_are_readable() -> None:
    assert bookmark_name("tbl-efficacy") == "tbl_efficacy"
    assert bookmark_name("cite-4") == "_cite_4"


@given(st.lists(st.text(max_size=8), max_size=50))
def test_ids_are_unique_and_in_range(keys: list[str]) -> None:
    ids = Ids()
    paragraphs = [ids.paragraph(ids.numbered(key)) for key in keys]
    drawings = [ids.drawing(key) for key in keys]
    assert len(set(paragraphs)) == len(keys)
    assert len(set(drawings)) == len(keys)
    assert all(0 < int(value, 16) < 0x80000000 for value in paragraphs)
    assert all(0 < value < 0x80000000 for value in drawings)


@given(st.lists(st.sampled_from(["t/r1", "t/r2", "u/r1", "t/r"]), max_size=6), st.integers(1, 12))
def test_the_ids_of_a_row_are_those_of_its_paragraphs_one_by_one(rows: list[str], width: int) -> None:
    ends = [b"c%d" % at for at in range(width)]
    together, singly = Ids(), Ids()
    for row in rows:  # a row that comes twice collides with itself
        assert together.row(row, ends) == [singly.paragraph(f"{row}{end.decode()}") for end in ends]
