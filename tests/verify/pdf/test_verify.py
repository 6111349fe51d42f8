"""Verify must be silent on sound files, and name each defect of a spoilt one, that one and no other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

import handmade
from briefgen import tree
from briefgen.diag import Diagnostic, Severity
from briefgen.display import Assets, Close, DisplayList, LineTo, Move, Path
from briefgen.layout import lay_out
from briefgen.render.pdf import render
from briefgen.source import Span
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, Theme
from briefgen.verify.pdf import verify
from briefgen.verify.pdf_stream import matched
from documents import small, t
from dumping import dump
from samples_pdf import OPTIONS, pdf, sample


@pytest.mark.parametrize("mode", OPTIONS)
@pytest.mark.parametrize("name", ["hand", "everything"])
def test_sound_files_pass(name: str, mode: str) -> None:
    attached = {file.name: file.data for file in OPTIONS[mode].attachments}
    assert verify(pdf(name, mode), sample(name)[1], attached) == []


def _verified(
    *blocks: tree.Block, theme: Theme = DEFAULT, drawings: dict[str, DisplayList] | None = None
) -> list[Diagnostic]:
    """What verification says of the file of these blocks."""
    document, assets = replace(small(), body=blocks), Assets(drawings or {})
    laid = lay_out(document, theme, handmade.FONTS, assets, strings_for("en"))
    return verify(render(laid, document, theme, handmade.FONTS, assets, OPTIONS["archive"]), document)


@pytest.mark.parametrize(
    "text", ["a\ufe0e x", "x \ufe0e y", "a\u200db \u034f", "f\u2061(x)", "ef\ufb01cacy, o\ufb04ine, \ufb00 \ufb05 \ufb06"]
)
def test_ligatures_and_signs_that_draw_nothing_are_no_loss(text: str) -> None:
    assert _verified(tree.Para(t(text))) == []


@pytest.mark.parametrize("words", range(1, 40))
def test_a_line_may_end_in_a_hyphen_and_a_space(words: int) -> None:
    text = f"{'a ' * words}short- or long-term, pre- and post-dose " * 3
    assert _verified(tree.Para(t(f"{text}end"))) == []


@pytest.mark.parametrize("stream", ["a\x1e b", "a\x1e\x1e b", "a\x1e\x1eb", "a \x1eb"])
def test_a_space_may_stand_after_any_number_of_line_ends(stream: str) -> None:
    match = matched(stream, 0, "a b")
    assert match is not None
    assert (match.end, match.place(2)) == (len(stream), len(stream) - 1)


@pytest.mark.parametrize("text", ["\u00ad", "\u200b", "\u2060", "\u00a0", " "])
def test_a_link_that_says_nothing_is_none(text: str) -> None:
    assert _verified(tree.Para((*t("a "), tree.Link("https://example.org", t(text)), *t(" b")))) == []


@pytest.mark.parametrize("ending", ["sub- and superscripts, and more", "hyphen-ated words"])
def test_a_space_after_a_hyphen_at_a_lines_end_is_no_loss(ending: str) -> None:
    """The hyphen stands at the end of the first line in one of the paragraphs."""
    assert _verified(*(tree.Para(t("m " * 36 + "i" * more + " " + ending)) for more in range(40))) == []


def test_a_space_between_a_formula_and_a_lines_end_is_no_loss() -> None:
    formula = tree.Math("x", '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>', "x")
    before = (t("m " * 36 + "i" * more + " ") for more in range(40))
    assert _verified(*(tree.Para((*words, formula, *t(" 5 and more words"))) for words in before)) == []


def test_a_link_that_stands_close_after_another_is_itself() -> None:
    """Half of a small raised figure is no wider than what a link's rectangle may miss."""
    theme = replace(DEFAULT, styles={**DEFAULT.styles, "body": replace(DEFAULT.styles["body"], size=4)})
    name, number = tree.Link("https://example.org/a", t("Roe")), tree.Link("https://example.org/b", t("1"))
    assert _verified(tree.Para((name, tree.Sup((number,)))), theme=theme) == []


def test_a_sharp_corner_of_a_drawing_lies_within_its_rectangle() -> None:
    """pdfium reckons the mitres of a flat diamond twice as long as they are, and a mitre limit for none."""
    left, top, right, bottom = Move(3, 21), LineTo(150, 3), LineTo(297, 21), LineTo(150, 39)
    diamond = Path((left, top, right, bottom, Close()), stroke="#17375e", width=0.9)
    figure = tree.Figure("fig-1", tree.Caption(t("One")), tree.Drawing("fig-1"), "A diamond")
    assert _verified(figure, drawings={"fig-1": DisplayList(300, 42, (diamond,))}) == []


