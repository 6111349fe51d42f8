"""veraPDF, the referee, on every mode; and that text survives poppler, a reader that the verifier does not use."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefgen import tree
from briefgen.outcome import Options
from briefgen.pipeline import build, illustrate, lay_out
from briefgen.press import press_for
from briefgen.render.pdf import render
from briefgen.verify.pdf_expected import units
from briefgen.verify.pdf_stream import OBJECT
from conftest import ROOT, Sample
from samples_pdf import OPTIONS, flavours, pdf, sample
from tools import pagecheck, verapdf


@pytest.mark.xdist_group("verapdf")
def test_every_sample_conforms_as_it_is_delivered(samples: list[Sample]) -> None:
    for built in samples:
        assert pagecheck.check(built.pdf.read_bytes(), "ua1", "2a") == [], built.pdf.name
        assert verapdf.validate(built.pdf, "ua1", "2a") == {}, built.pdf.name


@pytest.mark.xdist_group("verapdf")
def test_every_sample_conforms_in_pdf_2(samples: list[Sample], tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    for built in samples:
        press, _ = press_for(ROOT / "data" / built.brief)
        made = build(press, ROOT / "data" / built.brief, built.audience, Options(("pdf",)))
        assert made.document is not None
        assets = illustrate(press, made, vectors=False)
        laid = lay_out(press, made.document, assets, made)
        path.write_bytes(data := render(laid, made.document, press.theme, press.fonts, assets, OPTIONS["modern"]))
        assert verapdf.validate(path, *flavours("modern", data)) == {}, built.pdf.name


@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize("mode", OPTIONS)
@pytest.mark.parametrize("name", ["hand", "everything"])
def test_verapdf_finds_nothing(name: str, mode: str, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf(name, mode))
    assert verapdf.validate(path, *flavours(mode, pdf(name, mode))) == {}


@pytest.mark.xdist_group("verapdf")
def test_verapdf_does_look(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    with pikepdf.open(BytesIO(pdf("hand"))) as file:
        del file.Root.MarkInfo
        file.save(path)
    assert any(key.startswith("ua1 ") for key in verapdf.validate(path, "ua1"))


@pytest.mark.parametrize("name", ["hand", "everything"])
def test_poppler_reads_every_unit_in_order(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf(name))  # not the PDF 2.0 mode: poppler 22 skips elements of types that PDF 2.0 brought
    out = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True).stdout
    said = _squeezed("".join(re.findall(r'^ *"(.*)"$', out, re.MULTILINE)))
    at = 0
    for unit in units(sample(name)[1]):
        text = _squeezed(_without_formulas(unit.text, name))
        if OBJECT in unit.text or unit.kind == "formula":
            continue
        found = said.find(text, at)
        assert found >= 0, (unit.kind, unit.text, said[at : at + 80])
        at = found + len(text)


def _without_formulas(text: str, name: str) -> str:
    """Poppler gives what a formula draws, not its text alternative."""
    drawn = {"hand": "x", "everything": "x2"}[name]
    return text.replace("x squared", drawn)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFC", text))


def test_poppler_reads_words_apart(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf("everything"))
    out = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True).stdout
    paragraphs = [tree.plain(n.children) for n in tree.walk(sample("everything")[1]) if isinstance(n, tree.Para)]
    long = next(p.strip() for p in paragraphs if p.startswith("Treatment"))
    assert long in re.sub(r"\s+", " ", out)
