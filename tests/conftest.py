"""What all tests share: `--accept` for goldens, and the sample briefs, built once a session for all its processes."""

from __future__ import annotations

import fcntl
import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import generated
from generated import Drawn

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


def _once(folder: Path, file: str, make: Callable[[], bytes]) -> bytes:
    """A file of a folder that all processes of a session share, made by the first that asks."""
    path = folder / file
    with (folder / f".{file}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(make())
    return path.read_bytes()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of a session share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def generated_part(shared: Path) -> Callable[[int], Drawn]:
    """What gives one part of the generated documents; drawn once a session."""

    @cache
    def part(number: int) -> Drawn:
        drawn: Drawn = pickle.loads(_once(shared, f"generated-{number}", lambda: pickle.dumps(generated.part(number))))
        return drawn

    return part


@pytest.fixture(scope="session")
def samples(shared: Path) -> list[Sample]:
    """Every sample brief of the repository for every audience, in both formats."""
    index = _once(shared, "samples.json", lambda: json.dumps(_build(shared)).encode())
    return [Sample(brief, audience, Path(docx), Path(pdf)) for brief, audience, docx, pdf in json.loads(index)]


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
