"""The samples, read with programs that neither wrote nor verified them: every cell, every citation, in both formats.

DOCX is read with python-docx, PDF with poppler's structure tree. What is expected comes from the resolved document.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from briefgen import diagnose
from briefgen import tree as t
from conftest import ROOT, Sample

pytestmark = pytest.mark.xdist_group("samples")


def _document(sample: Sample) -> t.Document:
    made = diagnose(ROOT / "data" / sample.brief, sample.audience)
    assert made.document is not None
    return made.document


def _of(document: t.Document, kind: type[t.Node]) -> Iterator[t.Node]:
    return (node for node in t.walk(document) if isinstance(node, kind))


def _flat(text: str) -> str:
    """Text without blanks: readers differ in the blanks they put between runs."""
    return re.sub(r"[\s\u00a0\u202f\u2009\u200b\u00ad]+", "", text)


def _grid(table: t.Table) -> list[list[str]]:
    """A table's texts by row and column, a spanning cell in each place it covers."""
    width = len(table.columns)
    grid: list[list[str]] = []
    for part in (table.head, table.body):
        rows = [[""] * width for _ in part]
        placed = t.occupancy(part, width)
        assert not isinstance(placed, str)
        for number, row in enumerate(placed):
            for column, cell in row:
                for r in range(number, number + cell.rowspan):
                    rows[r][column : column + cell.colspan] = [_flat(t.plain(cell.children))] * cell.colspan
        grid += rows
    return grid


# ------------------------------------------------------------------------------------------------------------- DOCX


def _docx_tables(path: Path) -> dict[str, list[list[str]]]:
    """The grids of all captioned tables, by the words of their caption's label."""
    found = {}
    caption = ""
    for element in docx.Document(str(path)).element.body.iter(qn("w:p"), qn("w:tbl")):
        if element.tag == qn("w:p"):
            text = _flat("".join(node.text or "" for node in element.iter(qn("w:t"))))
            caption = match[0] if (match := re.match(r"Table\d+", text)) else caption
        elif caption and caption not in found:
            table = docx.table.Table(element, None)
            found[caption] = [[_flat(_cell_text(c)) for c in row.cells] for row in table.rows]
    return found


def _cell_text(cell: docx.table._Cell) -> str:
    return "".join(node.text or "" for node in cell._tc.iter(qn("w:t")))


def test_every_cell_of_every_table_in_word(samples: list[Sample]) -> None:
    for sample in samples:
        written = _docx_tables(sample.docx)
        for table in _of(_document(sample), t.Table):
            assert isinstance(table, t.Table)
            assert written[_flat(table.caption.label)] == _grid(table), (sample.docx.name, table.anchor)


def test_every_citation_number_leads_to_its_entry_in_word(samples: list[Sample]) -> None:
    for sample in samples:
        body = docx.Document(str(sample.docx)).element.body
        paragraphs = dict(_bookmarked(body))
        links: dict[str, set[str]] = {}
        for link in body.iter(qn("w:hyperlink")):
            label = _flat("".join(n.text or "" for n in link.iter(qn("w:t"))))
            links.setdefault(label, set()).add(paragraphs.get(link.get(qn("w:anchor")), ""))
        for label, entry in _wanted_links(_document(sample)):
            # an entry's paragraph goes on with the pages that cite it
            assert any(text.startswith(entry) for text in links.get(label, ())), (sample.docx.name, label, entry)


def _bookmarked(body: docx.oxml.xmlchemy.BaseOxmlElement) -> Iterator[tuple[str, str]]:
    """Bookmark names with the text of the paragraph they start in."""
    for mark in body.iter(qn("w:bookmarkStart")):
        paragraph = mark.getparent()
        while paragraph is not None and paragraph.tag != qn("w:p"):
            paragraph = paragraph.getparent()
        if paragraph is not None:
            yield mark.get(qn("w:name")), _flat("".join(n.text or "" for n in paragraph.iter(qn("w:t"))))


def _wanted_links(document: t.Document) -> list[tuple[str, str]]:
    """Each printed citation number with the text of the entry it must lead to."""
    entries = {e.anchor: _flat(t.plain(e.children)) for e in _of(document, t.Reference) if isinstance(e, t.Reference)}
    labels = {e.anchor: _flat(e.label) for e in _of(document, t.Reference) if isinstance(e, t.Reference)}
    return [
        (_flat(jump.label), labels[jump.anchor] + entries[jump.anchor])
        for jump in _of(document, t.Jump)
        if isinstance(jump, t.Jump) and jump.kind == "reference"
    ]


