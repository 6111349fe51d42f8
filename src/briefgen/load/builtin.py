"""Where the files that come with briefgen are: beside the sources in a checkout, inside the package when installed."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

PACKAGE = Path(str(files("briefgen")))


def templates() -> Path:
    """The folder of the built-in audiences: the wheel's `builtin/templates`, or the checkout's `templates`."""
    packed = PACKAGE / "builtin" / "templates"
    return packed if packed.is_dir() else PACKAGE.parents[1] / "templates"


def asset(name: str) -> bytes:
    """The bytes of a file of `assets/`, by its path there. Raises FileNotFoundError."""
    return (PACKAGE / "assets" / name).read_bytes()
