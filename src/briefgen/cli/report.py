"""What the commands share: collecting what there is to say, saying it once, and the exit code that follows."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.diag import Diagnostic, Severity, Sink, as_json, as_text
from briefgen.records import dataclass

if TYPE_CHECKING:
    from briefgen.load.project import Project

SOME_FAILED, USAGE, STRICT, INTERNAL, INTERRUPTED = 1, 2, 3, 70, 130
STAGE_CODES = {"data": 4, "document": 5, "verify": 6, "release": 7, "output": 4, "internal": INTERNAL}

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


@dataclass(slots=True)
class Report:
    """Findings with their texts, lines for standard output, the same as data, and what failed at which stage."""

    form: str = "text"
    quiet: bool = False
    texts: dict[Diagnostic, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[Diagnostic, str] = field(default_factory=dict)

    def add(self, sink: Sink) -> None:
        """Take over the findings of a sink, with excerpts."""
        self.texts.update({d: as_text(d, sink.sources) for d in sink})

    def say(self, line: str) -> None:
        """One line of the result, for standard output."""
        self.lines.append(line)

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(d.severity is severity for d in self.texts)

    def emit(self) -> None:
        """Findings to standard error and results to standard output; as JSON, one object to standard output."""
        found = sorted(self.texts, key=Diagnostic.sort_key)
        if self.form != "text":
            click.echo(self._formatted(found), nl=self.form != "github" or bool(found))
            return
        for diagnostic in found:
            if not self.quiet or diagnostic.severity is Severity.ERROR:
                click.echo(_coloured(self.texts[diagnostic], diagnostic), err=True)
        for line in () if self.quiet else self.lines:
            click.echo(line)

    def _formatted(self, found: list[Diagnostic]) -> str:
        """All there is to say, for other programs."""
        if self.form == "github":
            from briefgen.sarif import as_github

            return as_github(found)
        if self.form == "sarif":
            from briefgen.check.page import in_short
            from briefgen.sarif import as_sarif
            from briefgen.version import __version__

            return as_sarif(found, __version__, in_short, self.acknowledged)
        whole = {**self.facts, "diagnostics": [as_json(d) for d in found]}
        if self.acknowledged:
            whole["acknowledged"] = [{**as_json(d), "reason": reason} for d, reason in self._accepted()]
        return json.dumps(whole, ensure_ascii=False, indent=2)

    def _accepted(self) -> list[tuple[Diagnostic, str]]:
        return sorted(self.acknowledged.items(), key=lambda item: item[0].sort_key())

    def reasons(self) -> list[str]:
        """One line a finding that its author has accepted, with the reason."""
        return [f"{d.span}: acknowledged[{d.code}]: {d.message}: {reason}" for d, reason in self._accepted()]

    def exit_code(self, briefs: int, strict: bool) -> int:
        """The documented code when `briefs` briefs were asked for."""
        if self.failed:
            codes = [STAGE_CODES[stage] for stage in self.failed.values()]
            return INTERNAL if INTERNAL in codes else min(codes) if briefs == 1 else SOME_FAILED
        if self.count(Severity.ERROR):
            return STAGE_CODES["data"]
        return STRICT if strict and self.count(Severity.WARNING) else 0


def _coloured(text: str, diagnostic: Diagnostic) -> str:
    """The text with its severity in colour; click drops the colour where standard error is no terminal."""
    if os.environ.get("NO_COLOR"):
        return text
    mark = f"{diagnostic.severity}[{diagnostic.code}]"
    return text.replace(mark, click.style(mark, fg=_COLOURS[diagnostic.severity], bold=True), 1)


def finish(report: Report, briefs: int = 1, strict: bool = False) -> None:
    """Print the report and exit."""
    report.emit()
    sys.exit(report.exit_code(briefs, strict))


def open_project(names: tuple[str, ...], report: Report) -> Project:
    """The project of the first brief named by path, or of the current folder; exits with its findings when there is none."""
    from briefgen.load.project import find_project

    sink = Sink()
    start = Path(names[0]) if names and Path(names[0]).exists() else Path.cwd()
    project = find_project(start, sink)
    report.add(sink)
    if project is None:
        finish(report)
        raise AssertionError("finish does not return")
    return project


def shown(path: str | Path) -> str:
    """A path as the user would type it: relative to the current folder when it lies below it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
