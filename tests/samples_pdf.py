"""The PDF files that several tests look at, each made once: by hand, and by layout from the document with everything."""

from __future__ import annotations

from functools import cache

import documents
import handmade
from briefgen import tree
from briefgen.display import Assets
from briefgen.layout import lay_out
from briefgen.pages import Laid
from briefgen.render.pdf import Attachment, PdfOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT

ATTACHED = (Attachment("facts.csv", "text/csv", b"id,value\nic50,8 nM\n", "Data", "The facts this brief prints"),)
OPTIONS = {
    "archive": PdfOptions(),
    "data": PdfOptions(attachments=ATTACHED),
    "modern": PdfOptions(("ua-2", "a-4f")),
    "modern-data": PdfOptions(("ua-2", "a-4f"), ATTACHED),
}
FLAVOURS = {
    "archive": ("ua1", "2a"),
    "data": ("ua1", "3a"),
    "modern": ("ua2", "4", "wt1a", "wt1r"),
    "modern-data": ("ua2", "4f", "wt1a", "wt1r"),
}


def flavours(mode: str, data: bytes) -> tuple[str, ...]:
    """The profiles a file of a mode must pass: a file of PDF/A-4 that holds files of its own (MathML) is one of A-4f."""
    embeds = b"<pdfaid:conformance>F<" in data
    return tuple("4f" if embeds and flavour == "4" else flavour for flavour in FLAVOURS[mode])


@cache
def sample(name: str) -> tuple[Laid, tree.Document, Assets]:
    """ "hand" or "everything": pages, document, assets."""
    if name == "hand":
        return handmade.brief()
    document, assets = documents.everything()
    return lay_out(document, DEFAULT, handmade.FONTS, assets, strings_for("en")), document, assets


@cache
def pdf(name: str, mode: str = "archive") -> bytes:
    """The file of a sample under one of `OPTIONS`."""
    laid, document, assets = sample(name)
    return render(laid, document, DEFAULT, handmade.FONTS, assets, OPTIONS[mode])
