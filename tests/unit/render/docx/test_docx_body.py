"""What each kind of node becomes in the body: fields, numbering, tables, notes, formulas, faces."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

import documents
from briefgen.pages import Geometry, TableGeometry
from briefgen.render.docx.fonts import Typefaces
from briefgen.render.docx.tables import decimal_mark
from briefgen.theme import DEFAULT, TableLook
from briefgen.tree import (
    Block,
    Caption,
    Cell,
    Column,
    Contents,
    Definition,
    DefinitionList,
    Document,
    Emph,
    Entry,
    Item,
    Jump,
    Lang,
    List,
    NoteRef,
    PageBreak,
    Para,
    Quote,
    Row,
    Section,
    Table,
    Text,
    plain,
)
from documents import t
from tools.docx_world import docx, font_bytes, geometry, part, r, w

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def made(*blocks: Block, **meta: object) -> Document:
    """A document of these blocks."""
    small = documents.small()
    return replace(small, body=blocks, meta=replace(small.meta, **meta))  # type: ignore[arg-type]  # any field of Meta


def body(document: Document, shape: Geometry | None = None) -> etree._Element:
    """The body of a document as rendered."""
    return part(docx(document, None, shape, embed=False), "word/document.xml").find(w("body"))


def fields(element: etree._Element) -> list[tuple[str, str]]:
    """(instruction, shown) of each field below an element, in order of their beginnings."""
    found: list[list[str]] = []
    open_fields: list[list[str]] = []
    shown = False
    for e in element.iter(w("fldChar"), w("instrText"), w("t")):
        kind = e.get(w("fldCharType"))
        if kind == "begin":
            found.append(["", ""])
            open_fields.append(found[-1])
            shown = False
        elif kind == "separate":
            shown = True
        elif kind == "end":
            open_fields.pop()
        elif open_fields and e.tag == w("instrText"):
            open_fields[-1][0] += e.text.strip()
        elif open_fields and shown:
            open_fields[-1][1] += e.text
    return [(a, b) for a, b in found]


def styles_of(element: etree._Element) -> list[str]:
    return [e.get(w("val")) for e in element.iter(w("pStyle"))]


def test_contents_are_a_toc_field_with_links_and_the_layouts_page_numbers() -> None:
    document, assets = documents.everything()
    shape = replace(geometry(document), pages={**geometry(document).pages, "sec-lists": 37})
    content = part(docx(document, assets, shape, embed=False), "word/document.xml").find(f".//{w('sdtContent')}")
    found = dict(fields(content))
    assert r'TOC \o "1-2" \h \z \u' in found
    assert found[r"PAGEREF sec_lists \h"] == "37"
    anchors = [e.get(w("anchor")) for e in content.iter(w("hyperlink"))]
    assert anchors == ["sec_summary", "sec_data", "sec_lists", "sec_figure", "sec_references"]


def test_lists_of_tables_follow_the_captions_sequence() -> None:
    entries = (Entry(1, "Table 1", t("Efficacy"), "tbl-x"),)
    found = fields(body(made(Contents("tables", t("Tables"), entries), documents.table())))
    assert found[0][0] == r'TOC \h \z \c "Table"'
    assert (r"SEQ Table \* ARABIC", "1") in found


def test_a_caption_number_out_of_sequence_resets_the_sequence() -> None:
    found = fields(body(made(documents.table(1, "tbl-a", "Table 4"), documents.table(1, "tbl-b", "Table 5"))))
    assert [f for f in found if f[0].startswith("SEQ")] == [
        (r"SEQ Table \* ARABIC \r 4", "4"),
        (r"SEQ Table \* ARABIC", "5"),
    ]


def test_cross_references_are_fields_with_the_printed_words() -> None:
    jumps = (Jump("table", "Table 1", "tbl-x"), Jump("section", "Section 1", "sec-one"))
    section = Section(1, t("One"), (Para(jumps), documents.table()), "sec-one", "1")
    found = fields(body(made(section)))
    assert (r"REF tbl_x \h \* MERGEFORMAT", "Table 1") in found
    assert (r"REF sec_one \r \h \* MERGEFORMAT", "1") in found


def test_headings_are_numbered_by_word_where_its_count_is_ours() -> None:
    inner = Section(2, t("Inner"), (), "sec-b", "1.1")
    first, odd = Section(1, t("First"), (inner,), "sec-a", "1"), Section(1, t("Odd"), (), "sec-c", "7")
    unnumbered = Section(1, t("References"), (), "sec-d", "", False)
    paragraphs = [p for p in body(made(first, odd, unnumbered)).iter(w("p")) if styles_of(p)[:1][0].startswith("Heading")]
    numbered = [p.find(f"{w('pPr')}/{w('numPr')}") is None for p in paragraphs]
    assert numbered == [True, True, False, False]
    assert "".join(paragraphs[2].itertext()) == "7Odd"


def test_ordered_lists_start_anew_and_where_they_should() -> None:
    one = List((Item((Para(t("a")),)), Item((Para(t("b")), Para(t("more"))))), ordered=True)
    data = docx(made(one, replace(one, start=5)), embed=False)
    used = [e.get(w("val")) for e in part(data, "word/document.xml").iter(w("numId"))]
    assert len(set(used)) == 2
    assert used == [used[0], used[0], used[2], used[2]]
    starts = [e.get(w("val")) for e in part(data, "word/numbering.xml").iter(w("startOverride"))]
    assert starts == ["1", "5"]


def test_table_rows_repeat_do_not_split_and_carry_their_spans() -> None:
    table = body(made(documents.table(2))).find(w("tbl"))
    rows = table.findall(w("tr"))
    assert all(row.find(f"{w('trPr')}/{w('cantSplit')}") is not None for row in rows)
    assert [row.find(f"{w('trPr')}/{w('tblHeader')}") is not None for row in rows] == [True, True, False, False, False]
    merges = [m.get(w("val")) for m in table.iter(w("vMerge"))]
    assert merges == ["restart", None]
    assert [e.get(w("val")) for e in table.iter(w("gridSpan"))] == ["2", "3"]
    properties = table.find(w("tblPr"))
    assert properties.find(w("tblCaption")).get(w("val")) == "Efficacy at 24 hours [1]"
    assert properties.find(w("tblDescription")).get(w("val")) == "Differences by dose."


def test_table_widths_are_the_layouts() -> None:
    document = made(documents.table(1))
    shape = replace(geometry(document), tables={"tbl-x": TableGeometry((200.0, 100.0, 150.5))})
    table = body(document, shape).find(w("tbl"))
    assert [e.get(w("w")) for e in table.iter(w("gridCol"))] == ["4000", "2000", "3010"]


def test_numbers_meet_at_their_decimal_mark() -> None:
    values = ("1.5", "−12.25", "3", "1,200.125", "—")
    rows = tuple(Row((Cell(t(v), align="decimal"),)) for v in values)
    table = Table(
        "tbl-n", Caption(t("Numbers"), "Table 1"), (Column("decimal"),), (Row((Cell(t("N"), scope="col"),)),), rows
    )
    shape = Geometry({}, 1, {"tbl-n": TableGeometry((200.0,))}, {})
    cells = body(made(table), shape).find(w("tbl")).findall(w("tr"))[1:]
    faces = Typefaces(DEFAULT, font_bytes)
    ends = []
    for cell, value in zip(cells[:4], values, strict=False):
        fraction = value[value.index(".") :] if "." in value else ""
        indent = int(cell.find(f".//{w('ind')}").get(w("right"))) / 20
        ends.append(200 - 2 * DEFAULT.table.pad_x - indent - faces.width(fraction, "sans", 8.5))
    assert max(ends) - min(ends) < 0.15
    assert cells[4].find(f".//{w('jc')}").get(w("val")) == "center"


@pytest.mark.parametrize(
    ("lang", "mark"), [("en-GB", "."), ("de", ","), ("fr-FR", ","), ("de-CH", "."), ("xx-unknown", ".")]
)
def test_decimal_marks_come_from_cldr(lang: str, mark: str) -> None:
    assert decimal_mark(lang) == mark


def test_notes_are_kept_with_the_last_row_and_marks_link_to_them() -> None:
    found = body(made(documents.table(2)))
    last = found.find(w("tbl")).findall(w("tr"))[-1]
    assert all(p.find(f"{w('pPr')}/{w('keepNext')}") is not None for p in last.iter(w("p")))
    links = {e.get(w("anchor")): "".join(e.itertext()) for e in found.find(w("tbl")).iter(w("hyperlink"))}
    assert links == {"tbl_x_note_a": "a"}
    names = [e.get(w("name")) for e in found.iter(w("bookmarkStart"))]
    assert "tbl_x_note_a" in names


@pytest.mark.parametrize(("cards", "kept"), [((False, True), 19), ((False, False), 2), ((), 2)])
def test_a_tall_card_is_kept_whole_where_the_layout_did_so(cards: tuple[bool, ...], kept: int) -> None:
    small = DefinitionList((Definition(t("Term"), (Para(t("says this")),)),))
    tall = DefinitionList(tuple(Definition(t(f"Term {n}"), (Para(t("says this")),)) for n in range(20)))
    document = made(Quote((small,)), tall)
    found = body(document, replace(geometry(document), cards=cards))
    after = [p for p in found.iter(w("p")) if "Term " in "".join(p.itertext())]
    assert sum(p.find(f"{w('pPr')}/{w('keepNext')}") is not None for p in after) == kept


def test_a_card_has_hairlines_around_its_rows_and_none_within_them() -> None:
    def row(*said: Block) -> Definition:
        return Definition(t("Term"), said)

    one, more = row(Para(t("one"))), row(Para(t("first")), Para(t("second")))
    shown = _borders(DefinitionList((one, one, more, more, one, more)))
    group, above, below = {"top", "bottom", "between"}, {"top"}, {"bottom"}
    assert shown == [group, group, set(), set(), above, set(), group, set(), below]
    assert _borders(DefinitionList((more, row(Para(t("a")), List((Item((Para(t("b")),)),)))))) == [
        above,
        set(),
        above,
        below,
    ]


def test_the_closing_hairline_of_a_card_begins_where_its_terms_do() -> None:
    card = DefinitionList((Definition(t("Term"), (Para(t("first")), Para(t("second")))),))
    first, second = body(made(card)).findall(w("p"))[-2:]
    assert first.find(f"{w('pPr')}/{w('ind')}").attrib == second.find(f"{w('pPr')}/{w('ind')}").attrib
    assert [child.tag for child in second.iter(w("tab"), w("t"))][-2:] == [w("tab"), w("t")]


def _borders(card: DefinitionList) -> list[set[str]]:
    """The sides of each of the card's paragraphs that have a border."""
    held = body(made(Para(t("before")), card)).findall(w("p"))
    paragraphs = held[next(n for n, p in enumerate(held) if "".join(p.itertext()) == "before") + 1 :]
    return [{side.tag.rpartition("}")[2] for side in p.iterfind(f"{w('pPr')}/{w('pBdr')}/*")} for p in paragraphs]


