"""Commands that look and do not write: check, verify, trace, plan, schema, info."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import options
from briefgen.cli.report import Report, finish, open_project, shown
from briefgen.diag import Sink
from briefgen.source import Span

if TYPE_CHECKING:
    from briefgen.batch.plan import Job
    from briefgen.outcome import Built
    from briefgen.press import Press
    from briefgen.resolve import PrintedValue
    from briefgen.theme import Theme


def _composed(
    names: tuple[str, ...],
    audiences: tuple[str, ...],
    report: Report,
    formats: tuple[str, ...] = ("docx", "pdf"),
    output: Path | None = None,
    asked: dict[str, Any] | None = None,
) -> Iterator[tuple[Press, Job, Built]]:
    """Every brief and audience asked for, resolved in this process; failures are noted in the report."""
    from briefgen.batch.plan import Choice, plan
    from briefgen.pipeline import compose
    from briefgen.press import Press

    sink = Sink()
    project = open_project(names, report)
    press = Press(project, sink)
    jobs = plan(project, Choice(names, audiences, formats, output or project.output, asked or {}), sink)
    report.add(sink)
    for job in jobs:
        made = compose(press, Path(job.task.folder), job.task.audience)
        if made.failed_at:
            report.failed[f"{job.brief}-{job.task.audience}"] = str(made.failed_at)
        yield press, job, made
        report.add(made.sink)


@click.command()
@options.briefs
@options.audience
@options.check_form
@options.strict
@options.quiet
def check(briefs: tuple[str, ...], audiences: tuple[str, ...], form: str, strict: bool, quiet: bool) -> None:
    """Report what the rules find in briefs, for every audience, without building."""
    report, names = Report(form, quiet), set()
    for _, job, made in _composed(briefs, audiences, report):
        names.add(job.brief)
        made.sink.extend(made.findings)
        report.acknowledged.update(made.accepted)
    if not report.texts:
        report.say(f"no findings in {', '.join(sorted(names))}")
    finish(report, len(names) or 1, strict)


@click.command()
@options.briefs
@options.audience
@options.to
@options.output
@options.building
@options.form
def verify(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    output_dir: Path | None,
    asked: dict[str, Any],
    form: str,
) -> None:
    """Read the built files back and compare them with their documents.

    Name the options they were built with, and no others.
    """
    from briefgen.batch.tasks import options_of
    from briefgen.editions import beside, edition, refused
    from briefgen.pipeline import verify as read_back

    wanted = options_of(formats, asked)
    report, names = Report(form), set()
    for _, job, made in _composed(briefs, audiences, report, formats, output_dir, asked):
        names.add(job.brief)
        if wanted.release and made.document is not None and refused(made):
            report.failed[f"{job.brief}-{job.task.audience}"] = "release"
        for kind, target in job.task.targets.items() if made.document else ():
            path = Path(target)
            if not path.is_file():
                made.sink.error("output-missing", f"{shown(path)} has not been built", hint="run `briefgen build` first")
                continue
            document = edition(kind, made, wanted)
            found = read_back(kind, path.read_bytes(), document, beside(kind, document, made, wanted))
            made.sink.extend(d if d.span.file else replace(d, span=Span(shown(path))) for d in found)
            report.say(f"{shown(path)}  {'differs' if found else 'verified'}")
            if found:
                report.failed[path.name] = "verify"
    finish(report, len(names) or 1)


@click.command()
@options.briefs
@options.form
def facts(briefs: tuple[str, ...], form: str) -> None:
    """List all facts with their ids, also those made from qualifiers or from the numbers of a table."""
    from briefgen.batch.plan import folders
    from briefgen.load.brief import load_brief

    report, sink = Report(form), Sink()
    project = open_project(briefs, report)
    chosen = folders(project, briefs, sink)
    rows: list[dict[str, str]] = []
    for folder in chosen:
        loaded = load_brief(folder, project, sink)
        if loaded is None:
            report.failed[folder.name] = "data"
            continue
        for identity, fact in loaded.brief.facts.items():
            said = {name: str(getattr(fact, name) or "") for name in ("parameter", "value", "unit", "source", "status")}
            if fact.value is None:
                said["value"] = fact.missing or (f"{fact.n}/{fact.of}" if fact.of else str(fact.n))
            place = loaded.spans.key("facts", identity)
            rows.append({"brief": folder.name, "id": identity, **said, "place": f"{place.file}:{place.line}"})
    report.add(sink)
    report.facts["facts"] = rows
    for line in _columns(rows):
        report.say(line)
    finish(report, len(chosen) or 1)


@click.command()
@options.briefs
@options.audience
@options.form
def trace(briefs: tuple[str, ...], audiences: tuple[str, ...], form: str) -> None:
    """List every printed number with its fact, source and status."""
    from briefgen.resolve.trace import printed_values

    report, names = Report(form), set()
    rows: list[dict[str, str]] = []
    for _, job, made in _composed(briefs, audiences, report):
        names.add(job.brief)
        if made.document is not None and made.loaded is not None:
            for row in printed_values(made.document, made.loaded.brief):
                rows.append({"brief": job.brief, "audience": job.task.audience, **_plain(row)})
            report.acknowledged.update(made.accepted)
    report.facts["values"] = rows
    for line in (*_columns(rows), *report.reasons()):
        report.say(line)
    finish(report, len(names) or 1)


def _plain(value: PrintedValue) -> dict[str, str]:
    return {f.name: str(getattr(value, f.name)) for f in fields(value) if f.name != "runs"}


def _columns(rows: list[dict[str, str]]) -> Iterator[str]:
    """Rows of one set of keys as aligned text, headings first."""
    if not rows:
        return
    heads = list(rows[0])
    widths = [max(len(head), *(len(row[head]) for row in rows)) for head in heads]
    for row in [dict(zip(heads, heads, strict=True)), *rows]:
        yield "  ".join(row[head].ljust(width) for head, width in zip(heads, widths, strict=True)).rstrip()


@click.command()
@options.briefs
@options.audience
@options.to
@options.output
@options.building
@options.form
def plan(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    output_dir: Path | None,
    asked: dict[str, Any],
    form: str,
) -> None:
    """Say what `build` would make, and what is unchanged."""
    from briefgen.batch.plan import Choice
    from briefgen.batch.plan import plan as make_plan

    report, sink = Report(form), Sink()
    project = open_project(briefs, report)
    jobs = make_plan(project, Choice(briefs, audiences, formats, output_dir or project.output, asked), sink)
    report.add(sink)
    for job in jobs:
        for path in job.task.targets.values():
            status = "build" if job.unchanged is None else "unchanged"
            report.say(f"{shown(path)}  {status}")
            report.facts.setdefault("outputs", []).append({"path": path, "status": status})
    finish(report)


@click.command()
def schema() -> None:
    """Print the JSON Schema of brief.yaml, for editors."""
    from briefgen.model.schema import json_schema, printed

    click.echo(printed(json_schema()), nl=False)


@click.command()
@options.form
def info(form: str) -> None:
    """Say which versions, folders, audiences and fonts are in use."""
    import platform

    from briefgen.load.project import list_audiences
    from briefgen.outcome import FORMATS
    from briefgen.press import theme_of
    from briefgen.version import __version__

    report, sink = Report(form), Sink()
    project = open_project((), report)
    theme = theme_of(project, sink)
    report.add(sink)
    report.facts = {
        "briefgen": __version__,
        "python": platform.python_version(),
        "project": str(project.root),
        "data": str(project.data),
        "templates": [str(path) for path in project.templates],
        "brand": str(project.brand or "built-in"),
        "output": str(project.output),
        "audiences": list(list_audiences(project)),
        "formats": list(FORMATS),
        "fonts": dict(theme.faces),
        "fallback fonts": list(theme.fallbacks),
        "fonts in Word files": _in_word(theme),
    }
    for key, value in report.facts.items():
        report.say(f"{key}: {_flat(value)}")
    finish(report)


def _in_word(theme: Theme) -> dict[str, str]:
    """Which font files a DOCX carries within it, and which it only names, since their licence forbids embedding."""
    from briefgen.fonts import Font
    from briefgen.load.assets import font_bytes

    files = dict.fromkeys(theme.faces.values())
    return {file: "embedded" if Font(file, font_bytes).metrics.embeddable else "named only" for file in files}


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
