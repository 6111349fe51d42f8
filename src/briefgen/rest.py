"""The garbage collector at rest: a build makes many small objects that live to its end, and looking through them again and
again finds nothing and costs up to a quarter of its time, most in the first one, which also loads the program.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@cache
def _search_nothing_at_exit() -> None:
    """When a process ends, its memory goes back whole: to look for cycles in it first takes a tenth of a cold build."""
    atexit.register(gc.freeze)


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No automatic collection meanwhile; afterwards it is on again if it was on before. What died in cycles waits for it."""
    _search_nothing_at_exit()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _count_as_old()
            gc.enable()


@cache
def _count_as_old() -> None:
    """What the first build leaves is the program and what it keeps: it goes to the oldest generation without being searched,
    which would cost a twentieth of a cold build, and is searched when that generation is. Later builds leave little.
    """
    gc.freeze()
    gc.unfreeze()