def test_a_landscape_table_has_a_section_with_its_own_header_and_footer() -> None:
    before, after = Para(t("Before.")), Para(t("After."))
    document = made(before, documents.table(2), after)
    data = docx(document, None, geometry(document, ("tbl-x",)), embed=False)
    sections = list(part(data, "word/document.xml").iter(w("sectPr")))
    assert [s.find(w("pgSz")).get(w("orient")) for s in sections] == [None, "landscape", None]
    headers = [[h.get(r("id")) for h in s.findall(w("headerReference"))] for s in sections]
    assert headers == [["header1", "header2"], ["header3"], ["header1"]]
    tabs = part(data, "word/header3.xml").findall(f".//{w('tab')}[@{w('pos')}]")
    assert tabs[-1].get(w("pos")) == str(round(DEFAULT.page.turned().measure * 20))


def test_a_heading_on_the_tables_landscape_page_turns_with_it() -> None:
    section = Section(1, t("Wide"), (documents.table(2),), "sec-wide", "1")
    document = made(Para(t("Before.")), section)
    found = body(document, geometry(document, ("tbl-x",)))
    breaks = [n for n, e in enumerate(found) if e.find(f"{w('pPr')}/{w('sectPr')}") is not None]
    headings = [n for n, e in enumerate(found) if "Heading1" in styles_of(e)]
    assert breaks[0] < headings[0] < breaks[1] if len(breaks) > 1 else breaks[0] < headings[0]


