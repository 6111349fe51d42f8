"""Tables from their specification: queries, order, labels, faults, grids."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.tree import Value, plain, walk
from unit.resolve.support import Run, place, run, texts

FACTS: dict[str, Any] = {
    "a-m": {"parameter": "CL", "species": "mouse", "value": "130 mL/min/kg", "route": "IV"},
    "a-r": {"parameter": "CL", "species": "rat", "value": "56 mL/min/kg", "route": "IV"},
    "b-m": {"parameter": "Half-life", "species": "mouse", "value": "3.8 h", "route": "IV"},
}


def made(table: dict[str, Any], facts: dict[str, Any] = FACTS, **data: Any) -> Run:
    return run({"facts": facts, "tables": {"x": {"caption": "X", **table}}, **data}, place("tbl-x"))


def body(table: dict[str, Any], **data: Any) -> list[list[str]]:
    return texts(made(table, **data).table("tbl-x").body)


def test_order_and_labels() -> None:
    table = {
        "facts": {"parameter": "CL"},
        "rows": "species",
        "order": {"species": ["rat"]},
        "labels": {"rat": "Rat (Wistar)", "species": "Animal"},
    }
    done = made(table).table("tbl-x")
    assert texts(done.body) == [["Rat (Wistar)", "56"], ["mouse", "130"]]
    assert texts(done.head) == [["Animal", "CL (mL/min/kg)"]]


def test_a_filter_of_several_values_and_a_list_of_ids() -> None:
    assert body({"facts": {"species": ["mouse", "dog"]}, "rows": "parameter"}) == [
        ["CL", "130~mL/min/kg"],
        ["Half-life", "3.8~h"],
    ]
    assert body({"facts": ["b-m", "a-m"], "rows": "parameter"}) == [["Half-life", "3.8~h"], ["CL", "130~mL/min/kg"]]


def test_columns_by_parameter_of_the_cell() -> None:
    cell = [{"head": "Clearance", "parameter": "CL"}, {"head": "Half-life", "parameter": "Half-life"}]
    done = made({"facts": {"route": "IV"}, "rows": "species", "cell": cell, "missing": "–"}).table("tbl-x")
    assert texts(done.head) == [["Species", "Clearance (mL/min/kg)", "Half-life (h)"]]
    assert texts(done.body) == [["mouse", "130", "3.8"], ["rat", "56", "–"]]


def test_a_count_with_a_value_of_another_unit_keeps_its_unit_in_the_cell() -> None:
    facts = {
        "t": {"parameter": "Half-life", "value": "3.7 h"},
        "r": {"parameter": "Responders", "n": 12, "of": 40, "value": "30 %"},
    }
    done = made({"facts": ["t", "r"], "rows": "parameter", "cell": "{value}"}, facts).table("tbl-x")
    assert texts(done.head) == [["Parameter", "Value"]]
    assert [row[1].replace("~", "").replace(" ", "") for row in texts(done.body)] == ["3.7h", "30%"]


@pytest.mark.parametrize(("lang", "heads"), [("es", ["Parámetro", "Especie"]), ("de-AT", ["Parameter", "Spezies"])])
def test_fields_head_their_columns_in_the_language_of_the_document(lang: str, heads: list[str]) -> None:
    table = {"caption": "C", "facts": {"parameter": "CL"}, "rows": ["parameter", "species"]}
    done = run({"lang": lang, "facts": FACTS, "tables": {"x": table}}, place("tbl-x")).table("tbl-x")
    assert texts(done.head)[0][:2] == heads


def test_cells_are_values_bound_to_their_facts() -> None:
    done = made({"facts": {"parameter": "CL"}, "rows": "species", "cell": "{value} ({route})"}).table("tbl-x")
    values = [(v.path, v.form) for v in walk(done) if isinstance(v, Value)]
    assert values == [("facts.a-m", "value"), ("facts.a-m", "route"), ("facts.a-r", "value"), ("facts.a-r", "route")]
    assert texts(done.body)[0] == ["mouse", "130 (IV)"]


def test_an_interval_names_its_level_in_the_head() -> None:
    facts = {
        "a": {"parameter": "MADRS", "at": "6 wk", "value": "-6.46", "ci": "-11.78 to -1.15", "study": "s"},
        "b": {"parameter": "MADRS", "at": "3 wk", "value": "-5.42", "ci": "-10.83 to -0.02", "study": "s"},
    }
    done = made({"facts": {"study": "s"}, "rows": "at"}, facts, studies={"s": {"ci-level": "80"}}).table("tbl-x")
    assert texts(done.head) == [["Time", "MADRS (80%~CI)"]]
    assert texts(done.body)[0] == ["6 wk", "−6.46 (−11.78 to −1.15)"]
    assert done.columns[1].align == "decimal"


def test_pooled_arms_are_named_together() -> None:
    facts = {"a": {"value": "1", "arms": ["p", "q"], "study": "s"}}
    arms = {"p": {"label": "0.16 weekly"}, "q": {"label": "0.16 biweekly"}}
    table = {"facts": {"arms": "q"}, "rows": "arms"}
    assert texts(made(table, facts, studies={"s": {"arms": arms}}).table("tbl-x").body) == [
        ["0.16 weekly + 0.16 biweekly", "1"]
    ]


@pytest.mark.parametrize(
    ("table", "code", "place_of", "hint"),
    [
        (
            {"facts": {"specis": "rat"}, "rows": "species"},
            "field-unknown",
            "tables/x/facts/specis",
            'did you mean "species"?',
        ),
        (
            {"facts": {"species": "cow"}, "rows": "species"},
            "table-empty",
            "tables/x/facts",
            "compare with the facts' fields",
        ),
        ({"facts": ["a-x"], "rows": "species"}, "fact-unknown", "tables/x/facts/0", 'did you mean "a-r"?'),
        (
            {"facts": {"route": "IV"}, "rows": "species"},
            "table-ambiguous",
            "tables/x",
            "they differ in parameter: add it to rows or columns",
        ),
        ({"facts": ["a-m"], "rows": "dose"}, "table-key-missing", "facts/a-m", "give it, or leave the fact out"),
        (
            {"facts": ["a-m"], "rows": "species", "cell": "{vlue}"},
            "value-form-unknown",
            "tables/x/cell/0/show",
            'did you mean "value"?',
        ),
        ({"facts": ["a-m"], "rows": "species", "cell": "{value} ({sd})"}, "table-form-missing", "facts/a-m", ""),
        (
            {"grid": [["a", "b"], ["c"]], "head": ["A", "B"]},
            "table-ragged",
            "tables/x/grid/1",
            "write ~ for a cell that the one before it spans",
        ),
        ({"grid": [], "head": ["A", "B"]}, "table-empty", "tables/x/grid", ""),
    ],
)
def test_faults_of_tables(table: dict[str, Any], code: str, place_of: str, hint: str) -> None:
    done = made(table)
    assert done.document is None
    assert [(d.code, d.span.file, d.hint) for d in done.sink] == [(code, place_of, hint)]


def test_an_order_that_names_no_value_is_a_warning() -> None:
    done = made({"facts": {"parameter": "CL"}, "rows": "species", "order": {"species": ["rats", "mouse"]}})
    assert done.codes == ["table-order-unknown"]
    assert done.done


def test_a_form_no_fact_of_the_cell_has_prints_as_missing() -> None:
    table = {"facts": {"parameter": "CL"}, "rows": "species", "cell": ["{p}"], "missing": "NC"}
    assert [r[1] for r in body({**table, "cell": [{"show": "{p}"}]})] == ["NC", "NC"]


def test_a_missing_fact_prints_its_code_and_the_code_is_spelled_out() -> None:
    facts = {**FACTS, "a-d": {"parameter": "CL", "species": "dog", "missing": "BLQ"}}
    done = made({"facts": {"parameter": "CL"}, "rows": "species"}, facts).table("tbl-x")
    assert texts(done.body)[2] == ["dog", "BLQ"]
    assert [plain(n.children) for n in done.notes] == ["Abbreviations: BLQ, below the limit of quantification."]


# ------------------------------------------------------------------------------------------------------------ grids


def test_a_grid_names_facts_and_notes() -> None:
    table = {
        "grid": [["Clearance", "{fact}`a-m`", None], ["Half-life[^h]", "{fact}`b-m:number`", "terminal"]],
        "head": ["Parameter", {"head": "Value"}, "Remark"],
        "notes": {"h": "After 1 mg/kg."},
    }
    done = made(table).table("tbl-x")
    assert texts(done.body) == [["Clearance", "130~mL/min/kg", "NR"], ["Half-lifea", "3.8", "terminal"]]
    assert [c.scope for c in done.body[0].cells] == ["row", "", ""]
    assert ("a", "After 1 mg/kg.") in [(n.mark, plain(n.children)) for n in done.notes]


def test_the_description_says_what_the_table_holds() -> None:
    done = made({"facts": {"parameter": "CL"}, "rows": "species"}).table("tbl-x")
    text = "Table of 2 by 2 (rows by columns). Column headings: Species, CL (mL/min/kg). Row labels: mouse, rat."
    assert done.description == text
    given = made({"facts": {"parameter": "CL"}, "rows": "species", "description": "Clearances."})
    assert given.table("tbl-x").description == "Clearances."
