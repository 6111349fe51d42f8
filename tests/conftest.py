"""What all tests share: `--accept` for goldens, and the sample briefs, built once a session for all its processes."""

from __future__ import annotations

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite goldens and generated pages with what was found")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@dataclass(frozen=True, slots=True)
class Sample:
    """One built sample: brief, audience, and its two files."""

    brief: str
    audience: str
    docx: Path
    pdf: Path


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> list[Sample]:
    """Every sample brief of the repository for every audience, in both formats."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "samples"
    folder.mkdir(exist_ok=True)
    index = folder / "index.json"
    with (folder / ".once").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not index.exists():
            index.write_text(json.dumps(_build(folder)))
    return [Sample(brief, audience, Path(docx), Path(pdf)) for brief, audience, docx, pdf in json.loads(index.read_text())]


def _build(folder: Path) -> list[list[str]]:
    from briefgen import build
    from briefgen.diag import Sink, render
    from briefgen.load.project import find_project, list_audiences

    project = find_project(ROOT / "data", Sink())
    assert project is not None
    built = []
    for brief in ("mij821", "esketamine", "traxoprodil", "rislenemdaz", "minimal"):
        for audience in list_audiences(project):
            made = build(ROOT / "data" / brief, audience, output=folder)
            assert made.failed_at is None, render(made.diagnostics, made.sink.sources)
            stem = folder / f"{brief}-{audience}"
            built.append([brief, audience, f"{stem}.docx", f"{stem}.pdf"])
    return built
