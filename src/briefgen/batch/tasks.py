"""What a worker does with one task: build one brief for one audience, put the files in place, and remember how.

Tasks and answers are plain data, so that they cross the border between processes without surprises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, field
from pathlib import Path
from typing import Any

from briefgen import writer
from briefgen.batch import memory
from briefgen.diag import as_json, as_text
from briefgen.outcome import STANDARD, Built, Options, Stage
from briefgen.records import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One brief for one audience: where it is, what to make, where to put it, and under which record to remember it.

    `options` are the fields of `outcome.Options` but the formats.
    """

    folder: str
    audience: str
    targets: dict[str, str]
    record: str
    environment: str
    options: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """The task as JSON-like data."""
        return asdict(self)


def options_of(formats: Iterable[str], chosen: Mapping[str, Any]) -> Options:
    """The options of a build from plain data."""
    return Options(tuple(formats), **{**chosen, "standard": tuple(chosen.get("standard", STANDARD))})


def perform(data: dict[str, Any]) -> dict[str, Any]:
    """Carry out a task and answer with what came of it."""
    from briefgen.pipeline import build  # the plan knows tasks too, and builds nothing
    from briefgen.press import press_for

    task = Task(**data)
    press, setup = press_for(Path(task.folder))
    made = build(press, Path(task.folder), task.audience, options_of(task.targets, task.options))
    made.sink.extend(setup)
    written = {} if made.failed_at else _store(task, made, press.project.root)
    found = made.diagnostics  # after storing, which may add to them
    return {
        "failed_at": str(made.failed_at or ""),
        "written": written,
        "diagnostics": [as_json(d) for d in found],
        "texts": [as_text(d, made.sink.sources) for d in found],
    }


def _store(task: Task, made: Built, root: Path) -> dict[str, int]:
    """Write the files, then the record that says they are whole; sizes by path. A full or failing disk is a finding."""
    forgotten = _forget(task, made)
    written: dict[str, int] = {}
    for form, data in made.files.items():
        try:
            writer.write(Path(task.targets[form]), data)
        except OSError as fault:
            writer.refuse(Path(task.targets[form]), fault, made.sink)
            made.failed(Stage.OUTPUT)
            return written
        written[task.targets[form]] = len(data)
    if forgotten:
        _remember(task, made, root)
    return written


def _forget(task: Task, made: Built) -> bool:
    """Take away the record of the build before, which says of files about to be replaced that they are whole."""
    try:
        Path(task.record).unlink(missing_ok=True)
    except OSError as fault:
        _no_memory(task, made, fault)
        return False
    return True


def _remember(task: Task, made: Built, root: Path) -> None:
    assert made.loaded is not None
    record = memory.Record(
        task.environment,
        {str(root / name): known for name, known in made.loaded.files.items()},
        {task.targets[form]: memory.digest(data) for form, data in made.files.items()},
        tuple(made.diagnostics),
    )
    try:
        memory.save(Path(task.record), record)
    except OSError as fault:
        _no_memory(task, made, fault)


def _no_memory(task: Task, made: Built, fault: OSError) -> None:
    """The files are there and whole all the same; they will only be built again next time."""
    made.sink.warning(
        "cache-not-writable",
        f"cannot remember this build in {Path(task.record).parent}: {fault.strerror or fault}",
        hint="make the project's folder .briefgen writable, so that unchanged briefs are skipped",
    )
