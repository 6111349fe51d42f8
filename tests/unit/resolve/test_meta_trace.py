"""The title block and metadata; the trace of printed values; determinism over many documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.model import Brief
from briefgen.resolve import printed_values
from briefgen.theme import DEFAULT
from briefgen.tree import Block, Para, Value
from dumping import dump
from unit.resolve.support import grouped, para, place, run, section, words

DATES = {
    "version": "1.2",
    "date": "2025-12-05",
    "data-cut-off": "2025-12-01",
    "search-date": "2025-11-30",
    "organisation": "Institute",
}


def test_the_title_block_speaks_the_language_of_the_brief() -> None:
    english = run({**DATES, "authors": ["A. Author", {"name": "B. Author"}], "subtitle": "Sub"}, para("x")).done.meta
    assert english.details == (
        ("Version", "1.2"),
        ("Date", "5 December 2025"),
        ("Data cut-off", "1 December 2025"),
        ("Literature search", "30 November 2025"),
        ("Organisation", "Institute"),
        ("Prepared for", "Scientists"),
    )
    assert english.footer == "Version 1.2 · Data cut-off 1 December 2025"
    assert (english.date, english.authors, english.audience) == ("2025-12-05", ("A. Author", "B. Author"), "scientist")
    german = run({**DATES, "lang": "de-DE"}, para("x")).done.meta
    assert ("Datenstand", "1. Dezember 2025") in german.details
    american = run({**DATES, "lang": "en-US"}, para("x")).done.meta
    assert ("Data cut-off", "December 1, 2025") in american.details


def test_the_title_block_says_of_the_authors_what_it_does_not_say_anyway() -> None:
    alone = {"name": "A. Author", "affiliation": "Clinic", "orcid": "0000-0002-1825-0097", "email": "a@example.org"}
    single = run({"lang": "es", "authors": [alone]}, para("x")).done.meta
    assert single.details[:3] == (
        ("Afiliación", "Clinic"),
        ("ORCID", "0000-0002-1825-0097"),
        ("Correo electrónico", "a@example.org"),
    )
    several = [alone, "B. Author", {"name": "C. Author", "affiliation": "Institute"}]
    many = run({"organisation": "Institute", "authors": several}, para("x")).done.meta
    assert many.details[0] == ("Affiliation", "A. Author: Clinic")
    assert many.authors == ("A. Author", "B. Author", "C. Author")


def test_a_draft_says_so_and_short_titles_run() -> None:
    meta = run({"status": "draft", "short-title": "Short", "data-cut-off": "2025-12-01"}, para("x")).done.meta
    assert (meta.draft, meta.running, meta.date) == ("DRAFT", "Short", "2025-12-01")
    assert run({}, para("x")).done.meta.draft == ""


def test_a_language_cldr_does_not_know_falls_back() -> None:
    assert ("Data cut-off", "December 1, 2025") in run({"lang": "tlh", **DATES}, para("x")).done.meta.details


DATA: dict[str, Any] = {
    "references": {"r": {"title": "R"}, "s": {"title": "S"}},
    "facts": {
        "a": {"value": "8 nM", "dose": "1 mg", "source": "r", "locator": "p. 4", "status": "unverified", "seen-in": "s"},
        "b": {"value": "0.10", "dose": "2 mg", "source": "r", "p": ".0196"},
    },
    "tables": {"x": {"caption": "X", "facts": ["a", "b"], "rows": "dose"}},
    "figures": {"g": {"kind": "pathway", "caption": "G {fact}`b`", "edges": ["a -| b"]}},
}


def test_every_printed_value_is_traced_to_its_record() -> None:
    done = run(DATA, section("S", para("{fact}`a` {fact}`b:p`"), place("tbl-x"), place("fig-g")))
    rows = [
        (r.place, r.path, r.form, r.text, r.status)
        for r in printed_values(done.done, Brief.model_validate({"title": "T", **DATA}))
    ]
    assert rows == [
        ("sec-s", "facts.a", "value", "8\u00a0nM", "unverified"),
        ("sec-s", "facts.b", "p", "P\u00a0=\u00a0.02", "verified"),
        ("tbl-x", "facts.a", "value", "8\u00a0nM", "unverified"),
        ("tbl-x", "facts.b", "value", "0.10", "verified"),
        ("fig-g", "facts.b", "value", "0.10", "verified"),
    ]
    first = printed_values(done.done, Brief.model_validate({"title": "T", **DATA}))[0]
    assert (first.source, first.locator, first.seen_in) == ("r", "p. 4", "s")


def test_fields_of_the_brief_are_values_too() -> None:
    from briefgen.source import Span

    data = {"compound": {"inn": "onfasprodil", "weight": "358.40", "salts": [{"name": "HCl"}]}}
    shown = [Value("compound.weight"), Value("compound.inn"), Value("compound.salts.0.name")]
    assert words(run(data, Para(tuple(shown)))) == "358.40onfasprodilHCl"
    assert run(data, Para((Value("compound.wight", span=Span("t")),))).codes == ["value-unknown"]


def test_numbers_of_studies_are_traced_to_their_source_and_printed_in_style() -> None:
    study = {"arms": {"a.1": {"label": "A", "n": 18201}}, "losses": {"moved, e.g. abroad": 2}, "ci-level": "95"}
    data = {"lang": "de", "studies": {"step.1": {**study, "reported-in": ["doe"]}}}
    paths = ["arms.a.1.n", "losses.moved, e.g. abroad"]
    values = [Value(f"studies.step.1.{path}", "number") for path in paths]
    done = run(data, Para((*values, Value("studies.step.1.ci-level", "percent"))), audience={"profile": "si"})
    assert done.codes == []
    rows = printed_values(done.done, Brief.model_validate({"title": "A brief", **data}))
    assert [row.text.replace("\u202f", " ").replace("\u00a0", "~") for row in rows] == ["18 201", "2", "95~%"]
    assert {row.source for row in rows} == {"doe"}


PHRASES = [
    "x ",
    "{fact}`a` ",
    "{fact}`b:p` ",
    "{fact}`b:full` ",
    "[@r] ",
    "[@r;@s] ",
    "@s said ",
    "@tbl-x ",
    "@fig-g ",
    "{fact}`a:cite` ",
]
paragraphs = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=6).map(lambda parts: para("".join(parts)))
sections = st.recursive(
    st.builds(lambda blocks: section("Title", *blocks), st.lists(paragraphs, max_size=3)),
    lambda inner: st.builds(lambda blocks: section("Outer", *blocks), st.lists(inner | paragraphs, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(sections | paragraphs, max_size=5),
    st.sampled_from(["ama", "si"]),
    st.sampled_from(["span", "heading", "repeat"]),
)
def test_valid_trees_resolve_without_faults_and_alike(blocks: list[Block], profile: str, style: str) -> None:
    audience = {"profile": profile, "contents": "yes"}
    both = [run(DATA, *blocks, place("tbl-x"), place("fig-g"), audience=audience, theme=grouped(style)) for _ in range(2)]
    assert both[0].codes == []
    assert dump(both[0].done) == dump(both[1].done)  # `done` asserts that there are no faults


@pytest.mark.parametrize("theme", [DEFAULT, grouped("repeat")])
def test_resolving_leaves_the_parsed_tree_alone(theme: Any) -> None:
    blocks = (section("S", para("{fact}`a` [@r]"), place("tbl-x")),)
    before = dump(blocks[0])
    assert run(DATA, *blocks, theme=theme).done
    assert dump(blocks[0]) == before
