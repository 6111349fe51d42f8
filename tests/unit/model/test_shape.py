"""Which texts carry markup, and which keys a record knows."""

from __future__ import annotations

import pytest

from briefgen.model import is_prose, keys_at


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("texts", "lead"), True),
        (("texts", "lead", "clinician"), True),
        (("tables", "t", "caption"), True),
        (("tables", "t", "grid", 0, 1), True),
        (("tables", "t", "head", 0), True),
        (("tables", "t", "head", 0, "head"), True),
        (("tables", "t", "notes", "a"), True),
        (("tables", "t", "cell", 0, "show"), False),
        (("protocols", "p", "steps", 2), True),
        (("protocols", "p", "parameters", "Dose"), True),
        (("facts", "f", "note"), True),
        (("facts", "f", "value"), False),
        (("figures", "f", "caption"), True),
        (("figures", "f", "alt"), False),
        (("title",), False),
        (("disclaimer",), True),
        (("how_to_cite",), True),
        (("references", "r", "csl", "title"), False),
    ],
)
def test_prose(path: tuple[str | int, ...], expected: bool) -> None:
    assert is_prose(path) is expected


def test_keys_of_records() -> None:
    assert {"data-cut-off", "how-to-cite"} <= set(keys_at(()))
    assert {"seen-in", "value"} <= set(keys_at(("facts", "x")))
    assert {"from", "to"} <= set(keys_at(("figures", "x", "edges", 0)))
    assert "name" in keys_at(("authors", 0))
    assert keys_at(("texts", "x")) == []
