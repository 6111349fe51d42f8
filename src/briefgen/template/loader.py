"""Templates from the search path: read whole, checked, and never from outside the folders they belong to."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from briefgen.diag import did_you_mean
from briefgen.source import Source, Span
from briefgen.template.faults import TemplateFault

SUFFIX = ".md.j2"
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffe\uffff]")
"""Control characters and private-use ones, among them those that mark tokens and lines."""

LARGEST = 256 * 1024
"""The largest template, in bytes."""


def shown(folder: Path, name: str) -> str:
    """How diagnostics name a template: the search folder's own name and the path below it."""
    return f"{folder.name}/{name}"


def find(search: tuple[Path, ...], name: str) -> tuple[Path, str] | None:
    """The first file of that name on the search path, and how it is shown; None when there is none.

    Raises TemplateFault when the name, or a symbolic link, leads out of its folder.
    """
    if name.startswith("/") or ".." in name.split("/") or "\\" in name or "\0" in name:
        raise TemplateFault("template-outside", f'template name "{name}" leads out of the templates folder')
    for folder in search:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            if _leads_out(folder, path):
                raise TemplateFault("template-outside", f'template "{name}" is a link that leads out of its folder')
            return Path(path), shown(folder, name)
    return None


def _leads_out(folder: Path, path: str) -> bool:
    """Whether symbolic links lead from a folder to a path outside it; without a link below the folder none does."""
    home, step = str(folder), path
    while len(step) > len(home) and not os.path.islink(step):
        step = os.path.dirname(step)
    if len(step) <= len(home):
        return False
    home = os.path.realpath(home)
    return os.path.commonpath((home, os.path.realpath(path))) != home


def read(search: tuple[Path, ...], name: str) -> tuple[str, str]:
    """The text of a template and how it is shown. Raises TemplateFault when it is missing or not a text we take."""
    found = find(search, name)
    if found is None:
        raise TemplateFault(
            "template-missing", f'there is no template "{name}"', hint=did_you_mean(name, names(search, name))
        )
    path, label = found
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise TemplateFault("template-unreadable", f"cannot be read: {fault.strerror}", Span(label)) from None
    if len(data) > LARGEST:
        raise TemplateFault("template-too-large", f"larger than {LARGEST} bytes", Span(label))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as fault:
        raise TemplateFault("template-encoding", f"not UTF-8 (byte {fault.start})", Span(label)) from None
    _refuse_characters(text, label)
    return text, label


def _refuse_characters(text: str, label: str) -> None:
    if bad := _REFUSED.search(text):
        span = Source(label, text).span(bad.start())
        raise TemplateFault("template-character", f"the character U+{ord(bad[0]):04X} is not allowed here", span)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []


def names(search: tuple[Path, ...], like: str = "") -> list[str]:
    """The names of all templates, or of those in the same folder as `like`; sorted."""
    below = f"{PurePosixPath(like).parent}/" if "/" in like else ""
    found = {
        f"{inner.name}/{file.name}"
        for folder in search
        for inner in _entries(folder)
        if inner.is_dir()
        for file in _entries(Path(inner.path))
        if file.name.endswith(SUFFIX)
    }
    return sorted(n for n in found if n.startswith(below)) or sorted(found)
