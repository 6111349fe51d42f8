"""Notes: letters in reading order, the notes of facts, what is not verified, abbreviations, footnotes."""

from __future__ import annotations

from typing import Any

from briefgen.resolve.notes import letter
from briefgen.tree import Caption, Cell, Column, Note, NoteRef, Para, Row, Section, Sup, Table, Text, plain, walk
from unit.resolve.support import Run, para, place, prose, run, section, texts

REFS = {"news": {"title": "BioWorld", "status": "unverified"}}


def one(table: dict[str, Any], facts: dict[str, Any], **data: Any) -> Run:
    spec = {"caption": "X", "facts": list(facts), "rows": "dose", **table}
    return run({"facts": facts, "tables": {"x": spec}, "references": REFS, **data}, place("tbl-x"))


def shown(done: Run) -> list[tuple[str, str]]:
    return [(n.mark, plain(n.children)) for n in done.table("tbl-x").notes]


def test_letters_go_on_after_z() -> None:
    assert [letter(n) for n in (0, 25, 26, 27, 52)] == ["a", "z", "aa", "bb", "aaa"]


def test_marks_follow_reading_order_caption_head_body() -> None:
    table = {
        "caption": "X[^c]",
        "stub": "Dose[^s]",
        "labels": {"1 mg": "1 mg[^r]"},
        "notes": {"r": "row", "s": "stub", "c": "caption", "_g": "general"},
    }
    done = one(table, {"a": {"value": "1", "dose": "1 mg"}})
    assert shown(done) == [("", "general"), ("a", "caption"), ("b", "stub"), ("c", "row")]
    refs = {n.key: (n.mark, n.anchor) for n in walk(done.table("tbl-x")) if isinstance(n, NoteRef)}
    assert refs["r"] == ("c", "tbl-x-note-c")


def test_marks_without_notes_and_notes_without_marks() -> None:
    done = one({"caption": "X[^c]", "notes": {"d": "never"}}, {"a": {"value": "1", "dose": "1 mg"}})
    places = {(d.code, d.span.file) for d in done.sink}
    assert places == {
        ("note-unused", "tables/x/notes/d"),
        ("note-unknown", "tables/x/caption"),
        ("reference-uncited", "references/news"),
    }
    assert done.document is None


def test_the_note_of_a_fact_is_marked_once_for_the_same_text() -> None:
    facts = {
        "a": {"value": "1", "dose": "1 mg", "note": "Capped at 40 mg."},
        "b": {"value": "2", "dose": "2 mg", "note": "Capped at 40 mg."},
        "c": {"value": "3", "dose": "3 mg"},
    }
    done = one({"cell": [{"show": "{value}"}, {"show": "{dose}"}]}, facts)
    assert texts(done.table("tbl-x").body) == [["1 mg", "1a", "1 mg"], ["2 mg", "2a", "2 mg"], ["3 mg", "3", "3 mg"]]
    assert shown(done) == [("a", "Capped at 40 mg.")]


def test_the_note_of_a_fact_may_name_values_and_sources() -> None:
    facts = {"a": {"value": "1", "dose": "1 mg", "note": "Twice {fact}`b` [@news]."}, "b": {"value": "0.50", "dose": "2 mg"}}
    assert shown(one({}, facts)) == [("a", "Twice 0.50 (1).")]


def test_some_unverified_cells_share_one_mark() -> None:
    facts = {
        "a": {"value": "1", "dose": "1 mg", "status": "unverified", "note": "Fed."},
        "b": {"value": "2", "dose": "2 mg", "status": "unverified"},
        "c": {"value": "3", "dose": "3 mg"},
    }
    done = one({}, facts)
    assert [r[1] for r in texts(done.table("tbl-x").body)] == ["1a,b", "2b", "3"]
    assert shown(done) == [("a", "Fed."), ("b", "Not verified against the primary source.")]
    assert Sup((Text(","),)) in done.table("tbl-x").body[0].cells[1].children


