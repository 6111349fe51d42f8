"""What a project keeps from process to process: drawings, painted pictures, the base of Word files. To make them is a good
part of a first build, and most stay as they are.

A record is found by the hash of all it is made from, the program itself included, so that a change of any of it makes it
anew. A file that is torn or not the one that was put there is made again; a cache that cannot be written does without.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from briefgen import writer
from briefgen.flat import Kinds, packed, unpacked

MOST = 256
"""How many records are kept; beyond, the oldest go."""

_CHECK = 32

T = TypeVar("T")


class Shelf:
    """The records in one folder, made with one program (`made_with` is its hash and that of all it always reads)."""

    def __init__(self, folder: Path, made_with: str) -> None:
        self._folder, self._made_with = folder, made_with

    def keep(self, kinds: Kinds, made_from: tuple[str, ...], make: Callable[[], T]) -> T:
        """A record, from the folder or made and put there. `kinds` are the classes of all records it consists of."""
        file = self._folder / sha256("\0".join((self._made_with, *made_from)).encode()).hexdigest()
        data = _whole(file)
        with contextlib.suppress(ValueError):
            if data is not None:
                found: T = unpacked(data, kinds)
                return found
        made = make()
        with contextlib.suppress(OSError):
            self._put(file, packed(made))
        return made

    def _put(self, file: Path, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(self._folder.iterdir(), key=_age)[: -MOST + 1]:
            old.unlink(missing_ok=True)
        writer.write(file, sha256(data).digest() + data, synced=False)


def _whole(file: Path) -> bytes | None:
    """What a file holds behind its checksum; None when there is nothing that can be trusted."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    held = data[_CHECK:]
    return held if sha256(held).digest() == data[:_CHECK] else None


def _age(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:  # another build has just removed it
        return 0.0
