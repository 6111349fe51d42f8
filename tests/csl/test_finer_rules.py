"""Finer rules of the specification: substitution, conditions, disambiguation, sorting and positions, a case for each."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.csl import Cite, Cluster
from csl.little import cite, person, render, style, year

AUTHOR = '<names variable="author"><name form="short" et-al-min="3" et-al-use-first="1" {names}/></names>'
DATE = '<date variable="issued"><date-part name="year"/></date>'
AUTHOR_YEAR = f'<group delimiter=" ">{AUTHOR}{DATE}</group>'


def work(*names: str, **more: Any) -> dict[str, Any]:
    return {"author": [person(*name.split("/")) for name in names], "issued": year(2000), **more}


def texts(layout: str, items: list[dict[str, Any]], clusters: list[Cluster] | None = None, **parts: str) -> list[str]:
    parts.setdefault("affixes", 'delimiter="; "')
    return [citation.text for citation in render(style(layout, **parts), items, clusters).citations]


def test_a_shorthand_within_a_choose_takes_the_name_and_label_of_the_names_it_stands_for() -> None:
    layout = (
        '<names variable="author" suffix="."><name and="text"/><label prefix=", " form="short"/><substitute><choose>'
        '<if type="book"><names variable="editor"/></if></choose></substitute></names>'
    )
    assert cite(layout, {"editor": [person("Doe"), person("Roe")]}) == "Doe and Roe, eds."


@pytest.mark.parametrize(("kind", "expected"), [("book", "yes"), ("chapter", "yes"), ("report", "no")])
def test_one_of_several_types_is_enough_as_an_item_has_only_one(kind: str, expected: str) -> None:
    layout = '<choose><if type="book chapter"><text value="yes"/></if><else><text value="no"/></else></choose>'
    assert cite(layout, {"type": kind}) == expected


def test_given_names_go_before_hidden_names_by_cite() -> None:
    items = [work("Smith/Adam", "Roe", "Xu"), work("Smith/Bob", "Roe", "Xu"), work("Smith/Bob", "Zoe", "Xu")]
    options = 'disambiguate-add-names="true" disambiguate-add-givenname="true"'
    layout = AUTHOR_YEAR.format(names='initialize-with=". "')
    assert texts(layout, items, citation=options) == [
        "A. Smith et al. 2000; B. Smith, Roe, et al. 2000; B. Smith, Zoe, et al. 2000"
    ]


def test_cites_that_stay_equal_go_on_to_hidden_names_and_their_given_names() -> None:
    items = [work("Doe/John", "Roe", "Poe/A"), work("Doe/John", "Roe", "Poe/B"), work("Doe/James", "Roe", "Poe/B")]
    options = 'disambiguate-add-names="true" disambiguate-add-givenname="true"'
    assert texts(AUTHOR_YEAR.format(names=""), items, citation=options) == [
        "John Doe, Roe, A Poe 2000; John Doe, Roe, B Poe 2000; James Doe et al. 2000"
    ]


@pytest.mark.parametrize(
    ("names", "expected"), [("", "Doe 2000; Doe 2000"), ('initialize-with="."', "J. Doe 2000; A. Doe 2000")]
)
def test_a_rule_with_initials_needs_a_style_which_has_them(names: str, expected: str) -> None:
    options = 'disambiguate-add-givenname="true" givenname-disambiguation-rule="all-names-with-initials"'
    assert texts(AUTHOR_YEAR.format(names=names), [work("Doe/John"), work("Doe/Ann")], citation=options) == [expected]


def test_only_the_conditions_which_are_needed_hold() -> None:
    one = '<choose><if disambiguate="true"><text variable="{}" prefix=", "/></if></choose>'
    layout = AUTHOR_YEAR.format(names="") + one.format("title") + one.format("publisher")
    items = [work("Doe", title="A", publisher="P"), work("Doe", title="B", publisher="Q")]
    assert texts(layout, items) == ["Doe 2000, A; Doe 2000, B"]
    items = [work("Doe", title="A", publisher="P"), work("Doe", title="A", publisher="Q")]
    assert texts(layout, items) == ["Doe 2000, A, P; Doe 2000, A, Q"]


def test_a_locator_keeps_the_year_beside_its_suffix() -> None:
    layout = AUTHOR_YEAR.format(names="") + '<text variable="locator" prefix=", p. "/>'
    options = 'collapse="year-suffix" year-suffix-delimiter="," disambiguate-add-year-suffix="true"'
    cites = tuple(Cite(f"i{at}", locator="5" if at == 2 else None) for at in range(5))
    items = [work("Doe", title=title) for title in "ABCDE"]
    assert texts(layout, items, [Cluster(cites)], citation=options) == ["Doe 2000a,b, 2000c, p. 5, 2000d,e"]


def test_a_place_for_the_year_suffix_in_the_citation_is_the_only_one() -> None:
    layout = '<names variable="author"/><date variable="issued" form="text" prefix=" "/><text variable="year-suffix"/>'
    listed = '<bibliography><layout><date variable="issued" form="text"/></layout></bibliography>'
    source = style(layout, citation='disambiguate-add-year-suffix="true"', affixes='delimiter="; "', bibliography=listed)
    result = render(source, [work("Doe"), work("Doe")])
    assert result.citations[0].text == "Doe 2000a; Doe 2000b"
    assert result.bibliography is not None
    assert [entry.text for entry in result.bibliography.entries] == ["2000", "2000"]


@pytest.mark.parametrize(
    ("demote", "expected"),
    [("never", "Gogh B; Gogh Z; van Gogh A"), ("sort-only", "Gogh B; van Gogh A; Gogh Z")],
)
def test_particles_sort_before_given_names(demote: str, expected: str) -> None:
    layout = '<names variable="author"><name name-as-sort-order="all" sort-separator=" "/></names>'
    items = [work("van Gogh/A"), work("Gogh/Z"), work("Gogh/B")]
    root = f'demote-non-dropping-particle="{demote}"'
    assert texts(layout, items, root=root, sort='<sort><key variable="author"/></sort>') == [expected]


def test_seasons_do_not_count_in_sorting() -> None:
    dates = [{"date-parts": [[2001, month]]} for month in (12, 24, 1)]
    items = [{"issued": date, "title": title} for date, title in zip(dates, ("December", "Winter", "January"), strict=True)]
    sort = '<sort><key variable="issued"/></sort>'
    assert texts('<text variable="title"/>', items, sort=sort) == ["Winter; January; December"]


@pytest.mark.parametrize("key", ['variable="volume"', 'macro="volume"'])
def test_a_number_sorts_by_the_number_at_its_start(key: str) -> None:
    before = '<macro name="volume"><number variable="volume"/></macro>'
    items = [{"volume": volume} for volume in ("10", "9", "2-3", "extra")]
    layout, sort = '<text variable="volume"/>', f"<sort><key {key}/></sort>"
    assert texts(layout, items, sort=sort, before=before) == ["2–3; 9; 10; extra"]


POSITIONS = (
    '<choose><if position="ibid"><text value="ibid"/></if><else-if position="near-note"><text value="near"/></else-if>'
    '<else-if position="subsequent"><text value="again"/></else-if><else><text value="first"/></else></choose>'
)


def positions(clusters: list[Cluster], **parts: str) -> list[str]:
    return texts(POSITIONS, [{"title": "A"}, {"title": "B"}], clusters, **parts)


def test_ibid_needs_one_cite_in_the_citation_before_and_one_citation_in_the_note_before() -> None:
    first, other = Cluster((Cite("i0"),), note=1), Cluster((Cite("i1"),), note=1)
    assert positions([first, Cluster((Cite("i0"),), note=2)]) == ["first", "ibid"]
    assert positions([Cluster((Cite("i0"), Cite("i0")), note=1), Cluster((Cite("i0"),), note=2)])[1] == "near"
    assert positions([other, first, Cluster((Cite("i0"),), note=2)])[2] == "near"


def test_a_citation_in_the_text_is_not_near_a_note() -> None:
    clusters = [Cluster((Cite("i0"),)), Cluster((Cite("i1"),), note=1), Cluster((Cite("i0"),), note=2)]
    assert positions(clusters) == ["first", "first", "again"]


def test_ibid_follows_the_order_in_which_the_cites_are_printed() -> None:
    cluster = Cluster((Cite("i0"), Cite("i1"), Cite("i0", locator="2")), note=1)
    assert positions([cluster], sort='<sort><key variable="title"/></sort>') == ["first; ibid; first"]


def test_locators_which_are_not_pages_keep_their_digits() -> None:
    layout, options = '<text variable="locator"/>', 'page-range-format="minimal"'
    assert cite(layout, {}, locator="123-125", root=options) == "123–5"
    assert cite(layout, {}, locator="123-125", label="line", root=options) == "123–125"


def test_locales_with_the_ordinals_of_csl_1_0() -> None:
    terms = "".join(f'<term name="ordinal-0{at}">{sign}</term>' for at, sign in ((1, "st"), (2, "nd"), (3, "rd"), (4, "th")))
    layout, before = '<number variable="edition" form="ordinal"/>', f"<locale><terms>{terms}</terms></locale>"
    found = [cite(layout, {"edition": str(number)}, before=before) for number in (1, 2, 7, 11, 21, 112)]
    assert found == ["1st", "2nd", "7th", "11th", "21st", "112th"]


def test_the_first_word_of_a_compound_is_capitalized() -> None:
    title = cite('<text variable="title" text-case="title"/>', {"title": "the out-of-date data of two-thirds"})
    assert title == "The Out-of-Date Data of Two-Thirds"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("DOI: 10.1/x\nrest", "10.1/x, rest"),
        ("words first\nDOI: 10.1/x", "10.1/x, words first"),
        ("see {:DOI: 10.1/x}there", "10.1/x, see there"),
        ("words\nmore words\nDOI: 10.1/x", "words more words DOI: 10.1/x"),
        ("title: Other\nDOI: 10.1/x", "10.1/x, title: Other"),
        ("issued: 1999\neditor: Doe || Jane", "Doe, 1999"),
    ],
)
def test_variables_in_the_note(note: str, expected: str) -> None:
    layout = (
        '<group delimiter=", "><names variable="editor"><name form="short"/></names><text variable="DOI"/>'
        '<text variable="note"/><choose><if variable="editor"><date variable="issued" form="text"/></if></choose></group>'
    )
    found = cite(layout, {"title": "Own", "note": note, "issued": year(2020)})
    assert " ".join(found.split()) == expected


def test_both_names_of_a_term() -> None:
    assert cite('<text term="sub verbo" form="short"/>', {}) == cite('<text term="sub-verbo" form="short"/>', {}) == "s.v."
