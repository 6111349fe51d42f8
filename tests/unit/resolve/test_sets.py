"""The range over a set of facts in text: lowest to highest, each number the value of its own record."""

from __future__ import annotations

import pytest

from briefgen.tree import Inlines, Para, Text, Value, walk
from unit.resolve.support import para, run, words

FACTS = {
    "a": {"value": "4.2 h", "n": "3", "of": "10"},
    "b": {"value": "9.0 h", "n": "7", "of": "10"},
    "c": {"value": "5 h", "n": "1", "of": "10"},
    "down": {"value": "-4.0", "unit": "points"},
    "deep": {"value": "-7.31", "unit": "points"},
    "small": {"value": "2e-6 M"},
    "large": {"value": "1e-5 M"},
    "other": {"value": "3 nM"},
    "less": {"value": "<2 h"},
}


def said(role: str, audience: dict[str, object] | None = None) -> str:
    return words(run({"facts": FACTS}, para_of(role), audience=audience))


def para_of(role: str) -> Para:
    ids, _, form = role.partition(":")
    inside: Inlines = (Text("From "), Value(f"facts.{ids}", form or "value"), Text("."))
    return Para(inside)


@pytest.mark.parametrize(
    ("role", "printed"),
    [
        ("a, b, c", "From 4.2–9.0~h."),
        ("c,a", "From 4.2–5~h."),
        ("down, deep", "From −7.31 to −4.0~points."),
        ("small, large", "From 2~×~10−6–1~×~10−5~M."),
        ("a, b, c:n", "From 1–7."),
        ("a, b, c:pct", "From 10–70%."),
        ("a, a", "From 4.2~h."),
    ],
)
def test_a_range_goes_from_the_lowest_to_the_highest(role: str, printed: str) -> None:
    assert said(role) == printed


def test_a_profile_may_ask_for_the_word() -> None:
    assert said("a, b", {"profile": {"range": "to"}}) == "From 4.2 to 9.0~h."


def test_each_end_is_the_value_of_its_own_record() -> None:
    done = run({"facts": FACTS}, para_of("a, b, c")).done
    assert [(v.path, v.form) for v in walk(done) if isinstance(v, Value)] == [("facts.a", "number"), ("facts.b", "value")]


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("a, nothing", "fact-unknown"),
        ("a, other", "value-set"),
        ("a, less", "value-set"),
        ("a, b:p", "value-form-unknown"),
        ("a, down:n", "value-set"),
    ],
)
def test_what_cannot_be_a_range_is_an_error(role: str, code: str) -> None:
    made = run({"facts": FACTS}, para_of(role), para("More."))
    assert made.document is None
    assert code in made.codes


def test_the_rules_know_the_facts_of_a_set() -> None:
    from briefgen.check import check_data
    from briefgen.model import Brief
    from briefgen.source import Located, Span, Spans

    data = {"title": "T", "kind": "note", "facts": FACTS, "texts": {"summary": "From {fact}`a, b` or {fact}`a, zz`."}}
    spans = Spans(Located({}, Span("x", 1)))
    found = check_data(Brief.model_validate(data), spans).findings
    assert [d.message for d in found if d.code == "fact-unknown"] == ['there is no fact "zz"']
