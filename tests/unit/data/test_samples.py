"""The sample briefs hold what they promise: valid records, a source for every fact and edge, no fact without use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefgen.api import diagnose
from briefgen.diag import Severity
from briefgen.model import Brief
from briefgen.tree import Sup, Table, plain, walk

DATA = Path(__file__).parents[3] / "data"
CLEAN = ["esketamine", "mij821", "minimal", "rislenemdaz", "traxoprodil"]
ALL = [*CLEAN, "mij821-as-published"]


def read(file: Path) -> dict[str, Any]:
    """A YAML file with all scalars as text."""
    found: dict[str, Any] = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
    return found


@cache
def raw(name: str) -> dict[str, Any]:
    """The brief's data with the files it names, scalars as text, groups of facts written out."""
    main = read(DATA / name / "brief.yaml")
    named = {k: DATA / name / v for k, v in main.items() if isinstance(v, str) and v.endswith(".yaml")}
    data = main | {key: read(file) for key, file in named.items()}
    return {**data, "facts": flat(data["facts"])}


def flat(entries: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key, entry in entries.items():
        if "facts" in entry:
            facts |= {k: {**entry.get("defaults", {}), **v} for k, v in entry["facts"].items()}
        else:
            facts[key] = entry
    return facts


def brief(name: str) -> Brief:
    return Brief.model_validate(raw(name))


def everything_said(name: str) -> str:
    return yaml.safe_dump({k: v for k, v in raw(name).items() if k != "facts"}, allow_unicode=True, width=10**6)


@pytest.mark.parametrize("name", ALL)
def test_samples_are_valid_and_name_their_schema(name: str) -> None:
    assert brief(name).title
    for file in (DATA / name).glob("*.yaml"):
        assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=../../docs/brief.schema.json")


@pytest.mark.parametrize("name", ALL)
def test_every_fact_and_edge_has_a_source_that_exists(name: str) -> None:
    sample = brief(name)
    for fact in sample.facts.values():
        assert fact.source in sample.references
        assert fact.seen_in is None or fact.seen_in in sample.references
    for figure in sample.figures.values():
        assert set(figure.sources) <= set(sample.references)
        if figure.kind == "pathway":
            assert all(edge.source in sample.references for edge in figure.edges)


@pytest.mark.parametrize("name", CLEAN)
def test_facts_cite_a_report_of_their_study(name: str) -> None:
    sample = brief(name)
    for key, fact in sample.facts.items():
        if fact.study and fact.study != "none":
            assert fact.source in sample.studies[fact.study].reported_in, key


@pytest.mark.parametrize("name", CLEAN)
def test_no_fact_lies_idle_and_no_mention_is_dangling(name: str) -> None:
    sample, said = brief(name), everything_said(name)
    named = set(re.findall(r"\{fact\}`([\w.-]+?)(?::\w+)?`", said))
    for table in sample.tables.values():
        for key, fact in sample.facts.items():
            query = table.facts
            if isinstance(query, list):
                named |= set(query)
            elif query and all(getattr(fact, field) in wanted for field, wanted in query.items()):
                named.add(key)
    assert named == set(sample.facts)
    for kind, prefix in (("tables", "tbl"), ("figures", "fig")):
        assert set(re.findall(rf"@{prefix}-([\w-]+)", said)) == set(getattr(sample, kind))


def test_the_arms_of_the_phase_2_study_and_its_losses_add_up() -> None:
    study = brief("mij821").studies["phase2"]
    assert [arm.n for arm in study.arms.values()] == [11, 10, 10, 9, 20, 10]
    assert study.randomised == sum(arm.n or 0 for arm in study.arms.values()) + sum(study.losses.values()) == 72


def test_values_nobody_verified_are_marked() -> None:
    facts = brief("mij821").facts
    unverified = {key for key, fact in facts.items() if fact.status == "unverified"}
    assert {"ic50-human", "auc-048", "madrs6w-016", "noael-dog"} <= unverified
    assert not {"madrs24-016", "madrs6w-016b", "dissociation-016"} & unverified


def test_p_values_are_kept_as_reported() -> None:
    assert brief("mij821").facts["madrs24-032"].p == ".0196"
    assert brief("mij821-as-published").facts["madrs24-032"].p == "0.019"


def test_the_minimal_brief_has_at_most_twenty_lines() -> None:
    assert len((DATA / "minimal" / "brief.yaml").read_text("utf-8").splitlines()) <= 20


def test_the_flawed_brief_is_built_only_when_named() -> None:
    assert not brief("mij821-as-published").in_default_build
    assert all(brief(name).in_default_build for name in CLEAN)


def test_a_contradiction_of_the_source_is_acknowledged_and_not_corrected() -> None:
    fact = brief("traxoprodil").facts["madrs-day5"]
    assert fact.value == "8.6"
    assert fact.ci is not None
    assert (fact.ci.lower, fact.ci.upper) == ("-12.3", "-4.5")
    assert "not confirmed" in fact.acknowledged["interval-estimate"]


@pytest.mark.parametrize("name", CLEAN)
def test_clean_samples_have_no_finding_that_is_not_acknowledged(name: str) -> None:
    for audience in ("clinician", "executive", "scientist"):
        made = diagnose(DATA / name, audience)
        assert [d for d in made.diagnostics if d.severity is not Severity.NOTE] == []
        assert made.document is not None
        assert not made.document.meta.draft


def test_units_with_exponents_are_raised() -> None:
    made = diagnose(DATA / "rislenemdaz", "scientist")
    assert made.document is not None
    table = next(n for n in walk(made.document) if isinstance(n, Table) and n.anchor == "tbl-occupancy")
    heading = table.head[0].cells[1]
    assert [plain(n.children) for n in walk(heading) if isinstance(n, Sup)] == ["\u22121"]
    assert [plain(row.cells[1].children) for row in table.body] == ["400", "400", "300", "200"]
