"""One broken file for each rule of the lint: the rule must find it, and the sound file must be clean."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest

import documents
from briefgen.verify.docx_lint import RULES, lint
from tools.docx_world import docx, rewritten

BODY, STYLES, NOTES = "word/document.xml", "word/styles.xml", "word/footnotes.xml"
RELS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"

REVISIONS = '<w:ins w:id="7" w:author="a"/><w:del w:id="7" w:author="a"/>'


@pytest.fixture(scope="module")
def sound() -> bytes:
    return docx(*documents.everything(), embed=False)


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


def _pattern(old: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(old, new, text, count=1)


FAULTS: list[tuple[str, str, Callable[[str], str]]] = [
    ("docx-missing-part", RELS, _swap('Target="styles.xml"', 'Target="gone.xml"')),
    ("docx-missing-relationship", BODY, _pattern(r'<a:blip r:embed="rId\d+"', '<a:blip r:embed="rId999"')),
    ("docx-missing-relationship", BODY, _pattern(r'<w:hyperlink r:id="rId\d+"', '<w:hyperlink r:id="rIdX"')),
    ("docx-content-type", TYPES, _swap('<Default Extension="png" ContentType="image/png"/>', "")),
    ("docx-content-type", TYPES, _swap("/word/styles.xml", "/word/other.xml")),
    ("docx-external-relationship", RELS, _pattern(r'"media/[^"]*png"', '"http://x.org/p.png" TargetMode="External"')),
    ("docx-ignorable-prefix", BODY, _swap('mc:Ignorable="w14"', 'mc:Ignorable="w14 w15"')),
    ("docx-bookmark-duplicate", BODY, _swap('w:name="fig_x"', 'w:name="Tbl_x"')),
    ("docx-bookmark-duplicate", BODY, _swap('w:name="_cite_2"', 'w:name="2 cite"')),
    ("docx-bookmark-unpaired", BODY, _pattern(r'<w:bookmarkEnd w:id="3"/>', "")),
    ("docx-bookmark-unpaired", BODY, _pattern(r'<w:bookmarkEnd w:id="3"/>', '<w:bookmarkEnd w:id="4"/>')),
    ("docx-dangling-reference", BODY, _swap(" REF tbl_x ", " REF tbl_gone ")),
    ("docx-dangling-reference", BODY, _swap(" PAGEREF sec_data ", " PAGEREF sec_gone ")),
    ("docx-dangling-reference", BODY, _swap('w:anchor="_ref_daly2018"', 'w:anchor="_ref_nobody"')),
    ("docx-field-nesting", BODY, _swap('<w:fldChar w:fldCharType="end"/>', "")),
    ("docx-field-nesting", BODY, _swap('<w:fldChar w:fldCharType="begin"/>', "")),
    ("docx-field-empty", BODY, _pattern(r'(w:fldCharType="separate"/></w:r><w:r>)<w:t xml:space="preserve">2</w:t>', r"\1")),
    ("docx-field-prompt", BODY, _swap('w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="true"')),
    ("docx-field-prompt", "word/settings.xml", _swap("<w:compat>", "<w:updateFields/><w:compat>")),
    ("docx-cell-without-paragraph", BODY, _pattern(r"(</w:tcPr>)<w:p .*?</w:p>(</w:tc>)", r"\1\2")),
    ("docx-table-without-header", BODY, lambda text: text.replace("<w:tblHeader/>", "")),
    ("docx-duplicate-id", BODY, _pattern(r'w14:paraId="(\w+)"(.*?)w14:paraId="\w+"', r'w14:paraId="\1"\2w14:paraId="\1"')),
    ("docx-duplicate-id", BODY, lambda text: text.replace("</w:drawing>", "</w:drawing>" + _drawing(text), 1)),
    ("docx-duplicate-id", NOTES, lambda text: text.replace('w:id="1"', 'w:id="0"', 1)),
    ("docx-duplicate-id", BODY, _pattern(r"(<w:p [^>]*>.*?</w:pPr>)", rf"\1{REVISIONS}")),
    ("docx-undefined-style", BODY, _swap('<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="Nowhere"/>')),
    ("docx-undefined-style", STYLES, _swap('<w:basedOn w:val="Normal"/>', '<w:basedOn w:val="Nowhere"/>')),
    ("docx-undefined-numbering", BODY, _pattern(r'<w:numId w:val="2"/>', '<w:numId w:val="77"/>')),
    ("docx-missing-note", BODY, _swap('<w:footnoteReference w:id="1"/>', '<w:footnoteReference w:id="9"/>')),
    ("docx-figure-without-alt", BODY, _pattern(r'(<wp:docPr [^>]*) descr="[^"]*"', r'\1 descr=" "')),
]  # fmt: skip


def _drawing(text: str) -> str:
    return text[text.index("<w:drawing>") : text.index("</w:drawing>")] + "</w:drawing>"


def test_the_sound_file_is_clean(sound: bytes) -> None:
    assert lint(sound) == []


@pytest.mark.parametrize(("code", "part", "change"), FAULTS, ids=[f"{n}-{c}" for n, (c, _, _) in enumerate(FAULTS)])
def test_each_fault_is_found(sound: bytes, code: str, part: str, change: Callable[[str], str]) -> None:
    assert code in {finding.code for finding in lint(rewritten(sound, part, change))}


def test_every_rule_has_a_broken_file() -> None:
    assert {code for code, _, _ in FAULTS} == set(RULES)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_what_is_no_zip_file_is_reported(data: bytes) -> None:
    assert [finding.code for finding in lint(data)] == ["docx-unreadable"]


def test_a_part_that_is_no_xml_is_reported(sound: bytes) -> None:
    assert [f.code for f in lint(rewritten(sound, STYLES, lambda text: text[:-20]))] == ["docx-unreadable"]


def test_a_zip_file_without_a_document_is_reported() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    assert [finding.code for finding in lint(out.getvalue())] == ["docx-unreadable"]
