"""Citations: numbers by first mention, ranges, links both ways, further reading, faults."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen import parse
from briefgen.diag import Sink
from briefgen.model import Audience
from briefgen.source import NOWHERE, Span
from briefgen.tree import (
    Caption,
    Cell,
    Citation,
    Column,
    Definition,
    DefinitionList,
    Inlines,
    Jump,
    Link,
    Note,
    NoteRef,
    Para,
    Reference,
    References,
    Row,
    Section,
    Sup,
    Table,
    Text,
    plain,
    walk,
)
from unit.resolve.support import Run, para, place, prose, run, section, words


def book(family: str, title: str) -> dict[str, Any]:
    return {"type": "book", "title": title, "author": [{"family": family, "given": "A. B."}]}


REFS = {k: book(k.upper(), f"Title {k}") for k in "abcdef"}
TABLE = {
    "facts": {"f": {"value": "1", "dose": "1 mg", "source": "d"}},
    "tables": {"x": {"caption": "X [@c]", "facts": ["f"], "rows": "dose", "cell": "{value} {cite}"}},
}


def listed(done: Any) -> list[tuple[str, str]]:
    return [(r.label, r.key) for r in walk(done.done) if isinstance(r, Reference)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[@a]", "(1)"),
        ("[@a] [@b] [@a]", "(1) (2) (1)"),
        ("[@a;@b;@c]", "(1–3)"),
        ("[@a;@b]", "(1,2)"),
        ("[@a] [@b] [@c] [@d] [@e] [@e;@c;@a;@b]", "(1) (2) (3) (4) (5) (1–3,5)"),
        ("@a said", "A (1) said"),
    ],
)
def test_numbers_come_in_order_of_first_mention(text: str, printed: str) -> None:
    assert words(run({"references": REFS}, para(text))) == printed


def test_a_table_counts_where_the_text_first_names_it() -> None:
    early = run({"references": REFS, **TABLE}, para("[@a] @tbl-x [@b]"), place("tbl-x"))
    assert [k for _, k in listed(early)] == ["a", "c", "d", "b"]
    unnamed = run({"references": REFS, **TABLE}, para("[@a]"), para("[@b]"), place("tbl-x"))
    assert [k for _, k in listed(unnamed)] == ["a", "b", "c", "d"]


def test_a_note_counts_at_its_mark() -> None:
    done = run({"references": REFS}, para("[@a] x[^n] [@b]"), notes=(Note("n", prose("see [@c]")),))
    assert [k for _, k in listed(done)] == ["a", "c", "b"]


def test_links_go_both_ways() -> None:
    done = run({"references": REFS, **TABLE}, para("[@a;@c] then [@a]"), place("tbl-x"))
    entries = {r.key: r for r in walk(done.done) if isinstance(r, Reference)}
    citations = {c.anchor: c for c in walk(done.done) if isinstance(c, Citation)}
    assert entries["a"].mentions == ("cite-1", "cite-2")
    assert entries["c"].mentions == ("cite-1", "cite-3")
    for entry in entries.values():
        for mention in entry.mentions:
            assert entry.key in {item.key for item in citations[mention].items}
    jumps = [n for n in walk(citations["cite-1"]) if isinstance(n, Jump)]
    assert [(j.kind, j.label, j.anchor) for j in jumps] == [("reference", "1", "ref-a"), ("reference", "2", "ref-c")]


def test_the_list_stands_where_it_is_placed_or_else_last() -> None:
    placed = run({"references": REFS}, section("R", References(), anchor="sec-r"), para("[@a]")).done
    assert [s.anchor for s in walk(placed) if isinstance(s, Section)] == ["sec-r"]
    added = run({"references": REFS}, para("[@a]")).done.body[-1]
    assert isinstance(added, Section)
    assert (plain(added.title), added.numbered) == ("References", False)


def test_further_reading_follows_under_its_own_heading() -> None:
    done = run({"references": REFS, "further-reading": ["e", "a"]}, section("R", References()), para("[@a]"))
    lists = [n for n in walk(done.done) if isinstance(n, References)]
    assert [[e.key for e in n.entries] for n in lists] == [["a"], ["e"]]
    assert [e.cited for n in lists for e in n.entries] == [True, False]
    assert "Further reading" in [plain(s.title) for s in walk(done.done) if isinstance(s, Section)]


def test_an_unknown_key_is_an_error_with_a_suggestion() -> None:
    refs = {"shelton2025": book("Shelton", "T")}
    done = run({"references": refs}, para("[@shelton2024]"))
    assert [(d.code, d.hint, d.span.file) for d in done.sink] == [("cite-unknown", 'did you mean "shelton2025"?', "text")]
    assert run({"references": refs, "further-reading": ["x"]}, para("x")).codes == ["ref-unknown"]


def test_an_unknown_source_in_a_table_is_placed_where_its_fact_names_it() -> None:
    table = {"caption": "C", "facts": ["a"], "rows": "parameter", "cell": [{"head": "Source", "show": "{cite}"}]}
    data = {"references": {"b": book("B", "T")}, "tables": {"x": table}}
    facts = {"a": {"parameter": "CL", "value": "1", "source": "gone"}}
    done = run({**data, "facts": facts}, para("@tbl-x"), place("tbl-x"))
    assert ("ref-unknown", "facts/a/source") in [(d.code, d.span.file) for d in done.sink]


def test_a_reference_nothing_uses_is_a_warning() -> None:
    data = {"references": {k: REFS[k] for k in "abd"}, "facts": TABLE["facts"]}
    done = run(data, para("[@a]"))
    assert [(d.code, d.span.file) for d in done.sink] == [("reference-uncited", "references/b")]


@pytest.mark.parametrize(("text", "idle"), [("As [@a; @b, p. 3] says.", False), ("@b.", False), ("@ba [@b-a; @b.a]", True)])
def test_a_reference_that_another_audience_cites_is_not_idle(text: str, idle: bool) -> None:
    data = {"references": {k: REFS[k] for k in "ab"}, "texts": {"summary": {"executive": text}}}
    assert ("reference-uncited" in run(data, para("[@a]")).codes) == idle


def test_entries_link_their_identifiers_and_print_their_status() -> None:
    record = {
        "type": "article-journal",
        "title": "Rapid onset.",
        "author": [{"family": "Shelton", "given": "Richard C."}, {"family": "Daly", "given": "Ella J"}],
        "container-title": "J Clin Psychiatry",
        "issued": {"date-parts": [["2025", "8"]]},
        "volume": "86",
        "issue": "3",
        "page": "139-148",
        "DOI": "10.4088/JCP.23m15246",
        "status": "unverified",
    }
    entry = next(n for n in walk(run({"references": {"s": record}}, para("[@s]")).done) if isinstance(n, Reference))
    text = "Shelton RC, Daly EJ. Rapid onset. J Clin Psychiatry. 2025 Aug;86(3):139–48. doi:10.4088/JCP.23m15246"
    assert plain(entry.children).startswith(text)
    assert "not verified" in plain(entry.children)
    assert [n.target for n in walk(entry) if isinstance(n, Link)] == ["https://doi.org/10.4088/JCP.23m15246"]


def test_marks_of_notes_and_citations_do_not_disturb_each_other() -> None:
    done = run({"references": REFS}, para("a[^n] [@a]"), notes=(Note("n", prose("n")),)).done
    kinds = [type(n) for n in next(p for p in walk(done) if isinstance(p, Para)).children]
    assert kinds.count(NoteRef) == kinds.count(Citation) == 1


def test_the_style_is_the_audiences() -> None:
    data = {
        "references": {
            "s": {"type": "book", "title": "T", "issued": "2025", "author": [{"family": "Shelton", "given": "R"}]}
        }
    }
    text = "shown [@s], as @s said"
    assert (
        words(run(data, para(text), audience={"citation-style": "apa"})) == "shown (Shelton, 2025), as Shelton (2025) said"
    )
    raised = run(data, para(text), audience={"citation-style": "american-medical-association"})
    assert words(raised) == "shown1, as Shelton1 said"
    assert [r.label for r in walk(raised.done) if isinstance(r, Reference)] == ["1."]


def test_a_style_or_record_that_cannot_be_used_is_an_error() -> None:
    style = run({"references": {"a": REFS["a"]}}, para("[@a]"), audience={"citation-style": "no-such-style"})
    assert style.codes == ["citation-style"]
    record = run({"references": {"a": {"type": "book", "title": "T", "author": "Shelton"}}}, para("[@a]"))
    assert [(d.code, d.span.file) for d in record.sink] == [("reference-invalid", "references/a/author")]


def test_authors_of_whom_only_the_first_is_known() -> None:
    record = {"type": "book", "title": "T", "issued": "2019", "author": [{"family": "Popova"}, {"literal": "et al"}]}
    assert words(run({"references": {"p": record}}, para("@p said"))) == "Popova et al. (1) said"
    printed = words(run({"references": {"p": record}}, para("said [@p]"), audience={"citation-style": "apa"}))
    assert "&" not in printed


LOCATED = {
    "references": {"d": {"type": "book", "title": "T", "issued": "2025", "author": [{"family": "Doe", "given": "J"}]}},
    "facts": {"f": {"value": "1", "source": "d", "locator": "p. 4, Table 2"}},
}


def read(text: str, span: Span) -> Inlines:
    return parse.inlines(text, span, Sink())


@pytest.mark.parametrize(
    ("style", "text", "printed"),
    [
        ("nlm-citation-sequence", "[@d, p. 4]", "(1, p. 4)"),
        ("nlm-citation-sequence", "[@d, pp. 4-6, Table 2]", "(1, pp. 4–6, Table 2)"),
        ("nlm-citation-sequence", "@d [p. 4]", "Doe (1, p. 4)"),
        ("nature", "[@d, table 3]", "1, table 3"),
        ("american-medical-association", "[@d, p. 4]", "1(p4)"),
        ("apa", "[@d, p. 4]", "(Doe, 2025, p. 4)"),
        ("nlm-citation-sequence", "{fact}`f:source`", "(1, p. 4, Table 2)"),
        ("apa", "{fact}`f:cite`", "(Doe, 2025, p. 4, Table 2)"),
    ],
)
def test_locators_are_printed_in_every_style(style: str, text: str, printed: str) -> None:
    done = run(LOCATED, Para(read(text, NOWHERE)), audience={"citation-style": style}, read=read)
    assert words(done) == printed


def test_a_locator_of_what_was_read_instead_belongs_there() -> None:
    facts = {"f": {"value": "1", "source": "d", "seen-in": "e", "locator": "Table 1", "status": "unverified"}}
    data = {"references": {**LOCATED["references"], "e": book("Roe", "E")}, "facts": facts}
    done = run(data, Para(read("{fact}`f` {fact}`f:source`", NOWHERE)), read=read)
    assert words(done).endswith(" (2)")
    notes = [plain(n.children) for n in walk(done.done) if isinstance(n, Note)]
    assert any("Roe (1, table 1)" in note for note in notes), notes


def test_a_fault_of_the_style_is_put_where_it_is_named() -> None:
    who = Audience.model_validate({"label": "L", "sections": ["all"], "contents": "no", "citation-style": "aapa"})
    done = run({"references": {"a": REFS["a"]}}, para("[@a]"), who=who.with_style(Span("audience.yaml", 3, 17)))
    assert [(d.code, str(d.span)) for d in done.sink] == [("citation-style", "audience.yaml:3:17")]
    assert '"apa"' in next(iter(done.sink)).hint
    broken = who.with_style(Span("audience.yaml", 3, 17), "house.csl", "<style>\n<oops></style>")
    found = run({"references": {"a": REFS["a"]}}, para("[@a]"), who=broken)
    assert [(d.code, d.span.file, d.span.line) for d in found.sink] == [("citation-style", "house.csl", 2)]


def test_what_was_retracted_or_corrected_says_so_in_the_list() -> None:
    notices = [{"kind": "retracted", "text": "J. 2026;1:2"}, {"kind": "corrected"}, {"kind": "retraction-of", "text": "X"}]
    done = run({"references": {"a": {**REFS["a"], "notices": notices}}}, para("[@a]"))
    entry = next(n for n in walk(done.done) if isinstance(n, Reference))
    assert plain(entry.children).endswith(" [Retracted: J. 2026;1:2] [Corrected]")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("fell [@a].", "fell1."),
        ("3.7 h [@a].", "3.7 h (ref.~1)."),
        ("3.7 h. [@a]", "3.7 h.1"),
        ("in 1999 [@a; @b]", "in 1999 (refs.~1,2)"),
        ("by 12 mg/kg [@a]", "by 12 mg/kg (ref.~1)"),
        ("by 85% [@a]", "by 85%1"),
        ("in 12 adults [@a]", "in 12 adults1"),
        ("of vitamin K [@a]", "of vitamin K1"),
        ("**3.7 h** [@a]", "3.7 h (ref.~1)"),
    ],
)
def test_no_raised_number_follows_a_quantity(text: str, printed: str) -> None:
    style = {"citation-style": "american-medical-association"}
    assert words(run({"references": REFS}, Para(read(text, NOWHERE)), audience=style, read=read)) == printed


def test_a_printed_fact_is_a_quantity_too() -> None:
    data = {"references": REFS, "facts": {"t": {"value": "3.7", "unit": "h", "source": "a"}}}
    done = run(data, Para(read("{fact}`t` [@a]", NOWHERE)), audience={"citation-style": "nature"}, read=read)
    assert words(done) == "3.7~h (ref.~1)"
    citation = next(node for node in walk(done.done) if isinstance(node, Citation))
    assert not [run for run in citation.runs if isinstance(run, Sup)]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[@a]", ("1", 0)),
        ("[@a; @b]", ("1,2", 0)),
        ("[@a],[@b]", ("1, 2", 0)),
        (" [@a] [@b], ", ("1, 2", 0)),
        ("see [@a]", ("see1", 1)),
        ("Source: [@a].", ("Source: 1.", 0)),
        ("Sources: [@a], [@b]", ("Sources: 1, 2", 0)),
        ("@a", ("A1", 1)),
    ],
)
def test_citations_that_stand_alone_are_not_raised(text: str, printed: tuple[str, int]) -> None:
    """Raised figures above nothing look like specks; on the line two citations are parted, or they would read as 12."""
    style = {"citation-style": "american-medical-association"}
    done = run({"references": REFS}, Para(read(text, NOWHERE)), audience=style, read=read)
    assert (words(done), len(_raised(done))) == printed


def test_citations_alone_in_cells_definitions_and_notes_are_not_raised() -> None:
    cited = read("[@a]", NOWHERE)
    card = DefinitionList((Definition((Text("Reported in"),), (Para(cited),)),))
    rows = (Row((Cell((Text("1"),)), Cell(cited))),)
    notes = (Note("_a", cited), Note("_b", (Text("See"), *cited)))
    table = Table("", Caption(()), (Column(), Column()), (), rows, notes)
    style = {"citation-style": "american-medical-association"}
    done = run({"references": REFS}, card, table, audience=style, read=read)
    assert len([node for node in walk(done.done) if isinstance(node, Citation)]) == 4
    assert len(_raised(done)) == 1


def _raised(done: Run) -> list[Sup]:
    return [node for node in walk(done.done) if isinstance(node, Sup)]


def test_fields_and_types_that_no_style_reads_are_found() -> None:
    record = {**book("B", "T"), "type": "bok", "volum": "3", "custom": {"x": 1}, "_id": "7"}
    done = run({"references": {"b": record}}, para("[@b]"))
    found = [(d.message, d.hint, d.span.file) for d in done.sink if d.code == "reference-field"]
    assert found == [
        ('"bok" is no type of a reference', 'did you mean "book"?', "references/b/type"),
        ('"volum" is no field of a reference', 'did you mean "volume"?', "references/b/volum"),
    ]
