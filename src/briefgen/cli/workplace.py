"""Commands that make and clear a workplace: init, clean."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import click

from briefgen.cli.report import Report, finish, open_project, shown
from briefgen.diag import Sink

_SCHEMA = "brief.schema.json"

_BRIEF = """\
# yaml-language-server: $schema=../../{schema}
title: "{title}"
version: "0.1"
status: draft
data-cut-off: {today}
search-date: {today}
authors: ["Your name"]
disclaimer: "Who may use this document, and for what."
abbreviations: {{IC50: half maximal inhibitory concentration}}
references:
  first2025:
    type: article-journal
    title: "The title of the paper that reports the number"
    author: [{{family: Author, given: A. B.}}]
    container-title: "Journal"
    issued: {{date-parts: [[2025]]}}
facts:
  potency: {{parameter: IC50, target: the target, species: human, assay: binding, value: 8 nM, source: first2025}}
texts:
  summary: |
    The compound inhibits its target with an IC~50~ of {{fact}}`potency` [@first2025].
"""


@click.command()
@click.argument("name")
def init(name: str) -> None:
    """Make a brief that builds at once, data/NAME/brief.yaml; with briefgen.yml and a schema for editors in new projects."""
    report, sink = Report(), Sink()
    folder = Path("data") / name
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise click.BadParameter("a brief's name has small letters, digits and hyphens only", param_hint="NAME")
    if folder.exists():
        sink.error("init-exists", f"{folder} exists already", hint="choose another name; nothing was changed")
    else:
        folder.mkdir(parents=True)
        title = name.replace("-", " ").capitalize()
        (folder / "brief.yaml").write_text(_BRIEF.format(title=title, schema=_SCHEMA, today=date.today()), encoding="utf-8")
        _set_up_project()
        report.say(f"made {folder / 'brief.yaml'}; build it with `briefgen build {name}`")
    report.add(sink)
    finish(report)


def _set_up_project() -> None:
    from briefgen.model.schema import json_schema, printed

    made = {"briefgen.yml": "data: data\noutput: output\n", _SCHEMA: printed(json_schema())}
    for name, text in made.items():
        if not Path(name).exists():
            Path(name).write_text(text, encoding="utf-8")


@click.command()
def clean() -> None:
    """Remove the files that past builds made (those unchanged since) and the project's cache."""
    from briefgen.batch import memory

    report = Report()
    project = open_project((), report)
    for path in sorted((project.cache / "builds").glob("*/*.json")):
        record = memory.recall(path)
        for target, known in record.outputs.items() if record else ():
            if memory.file_digest(Path(target)) == known:
                Path(target).unlink()
                report.say(f"removed {shown(target)}")
    shutil.rmtree(project.cache, ignore_errors=True)
    finish(report)