def test_an_address_with_letters_beyond_ascii_is_written_as_pdf_wants_it() -> None:
    address = "https://de.wikipedia.org/wiki/Größe?a=%20b&c=µ#Ω"
    assert _verified(tree.Para((tree.Link(address, t("the page")),))) == []


def test_only_the_documents_own_formulas_may_be_carried() -> None:
    document = tree.Document(sample("everything")[1].meta, ())
    carried = [d.message for d in verify(pdf("everything", "modern"), document, {}) if d.code == "pdf-attachment"]
    assert carried == ['the file carries "formula-1.mml", which it should not']


# --------------------------------------------------------------------------------------------------------- spoilt files


def _elements(file: Pdf, tag: str) -> list[Object]:
    """All structure elements of a type, in reading order."""
    found, stack = [], [file.Root.StructTreeRoot.K[0]]
    while stack:
        element = stack.pop()
        if str(element.S) == f"/{tag}":
            found.append(element)
        kids = element.get("/K", Array())
        kids = list(kids) if isinstance(kids, Array) else [kids]
        stack.extend(k for k in reversed(kids) if isinstance(k, Dictionary) and "/S" in k)
    return found


def _contents(file: Pdf, old: bytes, new: bytes, page: int = 0) -> None:
    stream = file.pages[page].Contents
    data = stream.read_bytes()
    assert old in data
    stream.write(data.replace(old, new, 1))


def _heading_as_artifact(file: Pdf) -> None:
    number = int(_elements(file, "H1")[1].K)
    _contents(file, b"/H1<</MCID %d>>BDC" % number, b"/Artifact BMC")


def _swap_parents(file: Pdf) -> None:
    row = file.Root.StructTreeRoot.ParentTree.Nums[1]
    row[4], row[5] = row[5], row[4]


def _swap_tags(file: Pdf) -> None:
    kids = file.Root.StructTreeRoot.K[0].K
    first, second = kids[4], kids[5]
    kids[4], kids[5] = second, first


def _wrong_parent(file: Pdf) -> None:
    _elements(file, "LI")[0].P = file.Root.StructTreeRoot.K[0]


def _annotation_of_another(file: Pdf) -> None:
    first, second = file.pages[0].Annots[0], file.pages[0].Annots[1]
    first.StructParent, second.StructParent = second.StructParent, first.StructParent


def _drop(tag: str, at: int) -> Callable[[Pdf], None]:
    """Empty an element, so that what it says is lost to readers of the structure."""

    def spoil(file: Pdf) -> None:
        element = _elements(file, tag)[at]
        number = int(element.K)
        del element.K
        del element.Pg
        row = file.Root.StructTreeRoot.ParentTree.Nums[1]
        row[number] = None

    return spoil


def _set(tag: str, at: int, key: str, value: object) -> Callable[[Pdf], None]:
    def spoil(file: Pdf) -> None:
        _elements(file, tag)[at][key] = value

    return spoil


def _attribute(tag: str, at: int, key: str, value: object) -> Callable[[Pdf], None]:
    def spoil(file: Pdf) -> None:
        _elements(file, tag)[at].A[key] = value

    return spoil


def _without(tag: str, at: int, key: str) -> Callable[[Pdf], None]:
    def spoil(file: Pdf) -> None:
        del _elements(file, tag)[at][key]

    return spoil


def _link(at: int, change: Callable[[Object], None], page: int = 0) -> Callable[[Pdf], None]:
    return lambda file: change(file.pages[page].Annots[at])


def _to_first_line(annotation: Object) -> None:
    annotation.A.D[3] = 800


def _to_other_page(file: Pdf) -> None:
    file.pages[0].Annots[2].A.D[0] = file.pages[0].obj


def _other_address(annotation: Object) -> None:
    annotation.A.URI = String("https://example.org/")


def _no_annotation(file: Pdf) -> None:
    """Only the rectangle moves, so that the structure stays whole."""
    file.pages[0].Annots[3].Rect = Array([1, 1, 2, 2])


def _moved_item(file: Pdf) -> None:
    """The second item's body hangs under the first item."""
    first, second = _elements(file, "LI")[0], _elements(file, "LI")[1]
    body = second.K[1]
    body.P = first
    first.K.append(body)
    second.K = Array([second.K[0]])


def _bookmark_to_other_page(file: Pdf) -> None:
    first = file.Root.Outlines.First
    place = first.Dest if "/Dest" in first else first.A.D
    place[0] = file.pages[1].obj


