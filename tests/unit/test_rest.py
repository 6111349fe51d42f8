"""The collector rests in a build, and is afterwards as it was before; what is asked for twice is said alike."""

from __future__ import annotations

import gc

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


def test_the_command_line_knows_the_standards_that_the_painter_knows() -> None:
    assert set(outcome.STANDARDS) == STANDARDS
