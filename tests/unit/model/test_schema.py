"""The published JSON Schema: valid itself, accepts what the models accept, refuses what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from briefgen.model.schema import json_schema

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)

FULL = """
title: A brief
data-cut-off: "2025-12-01"
in-default-build: no
authors: [Joe, {name: Ann}]
keywords: one
compound: {inn: x, weight: 358.4, cas: 50-78-2}
studies: {s: {phase: 2, arms: {a: {label: A, n: 3}}, ci-level: 80, reported-in: [r]}}
facts:
  defaults: {species: human}
  a: 8 nM
  b: {value: 0.10, ci: 1 to 2, p: 0.01, arms: a}
  g: {defaults: {route: oral}, facts: {c: 3, d: {n: 3, of: 5}}}
tables:
  t: {caption: C, facts: {study: s}, rows: [parameter], cell: "{value}"}
  u: {caption: C, head: [a, {head: b, align: right}], grid: [[x, 1]]}
figures:
  f: {kind: flow, caption: C, nodes: {a: one, b: {label: two}}, edges: ["a -> b", {from: a, to: b}]}
references: {r: {type: book, title: T, tier: review}}
texts: {x: prose, y: {default: a, clinician: b}}
"""


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it for a JSON Schema: numbers and booleans typed, dates left as text (JSON has none)."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way to set them
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _load(text: str) -> Any:
    return yaml.load(text, Loader=EditorLoader)


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


def test_accepts_the_short_and_the_long_forms() -> None:
    assert [e.message for e in VALIDATOR.iter_errors(_load(FULL))] == []


@pytest.mark.parametrize("facts", ["facts.csv", ["a.csv", {"id": "x", "value": 1}, {"defaults": {}, "facts": "b.xlsx"}]])
def test_accepts_sheets_and_lists_of_facts(facts: Any) -> None:
    assert VALIDATOR.is_valid({"title": "T", "facts": facts})


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"title": "T", "titel": "T"},
        {"title": ["T"]},
        {"title": "T", "facts": {"a": {"value": 1, "sauce": "x"}}},
        {"title": "T", "facts": {"a": {"status": "checked", "value": 1}}},
        {"title": "T", "facts": "facts.txt"},
        {"title": "T", "studies": {"s": {"arms": ["a"]}}},
        {"title": "T", "kind": "poem"},
    ],
)
def test_refuses(wrong: Any) -> None:
    assert not VALIDATOR.is_valid(wrong)


def test_every_record_is_explained() -> None:
    assert [n for n, d in SCHEMA["$defs"].items() if not d.get("description")] == []


def test_keys_are_written_in_kebab_case() -> None:
    names = {n for d in SCHEMA["$defs"].values() for n in d.get("properties", {})} | set(SCHEMA["properties"])
    assert [n for n in names if "_" in n] == []
    assert {"data-cut-off", "seen-in", "class", "reported-in"} <= names


def test_samples_are_valid() -> None:
    briefs = sorted((Path(__file__).parents[3] / "data").glob("*/brief.yaml"))
    for brief in briefs:
        assert [e.message for e in VALIDATOR.iter_errors(_load(brief.read_text(encoding="utf-8")))] == [], brief
