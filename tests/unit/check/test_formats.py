"""Findings for other tools: SARIF that its schema accepts, GitHub's commands with its escapes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefgen.check import DATA_RULES, check_data
from briefgen.check.page import in_short
from briefgen.diag import Diagnostic, Severity, Sink
from briefgen.load.brief import load_brief
from briefgen.load.project import find_project
from briefgen.sarif import SCHEMA, as_github, as_sarif
from briefgen.source import NOWHERE, Span
from tools.sarif import faults

CASES = Path(__file__).parents[2] / "cases"

SPAN = Span("data/my brief/facts.yaml", 5, 3, 5, 12)
FOUND = [
    Diagnostic(Severity.ERROR, "p-rounding", 'P "0.019" is 50% off', SPAN, "give the digits"),
    Diagnostic(Severity.WARNING, "p-rounding", "another, with: signs\nand a line", Span("b.yaml", 2)),
    Diagnostic(Severity.NOTE, "brand-unused", "no place", NOWHERE),
]
ACCEPTED = Diagnostic(Severity.ERROR, "arms-sum", "70 of 72", Span("b.yaml", 9, 1, 9, 4))


def log() -> dict[str, Any]:
    text = as_sarif(FOUND, "1.2.3", lambda code: (f"what {code} means", "do this"), {ACCEPTED: "two were lost"})
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_log_is_what_its_schema_asks_for() -> None:
    assert faults(log()) == []
    assert log()["$schema"] == SCHEMA


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        (("version",), "2.0"),
        (("runs", 0, "columnKind"), "bytes"),
        (("runs", 0, "results", 3, "level"), "fatal"),
        (("runs", 0, "results", 3, "severity"), "error"),
        (("runs", 0, "results", 3, "ruleIndex"), 0),
        (("runs", 0, "results", 3, "message"), "a text"),
        (("runs", 0, "results", 3, "locations", 0, "physicalLocation", "region", "startLine"), 0),
        (("runs", 0, "results", 3, "locations", 0, "physicalLocation", "region", "endLine"), 1),
        (("runs", 0, "results", 3, "suppressions"), [{"kind": "verbal"}]),
        (("runs", 0, "tool", "driver", "rules", 1, "id"), None),
    ],
)
def test_the_schema_sees_what_is_wrong(steps: tuple[Any, ...], wrong: object) -> None:
    broken = log()
    place: Any = broken
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = wrong
    assert faults(broken)


def diagnostics_of_cases(root: Path) -> Iterator[Diagnostic]:
    """What the cases of bad input raise: every rule on data, and the faults of reading."""
    for case in sorted(CASES.glob("*/*.yaml")):
        sink, folder = Sink(), root / "data" / case.stem
        folder.mkdir(parents=True)
        shutil.copy(case, folder / "brief.yaml")
        project = find_project(folder, sink)
        assert project is not None
        loaded = load_brief(folder, project, sink)
        yield from sink
        yield from check_data(loaded.brief, loaded.spans).findings if loaded else ()


def test_the_findings_of_every_rule_are_a_valid_log(tmp_path: Path) -> None:
    found = set(diagnostics_of_cases(tmp_path))
    assert {d.code for d in found} >= {rule.code for rule in DATA_RULES} - {"structure-differs", "structure-unread"}
    whole = json.loads(as_sarif(found, "1.2.3", in_short, {ACCEPTED: "two were lost"}))
    assert faults(whole) == []
    assert len(whole["runs"][0]["results"]) == len(found) + 1


def test_results_have_their_places_and_hints() -> None:
    results = {r["message"]["text"]: r for r in log()["runs"][0]["results"]}
    first = results['P "0.019" is 50% off; give the digits']
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "data/my%20brief/facts.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 5, "startColumn": 3, "endLine": 5, "endColumn": 12},
    }
    assert "locations" not in results["no place"]
    assert results["70 of 72"]["suppressions"][0]["justification"] == "two were lost"
    assert [text for text, r in results.items() if "suppressions" in r] == ["70 of 72"]


def test_an_empty_log_is_one_too() -> None:
    empty = json.loads(as_sarif([], "1", lambda code: (code, code)))
    assert faults(empty) == []
    assert empty["runs"][0]["results"] == []


@pytest.mark.parametrize(
    ("diagnostic", "line"),
    [
        (
            FOUND[0],
            "::error file=data/my brief/facts.yaml,line=5,endLine=5,col=3,endColumn=12,title=p-rounding"
            '::P "0.019" is 50%25 off%0Agive the digits',
        ),
        (FOUND[1], "::warning file=b.yaml,line=2,title=p-rounding::another, with: signs%0Aand a line"),
        (FOUND[2], "::notice title=brand-unused::no place"),
        (
            Diagnostic(Severity.ERROR, "x", "m", Span("a,b:c.yaml", 1)),
            "::error file=a%2Cb%3Ac.yaml,line=1,title=x::m",
        ),
    ],
)
def test_workflow_commands(diagnostic: Diagnostic, line: str) -> None:
    assert as_github([diagnostic]) == line
