"""Render: a resolved document becomes bytes. A backend is one function and one row in `BACKENDS`."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

BACKENDS: dict[str, str] = {
    "pdf": "briefgen.render.pdf",
}
"""Output format -> the module that holds its `render` function; imported when first asked for, never before."""


def backend(name: str) -> ModuleType:
    """The module of a backend; raises KeyError for a format that is not in the table."""
    return import_module(BACKENDS[name])
