"""The garbage collector at rest: a build makes many small objects that live to its end, and looking through them again and
again finds nothing and costs up to a quarter of its time, most in the first one, which also loads the program."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No automatic collection meanwhile; afterwards it is on again if it was on before. What died in cycles waits for it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
