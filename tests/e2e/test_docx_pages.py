"""Page numbers that Word files carry from our own layout, against LibreOffice's for the same files with the same fonts."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pikepdf
import pytest

from conftest import Sample
from tools import ooxml

pytestmark = pytest.mark.xdist_group("samples")

_FILTER = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
_ENTRY = re.compile(r'PAGEREF (\w+) \\h </w:instrText>.*?"separate"/></w:r><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>(\d+)<')
_TOTAL = re.compile(r'NUMPAGES </w:instrText>.*?"separate"/></w:r><w:r>(?:<w:rPr>.*?</w:rPr>)?<w:t[^>]*>(\d+)<')


def test_contents_have_the_pages_libreoffice_finds(samples: list[Sample], tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer libreoffice-math)")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [str(sample.docx) for sample in samples]
    command = [office, profile, "--headless", "--convert-to", _FILTER, "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=400)
    off: list[int] = []
    for sample in samples:
        places, total = _destinations(tmp_path / f"{sample.docx.stem}.pdf")
        archive = zipfile.ZipFile(sample.docx)
        assert _TOTAL.findall(archive.read("word/footer1.xml").decode()) == [str(total)], sample.docx.name
        entries = _ENTRY.findall(archive.read("word/document.xml").decode())
        off += [abs(places[name] - int(page)) for name, page in entries if not name.startswith("_") and name in places]
    assert len(off) > 50
    assert max(off) <= 1
    assert off.count(0) >= 0.95 * len(off)


def _destinations(path: Path) -> tuple[dict[str, int], int]:
    """The page of each bookmark (LibreOffice writes its name with "5F" for "_"), and the number of pages."""
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found = {}
        for name, target in (pdf.Root.get("/Dests") or pikepdf.Dictionary()).items():
            place = target if isinstance(target, pikepdf.Array) else target.D
            found[str(name)[1:].replace("5F", "_")] = pages[place[0].objgen]
        return found, len(pages)


def test_the_sdk_finds_nothing_in_any_sample(samples: list[Sample]) -> None:
    found = {path.name: errors for path, errors in ooxml.errors_of([s.docx for s in samples]).items() if errors}
    assert found == {}
