"""What only the whole program can find: characters of a document that no font has, with their places."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image

from briefgen import pipeline
from briefgen.diag import Severity
from briefgen.outcome import Options
from briefgen.press import press_for

BRIEF = """\
title: Fonts 語
references: {doe: {type: book, title: The 文, author: [{family: Doe}], publisher: House, issued: {date-parts: [[2020]]}}}
figures:
  mechanism:
    caption: Site of action [@doe]
    kind: pathway
    nodes: {a: Glutamate 中, b: Receptor}
    edges: ["a -> b {label: 日}"]
texts:
  mechanism: |
    The words 本 stand in @fig-mechanism [@doe]. So does $書$.

    ```
    木
    ```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data" / "signs"
    place.mkdir(parents=True)
    (place / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    return place


def test_each_character_that_no_font_has_is_located(folder: Path) -> None:
    """In texts, data, references and drawings, also those kept from an earlier build."""
    press = press_for(folder)[0]
    for _ in range(2):
        made = pipeline.build(press, folder, "scientist", Options(formats=("pdf",)))
        found = {d.message.split('"')[1]: d.span.line for d in made.sink if d.code == "font-missing-glyph"}
        assert found == {"語": 1, "文": 2, "中": 5, "日": 5, "本": 11, "書": 11, "木": 13}
        assert not made.files


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ("{caption: X, head: [a, b], grid: [[1, 2], [1]]}", "table-ragged"),
        ("{caption: X, head: [a, b], grid: []}", "table-empty"),
        ("{caption: X, facts: {parameter: q}, rows: parameter}", "table-empty"),
        ("{caption: X, facts: {paramter: p}, rows: parameter}", "field-unknown"),
        ("{caption: X, facts: [a], rows: [paramter]}", "field-unknown"),
        ("{caption: X, facts: [a], rows: parameter, order: {paramter: [p]}}", "field-unknown"),
    ],
)
def test_a_fault_of_a_table_is_told_once(folder: Path, table: str, code: str) -> None:
    """The rules on data and the making of the table both find it."""
    text = f"title: T\nfacts: {{a: {{parameter: p, value: 1}}}}\ntables: {{t: {table}}}\ntexts: {{summary: See @tbl-t.}}\n"
    (folder / "brief.yaml").write_text(text)
    made = pipeline.build(press_for(folder)[0], folder, "scientist", Options(formats=("pdf",)))
    assert [d.code for d in made.diagnostics if d.severity is Severity.ERROR] == [code]


def test_the_width_of_a_picture_is_in_millimetres(folder: Path) -> None:
    Image.new("RGB", (60, 30)).save(folder / "a.png")
    figure = "{kind: image, file: a.png, alt: A, caption: C, width: 50.8}"
    (folder / "brief.yaml").write_text(f"title: T\nfigures: {{a: {figure}}}\ntexts: {{summary: See @fig-a.}}\n")
    made = pipeline.build(press_for(folder)[0], folder, "scientist", Options(formats=("docx",)))
    with ZipFile(BytesIO(made.files["docx"])) as package:
        assert '<wp:extent cx="1828800" cy="914400"/>' in package.read("word/document.xml").decode()  # 2 by 1 inches


@pytest.mark.parametrize(("key", "hint"), [("5 mg", "stand in quotes"), ("lable", 'did you mean "label"?')])
def test_a_text_cut_at_its_decimal_comma_is_told_from_a_mistyped_key(folder: Path, key: str, hint: str) -> None:
    (folder / "brief.yaml").write_text(f"title: T\nstudies: {{s: {{arms: {{a: {{label: Apixaban 2,{key}}}}}}}}}\n")
    made = pipeline.build(press_for(folder)[0], folder, "scientist", Options())
    (found,) = [d for d in made.diagnostics if d.code == "data-unknown-key"]
    assert hint in found.hint


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Hello שׁ", {"text-right-to-left"}),
        ("Turned \u202eround", {"illegal-character"}),
        ("Hello 日", {"font-missing-glyph"}),
        ("a\u200eb", {"illegal-character"}),
        ("❤️ x̄ ﬁnd \u2060", set()),
    ],
)
def test_a_character_that_cannot_be_set_is_an_error_that_says_why(tmp_path: Path, text: str, codes: set[str]) -> None:
    folder = tmp_path / "data" / "one"
    folder.mkdir(parents=True)
    (folder / "brief.yaml").write_text(f'title: One\ntexts: {{summary: "{text}"}}\n', encoding="utf-8")
    made = pipeline.build(press_for(folder)[0], folder, "scientist", Options(formats=("pdf",)))
    assert {d.code for d in made.sink if d.severity.name == "ERROR"} == codes


def test_word_has_the_page_numbers_of_figures_and_tables_in_line(folder: Path) -> None:
    """In the PDF the text goes on before a turned table, in Word it cannot: there the pages are others."""
    heads, cells = (", ".join(f"{words} {n}" for n in range(10)) for words in ("Parameter number", "some longer value of"))
    paragraph = "Treatment-resistant depression remains difficult to treat in many trials. " * 8
    text = "    See @tbl-wide.\n\n    ::: {#tbl-wide}\n    :::\n\n" + f"    {paragraph}\n\n" * 9
    table = f"{{caption: Wide, head: [{heads}], grid: [[{cells}]]}}"
    (folder / "brief.yaml").write_text(f"title: T\ntables: {{wide: {table}}}\ntexts:\n  preclinical: |\n{text}")
    made = pipeline.build(press_for(folder)[0], folder, "scientist", Options())
    assert not made.sink.failed, [str(d) for d in made.sink]
    with ZipFile(BytesIO(made.files["docx"])) as package:
        footer = package.read("word/footer1.xml").decode()
    pages = len(pypdfium2.PdfDocument(made.files["pdf"]))
    assert re.findall(r"NUMPAGES </w:instrText>.*?<w:t[^>]*>(\d+)<", footer) == [str(pages + 1)]
