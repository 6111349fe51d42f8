"""The one place that writes outputs: whole files or nothing, and one build at a time in an output folder.

An output is absent, old, or new and complete: bytes go to a temporary file beside the target, are synced, and replace it in
one step. A crash leaves at most a temporary file, which the next build sweeps.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from briefgen.diag import Sink

_PREFIX = ".briefgen-"
_LOCK = ".briefgen.lock"


def write(target: Path, data: bytes, *, synced: bool = True) -> None:
    """Put `data` at `target` atomically and durably. Raises OSError; the old file then stands untouched.

    Not `synced`, for what is cheaply made again: a crash may tear it, and its reader must be able to tell.
    """
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if synced:
        _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def prepare(folder: Path, sink: Sink) -> bool:
    """Make the output folder, sweep what a crash left, and try whether it can be written; one error when not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_PREFIX}*"):
            if left.name != _LOCK:
                left.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile(prefix=_PREFIX, dir=folder) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
    except OSError as fault:
        refuse(folder, fault, sink)
        return False
    return True


def refuse(target: Path, fault: OSError, sink: Sink) -> None:
    """Say that an output, or the folder of outputs, cannot be written, and what to do."""
    full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
    sink.error(
        "output-not-writable",
        f"cannot write {target}: {fault.strerror or fault}",
        hint="make room" if full else "choose another folder with -o, or make this one writable",
    )


@contextlib.contextmanager
def locked(folder: Path, sink: Sink) -> Iterator[bool]:
    """Hold the folder's lock; yields False, with an error that names the holder, when another build has it."""
    path = folder / _LOCK
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            sink.error(
                "output-locked",
                f"another build (process {holder}) is writing to {folder}",
                hint="wait for it, or choose another folder with -o",
            )
            yield False
            return
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield True
        finally:
            file.seek(0)
            file.truncate()
