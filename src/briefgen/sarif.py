"""Findings for other tools: SARIF 2.1.0 (OASIS, 2020) for code scanning, and GitHub's workflow commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from briefgen.diag import Diagnostic, Severity
from briefgen.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_sarif(
    found: Iterable[Diagnostic],
    version: str,
    explain: Callable[[str], tuple[str, str]],
    acknowledged: Mapping[Diagnostic, str] | None = None,
) -> str:
    """All findings as one SARIF log of one run; acknowledged ones are results with a suppression and its reason.

    `explain` gives what a code means and what to do. Paths are relative to the project's root.
    """
    reasons = acknowledged or {}
    results = sorted({*found, *reasons}, key=Diagnostic.sort_key)
    codes = sorted({d.code for d in results})
    run = {
        "tool": {
            "driver": {"name": "briefgen", "semanticVersion": version, "rules": [_rule(c, *explain(c)) for c in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, codes.index(d.code), reasons.get(d)) for d in results],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, what: str, fix: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": what}, "help": {"text": fix}}


def _result(diagnostic: Diagnostic, number: int, reason: str | None) -> dict[str, Any]:
    text = f"{diagnostic.message}; {diagnostic.hint}" if diagnostic.hint else diagnostic.message
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": number,
        "level": str(diagnostic.severity),
        "message": {"text": text},
    }
    if diagnostic.span.file:
        result["locations"] = [{"physicalLocation": _location(diagnostic.span)}]
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": reason}]
    return result


def _location(span: Span) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line if span.end_line >= span.line else 0,
        "endColumn": span.end_column,
    }
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(span.file), "uriBaseId": "%SRCROOT%"}}
    if span.line:
        place["region"] = {name: value for name, value in region.items() if value}
    return place


def as_github(found: Iterable[Diagnostic]) -> str:
    """One workflow command a finding, which GitHub shows beside the line it is about."""
    return "\n".join(_command(d) for d in found)


def _command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    places = {
        "file": span.file,
        "line": span.line,
        "endLine": span.end_line,
        "col": span.column,
        "endColumn": span.end_column,
    }
    properties = [f"{name}={_property(str(value))}" for name, value in places.items() if value]
    properties.append(f"title={_property(diagnostic.code)}")
    text = f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message
    return f"::{_GITHUB[diagnostic.severity]} {','.join(properties)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
