"""The command line as a user meets it: a project of their own, whole processes, exit codes, files and messages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

import briefgen

BRIEF = """\
title: "Zaleplon: onset of action"
version: "0.3"
data-cut-off: 2025-06-30
references:
  doe2020:
    type: article-journal
    title: Onset of action of a short-acting hypnotic
    author: [{family: Doe, given: Jane}]
    container-title: Sleep
    volume: "43"
    page: 1-9
    issued: {date-parts: [[2020]]}
facts:
  tmax: {parameter: time to peak concentration, species: human, route: oral, dose: 10 mg, value: 1.1 h, source: doe2020}
texts:
  summary: |
    Peak concentrations were reached after {fact}`tmax` [@doe2020].
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data" / "zaleplon").mkdir(parents=True)
    (tmp_path / "data" / "zaleplon" / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """One run of the command line in a folder; `given` is its standard input."""
    return subprocess.run(
        [sys.executable, "-c", "from briefgen.cli import main; main()", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        input=given,
        env={**os.environ, "NO_COLOR": "1", **environment},
        timeout=240,
        check=False,
    )


def _can_mount() -> bool:
    """Whether this machine lets us mount a small disk of our own."""
    try:
        return subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _outputs(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((folder / "output").iterdir()) if not p.name.startswith(".")}


def test_build_makes_every_audience_in_both_formats(project: Path) -> None:
    done = run(project, "build")
    assert done.returncode == 0, done.stderr
    names = [f"zaleplon-{a}.{f}" for a in ("clinician", "executive", "scientist") for f in ("docx", "pdf")]
    assert sorted(_outputs(project)) == names
    assert all(name in done.stdout for name in names)


def test_a_second_build_does_nothing_and_says_so(project: Path) -> None:
    run(project, "build", "-a", "scientist")
    before = _outputs(project)
    again = run(project, "build", "-a", "scientist")
    assert again.stdout.count("unchanged") == 2
    assert _outputs(project) == before
    twice = run(project, "build", "-a", "scientist", "-a", "scientist", "-t", "pdf", "-t", "docx", "-t", "pdf")
    assert twice.stdout.count("unchanged") == 2, "what is asked for twice is one job"
    forced = run(project, "build", "-a", "scientist", "--rebuild")
    assert "unchanged" not in forced.stdout
    assert _outputs(project) == before, "the same input must give the same bytes"


def test_a_changed_input_builds_again(project: Path) -> None:
    run(project, "build", "-a", "scientist", "-t", "docx")
    path = project / "data" / "zaleplon" / "brief.yaml"
    path.write_text(BRIEF.replace("1.1 h", "1.2 h"), encoding="utf-8")
    assert "unchanged" not in run(project, "build", "-a", "scientist", "-t", "docx").stdout
    assert "unchanged" in run(project, "build", "-a", "scientist", "-t", "docx").stdout


def test_one_bad_brief_does_not_stop_the_others(project: Path) -> None:
    (project / "data" / "broken").mkdir()
    (project / "data" / "broken" / "brief.yaml").write_text(
        "title: x\nfacts:\n  a: {value: 1, sauce: y}\n", encoding="utf-8"
    )
    done = run(project, "build", "-j", "2")
    assert done.returncode == 1
    assert "data/broken/brief.yaml:3" in done.stderr
    assert len(_outputs(project)) == 6
    assert "broken-scientist" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "code", "exit_code"),
    [
        ("value: 1.1 h", "valeu: 1.1 h", "data-unknown-key", 4),
        ("title: \"Zaleplon", "titel: \"Zaleplon", "data-unknown-key", 4),
        ("[@doe2020]", "[@doe2021]", "cite-unknown", 5),
        ("{fact}`tmax`", "{fact}`tmin`", "fact-unknown", 5),
        ("reached after", "reached (@tbl-none) after", "xref-unknown", 5),
    ],
)  # fmt: skip
def test_bad_input_is_located_and_leaves_the_last_good_output(
    project: Path, old: str, new: str, code: str, exit_code: int
) -> None:
    assert run(project, "build", "-a", "scientist").returncode == 0
    before = _outputs(project)
    path = project / "data" / "zaleplon" / "brief.yaml"
    path.write_text(BRIEF.replace(old, new), encoding="utf-8")
    done = run(project, "build", "-a", "scientist")
    assert done.returncode == exit_code, done.stderr
    assert f"error[{code}]" in done.stderr
    assert "data/zaleplon/brief.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
    assert _outputs(project) == before


