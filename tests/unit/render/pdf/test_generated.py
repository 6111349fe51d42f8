"""Documents at random: each must conform, verify clean, and be read back whole and in order by two independent readers.

The examples are the same in every run. `make test` sends twenty of them to veraPDF, `make test-all` all two hundred.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import handmade
from briefgen import tree
from briefgen.display import Assets
from briefgen.layout import lay_out
from briefgen.pages import Laid
from briefgen.render.pdf import PdfOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
from briefgen.verify.pdf import verify
from briefgen.verify.pdf_reading import DROPPED_SPACE, read
from briefgen.verify.pdf_tree import Found, Mark
from generated import PARTS, Drawn
from samples_pdf import FLAVOURS, OPTIONS, flavours
from tools import pagecheck, verapdf
from unit.layout import reading

FORMULA = "x over 2"
"""The text alternative of every generated formula."""

READ_BY_POPPLER = 10
"""How many documents of a part poppler reads in `make test`: it takes longer over each than everything else together."""

Part = Callable[[int], Drawn]


def made(pair: tuple[tree.Document, Assets], options: PdfOptions | None = None) -> bytes:
    """The file of a generated document."""
    return render(_laid(pair), pair[0], DEFAULT, handmade.FONTS, pair[1], options)


def _laid(pair: tuple[tree.Document, Assets]) -> Laid:
    return lay_out(pair[0], DEFAULT, handmade.FONTS, pair[1], strings_for("en"))


@pytest.mark.parametrize("part", range(PARTS))
def test_any_document_conforms_and_says_what_it_should(part: int, generated_part: Part) -> None:
    for number, pair in enumerate(generated_part(part)):
        data = made(pair)
        assert [f"{d.code}: {d.message}" for d in verify(data, pair[0])] == [], number
        assert pagecheck.check(data, *FLAVOURS["archive"]) == [], number
        assert without_hyphens(folded(pdfium(data))) == without_hyphens(_said(pair)), number


@pytest.mark.parametrize("part", range(PARTS))
def test_poppler_reads_some_whole_and_in_order(part: int, generated_part: Part) -> None:
    for number, pair in enumerate(generated_part(part)[:READ_BY_POPPLER]):
        assert folded(poppler(made(pair))) == _said(pair), number


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_poppler_reads_the_others_too(part: int, generated_part: Part) -> None:
    for number, pair in enumerate(generated_part(part)[READ_BY_POPPLER:], READ_BY_POPPLER):
        assert folded(poppler(made(pair))) == _said(pair), number


def _said(pair: tuple[tree.Document, Assets]) -> str:
    return folded(reading.expected(cited(pair)))


# ------------------------------------------------------------------------------------------------- what the readers say


def cited(pair: tuple[tree.Document, Assets]) -> tree.Document:
    """The document with what layout adds to it: the pages on which each reference is cited."""
    pages, strings = _laid(pair).geometry.pages, strings_for("en")
    *others, last = pair[0].body
    assert isinstance(last, tree.Section)
    (listed,) = last.children
    assert isinstance(listed, tree.References)
    entries = []
    for entry in listed.entries:
        found = sorted({pages[mention] for mention in entry.mentions if mention in pages})
        form = strings.cited_on if len(found) == 1 else strings.cited_on_pages
        added = (tree.Text(form.replace("{pages}", ", ".join(map(str, found)))),) if found else ()
        entries.append(replace(entry, children=(*entry.children, *added)))
    return replace(pair[0], body=(*others, replace(last, children=(replace(listed, entries=tuple(entries)),))))


def folded(text: str) -> str:
    """Text in NFC without white space and characters that are not drawn."""
    return re.sub(r"[\s\u00ad\u2060\u200b\u200e\ufe0f]+", "", unicodedata.normalize("NFC", text))


def without_hyphens(text: str) -> str:
    """pdfium does not tell a written hyphen at a line's end from one of hyphenation."""
    return re.sub("[-\u2010\u2011\x02]", "", text)


def poppler(data: bytes) -> str:
    """The text of the structure tree by `pdfinfo`: formulas by their alternative, figures without what they draw."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        command = ["pdfinfo", "-struct-text", file.name]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    said: list[str] = []
    holders: list[tuple[int, str]] = []
    for line in out.splitlines():
        text = line.strip()
        depth = len(line) - len(text)
        while holders and holders[-1][0] >= depth:
            holders.pop()
        if not text.startswith('"'):
            holders.append((depth, re.match(r"\w*", text)[0]))  # type: ignore[index] # matches always
            said += [FORMULA] if text.startswith("Formula") else []
        elif holders[-1][1] not in ("Figure", "Formula") and not _page_number(text[1:-1], holders):
            said.append(text[1:-1])
    return "".join(said)


def _page_number(text: str, holders: list[tuple[int, str]]) -> bool:
    return text.strip().isdigit() and any(tag == "TOCI" for _, tag in holders)


def pdfium(data: bytes) -> str:
    """The same by pdfium."""

    def texts(found: Found) -> Iterator[str]:
        if found.tag == "Formula":
            yield found.alt
            return
        said = [text for kid in found.kids for text in (texts(kid) if isinstance(kid, Found) else drawn(kid, found))]
        yield from said[:-1] if found.tag == "TOCI" else said  # the last is the page number

    def drawn(mark: Mark, found: Found) -> Iterator[str]:
        if found.tag != "Figure":
            yield from (text for text, _ in mark.pieces if text != DROPPED_SPACE)

    return "".join(texts(read(data).tree.root))


# ------------------------------------------------------------------------------------------------------------- veraPDF


@pytest.mark.xdist_group("verapdf")
def test_verapdf_finds_nothing_in_some(generated_part: Part) -> None:
    for pair in generated_part(0)[:20]:
        _referee(pair, "archive", "modern")


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize("mode", OPTIONS)
@pytest.mark.parametrize("part", range(PARTS))
def test_verapdf_finds_nothing_in_any(part: int, mode: str, generated_part: Part) -> None:
    for pair in generated_part(part):
        _referee(pair, mode)


def _referee(pair: tuple[tree.Document, Assets], *modes: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        for mode in modes:
            path.write_bytes(data := made(pair, OPTIONS[mode]))
            assert verapdf.validate(path, *flavours(mode, data)) == {}
