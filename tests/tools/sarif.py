"""The JSON schema of SARIF 2.1.0, as npm's @microsoft/jest-sarif brings it, and what no schema can say."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

_SCHEMA = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@cache
def _validator() -> Draft4Validator | None:
    """A validator made from the schema under `node_modules` of this checkout; None where it is not installed."""
    places = [folder / _SCHEMA for folder in Path(__file__).resolve().parents]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return None
    schema = json.loads(path.read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    return Draft4Validator(schema, format_checker=FormatChecker())


def faults(log: dict[str, Any]) -> list[str]:
    """Where a log breaks the schema, or says of its rules and places what cannot be. Skips without the schema."""
    validator = _validator()
    if validator is None:
        pytest.skip("the schema of SARIF is not installed: npm install @microsoft/jest-sarif@1.0.0-beta.0")
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(log)]
    return found or [fault for run in log["runs"] for result in run["results"] for fault in _inconsistent(result, run)]


def _inconsistent(result: dict[str, Any], run: dict[str, Any]) -> list[str]:
    """What the standard asks for in words alone: the rule at the index, places in order (3.27.6, 3.30.2)."""
    rules = run["tool"]["driver"]["rules"]
    found = [] if rules[result["ruleIndex"]]["id"] == result["ruleId"] else ["ruleIndex"]
    for location in result.get("locations", ()):
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        found += [f"uri {uri}"] if any(sign in uri for sign in " \\") or uri.startswith(("/", "file:")) else []
        region = location["physicalLocation"].get("region", {"startLine": 1})
        start = region.get("startLine", 0), region.get("startColumn", 1)
        end = region.get("endLine", start[0]), region.get("endColumn", start[1])
        found += [f"region {region}"] if not start[0] or end < start else []
    return found
