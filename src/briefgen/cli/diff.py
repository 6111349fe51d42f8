"""`briefgen diff`: what changed between two briefs, or two built Word files."""

from __future__ import annotations

import sys
from dataclasses import asdict, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefgen.cli import options
from briefgen.cli.report import Report, finish, open_project
from briefgen.diag import Sink
from briefgen.records import dataclass

if TYPE_CHECKING:
    from briefgen.compare.passages import Passage, PassageChange
    from briefgen.compare.records import RecordChange
    from briefgen.load.project import Project
    from briefgen.outcome import Built

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_NO_DATE = "1980-01-01"


@dataclass(slots=True)
class _Side:
    """One of the two: a brief's folder with its project, or a built file."""

    name: str
    project: Project
    folder: Path | None = None
    file: Path | None = None
    data: dict[str, Any] = field(default_factory=dict)
    passages: dict[str, list[Passage]] = field(default_factory=dict)
    built: dict[str, Built] = field(default_factory=dict)


@click.command()
@click.argument("old")
@click.argument("new")
@options.audience
@options.form
@click.option(
    "-t", "--to", "kind", type=click.Choice(["docx"]), help="Also write a Word file with tracked changes; needs -o."
)
@click.option("-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there are differences.")
def diff(
    old: str, new: str, audiences: tuple[str, ...], form: str, kind: str | None, target: Path | None, exit_code: bool
) -> None:
    """Say what changed from OLD to NEW: records of the data, then passages for each audience.

    OLD and NEW are briefs (folders or names) or DOCX files built by briefgen. With `-t docx -o FILE` the changes are also
    written as a Word file with tracked changes, for one audience.
    """
    if (kind is None) != (target is None):
        raise click.UsageError("`-t docx` and `-o FILE` go together")
    report = Report(form)
    sides = [_side(name, report) for name in (old, new)]
    chosen = _audiences(sides, audiences, report)
    if target is not None and len(chosen) != 1:
        raise click.UsageError("tracked changes are for one audience: name it with -a")
    for side in sides:
        _read(side, chosen, report, redline=target is not None, printed=any(s.file for s in sides))
    if not report.failed:
        count = _compare(sides, chosen, report)
        if target is not None:
            _write(sides, chosen[0], target, report)
        if exit_code and count and not report.failed:
            report.emit()
            sys.exit(1)
    finish(report)


def _side(name: str, report: Report) -> _Side:
    from briefgen.batch.plan import folders

    path, sink = Path(name), Sink()
    project = open_project((name,) if path.exists() else (), report)
    if path.suffix == ".docx" and path.is_file():
        return _Side(name, project, file=path)
    found = folders(project, [name], sink)
    report.add(sink)
    if not found:
        report.failed[name] = "data"
        finish(report)
    return _Side(name, project, folder=found[0])


def _audiences(sides: list[_Side], named: tuple[str, ...], report: Report) -> list[str]:
    """The audiences to compare for: those named, or all of the new brief; a file is for the one it was built for."""
    from briefgen.batch.plan import peek
    from briefgen.load.project import list_audiences

    brief = next((side for side in reversed(sides) if side.folder is not None), None)
    if brief is None or brief.folder is None:
        return ["file"]
    known = list_audiences(brief.project)
    for name in named:
        if name not in known:
            sink = Sink()
            sink.error("audience-unknown", f'there is no audience "{name}"', hint=f"known: {', '.join(known)}")
            report.add(sink)
            finish(report)
    if any(side.file for side in sides) and len(named) != 1:
        raise click.UsageError("a brief is compared with a file for one audience: name it with -a")
    return list(named or peek(brief.folder).audiences or brief.project.audiences or known)


# ------------------------------------------------------------------------------------------------------ reading


