"""Killed at any moment, a build leaves whole files, and the next one ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefgen.verify import docx, pdf

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "briefgen", "build", "--rebuild", "-j", "2"]


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_whole_files(tmp_path: Path) -> None:
    from briefgen import diagnose

    for number in range(4):
        folder = tmp_path / "data" / f"brief-{number}"
        folder.mkdir(parents=True)
        (folder / "brief.yaml").write_bytes((ROOT / "data" / "minimal" / "brief.yaml").read_bytes())
    start = time.monotonic()
    subprocess.run(COMMAND, cwd=tmp_path, check=True, capture_output=True)
    usual = time.monotonic() - start
    wanted = {p.name: p.read_bytes() for p in (tmp_path / "output").glob("*.*") if not p.name.startswith(".")}
    chance = random.Random(7)
    for _ in range(40):
        process = subprocess.Popen(
            COMMAND, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0.0, usual))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found = {p.name: p.read_bytes() for p in (tmp_path / "output").glob("*.*") if not p.name.startswith(".")}
        assert found == wanted
    document = diagnose(tmp_path / "data" / "brief-0", "scientist").document
    assert document is not None
    assert pdf.verify(wanted["brief-0-scientist.pdf"], document) == []
    assert docx.verify(wanted["brief-0-scientist.docx"], document) == []
    assert subprocess.run(COMMAND, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    assert not list((tmp_path / "output").glob(".briefgen-*"))
