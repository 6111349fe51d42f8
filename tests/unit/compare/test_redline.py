"""Tracked changes: accepting all gives the new text, rejecting all the old one, by our reader and by LibreOffice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import documents
from briefgen.compare import redline as made_by
from briefgen.compare.revisions import accept_all, count, reject_all, texts
from briefgen.tree import Document, Para, Section
from briefgen.verify.docx import verify
from briefgen.verify.docx_lint import lint
from briefgen.verify.docx_package import W
from tools import docx_world, ooxml

DATE = "2025-12-15"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def _documents() -> tuple[Document, Document]:
    """A document, and the same with a paragraph changed, one gone and one more."""
    old = documents.small()
    *others, last = old.body
    assert isinstance(last, Section)
    more = (*last.children, Para(documents.t("A paragraph that came later, with 5 nM in it.")))
    first = replace(last, children=(Para(documents.t("It begins otherwise.")), *more))
    return old, replace(old, body=(*others, first))


@pytest.fixture(scope="module")
def files(cache: Path) -> tuple[bytes, bytes, bytes]:
    old, new = (docx_world.docx(document, embed=False) for document in _documents())
    return old, new, made_by.redline(old, new, cache, DATE)


def test_accepting_gives_the_new_document_and_rejecting_the_old(files: tuple[bytes, bytes, bytes]) -> None:
    old, new, red = files
    assert count(red) > 0
    assert texts(old) != texts(new)
    assert texts(accept_all(red)) == texts(new)
    assert texts(reject_all(red)) == texts(old)
    assert made_by.faults(red, old, new) == []


def test_what_remains_is_proven_against_its_document(files: tuple[bytes, bytes, bytes]) -> None:
    old, new = _documents()
    assert verify(accept_all(files[2]), new) == []
    assert [d for d in verify(reject_all(files[2]), old) if d.code != "docx-title"] == []


def test_the_file_is_sound_and_the_same_on_every_run(files: tuple[bytes, bytes, bytes], cache: Path, tmp_path: Path) -> None:
    old, new, red = files
    assert lint(red) == []
    assert made_by.redline(old, new, cache, DATE) == red
    path = tmp_path / "red.docx"
    path.write_bytes(red)
    assert ooxml.errors(path) == []


def test_what_is_rewritten_keeps_its_bookmark_whether_accepted_or_rejected(cache: Path, tmp_path: Path) -> None:
    document, _ = documents.everything()
    title = documents.t("Quite something else entirely")
    body = tuple(replace(block, title=title) if isinstance(block, Section) else block for block in document.body)
    old, new = (docx_world.docx(d, embed=False) for d in (document, replace(document, body=body)))
    red = made_by.redline(old, new, cache, DATE)
    assert made_by.faults(red, old, new) == []
    for settled, wanted in ((accept_all(red), new), (reject_all(red), old)):
        assert lint(settled) == []
        assert _bookmarked(settled) == _bookmarked(wanted)
    path = tmp_path / "red.docx"
    path.write_bytes(red)
    assert ooxml.errors(path) == []


def _bookmarked(data: bytes) -> dict[str, str]:
    """The text each bookmark covers, of those within a paragraph."""
    found: dict[str, str] = {}
    for paragraph in docx_world.part(data, "word/document.xml").iter(f"{W}p"):
        for start in paragraph.findall(f"{W}bookmarkStart"):
            words, at = "", start.getnext()
            while at is not None and (at.tag != f"{W}bookmarkEnd" or at.get(f"{W}id") != start.get(f"{W}id")):
                words += "".join(text.text or "" for text in at.iter(f"{W}t"))
                at = at.getnext()
            found[start.get(f"{W}name", "")] = words
    return found


def test_a_wrong_redline_is_found_out(files: tuple[bytes, bytes, bytes]) -> None:
    old, new, red = files
    assert {d.code for d in made_by.faults(red, new, old)} == {"redline-differs"}


def test_the_engine_is_unpacked_into_our_cache(files: tuple[bytes, bytes, bytes], cache: Path) -> None:
    assert files
    assert list((cache / "redline").glob("*/*/redline"))


def test_libreoffice_opens_it_and_shows_old_and_new(files: tuple[bytes, bytes, bytes], tmp_path: Path) -> None:
    shown = docx_world.pdf_text(docx_world.as_pdf(files[2], tmp_path))
    assert "A paragraph that came later" in shown
    assert "It begins otherwise." in shown


# ------------------------------------------------------------------------------------------- accepting and rejecting


def _body(content: str) -> bytes:
    plain = docx_world.docx(documents.small(), embed=False)
    return docx_world.rewritten(plain, "word/document.xml", lambda text: _replaced(text, content))


def _replaced(text: str, content: str) -> str:
    start, end = text.index("<w:body>") + 8, text.rindex("<w:sectPr")
    return text[:start] + content + text[end:]


def _run(text: str, kind: str = "t") -> str:
    return f'<w:r><w:{kind} xml:space="preserve">{text}</w:{kind}></w:r>'


_BY = 'w:id="{}" w:author="a" w:date="2025-01-01T00:00:00Z"'


def _cell(text: str, mark: str = "") -> str:
    return f"<w:tc><w:tcPr>{mark}</w:tcPr><w:p>{_run(text)}</w:p></w:tc>"


CASES = {
    "runs": (
        f"<w:p>{_run('a ')}<w:ins {_BY.format(1)}>{_run('new')}</w:ins>"
        f"<w:del {_BY.format(2)}>{_run('old', 'delText')}</w:del></w:p>",
        ["a new"],
        ["a old"],
    ),
    "inserted paragraph": (
        f"<w:p><w:pPr><w:rPr><w:ins {_BY.format(1)}/></w:rPr></w:pPr><w:ins {_BY.format(2)}>{_run('one')}</w:ins></w:p>"
        f"<w:p>{_run('two')}</w:p>",
        ["one", "two"],
        ["two"],
    ),
    "deleted mark joins": (
        f"<w:p><w:pPr><w:rPr><w:del {_BY.format(1)}/></w:rPr></w:pPr>{_run('one ')}</w:p><w:p>{_run('two')}</w:p>",
        ["one two"],
        ["one", "two"],
    ),
    "rows": (
        f"<w:tbl><w:tblPr/><w:tr>{_cell('stays')}</w:tr><w:tr><w:trPr><w:ins {_BY.format(1)}/></w:trPr>{_cell('new')}</w:tr>"
        f"<w:tr><w:trPr><w:del {_BY.format(2)}/></w:trPr>{_cell('old')}</w:tr></w:tbl><w:p>{_run('end')}</w:p>",
        ["stays", "new", "end"],
        ["stays", "old", "end"],
    ),
    "cells": (
        f"<w:tbl><w:tblPr/><w:tr>{_cell('x')}{_cell('new', f'<w:cellIns {_BY.format(1)}/>')}"
        f"{_cell('old', f'<w:cellDel {_BY.format(2)}/>')}</w:tr></w:tbl><w:p>{_run('end')}</w:p>",
        ["x", "new", "end"],
        ["x", "old", "end"],
    ),
    "moves": (
        f"<w:p><w:moveFrom {_BY.format(1)}>{_run('m')}</w:moveFrom>{_run('x')}"
        f"<w:moveTo {_BY.format(2)}>{_run('m')}</w:moveTo></w:p>",
        ["xm"],
        ["mx"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_change_can_be_accepted_and_rejected(name: str) -> None:
    content, accepted, rejected = CASES[name]
    data = _body(content)
    assert texts(accept_all(data)) == accepted
    assert texts(reject_all(data)) == rejected


def test_a_rejected_style_is_the_old_one() -> None:
    change = f'<w:pPrChange {_BY.format(1)}><w:pPr><w:pStyle w:val="Quote"/></w:pPr></w:pPrChange>'
    data = _body(f'<w:p><w:pPr><w:pStyle w:val="Title"/>{change}</w:pPr>{_run("x")}</w:p>')
    for settled, style in ((accept_all(data), "Title"), (reject_all(data), "Quote")):
        found = [
            e.get(docx_world.w("val")) for e in docx_world.part(settled, "word/document.xml").iter(docx_world.w("pStyle"))
        ]
        assert found == [style]