# -------------------------------------------------------------------------------------------------------------- PDF


def _structure(path: Path) -> list[tuple[int, str]]:
    """Poppler's structure tree with text: (depth, line) for each line."""
    done = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True)
    return [(len(line) - len(line.lstrip()), line.strip()) for line in done.stdout.splitlines() if line.strip()]


def _pdf_tables(path: Path) -> Iterator[list[list[tuple[str, int, int]]]]:
    """The rows of each table: text, row span and column span of each cell."""
    rows: list[list[tuple[str, int, int]]] = []
    table_depth = cell_depth = -1
    for depth, line in _structure(path):
        if re.match(r"Table\b", line):
            if rows:
                yield rows
            rows, table_depth, cell_depth = [], depth, -1
        elif table_depth >= 0 and depth <= table_depth:
            yield rows
            rows, table_depth, cell_depth = [], -1, -1
        elif table_depth < 0:
            continue
        elif line == "TR" or line.startswith("TR "):
            rows.append([])
            cell_depth = -1
        elif re.match(r"T[HD]\b", line):
            rows[-1].append(("", 1, 1))
            cell_depth = depth
        elif 0 <= cell_depth < depth and rows and rows[-1]:
            rows[-1][-1] = _with(rows[-1][-1], line)
    if rows:
        yield rows


def _with(cell: tuple[str, int, int], line: str) -> tuple[str, int, int]:
    text, down, across = cell
    if span := re.match(r"/(Row|Col)Span (\d+)", line):
        return (text, int(span[2]), across) if span[1] == "Row" else (text, down, int(span[2]))
    return (text + line[1:-1], down, across) if line.startswith('"') else cell


def _pdf_grid(rows: list[list[tuple[str, int, int]]], width: int) -> list[list[str]]:
    taken: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows):
        column = 0
        for text, down, across in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + r, column + c): _flat(text) for r in range(down) for c in range(across)}
            column += across
    return [[taken.get((r, c), "?") for c in range(width)] for r in range(len(rows))]


def test_every_cell_of_every_table_in_pdf(samples: list[Sample]) -> None:
    for sample in samples:
        written = list(_pdf_tables(sample.pdf))
        tables = [table for table in _of(_document(sample), t.Table) if isinstance(table, t.Table)]
        assert len(written) == len(tables), sample.pdf.name
        for rows, table in zip(written, tables, strict=True):
            assert _pdf_grid(rows, len(table.columns)) == _grid(table), (sample.pdf.name, table.anchor)


def test_every_citation_and_reference_is_read_from_pdf(samples: list[Sample]) -> None:
    for sample in samples:
        document = _document(sample)
        spoken = _flat("".join(line[1:-1] for _, line in _structure(sample.pdf) if line.startswith('"')))
        for entry in _of(document, t.Reference):
            assert isinstance(entry, t.Reference)
            assert _flat(entry.label) + _flat(t.plain(entry.children)) in spoken, (sample.pdf.name, entry.key)
        for citation in _of(document, t.Citation):
            assert isinstance(citation, t.Citation)
            assert _flat(t.plain(citation.runs)) in spoken, (sample.pdf.name, citation.anchor)


# ------------------------------------------------------------------------------------------------- what the brief owes


def test_no_audience_hides_the_terminated_trial_or_the_safety_data(samples: list[Sample]) -> None:
    for sample in samples:
        if sample.brief == "mij821":
            text = subprocess.run(["pdftotext", str(sample.pdf), "-"], capture_output=True, text=True, check=True).stdout
            assert "NCT04722666" in text
            assert re.search(r"terminated", text)
            assert "issociation" in text


def test_a_fact_prints_the_same_number_for_every_audience() -> None:
    """Rounding may differ by profile; the digits of a value as reported may not."""
    seen: dict[str, set[str]] = {}
    for audience in ("scientist", "clinician", "executive"):
        made = diagnose(ROOT / "data" / "mij821", audience)
        assert made.document is not None
        for value in _of(made.document, t.Value):
            assert isinstance(value, t.Value)
            if value.form in ("value", "est", "number"):
                digits = re.search(r"[\d.]+", t.plain(value.runs or ()).replace("\u00a0", " "))
                seen.setdefault(value.path, set()).add(digits[0] if digits else "")
    assert seen
    assert {path: found for path, found in seen.items() if len(found) > 1} == {}