def _title(file: Pdf) -> None:
    with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["dc:title"] = "Another"


def _page_number(file: Pdf) -> None:
    """The contents' second page number is printed with the glyphs of the first."""
    data = file.pages[0].Contents.read_bytes()
    shown = list(re.finditer(rb"\(([^()]{2,4})\)Tj", data))
    one, two = shown[0], shown[1]
    file.pages[0].Contents.write(data[: two.start(1)] + one[1] + data[two.end(1) :])


def _says(text: str) -> Callable[[Object], None]:
    return lambda annotation: annotation.__setattr__("Contents", String(text))


def _box(tag: str, box: list[float] | None) -> Callable[[Pdf], None]:
    """The first element of a type says that it covers another rectangle, or none."""

    def spoil(file: Pdf) -> None:
        attributes = _elements(file, tag)[0].A
        if box is None:
            del attributes["/BBox"]
        else:
            attributes["/BBox"] = Array(box)

    return spoil


def _labels(file: Pdf) -> None:
    file.Root.PageLabels.Nums[1].St = 2


def _roles(tag: str, role: Name) -> Callable[[Pdf], None]:
    def spoil(file: Pdf) -> None:
        roles = file.Root.StructTreeRoot.get("/RoleMap", Dictionary())
        roles[tag] = role
        file.Root.StructTreeRoot.RoleMap = roles

    return spoil


_COLOUR = b"0.102 0.102 0.102 rg"
"""The colour of the text."""


_BOX = b"0.933 0.949 0.969 rg"
"""The colour of the boxes of the figure."""


def _drawn(old: bytes, new: bytes, page: int = 0) -> Callable[[Pdf], None]:
    return lambda file: _contents(file, old, new, page)


def _covered(file: Pdf) -> None:
    """A white sheet is laid over the page, as an artifact."""
    stream = file.pages[0].Contents
    stream.write(stream.read_bytes() + b"\n/Artifact BMC 1 1 1 rg 0 0 700 900 re f EMC")


