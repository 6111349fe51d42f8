"""Names: order, particles, initials, et al., labels, substitution."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.csl import Cite, Cluster, Processor
from csl.little import cite, person

SIX = [person(family) for family in ("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir")]


def named(people: list[dict[str, Any]], name: str = "", around: str = "", **parts: str) -> str:
    return cite(f'<names variable="author"><name {name}/>{around}</names>', {"author": people}, **parts)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ("", "Ludwig van Beethoven"),
        ('form="short"', "van Beethoven"),
        ('initialize-with=". "', "L. van Beethoven"),
        ('name-as-sort-order="all"', "Beethoven, Ludwig van"),
    ],
)
def test_non_dropping_particle(attributes: str, expected: str) -> None:
    assert named([person("van Beethoven", "Ludwig")], attributes) == expected


@pytest.mark.parametrize(
    ("demote", "expected"),
    [
        ("never", "van Beethoven, Ludwig"),
        ("sort-only", "van Beethoven, Ludwig"),
        ("display-and-sort", "Beethoven, Ludwig van"),
    ],
)
def test_demotion_of_the_particle(demote: str, expected: str) -> None:
    root = f'demote-non-dropping-particle="{demote}"'
    assert named([person("van Beethoven", "Ludwig")], 'name-as-sort-order="all"', root=root) == expected


def test_dropping_particle_follows_the_given_name() -> None:
    people = [person("Humboldt", "Alexander von")]
    assert named(people) == "Alexander von Humboldt"
    assert named(people, 'form="short"') == "Humboldt"
    assert named(people, 'name-as-sort-order="all"') == "Humboldt, Alexander von"


@pytest.mark.parametrize(
    ("given", "mark", "expected"),
    [
        ("Jean-Luc", ".", "J.-L. Doe"),
        ("Mary Ann", ". ", "M. A. Doe"),
        ("M.A.", "", "MA Doe"),
        ("Ji-woo", "", "J-W Doe"),
        ("Yu. Petrov", ".", "Yu.P. Doe"),
    ],
)
def test_initials(given: str, mark: str, expected: str) -> None:
    assert named([person("Doe", given)], f'initialize-with="{mark}"') == expected


def test_initials_without_hyphen() -> None:
    assert named([person("Park", "Ji-woo")], 'initialize-with=""', root='initialize-with-hyphen="false"') == "JW Park"


def test_initialize_false_leaves_whole_names() -> None:
    assert named([person("Doe", "John M")], 'initialize="false" initialize-with="."') == "John M. Doe"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('et-al-min="4" et-al-use-first="1"', "Ash et al."),
        ('et-al-min="4" et-al-use-first="2"', "Ash, Birch, et al."),
        ('et-al-min="4" et-al-use-first="2" delimiter-precedes-et-al="never"', "Ash, Birch et al."),
        ('et-al-min="4" et-al-use-first="2" et-al-use-last="true"', "Ash, Birch, … Fir"),
        ('et-al-min="7" et-al-use-first="1" and="text"', "Ash, Birch, Cedar, Dogwood, Elm, and Fir"),
        ('and="symbol" delimiter-precedes-last="never"', "Ash, Birch, Cedar, Dogwood, Elm & Fir"),
        ('delimiter="; "', "Ash; Birch; Cedar; Dogwood; Elm; Fir"),
        ('form="count"', "6"),
    ],
)
def test_lists_and_et_al(attributes: str, expected: str) -> None:
    assert named(SIX, attributes) == expected


def test_two_names_take_no_delimiter_before_and() -> None:
    assert named(SIX[:2], 'and="text"') == "Ash and Birch"
    assert named(SIX[:2], 'and="text" delimiter-precedes-last="always"') == "Ash, and Birch"


def test_only_the_first_name_is_inverted() -> None:
    people = [person("Doe", "Jane"), person("Roe", "Rick")]
    text = named(people, 'name-as-sort-order="first" and="text" delimiter-precedes-last="after-inverted-name"')
    assert text == "Doe, Jane, and Rick Roe"


def test_suffixes() -> None:
    assert named([person("Doe", "John", suffix="Jr.")]) == "John Doe Jr."
    assert named([person("Doe", "John", suffix="Jr.", **{"comma-suffix": True})]) == "John Doe, Jr."
    assert named([person("Doe", "John, III")], 'name-as-sort-order="all"') == "Doe, John, III"


def test_institutions_and_scripts() -> None:
    assert named([{"literal": "World Health Organization"}], 'name-as-sort-order="all"') == "World Health Organization"
    assert named([person("毛", "泽东")]) == "毛泽东"
    assert named([person("Mao", "Zedong", **{"static-ordering": True})]) == "Mao Zedong"
    assert named([person('"van Gogh"', "Vincent")], 'name-as-sort-order="all"') == "van Gogh, Vincent"


def test_inherited_attributes() -> None:
    assert named(SIX, citation='et-al-min="3" et-al-use-first="1"') == "Ash et al."
    assert named(SIX[:2], root='and="symbol"') == "Ash & Birch"
    assert named(SIX[:2], 'and="text"', root='and="symbol"') == "Ash and Birch"


def test_labels_follow_number() -> None:
    label = '<label form="short" prefix=" (" suffix=")"/>'
    layout = f'<names variable="editor"><name/>{label}</names>'
    assert cite(layout, {"editor": SIX[:1]}) == "Ash (ed.)"
    assert cite(layout, {"editor": SIX[:2]}) == "Ash, Birch (eds.)"
    verb = '<names variable="editor"><label form="verb" suffix=" "/><name/></names>'
    assert cite(verb, {"editor": SIX[:1]}) == "edited by Ash"


def test_same_editor_and_translator_merge() -> None:
    layout = '<names variable="editor translator" delimiter="; "><name/><label prefix=", "/></names>'
    assert cite(layout, {"editor": SIX[:1], "translator": SIX[:1]}) == "Ash, editor & translator"
    assert cite(layout, {"editor": SIX[:1], "translator": SIX[1:2]}) == "Ash, editor; Birch, translator"


def test_substitutes_are_not_repeated() -> None:
    layout = (
        '<group delimiter=". "><names variable="author"><name/><substitute><names variable="editor"/>'
        '<text variable="title"/></substitute></names><text variable="title" prefix="T: "/>'
        '<names variable="editor"><name/></names></group>'
    )
    assert cite(layout, {"author": SIX[:1], "title": "Trees"}) == "Ash. T: Trees"
    assert cite(layout, {"editor": SIX[:1], "title": "Trees"}) == "Ash. T: Trees"
    assert cite(layout, {"title": "Trees"}) == "Trees"


def test_name_parts_are_formatted() -> None:
    assert (
        cite(
            '<names variable="author"><name name-as-sort-order="all"><name-part name="family" text-case="uppercase"/>'
            '<name-part name="given" prefix="(" suffix=")"/></name></names>',
            {"author": [person("Doe", "Jane")]},
        )
        == "DOE, (Jane)"
    )


def _cut_short(style: str, *people: dict[str, str]) -> tuple[str, str]:
    """The narrative citation and the entry of a book whose author list is cut short."""
    author = [*people, {"literal": "others"}]
    item = {"id": "x", "type": "book", "title": "T", "author": author, "issued": {"date-parts": [[2020]]}}
    result = Processor(style, [item]).render([Cluster((Cite("x"),), mode="composite")])
    assert result.bibliography is not None
    return result.citations[0].text, result.bibliography.entries[0].text


@pytest.mark.parametrize(
    ("style", "narrative", "entry"),
    [
        ("nlm-citation-sequence", "Doe et al. (1)", "1. Doe J, et al. T. 2020."),
        ("american-medical-association", "Doe et al.1", "1. Doe J, et al. T. 2020."),
        ("apa", "Doe et al. (2020)", "Doe, J., et al. (2020). T."),
        ("nature", "Doe et al.1", "1. Doe, J. et al. T. (2020)."),
        ("ieee", "Doe et al. [1]", "[1] J. Doe et al., T. 2020."),
    ],
)
def test_a_list_cut_short_ends_in_et_al_in_every_style(style: str, narrative: str, entry: str) -> None:
    assert _cut_short(style, {"family": "Doe", "given": "J."}) == (narrative, entry)


def test_others_alone_is_a_name_and_not_a_mark() -> None:
    item = {"id": "x", "type": "book", "title": "T", "author": [{"literal": "Others"}]}
    result = Processor("nlm-citation-sequence", [item]).render([Cluster((Cite("x"),))])
    assert result.bibliography is not None
    assert result.bibliography.entries[0].text.startswith("1. Others. T")


def test_all_names_known_of_a_list_cut_short_are_shown() -> None:
    people = [{"family": name, "given": "A."} for name in ("Doe", "Roe", "Poe")]
    assert _cut_short("nlm-citation-sequence", *people)[1] == "1. Doe A, Roe A, Poe A, et al. T. 2020."
    assert _cut_short("nature", *people)[1] == "1. Doe, A., Roe, A., Poe, A., et al. T. (2020)."
