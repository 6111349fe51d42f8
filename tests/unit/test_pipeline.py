"""What only the whole program can find: characters of a document that no font has, with their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import pipeline
from briefgen.outcome import Options
from briefgen.press import press_for

BRIEF = """\
title: Fonts 語
references: {doe: {type: book, title: The 文, author: [{family: Doe}], publisher: House, issued: {date-parts: [[2020]]}}}
figures:
  mechanism:
    caption: Site of action [@doe]
    kind: pathway
    nodes: {a: Glutamate 中, b: Receptor}
    edges: ["a -> b {label: 日}"]
texts:
  mechanism: |
    The words 本 stand in @fig-mechanism [@doe].
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data" / "signs"
    place.mkdir(parents=True)
    (place / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    return place


def test_each_character_that_no_font_has_is_located(folder: Path) -> None:
    """In texts, data, references and drawings, also those kept from an earlier build."""
    press = press_for(folder)[0]
    for _ in range(2):
        made = pipeline.build(press, folder, "scientist", Options(formats=("pdf",)))
        found = {d.message.split('"')[1]: d.span.line for d in made.sink if d.code == "font-missing-glyph"}
        assert found == {"語": 1, "文": 2, "中": 5, "日": 5, "本": 11}
        assert not made.files
