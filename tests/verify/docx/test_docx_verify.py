"""Known-bad files: each loss or change of content must give exactly its finding."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

import documents
from briefgen.display import Assets
from briefgen.source import Span
from briefgen.tree import Document, Lang, Meta, Para, Reference, References, Section
from briefgen.verify.docx import verify
from tools.docx_world import docx, rewritten

BODY, NOTES, STYLES, CORE = "word/document.xml", "word/footnotes.xml", "word/styles.xml", "docProps/core.xml"


@pytest.fixture(scope="module")
def sound() -> bytes:
    return docx(*documents.everything(), embed=False)


def _swap(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, count)


def _in_heading(text: str, old: str, new: str) -> str:
    at = text.index('<w:pStyle w:val="Heading2"/>')
    return text[:at] + text[at:].replace(old, new, 1)


def test_a_citation_among_foreign_words_is_in_their_language() -> None:
    reference = Reference("a", "1.", documents.t("A. One."), "ref-a")
    foreign = Lang("fr", (*documents.t("bande "), documents.cite(1, "a", "cite-1")))
    document = Document(Meta(documents.t("T"), lang="en-GB"), (Para((foreign,)), References((reference,))))
    assert verify(docx(document, Assets(), embed=False), document) == []


CHANGES: list[tuple[str, str, Callable[[str], str]]] = [
    ("docx-text-lost", BODY, _swap("These values were not checked.", "These values were checked.")),
    ("docx-text-lost", BODY, _swap("à propos", "a propos")),
    ("docx-text-lost", BODY, _swap("1892581-29-1", "1892581-29-2")),
    ("docx-text-lost", BODY, _swap("A quotation.", "")),
    ("docx-text-unexpected", BODY, lambda t: t.replace("<w:sectPr>", "<w:p><w:r><w:t>Stray</w:t></w:r></w:p><w:sectPr>", 1)),
    ("docx-heading-differs", BODY, lambda t: _in_heading(t, "Heading2", "Heading3")),
    ("docx-heading-differs", BODY, lambda t: _in_heading(t, ">Lists<", ">Enumerations<")),
    ("docx-caption-differs", BODY, lambda t: re.sub(r"(SEQ Table .*?>)1(</w:t>)", r"\g<1>2\2", t, count=1)),
    ("docx-caption-differs", BODY, _swap("Pathway.", "Path.")),
    ("docx-cell-differs", BODY, _swap("−9.25", "9.25")),
    ("docx-cell-differs", BODY, _swap(">.002<", ">.003<")),
    ("docx-table-shape", BODY, _swap('<w:gridSpan w:val="3"/>', "")),
    ("docx-table-shape", BODY, lambda t: re.sub(r"<w:tr>(?:(?!<w:tr>).)*?0\.17\u00a0mg/kg.*?</w:tr>", "", t, count=1)),
    ("docx-header-rows", BODY, lambda t: "".join(t.rsplit("<w:tblHeader/>", 1))),
    ("docx-table-lost", BODY, lambda t: re.sub(r"<w:tbl>.*?</w:tbl>", "", t, count=1)),
    ("docx-link-target", BODY, lambda t: t.replace('w:anchor="_ref_daly2018"', 'w:anchor="_ref_shelton2025"', 1)),
    ("docx-link-target", BODY, lambda t: re.sub(r'<w:hyperlink w:anchor="_ref_daly[^>]*>(.*?)</w:hyperlink>', r"\1", t)),
    ("docx-link-target", BODY, _swap(" REF tbl_x ", " REF fig_x ")),
    ("docx-link-target", "word/_rels/document.xml.rels", _swap("https://example.org/a?b=c&amp;d", "https://example.org/")),
    ("docx-reference-differs", BODY, _swap("Rapid onset.", "Slow onset.")),
    ("docx-reference-differs", BODY, _swap(">2.</w:t>", ">3.</w:t>")),
    ("docx-note-differs", BODY, _swap("Adjusted mean difference", "Mean difference")),
    ("docx-note-differs", NOTES, _swap("A footnote with some words.", "A footnote.")),
    ("docx-language-differs", BODY, _swap('<w:lang w:val="fr"/>', "")),
    ("docx-language-differs", BODY, _swap('<w:lang w:val="fr"/>', '<w:lang w:val="de"/>')),
    ("docx-language-differs", BODY, _swap("<w:t", '<w:rPr><w:lang w:val="fr"/></w:rPr><w:t')),
    ("docx-alt-text", BODY, _swap('descr="Glutamate activates', 'descr="Something activates', 2)),
    ("docx-formula-differs", BODY, lambda t: re.sub("(<m:t [^>]*>)2<", r"\g<1>3<", t, count=1)),
    ("docx-contents-differ", BODY, _swap("Lists", "Items")),
    ("docx-list-number", "word/numbering.xml", _swap('<w:startOverride w:val="3"/>', '<w:startOverride w:val="4"/>')),
    ("docx-title", CORE, _swap("A brief with everything", "Untitled")),
    ("docx-language", STYLES, _swap('w:val="en-GB"', 'w:val="en-US"')),
    ("docx-bookmark-unpaired", BODY, _swap('<w:bookmarkEnd w:id="3"/>', "")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "part", "change"), CHANGES, ids=[f"{n}-{c}" for n, (c, _, _) in enumerate(CHANGES)])
def test_each_change_is_found(sound: bytes, code: str, part: str, change: Callable[[str], str]) -> None:
    found = verify(rewritten(sound, part, change), documents.everything()[0])
    assert code in {finding.code for finding in found}, found


def test_a_finding_points_to_the_source_of_what_is_lost() -> None:
    span = Span("data/x/brief.yaml", 12, 3)
    section = Section(1, documents.t("One"), (Para(documents.t("Lost words."), span=span),), "sec-one", "1")
    document = replace(documents.small(), body=(section,))
    data = rewritten(docx(document, embed=False), BODY, lambda text: text.replace("Lost words.", "Other words."))
    lost = [finding for finding in verify(data, document) if finding.code == "docx-text-lost"]
    assert [finding.span for finding in lost] == [span]
    assert '"Lost words."' in lost[0].message


def test_passages_out_of_order_are_found() -> None:
    first, second = Para(documents.t("First sentence.")), Para(documents.t("Second sentence."))
    document = Document(documents.small().meta, (first, second))
    data = docx(replace(document, body=(second, first)), embed=False)
    assert {finding.code for finding in verify(data, document)} >= {"docx-text-lost"}


def test_what_is_no_word_file_is_one_finding() -> None:
    assert [finding.code for finding in verify(b"nothing", documents.small())] == ["docx-unreadable"]


@pytest.mark.parametrize("before", ["<w:r><w:t", "<w:t"])
def test_a_remark_in_the_markup_is_no_content(sound: bytes, before: str) -> None:
    spoilt = rewritten(sound, BODY, _swap(before, f"<!-- a remark -->{before}"))
    assert verify(spoilt, documents.everything()[0]) == []
