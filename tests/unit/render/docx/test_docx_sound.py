"""The file as a whole: schema-valid, clean by our lint, proven against its document, and the same on every run."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import documents
from briefgen.theme import DEFAULT
from briefgen.tree import Document, Meta
from briefgen.verify.docx import verify
from tools import docx_world, ooxml


@pytest.fixture(scope="module")
def everything() -> bytes:
    return docx_world.docx(*documents.everything())


def test_everything_is_proven_and_lint_clean(everything: bytes) -> None:
    assert verify(everything, documents.everything()[0]) == []


def test_small_and_empty_documents_are_proven() -> None:
    for document in (documents.small(), Document(Meta(title=documents.t("Nothing yet")), ())):
        assert verify(docx_world.docx(document), document) == []


@pytest.mark.parametrize("name", ["everything", "small", "draft", "landscape"])
def test_sdk_validator_finds_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(docx_world.variant(name))
    assert ooxml.errors(path) == []


def test_same_bytes_whatever_the_hash_seed(everything: bytes) -> None:
    code = (
        "import sys,hashlib,documents; from tools import docx_world; "
        "print(hashlib.sha256(docx_world.docx(*documents.everything())).hexdigest())"
    )
    digests = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        digests.add(done.stdout.strip())
    assert digests == {hashlib.sha256(everything).hexdigest()}


def test_zip_is_in_order_with_fixed_dates(everything: bytes) -> None:
    entries = zipfile.ZipFile(BytesIO(everything)).infolist()
    names = [entry.filename for entry in entries]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_rendering_a_docx_imports_no_reportlab() -> None:
    code = (
        "import sys,documents; from tools import docx_world; docx_world.docx(documents.small()); "
        "print(any(m.startswith('reportlab') for m in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_fonts_are_embedded_only_on_request() -> None:
    document = documents.small()
    with_fonts = zipfile.ZipFile(BytesIO(docx_world.docx(document))).namelist()
    without = zipfile.ZipFile(BytesIO(docx_world.docx(document, embed=False))).namelist()
    assert any(name.endswith(".odttf") for name in with_fonts)
    assert not any(name.endswith(".odttf") for name in without)


def test_an_embedded_font_becomes_a_font_again_with_its_key(everything: bytes) -> None:
    import uharfbuzz as hb
    from lxml import etree

    archive = zipfile.ZipFile(BytesIO(everything))
    table = etree.fromstring(archive.read("word/fontTable.xml"))
    relations = etree.fromstring(archive.read("word/_rels/fontTable.xml.rels"))
    targets = {r.get("Id"): r.get("Target") for r in relations}
    serif = next(f for f in table if f.get(docx_world.w("name")) == "Source Serif 4")
    regular = serif.find(docx_world.w("embedRegular"))
    data = bytearray(archive.read(f"word/{targets[regular.get(docx_world.r('id'))]}"))
    key = bytes.fromhex(regular.get(docx_world.w("fontKey")).strip("{}").replace("-", ""))[::-1]
    for at in range(32):
        data[at] ^= key[at % 16]
    face = hb.Face(bytes(data))
    assert face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) == "Source Serif 4"
    assert {ord(c) for c in "aZ−µα≥"} <= set(face.unicodes)


def test_a_font_that_forbids_embedding_is_only_named() -> None:
    plain = docx_world.font_bytes(DEFAULT.faces["serif"])
    restricted = docx_world.with_fs_type(plain, 0x0002)
    document = documents.small()
    data = docx_world.docx_with_fonts(
        document, lambda n: restricted if n == DEFAULT.faces["serif"] else docx_world.font_bytes(n)
    )
    table = zipfile.ZipFile(BytesIO(data)).read("word/fontTable.xml").decode()
    serif = table[table.index('w:name="Source Serif 4"') :].partition("</w:font>")[0]
    assert "embedRegular" not in serif


def test_soffice_opens_it_with_our_fonts_and_all_pages(everything: bytes, tmp_path: Path) -> None:
    pdf = docx_world.as_pdf(everything, tmp_path)
    text = docx_world.pdf_text(pdf)
    assert all(
        words in text for words in ("A brief with everything", "Not verified", "Pathway.", "Page 1 of 3", "1892581-29-1")
    )
    assert {"SourceSerif4-Regular", "SourceSans3-Bold", "DejaVuSansMono"} <= docx_world.pdf_fonts(pdf)
