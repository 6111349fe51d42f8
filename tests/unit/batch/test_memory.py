"""A build is skipped only when every input, every output and the environment are what they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.batch.memory import Record, environment, file_digest, recall, save
from briefgen.diag import Diagnostic, Severity
from briefgen.source import Span


@pytest.fixture
def record(tmp_path: Path) -> Record:
    source, output = tmp_path / "brief.yaml", tmp_path / "brief.pdf"
    source.write_text("title: x")
    output.write_bytes(b"%PDF")
    found = Diagnostic(Severity.WARNING, "reference-uncited", "never cited", Span("brief.yaml", 3, 1), "cite it")
    return Record("env", {str(source): file_digest(source)}, {str(output): file_digest(output)}, (found,))


def test_a_record_comes_back_as_it_was(tmp_path: Path, record: Record) -> None:
    save(tmp_path / "cache" / "x.json", record)
    assert recall(tmp_path / "cache" / "x.json") == record
    assert record.holds("env")


@pytest.mark.parametrize("name", ["brief.yaml", "brief.pdf"])
def test_a_changed_or_missing_file_means_build(tmp_path: Path, record: Record, name: str) -> None:
    (tmp_path / name).write_text("changed")
    assert not record.holds("env")
    (tmp_path / name).unlink()
    assert not record.holds("env")


def test_another_environment_means_build(record: Record) -> None:
    assert not record.holds("another")


@pytest.mark.parametrize("damage", [b"", b"{}", b"null", b"[1]", b'{"format": 1, "check": "0", "body": "{}"}'])
def test_a_damaged_record_is_no_record(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "x.json").write_bytes(damage)
    assert recall(tmp_path / "x.json") is None


def test_one_flipped_bit_is_noticed(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "x.json"
    save(path, record)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    assert recall(path) is None


def test_a_new_template_changes_the_environment(tmp_path: Path) -> None:
    (tmp_path / "a.md.j2").write_text("x")
    before = environment([tmp_path], [], {})
    assert before == environment([tmp_path], [], {})
    (tmp_path / "b.md.j2").write_text("")
    assert before != environment([tmp_path], [], {})
    assert before != environment([tmp_path], [], {"date": "2025-01-01"})
