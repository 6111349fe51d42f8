"""A document on somebody else's Word file: theirs survives, ours is added, the result is proven and valid."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

import documents
from briefgen.render.docx import DocxOptions, render
from briefgen.render.docx.base import base_for
from briefgen.render.docx.fonts import Typefaces
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, WORD_STYLES
from briefgen.tree import Document
from briefgen.verify.docx import verify
from tools import ooxml, word_templates
from tools.docx_world import font_bytes, geometry, part, w, with_vectors


def _on(reference: bytes, document: Document | None = None, **styles: str) -> bytes:
    everything, assets = documents.everything()
    document = document or everything
    theme = replace(DEFAULT, word_styles={name.replace("_", " "): style for name, style in styles.items()})
    options = DocxOptions(font_bytes, reference=reference)
    return render(
        document, geometry(document, ("tbl-x",)), theme, with_vectors(assets), strings_for(document.meta.lang), options
    )


def _styles(data: bytes) -> dict[str, str]:
    found = part(data, "word/styles.xml").iter(w("style"))
    return {style.find(w("name")).get(w("val")): style.get(w("styleId")) for style in found}


def _names(data: bytes) -> list[str]:
    return zipfile.ZipFile(BytesIO(data)).namelist()


@pytest.fixture(scope="module")
def housed() -> bytes:
    return _on(word_templates.house(), Body_Text="House Text")


def test_it_is_proven_and_the_same_on_each_run(housed: bytes) -> None:
    assert verify(housed, documents.everything()[0]) == []
    assert _on(word_templates.house(), Body_Text="House Text") == housed


def test_the_cover_stands_before_the_title_and_example_text_is_gone(housed: bytes) -> None:
    body = part(housed, "word/document.xml").find(w("body"))
    cover = body[0]
    assert cover.find(f".//{w('docPartGallery')}").get(w("val")) == "Cover Pages"
    assert "House of Evidence" in "".join(cover.itertext())
    assert "Confidential cover" in "".join(cover.itertext())
    assert body[1].find(f"{w('pPr')}/{w('sectPr')}") is not None
    assert "Example text" not in "".join(body.itertext())


def test_its_headers_footers_and_page_are_kept_also_across(housed: bytes) -> None:
    sections = list(part(housed, "word/document.xml").iter(w("sectPr")))[1:]
    sizes = [(s.find(w("pgSz")).get(w("w")), s.find(w("pgSz")).get(w("orient"))) for s in sections]
    assert sizes == [("12240", None), ("15840", "landscape"), ("12240", None)]
    texts = ["".join(part(housed, n).itertext()) for n in _names(housed) if n.startswith(("word/header", "word/footer"))]
    assert sorted(texts) == ["House footer", "House header"]


def test_styles_are_theirs_by_name_or_mapping_and_ours_where_they_have_none(housed: bytes) -> None:
    before, after = _styles(word_templates.house()), _styles(housed)
    assert before.items() <= after.items()
    used = {e.get(w("val")) for e in part(housed, "word/document.xml").iter(w("pStyle"))}
    assert after["House Text"] in used
    assert after["Table Note"] in used
    assert "BodyText" not in used


def test_headings_are_numbered_though_their_style_is_not(housed: bytes) -> None:
    styles = _styles(housed)
    headings = [
        p for p in part(housed, "word/document.xml").iter(w("p"))
        if p.find(f"{w('pPr')}/{w('pStyle')}") is not None
        and p.find(f"{w('pPr')}/{w('pStyle')}").get(w("val")) == styles["heading 1"]
    ]  # fmt: skip
    numbers = [p.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}").get(w("val")) for p in headings[:2]]
    known = {n.get(w("numId")) for n in part(housed, "word/numbering.xml").iter(w("num"))}
    assert numbers
    assert set(numbers) <= known


def test_a_template_without_headers_gets_ours() -> None:
    data = _on(word_templates.python_docx_default())
    texts = " ".join("".join(part(data, n).itertext()) for n in _names(data) if n.startswith("word/footer"))
    assert "NUMPAGES" in texts


@pytest.mark.parametrize("name", ["house", "python-docx", "pandoc", "libreoffice"])
def test_documents_on_foreign_templates_are_valid_and_proven(name: str, tmp_path: Path) -> None:
    template = {
        "house": word_templates.house,
        "python-docx": word_templates.python_docx_default,
        "pandoc": word_templates.pandoc_default,
        "libreoffice": lambda: word_templates.libreoffice(tmp_path),
    }[name]()
    path = tmp_path / "grafted.docx"
    path.write_bytes(_on(template))
    assert verify(path.read_bytes(), documents.everything()[0]) == []
    assert ooxml.errors(path) == []


def test_the_names_users_map_are_those_of_our_styles() -> None:
    base = base_for(DEFAULT, "en-GB", Typefaces(DEFAULT, font_bytes))
    word_s_own = {"normal", "default paragraph font", "normal table", "no list"}
    assert {name.casefold() for name in base.style_names} - word_s_own == {name.casefold() for name in WORD_STYLES}
