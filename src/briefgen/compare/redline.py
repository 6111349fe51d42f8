"""A Word file with tracked changes from an old and a new one, made by the Docxodus engine (PyPI `python-redlines`).

The engine comes as an archive of 44 MB and is unpacked once, into briefgen's own cache. It needs no network and no Word.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

AUTHOR = "briefgen"


class NoEngine(Exception):
    """The engine is not installed, or failed; the message says which."""


def redline(old: bytes, new: bytes, cache: Path, date: str) -> tuple[bytes, str]:
    """The new file with every change tracked; `date` is ISO. Also what the engine said. Raises NoEngine.

    Same files and date, same bytes.
    """
    try:
        from python_redlines import DocxodusEngine
        from python_redlines.engines import EngineExecutionError, EngineNotInstalledError
    except ImportError as fault:
        raise NoEngine(f"the engine for tracked changes is not installed ({fault})") from fault
    try:
        engine = DocxodusEngine(target_path=str(_unpacked(cache)))
        with tempfile.TemporaryDirectory(prefix="briefgen-") as folder:
            paths = [Path(folder, name) for name in ("old.docx", "new.docx")]
            for path, data in zip(paths, (old, new), strict=True):
                path.write_bytes(data)
            data, said, _ = engine.run_redline(AUTHOR, *paths, date_time=f"{date}T00:00:00Z")
    except (EngineNotInstalledError, EngineExecutionError, OSError) as fault:
        raise NoEngine(f"the engine for tracked changes failed: {fault}") from fault
    return data, said or ""


def _unpacked(cache: Path) -> Path:
    """Where the engine of the installed version is kept."""
    from importlib import metadata

    return cache / "redline" / metadata.version("python-redlines-docxodus")
