"""The options and commands for people who work in Word: live citations, bound facts, comparisons, watching."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from briefgen.compare.revisions import accept_all, reject_all, texts
from e2e.test_cli import BRIEF as PLAIN
from e2e.test_cli import run

BRIEF = PLAIN.replace("texts:\n", "  idle: {parameter: half-life, species: human, value: 9.87 h, source: doe2020}\ntexts:\n")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (("zaleplon", BRIEF), ("newer", BRIEF.replace("1.1 h", "1.2 h").replace("Peak", "Highest"))):
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "brief.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def _whole(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))


def test_citations_and_binding_are_options_that_build_anew(project: Path) -> None:
    target = project / "output" / "zaleplon-scientist.docx"
    arguments = ("build", "zaleplon", "-a", "scientist", "-t", "docx")
    assert run(project, *arguments).returncode == 0
    assert b"ZOTERO" not in _whole(target)
    assert b"dataBinding" not in _whole(target)
    done = run(project, *arguments, "--citations", "zotero", "--bind")
    assert done.returncode == 0, done.stderr
    assert "unchanged" not in done.stdout
    assert b"ZOTERO_ITEM" in _whole(target)
    assert b"dataBinding" in _whole(target)
    assert b"9.87" not in _whole(target), "a fact that is not printed must not leave the house"
    assert "unchanged" in run(project, *arguments, "--citations", "zotero", "--bind").stdout
    assert "unchanged" in run(project, "plan", *arguments[1:], "--citations", "zotero", "--bind").stdout
    assert run(project, "build", "--citations", "mendeley").returncode == 2


def test_diff_lists_records_and_passages_as_text_and_json(project: Path) -> None:
    done = run(project, "diff", "zaleplon", "newer", "-a", "scientist")
    assert done.returncode == 0, done.stderr
    assert "~ facts.tmax\n    value: 1.1 h → 1.2 h" in done.stdout
    assert "[-Peak-]{+Highest+}" in done.stdout
    found = json.loads(run(project, "diff", "zaleplon", "newer", "--format", "json").stdout)
    assert [(r["path"], r["kind"]) for r in found["records"]] == [("facts.tmax", "changed")]
    assert set(found["passages"]) == {"clinician", "executive", "scientist"}
    same = run(project, "diff", "zaleplon", "zaleplon")
    assert same.stdout.strip() == "no differences"
    assert run(project, "diff", "zaleplon", "newer", "--exit-code").returncode == 1
    assert run(project, "diff", "zaleplon", "zaleplon", "--exit-code").returncode == 0
    assert run(project, "diff", "zaleplon", "none").returncode == 4


def test_diff_compares_built_files_by_what_they_print(project: Path) -> None:
    run(project, "build", "-a", "scientist", "-t", "docx")
    old, new = (f"output/{name}-scientist.docx" for name in ("zaleplon", "newer"))
    found = json.loads(run(project, "diff", old, new, "--format", "json").stdout)
    assert [r["path"] for r in found["records"]] == ["facts.tmax"]
    assert any("Highest" in p["new"] for p in found["passages"]["file"])


def test_a_brief_differs_from_the_file_built_of_it_in_nothing(project: Path) -> None:
    run(project, "build", "zaleplon", "-a", "scientist", "-t", "docx", "--citations", "zotero", "--bind")
    built = "output/zaleplon-scientist.docx"
    same = run(project, "diff", built, "zaleplon", "-a", "scientist", "--exit-code")
    assert (same.stdout.strip(), same.returncode) == ("no differences", 0)
    found = json.loads(run(project, "diff", built, "newer", "-a", "scientist", "--format", "json").stdout)
    assert [(r["path"], r["kind"]) for r in found["records"]] == [("facts.tmax", "changed")]
    assert {p["kind"] for p in found["passages"]["scientist"]} == {"changed"}
    assert any("Highest" in p["new"] for p in found["passages"]["scientist"])


def test_tracked_changes_become_either_document(project: Path) -> None:
    run(project, "build", "-a", "scientist", "-t", "docx")
    target = project / "changes.docx"
    done = run(project, "diff", "zaleplon", "newer", "-a", "scientist", "-t", "docx", "-o", str(target))
    assert done.returncode == 0, done.stderr
    old, new = (texts((project / "output" / f"{n}-scientist.docx").read_bytes()) for n in ("zaleplon", "newer"))
    assert old != new
    assert texts(accept_all(target.read_bytes())) == new
    assert texts(reject_all(target.read_bytes())) == old
    assert run(project, "diff", "zaleplon", "newer", "-t", "docx").returncode == 2
    assert run(project, "diff", "zaleplon", "newer", "-t", "docx", "-o", "x.docx").returncode == 2


def test_a_brief_on_standard_input(project: Path) -> None:
    done = run(project, "build", "-", "-a", "scientist", "-t", "docx", given=BRIEF)
    assert done.returncode == 0, done.stderr
    whole = texts((project / "output" / "stdin-scientist.docx").read_bytes())
    assert any("1.1 h" in text for text in whole)
    bad = run(project, "build", "-", "-a", "scientist", given="titel: x\n")
    assert bad.returncode == 4
    assert "data-unknown-key" in bad.stderr


def test_watch_builds_again_when_a_file_changes(project: Path) -> None:
    shutil.rmtree(project / "data" / "newer")
    target, source = project / "output" / "zaleplon-scientist.docx", project / "data" / "zaleplon" / "brief.yaml"
    options = ("-a", "scientist", "-t", "docx", "--every", "0.1", "--builds", "2")
    with subprocess.Popen([sys.executable, "-m", "briefgen", "watch", *options], cwd=project) as process:
        try:
            for _ in range(600):
                if target.exists():
                    break
                time.sleep(0.1)
            first = target.read_bytes()
            source.write_text(BRIEF.replace("1.1 h", "1.3 h"), encoding="utf-8")
            assert process.wait(timeout=120) == 0
        finally:
            process.kill()
    assert first != target.read_bytes()
    assert any("1.3 h" in text for text in texts(target.read_bytes()))


def test_plan_and_verify_know_the_reference_document(project: Path) -> None:
    """A build on a user's own Word file is unchanged, and verified, only when the same file is named again."""
    arguments = ("zaleplon", "-a", "scientist", "-t", "docx")
    assert run(project, "build", "newer", "-a", "scientist", "-t", "docx").returncode == 0
    own = project / "own.docx"
    shutil.copy(project / "output" / "newer-scientist.docx", own)
    assert run(project, "build", *arguments, "--reference-doc", "own.docx").returncode == 0
    assert "unchanged" in run(project, "plan", *arguments, "--reference-doc", "own.docx").stdout
    assert "unchanged" not in run(project, "plan", *arguments).stdout
    assert run(project, "verify", *arguments, "--reference-doc", "own.docx").returncode == 0