def test_findings_as_json(project: Path) -> None:
    path = project / "data" / "zaleplon" / "brief.yaml"
    path.write_text(BRIEF.replace("[@doe2020]", "[@doe2021]"), encoding="utf-8")
    done = run(project, "check", "--format", "json", "-a", "scientist")
    found = json.loads(done.stdout)["diagnostics"]
    assert [(d["code"], d["line"]) for d in found if d["severity"] == "error"] == [("cite-unknown", 17)]
    assert not done.stderr


def test_an_output_folder_that_cannot_be_written(project: Path) -> None:
    (project / "output").write_text("a file is in the way")
    done = run(project, "build", "-a", "scientist")
    assert done.returncode == 4
    assert "error[output-not-writable]" in done.stderr


@pytest.mark.skipif(not _can_mount(), reason="mounting a small disk needs root and user namespaces")
def test_a_full_disk_is_a_finding_and_leaves_whole_files(project: Path) -> None:
    """Three audiences on a disk with room for about two."""
    (project / "small").mkdir()
    script = 'mount -t tmpfs -o size=330k none small && "$@"; code=$?; cp -a small kept; exit $code'
    command = [sys.executable, "-m", "briefgen", "build", "-o", "small", "-j", "1"]
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script, "sh", *command], cwd=project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4, done.stderr
    assert "error[output-not-writable]" in done.stderr
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    kept = sorted((project / "kept").glob("*.*"))
    assert kept, done.stderr
    for path in kept:
        data = path.read_bytes()
        assert path.name == ".briefgen.lock" or data.startswith(b"PK") or data.rstrip().endswith(b"%%EOF"), path


def test_a_cache_that_cannot_be_written_costs_only_the_memory_of_the_build(project: Path) -> None:
    (project / ".briefgen").write_text("a file is in the way")
    done = run(project, "build", "-a", "scientist")
    assert done.returncode == 0, done.stderr
    assert "warning[cache-not-writable]" in done.stderr
    assert len(_outputs(project)) == 2


def test_a_changed_font_file_is_a_changed_input(project: Path) -> None:
    """The brand file itself stays as it is."""
    fonts = sorted((Path(briefgen.__file__).parent / "assets" / "fonts").glob("SourceSans3*Regular.ttf"))
    (project / "own.ttf").write_bytes(fonts[0].read_bytes())
    (project / "_brand.yml").write_text(
        "typography:\n  fonts:\n    - {source: file, family: Own, files: [own.ttf]}\n  base: Own\n"
    )
    assert run(project, "build", "-a", "scientist").returncode == 0
    assert "unchanged" in run(project, "build", "-a", "scientist").stdout
    (project / "own.ttf").write_bytes(fonts[0].read_bytes() + b"\0")
    assert "unchanged" not in run(project, "build", "-a", "scientist").stdout


def test_a_picture_may_lie_elsewhere_in_the_project(project: Path) -> None:
    """Shared pictures have a folder of their own; a changed one is a changed input; outside the project there are none."""
    from PIL import Image

    (project / "pictures").mkdir()
    picture = project / "pictures" / "p.png"
    Image.new("RGB", (60, 40), "navy").save(picture)
    path = project / "data" / "zaleplon" / "brief.yaml"
    figure = "figures:\n  p: {kind: image, caption: A square, alt: A square, file: ../../pictures/p.png}\n"
    path.write_text(BRIEF.replace("texts:\n", figure + "texts:\n") + "    See @fig-p.\n", encoding="utf-8")
    done = run(project, "build", "-a", "scientist")
    assert done.returncode == 0, done.stderr
    Image.new("RGB", (60, 40), "red").save(picture)
    assert "unchanged" not in run(project, "build", "-a", "scientist").stdout
    path.write_text(path.read_text(encoding="utf-8").replace("../../pictures", "../../.."), encoding="utf-8")
    done = run(project, "build", "-a", "scientist")
    assert (done.returncode, "error[path-outside-project]" in done.stderr) == (4, True)


