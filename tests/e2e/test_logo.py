"""The brand's logo stands at the head of both files, with its text alternative, and is proven like the rest."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from briefgen import build
from briefgen.pipeline import verify
from e2e.test_cli import BRIEF
from tools import ooxml, verapdf

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data" / "zaleplon"
    made.mkdir(parents=True)
    (made / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    (tmp_path / "brand").mkdir()
    Image.new("RGB", (800, 200), "#1f5a96").save(tmp_path / "brand" / "logo.png", dpi=(150, 150))
    (tmp_path / "_brand.yml").write_text("meta: {name: The House}\nlogo: brand/logo.png\n", encoding="utf-8")
    return made


def test_the_logo_is_in_both_files(folder: Path, tmp_path: Path) -> None:
    made = build(folder, "scientist", output=tmp_path)
    assert made.failed_at is None, made.diagnostics
    with pikepdf.open(BytesIO(made.files["pdf"])) as file:
        first = file.Root.StructTreeRoot.K
        while str(first.get("/S", "")) in ("", "/Document"):
            first = first.K[0] if isinstance(first, pikepdf.Dictionary) else first[0]
        assert (str(first.S), str(first.Alt)) == ("/Figure", "Logo: The House")
    body = etree.fromstring(zipfile.ZipFile(BytesIO(made.files["docx"])).read("word/document.xml"))
    box = next(body.iter(f"{_DRAWING}inline"))
    extent, name = box.find(f"{_DRAWING}extent"), box.find(f"{_DRAWING}docPr")
    assert extent is not None
    assert name is not None
    assert name.get("descr") == "Logo: The House"
    assert (extent.get("cx"), extent.get("cy")) == (str(144 * 12700), str(36 * 12700)), "36 points high, in proportion"
    assert verapdf.validate(tmp_path / "zaleplon-scientist.pdf", "ua1", "2a") == {}
    assert ooxml.errors(tmp_path / "zaleplon-scientist.docx") == []


def test_a_logo_with_another_text_is_found(folder: Path) -> None:
    made = build(folder, "scientist")
    assert made.document is not None
    (folder.parents[1] / "_brand.yml").write_text("meta: {name: Another}\nlogo: brand/logo.png\n", encoding="utf-8")
    other = build(folder, "scientist").document
    assert other is not None
    assert {d.code for d in verify("pdf", made.files["pdf"], other)} >= {"pdf-alt-differs"}
    assert {d.code for d in verify("docx", made.files["docx"], other)} >= {"docx-alt-text"}


def test_a_logo_that_is_no_picture_is_an_error(folder: Path) -> None:
    (folder.parents[1] / "brand" / "logo.png").write_text("<svg/>", encoding="utf-8")
    made = build(folder, "scientist")
    assert [(d.code, d.span.file) for d in made.diagnostics if d.severity == "error"] == [("image-unreadable", "_brand.yml")]
    assert made.files == {}
