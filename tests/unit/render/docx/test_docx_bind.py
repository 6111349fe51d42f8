"""The data inside: the facts a file prints as a part of it, and controls bound to them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import documents
from briefgen.compare.revisions import texts
from briefgen.display import Assets
from briefgen.render.docx import DocxOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
from briefgen.tree import Document, Para, Section, Sup, Text, Value, plain, walk
from briefgen.verify.docx import verify
from tools import docx_world, ooxml

FACT = "{urn:briefgen:facts}fact"


def _file(document: Document, bind: bool = True) -> bytes:
    assets = docx_world.with_vectors(documents.everything()[1])
    options = DocxOptions(docx_world.font_bytes, False, bind=bind)
    return render(document, docx_world.geometry(document), DEFAULT, assets, strings_for("en"), options)


def _facts(data: bytes) -> list[tuple[str, str, str]]:
    root = docx_world.part(data, "customXml/briefgen-facts.xml")
    return [(e.get("id"), e.get("form"), e.text) for e in root.iter(FACT)]


def _controls(data: bytes) -> list[Any]:
    root = docx_world.part(data, "word/document.xml")
    return [e for e in root.iter(docx_world.w("sdt")) if e.find(f".//{docx_world.w('dataBinding')}") is not None]


def _with(*nodes: Value) -> Document:
    body = (Section(1, documents.t("Values"), tuple(Para((Text("It is "), node)) for node in nodes), "sec-v", "1"),)
    return replace(documents.small(), body=body, notes=())


def test_the_part_holds_what_is_printed_and_no_more() -> None:
    document, _ = documents.everything()
    printed = {
        (v.path.removeprefix("facts."), v.form, plain(v.runs or ()))
        for v in walk(document)
        if isinstance(v, Value) and v.path.startswith("facts.")
    }
    for bind in (False, True):
        found = _facts(_file(document, bind))
        assert set(found) == printed
        assert len(found) == len(printed)


def test_controls_come_only_when_asked_for() -> None:
    document, _ = documents.everything()
    assert _controls(_file(document, bind=False)) == []
    assert _controls(_file(document))


def test_each_control_shows_the_node_it_is_bound_to() -> None:
    data = _file(documents.everything()[0])
    facts = _facts(data)
    store = docx_world.part(data, "customXml/briefgen-facts-properties.xml")
    (identifier,) = (value for name, value in store.attrib.items() if name.endswith("itemID"))
    for control in _controls(data):
        binding = control.find(f".//{docx_world.w('dataBinding')}")
        number = int(re.findall(r"fact\[(\d+)\]", binding.get(docx_world.w("xpath")))[0])
        shown = "".join(e.text for e in control.iter(docx_world.w("t")))
        assert facts[number - 1][2] == shown
        assert binding.get(docx_world.w("storeItemID")) == identifier
        tag = control.find(f".//{docx_world.w('tag')}").get(docx_world.w("val"))
        assert tag == ":".join(facts[number - 1][:2])


def test_one_node_for_a_fact_and_form_wherever_it_is_printed() -> None:
    twice = Value("facts.ic50", "value", documents.t("8 nM"))
    data = _file(_with(twice, twice, Value("facts.ic50", "p", documents.t("0.01"))))
    assert _facts(data) == [("ic50", "value", "8 nM"), ("ic50", "p", "0.01")]
    paths = [c.find(f".//{docx_world.w('dataBinding')}").get(docx_world.w("xpath")) for c in _controls(data)]
    assert len(paths) == 3
    assert paths[0] == paths[1] != paths[2]


def test_a_value_that_is_no_single_run_is_not_bound() -> None:
    rich = Value("facts.cl", "value", (Text("56 mL·min"), Sup(documents.t("−1"))))
    data = _file(_with(rich))
    assert _facts(data) == [("cl", "value", "56 mL·min−1")]
    assert _controls(data) == []


def test_ids_are_unique_and_do_not_move_when_another_value_comes_before() -> None:
    first, other = Value("facts.a", "value", documents.t("1")), Value("facts.b", "value", documents.t("2"))

    def ids(document: Document) -> dict[str, str]:
        found = {}
        for control in _controls(_file(document)):
            tag = control.find(f".//{docx_world.w('tag')}").get(docx_world.w("val"))
            found[tag] = control.find(f".//{docx_world.w('id')}").get(docx_world.w("val"))
        return found

    assert ids(_with(first)).items() <= ids(_with(other, first)).items()
    every = [
        c.find(f".//{docx_world.w('id')}").get(docx_world.w("val")) for c in _controls(_file(_with(first, first, other)))
    ]
    assert len(set(every)) == 3


def test_bound_files_say_the_same_and_are_sound(tmp_path: Path) -> None:
    document, _ = documents.everything()
    data = _file(document)
    assert texts(data) == texts(_file(document, bind=False))
    assert verify(data, document) == []
    path = tmp_path / "file.docx"
    path.write_bytes(data)
    assert ooxml.errors(path) == []


def test_a_document_without_facts_has_no_part() -> None:
    names = zipfile.ZipFile(BytesIO(_file(_with()))).namelist()
    assert not any(name.startswith("customXml") for name in names)


def test_a_file_of_ours_as_the_base_leaves_its_facts_behind() -> None:
    base = _file(_with(Value("facts.old", "value", documents.t("7"))))
    document = _with(Value("facts.new", "value", documents.t("8")))
    options = DocxOptions(docx_world.font_bytes, False, reference=base, bind=True)
    data = render(document, docx_world.geometry(document), DEFAULT, Assets(), strings_for("en"), options)
    stores = [name for name in zipfile.ZipFile(BytesIO(data)).namelist() if b"urn:briefgen:facts" in _part(data, name)]
    assert [name for name in stores if name.startswith("customXml") and "properties" not in name] == [
        "customXml/briefgen-facts.xml"
    ]
    assert _facts(data) == [("new", "value", "8")]
    assert verify(data, document) == []


def _part(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(BytesIO(data)).read(name)
