"""What a rendering needs beside the document, made by hand: a geometry, vectors, fonts of the checkout."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path as FilePath
from typing import Any

import pytest
from lxml import etree

import documents
from briefgen.display import Assets, DisplayList, Path, Vector, Words
from briefgen.pages import Geometry, TableGeometry
from briefgen.render.docx import DocxOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, Theme
from briefgen.tree import Citation, Document, Equation, Figure, Reference, Section, Table, walk


@cache
def font_bytes(name: str) -> bytes:
    """A font file of the package, by name."""
    return files("briefgen").joinpath("assets", "fonts", name).read_bytes()


def geometry(document: Document, landscape: tuple[str, ...] = ()) -> Geometry:
    """A plausible geometry: every anchor on page 2, columns of equal width."""
    pages: dict[str, int] = {}
    tables: dict[str, TableGeometry] = {}
    for node in walk(document):
        if isinstance(node, Section | Table | Figure | Equation | Reference | Citation) and node.anchor:
            pages[node.anchor] = 2
        if isinstance(node, Table):
            page = DEFAULT.page.turned() if node.anchor in landscape else DEFAULT.page
            widths = (page.measure / len(node.columns),) * len(node.columns)
            tables[node.anchor] = TableGeometry(widths, node.anchor in landscape)
    return Geometry(pages, 4, tables, {})


def with_vectors(assets: Assets) -> Assets:
    """The same assets with every drawing also as a file."""
    return Assets(assets.drawings, assets.pictures, {name: vector(drawing) for name, drawing in assets.drawings.items()})


def vector(drawing: DisplayList) -> Vector:
    """A drawing as SVG and PNG, straight strokes only."""
    import resvg_py

    items = "".join(_svg(item) for item in drawing.items)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}">{items}</svg>'
    )
    return Vector(svg.encode(), bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=4)))


def _svg(item: Path | Words) -> str:
    if isinstance(item, Words):
        return f'<text x="{item.x}" y="{item.y}" text-anchor="{item.anchor}" font-size="{item.size}">{item.text}</text>'
    steps = "".join(f"{'M' if i == 0 else 'L'}{s.x} {s.y}" if hasattr(s, "x") else "Z" for i, s in enumerate(item.steps))
    return f'<path d="{steps}" fill="{item.fill or "none"}" stroke="{item.stroke or "none"}"/>'


def docx(
    document: Document,
    assets: Assets | None = None,
    shape: Geometry | None = None,
    theme: Theme = DEFAULT,
    embed: bool = True,
) -> bytes:
    """A document rendered with everything made by hand."""
    options = DocxOptions(font_bytes, embed)
    held = with_vectors(assets) if assets else Assets()
    return render(document, shape or geometry(document), theme, held, strings_for(document.meta.lang), options)


def docx_with_fonts(document: Document, read: Callable[[str], bytes]) -> bytes:
    """A document rendered with another reader of fonts."""
    return render(document, geometry(document), DEFAULT, Assets(), strings_for("en"), DocxOptions(read))


def variant(name: str) -> bytes:
    """One of the documents that the schema validator sees."""
    document, assets = documents.everything()
    match name:
        case "small":
            return docx(documents.small())
        case "draft":
            return docx(replace(document, meta=replace(document.meta, draft="DRAFT")), assets, embed=False)
        case "landscape":
            return docx(document, assets, geometry(document, ("tbl-x",)), embed=False)
        case _:
            return docx(document, assets)


def with_fs_type(data: bytes, value: int) -> bytes:
    """A font file with other embedding rights (OS/2 fsType)."""
    count = struct.unpack(">H", data[4:6])[0]
    for n in range(count):
        tag, _, offset, _ = struct.unpack(">4sIII", data[12 + 16 * n : 28 + 16 * n])
        if tag == b"OS/2":
            return data[: offset + 8] + struct.pack(">H", value) + data[offset + 10 :]
    raise ValueError("no OS/2 table")


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def w(name: str) -> str:
    """A WordprocessingML name as lxml writes it."""
    return _W + name


def r(name: str) -> str:
    """A relationship attribute as lxml writes it."""
    return _R + name


def part(data: bytes, name: str) -> Any:
    """One part of a file, parsed."""
    return etree.fromstring(zipfile.ZipFile(BytesIO(data)).read(name))


def rewritten(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The same file with one part's text changed; the change must change something."""
    source, out = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == name:
                before = content.decode()
                after = change(before)
                assert after != before, f"{name} was not changed"
                content = after.encode()
            target.writestr(entry, content)
    return out.getvalue()


def as_pdf(data: bytes, folder: FilePath) -> FilePath:
    """The file as LibreOffice lays it out; skips the calling test when LibreOffice is not installed."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-writer libreoffice-math)")
    path = folder / "file.docx"
    path.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / "file.pdf"


def pdf_text(path: FilePath) -> str:
    """The text of a PDF file by poppler."""
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True).stdout


def pdf_fonts(path: FilePath) -> set[str]:
    """The names of a PDF file's fonts without their subset tags."""
    lines = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    return {line.split()[0].partition("+")[2] for line in lines}
