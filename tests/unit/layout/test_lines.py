"""Lines: where they break, what keeps together, how words are hyphenated and set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefgen import tree
from briefgen.layout.atoms import pieces, syllables
from briefgen.pages import Laid, TextBox
from briefgen.theme import DEFAULT, Page, Theme
from documents import t
from unit.layout.reading import Reader, elements, fonts, lay_blocks, text_boxes

_PROSE = "Treatment-resistant depression remains difficult to treat, and rapid-acting new compounds are studied widely. "


def narrow(width: float, align: str = "left", hyphenate: bool = True) -> Theme:
    """The default theme on a page whose measure is `width` points."""
    page = Page(width=width + 100, height=842, left=50, right=50)
    body = replace(DEFAULT.styles["body"], align=align, hyphenate=hyphenate)  # type: ignore[arg-type]  # a test's own value
    return replace(DEFAULT, page=page, styles={**DEFAULT.styles, "body": body})


def lines(laid: Laid) -> list[list[TextBox]]:
    """The boxes of the running text line by line."""
    by_line: dict[tuple[int, float], list[TextBox]] = {}
    for page, box in text_boxes(laid):
        if box.element >= 0:
            by_line.setdefault((page, round(box.y, 3)), []).append(box)
    return list(by_line.values())


def said(laid: Laid) -> list[str]:
    """The text of each line."""
    return ["".join(box.text for box in line) for line in lines(laid)]


@pytest.mark.parametrize("text", ["\u200b", " \u200b", "\u200b b", "a \u200b b", "\u200b\u200b \u00ad"])
def test_words_of_zero_width_spaces_alone_are_none(text: str) -> None:
    assert "".join(said(lay_blocks(tree.Para(t(text))))).split() == text.replace("\u200b", "").replace("\u00ad", "").split()


def test_a_line_that_goes_on_ends_in_a_space_that_takes_no_room() -> None:
    laid = lay_blocks(tree.Para(t(_PROSE * 3)), theme=narrow(200))
    texts = said(laid)
    ending = [text for text in texts[:-1] if not text.endswith(" ")]
    assert all(text[-1] in "-" or text[-1].isalpha() for text in ending)
    assert texts[0].endswith(" ")
    assert not texts[-1].endswith(" ")
    first = lines(laid)[0][-1]
    assert first.width == pytest.approx(fonts().width(first.text.rstrip(), "serif", 10), abs=0.01)


def test_hyphenated_words_say_no_hyphen() -> None:
    laid = lay_blocks(tree.Para(t("antihypertensive pharmacokinetics " * 6)), theme=narrow(64), lang="en-GB")
    (paragraph,) = elements(laid, "P")
    assert Reader(laid).text(paragraph).split() == ["antihypertensive", "pharmacokinetics"] * 6
    ends = [line[-1] for line in lines(laid) if line[-1].runs[-1].clusters == (-1,)]
    assert ends
    assert all(box.runs[-1].ids == (fonts().for_role("serif").glyph("-"),) for box in ends)
    assert all(line[-1].width <= 64.5 for line in lines(laid))


def test_a_word_that_no_line_can_hold_is_hyphenated_also_where_others_are_not() -> None:
    word = "Donaudampfschifffahrtsgesellschaft"
    laid = lay_blocks(tree.Para(t(f"Die {word}")), theme=narrow(110, hyphenate=False), lang="de")
    (paragraph,) = elements(laid, "P")
    assert Reader(laid).text(paragraph) == f"Die {word}"
    inner = [line[-1].runs[-1].clusters for line in lines(laid)][1:-1]
    assert inner
    assert all(clusters == (-1,) for clusters in inner)


def test_values_codes_and_identifiers_are_not_hyphenated() -> None:
    word = "antihypertensive"
    blocks = (tree.Para((tree.Value("facts.x", "value", t(f"{word} " * 5)),)), tree.Para((tree.Code(f"{word} " * 5),)))
    laid = lay_blocks(*blocks, theme=narrow(100))
    assert all(run.clusters != (-1,) for _, box in text_boxes(laid) for run in box.runs)
    assert syllables("MIJ821abcdef", "en") == ("MIJ821abcdef",)
    assert syllables("4-fluoro-piperidine", "en") == ("4-fluoro-piperidine",)
    assert len(syllables("(pharmacokinetics),", "en")) > 2
    assert "".join(syllables("(pharmacokinetics),", "en")) == "(pharmacokinetics),"


def test_the_language_decides_where_words_are_hyphenated() -> None:
    assert syllables("Wissenschaft", "de") != syllables("Wissenschaft", "en")
    assert syllables("Wissenschaft", "xx") == ("Wissenschaft",)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("double-blind", ("double-", "blind")),
        ("safety/tolerability", ("safety/", "tolerability")),
        ("mg/kg", ("mg/kg",)),
        ("10\u00a0mg", ("10\u00a0mg",)),
        ("1\u20112", ("1\u20112",)),
        ("−8.25", ("−8.25",)),
        ("MIJ-821", ("MIJ-821",)),
        ("non\u200bbreaking", ("non", "breaking")),
    ],
)
def test_where_words_may_break(word: str, expected: tuple[str, ...]) -> None:
    assert pieces(word, False) == expected


def test_addresses_break_after_their_separators() -> None:
    address = "https://doi.org/10.1001/jamapsychiatry.2017.3739?ref=a&b=c"
    parts = pieces(address, True)
    assert "".join(parts) == address
    assert len(parts) > 3
    assert all(part[-1] in "/.?&=" for part in parts[:-1])


def test_a_word_wider_than_the_measure_is_split_and_whole() -> None:
    smiles = "CN1CCC[C@H]1c2cccnc2" * 8
    laid = lay_blocks(tree.Para((tree.Code(smiles),)), theme=narrow(120))
    assert "".join(said(laid)).replace(" ", "") == smiles
    assert len(lines(laid)) > 3
    assert all(line[-1].x + line[-1].width <= 170.1 for line in lines(laid))


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("日本語の文章。「テスト」です（例）、", "日 本 語 の 文 章。 「テ ス ト」 で す （例）、"),
        ("中文MIJ821测试10mg，好", "中 文 MIJ821 测 试 10mg， 好"),
        ("カタカナー、っと", "カ タ カ ナー、っ と"),
        ("漢字(abc)漢字", "漢 字 (abc) 漢 字"),
        ("한국어는", "한국어는"),
    ],
)
def test_lines_of_chinese_and_japanese_end_where_they_may(word: str, parts: str) -> None:
    assert pieces(word, False) == (*parts.split(" "),)


def test_a_paragraph_of_chinese_fills_its_lines() -> None:
    laid = lay_blocks(tree.Para(t("这是一个很长的段落，没有空格。" * 12)), theme=narrow(200))
    assert len(lines(laid)) > 3
    assert all(line[-1].x + line[-1].width > 50 + 200 * 0.85 for line in lines(laid)[:-1])
    assert not [text for text in said(laid) if text[0] in "，。"]


def test_no_paragraph_ends_in_a_lone_mark_of_a_citation() -> None:
    text = "After infusion the last adverse event began at 4.4 h and the last one resolved at 9.2 h, it was reported (1)."
    laid = [lay_blocks(tree.Para(t(f"{text} {text}")), theme=narrow(width)) for width in range(200, 460, 2)]
    assert not [said(one)[-1] for one in laid if said(one)[-1].strip() == "(1)."]


def test_a_head_that_does_not_fit_is_hyphenated_rather_than_cut() -> None:
    """Heads of tables are not hyphenated where they can be set without."""
    columns = tuple(tree.Column() for _ in range(14))
    head = tuple(tree.Cell(t("measurements"), scope="col") for _ in columns)
    row = tuple(tree.Cell(t("1")) for _ in columns)
    grid = tree.Table("tbl-a", tree.Caption(t("A caption."), "Table 1"), columns, (tree.Row(head),), (tree.Row(row),))
    texts = [box.text.strip() for _, box in text_boxes(lay_blocks(grid, theme=narrow(320)))]
    assert {text for text in texts if text.startswith("m")} == {"measure", "ments"}


def test_a_word_is_not_cut_between_a_letter_and_its_mark() -> None:
    for width in range(60, 90):
        laid = lay_blocks(tree.Para(t("Vl\u0307WWi\u0307m\u0304\u0302" * 12)), theme=narrow(width))
        assert len(lines(laid)) > 2
        assert not [text for text in said(laid) if text[0] in "\u0307\u0304\u0302"]


def test_number_and_unit_stay_on_one_line() -> None:
    for width in range(60, 130, 5):
        laid = lay_blocks(tree.Para(t("doses of about 10\u00a0mg/kg given once")), theme=narrow(width))
        assert sum("10\u00a0mg/kg" in text for text in said(laid)) == 1


def test_justified_lines_end_at_the_margin_but_for_the_last() -> None:
    laid = lay_blocks(tree.Para(t(_PROSE * 4)), theme=narrow(320, "justify"))
    rights = [line[-1].x + line[-1].width for line in lines(laid)]
    assert all(right == pytest.approx(370, abs=0.05) for right in rights[:-1])
    assert lines(laid)[-1][-1].word_space == 0
    assert all(-0.8 < line[0].word_space < 3 for line in lines(laid)[:-1])


def test_a_last_line_that_its_spaces_must_shrink_for_ends_at_the_margin() -> None:
    text = "A last line of a paragraph with quite a few short words in it for the sake of this one test."
    laid = [lay_blocks(tree.Para(t(text)), theme=narrow(width, "justify")) for width in range(380, 430)]
    beyond = [
        box
        for one, width in zip(laid, range(380, 430), strict=True)
        for box in lines(one)[0]
        if box.x + box.width > width + 50.05
    ]
    assert not beyond
    assert any(line[-1].word_space < 0 for one in laid if len(lines(one)) == 1 for line in lines(one))


def test_breaks_are_chosen_for_the_whole_paragraph() -> None:
    """Filling each line in turn leaves one very short line here; choosing together spreads the loss."""
    text = "aaaa bb cc ddddd eeee ffff gg hhhhhhhhhhhh"
    width = fonts().width("aaaa bb cc", "serif", 10) + 1
    laid = lay_blocks(tree.Para(t(text)), theme=narrow(width, hyphenate=False))
    assert "".join(said(laid)) == text
    assert said(laid)[0].strip() == "aaaa bb"


def test_right_and_centred_text() -> None:
    for align, where in (("right", 1.0), ("center", 0.5)):
        (line,) = lines(lay_blocks(tree.Para(t("short")), theme=narrow(200, align)))
        assert line[0].x == pytest.approx(50 + (200 - line[0].width) * where)


def test_scripts_are_smaller_and_shifted() -> None:
    laid = lay_blocks(tree.Para((tree.Text("H"), tree.Sub(t("2")), tree.Text("O x"), tree.Sup(t("2")))))
    boxes = [box for _, box in text_boxes(laid) if box.element >= 0]
    normal, sub, _, sup = boxes
    assert sub.size < 0.75 * normal.size
    assert sub.rise < 0 < sup.rise
    assert len({box.y for box in boxes}) == 1


def test_small_capitals_are_the_faces_own_and_keep_their_text() -> None:
    laid = lay_blocks(tree.Para((tree.SmallCaps(t("d")), tree.Text("-serine"), tree.Emph((tree.SmallCaps(t("l")),)))))
    boxes = {box.text: box for _, box in text_boxes(laid) if box.element >= 0}
    assert boxes["d"].runs[0].ids[0] not in (fonts().for_role("serif").glyph("d"), fonts().for_role("serif").glyph("D"))
    assert boxes["l"].runs[0].ids[0] == fonts().for_role("serif-italic").glyph("L")  # the italic has no small capitals
    assert boxes["l"].size < 10


def test_emphasis_within_emphasis_is_upright() -> None:
    laid = lay_blocks(tree.Para((tree.Emph((tree.Text("a"), tree.Emph(t("b")), tree.Strong(t("c")))),)))
    faces = {box.text: box.runs[0].face for _, box in text_boxes(laid) if box.element >= 0}
    assert faces == {
        "a": "SourceSerif4-Italic.ttf",
        "b": "SourceSerif4-Regular.ttf",
        "c": "SourceSerif4-BoldItalic.ttf",
    }


def test_links_carry_target_and_contents() -> None:
    laid = lay_blocks(
        tree.Para(
            (tree.Text("see "), tree.Link("https://example.org/a", t("the site")), tree.Jump("table", "Table 1", "tbl-x"))
        )
    )
    link, jump = laid.links
    assert (link.uri, link.contents) == ("https://example.org/a", "the site")
    assert (jump.anchor, jump.contents) == ("tbl-x", "Table 1")
    boxes = {box.link: box for _, box in text_boxes(laid) if box.link >= 0}
    assert boxes[0].text == "the site"
    assert laid.elements[boxes[0].element].tag == "Link"


def test_another_language_is_a_span() -> None:
    laid = lay_blocks(tree.Para((tree.Text("so "), tree.Lang("fr", t("à propos")))), lang="en")
    (span,) = elements(laid, "Span")
    assert laid.elements[span].lang == "fr"
    assert Reader(laid).text(span) == "à propos"


def test_a_missing_character_is_drawn_and_reported() -> None:
    fonts().missing.clear()
    laid = lay_blocks(tree.Para(t("water 水")))
    assert fonts().missing == {"水"}
    assert Reader(laid).text() == "water 水"
    assert all(0 not in run.ids for _, box in text_boxes(laid) for run in box.runs)


def _beside_words(first: tree.Inlines, last: tree.Inlines) -> list[TextBox]:
    """The text of a table of a head and a row, whose first cells are these, beside columns of words."""
    columns = tuple(tree.Column() for _ in range(3))
    head, row = (tree.Row(tuple(map(tree.Cell, (start, *[t("words " * 40)] * 2)))) for start in (first, last))
    grid = tree.Table("tbl-a", tree.Caption(t("A caption."), "Table 1"), columns, (head,), (row,))
    return [box for _, box in text_boxes(lay_blocks(grid, theme=narrow(320)))]


def _sum(letters: str) -> tree.Math:
    terms = "<mo>+</mo>".join(f"<mi>{letter}</mi>" for letter in letters)
    return tree.Math("sum", f'<math xmlns="http://www.w3.org/1998/Math/MathML">{terms}</math>', "a sum")


def test_a_formula_wider_than_its_column_is_set_in_lines() -> None:
    letters = "abcdefghijklmno"
    boxes = _beside_words((_sum(letters),), t("next"))
    words = min(box.x for box in boxes if "words" in box.text)
    assert max(box.x + box.width for box in boxes if box.text in set(letters)) < words


def test_a_formula_in_a_cell_takes_room_below_its_line() -> None:
    """A formula of several lines stands with the first of them on the line."""
    boxes = _beside_words((_sum("abcdefghijklmno"),), t("next"))
    last, following = (next(box.y for box in boxes if box.text.strip() == text) for text in ("o", "next"))
    look = DEFAULT.styles["table-cell"]
    assert following - last > look.leading + 2 * DEFAULT.table.pad_y - 1


def test_an_inline_formula_makes_room_for_itself() -> None:
    tall = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mfrac><mi>a</mi><mi>b</mi></mfrac>'
        "<mfrac><mi>c</mi><mi>d</mi></mfrac></mfrac></math>"
    )
    plain = tree.Para((tree.Text("one"), tree.Break(), tree.Text("two")))
    with_formula = tree.Para((tree.Text("one"), tree.Break(), tree.Text("two "), tree.Math("x", tall, "a over b")))
    tops = [
        [box.y for _, box in text_boxes(lay_blocks(block)) if box.text.strip() in ("one", "two")]
        for block in (plain, with_formula)
    ]
    assert tops[1][1] - tops[1][0] > tops[0][1] - tops[0][0] + 3


@pytest.mark.parametrize(
    "kept",
    [
        "0.16 mg/kg", "24 hours", "(n = 33)", "P = .02", "80% CI", "95 % CI", "462 ng/mL", "7 h", "48 h·ng/mL", "Table 1",
        "week 6", "(phase 2)", "≥ 5", "708 h", "37 °C", "3 Wochen", "12 mL/min",
        "« dit »", "vrai ?", "oui !", "deux :", "(« a » ;",
    ],
)  # fmt: skip
def test_what_belongs_together_is_not_parted(kept: str) -> None:
    for width in range(90, 190, 4):
        laid = lay_blocks(tree.Para(t(f"as it was reported {kept} then again {kept} at the end of it")), theme=narrow(width))
        assert sum(text.count(kept) for text in said(laid)) == 2


def test_numbers_are_not_tied_to_ordinary_words() -> None:
    laid = [lay_blocks(tree.Para(t("responses in 5 of 21 patients")), theme=narrow(w)) for w in range(60, 160, 3)]
    ends = {text.rstrip().rpartition(" ")[2] for one in laid for text in said(one)[:-1]}
    assert {"5", "of", "21"} <= ends


def test_a_mark_between_number_and_unit_does_not_part_them() -> None:
    marked = (*t("it was given as 0.48"), tree.Sup(t("a")), *t(" mg/kg every second week"))
    for width in range(80, 180, 4):
        laid = lay_blocks(tree.Para(marked), theme=narrow(width))
        assert sum("0.48a mg/kg" in text for text in said(laid)) == 1


def test_ties_wider_than_the_measure_give_way() -> None:
    laid = lay_blocks(tree.Para(t("12345678 mg/kg-of-body-weight = 1234567890")), theme=narrow(60))
    assert all(box.x + box.width <= 50 + 60 + 0.01 for _, box in text_boxes(laid) if box.element >= 0)
