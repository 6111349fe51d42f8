"""The second rendering takes over what the first has printed, as long as it would print the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import template
from marking import printed, render, search

TABLES = {"tables": {"efficacy": {"caption": "C", "grid": [["1"]], "head": ["h"]}}}
UNPLACED = '{% for id in unplaced("tables", "efficacy") %}{{ place("tables", id) }}{% endfor %}'


def _sections_rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    met: list[str] = []
    original = template.rendered

    def noted(session: template.Session, page: object) -> object:
        met.append(session.section)
        return original(session, page)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(template, "rendered", noted)
    return met


def test_a_section_that_asks_nothing_is_rendered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met = _sections_rendered(monkeypatch)
    path = search(tmp_path, a__one="{{ title }} one\n", a__two="{{ texts.x }} two\n")
    marked, _ = render(path, {"texts": {"x": "*said*"}}, "one", "two")
    assert printed(marked) == "T one\n\n\n*said* two\n"
    assert met == ["one", "two"]


def test_a_section_that_is_answered_otherwise_is_rendered_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later text places the table, which the first section learns only in the second rendering; tokens move up."""
    met = _sections_rendered(monkeypatch)
    path = search(
        tmp_path, a__one="{{ title }}" + UNPLACED + "\n", a__two="{{ title }} {{ texts.x }}\n", a__three="{{ title }}."
    )
    text = "Before.\n\n::: {#tbl-efficacy}\n:::"
    marked, _ = render(path, {"texts": {"x": text}, **TABLES}, "one", "two", "three")
    assert met == ["one", "two", "three", "one"]
    assert printed(marked) == f"T\n\nT {text}\n\n\nT."
    assert marked is not None
    assert [token.text for token in marked.tokens] == ["T", "T", text, "T"]


def test_tokens_of_a_section_taken_over_are_numbered_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met = _sections_rendered(monkeypatch)
    asking = '{% for id in unplaced("tables") %}{{ id }} {% endfor %}'
    path = search(tmp_path, a__one=asking + "{{ title }}\n", a__two="{{ texts.x }}\n")
    marked, _ = render(path, {"texts": {"x": "::: {#tbl-efficacy}\n:::"}, **TABLES}, "one", "two")
    assert met == ["one", "two", "one"]
    assert marked is not None
    assert [token.text for token in marked.tokens] == ["T", "::: {#tbl-efficacy}\n:::"]
    assert printed(marked) == "T\n\n\n::: {#tbl-efficacy}\n:::\n"


def test_an_order_of_placing_is_kept(tmp_path: Path) -> None:
    """Two sections that would both place a table: the first does, in the second rendering as in the first."""
    path = search(tmp_path, a__one="one\n\n" + UNPLACED, a__two="two\n\n" + UNPLACED)
    marked, _ = render(path, TABLES, "one", "two")
    assert printed(marked).count("::: {#tbl-efficacy}") == 1
    assert printed(marked).index("#tbl-efficacy") < printed(marked).index("two")
