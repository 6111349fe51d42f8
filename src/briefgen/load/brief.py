"""A brief's folder to a `Brief`: `brief.yaml` (or `.yml`, `.json`) and the files it names."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefgen.diag import Severity, Sink
from briefgen.load.expand import expand
from briefgen.load.files import Files
from briefgen.load.project import Project
from briefgen.load.validate import validate
from briefgen.model import Brief
from briefgen.records import dataclass
from briefgen.source import Located, Span, Spans

NAMES = ("brief.yaml", "brief.yml", "brief.json")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A brief as it was read. `plain` is its data in snake-case keys; `files` maps each file read to its SHA-256."""

    name: str
    folder: Path
    brief: Brief
    plain: dict[str, Any]
    spans: Spans
    files: Mapping[str, str]


def _note_pictures(figures: Located | None, files: Files) -> None:
    """Take the digests of the pictures, so that a change of one is seen; they are decoded when they are printed."""
    for figure in figures.value.values() if figures and isinstance(figures.value, dict) else ():
        file = figure.step("file")
        path = files.find(file.value, file.span) if file and isinstance(file.value, str) else None
        if path and file:
            files.read(path, file.span)


def unchanged(loaded: Loaded, project: Project) -> bool:
    """Whether a brief would be read from the same files, and all of them still say what they said."""
    path = _brief_file(loaded.folder)
    if path is None or Files(project.root, loaded.folder, Sink()).name(path) not in loaded.files:
        return False
    return all(_digest(project.root / name) == digest for name, digest in loaded.files.items())


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _brief_file(folder: Path) -> Path | None:
    return next((folder / name for name in NAMES if (folder / name).exists()), None)


def load_brief(folder: Path, project: Project, sink: Sink) -> Loaded | None:
    """The brief of a folder; None when a file cannot be read or a record is not valid, with every fault in the sink."""
    folder = folder.resolve()
    files = Files(project.root, folder, sink)
    path = _brief_file(folder)
    if path is None:
        sink.error("file-missing", f'there is no "{NAMES[0]}" in this folder', Span(files.name(folder)))
        return None
    before = len(sink.found)
    root = files.data(path)
    if root is None:
        return None
    expanded = expand(root, files)
    _note_pictures(expanded.step("figures"), files)
    brief = validate(Brief, expanded, sink)
    if brief is None or any(d.severity is Severity.ERROR for d in sink.found[before:]):
        return None
    return Loaded(folder.name, folder, brief, brief.model_dump(mode="json"), Spans(expanded), files.digests)
