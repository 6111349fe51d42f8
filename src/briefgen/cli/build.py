"""`briefgen build`: plan, run in worker processes, report."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import options
from briefgen.cli.report import Report, finish, open_project, shown
from briefgen.diag import Sink, as_text, from_json

if TYPE_CHECKING:
    from briefgen.batch.plan import Job
    from briefgen.batch.workers import Limits
    from briefgen.load.project import Project

STDIN = "-"

Answers = Iterator[tuple[int, dict[str, Any]]]


@click.command()
@options.briefs
@options.audience
@options.to
@options.output
@options.building
@options.form
@options.strict
@options.quiet
@click.option("-j", "--jobs", type=click.IntRange(1), help="Worker processes (default: as many as processors).")
@click.option("--rebuild", is_flag=True, help="Build also what is unchanged.")
@click.option("--fail-fast/--keep-going", default=False, help="Stop at the first brief that fails.")
@click.option("--memory", type=click.IntRange(0), default=4096, show_default=True, help="MiB a worker may use; 0: no limit.")
@click.option("--timeout", type=click.FloatRange(0.1), default=120.0, show_default=True, help="Seconds a brief may take.")
def build(
    briefs: tuple[str, ...],
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    output_dir: Path | None,
    asked: dict[str, Any],
    form: str,
    strict: bool,
    quiet: bool,
    jobs: int | None,
    rebuild: bool,
    fail_fast: bool,
    memory: int,
    timeout: float,
) -> None:
    """Build briefs for their audiences as DOCX and PDF, verified.

    Without BRIEF, every brief of the project. What is unchanged is not built again. BRIEF may be "-": the text of a
    brief.yaml on standard input, whose outputs are named "stdin".
    """
    from briefgen import writer
    from briefgen.batch.plan import Choice, plan
    from briefgen.batch.workers import Limits

    report, sink = Report(form, quiet), Sink()
    project = open_project(briefs, report)
    briefs = tuple(str(_from_input(project)) if name == STDIN else name for name in briefs)
    choice = Choice(briefs, audiences, formats, output_dir or project.output, asked, rebuild)
    planned = plan(project, choice, sink)
    if planned and writer.prepare(choice.output, sink):
        with writer.locked(choice.output, sink) as free:
            if free:
                _build_all(planned, jobs or os.cpu_count() or 1, Limits(memory, timeout), fail_fast, report)
    report.add(sink)
    _summarise(report, planned)
    finish(report, len({job.brief for job in planned}) or 1, strict)


def _from_input(project: Project) -> Path:
    """The folder of a brief that is read from standard input; kept in the cache, so that it builds like any other."""
    from briefgen import writer

    folder = project.cache / "stdin"
    folder.mkdir(parents=True, exist_ok=True)
    writer.write(folder / "brief.yaml", sys.stdin.buffer.read())
    return folder


def _build_all(jobs: list[Job], workers: int, limits: Limits, fail_fast: bool, report: Report) -> None:
    """Run what is not there yet; note what came of each."""
    from briefgen.batch.workers import run

    for job in jobs:
        if job.unchanged is not None:
            report.texts.update({d: as_text(d, Sink().sources) for d in job.unchanged})
            for path in job.task.targets.values():
                _list(report, path, "unchanged")
    todo = [job for job in jobs if job.unchanged is None]
    answers = run([job.task.plain() for job in todo], min(workers, len(todo)), limits)
    for number, answer in _watched(answers, len(todo), report):
        _take(report, todo[number], answer, limits)
        if fail_fast and report.failed:
            break


def _watched(answers: Answers, total: int, report: Report) -> Answers:
    """The answers, with a progress bar on a terminal while there are several."""
    if total < 2 or report.quiet or report.form == "json" or not sys.stderr.isatty():
        yield from answers
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(answers, "building", total, console=Console(stderr=True), transient=True)


def _list(report: Report, path: str, how: str, size: int = 0) -> None:
    report.say(f"{shown(path)}  {f'{size / 1024:.0f} KiB' if size else how}")
    report.facts.setdefault("outputs", []).append({"path": path, "status": how})


def _take(report: Report, job: Job, answer: dict[str, Any], limits: Limits) -> None:
    """Note one task's answer, also that of a worker that did not survive it."""
    name = f"{job.brief}-{job.task.audience}"
    if "died" in answer:
        sink = Sink()
        _obituary(sink, name, answer, limits)
        report.add(sink)
        report.failed[name] = "internal" if answer["died"] == "bug" else "document"
        return
    report.texts.update(zip(map(from_json, answer["diagnostics"]), answer["texts"], strict=True))
    if answer["failed_at"]:
        report.failed[name] = answer["failed_at"]
    for path, size in answer["written"].items():
        _list(report, path, "built", size)


def _obituary(sink: Sink, name: str, answer: dict[str, Any], limits: Limits) -> None:
    match answer["died"]:
        case "time":
            sink.error("worker-time", f"{name} took longer than {limits.seconds:g} s and was stopped", hint="see --timeout")
        case "memory":
            sink.error("worker-memory", f"{name} needed more than {limits.memory} MiB and was stopped", hint="see --memory")
        case "signal":
            last = answer["report"].splitlines()[-1:] or ["no last words"]
            sink.error("worker-died", f"the worker building {name} died (status {answer['status']}): {last[0]}")
        case _:
            sink.error("internal", f"{name} met a fault in briefgen itself\n{answer['report']}", hint="please report it")


def _summarise(report: Report, jobs: list[Job]) -> None:
    if report.failed:
        report.facts["failed"] = report.failed
        good = len(jobs) - len(report.failed)
        report.say(f"{good} of {len(jobs)} built; failed: {', '.join(sorted(report.failed))}")
