"""How findings become diagnostics: kinds of document, acknowledgements, order; the rules on documents; the table."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.check import BY_CODE, DOCUMENT_RULES, RULES, check_data, check_document
from briefgen.check.identity import molar_mass, valid_cas
from briefgen.check.page import rules_page
from briefgen.check.quantity import ambiguous, known_unit, reported
from briefgen.diag import Sink
from briefgen.load.validate import validate
from briefgen.load.yaml import read_yaml
from briefgen.model import Brief, Fact
from briefgen.source import Located, Span, Spans
from briefgen.tree import (
    Caption,
    Document,
    Drawing,
    Equation,
    Figure,
    Jump,
    Math,
    Meta,
    Para,
    Section,
    Text,
)
from documents import everything

HERE = Span("t.md", 4, 2)


def brief(text: str) -> tuple[Brief, Spans]:
    sink = Sink()
    located = read_yaml(text, "b.yaml", sink)
    assert isinstance(located, Located)
    made = validate(Brief, located, sink)
    assert made is not None, list(sink)
    return made, Spans(located)


def codes(text: str) -> list[str]:
    return [d.code for d in check_data(*brief(text)).findings]


def test_the_kind_of_document_chooses_the_rules() -> None:
    facts = "title: T\nfacts: {a: {value: 8 nM, parameter: IC50}}\n"
    assert codes(f"kind: compound-page\n{facts}") == ["fact-unsourced", "qualifier-missing"]
    assert codes(f"kind: note\n{facts}") == []


def test_an_acknowledged_finding_is_kept_with_its_reason() -> None:
    text = "title: T\nkind: note\nfacts: {a: {value: 9, ci: {lower: 1, upper: 2, level: 95}}}\n"
    made, spans = brief(text + "acknowledged: [{rule: interval-estimate, at: facts.a, reason: as printed}]\n")
    checked = check_data(made, spans)
    assert checked.findings == ()
    assert [(a.finding.code, a.finding.span.line, a.reason) for a in checked.acknowledged] == [
        ("interval-estimate", 3, "as printed")
    ]


def test_an_acknowledgement_silences_its_own_record_only() -> None:
    ci = "{value: 9, ci: {lower: 1, upper: 2, level: 95}}"
    acknowledged = "acknowledged: [{rule: interval-estimate, at: facts.a, reason: as printed}]\n"
    assert codes(f"title: T\nkind: note\nfacts: {{a: {ci}, ab: {ci}}}\n{acknowledged}") == ["interval-estimate"]


def test_codes_are_unique_and_the_page_lists_them() -> None:
    assert len(BY_CODE) == len(RULES)
    page = Path(__file__).parents[3] / "docs" / "rules.md"
    assert page.read_text(encoding="utf-8") == rules_page()


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("8 nM", None, ("8", "nM", "")),
        ("-8.25", None, ("-8.25", "", "")),
        ("−8.25 points", None, ("-8.25", "points", "")),
        ("<0.5 ng/mL", None, ("0.5", "ng/mL", "<")),
        ("1,234.50", "h·ng/mL", ("1234.50", "h·ng/mL", "")),
        ("18 to 65 years", None, ("None", "years", "")),
        ("23.8%", None, ("23.8", "%", "")),
        ("1.2e-3 M", None, ("0.0012", "M", "")),
    ],
)
def test_reported_numbers_are_taken_apart(value: str, unit: str | None, expected: tuple[str, str, str]) -> None:
    found = reported(Fact(value=value, unit=unit))
    assert (str(found.number), found.unit, found.relation) == expected


@pytest.mark.parametrize(
    "unit", ["nM", "h·ng/mL", "mL/min/kg", "log10 copies/mL", "%", "IU/L", "mL·min⁻¹·kg⁻¹", "µg/kg", "mg/m²"]
)
def test_units_people_write(unit: str) -> None:
    assert known_unit(unit)
    assert not ambiguous(unit)


@pytest.mark.parametrize("unit", ["foo", "nM (IC50)", "of 21", "mg/foo", "significant", "-8"])
def test_what_is_no_unit(unit: str) -> None:
    assert not known_unit(unit)


def test_check_digits_and_masses() -> None:
    assert [valid_cas(n) for n in ("50-78-2", "1892581-29-1", "50-78-3")] == [True, True, False]
    assert str(molar_mass("C20H23FN2O3")) == "358.413"
    assert molar_mass("C2H6.2H2O") == molar_mass("C2H10O2")
    assert molar_mass("Zz") is None


def document(*blocks: object, audience: str = "clinician") -> Document:
    return Document(Meta(audience=audience), tuple(blocks))  # type: ignore[arg-type]  # blocks of each test


def para(text: str) -> Para:
    return Para((Text(text),), span=HERE)


def found(made: Document, text: str = "title: T\n") -> list[tuple[str, str]]:
    return [(d.code, str(d.span)) for d in check_document(made, *brief(text)).findings]


def figure(alt: str) -> Figure:
    return Figure("fig-x", Caption((Text("Caption"),)), Drawing("fig-x"), alt, span=HERE)


def section(level: int, *blocks: object) -> Section:
    return Section(level, (Text("Heading"),), tuple(blocks), span=HERE)  # type: ignore[arg-type]  # blocks of each test


STUDIES = (
    "title: T\nstudies:\n  stopped: {status: terminated, registry: NCT04722666, reason: x}\n  fine: {status: completed}\n"
)

CASES = {
    "trial-hidden": (document(para("Nothing on trials.")), STUDIES, "b.yaml:3:3"),
    "heading-skipped": (document(section(1, section(3))), "title: T\n", "t.md:4:2"),
    "float-unmentioned": (document(figure("alt")), "title: T\n", "t.md:4:2"),
    "alt-missing": (document(Equation(Math("x"), span=HERE)), "title: T\n", "t.md:4:2"),
    "promise": (document(para("It is safe and effective.")), "title: T\n", "t.md:4:2"),
}


@pytest.mark.parametrize("code", [rule.code for rule in DOCUMENT_RULES])
def test_each_rule_on_documents_finds_its_fault_alone(code: str) -> None:
    made, text, place = CASES[code]
    assert found(made, text) == [(code, place)]


def test_a_clean_document() -> None:
    see = Para((Jump("figure", "Figure 1", "fig-x"),))
    body = (section(1, section(2, see), section(2)), section(1), figure("alt"), Equation(Math("x", alt="x")))
    assert found(document(*body, para("NCT04722666 was stopped; safety was assessed.")), STUDIES) == []


def test_a_failed_primary_endpoint_is_named_too() -> None:
    text = "title: T\nstudies: {s: {ids: X2201, primary: {name: MADRS, met: no}}}\n"
    assert found(document(para("no")), text) == [("trial-hidden", "b.yaml:2:11")]
    assert found(document(para("X2201")), text) == []


def test_a_finding_on_a_document_is_acknowledged_in_the_data() -> None:
    made, text, _ = CASES["trial-hidden"]
    silenced = text + "acknowledged: [{rule: trial-hidden, at: studies.stopped, reason: another compound}]\n"
    checked = check_document(made, *brief(silenced))
    assert checked.findings == ()
    assert [a.reason for a in checked.acknowledged] == ["another compound"]


def test_the_test_document_with_every_node_can_be_checked() -> None:
    made, _ = everything()
    assert {d.code for d in check_document(made, *brief("title: T\n")).findings} <= {r.code for r in DOCUMENT_RULES}


def test_tables_select_by_every_field_they_name() -> None:
    text = """
title: T
kind: note
facts:
  a: {parameter: CL, species: rat, value: 1 mL/min}
  b: {parameter: CL, species: dog, value: 2 L/h}
  c: {parameter: CL, value: 3}
tables:
  both: {caption: C, facts: {parameter: CL, species: [rat, dog]}, rows: species}
  one: {caption: C, facts: {parameter: CL, species: [rat, cat]}, rows: species}
  none: {caption: C, facts: {parameter: CL, species: none}, rows: parameter}
  empty: {caption: C, facts: {parameter: CL, species: cat}, rows: parameter}
"""
    assert [(d.code, d.span.line) for d in check_data(*brief(text)).findings] == [("unit-mixed", 9), ("table-empty", 12)]