def _read(side: _Side, audiences: list[str], report: Report, *, redline: bool, printed: bool) -> None:
    """Data and passages of a side. Beside a file a brief is `printed`, too, and what its own file says is compared."""
    if side.file is not None:
        _read_file(side, side.file, audiences, report)
        return
    from briefgen.compare import files
    from briefgen.compare.passages import passages
    from briefgen.outcome import Options
    from briefgen.pipeline import build, compose
    from briefgen.press import press_for

    assert side.folder is not None
    press, _ = press_for(side.folder)
    date = options.build_date()
    for audience in audiences:
        wanted = Options(("docx",), date)
        whole = redline or printed
        made = build(press, side.folder, audience, wanted) if whole else compose(press, side.folder, audience)
        if made.failed_at or made.document is None or made.loaded is None:
            report.failed[f"{side.name} ({audience})"] = str(made.failed_at or "document")
            report.add(made.sink)
            continue
        side.built[audience] = made
        if printed:
            side.data, side.passages[audience] = files.read(made.files["docx"])
        else:
            side.data, side.passages[audience] = made.loaded.plain, passages(made.document)


def _read_file(side: _Side, path: Path, audiences: list[str], report: Report) -> None:
    from briefgen.compare import files
    from briefgen.verify.docx_package import Unreadable

    try:
        side.data, read = files.read(path.read_bytes())
    except (Unreadable, OSError) as fault:
        sink = Sink()
        sink.error("docx-unreadable", f"{path}: {fault}")
        report.add(sink)
        report.failed[side.name] = "data"
        return
    side.passages = dict.fromkeys(audiences, read)


# ---------------------------------------------------------------------------------------------------- comparing


def _compare(sides: list[_Side], audiences: list[str], report: Report) -> int:
    """Put the differences into the report; returns how many there are."""
    from briefgen.compare.passages import changed_passages
    from briefgen.compare.records import changed_records

    old, new = sides
    records = changed_records(old.data, new.data)
    report.facts = {"old": old.name, "new": new.name, "records": [asdict(r) for r in records], "passages": {}}
    for record in records:
        _say_record(record, report)
    count = len(records)
    for audience in audiences:
        changes = changed_passages(old.passages[audience], new.passages[audience])
        report.facts["passages"][audience] = [asdict(change) for change in changes]
        count += len(changes)
        for change in changes:
            _say_passage(change, audience, report)
    if not count:
        report.say("no differences")
    return count


def _say_record(change: RecordChange, report: Report) -> None:
    report.say(f"{_MARKS[change.kind]} {change.path}")
    for entry in change.fields:
        name = f"{entry.name}: " if entry.name else ""
        both = f"{entry.old or '(none)'} → {entry.new or '(none)'}"
        report.say(f"    {name}{both if change.kind == 'changed' else entry.new or entry.old}")


def _say_passage(change: PassageChange, audience: str, report: Report) -> None:
    report.say(f"{_MARKS[change.kind]} [{audience}] {change.place}")
    forms = {"same": "{}", "old": "[-{}-]", "new": "{{+{}+}}"}
    text = "".join(forms[what].format(words) for what, words in change.words) or change.new or change.old
    report.say(f"    {text}")


# ------------------------------------------------------------------------------------------------------- redline


def _write(sides: list[_Side], audience: str, target: Path, report: Report) -> None:
    """The Word file with tracked changes, proven before it is put in place."""
    from briefgen import writer
    from briefgen.compare.redline import NoEngine, faults, redline

    sink = Sink()
    made = sides[1].built.get(audience)
    date = options.build_date() or (made.document.meta.date if made and made.document else "") or _NO_DATE
    try:
        old, new = (_file(side, audience) for side in sides)
        data = redline(old, new, sides[1].project.cache, date)
        sink.extend(faults(data, old, new))
        if sink.failed:
            report.failed[target.name] = "verify"
        else:
            writer.write(target, data)
            report.say(f"{target}  {len(data) / 1024:.0f} KiB")
            report.facts["redline"] = str(target)
    except NoEngine as fault:
        sink.error("redline-engine", str(fault), hint="install it with `pip install 'briefgen[redline]'`")
        report.failed[target.name] = "internal" if "failed" in str(fault) else "data"
    except OSError as fault:
        writer.refuse(target, fault, sink)
        report.failed[target.name] = "output"
    report.add(sink)


def _file(side: _Side, audience: str) -> bytes:
    return side.file.read_bytes() if side.file is not None else side.built[audience].files["docx"]