def test_a_page_break_is_a_property_of_what_follows() -> None:
    paragraphs = list(body(made(Para(t("a")), PageBreak(), Para(t("b")))).iter(w("p")))
    assert [p.find(f".//{w('pageBreakBefore')}") is not None for p in paragraphs[-2:]] == [False, True]


def test_footnotes_are_footnotes_and_second_marks_refer_to_the_first() -> None:
    document, assets = documents.everything()
    again = Para((Text("again"), NoteRef("n", "1", "note-1")))
    document = replace(document, body=(*document.body, again))
    data = docx(document, assets, embed=False)
    root = part(data, "word/document.xml")
    assert len(list(root.iter(w("footnoteReference")))) == 1
    assert (r"NOTEREF _note_1 \f \h", "1") in fields(root)
    notes = [e for e in part(data, "word/footnotes.xml") if e.get(w("type")) is None]
    assert "".join(notes[0].itertext()).strip() == "A footnote with some words."


def test_emphasis_in_italics_is_roman_and_languages_are_marked() -> None:
    paragraph = next(
        iter(body(made(Quote((Para((Emph(t("in")), Lang("fr", t("mot")))),)))).iterchildren(w("p"), reversed=True))
    )
    runs = paragraph.findall(w("r"))
    assert runs[0].find(f"{w('rPr')}/{w('i')}").get(w("val")) == "0"
    assert runs[1].find(f"{w('rPr')}/{w('lang')}").get(w("val")) == "fr"


