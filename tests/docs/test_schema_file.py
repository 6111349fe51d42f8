"""The schema that the samples name is there, and is what `briefgen schema` prints."""

from __future__ import annotations

from pathlib import Path

from briefgen.model.schema import json_schema, printed

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "brief.schema.json"


def test_the_file_is_the_schema(accept: bool) -> None:
    wanted = printed(json_schema())
    if accept:
        FILE.write_text(wanted, encoding="utf-8")
    assert accept or FILE.read_text(encoding="utf-8") == wanted, "run `pytest tests/docs --accept`"


def test_every_sample_names_a_schema_that_is_there() -> None:
    briefs = sorted((ROOT / "data").glob("*/brief.yaml"))
    assert briefs
    for brief in briefs:
        first = brief.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema="), brief
        assert (brief.parent / first.partition("=")[2]).is_file(), brief
