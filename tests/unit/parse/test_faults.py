"""Faults of markup: each has its code, its line, and a hint; all are found at once."""

from __future__ import annotations

import pytest

from marking import codes, markup

FAULTS = [
    ("a <b>c</b>", ["markup-html", "markup-html"], 1),
    ("List<int>", ["markup-html"], 1),
    ("a\n\n<div>\nx\n</div>", ["markup-html"], 3),
    ("a\n\n<!-- x -->", ["markup-html"], 3),
    ("![alt](https://x.org/a.png)", ["markup-image"], 1),
    ("a\n\n---\n\nb", ["markup-rule"], 3),
    ("a {fect}`x`", ["role-unknown"], 1),
    ("a [b]{.smalcaps}", ["attribute-unknown"], 1),
    ("a [b]{#x}", ["attribute-unknown"], 1),
    ("a `b`{.python}", ["attributes-stray"], 1),
    ("a\n\n::: {.calout-note}\nb\n:::", ["div-unknown"], 3),
    ("::: {.callout-note}\nb", ["div-unclosed"], 1),
    ("a\n\n:::\n\nb", ["div-unopened"], 3),
    ("::: {#tbl-x}\ntext\n:::", ["div-not-empty"], 1),
    ("::: {.callout-note kind=x}\na\n:::", ["attribute-unknown"], 1),
    ("::: {#x}\n:::", ["anchor-prefix"], 1),
    ("::: {.callout-note .callout-tip}\na\n:::", ["div-unknown"], 1),
    ("[a](ftp://x.org)", ["link-scheme"], 1),
    ("[a](javascript:alert(1))", ["link-scheme"], 1),
    ("[a](#sec-x)", ["link-scheme"], 1),
    ("[a](other.md)", ["link-scheme"], 1),
    ("# A {#a}", ["anchor-prefix"], 1),
    ("# A {.big}", ["attribute-unknown"], 1),
    ("# A {#sec-a}\n\n# B {#sec-a}", ["anchor-duplicate"], 3),
    ("::: {#tbl-x}\n:::\n\n::: {#tbl-x}\n:::", ["anchor-duplicate"], 4),
    ("- # A", ["heading-in-block"], 1),
    ("a[^x]", ["note-unknown"], 1),
    ("a[^x]\n\n[^x]: a\n\n[^x]: b", ["note-duplicate"], 5),
    ("| a | b |\n|---|---|\n| 1 | 2 |", ["table-no-caption"], 1),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |\n\n: C {#tbl-c}", ["table-row-cells"], 3),
    ("| a | b |\n|---|---|\n| 1 |\n\n: C {#tbl-c}", ["table-row-cells"], 3),
    ("[@tbl-x]", ["reference-in-brackets"], 1),
    ("$$ x $$ {#x}", ["anchor-prefix"], 1),
    ("a\n\n" + ">" * 60 + " lost", ["markup-too-deep"], 3),
]


@pytest.mark.parametrize(("text", "expected", "line"), FAULTS)
def test_faults(text: str, expected: list[str], line: int) -> None:
    document, sink = markup(text)
    assert document is None
    assert codes(sink) == expected
    assert (sink.found[0].span.file, sink.found[0].span.line) == ("t.md", line)


def test_every_fault_helps() -> None:
    for text, _, _ in FAULTS:
        _, sink = markup(text)
        for found in sink:
            assert found.message[0].islower() or not found.message[0].isalpha() or found.message.startswith("HTML")
            assert not found.message.endswith(".")


def test_suggestions() -> None:
    assert markup("{fect}`x`")[1].found[0].hint == 'did you mean "fact"?'
    assert markup("::: {.calout-note}\nb\n:::")[1].found[0].hint == 'did you mean "callout-note"?'
    assert markup("[b]{.smalcaps}")[1].found[0].hint == 'did you mean "smallcaps"?'


def test_warnings_do_not_stop_the_document() -> None:
    document, sink = markup("# A\n\n### B\n\n[^x]: unused")
    assert document is not None
    assert codes(sink) == ["heading-skipped", "note-unused"]


def test_all_faults_are_found_at_once() -> None:
    _, sink = markup("a <b>\n\n::: {.x}\n:::\n\n[a](x)")
    assert codes(sink) == ["markup-html", "div-unknown", "link-scheme"]
