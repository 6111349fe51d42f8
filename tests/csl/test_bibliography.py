"""Bibliographies: order, numbers, aligned fields, repeated authors, display blocks, links; and collation."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyuca import Collator

from briefgen.csl import Bibliography, Cite, Cluster, Format
from briefgen.csl import html as serializer
from briefgen.csl.collation import keys
from csl.little import bibliography, person, render, style

TITLE = '<text variable="title"/>'


def listed(source_layout: str, items: list[dict[str, object]], attributes: str = "", sort: str = "") -> Bibliography:
    source = style(TITLE, bibliography=bibliography(source_layout, attributes, sort))
    found = render(source, items).bibliography
    assert found is not None
    return found


def texts(found: Bibliography) -> list[str]:
    return [entry.text for entry in found.entries]


def test_order_and_numbers() -> None:
    items = [{"title": "Zinc"}, {"title": "Iron"}]
    layout = '<text variable="citation-number" suffix=". "/>' + TITLE
    assert texts(listed(layout, items)) == ["1. Zinc", "2. Iron"]
    found = listed(layout, items, sort='<sort><key variable="title"/></sort>')
    assert texts(found) == ["1. Iron", "2. Zinc"]
    assert [(entry.id, entry.number) for entry in found.entries] == [("i1", 1), ("i0", 2)]


def test_uncited_items_can_be_included() -> None:
    from briefgen.csl import Processor, load_style

    source = style(TITLE, bibliography=bibliography(TITLE))
    items = [{"id": key, "type": "book", "title": key.upper()} for key in ("a", "b", "c")]
    result = Processor(load_style(source), items).render([Cluster((Cite("b"),))], include=["c"])
    assert result.bibliography is not None
    assert texts(result.bibliography) == ["C", "B"]


def test_the_first_field_is_aligned() -> None:
    layout = '<text variable="citation-number" suffix="."/><text variable="title" prefix=" "/>'
    found = listed(layout, [{"title": "Iron"}], 'second-field-align="flush" hanging-indent="true" entry-spacing="2"')
    assert [block.display for block in found.entries[0].blocks] == ["left-margin", "right-inline"]
    assert (found.second_field_align, found.hanging_indent, found.entry_spacing, found.max_offset) == (
        "flush",
        True,
        2,
        2,
    )


AUTHORS = '<group delimiter=", "><names variable="author"><name/></names><text variable="title"/></group>'
REPEATED = [
    {"author": [person("Ash"), person("Elm")], "title": "A"},
    {"author": [person("Ash"), person("Elm")], "title": "B"},
    {"author": [person("Ash"), person("Fir")], "title": "C"},
]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("complete-all", ["Ash, Elm, A", "—, B", "Ash, Fir, C"]),
        ("complete-each", ["Ash, Elm, A", "—, —, B", "Ash, Fir, C"]),
        ("partial-each", ["Ash, Elm, A", "—, —, B", "—, Fir, C"]),
        ("partial-first", ["Ash, Elm, A", "—, Elm, B", "—, Fir, C"]),
    ],
)
def test_repeated_authors(rule: str, expected: list[str]) -> None:
    attributes = f'subsequent-author-substitute="—" subsequent-author-substitute-rule="{rule}"'
    assert texts(listed(AUTHORS, REPEATED, attributes)) == expected


def test_display_blocks() -> None:
    layout = '<text variable="title" display="block"/><text variable="note" display="indent"/>'
    entry = listed(layout, [{"title": "Iron", "note": "Read it."}]).entries[0]
    assert [(block.display, block.runs[0].text) for block in entry.blocks] == [
        ("block", "Iron"),
        ("indent", "Read it."),
    ]


def test_formats_are_resolved_and_flip() -> None:
    entry = listed(
        '<text variable="title" font-style="italic"/>', [{"title": "On <i>E. coli</i> and H<sub>2</sub>O"}]
    ).entries[0]
    runs = [(run.text, run.format.font_style, run.format.vertical_align) for run in entry.runs]
    assert runs == [
        ("On ", "italic", "baseline"),
        ("E. coli", "normal", "baseline"),
        (" and H", "italic", "baseline"),
        ("2", "italic", "sub"),
        ("O", "italic", "baseline"),
    ]
    assert serializer.nodes(entry.marks).startswith('<i>On <span style="font-style:normal;">E. coli</span>')


def test_links() -> None:
    layout = '<text variable="DOI" prefix="doi:"/><text variable="URL" prefix=" "/><text variable="PMID" prefix=" "/>'
    entry = listed(layout, [{"DOI": "10.1/x", "URL": "https://e.org/a", "PMID": "77"}]).entries[0]
    assert [(run.text, run.href) for run in entry.runs if run.href] == [
        ("10.1/x", "https://doi.org/10.1/x"),
        ("https://e.org/a", "https://e.org/a"),
        ("77", "https://www.ncbi.nlm.nih.gov/pubmed/77"),
    ]


def test_script_links_are_not_links() -> None:
    entry = listed('<text variable="URL"/>', [{"URL": "javascript:alert(1)"}]).entries[0]
    assert [run.href for run in entry.runs] == [None]


def test_markup_like_text_is_text() -> None:
    entry = listed(TITLE, [{"title": "p < 0.05 & <script>x</script> <i>open"}]).entries[0]
    assert entry.text == "p < 0.05 & <script>x</script> <i>open"
    assert all(run.format == Format() for run in entry.runs)
    assert "<script>" not in serializer.nodes(entry.marks)


def test_unknown_types_are_listed_as_related_ones() -> None:
    layout = f'<choose><if type="book">{TITLE}</if></choose>'
    assert texts(listed(layout, [{"type": "thesis", "title": "Iron"}])) == ["Iron"]
    assert texts(listed(layout, [{"type": "interview", "title": "Iron"}])) == []


LATIN = st.text(alphabet="abcxyzABCXYZ éüñçØ0129 -–.,'’“”()&", max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(LATIN, min_size=2, max_size=6))
def test_the_small_table_agrees_with_the_collation_algorithm(words: list[str]) -> None:
    collator = _collator()
    ranked = sorted(zip(keys(words), words, strict=True))
    for (_, before), (_, after) in pairwise(ranked):
        assert _levels(collator, before) <= _levels(collator, after)


def _collator() -> Collator:
    global _COLLATOR
    if _COLLATOR is None:
        _COLLATOR = Collator()
    return _COLLATOR


_COLLATOR: Collator | None = None


def _levels(collator: Collator, text: str) -> tuple[int, ...]:
    """The primary level: base letters, digits and signs."""
    key = collator.sort_key(text)
    return tuple(key[: key.index(0)])


def test_other_scripts_sort() -> None:
    words = ["Яблоко", "Арбуз", "apple", "Élan", "elan", "zebra"]
    ranked = [word for _, word in sorted(zip(keys(words), words, strict=True))]
    assert ranked == ["apple", "elan", "Élan", "zebra", "Арбуз", "Яблоко"]


@pytest.mark.parametrize("key", ['variable="citation-number"', 'macro="number"'])
def test_a_list_by_falling_numbers_counts_down(key: str) -> None:
    macro = '<macro name="number"><text variable="citation-number"/></macro>'
    listed = bibliography(
        '<text variable="citation-number" suffix=". "/><text variable="title"/>',
        sort=f'<sort><key {key} sort="descending"/></sort>',
    )
    result = render(
        style('<text variable="citation-number"/>', bibliography=listed, before=macro), [{"title": t} for t in "ABC"]
    )
    assert result.bibliography is not None
    assert [entry.text for entry in result.bibliography.entries] == ["3. C", "2. B", "1. A"]