def test_a_file_that_is_no_picture_is_told_where_the_brief_names_it(project: Path) -> None:
    path = project / "data" / "zaleplon" / "brief.yaml"
    figure = "figures:\n  p: {kind: image, caption: A square, alt: A square, file: brief.yaml}\n"
    path.write_text(BRIEF.replace("texts:\n", figure + "texts:\n") + "    See @fig-p.\n", encoding="utf-8")
    done = run(project, "build", "-a", "scientist")
    assert done.returncode == 5
    line = path.read_text(encoding="utf-8").splitlines().index(figure.splitlines()[1])
    found = re.search(r"^data/zaleplon/brief\.yaml:(\d+):\d+: error\[image-unreadable\]", done.stderr, re.MULTILINE)
    assert found, done.stderr
    assert int(found[1]) == line + 1


def test_unknown_names_are_answered_with_a_suggestion(project: Path) -> None:
    done = run(project, "build", "zaleplom")
    assert done.returncode == 4
    assert 'did you mean "zaleplon"?' in done.stderr
    done = run(project, "build", "-a", "scientists")
    assert 'did you mean "scientist"?' in done.stderr
    assert run(project, "build", "--no-such-option").returncode == 2
    assert run(project, "build", "-t", "odt").returncode == 2


def test_verify_finds_what_was_changed_behind_its_back(project: Path) -> None:
    run(project, "build", "-a", "scientist")
    assert run(project, "verify", "-a", "scientist").returncode == 0
    path = project / "data" / "zaleplon" / "brief.yaml"
    path.write_text(BRIEF.replace("1.1 h", "1.2 h"), encoding="utf-8")
    done = run(project, "verify", "-a", "scientist")
    assert done.returncode == 6, done.stdout + done.stderr
    assert "differs" in done.stdout
    damaged = project / "output" / "zaleplon-scientist.pdf"
    damaged.write_bytes(damaged.read_bytes()[:5000])
    assert "output/zaleplon-scientist.pdf: error[pdf-unreadable]" in run(project, "verify", "-a", "scientist").stderr


def test_trace_lists_the_number_with_its_source(project: Path) -> None:
    done = run(project, "trace", "-a", "scientist", "--format", "json")
    rows = json.loads(done.stdout)["values"]
    assert {"path": "facts.tmax", "text": "1.1\u00a0h", "source": "doe2020"}.items() <= rows[0].items()


def test_init_makes_a_brief_that_builds(tmp_path: Path) -> None:
    assert run(tmp_path, "init", "my-brief").returncode == 0
    done = run(tmp_path, "build", "my-brief", "-a", "executive")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "data" / "my-brief" / "brief.yaml").read_text(encoding="utf-8")
    schema = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    assert json.loads((tmp_path / "data" / "my-brief" / schema).read_text(encoding="utf-8"))["title"] == "Brief"
    assert run(tmp_path, "init", "my-brief").returncode == 4
    assert "no findings" in run(tmp_path, "check").stdout, "a first brief shows how it is done"


def test_clean_removes_only_what_it_made(project: Path) -> None:
    run(project, "build", "-a", "scientist")
    (project / "output" / "zaleplon-scientist.pdf").write_text("annotated by a reader")
    (project / "output" / "notes.txt").write_text("mine")
    run(project, "clean")
    assert sorted(_outputs(project)) == ["notes.txt", "zaleplon-scientist.pdf"]


def test_schema_and_info_answer(project: Path) -> None:
    assert json.loads(run(project, "schema").stdout)["$schema"]
    said = json.loads(run(project, "info", "--format", "json").stdout)
    assert "scientist" in said["audiences"]
    assert said["fonts in Word files"]["SourceSerif4-Regular.ttf"] == "embedded"


def test_the_epoch_is_the_date_of_the_files(project: Path) -> None:
    run(project, "build", "-a", "scientist", "-t", "pdf", SOURCE_DATE_EPOCH="86400")
    with pdfium.PdfDocument(project / "output" / "zaleplon-scientist.pdf") as file:
        assert file.get_metadata_value("CreationDate").startswith("D:19700102")
    assert run(project, "build", SOURCE_DATE_EPOCH="soon").returncode == 2


def test_styles_are_found_by_words(project: Path) -> None:
    found = run(project, "styles", "clinical", "psychiatry", "journal")
    assert found.returncode == 0
    assert "the-journal-of-clinical-psychiatry" in found.stdout
    assert "(as american-medical-association)" in found.stdout
    listed = json.loads(run(project, "styles", "vancouver", "-n", "1", "--format", "json").stdout)
    assert listed["styles"][0]["name"] == "nlm-citation-sequence"
    assert listed["more"]
    assert "no style has" in run(project, "styles", "zzzz").stdout
