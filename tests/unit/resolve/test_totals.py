"""Totals and order of views: sums of facts as reported, percentages from summed counts, rows by value."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.tree import Table, Value, plain, walk
from unit.resolve.support import Run, place, run, texts

FACTS: dict[str, Any] = {
    "low": {"parameter": "Response", "regimen": "low", "n": "5", "of": "21"},
    "high": {"parameter": "Response", "regimen": "high", "n": "9", "of": "19"},
    "none": {"parameter": "Response", "regimen": "none", "n": "1", "of": "20"},
    "bile": {"parameter": "Recovered", "matrix": "bile", "value": "10.25 mg"},
    "urine": {"parameter": "Recovered", "matrix": "urine", "value": "70.5 mg"},
    "other": {"parameter": "Left", "matrix": "bile", "value": "3 g"},
    "rest": {"parameter": "Left", "matrix": "urine", "value": "<2 mg"},
}


def made(**table: Any) -> Run:
    return run({"facts": FACTS, "tables": {"x": {"caption": "X", **table}}}, place("tbl-x"))


def body(**table: Any) -> list[list[str]]:
    return texts(made(**table).table("tbl-x").body)


def test_counts_are_added_and_their_percentage_is_computed() -> None:
    assert body(facts={"parameter": "Response"}, rows="regimen", totals="All") == [
        ["low", "5 (24)"],
        ["high", "9 (47)"],
        ["none", "1 (5)"],
        ["All", "15 (25)"],
    ]


def test_values_are_added_in_decimals() -> None:
    rows = body(facts={"parameter": "Recovered"}, rows="matrix", cell="{value}", totals="Sum")
    assert rows[-1] == ["Sum", "80.75"]


def test_a_total_is_a_value_of_its_table_and_of_no_fact() -> None:
    done = made(facts={"parameter": "Recovered"}, rows="matrix", totals="Sum").done
    assert [v.path for v in walk(done) if isinstance(v, Value)] == ["facts.bile", "facts.urine", "tables.x.totals"]


def test_a_total_stands_below_grouped_rows() -> None:
    rows = ["parameter", "regimen"]
    done = made(facts={"parameter": "Response"}, rows=rows, totals="All").table("tbl-x")
    assert isinstance(done, Table)
    assert texts(done.body)[-1][-1] == "15 (25)"


def test_columns_that_show_no_amount_are_left_empty() -> None:
    cell = [{"show": "{n}"}, {"head": "Dose", "show": "{regimen}"}]
    assert body(facts={"parameter": "Response"}, rows="regimen", cell=cell, totals="All")[-1] == ["All", "15", ""]


@pytest.mark.parametrize("wanted", [{"parameter": "Left"}, {"matrix": ["bile"]}])
def test_what_cannot_be_added_is_an_error(wanted: dict[str, Any]) -> None:
    done = made(facts=wanted, rows=["parameter", "matrix"], cell="{value}", totals="Sum")
    assert done.document is None
    assert done.codes == ["table-total"]


def test_rows_stand_by_their_value() -> None:
    def first(sort: str) -> list[str]:
        return [row[0] for row in body(facts={"parameter": "Response"}, rows="regimen", sort=sort)]

    assert first("value") == ["none", "low", "high"]
    assert first("-value") == ["high", "low", "none"]


@pytest.mark.parametrize(("sort", "order"), [("value", ["b", "a", "c"]), ("-value", ["a", "b", "c"])])
def test_rows_without_an_exact_value_come_last(sort: str, order: list[str]) -> None:
    values = {"c": "<2 mg", "a": "10.25 mg", "b": "9 mg"}
    facts = {key: {"matrix": key, "value": value} for key, value in values.items()}
    table = {"caption": "X", "facts": list(facts), "rows": "matrix", "sort": sort}
    done = run({"facts": facts, "tables": {"x": table}}, place("tbl-x")).table("tbl-x")
    assert [row[0] for row in texts(done.body)] == order


def test_missing_codes_are_explained_below_the_table() -> None:
    facts = {
        "a": {"parameter": "CL", "species": "rat", "missing": "BLQ"},
        "b": {"parameter": "CL", "species": "dog", "value": "3"},
    }
    table = {"caption": "X", "facts": {"parameter": "CL"}, "rows": "species"}
    done = run({"facts": facts, "tables": {"x": table}}, place("tbl-x")).table("tbl-x")
    assert texts(done.body) == [["rat", "BLQ"], ["dog", "3"]]
    assert [plain(n.children) for n in done.notes] == ["Abbreviations: BLQ, below the limit of quantification."]
