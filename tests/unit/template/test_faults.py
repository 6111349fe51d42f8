"""Faults of templates: located by template and line, with a hint, all sections of an audience at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from marking import codes, one, render, search


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a\n{{ titel }}", "template-undefined", 2),
        ("a\n{% if titel %}x{% endif %}", "template-undefined", 2),
        ("a\n\n{{ compound.cass }}", "template-undefined", 3),
        ("a\n{{ texts.nothing }}", "template-undefined", 2),
        ("a\n{{ facts.x.value.y }}", "template-undefined", 2),
        ("a\n{% if %}", "template-syntax", 2),
        ("a\n{% for x in texts %}\nb", "template-syntax", 3),
        ("a\n{{ title | shout }}", "template-syntax", 2),
        ('a\n{% include "shared/none.md.j2" %}', "template-missing", 2),
        ("a\n{% include title %}", "template-dynamic-name", 2),
        ("a\n{% for x in title %}{% endfor %}", "template-not-a-list", 2),
        ("a\n{{ place('tables', 'x') }}", "table-unknown", 2),
        ("a\n{% filter upper %}x{% endfilter %}", "template-not-allowed", 2),
        ("a\n{{ facts.x.value / 2 }}", "template-not-allowed", 2),
        ("a\n{{ 1 // 0 }}", "template-failed", 2),
        ("a\n\x07", "template-character", 2),
        ("a\n\ue000", "template-character", 2),
        ('a\n{{ "\\ue000" }}', "template-character", 2),
    ],
)
def test_faults_name_template_and_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    marked, sink = one(tmp_path, text, compound={"inn": "x"}, facts={"x": {"value": "1"}})
    assert marked is None
    assert [(d.code, d.span.file, d.span.line) for d in sink] == [(code, "templates/a/s.md.j2", line)]
    assert "Traceback" not in sink.found[0].message


def test_a_mistyped_name_is_answered_with_the_right_one(tmp_path: Path) -> None:
    _, sink = one(tmp_path, "{{ titel }}")
    assert sink.found[0].hint == 'did you mean "title"?'
    _, sink = one(tmp_path / "2", "{{ compound.cass }}", compound={"inn": "x"})
    assert sink.found[0].hint == 'did you mean "cas"?'
    _, sink = one(tmp_path / "3", '{% include "shared/sumary.md.j2" %}')
    search(tmp_path / "3", shared__summary="x")
    _, sink = render((tmp_path / "3" / "templates",), {}, "s")
    assert sink.found[0].hint == 'did you mean "shared/summary.md.j2"?'


def test_absent_optional_data_can_be_tested(tmp_path: Path) -> None:
    text = (
        "ok{% if texts.x or tables.t or compound or texts.x.y or version %}no{% endif %}{% for f in facts %}no{% endfor %}"
    )
    marked, sink = one(tmp_path, text)
    assert marked is not None, [*sink]
    assert marked.text == "ok"


def test_all_sections_report_at_once(tmp_path: Path) -> None:
    path = search(tmp_path, a__one="{{ titel }}", a__two="fine", a__three="{% if %}")
    marked, sink = render(path, {}, "one", "two", "three", "four")
    assert marked is None
    assert codes(sink) == ["template-missing", "template-undefined", "template-syntax"]


def test_faults_in_a_base_template_name_the_base(tmp_path: Path) -> None:
    path = search(
        tmp_path, shared__base="a\n{% block b %}{% endblock %}\n{{ nope }}", a__s='{% extends "shared/base.md.j2" %}'
    )
    _, sink = render(path, {}, "s")
    assert str(sink.found[0].span) == "templates/shared/base.md.j2:3"
    assert sink.sources.line(sink.found[0].span) == "{{ nope }}"


def test_the_excerpt_is_at_hand(tmp_path: Path) -> None:
    _, sink = one(tmp_path, "a\n{{ titel }}")
    assert sink.sources.line(sink.found[0].span) == "{{ titel }}"
