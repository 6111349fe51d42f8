"""A damaged or hostile file gives findings: never a traceback, and never a wait without end."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zipfile
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf

import documents
from briefgen.tree import Document
from briefgen.verify import docx as docx_verify
from briefgen.verify import pdf as pdf_verify
from briefgen.verify.pdf_objects import Broken, Objects
from samples_pdf import pdf, sample
from tools.docx_world import docx, rewritten

_ROUNDS = 30
_VALUES = ("", "x", "-1", "1.5", "²", "99999999999", "../../..")
_PARTS = (
    "word/document.xml",
    "word/numbering.xml",
    "word/styles.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)


@pytest.fixture(scope="module")
def word() -> bytes:
    return docx(*documents.everything(), embed=False)


@pytest.fixture(scope="module")
def document() -> Document:
    return next(part for part in documents.everything() if isinstance(part, Document))


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """A file cut short, with bytes changed, without a stretch, or with one twice."""
    at, size = chance.randrange(len(data)), chance.choice((1, 8, 200))
    match chance.randrange(4):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + chance.randbytes(size) + data[at + size :]
        case 2:
            return data[:at] + data[at + size :]
        case _:
            return data[: at + size] + data[at:]


def _one_attribute_changed(text: str, chance: random.Random) -> str:
    found = chance.choice(list(re.finditer(r' ([\w:]+)="[^"]*"', text)))
    value = chance.choice((*_VALUES, None))
    return text[: found.start()] + ("" if value is None else f' {found[1]}="{value}"') + text[found.end() :]


@pytest.mark.parametrize("seed", range(4))
def test_damaged_pdf_files_give_findings(seed: int) -> None:
    chance = random.Random(seed)
    sound = pdf("everything", "modern")
    for _ in range(_ROUNDS):
        pdf_verify.verify(_damaged(sound, chance), sample("everything")[1])  # what it finds depends on the place


@pytest.mark.parametrize("seed", range(4))
def test_damaged_word_files_give_findings(word: bytes, document: Document, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(_ROUNDS):
        docx_verify.verify(_damaged(word, chance), document)
        part = chance.choice(_PARTS)
        docx_verify.verify(rewritten(word, part, lambda text: _one_attribute_changed(text, chance) + " "), document)


@pytest.mark.parametrize("seed", range(3))
def test_a_file_cut_short_is_never_accepted(word: bytes, document: Document, seed: int) -> None:
    chance = random.Random(seed)
    sound = pdf("everything", "modern")
    for _ in range(10):
        assert docx_verify.verify(word[: chance.randrange(len(word))], document)
        assert pdf_verify.verify(sound[: chance.randrange(len(sound) - 2000)], sample("everything")[1])


def test_parts_that_unpack_to_too_much_are_refused(document: Document) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bomb:
        for number in range(5):
            bomb.writestr(f"word/{number}.bin", bytes(60 << 20))
    assert [d.code for d in docx_verify.verify(out.getvalue(), document)] == ["docx-unreadable"]


def test_numbers_that_are_none_are_one_finding(word: bytes, document: Document) -> None:
    spoilt = rewritten(word, "word/numbering.xml", lambda text: re.sub('w:ilvl="0"', 'w:ilvl="1.5"', text, count=1))
    assert [d.code for d in docx_verify.verify(spoilt, document)] == ["docx-unreadable"]


def test_elements_without_end_of_depth_are_one_finding(word: bytes, document: Document) -> None:
    deep = 5000
    nested = "<w:sdt><w:sdtContent>" * deep + "</w:sdtContent></w:sdt>" * deep
    spoilt = rewritten(word, "word/document.xml", lambda text: text.replace("<w:sectPr>", nested + "<w:sectPr>", 1))
    assert [d.code for d in docx_verify.verify(spoilt, document)] == ["docx-unreadable"]


def _saved(file: Pdf) -> bytes:
    out = BytesIO()
    file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def test_a_structure_tree_that_is_a_ring_ends() -> None:
    with Pdf.open(BytesIO(pdf("everything", "modern"))) as file:
        root = file.Root.StructTreeRoot
        top = root.K[0] if isinstance(root.K, Array) else root.K
        inner = top.K[0]
        inner.K = Array([inner.K, top]) if not isinstance(inner.K, Array) else Array([*inner.K, top])
        spoilt = _saved(file)
    assert "pdf-parent-tree" in {d.code for d in pdf_verify.verify(spoilt, sample("everything")[1])}


def test_a_parent_tree_that_is_a_ring_ends() -> None:
    with Pdf.open(BytesIO(pdf("everything", "modern"))) as file:
        tree = file.make_indirect(file.Root.StructTreeRoot.ParentTree)
        file.Root.StructTreeRoot.ParentTree = tree
        del tree[Name.Nums]
        tree.Kids = Array([tree])
        spoilt = _saved(file)
    assert "pdf-parent-tree" in {d.code for d in pdf_verify.verify(spoilt, sample("everything")[1])}


@pytest.mark.parametrize(
    "string", ["(" + "a" * 64, "(" * 64 + "a" * 64, "1" * 5000 + " 0 R", "9" * 400, "<<[1] 2>>", "R", "+", "<</A R>>"]
)
def test_a_token_without_sense_is_refused_at_once(string: str) -> None:
    """In a process of its own, which is ended after a time in which it could have done so many thousand times."""
    code = f"from briefgen.verify.pdf_objects import Objects; Objects(b'1 0 obj {string} endobj trailer /Root 1 0 R')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "Broken" in done.stderr


def test_an_object_stream_that_ends_early_is_refused() -> None:
    head = b"1 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length 4>>\nstream\n"
    with pytest.raises(Broken, match="ends early"):
        Objects(head + b"x\x9c\x03\x00" + b"\nendstream endobj /Root 1 0 R")
