"""A worker process: takes tasks as JSON lines on standard input, answers each with one JSON line.

It limits its own memory before it imports anything large; time limits are the parent's business, which kills it. Whatever a
library prints goes to standard error, so that it cannot garble the answers.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from briefgen.rest import collector_at_rest

_PR_SET_PDEATHSIG = 1  # linux/prctl.h

Answer = dict[str, Any]
Perform = Callable[[dict[str, Any]], Answer]


def serve(perform: Perform) -> None:
    """Answer tasks until standard input ends, with the collector at rest all the while.

    What a task leaves behind is collected when the next one comes: after the last there is nothing to save memory for. What
    lives after the first one is the program itself, which need not be looked through again.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for number, line in enumerate(sys.stdin):
        if number:
            gc.collect()
        if number == 1:
            gc.freeze()
        answers.write(json.dumps(_answer(perform, json.loads(line)), ensure_ascii=True) + "\n")
        answers.flush()


def _answer(perform: Perform, task: dict[str, Any]) -> Answer:
    try:
        return perform(task)
    except MemoryError:
        return {"died": "memory"}
    except Exception:  # any fault here is a bug of ours: it is reported whole, and costs this task only
        import traceback

        return {"died": "bug", "report": traceback.format_exc()}


def limit_memory(mebibytes: int) -> None:
    """Cap this process's address space; 0 leaves it as it is."""
    if mebibytes:
        limit = mebibytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent dies, so that no orphan overwrites what a later build has made."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Entry point of `python -m briefgen.batch.worker MEMORY_MIB`."""
    die_with_parent()
    limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads the records of every package
    with collector_at_rest():
        from briefgen.batch.tasks import perform

        serve(perform)


if __name__ == "__main__":
    main()
