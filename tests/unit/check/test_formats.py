"""Findings for other tools: SARIF with the structure its standard asks for, GitHub's commands with its escapes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from briefgen.diag import Diagnostic, Severity
from briefgen.sarif import SCHEMA, as_github, as_sarif
from briefgen.source import NOWHERE, Span

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


def faults(log: dict[str, Any]) -> list[str]:
    """What a log lacks of SARIF 2.1.0 (§3.13 to 3.52): required properties, enumerations, bounds, references."""
    found = [] if log.get("version") == "2.1.0" else ["version"]
    found += [] if re.match(r"https?://", log.get("$schema", "")) else ["$schema"]
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        found += [] if driver.get("name") else ["driver.name"]
        found += [] if run.get("columnKind") in ("utf16CodeUnits", "unicodeCodePoints") else ["columnKind"]
        ids = [rule["id"] for rule in driver["rules"]]
        found += [] if len(set(ids)) == len(ids) else ["rules are not unique"]
        found += [f"{r['id']}: text" for r in driver["rules"] if not (r["shortDescription"]["text"] and r["help"]["text"])]
        for result in run["results"]:
            found += _result_faults(result, ids)
    return found


def _result_faults(result: dict[str, Any], ids: list[str]) -> list[str]:
    found = [] if result["message"]["text"] else ["message"]
    found += [] if result["level"] in ("none", "note", "warning", "error") else ["level"]
    found += [] if ids[result["ruleIndex"]] == result["ruleId"] else ["ruleIndex"]
    allowed = {"ruleId", "ruleIndex", "level", "message", "locations", "suppressions"}
    found += sorted(set(result) - allowed)
    for location in result.get("locations", ()):
        place = location["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        found += [f"uri {uri}"] if re.search(r"[\s\\]|^/|^file:", uri) else []
        region = place.get("region", {"startLine": 1})
        found += [f"region {region}"] if any(not isinstance(n, int) or n < 1 for n in region.values()) else []
        found += ["endLine"] if region.get("endLine", region["startLine"]) < region["startLine"] else []
        found += ["no startLine"] if "startLine" not in region else []
    for suppression in result.get("suppressions", ()):
        found += [] if suppression["kind"] in ("inSource", "external") else ["kind"]
        found += [] if suppression["status"] in ("accepted", "underReview", "rejected") else ["status"]
    return found


def test_the_log_has_the_required_structure() -> None:
    assert faults(log()) == []
    assert log()["$schema"] == SCHEMA


def test_the_check_of_structure_sees_faults() -> None:
    broken = log()
    broken["version"] = "2.0"
    broken["runs"][0]["results"][0]["level"] = "fatal"
    broken["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert len(faults(broken)) == 3


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