def test_a_character_the_face_lacks_is_set_in_a_fallback_that_is_embedded() -> None:
    data = docx(made(Para(t("Map ℝ ⟶ ℝ"))))
    runs = list(part(data, "word/document.xml").iter(w("rFonts")))
    assert {e.get(w("ascii")) for e in runs} == {"Noto Sans Math"}
    table = part(data, "word/fontTable.xml")
    font = next(f for f in table if f.get(w("name")) == "Noto Sans Math")
    assert font.find(w("embedRegular")) is not None


def test_paragraph_ids_hold_while_the_source_does() -> None:
    def ids(document: Document) -> list[str]:
        found = body(document).iter(w("p"))
        return [p.get("{http://schemas.microsoft.com/office/word/2010/wordml}paraId") for p in found]

    small = documents.table(2)
    other = Para(t("New before everything."))
    before, after = ids(made(small)), ids(made(other, small))
    assert set(before) <= set(after)
    assert len(set(after)) == len(after)
    assert all(re.fullmatch("[0-7][0-9A-F]{7}", value) and value != "00000000" for value in after)


def test_properties_carry_the_documents_own_words_and_date() -> None:
    data = docx(documents.everything()[0], documents.everything()[1], embed=False)
    core = etree.tostring(part(data, "docProps/core.xml"), encoding="unicode")
    for words in ("A brief with everything", "A. Author; B. Author", "one, two", "Tests", "en-GB", "2025-12-01T00:00:00Z"):
        assert words in core
    custom = etree.tostring(part(data, "docProps/custom.xml"), encoding="unicode")
    assert "scientist" in custom
    assert "1 December 2025" in custom


