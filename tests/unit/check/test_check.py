"""How findings become diagnostics: kinds of document, acknowledgements, order; the rules on documents; the table."""

from __future__ import annotations

from dataclasses import replace
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
    Code,
    Document,
    Drawing,
    Equation,
    Figure,
    Jump,
    Math,
    Meta,
    Note,
    Para,
    Section,
    Text,
    Value,
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


def test_codes_are_unique_and_the_page_lists_them(accept: bool) -> None:
    assert len(BY_CODE) == len(RULES)
    page = Path(__file__).parents[3] / "docs" / "rules.md"
    if accept:
        page.write_text(rules_page(), encoding="utf-8")
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
    return Para((Text(text, span=HERE),), span=HERE)


def found(made: Document, text: str = "title: T\n") -> list[tuple[str, str]]:
    return [(d.code, str(d.span)) for d in check_document(made, *brief(text)).findings]


def value(name: str, form: str, printed: str) -> Para:
    return Para((Value(f"facts.{name}", form, (Text(printed),), span=HERE),))


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
    "status-hidden": (
        document(value("a", "value", "8 nM")),
        "title: T\nfacts: {a: {value: 8 nM, status: unverified}}\n",
        "t.md:4:2",
    ),
    "p-printed": (document(value("a", "p", "P = .019")), 'title: T\nfacts: {a: {value: 8, p: ".0196"}}\n', "t.md:4:2"),
    "markup-leak": (document(para("Hello {{ name }}")), "title: T\n", "t.md:4:2"),
}


@pytest.mark.parametrize("code", [rule.code for rule in DOCUMENT_RULES])
def test_each_rule_on_documents_finds_its_fault_alone(code: str) -> None:
    made, text, place = CASES[code]
    assert found(made, text) == [(code, place)]


def test_a_clean_document() -> None:
    see = Para((Jump("figure", "Figure 1", "fig-x"),))
    body = (section(1, section(2, see), section(2)), section(1), figure("alt"), Equation(Math("x", alt="x")))
    assert found(document(*body, para("NCT04722666 was stopped; safety was assessed.")), STUDIES) == []


@pytest.mark.parametrize(
    ("p", "printed"),
    [
        (".0005", "<.001"), (".001", ".001"), (".0095", ".010"), (".0105", ".01"), (".0495", ".0495"), (".05", ".05"),
        (".9949", ".99"), (".995", ">.99"), (".0196", ".02"), ("<.001", "<.001"), (".2", "0.2"), (">.99", ">.99"),
    ],
)  # fmt: skip
def test_p_values_rounded_once_pass(p: str, printed: str) -> None:
    text = f'title: T\nfacts: {{a: {{value: 8, p: "{p}"}}}}\n'
    assert found(document(value("a", "p", f"P = {printed}")), text) == []
    assert found(document(value("a", "p", "P = .77")), text) == [("p-printed", "t.md:4:2")]


def test_a_status_is_told_by_a_note() -> None:
    text = "title: T\nfacts: {a: {value: 8 nM, status: unverified}}\n"
    told = replace(document(value("a", "value", "8 nM")), notes=(Note("=unverified", (Text("Not verified."),)),))
    assert found(told, text) == []


@pytest.mark.parametrize("leak", ["**bold", "[a](b)", "&nbsp;", "<sup>1</sup>", "TODO", r"\text{Ca}", "{% if %}"])
def test_what_must_not_be_printed(leak: str) -> None:
    assert [code for code, _ in found(document(para(f"some {leak} text")))] == ["markup-leak"]
    assert found(document(Para((Code(leak),)))) == []


def test_an_approved_compound_may_be_called_effective() -> None:
    promise = document(para("It is effective."))
    compound = "title: T\ncompound: {inn: x, status: %s}\n"
    assert found(promise, compound % "Marketed as a spray") == []
    for status in ("Investigational", "not an approved medicine", "unapproved"):
        assert [code for code, _ in found(promise, compound % status)] == ["promise"]


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
  one: {caption: D, facts: {parameter: CL, species: [rat, cat]}, rows: species}
  none: {caption: E, facts: {parameter: CL, species: none}, rows: parameter}
  empty: {caption: F, facts: {parameter: CL, species: cat}, rows: parameter}
"""
    assert [(d.code, d.span.line) for d in check_data(*brief(text)).findings] == [("unit-mixed", 9), ("table-empty", 12)]


@pytest.mark.parametrize(("lang", "used", "idle"), [("en", "CI", "IC"), ("de", "KI", "CI"), ("es", "IC", "KI")])
def test_the_interval_of_a_fact_uses_the_abbreviation_of_its_language(lang: str, used: str, idle: str) -> None:
    text = (
        f"title: T\nlang: {lang}\nkind: note\nabbreviations: {{{used}: first, {idle}: second}}\n"
        "facts: {a: {value: 3, ci: {lower: 2, upper: 4, level: 95}}}\ntexts: {a: 'It was {fact}`a:ci`.'}\n"
    )
    found = [d.message for d in check_data(*brief(text)).findings if d.code == "abbreviation-idle"]
    assert found == [f'the abbreviation "{idle}" is used nowhere']
