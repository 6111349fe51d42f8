"""Clusters: collapsing, disambiguation, positions, sorting, narrative forms, and what each run came from."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.csl import Cite, Cluster, Processor, load_style
from csl.little import bibliography, cite, person, render, style, year

NUMBER = '<text variable="citation-number"/>'
AUTHOR_DATE = (
    '<group delimiter=" "><names variable="author"><name form="short" and="text" initialize-with="."/></names>'
    '<date variable="issued"><date-part name="year"/></date></group>'
)
BOX = 'prefix="[" suffix="]" delimiter=","'
PAREN = 'prefix="(" suffix=")" delimiter="; "'


def numbered(*places: int, **more: str) -> Cluster:
    return Cluster(tuple(Cite(f"i{at}", **more) for at in places))


def texts(source: str, items: list[dict[str, Any]], clusters: list[Cluster] | None = None) -> list[str]:
    return [citation.text for citation in render(source, items, clusters).citations]


def work(family: str, number: int, given: str = "", **more: Any) -> dict[str, Any]:
    return {"author": [person(family, given)], "issued": year(number), **more}


@pytest.mark.parametrize(
    ("places", "expected"),
    [((0, 1, 2), "[1–3]"), ((0, 1), "[1,2]"), ((0, 2, 3, 4), "[1,3–5]"), ((4, 0, 2, 1), "[1–3,5]"), ((3,), "[4]")],
)
def test_numbers_collapse(places: tuple[int, ...], expected: str) -> None:
    source = style(
        NUMBER,
        citation='collapse="citation-number"',
        affixes=BOX,
        sort='<sort><key variable="citation-number"/></sort>',
    )
    first = numbered(0, 1, 2, 3, 4)
    assert texts(source, [{} for _ in range(5)], [first, numbered(*places)])[1] == expected


def test_a_locator_breaks_a_range() -> None:
    source = style(NUMBER + '<text variable="locator" prefix=":"/>', citation='collapse="citation-number"', affixes=BOX)
    cluster = Cluster((Cite("i0"), Cite("i1", locator="9"), Cite("i2"), Cite("i3"), Cite("i4")))
    assert texts(source, [{} for _ in range(5)], [cluster]) == ["[1,2:9,3–5]"]


def test_each_number_knows_its_item() -> None:
    source = style(NUMBER, citation='collapse="citation-number"', affixes=BOX)
    citation = render(source, [{} for _ in range(4)], [numbered(0, 1, 2, 3)]).citations[0]
    assert [(run.text, run.item) for run in citation.runs] == [
        ("[", None),
        ("1", "i0"),
        ("–", None),
        ("4", "i3"),
        ("]", None),
    ]
    assert citation.items == ("i0", "i1", "i2", "i3")


def test_years_collapse() -> None:
    items = [work("Doe", 2000), work("Roe", 2001), work("Doe", 2002), work("Poe", 2003)]
    source = style(AUTHOR_DATE, citation='collapse="year" after-collapse-delimiter=" / "', affixes=PAREN)
    assert texts(source, items) == ["(Doe 2000, 2002 / Roe 2001; Poe 2003)"]


@pytest.mark.parametrize(
    ("collapse", "expected"),
    [
        ("year", "(Doe 2000a, 2000b, 2000c, 2001)"),
        ("year-suffix", "(Doe 2000a,b,c, 2001)"),
        ("year-suffix-ranged", "(Doe 2000a–c, 2001)"),
    ],
)
def test_year_suffixes_collapse(collapse: str, expected: str) -> None:
    items = [work("Doe", 2000), work("Doe", 2000), work("Doe", 2000), work("Doe", 2001)]
    options = f'collapse="{collapse}" disambiguate-add-year-suffix="true" year-suffix-delimiter=","'
    assert texts(style(AUTHOR_DATE, citation=options, affixes=PAREN), items) == [expected]


def test_more_names_disambiguate() -> None:
    people = [[person("Ash"), person("Birch"), person(third)] for third in ("Cedar", "Dogwood")]
    items = [{"author": group, "issued": year(2000)} for group in people]
    options = 'et-al-min="3" et-al-use-first="1" disambiguate-add-names="true"'
    source = style(AUTHOR_DATE, citation=options, affixes=PAREN)
    assert texts(source, items) == ["(Ash, Birch, and Cedar 2000; Ash, Birch, and Dogwood 2000)"]
    assert texts(source, [items[0]]) == ["(Ash et al. 2000)"]


def test_given_names_disambiguate_as_far_as_needed() -> None:
    options = 'disambiguate-add-givenname="true"'
    source = style(AUTHOR_DATE, citation=options, affixes=PAREN)
    assert texts(source, [work("Doe", 2000, "Jane"), work("Doe", 2000, "Rick")]) == ["(J. Doe 2000; R. Doe 2000)"]
    assert texts(source, [work("Doe", 2000, "Jane"), work("Doe", 2000, "John")]) == ["(Jane Doe 2000; John Doe 2000)"]
    assert texts(source, [work("Doe", 2000, "Jane"), work("Doe", 2001, "John")]) == ["(Doe 2000; Doe 2001)"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("all-names", "(Jane Doe 2000; John Doe 2001)"),
        ("all-names-with-initials", "(Doe 2000; Doe 2001)"),
        ("primary-name", "(Jane Doe 2000; John Doe 2001)"),
        ("by-cite", "(Doe 2000; Doe 2001)"),
    ],
)
def test_given_name_rules(rule: str, expected: str) -> None:
    options = f'disambiguate-add-givenname="true" givenname-disambiguation-rule="{rule}"'
    items = [work("Doe", 2000, "Jane"), work("Doe", 2001, "John")]
    assert texts(style(AUTHOR_DATE, citation=options, affixes=PAREN), items) == [expected]


def test_the_condition_comes_before_the_suffix() -> None:
    layout = AUTHOR_DATE + '<choose><if disambiguate="true"><text variable="title" prefix=", "/></if></choose>'
    items = [work("Doe", 2000, title="A"), work("Doe", 2000, title="B"), work("Roe", 2000, title="C")]
    source = style(layout, citation='disambiguate-add-year-suffix="true"', affixes=PAREN)
    assert texts(source, items) == ["(Doe 2000, A; Doe 2000, B; Roe 2000)"]


def test_suffixes_follow_the_bibliography() -> None:
    items = [work("Doe", 2000, title="Zinc"), work("Doe", 2000, title="Iron")]
    listing = bibliography('<text variable="title"/>', sort='<sort><key variable="title"/></sort>')
    source = style(AUTHOR_DATE, citation='disambiguate-add-year-suffix="true"', affixes=PAREN, bibliography=listing)
    assert texts(source, items) == ["(Doe 2000b; Doe 2000a)"]


def test_many_suffixes_go_on_with_two_letters() -> None:
    items = [work("Doe", 2000) for _ in range(28)]
    source = style(AUTHOR_DATE, citation='disambiguate-add-year-suffix="true"', affixes=PAREN)
    assert texts(source, items)[0].endswith("Doe 2000z; Doe 2000aa; Doe 2000ab)")


POSITIONS = (
    '<choose><if position="ibid-with-locator"><text value="ibid at "/><text variable="locator"/></if>'
    '<else-if position="ibid"><text value="ibid"/></else-if>'
    '<else-if position="near-note"><text value="near"/></else-if>'
    '<else-if position="subsequent"><text value="above, n "/><text variable="first-reference-note-number"/></else-if>'
    '<else><text variable="title"/></else></choose>'
)


def test_positions() -> None:
    notes = [
        (1, Cite("i0")),
        (2, Cite("i0")),
        (3, Cite("i0", locator="5")),
        (4, Cite("i0", locator="5")),
        (5, Cite("i1")),
        (6, Cite("i0")),
        (20, Cite("i1")),
    ]
    clusters = [Cluster((cite,), note=note) for note, cite in notes]
    found = texts(style(POSITIONS), [{"title": "A"}, {"title": "B"}], clusters)
    assert found == ["A", "ibid", "ibid at 5", "ibid", "B", "near", "above, n 5"]


def test_no_ibid_after_a_cluster_of_several() -> None:
    clusters = [Cluster((Cite("i0"), Cite("i1")), note=1), Cluster((Cite("i1"),), note=9)]
    assert texts(style(POSITIONS, affixes='delimiter="; "'), [{"title": "A"}, {"title": "B"}], clusters)[1] == "above, n 1"


def test_citation_sort_directions_and_missing_values() -> None:
    items = [work("Doe", 2001), {"author": [person("Zed")]}, work("Roe", 1999)]
    keys = '<sort><key variable="issued" sort="{}"/></sort>'
    up = style(AUTHOR_DATE, affixes=PAREN, sort=keys.format("ascending"))
    down = style(AUTHOR_DATE, affixes=PAREN, sort=keys.format("descending"))
    assert texts(up, items) == ["(Roe 1999; Doe 2001; Zed)"]
    assert texts(down, items) == ["(Doe 2001; Roe 1999; Zed)"]


def test_narrative_forms() -> None:
    items = [work("Doe", 2000), work("Roe", 2001)]
    source = style(AUTHOR_DATE, affixes=PAREN)
    one = (Cite("i0"),)
    clusters = [Cluster(one, mode=mode) for mode in ("suppress-author", "author-only", "composite")]
    assert texts(source, items, clusters) == ["(2000)", "Doe", "Doe (2000)"]


def test_narrative_forms_of_numeric_styles() -> None:
    items = [{"author": [person("Doe"), person("Roe"), person("Poe")]}]
    plain, raised = style(NUMBER, affixes=BOX), style(NUMBER, affixes='vertical-align="sup"')
    assert texts(plain, items, [Cluster((Cite("i0"),), mode="composite")]) == ["Doe et al. [1]"]
    assert texts(raised, items, [Cluster((Cite("i0"),), mode="composite")]) == ["Doe et al.1"]


def test_affixes_of_cites() -> None:
    source = style(AUTHOR_DATE, affixes=PAREN)
    cluster = Cluster((Cite("i0", prefix="see", suffix="for iron"),))
    assert texts(source, [work("Doe", 2000)], [cluster]) == ["(see Doe 2000 for iron)"]


@pytest.mark.parametrize(
    ("locator", "label", "expected"),
    [
        ("3", "page", "p. 3"),
        ("sec. 3", "page", "sec. 3"),
        ("3, sec. 4", "page", "p. 3, sec. 4"),
        ("3-5, ch. 2-4", "page", "pp. 3–5, chaps. 2–4"),
        ("pp. 7-9", "section", "pp. 7–9"),
        ("fig 2", "page", "p. fig 2"),
    ],
)
def test_labels_within_a_locator(locator: str, label: str, expected: str) -> None:
    layout = '<group delimiter=" "><label variable="locator" form="short"/><text variable="locator"/></group>'
    assert cite(layout, {"title": "T"}, locator, label) == expected


def test_labels_within_a_number() -> None:
    assert cite('<number variable="edition" form="ordinal"/>', {"edition": "2, vol. 3-4"}) == "2nd, vols. 3–4"
    assert cite('<number variable="edition" form="ordinal"/>', {"edition": "rev. 2"}) == "rev. 2"


def test_given_names_expand_only_as_far_as_each_name_needs() -> None:
    items = [{"id": given, "author": [person("Doe", given)], "issued": year(2000)} for given in ("John", "Adam", "Aaron")]
    layout = '<names variable="author"><name form="short" initialize-with="."/></names>'
    source = style(layout, citation='disambiguate-add-givenname="true"', affixes='delimiter="; "')
    assert render(source, items).citations[0].text == "J. Doe; Adam Doe; Aaron Doe"


def test_a_number_without_names_is_a_reference_to_the_author() -> None:
    items = [{"id": "a", "author": [person("Doe", "John")], "title": "T"}]
    source = style('<text variable="citation-number"/>', affixes='prefix="[" suffix="]"')
    alone = render(source, items, [Cluster((Cite("a", mode="author-only"),))])
    assert alone.citations[0].text == "Reference 1"
    assert render(source, items, [Cluster((Cite("a"),), mode="composite")]).citations[0].text == "Doe [1]"


def test_locators_in_words_for_styles_that_print_none() -> None:
    processor = Processor(load_style("nlm-citation-sequence"), [], locale="en-GB")
    assert [processor.locator("page", "4-6"), processor.locator("table", "2")] == ["pp. 4–6", "table 2"]
