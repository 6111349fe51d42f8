"""The collector rests in a build, and is afterwards as it was before; what is asked for twice is said alike."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import pytest

from briefgen import outcome
from briefgen.render.pdf.options import STANDARDS
from briefgen.rest import collector_at_rest


def _fails_at_rest() -> None:
    with collector_at_rest():
        assert not gc.isenabled()
        raise ValueError("within")


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_left_as_it_was_found(on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(ValueError, match="within"):
            _fails_at_rest()
        assert gc.isenabled() == on
    finally:
        (gc.enable if was_on else gc.disable)()


def test_what_the_first_build_leaves_is_old_and_still_collected() -> None:
    code = """if True:
        import gc, weakref
        from briefgen.rest import collector_at_rest
        class Ring: pass
        with collector_at_rest():
            kept, ring = [[n] for n in range(50_000)], Ring()
            ring.itself, known = ring, weakref.ref(ring)
            del ring
        young, alive = len(gc.get_objects(generation=0)), known() is not None
        gc.collect()
        print(young < 5_000, alive, known() is None)
    """
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]


def environment() -> dict[str, str]:
    """The environment of a process that imports what this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def test_the_command_line_knows_the_standards_that_the_painter_knows() -> None:
    assert set(outcome.STANDARDS) == STANDARDS
