"""Numbers, anchors, cross-references and contents."""

from __future__ import annotations

import pytest

from briefgen.tree import Block, Callout, Contents, Emph, Equation, Figure, Jump, Link, Math, Ref, Section, Text, plain, walk
from unit.resolve.support import para, place, prose, run, section, words

FIGURES = {"path": {"kind": "pathway", "caption": "The path", "edges": ["a -> b"]}}
FACTS = {"a": {"value": "1", "dose": "1 mg"}}
TABLES = {"x": {"caption": "X", "facts": ["a"], "rows": "dose"}, "y": {"caption": "Y", "facts": ["a"], "rows": "dose"}}
DATA = {"facts": FACTS, "tables": TABLES, "figures": FIGURES}


def test_sections_are_numbered_by_nesting() -> None:
    blocks = [
        section("One", section("A", section("i", section("deep", level=4), level=3), level=2), section("B", level=2)),
        section("Free", section("under", level=2), numbered=False),
        section("Two"),
    ]
    found = [n for n in walk(run({}, *blocks).done) if isinstance(n, Section)]
    assert [n.number for n in found] == ["1", "1.1", "1.1.1", "", "1.2", "", "", "2"]
    assert [n.numbered for n in found] == [bool(n.number) for n in found]


def test_no_numbers_where_the_audience_wants_none() -> None:
    done = run(
        {},
        section("One", para("See @sec-two."), anchor="sec-one"),
        section("Two", anchor="sec-two"),
        audience={"number-sections": "no"},
    )
    assert words(done) == "See Two."


def test_references_print_labels_that_do_not_break() -> None:
    blocks = [
        section("One", para("@tbl-y @tbl-x @fig-path @sec-two @eq-e"), place("tbl-x"), place("tbl-y"), place("fig-path")),
        section("Two", Equation(Math("x^2"), "eq-e"), anchor="sec-two"),
    ]
    done = run(DATA, *blocks)
    assert words(done) == "Table~2 Table~1 Figure~1 Section~2 (1)"
    jumps = [(n.kind, n.anchor) for n in walk(done.done) if isinstance(n, Jump)]
    assert jumps == [
        ("table", "tbl-y"),
        ("table", "tbl-x"),
        ("figure", "fig-path"),
        ("section", "sec-two"),
        ("equation", "eq-e"),
    ]
    assert done.table("tbl-y").caption.label == "Table\u00a02"


def test_german_labels() -> None:
    done = run({**DATA, "lang": "de-DE"}, para("@tbl-x @fig-path"), place("tbl-x"), place("fig-path"))
    assert words(done) == "Tabelle~1 Abbildung~1"


@pytest.mark.parametrize(
    ("blocks", "code", "hint"),
    [
        ([para("@tbl-x")], "xref-unknown", "place it with ::: {#tbl-x}"),
        ([para("@sec-on"), section("One", anchor="sec-one")], "xref-unknown", 'did you mean "sec-one"?'),
        ([place("tbl-xx")], "place-unknown", 'did you mean "tbl-x"?'),
        ([place("tbl-x"), place("tbl-x")], "place-twice", "refer to it with @"),
        ([section("A", anchor="sec-a"), section("B", anchor="sec-a")], "anchor-duplicate", "give one of the two another id"),
    ],
)
def test_faults_of_places_and_references(blocks: list[Block], code: str, hint: str) -> None:
    done = run(DATA, *blocks)
    assert done.document is None
    assert [(d.code, d.hint) for d in done.sink] == [(code, hint)]


def test_a_table_that_failed_is_not_reported_again_where_it_is_named() -> None:
    tables = {"x": {"caption": "X", "facts": {"dose": "9 mg"}, "rows": "dose"}}
    assert run({"facts": FACTS, "tables": tables}, para("@tbl-x"), place("tbl-x")).codes == ["table-empty"]


def test_all_faults_come_at_once() -> None:
    done = run(DATA, para("@tbl-q [@nobody] {fact}`zz`[^n]"), place("fig-q"))
    assert sorted(done.codes) == ["cite-unknown", "fact-unknown", "note-unknown", "place-unknown", "xref-unknown"]


def test_headings_without_an_id_get_one_of_their_own() -> None:
    found = [
        n for n in walk(run({}, section("Café & más"), section("Café & más"), section("§")).done) if isinstance(n, Section)
    ]
    assert [n.anchor for n in found] == ["sec-cafe-mas", "sec-cafe-mas-2", "sec-section"]


def test_contents_come_first_when_there_are_four_sections() -> None:
    names = ["A", "B", "C", "D"]
    many = run({}, *(section(n) for n in names), audience={"contents": "yes"}).done
    assert isinstance(many.body[0], Contents)
    assert [(e.level, e.label, plain(e.children), e.anchor) for e in many.body[0].entries] == [
        (1, str(i), n, f"sec-{n.lower()}") for i, n in enumerate(names, 1)
    ]
    few = run({}, *(section(n) for n in names[:3]), audience={"contents": "yes"}).done
    assert not any(isinstance(n, Contents) for n in walk(few))


def test_contents_where_the_text_places_them_and_lists_of_tables() -> None:
    blocks = [
        section("A", Contents("tables"), Contents("figures")),
        Contents(),
        *(section(n, place("tbl-x")) for n in "B"),
        section("C"),
        section("D"),
    ]
    done = run(DATA, *blocks, audience={"contents": "yes"}).done
    found = [n for n in walk(done) if isinstance(n, Contents)]
    assert [(n.kind, plain(n.title), len(n.entries)) for n in found] == [
        ("tables", "Tables", 1),
        ("contents", "Contents", 4),
    ]
    assert [(e.label, plain(e.children)) for e in found[0].entries] == [("Table\u00a01", "X")]


def test_links_and_formulas_are_words_in_the_contents() -> None:
    """An entry is one link, to its place."""
    title = (Link("https://example.org", (Text("Linked"),)), Text(" "), Ref("tbl-x"), Text(" and "), Math("x^2"))
    done = run(DATA, Contents(), place("tbl-x"), Section(1, title, ())).done
    (entry,) = next(n for n in walk(done) if isinstance(n, Contents)).entries
    assert entry.children == (Text("Linked Table\u00a01 and x²"),)


def test_entries_drop_citations_and_notes_but_keep_emphasis() -> None:
    title = (Text("The "), Emph((Text("in vivo"),)), Text(" data "), *prose("[@r]"))
    data = {"references": {"r": {"title": "R"}}}
    done = run(data, Contents(), Section(1, title, ())).done
    entry = next(n for n in walk(done) if isinstance(n, Contents)).entries[0]
    assert plain(entry.children) == "The in vivo data"
    assert Emph((Text("in vivo"),)) in entry.children


def test_callouts_take_their_title_from_their_kind() -> None:
    done = run({}, Callout("warning", (), (para("x"),))).done
    assert plain(next(n for n in walk(done) if isinstance(n, Callout)).title) == "Warning"


def test_figures_are_placed_with_their_alternatives_and_sources() -> None:
    figure = {"kind": "pathway", "caption": "The path", "edges": ["a -> b {source: r}"]}
    done = run({"figures": {"path": figure}, "references": {"r": {"title": "R"}}}, place("fig-path")).done
    found = next(n for n in walk(done) if isinstance(n, Figure))
    assert found.alt == "Pathway diagram (elements: 2, relations: 1). a activates b."
    assert [plain(n.children) for n in found.notes] == ["Source: (1)."]