SPOILT: dict[str, tuple[Callable[[Pdf], None], set[str]]] = {
    "heading-as-artifact": (_heading_as_artifact, {"pdf-artifact"}),
    "swapped-parent-tree": (_swap_parents, {"pdf-parent-tree"}),
    "swapped-annotations": (_annotation_of_another, {"pdf-parent-tree"}),
    "swapped-tags": (_swap_tags, {"pdf-order"}),
    "wrong-parent": (_wrong_parent, {"pdf-tag-parent"}),
    "empty-paragraph": (_drop("P", 2), {"pdf-text-lost"}),
    "wrong-page-number": (_page_number, {"pdf-contents-page"}),
    "lost-heading": (_set("H1", 1, "/S", Name.P), {"pdf-role"}),
    "wrong-level": (_set("H1", 1, "/S", Name.H2), {"pdf-role"}),
    "paragraph-as-heading": (_set("P", 2, "/S", Name.H3), {"pdf-role"}),
    "caption-as-paragraph": (_set("Caption", 0, "/S", Name.P), {"pdf-role"}),
    "title-as-heading": (_set("Title", 0, "/S", Name.H1), {"pdf-role"}),
    "entry-as-paragraph": (_set("TOCI", 0, "/S", Name.P), {"pdf-role"}),
    "other-bookmark": (lambda file: file.Root.Outlines.First.__setattr__("Title", String("Another")), {"pdf-outline"}),
    "bookmark-to-another-page": (_bookmark_to_other_page, {"pdf-outline"}),
    "no-bookmarks": (lambda file: file.Root.__delattr__("Outlines"), {"pdf-outline"}),
    "figure-without-alt": (_without("Figure", 0, "/Alt"), {"pdf-alt-missing"}),
    "figure-with-other-alt": (_set("Figure", 0, "/Alt", String("fig1.png")), {"pdf-alt-differs"}),
    "formula-without-alt": (_without("Formula", 0, "/Alt"), {"pdf-alt-missing"}),
    "language-of-a-word": (_set("Span", 0, "/Lang", String("de")), {"pdf-lang"}),
    "language": (lambda file: file.Root.__setattr__("Lang", String("de")), {"pdf-lang"}),
    "title": (_title, {"pdf-title"}),
    "untagged": (lambda file: file.Root.__delattr__("StructTreeRoot"), {"pdf-untagged"}),
    "header-as-data": (_set("TH", 2, "/S", Name.TD), {"pdf-cell-differs"}),
    "wrong-scope": (_attribute("TH", 4, "/Scope", Name.Column), {"pdf-cell-differs"}),
    "wrong-column-span": (_attribute("TH", 1, "/ColSpan", 3), {"pdf-cell-differs"}),
    "wrong-row-span": (_attribute("TH", 0, "/RowSpan", 1), {"pdf-cell-differs"}),
    "table-without-name": (_without("Table", 0, "/ID"), {"pdf-table-lost", "pdf-text-added"}),
    "moved-item": (_moved_item, {"pdf-list-item"}),
    "link-to-another-place": (_link(0, _to_first_line), {"pdf-link-target"}),
    "link-to-another-page": (_to_other_page, {"pdf-link-target"}),
    "link-to-another-address": (_link(0, _other_address, page=1), {"pdf-link-target"}),
    "link-without-annotation": (_no_annotation, {"pdf-link-missing"}),
    "link-says-another": (_link(0, _says("Another")), {"pdf-link-contents"}),
    "link-says-nothing": (_link(0, lambda a: a.__delattr__("Contents")), {"pdf-link-contents"}),
    "contents-as-division": (_set("TOC", 0, "/S", Name.Div), {"pdf-role"}),
    "reference-as-span": (_set("Reference", 0, "/S", Name.Span), {"pdf-role"}),
    "mark-of-a-note-as-span": (_set("Reference", -1, "/S", Name.Span), {"pdf-role"}),
    "paragraph-as-artifact": (_set("P", 2, "/S", Name.Artifact), {"pdf-role-map"}),
    "paragraph-of-another-role": (_roles("/P", Name.Artifact), {"pdf-role-map"}),
    "title-of-another-role": (_roles("/Title", Name.H1), {"pdf-role-map"}),
    "figure-without-box": (_box("Figure", None), {"pdf-box"}),
    "figure-of-no-area": (_box("Figure", [100, 100, 100, 200]), {"pdf-box"}),
    "figure-off-the-page": (_box("Figure", [0, 0, 5000, 800]), {"pdf-box"}),
    "figure-beyond-its-box": (_box("Figure", [10, 10, 20, 20]), {"pdf-box"}),
    "formula-without-box": (_box("Formula", None), {"pdf-box"}),
    "formula-beyond-its-box": (_box("Formula", [10, 10, 20, 20]), {"pdf-box"}),
    "page-labels": (_labels, {"pdf-page-label"}),
    "no-page-labels": (lambda file: file.Root.__delattr__("PageLabels"), {"pdf-page-label"}),
    "text-not-filled": (_drawn(_COLOUR, _COLOUR + b" 3 Tr"), {"pdf-unseen"}),
    "text-white-on-white": (_drawn(_COLOUR, b"1 1 1 rg"), {"pdf-unseen"}),
    "text-nearly-white": (_drawn(_COLOUR, b"0.95 0.95 0.9 rg"), {"pdf-unseen"}),
    "text-outside-the-page": (_drawn(b"70 735.89 Td", b"70 -735.89 Td"), {"pdf-unseen"}),
    "text-dark-on-dark": (_drawn(_BOX, b"0.1 0.1 0.1 rg", page=1), {"pdf-unseen"}),
    "text-painted-over": (_covered, {"pdf-unseen"}),
}


@pytest.mark.parametrize("tag", ["BlockQuote", "Code", "Note"])
def test_a_block_that_is_tagged_as_another_is_found(tag: str) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf("everything"))) as file:
        for element in _elements(file, tag):
            element.S = Name.Div
        file.save(out)
    assert {d.code for d in verify(out.getvalue(), sample("everything")[1])} == {"pdf-role"}


