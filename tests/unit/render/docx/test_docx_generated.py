"""Two hundred documents nobody thought of: each is proven, lint-clean, valid, and reads as its document does, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from briefgen.display import Assets, DisplayList, Vector
from briefgen.render.docx import DocxOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, TableLook
from briefgen.tree import Document, Table, walk
from briefgen.verify.docx import verify
from generated import COUNT, PARTS, Drawn
from tools import ooxml
from tools.docx_reading import texts_in_order, texts_of
from tools.docx_world import font_bytes, geometry, vector

pytestmark = pytest.mark.xdist_group("generated-docx")

IN_THE_GATE = 20
_vectors: dict[str, Vector] = {}

Files = tuple[tuple[Document, bytes], ...]


@pytest.fixture(scope="module")
def files(generated_part: Callable[[int], Drawn]) -> Files:
    """The documents with the bytes of their files."""
    drawn = [pair for part in range(PARTS) for pair in generated_part(part)]
    return tuple((document, _file(document, assets, n)) for n, (document, assets) in enumerate(drawn))


def _file(document: Document, assets: Assets, number: int) -> bytes:
    """Its file; every third has its tables across, every fourth is striped, and a few embed their fonts."""
    across = tuple(n.anchor for n in walk(document) if isinstance(n, Table)) if number % 3 == 0 else ()
    theme = replace(DEFAULT, table=TableLook(style="zebra")) if number % 4 == 0 else DEFAULT
    held = Assets(assets.drawings, assets.pictures, {name: _vector(d) for name, d in assets.drawings.items()})
    options = DocxOptions(font_bytes, embed_fonts=number % 50 == 0)
    return render(document, geometry(document, across), theme, held, strings_for("en-GB"), options)


def _vector(drawing: DisplayList) -> Vector:
    key = repr(drawing)
    if key not in _vectors:
        _vectors[key] = vector(drawing)
    return _vectors[key]


def test_there_are_enough_and_they_differ(files: Files) -> None:
    assert len(files) == COUNT
    assert len({data for _, data in files}) > 0.8 * COUNT


def test_all_are_proven_and_lint_clean(files: Files) -> None:
    for document, data in files:
        assert verify(data, document) == []


def test_the_text_is_the_documents_in_order(files: Files) -> None:
    for document, data in files:
        assert texts_in_order(data) == texts_of(document)


def test_the_sdk_finds_nothing_in_some(files: Files, tmp_path: Path) -> None:
    _validate(files[:: COUNT // IN_THE_GATE], tmp_path)


@pytest.mark.slow
def test_the_sdk_finds_nothing_in_any(files: Files, tmp_path: Path) -> None:
    _validate(files, tmp_path)


def _validate(some: Files, folder: Path) -> None:
    paths = []
    for number, (_, data) in enumerate(some):
        paths.append(folder / f"{number}.docx")
        paths[-1].write_bytes(data)
    found = {path.name: errors for path, errors in ooxml.errors_of(paths).items() if errors}
    assert found == {}
