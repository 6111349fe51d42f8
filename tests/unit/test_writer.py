"""Outputs are absent, old, or new and whole."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen import writer
from briefgen.diag import Sink


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "brief.pdf"
    writer.write(target, b"old")
    writer.write(target, b"new")
    assert target.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["brief.pdf"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_fault_while_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    target = tmp_path / "brief.pdf"
    writer.write(target, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), fail)
    with pytest.raises(OSError, match="No space"):
        writer.write(target, b"new")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["brief.pdf"]


def test_what_a_crash_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".briefgen-abc").write_bytes(b"half")
    assert writer.prepare(tmp_path, Sink())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    sink = Sink()
    assert not writer.prepare(tmp_path / "file" / "output", sink)
    assert [d.code for d in sink] == ["output-not-writable"]


def test_two_builds_do_not_share_a_folder(tmp_path: Path) -> None:
    sink = Sink()
    with writer.locked(tmp_path, sink) as first, writer.locked(tmp_path, sink) as second:
        assert (first, second) == (True, False)
    [found] = sink
    assert found.code == "output-locked"
    assert str(os.getpid()) in found.message
    with writer.locked(tmp_path, Sink()) as again:
        assert again


class _Fails:
    """Counts calls of several functions and makes the nth fail."""

    def __init__(self, nth: int) -> None:
        self.left = nth

    def wrap(self, function: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            self.left -= 1
            if self.left == 0:
                raise OSError(5, "Input/output error")
            return function(*args, **kwargs)

        return call


def test_whichever_call_fails_the_file_is_old_or_new(tmp_path: Path) -> None:
    """The way SQLite tests its own files: fail the first call, then the second, until a run meets no fault."""
    target = tmp_path / "brief.docx"
    for nth in range(1, 50):
        writer.write(target, b"old")
        faults = _Fails(nth)
        with pytest.MonkeyPatch.context() as patch:
            for owner, name in ((os, "open"), (os, "fsync"), (os, "fdopen"), (Path, "replace"), (Path, "chmod")):
                patch.setattr(owner, name, faults.wrap(getattr(owner, name)))
            with contextlib.suppress(OSError):
                writer.write(target, b"new and longer")
        assert target.read_bytes() in (b"old", b"new and longer")
        assert [p.name for p in tmp_path.iterdir()] == ["brief.docx"]
        if faults.left > 0:
            assert nth > 4
            return
    pytest.fail("no run without a fault")
