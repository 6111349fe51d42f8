"""Reference documents are read, and refused where they bring in macros, outside parts, or lack a style that is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.diag import Sink
from briefgen.load.brand import load_theme
from briefgen.load.reference import load_reference
from briefgen.theme import DEFAULT, Reference
from tools import word_templates


def _load(data: bytes, folder: Path, **styles: str) -> tuple[Reference | None, list[str]]:
    path = folder / "house.docx"
    path.write_bytes(data)
    sink = Sink()
    theme = replace(DEFAULT, word_styles={name.replace("_", " "): style for name, style in styles.items()})
    found = load_reference(path, theme, sink)
    assert all(d.span.file == path.as_posix() for d in sink)
    return found, [f"{d.code}: {d.message}" for d in sink]


def test_the_page_is_that_of_the_last_section(tmp_path: Path) -> None:
    found, said = _load(word_templates.house(), tmp_path)
    assert said == []
    assert found is not None
    assert (found.page.width, found.page.height, found.page.left) == (612, 792, 108)


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/activeX/activeX1.bin"])
def test_macros_are_refused(name: str, tmp_path: Path) -> None:
    found, said = _load(word_templates.with_part(word_templates.house(), name, b"x"), tmp_path)
    assert found is None
    assert [line.partition(":")[0] for line in said] == ["reference-macro"]
    assert name in said[0]


def test_parts_from_outside_are_refused(tmp_path: Path) -> None:
    found, said = _load(word_templates.with_outside_template(word_templates.house()), tmp_path)
    assert found is None
    assert said == [
        "reference-external: word/_rels/document.xml.rels: a relationship (attachedtemplate) fetches "
        "http://x.example/t.dotm from outside"
    ]


def test_a_style_it_lacks_is_reported(tmp_path: Path) -> None:
    assert _load(word_templates.house(), tmp_path, Body_Text="House Text")[1] == []
    found, said = _load(word_templates.house(), tmp_path, Body_Text="Hose Text")
    assert found is None
    assert said == ['word-style-unknown: it has no style "Hose Text", which the brand file names for Body Text']


@pytest.mark.parametrize("data", [b"", b"PK\3\4 no zip", b"%PDF-1.7"])
def test_what_is_no_word_file_is_reported(data: bytes, tmp_path: Path) -> None:
    found, said = _load(data, tmp_path)
    assert found is None
    assert said[0].startswith("reference-unreadable")


def test_word_styles_come_from_the_brand_file(tmp_path: Path) -> None:
    brand = tmp_path / "_brand.yml"
    brand.write_text("briefgen:\n  word-styles:\n    body-text: House Text\n    Table Note: Small print\n")
    theme = load_theme(brand, Sink())
    assert theme is not None
    assert theme.word_styles == {"Body Text": "House Text", "Table Note": "Small print"}
    brand.write_text("briefgen:\n  word-styles:\n    body-txt: House Text\n")
    sink = Sink()
    assert load_theme(brand, sink) is None
    assert [(d.code, d.span.line, d.span.column, d.hint) for d in sink] == [
        ("brand-word-style", 3, 5, 'did you mean "body-text"?')
    ]