def test_header_names_the_section_and_footer_counts_pages() -> None:
    data = docx(documents.everything()[0], documents.everything()[1], embed=False)
    assert fields(part(data, "word/header1.xml")) == [("STYLEREF 1", "Summary")]
    assert fields(part(data, "word/footer1.xml")) == [("PAGE", "1"), ("NUMPAGES", "4")]


def test_a_long_title_is_cut_in_the_running_head_so_that_it_stays_one_line() -> None:
    title = "A long title of a brief on a compound that has many names, all of which its authors wanted to be in the title"
    sections = [Section(1, t(name), (Para(t("a")),)) for name in ("Aim", "What is known of this compound at present")]
    head = part(docx(made(*sections, running=title), embed=False), "word/header1.xml")
    left, right = (text.text for text in head.iter(w("t")))
    assert right == "Aim"
    assert left.endswith("…")
    assert title.startswith(left[:-1])
    look = DEFAULT.styles["header"]
    widths = [Typefaces(DEFAULT, font_bytes).width(said, look.face, look.size) for said in (left, plain(sections[1].title))]
    assert DEFAULT.page.measure * 0.8 < sum(widths) <= DEFAULT.page.measure - 12
    short = part(docx(made(*sections, running="A title"), embed=False), "word/header1.xml")
    assert next(short.iter(w("t"))).text == "A title"


def test_a_head_keeps_a_third_of_its_line_beside_a_long_heading() -> None:
    section = Section(1, t("A heading that is longer than a line can be " * 4), (Para(t("a")),))
    head = part(docx(made(section, running="A title"), embed=False), "word/header1.xml")
    assert next(head.iter(w("t"))).text == "A title"


def test_a_draft_is_marked_in_every_header() -> None:
    document = made(Para(t("a")), draft="DRAFT")
    data = docx(document, embed=False)
    for name in ("word/header1.xml", "word/header2.xml"):
        xml = etree.tostring(part(data, name), encoding="unicode")
        assert 'string="DRAFT"' in xml
        assert "DRAFT" in "".join(part(data, name).itertext())


def test_zebra_tables_shade_by_the_table_style() -> None:
    theme = replace(DEFAULT, table=TableLook(style="zebra"))
    styles = part(docx(made(documents.table(2)), theme=theme, embed=False), "word/styles.xml")
    assert styles.find(f".//{w('tblStylePr')}[@{w('type')}='band2Horz']") is not None


def test_styles_hold_what_word_users_change() -> None:
    styles = part(docx(documents.small(), embed=False), "word/styles.xml")
    by_id = {s.get(w("styleId")): s for s in styles.iter(w("style"))}
    heading = by_id["Heading1"].find(w("pPr"))
    assert heading.find(w("keepNext")) is not None
    assert heading.find(w("outlineLvl")).get(w("val")) == "0"
    assert by_id["Caption"].find(f"{w('pPr')}/{w('keepNext')}") is not None
    assert by_id["BodyText"].find(f"{w('pPr')}/{w('widowControl')}") is not None
    settings = part(docx(documents.small(), embed=False), "word/settings.xml")
    modes = [e.get(w("val")) for e in settings.iter(w("compatSetting")) if e.get(w("name")) == "compatibilityMode"]
    assert modes == ["15"]


def test_no_direct_formatting_in_a_plain_paragraph() -> None:
    paragraph = list(body(made(Para(t("a")), Para(t("b")))).iter(w("p")))[-1]
    assert [e.tag for e in paragraph.find(w("pPr"))] == [w("pStyle")]
    assert paragraph.find(f".//{w('rPr')}") is None
