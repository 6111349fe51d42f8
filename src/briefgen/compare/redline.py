"""A Word file with tracked changes from an old and a new one, made by the Docxodus engine (PyPI `python-redlines`).

The engine comes as an archive of 44 MB and is unpacked once, into briefgen's own cache. It needs no network and no Word.
What it makes is proven: with all changes accepted it says what the new file says, with all rejected what the old one says.
"""

from __future__ import annotations

import tempfile
from itertools import zip_longest
from pathlib import Path

from briefgen.compare.tidy import tidy
from briefgen.diag import Diagnostic, Severity

AUTHOR = "briefgen"
_SHOWN = 60  # characters of a text that a message quotes


class NoEngine(Exception):
    """The engine is not installed, or failed; the message says which."""


def redline(old: bytes, new: bytes, cache: Path, date: str) -> bytes:
    """The new file with every change tracked; `date` is ISO. Raises NoEngine.

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
            made, _, _ = engine.run_redline(AUTHOR, *paths, date_time=f"{date}T00:00:00Z")
    except (EngineNotInstalledError, EngineExecutionError, OSError) as fault:
        raise NoEngine(f"the engine for tracked changes failed: {fault}") from fault
    return tidy(bytes(made), new)


def faults(data: bytes, old: bytes, new: bytes) -> list[Diagnostic]:
    """What is wrong with a redline: text that accepting or rejecting everything would not give, and what lint finds."""
    from briefgen.compare.revisions import accept_all, reject_all, texts
    from briefgen.verify.docx_lint import lint

    found = lint(data)
    for what, settled, wanted in (("accepting", accept_all(data), new), ("rejecting", reject_all(data), old)):
        pairs = zip_longest(texts(settled), texts(wanted), fillvalue="")
        first = next(((shown, right) for shown, right in pairs if shown != right), None)
        if first is not None:
            message = f'{what} all changes gives "{first[0][:_SHOWN]}" instead of "{first[1][:_SHOWN]}"'
            found.append(Diagnostic(Severity.ERROR, "redline-differs", message))
    return found


def _unpacked(cache: Path) -> Path:
    """Where the engine of the installed version is kept."""
    from importlib import metadata

    return cache / "redline" / metadata.version("python-redlines-docxodus")
