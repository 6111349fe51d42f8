"""Dates, numbers, pages, labels, text case, quotes, punctuation and conditions."""

from __future__ import annotations

from typing import Any

import pytest

from csl.little import cite

TEXT_DATE = '<date variable="issued" form="text"/>'
PARTS = "".join(f'<date-part name="{name}"/>' for name in ("day", "month", "year"))
FULL = f'<date variable="issued" delimiter=" ">{PARTS}</date>'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"date-parts": [[2020, 3, 5]]}, "March 5, 2020"),
        ({"date-parts": [["2020", "3"]]}, "March 2020"),
        ({"date-parts": [[2020, 3, 5], [2020, 3, 9]]}, "March 5–9, 2020"),
        ({"date-parts": [[2020, 3, 5], [2020, 4, 9]]}, "March 5–April 9, 2020"),
        ({"date-parts": [[2019], [2021]]}, "2019–2021"),
        ({"date-parts": [[2020]], "season": 2}, "Summer 2020"),
        ({"date-parts": [[2020, 22]]}, "Summer 2020"),
        ({"date-parts": [[2020]], "season": "Trinity"}, "Trinity 2020"),
        ({"date-parts": [[-43]]}, "43 BC"),
        ({"date-parts": [[79]]}, "79 AD"),
        ({"literal": "in press"}, "in press"),
        ({"raw": "2020-03-05"}, "March 5, 2020"),
        ({"raw": "2020-03/2020-04"}, "March–April 2020"),
        ({"raw": "5 May 2001"}, "May 5, 2001"),
        ("2004-07?", "July 2004"),
        ({"raw": "some day"}, "some day"),
    ],
)
def test_date_values(value: Any, expected: str) -> None:
    assert cite(TEXT_DATE, {"issued": value}) == expected


def test_date_forms() -> None:
    item = {"issued": {"date-parts": [[2020, 3, 5]]}}
    assert cite(FULL, item) == "5 March 2020"
    assert cite('<date variable="issued" form="numeric"/>', item) == "03/05/2020"
    assert cite('<date variable="issued" form="text" date-parts="year-month"/>', item) == "March 2020"
    assert cite('<date variable="issued"><date-part name="day" form="ordinal"/></date>', item) == "5th"
    assert cite(FULL, item, root='default-locale="de-DE"') == "5 März 2020"


def test_uncertain_dates_are_a_condition() -> None:
    layout = '<choose><if is-uncertain-date="issued"><text value="ca. "/></if></choose>' + TEXT_DATE
    assert cite(layout, {"issued": {"date-parts": [[1900]], "circa": True}}) == "ca. 1900"
    assert cite(layout, {"issued": "1900~"}) == "ca. 1900"
    assert cite(layout, {"issued": "1900"}) == "1900"


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        ("numeric", "12", "12"),
        ("numeric", "2-4", "2–4"),
        ("ordinal", "2", "2nd"),
        ("ordinal", "11", "11th"),
        ("ordinal", "112", "112th"),
        ("ordinal", "2, 3", "2nd, 3rd"),
        ("long-ordinal", "3", "third"),
        ("long-ordinal", "12", "12th"),
        ("roman", "1999", "mcmxcix"),
        ("ordinal", "special", "special"),
    ],
)
def test_numbers(form: str, value: str, expected: str) -> None:
    assert cite(f'<number variable="edition" form="{form}"/>', {"edition": value}) == expected


def test_ordinals_follow_gender() -> None:
    layout = '<number variable="edition" form="ordinal"/>'
    assert cite(layout, {"edition": "1"}, root='default-locale="fr-FR"') == "1ʳᵉ"


@pytest.mark.parametrize(
    ("style", "pages", "expected"),
    [
        ("expanded", "42-5", "42–45"),
        ("minimal", "321-328", "321–8"),
        ("minimal-two", "321-328", "321–28"),
        ("minimal-two", "42-45", "42–45"),
        ("chicago", "100-104", "100–104"),
        ("chicago", "107-108", "107–8"),
        ("chicago", "321-325", "321–25"),
        ("chicago-16", "1496-1504", "1496–504"),
        ("chicago-15", "1496-1504", "1496–1504"),
        ("minimal", "e101-e108", "e101–8"),
        ("minimal", "12-14, 101-108", "12–4, 101–8"),
        ("minimal", "S1-9", "S1-9"),
        ("minimal", "e1234", "e1234"),
    ],
)
def test_page_ranges(style: str, pages: str, expected: str) -> None:
    assert cite('<text variable="page"/>', {"page": pages}, root=f'page-range-format="{style}"') == expected


@pytest.mark.parametrize(
    ("locator", "label", "expected"),
    [
        ("5", "page", "p. 5"),
        ("5-7", "page", "pp. 5–7"),
        ("3, 5", "page", "pp. 3, 5"),
        ("2", "chapter", "chap. 2"),
        ("iv-vi", "page", "pp. iv–vi"),
    ],
)
def test_locators(locator: str, label: str, expected: str) -> None:
    layout = '<label variable="locator" form="short" suffix=" "/><text variable="locator"/>'
    assert cite(layout, {}, locator=locator, label=label) == expected


