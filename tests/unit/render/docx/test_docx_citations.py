"""Citations as fields of Zotero or of Word: what they hold, that the text is the same, and that the file is sound."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

import documents
from briefgen.compare.revisions import texts
from briefgen.display import Assets
from briefgen.render.docx import DocxOptions, render
from briefgen.render.docx.citations import split_narrative
from briefgen.render.docx.word_sources import sources_part, tags
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
from briefgen.tree import Citation, CiteItem, Document, Jump, Para, Reference, References, Section, Sup, Text, plain
from briefgen.verify.docx import verify
from tools import docx_world, ooxml

SOURCES: dict[str, dict[str, Any]] = {
    "doe2020": {
        "type": "article-journal",
        "title": 'Onset & "action" of <i>zaleplon</i>',
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "A Study Group"}],
        "container-title": "Sleep",
        "volume": "43",
        "page": "1-9",
        "issued": {"date-parts": [[2020, 3]]},
        "DOI": "10.1000/x",
        "note": "nobody should see this",
    },
    "who-2021": {"type": "webpage", "title": "Page", "author": [{"literal": "WHO"}], "URL": "https://example.org/?a=1&b=2"},
}


def _jump(label: str, key: str) -> Jump:
    return Jump("reference", label, f"ref-{key}")


def _document() -> Document:
    both = Citation((CiteItem("doe2020", "4", "page"), CiteItem("who-2021")), (
        Text("("), _jump("1", "doe2020"), Text(", p. 4, "), _jump("2", "who-2021"), Text(")"),
    ), "cite-1")  # fmt: skip
    told = (_jump("Doe et al.", "doe2020"), Text(" ("), _jump("1", "doe2020"), Text(")"))
    narrative = Citation((CiteItem("doe2020"),), told, "cite-2")
    raised = Citation((CiteItem("who-2021"),), (Sup((_jump("2", "who-2021"),)),), "cite-3")
    entries = tuple(
        Reference(key, f"{n}.", documents.t(f"Entry of {key}"), f"ref-{key}", (f"cite-{n}",), True)
        for n, key in enumerate(SOURCES, 1)
    )
    said = Para((Text("Shown "), both, Text(", as "), narrative, Text(" said"), raised))
    listed = Section(1, documents.t("References"), (References(entries),), "sec-references", numbered=False)
    body = (Section(1, documents.t("Text"), (said,), "sec-t", "1"), listed)
    return replace(documents.small(), body=body, notes=())


def _file(system: str, style: str = "vancouver") -> bytes:
    shown = _document()
    options = DocxOptions(docx_world.font_bytes, False, citations=system, sources=SOURCES, citation_style=style)
    return render(shown, docx_world.geometry(shown), DEFAULT, Assets(), strings_for("en"), options)


def _instructions(data: bytes) -> list[str]:
    root = docx_world.part(data, "word/document.xml")
    return [e.text.strip() for e in root.iter(docx_world.w("instrText"))]


@pytest.mark.parametrize("system", ["zotero", "word"])
def test_the_text_is_that_of_plain_citations_and_proven(system: str) -> None:
    data = _file(system)
    assert texts(data) == texts(_file("plain"))
    assert verify(data, _document()) == []


@pytest.mark.parametrize("system", ["zotero", "word"])
def test_sdk_validator_finds_nothing(system: str, tmp_path: Path) -> None:
    path = tmp_path / "file.docx"
    path.write_bytes(_file(system))
    assert ooxml.errors(path) == []


@pytest.mark.parametrize("system", ["plain", "zotero", "word"])
def test_one_system_a_document_and_the_same_bytes(system: str) -> None:
    data = _file(system)
    assert data == _file(system)
    whole = b"".join(zipfile.ZipFile(BytesIO(data)).read(n) for n in zipfile.ZipFile(BytesIO(data)).namelist())
    assert b"nobody should see" not in whole
    assert (b"ZOTERO" in whole) == (system == "zotero")
    assert (b"CITATION doe2020" in whole) == (system == "word")


def _zotero() -> list[dict[str, Any]]:
    prefix = "ADDIN ZOTERO_ITEM CSL_CITATION "
    return [json.loads(i.removeprefix(prefix)) for i in _instructions(_file("zotero")) if i.startswith(prefix)]


def test_zotero_fields_hold_the_record_the_locator_and_the_printed_text() -> None:
    first, second, third = _zotero()
    assert first["properties"]["plainCitation"] == "(1, p. 4, 2)"
    assert [item["itemData"] for item in first["citationItems"]] == [
        {**{n: x for n, x in v.items() if n != "note"}, "id": k} for k, v in SOURCES.items()
    ]
    assert (first["citationItems"][0]["locator"], first["citationItems"][0]["label"]) == ("4", "page")
    assert second["properties"]["plainCitation"] == "(1)"
    assert second["citationItems"][0]["suppress-author"] is True
    assert third["properties"]["plainCitation"] == "2"


def test_zotero_knows_one_item_by_one_address() -> None:
    items = [item for citation in _zotero() for item in citation["citationItems"]]
    addresses = {item["id"]: set[str]() for item in items}
    for item in items:
        addresses[item["id"]].update(item["uris"])
    assert [len(uris) for uris in addresses.values()] == [1, 1]
    assert len(set().union(*addresses.values())) == 2
    assert len({c["citationID"] for c in _zotero()}) == 3


def test_zotero_finds_its_list_and_its_preferences() -> None:
    style = "the-journal-with-the-longest-name-of-all-the-journals-that-ever-were"
    data = _file("zotero", style)
    assert any(i.startswith("ADDIN ZOTERO_BIBL {") and i.endswith("CSL_BIBLIOGRAPHY") for i in _instructions(data))
    found = {e.get("name"): e[0].text for e in docx_world.part(data, "docProps/custom.xml")}
    pieces = [found[name] for name in sorted(found) if name.startswith("ZOTERO_PREF_")]
    assert len(pieces) > 1
    assert all(len(piece) <= 255 for piece in pieces)
    whole = "".join(pieces)
    assert f'id="http://www.zotero.org/styles/{style}"' in whole
    assert re.search(r'<data data-version="3".*</data>$', whole)


def test_word_fields_name_sources_that_the_file_holds() -> None:
    data = _file("word")
    fields = [i for i in _instructions(data) if i.startswith("CITATION")]
    made = tags(SOURCES)
    assert fields[0] == rf'CITATION doe2020 \p "4" \l 2057 \m {made["who-2021"]}'
    assert fields[1] == r"CITATION doe2020 \n \l 2057"
    assert any(i.startswith("BIBLIOGRAPHY") for i in _instructions(data))
    root = docx_world.part(data, "customXml/briefgen-sources.xml")
    held = {e.text for e in root.iter("{*}Tag")}
    assert held == set(made.values())
    assert [e.text for e in root.iter("{*}Corporate")] == ["WHO"]
    assert [e.text for e in root.iter("{*}Title")] == ['Onset & "action" of zaleplon', "Page"]


def test_a_citation_without_a_record_stays_text() -> None:
    options = DocxOptions(docx_world.font_bytes, False, citations="zotero")
    document = _document()
    data = render(document, docx_world.geometry(document), DEFAULT, Assets(), strings_for("en"), options)
    assert not any("ZOTERO" in i for i in _instructions(data))


def test_the_author_of_a_sentence_stands_before_the_field() -> None:
    runs = (_jump("Doe et al.", "doe2020"), Text(" ("), _jump("2020", "doe2020"), Text(")"))
    author, mark = split_narrative(Citation((CiteItem("doe2020"),), runs, "cite-1"))
    assert (plain(author), plain(mark)) == ("Doe et al. ", "(2020)")
    bracketed = Citation((CiteItem("doe2020"),), (Text("("), *runs[:1], Text(", 2020)")), "cite-1")
    assert split_narrative(bracketed) == ((), bracketed.runs)


def test_a_style_of_numbers_and_one_of_names_are_told_apart() -> None:
    entry = [("doe2020", SOURCES["doe2020"])]
    assert "IEEE" in sources_part(entry, numbered=True)
    assert "APA" in sources_part(entry, numbered=False)
    assert len(set(tags(["a-b", "ab", "a.b"]).values())) == 3
