"""`briefgen watch`: build again whenever what the briefs are made from changes."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.report import Report, open_project

if TYPE_CHECKING:
    from briefgen.load.project import Project


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=True)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[BRIEF | BUILD OPTION]...")
@click.option("--every", type=click.FloatRange(0.05), default=0.5, show_default=True, help="Seconds between two looks.")
@click.option("--builds", type=click.IntRange(1), help="Stop after so many builds (default: watch until interrupted).")
def watch(arguments: tuple[str, ...], every: float, builds: int | None) -> None:
    """Build, then build again when a file changes; takes the briefs and options of `build`.

    Files are compared by content, so that saving without a change builds nothing. Stop with Ctrl+C.
    """
    gc.enable()  # it rests in commands that end
    project = open_project(tuple(a for a in arguments if _is_brief(a)), Report())
    seen, done = "", 0
    while builds is None or done < builds:
        now = state(project, arguments)
        if now == seen:
            time.sleep(every)
            continue
        seen, done = now, done + 1
        code = subprocess.run([sys.executable, "-P", "-m", "briefgen", "build", *arguments], check=False).returncode
        if code == 2:  # a wrong option stays wrong
            sys.exit(code)
        click.echo(f"{time.strftime('%H:%M:%S')}  {'built' if not code else f'failed ({code})'}; watching", err=True)


def state(project: Project, arguments: tuple[str, ...]) -> str:
    """One hash over the contents of all that can change an output: briefs, templates, brand and its files, project file."""
    from briefgen.batch import memory
    from briefgen.load.project import brand_files

    named = [Path(a) for a in arguments if _is_brief(a)]
    folders = [f for f in (project.data, *named, *project.templates) if f.is_dir()]
    files = [*brand_files(project), project.root / "briefgen.yml"]
    reference = [Path(a) for a in arguments if a.endswith((".docx", ".dotx"))]
    return memory.tree_digest(folders) + "".join(memory.file_digest(f) for f in (*files, *reference))


def _is_brief(argument: str) -> bool:
    return (Path(argument) / "brief.yaml").is_file()
