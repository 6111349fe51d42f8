"""Supervised worker processes with a memory limit and a deadline each: a dead or hung one costs one task, no more."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import IO, Any

from briefgen.records import dataclass

Task = dict[str, Any]

_TAIL = 2000
_TASKS_A_WORKER = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker may use: address space in MiB, and wall-clock seconds a task."""

    memory: int = 4096
    seconds: float = 120.0


@dataclass(slots=True)
class _Worker:
    """One process with its pipes, its scratch folder, and the task it is at."""

    process: subprocess.Popen[bytes]
    scratch: tempfile.TemporaryDirectory[str]
    complaints: IO[bytes]
    task: int = -1
    deadline: float = 0.0
    done: int = 0
    buffer: bytearray = field(default_factory=bytearray)

    def give(self, number: int, task: Task, seconds: float) -> None:
        assert self.process.stdin is not None
        self.task, self.deadline = number, time.monotonic() + seconds
        with contextlib.suppress(BrokenPipeError):  # a worker that died idle is noticed when its output ends
            self.process.stdin.write(json.dumps(task).encode() + b"\n")
            self.process.stdin.flush()

    def last_words(self) -> str:
        self.complaints.seek(0, os.SEEK_END)
        size = self.complaints.tell()
        self.complaints.seek(max(0, size - _TAIL))
        return self.complaints.read().decode("utf-8", "replace").strip()

    def end(self) -> int:
        """Kill the process with all it started; returns its exit status."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.complaints):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.scratch.cleanup()
        return status


def command(limits: Limits) -> list[str]:
    """How a worker is started; -P, since a project's folder must never be a place to import from."""
    return [sys.executable, "-P", "-m", "briefgen.batch.worker", str(limits.memory)]


def _start(limits: Limits) -> _Worker:
    scratch = tempfile.TemporaryDirectory(prefix="briefgen-worker-")
    complaints = (Path(scratch.name) / "stderr").open("w+b")
    process = subprocess.Popen(
        command(limits),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        start_new_session=True,
        env={**os.environ, "HOME": scratch.name, "TMPDIR": scratch.name, "XDG_CACHE_HOME": scratch.name},
    )
    return _Worker(process, scratch, complaints)


def run(tasks: Sequence[Task], jobs: int, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    """Perform all tasks in at most `jobs` processes; yields (task number, answer) as they end, in any order.

    An answer of a task whose worker did not survive has the key `died`: "memory", "time", "signal" or "bug".
    Closing the iterator kills the workers.
    """
    waiting = deque(range(len(tasks)))
    pool: list[_Worker] = []
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or any(w.task >= 0 for w in pool):
                _employ(pool, waiting, tasks, jobs, limits, selector)
                for worker in _ready(pool, selector):
                    answer = _hear(worker)
                    if answer is None:
                        continue
                    number, worker.task = worker.task, -1
                    if "died" in answer or worker.done >= _TASKS_A_WORKER:
                        _dismiss(worker, pool, selector)
                    if number >= 0:
                        yield number, answer
        finally:
            for worker in pool:
                worker.end()


def _employ(
    pool: list[_Worker],
    waiting: deque[int],
    tasks: Sequence[Task],
    jobs: int,
    limits: Limits,
    selector: selectors.BaseSelector,
) -> None:
    idle = [w for w in pool if w.task < 0]
    while waiting and (idle or len(pool) < jobs):
        worker = idle.pop() if idle else _start(limits)
        if worker not in pool:
            pool.append(worker)
            assert worker.process.stdout is not None
            os.set_blocking(worker.process.stdout.fileno(), False)
            selector.register(worker.process.stdout, selectors.EVENT_READ, worker)
        number = waiting.popleft()
        worker.give(number, tasks[number], limits.seconds)


def _ready(pool: list[_Worker], selector: selectors.BaseSelector) -> list[_Worker]:
    """The workers that said something, ended, or have had their time."""
    nearest = min((w.deadline for w in pool if w.task >= 0), default=time.monotonic())
    events = selector.select(max(0.0, nearest - time.monotonic()))
    talking = [key.data for key, _ in events]
    now = time.monotonic()
    return talking + [w for w in pool if w not in talking and w.task >= 0 and w.deadline <= now]


def _hear(worker: _Worker) -> dict[str, Any] | None:
    """The worker's answer; None while it is incomplete."""
    assert worker.process.stdout is not None
    chunk = worker.process.stdout.read()
    if chunk:
        worker.buffer += chunk
        if worker.buffer.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(worker.buffer)
            worker.buffer.clear()
            worker.done += 1
            return answer
        return None
    if chunk is None and worker.deadline > time.monotonic():
        return None
    if chunk is None:
        return {"died": "time"}
    status = worker.process.wait()
    return {"died": "signal", "status": status, "report": worker.last_words()}


def _dismiss(worker: _Worker, pool: list[_Worker], selector: selectors.BaseSelector) -> None:
    assert worker.process.stdout is not None
    selector.unregister(worker.process.stdout)
    pool.remove(worker)
    worker.end()
