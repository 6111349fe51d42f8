"""A worker that dies, hangs or eats memory costs its own task and no other."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefgen.batch import workers
from briefgen.batch.workers import Limits, run

ODD = """
import os, signal, sys, time
from briefgen.batch.worker import die_with_parent, limit_memory, serve

def perform(task):
    match task["do"]:
        case "die": os.kill(os.getpid(), signal.SIGKILL)
        case "hang": time.sleep(600)
        case "late":
            time.sleep(2)
            open(task["file"], "w").close()
        case "eat": return {"size": len(bytearray(1 << 34))}
        case "raise": raise ValueError("odd")
        case "chatter": print("x" * 100_000)
        case "large": return {"text": "y" * 300_000}
    return {"did": task["do"]}

die_with_parent()
limit_memory(int(sys.argv[1]))
serve(perform)
"""


@pytest.fixture
def odd_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "odd.py"
    script.write_text(ODD)
    monkeypatch.setattr(workers, "command", lambda limits: [sys.executable, "-P", str(script), str(limits.memory)])


def _run(tasks: list[str], jobs: int = 2, limits: Limits | None = None) -> dict[int, dict[str, object]]:
    return dict(run([{"do": task} for task in tasks], jobs, limits or Limits(1024, 30.0)))


@pytest.mark.usefixtures("odd_worker")
def test_every_task_is_answered_once() -> None:
    answers = _run(["a", "chatter", "b", "large", "c"], jobs=3)
    assert sorted(answers) == [0, 1, 2, 3, 4]
    assert answers[0] == {"did": "a"}
    assert answers[1] == {"did": "chatter"}
    assert len(str(answers[3]["text"])) == 300_000


@pytest.mark.usefixtures("odd_worker")
@pytest.mark.parametrize(("fault", "reason"), [("die", "signal"), ("eat", "memory"), ("raise", "bug")])
def test_a_fault_costs_one_task(fault: str, reason: str) -> None:
    answers = _run(["a", fault, "b", "c", "d"])
    assert answers[1]["died"] == reason
    assert [answers[i] for i in (0, 2, 3, 4)] == [{"did": x} for x in "abcd"]


@pytest.mark.usefixtures("odd_worker")
def test_a_hung_worker_is_killed_and_replaced() -> None:
    answers = _run(["a", "hang", "b"], jobs=1, limits=Limits(1024, 1.5))
    assert answers[1] == {"died": "time"}
    assert answers[2] == {"did": "b"}


@pytest.mark.usefixtures("odd_worker")
def test_no_tasks_start_no_workers() -> None:
    assert _run([], jobs=0) == {}


PARENT = """
import sys
from briefgen.batch import workers
workers.command = lambda limits: [sys.executable, "-P", sys.argv[1], "0"]
for _ in workers.run([{"do": "late", "file": sys.argv[2]}], 1, workers.Limits()):
    pass
"""


def test_a_worker_dies_with_its_parent(tmp_path: Path) -> None:
    script, late = tmp_path / "odd.py", tmp_path / "late"
    script.write_text(ODD)
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(script), str(late)])
    time.sleep(1)
    parent.kill()
    parent.wait()
    time.sleep(2.5)
    assert not late.exists()
