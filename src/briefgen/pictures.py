"""Painted pictures kept in a project's cache: painting is a good part of a first build, and most figures stay as they are.

A picture is found by the hash of all it is painted from, so that a change of any of it paints anew. A file that is torn or
not the one that was put there is painted again; a cache that cannot be written does without.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from briefgen import writer

MOST = 256
"""How many pictures are kept; beyond, the oldest go."""

_CHECK = 32


class Pictures:
    """The pictures in one folder. `paint` makes one from a drawing and a background; `painter` names it and its version."""

    def __init__(self, folder: Path, paint: Callable[[str, str], bytes], painter: str) -> None:
        self._folder, self._paint, self._painter = folder, paint, painter

    def painted(self, drawing: str, background: str) -> bytes:
        """The picture of a drawing, from the cache or painted and put there."""
        file = self._folder / sha256("\0".join((self._painter, background, drawing)).encode()).hexdigest()
        picture = _whole(file)
        if picture is None:
            picture = self._paint(drawing, background)
            with contextlib.suppress(OSError):
                self._keep(file, picture)
        return picture

    def _keep(self, file: Path, picture: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(self._folder.iterdir(), key=_age)[: -MOST + 1]:
            old.unlink(missing_ok=True)
        writer.write(file, sha256(picture).digest() + picture, synced=False)


def _whole(file: Path) -> bytes | None:
    """The picture a file holds behind its checksum; None when there is none that can be trusted."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    picture = data[_CHECK:]
    return picture if sha256(picture).digest() == data[:_CHECK] else None


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:  # another build has just removed it
        return 0.0
