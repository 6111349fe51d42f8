"""Drafts, releases, reviewers' copies and attached data, from a project on disk to files that prove themselves."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from briefgen import build
from briefgen.editions import Extras
from briefgen.outcome import Stage
from briefgen.pipeline import verify
from briefgen.tree import Section, Table, plain, walk
from e2e.test_cli import BRIEF, run
from tools import ooxml, verapdf

OUTSIDE = (
    '  delta: {parameter: difference in latency, at: week 1, study: none, value: "8.6", ci: {lower: "-12.3", upper: "-4.5", '
    'level: "80"}, source: doe2020ACK}\ntexts:\n'
)
ACKNOWLEDGED = ", acknowledged: {ci-point: The sign is lost in the source.}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data" / "zaleplon"
    made.mkdir(parents=True)
    write(made)
    return made


def write(folder: Path, brief: str = BRIEF) -> None:
    folder.joinpath("brief.yaml").write_text(brief, encoding="utf-8")


def with_error(acknowledged: str = "") -> str:
    text = BRIEF.replace("texts:\n", OUTSIDE.replace("ACK", acknowledged))
    return text.replace("Peak", "The difference was {fact}`delta` ({fact}`delta:ci`). Peak")


def text_of(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


# ------------------------------------------------------------------------------------------------ drafts and releases


def test_an_error_makes_a_draft_with_its_findings_in_an_annex(folder: Path) -> None:
    write(folder, with_error())
    made = build(folder, "scientist")
    assert made.failed_at is None
    assert made.document is not None
    assert made.document.meta.draft == "DRAFT"
    last = made.document.body[-1]
    assert isinstance(last, Section)
    assert plain(last.title) == "Findings"
    codes = {d.code for d in made.findings}
    shown = text_of(made.files["pdf"])
    assert codes
    assert all(code in shown.replace("\n", "").replace("\r", "") for code in codes)
    assert b"".join(zipfile.ZipFile(io.BytesIO(made.files["docx"])).read("word/document.xml").splitlines()).count(
        b"Findings"
    )


def test_an_acknowledged_error_makes_no_draft(folder: Path) -> None:
    code = next(d.code for d in _errors(folder, with_error()))
    write(folder, with_error(ACKNOWLEDGED.replace("ci-point", code)))
    made = build(folder, "scientist", release=True)
    assert made.failed_at is None
    assert made.accepted[0][1] == "The sign is lost in the source."
    assert made.document is not None
    assert not made.document.meta.draft
    assert "Findings" not in text_of(made.files["pdf"])


def _errors(folder: Path, brief: str) -> list:  # type: ignore[type-arg]  # diagnostics of the build
    write(folder, brief)
    return [d for d in build(folder, "scientist", formats=()).findings if d.severity == "error"]


def test_status_draft_marks_the_pages_and_adds_no_annex(folder: Path) -> None:
    whole = 'version: "0.3"\nstatus: draft\nsearch-date: 2025-06-01\nauthors: A. Author\ndisclaimer: For research only.'
    write(folder, BRIEF.replace('version: "0.3"', whole))
    made = build(folder, "scientist", formats=["pdf"])
    assert made.document is not None
    assert made.document.meta.draft == "DRAFT"
    assert not made.findings
    assert "annex-findings" not in {getattr(node, "anchor", "") for node in walk(made.document)}


def test_the_annex_does_not_change_the_numbers_of_tables(folder: Path) -> None:
    table = (
        "tables:\n  one: {caption: Times, head: [What, Value], grid: [[Peak, '{fact}`tmax`']]}\n"
        "texts:\n  safety: |\n    ::: {#tbl-one}\n    :::\n\n    See @tbl-one.\n"
    )
    write(folder, with_error().replace("texts:\n", table))
    made = build(folder, "scientist", annotate=True, attach_data=True)
    assert made.failed_at is None, made.diagnostics
    assert made.document is not None
    assert [n.caption.label for n in walk(made.document) if isinstance(n, Table)] == ["Table\u00a01"]
    assert "Table A1" in text_of(made.files["pdf"]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("brief", "code"),
    [(with_error(), "release-refused"), (BRIEF.replace('version: "0.3"', "status: draft"), "release-draft")],
)
def test_a_release_refuses_drafts_and_leaves_the_last_good_files(folder: Path, brief: str, code: str) -> None:
    project = folder.parents[1]
    assert run(project, "build", "-a", "scientist", "--release").returncode == 0
    before = {p.name: p.read_bytes() for p in (project / "output").glob("*.*")}
    write(folder, brief)
    done = run(project, "build", "-a", "scientist", "--release")
    assert done.returncode == 7
    assert f"error[{code}]" in done.stderr
    assert {p.name: p.read_bytes() for p in (project / "output").glob("*.*")} == before
    assert build(folder, "scientist", release=True).failed_at is Stage.RELEASE


def test_a_draft_built_before_is_not_taken_for_a_release(folder: Path) -> None:
    project = folder.parents[1]
    write(folder, BRIEF.replace('version: "0.3"', "status: draft"))
    assert run(project, "build", "-a", "scientist").returncode == 0
    assert run(project, "build", "-a", "scientist", "--release").returncode == 7


def test_warnings_never_block_a_release(folder: Path) -> None:
    write(folder, BRIEF.replace("time to peak concentration, species: human, route: oral, dose: 10 mg", "half-life"))
    made = build(folder, "scientist", formats=["docx"], release=True)
    assert made.failed_at is None
    assert any(d.severity == "warning" for d in made.findings)


# ------------------------------------------------------------------------------------------------------ data attached


def test_the_data_attached_are_what_the_file_prints(folder: Path) -> None:
    write(folder, BRIEF.replace("texts:\n", "  unused: {value: 77 h, parameter: secret, source: doe2020}\ntexts:\n"))
    made = build(folder, "scientist", formats=["pdf"], attach_data=True)
    assert made.failed_at is None, made.diagnostics
    with pikepdf.open(io.BytesIO(made.files["pdf"])) as pdf:
        held = {name: item.get_file().read_bytes() for name, item in pdf.attachments.items()}
    assert set(held) == {"facts.csv", "document.json"}
    rows = list(csv.DictReader(io.StringIO(held["facts.csv"].decode(), newline="")))
    assert [(row["id"], row["value"], row["source"]) for row in rows] == [("tmax", "1.1 h", "doe2020")]
    assert json.loads(held["document.json"])["node"] == "Document"
    assert b"secret" not in b"".join(held.values())


def test_nothing_is_attached_by_default_and_verify_sees_what_is_wrong(folder: Path) -> None:
    bare = build(folder, "scientist", formats=["pdf"])
    full = build(folder, "scientist", formats=["pdf"], attach_data=True)
    assert bare.document is not None
    carried = dict.fromkeys(("facts.csv", "document.json"), b"other")
    assert [d.code for d in verify("pdf", bare.files["pdf"], bare.document)] == []
    assert [d.code for d in verify("pdf", full.files["pdf"], bare.document)] == ["pdf-attachment"] * 2
    assert [d.code for d in verify("pdf", full.files["pdf"], bare.document, Extras({}, carried))] == ["pdf-attachment"] * 2
    assert [d.code for d in verify("pdf", bare.files["pdf"], bare.document, Extras({}, carried))] == ["pdf-attachment"] * 2


@pytest.mark.parametrize(
    ("standard", "attach", "flavours"),
    [
        (("ua-1", "a-2a"), False, ("ua1", "2a")),
        (("ua-1", "a-2a"), True, ("ua1", "3a")),
        (("ua-2", "a-4"), False, ("ua2", "4", "wt1a", "wt1r")),
        (("ua-2", "a-4f"), True, ("ua2", "4f", "wt1a", "wt1r")),
    ],
)
def test_drafts_and_copies_pass_the_standards_they_name(
    folder: Path, standard: tuple[str, str], attach: bool, flavours: tuple[str, ...]
) -> None:
    write(folder, with_error())
    made = build(folder, "scientist", formats=["pdf"], annotate=True, attach_data=attach, standard=standard)
    assert made.failed_at is None, made.diagnostics
    path = folder / "made.pdf"
    path.write_bytes(made.files["pdf"])
    assert verapdf.validate(path, *flavours) == {}


def test_the_command_line_takes_standards_that_exist(folder: Path) -> None:
    project = folder.parents[1]
    done = run(project, "build", "-a", "scientist", "-t", "pdf", "--pdf-standard", "a-4f,ua-2")
    assert done.returncode == 0, done.stderr
    with pikepdf.open(project / "output" / "zaleplon-scientist.pdf") as pdf:
        assert pdf.pdf_version == "2.0"
        assert set(pdf.attachments) == {"facts.csv", "document.json"}, "PDF/A-4f is for files that carry files"
    wrong = run(project, "build", "--pdf-standard", "ua-1,a-4")
    assert wrong.returncode == 2
    assert "ua-2,a-4f" in wrong.stderr


# -------------------------------------------------------------------------------------------------------- annotation


def test_every_value_of_a_reviewers_copy_has_its_comment(folder: Path) -> None:
    made = build(folder, "scientist", annotate=True)
    assert made.failed_at is None, made.diagnostics
    package = zipfile.ZipFile(io.BytesIO(made.files["docx"]))
    comments = package.read("word/comments.xml").decode()
    assert re.findall(r"tmax · [^<]*", comments) == ["tmax · doe2020 · verified"]
    body = package.read("word/document.xml").decode()
    assert body.count("<w:commentRangeStart ") == body.count("<w:commentReference ") == 1
    assert "Values and sources" in text_of(made.files["pdf"])
    path = folder / "made.docx"
    path.write_bytes(made.files["docx"])
    assert ooxml.errors(path) == []


def test_values_in_a_drawing_have_their_comments_on_the_drawing(folder: Path) -> None:
    drawn = "{kind: flow, caption: Course, nodes: {a: 'Peak {fact}`tmax`', b: End}, edges: [a => b]}"
    figures = f"figures:\n  mechanism: {drawn}\ntexts:\n  mechanism: See @fig-mechanism.\n"
    write(folder, BRIEF.replace("texts:\n", figures))
    made = build(folder, "scientist", formats=["docx"], annotate=True)
    assert made.failed_at is None, made.diagnostics
    body = zipfile.ZipFile(io.BytesIO(made.files["docx"])).read("word/document.xml").decode()
    assert body.count("<w:commentRangeStart ") == 2
    assert re.search(r'<w:commentRangeStart w:id="\d"/><w:r><w:drawing>', body)
    path = folder / "made.docx"
    path.write_bytes(made.files["docx"])
    assert ooxml.errors(path) == []


def test_verify_sees_a_comment_lost_changed_or_too_many(folder: Path) -> None:
    made = build(folder, "scientist", formats=["docx"], annotate=True)
    assert made.document is not None
    data, said = made.files["docx"], {"facts.tmax": "tmax · doe2020 · verified"}
    assert verify("docx", data, made.document, Extras(said)) == []
    other = verify("docx", data, made.document, Extras({"facts.tmax": "other"}))
    assert [d.code for d in other] == ["docx-comment-lost", "docx-comment-unexpected"]
    assert [d.code for d in verify("docx", data, made.document)] == ["docx-comment-unexpected"]
    plain_file = build(folder, "scientist", formats=["docx"]).files["docx"]
    assert [d.code for d in verify("docx", plain_file, made.document, Extras(said))] == ["docx-comment-lost"]


def test_a_reviewers_copy_stands_beside_the_document(folder: Path) -> None:
    project = folder.parents[1]
    assert run(project, "build", "-a", "scientist", "-t", "docx").returncode == 0
    assert run(project, "build", "-a", "scientist", "-t", "docx", "--annotate").returncode == 0
    names = sorted(p.name for p in (project / "output").glob("*.docx"))
    assert names == ["zaleplon-scientist-annotated.docx", "zaleplon-scientist.docx"]
    assert run(project, "verify", "-a", "scientist", "-t", "docx", "--annotate").returncode == 0
    again = run(project, "build", "-a", "scientist", "-t", "docx", "--annotate")
    assert "unchanged" in again.stdout


def test_two_copies_have_the_same_bytes(folder: Path) -> None:
    first, second = (build(folder, "scientist", annotate=True, attach_data=True) for _ in range(2))
    assert first.files == second.files
    assert first.document is not None
    assert replace(first.document) == second.document


# ----------------------------------------------------------------------------------------------- facts made of tables


def test_numbers_typed_into_a_table_are_traced_and_listed(folder: Path) -> None:
    table = (
        "tables:\n  times: {caption: 'Times [@doe2020]', head: [Dose, Peak (h)], grid: [[5 mg, 0.90], [10 mg, 1.10]]}\n"
        "texts:\n  safety: |\n    ::: {#tbl-times}\n    :::\n\n    See @tbl-times.\n"
    )
    write(folder, BRIEF.replace("texts:\n", table))
    project = folder.parents[1]
    rows = json.loads(run(project, "trace", "-a", "scientist", "--format", "json").stdout)["values"]
    assert [(r["place"], r["path"], r["text"], r["source"]) for r in rows if r["place"] == "tbl-times"] == [
        ("tbl-times", "facts.times-5-mg-peak", "0.90", "doe2020"),
        ("tbl-times", "facts.times-10-mg-peak", "1.10", "doe2020"),
    ]
    listed = json.loads(run(project, "facts", "--format", "json").stdout)["facts"]
    assert [row["id"] for row in listed] == ["tmax", "times-5-mg-peak", "times-10-mg-peak"]
    assert len({row["place"] for row in listed}) == 2, "both numbers of the table stand in one line"
    made = build(folder, "scientist", formats=["pdf"])
    assert made.failed_at is None, made.diagnostics
    assert "0.90" in text_of(made.files["pdf"])
