"""How long one brief takes, cold and warm, beside Typst with the same content, as ratios in one run.

    python benchmarks/brief.py [ROUNDS]

Every round prints a document whose paragraphs, captions and cells differ from all others, since Typst remembers what it has
set. Times are CPU seconds of this process; a cold start is the whole process. Compare ratios, not seconds.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from typst_source import source

from briefgen import tree as t
from briefgen.display import Assets
from briefgen.editions import Extras
from briefgen.outcome import Built, Options
from briefgen.pipeline import build, compose, illustrate, lay_out, render, verify
from briefgen.press import Press, press_for
from briefgen.rest import collector_at_rest

ROOT = Path(__file__).resolve().parents[1]
BRIEF, AUDIENCE = ROOT / "data" / "mij821", "scientist"
FONTS = ROOT / "src" / "briefgen" / "assets" / "fonts"

WHOLE = "whole build, both formats, verified"

_N = TypeVar("_N", bound=t.Node)


def varied(node: _N, number: int) -> _N:
    """The same tree with another number in every text of several words."""
    changes: dict[str, object] = {}
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if isinstance(value, t.Node):
            changes[field.name] = varied(value, number)
        elif isinstance(value, tuple) and value and isinstance(value[0], t.Node):
            changes[field.name] = tuple(varied(v, number) for v in value)
    if isinstance(node, t.Text) and " " in node.text.strip():
        changes["text"] = node.text.replace(" ", f" {number} ", 1)
    return dataclasses.replace(node, **changes) if changes else node


def cpu(task: Callable[[], object]) -> float:
    """CPU milliseconds of one call, with the collector at rest as in every build."""
    gc.collect()
    with collector_at_rest():
        start = time.process_time()
        task()
        return (time.process_time() - start) * 1000


def child_cpu(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of a whole process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=settings)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def row(name: str, values: list[float], unit: str = "ms") -> None:
    """One line of the table: median, least and greatest."""
    digits = 1 if unit == "ms" else 2
    shown = (f"{value:>9.{digits}f}" for value in (statistics.median(values), min(values), max(values)))
    print(f"{name:<46}{' '.join(shown)} {unit}")


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as project:
        folder = Path(project) / "data" / BRIEF.name
        shutil.copytree(BRIEF, folder)
        press, _ = press_for(folder)
        made = build(press, folder, AUDIENCE, Options())
        assert made.document is not None, made.diagnostics
        assets = illustrate(press, made, vectors=True)
        for number in range(rounds):
            _builds(press, folder, number, times)
            _round(press, varied(made.document, number + 1000), assets, made, times)
    print(f"{'warm, ' + str(rounds) + ' varied documents':<46}{'median':>9} {'least':>9} {'greatest':>9}")
    for name, values in times.items():
        row(name, values)
    _ratios(times)
    _cold()


def _changed(folder: Path, remark: str) -> None:
    """Change the data of a copy of the brief by a remark, so that it is read and checked again."""
    text = (BRIEF / "brief.yaml").read_text(encoding="utf-8")
    (folder / "brief.yaml").write_text(f"{text}\n# {remark}\n", encoding="utf-8")


def _builds(press: Press, folder: Path, number: int, times: dict[str, list[float]]) -> None:
    """Whole builds, of changed data and of data that another audience's build has just read."""
    measures: dict[str, Callable[[], object]] = {
        "from data to document": lambda: compose(press, folder, AUDIENCE),
        WHOLE: lambda: build(press, folder, AUDIENCE, Options()),
    }
    for name, task in measures.items():
        _changed(folder, f"{number}, {name}")
        times.setdefault(name, []).append(cpu(task))
    times.setdefault("the same for the next audience", []).append(cpu(measures[WHOLE]))


def _round(press: Press, document: t.Document, assets: Assets, made: Built, times: dict[str, list[float]]) -> None:
    laid = lay_out(press, document, assets, made)
    files = {form: render(form, press, document, laid, assets, made.strings, Extras()) for form in ("pdf", "docx")}
    fresh = varied(document, 7)
    measures: dict[str, Callable[[], object]] = {
        "layout": lambda: lay_out(press, fresh, assets, made),
        "PDF from its pages": lambda: render("pdf", press, document, laid, assets, made.strings, Extras()),
        "DOCX from its tree and geometry": lambda: render("docx", press, document, laid, assets, made.strings, Extras()),
        "verify PDF": lambda: verify("pdf", files["pdf"], document),
        "verify DOCX": lambda: verify("docx", files["docx"], document),
    }
    for name, task in measures.items():
        times.setdefault(name, []).append(cpu(task))
    try:
        import typst
    except ImportError:
        return
    text = source(document).encode()
    compiled = lambda: typst.compile(text, format="pdf", font_paths=[str(FONTS)], pdf_standards="ua-1")  # noqa: E731 - timed
    times.setdefault("Typst, PDF/UA-1, same content", []).append(cpu(compiled))


def _ratios(times: dict[str, list[float]]) -> None:
    peer = times.get("Typst, PDF/UA-1, same content")
    if not peer:
        print("typst is not installed: no ratios")
        return
    ours = [a + b for a, b in zip(times["layout"], times["PDF from its pages"], strict=True)]
    row("layout and PDF / Typst", [a / b for a, b in zip(ours, peer, strict=True)], "x")
    row(
        "whole build, verified / Typst",
        [a / b for a, b in zip(times[WHOLE], peer, strict=True)],
        "x",
    )


def _cold() -> None:
    """Whole processes, each twice before it counts: the program is compiled then, and its caches are what they are daily."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "briefgen"]
        made = [*command, "build", str(BRIEF), "-a", AUDIENCE, "-o", folder]
        called = f"import briefgen; assert not briefgen.build({str(BRIEF)!r}, {AUDIENCE!r}).failed_at"
        processes = {
            "one brief, both formats, from Python": [sys.executable, "-c", called],
            "one brief, both formats, by command": [*made, "--rebuild"],
            "the same, unchanged": made,
            "briefgen --help": [*command, "--help"],
        }
        print(f"{'cold starts':<46}{'median':>9} {'least':>9} {'greatest':>9}")
        for name, process in processes.items():
            runs = [child_cpu(process) for _ in range(7)][2:]
            row(f"{name}: CPU", [c for c, _ in runs], "s")
            row(f"{name}: wall", [w for _, w in runs], "s")


if __name__ == "__main__":
    main()
