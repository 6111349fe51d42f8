"""Reading files of a project: inside its folder only, regular files only, each one's digest kept for the cache."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import field
from pathlib import Path

from briefgen.diag import Sink, did_you_mean
from briefgen.load.json import read_json
from briefgen.load.text import decode
from briefgen.load.yaml import read_yaml
from briefgen.records import dataclass
from briefgen.source import NOWHERE, Located, Span

MAX_FILE = 64 * 2**20
"""The largest file of any kind that is read."""

DATA_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(slots=True)
class Files:
    """The files one brief may read: those of its project's folder. `digests` maps each one read to its SHA-256."""

    root: Path
    folder: Path
    sink: Sink
    digests: dict[str, str] = field(default_factory=dict)

    def name(self, path: Path) -> str:
        """A path as diagnostics print it: relative to the project where it lies inside, absolute otherwise; with slashes."""
        relative = Path(os.path.relpath(path, self.root)).as_posix()
        return path.as_posix() if relative.startswith("../") else relative

    def find(self, file: str, span: Span = NOWHERE) -> Path | None:
        """The path of a file named in data, relative to the brief's folder; None, reported, when it may not be read."""
        path = self.folder / file
        try:
            real = path.resolve()
            there = real.exists()
        except (OSError, RuntimeError) as fault:  # a name too long, a link that leads to itself
            self.sink.error("file-unreadable", f'"{file[:60]}" cannot be read: {fault}', span)
            return None
        if not real.is_relative_to(self.root.resolve()):
            self.sink.error("path-outside-project", f'"{file}" lies outside the project\'s folder', span, _INSIDE)
            return None
        if not there:
            near = (p.name for p in path.parent.iterdir()) if path.parent.is_dir() else ()
            self.sink.error("file-missing", f'there is no file "{file}"', span, did_you_mean(path.name, near))
            return None
        return path

    def read(self, path: Path, span: Span = NOWHERE) -> bytes | None:
        """The bytes of a file; None, reported, when they cannot be read."""
        name = self.name(path)
        where = span if span.file else Span(name)
        try:
            state = path.stat()
            if not stat.S_ISREG(state.st_mode):
                self.sink.error("file-unreadable", f'"{name}" is not a regular file', where)
                return None
            if state.st_size > MAX_FILE:
                self.sink.error("file-too-large", f'"{name}" has {state.st_size:,} bytes', where)
                return None
            data = path.read_bytes()
        except OSError as fault:
            self.sink.error("file-unreadable", f'"{name}" cannot be read: {fault.strerror}', where)
            return None
        self.digests[name] = hashlib.sha256(data).hexdigest()
        return data

    def text(self, path: Path, span: Span = NOWHERE) -> str | None:
        """The text of a file, its characters checked."""
        data = self.read(path, span)
        return None if data is None else decode(data, self.name(path), self.sink)

    def data(self, path: Path, span: Span = NOWHERE) -> Located | None:
        """The located value of a YAML or JSON file."""
        text = self.text(path, span)
        if text is None:
            return None
        read = read_json if path.suffix == ".json" else read_yaml
        return read(text, self.name(path), self.sink)


_INSIDE = "name files by a path relative to the brief's folder, inside the project"