def test_values_in_heads_and_notes_have_their_notes() -> None:
    """A mark stands in the head; a note carries none, so that what is to be said of a value there is said without."""
    facts = {"a": {"value": "1"}, "b": {"value": "2", "status": "unverified"}}
    said = "Not verified against the primary source."

    def grid(**more: Any) -> Run:
        return one({"facts": None, "rows": [], "grid": [["x", "{fact}`a`"]], "head": ["A", "B"], **more}, facts)

    done = grid(head=["A", "At {fact}`b`"])
    assert texts(done.table("tbl-x").head) == [["A", "At 2a"]]
    assert shown(done) == [("a", said)]
    done = grid(notes={"_g": "At {fact}`b`."})
    assert shown(done) == [("", "At 2."), ("", f"2: {said}")]


def test_abbreviations_used_are_spelled_out_in_order() -> None:
    facts = {"a": {"value": "1", "dose": "1 mg", "parameter": "AUC"}}
    given = {"PK": "pharmacokinetics", "AUC": "area under the curve", "AU": "arbitrary unit"}
    done = one({"caption": "PK"}, facts, abbreviations=given)
    assert shown(done) == [("", "Abbreviations: AUC, area under the curve; PK, pharmacokinetics.")]


# -------------------------------------------------------------------------------------------------------- footnotes


def test_footnotes_are_marked_in_order_and_shared_by_key() -> None:
    notes = (Note("x", prose("about x")), Note("y", prose("about y")))
    done = run({}, para("One[^y] two[^x] three[^y]."), notes=notes)
    assert [(n.mark, n.anchor, plain(n.children)) for n in done.done.notes] == [
        ("a", "note-1", "about y"),
        ("b", "note-2", "about x"),
    ]
    paragraph = next(n for n in walk(done.done) if isinstance(n, Para))
    assert plain(paragraph.children) == "Onea twob threea."


def test_footnotes_that_do_not_match_are_errors() -> None:
    done = run({}, para("One[^z]."), notes=(Note("y", prose("about y")),))
    assert sorted(done.codes) == ["note-unknown", "note-unused"]


def test_unverified_values_are_marked_once_a_section() -> None:
    data = {
        "references": REFS,
        "facts": {
            "a": {"value": "1", "status": "unverified", "source": "news"},
            "b": {"value": "2", "status": "unverified", "source": "news"},
            "c": {"value": "3"},
        },
    }
    blocks = [
        section("One", para("{fact}`a` {fact}`a` {fact}`b` {fact}`c`"), section("Deep", para("{fact}`a`"), level=2)),
        section("Two", para("{fact}`a`")),
    ]
    done = run(data, *blocks)
    sections = [plain(n.children) for n in walk(done.done) if isinstance(n, Para)]
    assert sections == ["1a 1 2a 3", "1", "1a"]
    assert [plain(n.children) for n in done.done.notes] == [
        "As reported in BioWorld (1); not verified against the primary source."
    ]


def test_headings_carry_no_mark() -> None:
    title = prose("About {fact}`a`")
    heading = Section(1, title, (para("{fact}`a`"),))
    done = run({"facts": {"a": {"value": "1", "status": "secondary"}}}, heading)
    found = next(n for n in walk(done.done) if isinstance(n, Section))
    assert plain(found.title) == "About 1"
    assert [plain(n.children) for n in done.done.notes] == ["Seen in a secondary source only."]


def test_a_table_of_the_text_takes_its_notes_with_it() -> None:
    table = Table(
        "tbl-y",
        Caption(prose("Y")),
        (Column(),),
        (Row((Cell(prose("Head"), scope="col"),)),),
        (Row((Cell(prose("1[^t]")),)),),
    )
    done = run({}, para("Text[^f]."), table, notes=(Note("t", prose("of the table")), Note("f", prose("of the text"))))
    assert [(n.mark, plain(n.children)) for n in done.table("tbl-y").notes] == [("a", "of the table")]
    assert [(n.mark, plain(n.children)) for n in done.done.notes] == [("a", "of the text")]


def test_a_table_of_the_text_prints_p_values_bare() -> None:
    head = (Row((Cell(prose("P"), scope="col"),)),)
    table = Table("tbl-y", Caption(prose("Y")), (Column(),), head, (Row((Cell(prose("{fact}`a:p`")),)),))
    assert texts(run({"facts": {"a": {"value": "1", "p": ".0196"}}}, table).table("tbl-y").body) == [[".02"]]
