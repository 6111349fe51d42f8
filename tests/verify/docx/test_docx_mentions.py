"""The pages a reference is cited on lead back to its citations, and a file where they lead elsewhere is caught."""

from __future__ import annotations

import re
from dataclasses import replace

import documents
from briefgen.tree import Citation, CiteItem, Document, Jump, Para, Reference, References, Section
from briefgen.verify.docx import verify
from documents import t
from tools.docx_world import docx, geometry, part, rewritten

BODY = "word/document.xml"


def _cited() -> Document:
    def cite(number: int) -> Para:
        runs = (*t("["), Jump("reference", str(number), f"ref-{number}"), *t("]"))
        return Para((Citation((CiteItem(f"k{number}"),), runs, f"cite-{number}"),))

    entries = tuple(Reference(f"k{n}", f"{n}.", t(f"Entry {n}."), f"ref-{n}", (f"cite-{n}",), True) for n in (1, 2))
    section = Section(1, t("Text"), (cite(1), cite(2)), "sec-text", "1")
    return replace(documents.small(), body=(section, References(entries)))


def test_entries_lead_back_and_the_file_is_proven() -> None:
    document = _cited()
    shape = replace(geometry(document), pages={**geometry(document).pages, "cite-1": 7})
    data = docx(document, None, shape, embed=False)
    xml = "".join(part(data, BODY).itertext())
    assert "Cited on page  PAGEREF _cite_1 \\h 7" in xml
    assert verify(data, document) == []


def test_a_page_that_leads_to_another_citation_is_caught() -> None:
    document = _cited()
    wrong = rewritten(docx(document, embed=False), BODY, lambda x: re.sub("PAGEREF _cite_2 ", "PAGEREF _cite_1 ", x))
    assert [d.code for d in verify(wrong, document)] == ["docx-mention-target"]