@pytest.mark.parametrize(
    ("case", "text", "expected"),
    [
        ("title", "the use of iron in a trial: an update", "The Use of Iron in a Trial: An Update"),
        ("title", "effects of mTOR and pH on cells", "Effects of mTOR and pH on Cells"),
        ("title", "all that it is made of", "All That It Is Made Of"),
        ("title", 'a study of <span class="nocase">x-ray</span> use', "A Study of x-ray Use"),
        ("title", "well-known side-effects", "Well-Known Side-Effects"),
        ("sentence", "a big Study", "A big Study"),
        ("sentence", "A BIG STUDY", "A big study"),
        ("capitalize-first", "iron and zinc", "Iron and zinc"),
        ("capitalize-all", "iron and zinc", "Iron And Zinc"),
        ("lowercase", 'Iron <span class="nocase">DNA</span>', "iron DNA"),
        ("uppercase", "iron", "IRON"),
    ],
)
def test_text_case(case: str, text: str, expected: str) -> None:
    assert cite(f'<text variable="title" text-case="{case}"/>', {"title": text}) == expected


def test_title_case_is_for_english_only() -> None:
    layout = '<text variable="title" text-case="title"/>'
    assert cite(layout, {"title": "la vie en rose", "language": "fr"}) == "la vie en rose"
    assert cite(layout, {"title": "la vie en rose"}, root='default-locale="fr-FR"') == "la vie en rose"


def test_quotes_nest_and_take_punctuation() -> None:
    item = {"title": 'On "iron" alone'}
    assert cite('<text variable="title" quotes="true" suffix=","/><text value=" x"/>', item) == "“On ‘iron’ alone,” x"
    british = 'default-locale="en-GB"'
    assert cite('<text variable="title" quotes="true" suffix=","/>', item, root=british) == "‘On “iron” alone’,"
    assert cite('<text variable="title"/>', {"title": "It's the dogs' day"}) == "It’s the dogs’ day"


@pytest.mark.parametrize(
    ("title", "suffix", "expected"),
    [
        ("Why?", ".", "Why?"),
        ("End.", ".", "End."),
        ("End.", ",", "End.,"),
        ("Stop!", ": ", "Stop! "),
        ("A:", ";", "A:;"),
    ],
)
def test_punctuation_meets(title: str, suffix: str, expected: str) -> None:
    assert cite(f'<text variable="title" suffix="{suffix}"/>', {"title": title}) == expected


def test_blanks_meet() -> None:
    assert cite('<group delimiter=" "><text value="a" suffix=" "/><text value="b"/></group>', {}) == "a b"


def test_groups_without_values_vanish() -> None:
    layout = '<text value="x"/><group prefix=" (" suffix=")"><text term="in" suffix=" "/><text variable="title"/></group>'
    assert cite(layout, {}) == "x"
    assert cite(layout, {"title": "T"}) == "x (in T)"


def test_choose_is_transparent_to_delimiters() -> None:
    layout = (
        '<group delimiter=", "><text value="a"/><choose><if type="book"><text value="b"/><text value="c"/></if>'
        '<else><text value="d"/></else></choose></group>'
    )
    assert cite(layout, {}) == "a, b, c"
    assert cite(layout, {"type": "chapter"}) == "a, d"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('type="book chapter" match="any"', True),
        ('type="book" variable="title"', True),
        ('type="book" variable="DOI"', False),
        ('variable="DOI URL" match="none"', True),
        ('is-numeric="volume"', True),
        ('is-numeric="edition"', False),
        ('locator="page"', True),
        ('locator="chapter"', False),
        ('position="first"', True),
        ('position="subsequent"', False),
        ('disambiguate="true"', False),
    ],
)
def test_conditions(condition: str, holds: bool) -> None:
    layout = f'<choose><if {condition}><text value="yes"/></if><else><text value="no"/></else></choose>'
    item = {"title": "T", "volume": "12a", "edition": "second edition"}
    assert cite(layout, item, locator="3") == ("yes" if holds else "no")


def test_terms_and_overrides() -> None:
    override = '<locale xml:lang="en"><terms><term name="in">inside</term></terms></locale>'
    assert cite('<text term="in"/>', {}, before=override) == "inside"
    assert cite('<text term="page" form="short" plural="true"/>', {}) == "pp."
    assert cite('<text term="in"/>', {}, before=override, root='default-locale="de-AT"') == "in"


def test_variables_in_the_note() -> None:
    assert cite('<text variable="genre"/>', {"note": "genre: Editorial\nSome remark"}) == "Editorial"
    assert cite('<text variable="DOI"/>', {"note": "see {:DOI: 10.1/x}"}) == "10.1/x"