def _spoilt(name: str, mode: str, *changes: Callable[[Pdf], None]) -> list[Diagnostic]:
    """What verification says of a changed sample."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf(name, mode))) as file:
        for change in changes:
            change(file)
        file.save(out)
    return verify(out.getvalue(), sample(name)[1])


def test_light_letters_on_a_dark_box_are_seen() -> None:
    dark = _drawn(_BOX, b"0.1 0.1 0.1 rg", page=1)
    assert _spoilt("hand", "archive", dark, _drawn(_COLOUR, b"1 1 1 rg", page=1))[0].message.startswith("page 2: ")
    end = b"ET\nEMC\n/Caption"  # what follows the figure's letters goes on in the colour it had
    assert _spoilt("hand", "archive", dark, _drawn(_COLOUR, b"1 1 1 rg", 1), _drawn(end, _COLOUR + b"\n" + end, 1)) == []


def test_a_link_to_a_page_of_mention_says_that_page() -> None:
    """The links of the list of references are the last of the file."""

    def another(file: Pdf) -> None:
        links = [a for page in file.pages for a in page.get("/Annots", Array()) if str(a.Contents).startswith("Page ")]
        links[-1].Contents = String("Page 77")

    assert [d.code for d in _spoilt("everything", "archive", another)] == ["pdf-link-contents"]


def test_a_namespace_may_not_give_types_another_meaning() -> None:
    def space(file: Pdf) -> Object:
        return _elements(file, "P")[0].NS

    other = _spoilt("hand", "modern", lambda file: space(file).__setattr__("NS", String("http://example.org/")))
    mapped = _spoilt("hand", "modern", lambda file: space(file).__setattr__("RoleMapNS", Dictionary(P=Name.Artifact)))
    assert [d.code for d in other] == [d.code for d in mapped] == ["pdf-role-map"]


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_is_rejected_for_what_is_wrong(name: str) -> None:
    spoil, codes = SPOILT[name]
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf("hand"))) as file:
        spoil(file)
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    found = verify(out.getvalue(), sample("hand")[1])
    assert {d.code for d in found} == codes
    assert all(d.severity is Severity.ERROR for d in found)


def test_cells_swapped_between_columns_are_found() -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf("hand"))) as file:
        row = _elements(file, "TR")[2]
        row.K = Array([row.K[0], row.K[2], row.K[1]])
        file.save(out)
    assert [d.code for d in verify(out.getvalue(), sample("hand")[1])] == ["pdf-cell-differs"] * 2


def test_bytes_that_are_no_pdf_are_unreadable() -> None:
    assert [d.code for d in verify(b"not a file", sample("hand")[1])] == ["pdf-unreadable"]


# ------------------------------------------------------------------------------------- documents that say something else


def _changed(old: tree.Node, new: tree.Node) -> tree.Document:
    """The hand-made document with one node replaced."""
    document = sample("hand")[1]

    def change(value: object) -> object:
        if value is old:
            return new
        if isinstance(value, tuple):
            return tuple(change(v) for v in value)
        if isinstance(value, tree.Node):
            return replace(value, **{f: change(getattr(value, f)) for f in value.__slots__ if f != "span"})
        return value

    changed = change(document)
    assert isinstance(changed, tree.Document)
    assert changed != document
    return changed


def _first(kind: type[tree.Node], text: str) -> tree.Node:
    """The first node of a kind that says a text."""
    for node in tree.walk(sample("hand")[1]):
        if isinstance(node, kind) and text in dump(node):
            return node
    raise AssertionError(text)


HERE = Span("brief.yaml", 3, 7)


@pytest.mark.parametrize(
    ("kind", "old", "new", "code"),
    [
        (tree.Para, "first", tree.Para(t("fist"), span=HERE), "pdf-text-lost"),
        (tree.Caption, "Pathway", tree.Caption(t("Path way."), "Figure 1", span=HERE), "pdf-text-lost"),
        (tree.Cell, "9.25", tree.Cell(t("−9.26"), span=HERE), "pdf-cell-differs"),
        (tree.Cell, "9.25", tree.Cell(t("-9.25"), span=HERE), "pdf-cell-differs"),
    ],
)
def test_a_difference_is_reported_where_the_text_was_written(
    kind: type[tree.Node], old: str, new: tree.Node, code: str
) -> None:
    found = verify(pdf("hand"), _changed(_first(kind, old), new))
    assert [(d.code, d.span) for d in found] == [(code, HERE)]


def test_a_ligature_that_is_written_as_one_character_is_its_letters() -> None:
    assert verify(pdf("hand"), _changed(_first(tree.Para, "first"), tree.Para(t("\ufb01rst")))) == []


def test_text_that_the_document_does_not_say_is_reported() -> None:
    document = sample("hand")[1]
    shorter = _changed(_first(tree.List, "second"), tree.List(_first(tree.List, "second").items[:1]))  # type: ignore[attr-defined] # a List
    found = verify(pdf("hand"), shorter)
    assert [d.code for d in found] == ["pdf-text-added"]
    assert "second" in found[0].message
    assert verify(pdf("hand"), document) == []


def test_messages_name_table_row_column_and_page() -> None:
    document = _changed(_first(tree.Cell, "9.25"), tree.Cell(t("−7")))
    (found,) = verify(pdf("hand"), document)
    assert found.message == 'table "tbl-x", row 2, column 2 (page 1) says "−9.25", not "−7"'
