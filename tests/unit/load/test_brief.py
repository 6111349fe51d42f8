"""From a folder to a brief: values as written, positions through groups and files, digests."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefgen.diag import Sink
from briefgen.load.brief import Loaded, load_brief
from briefgen.load.project import find_project


def load(folder: Path, **files: str) -> tuple[Loaded | None, Sink]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    sink = Sink()
    project = find_project(folder, sink)
    assert project is not None
    return load_brief(folder, project, sink), sink


GROUPS = """\
title: T
facts:
  defaults: {status: unverified}
  ic50: 8 nM
  animals:
    defaults: {route: iv, status: secondary}
    facts:
      cl: {value: 0.10, species: rat}
      half: {value: "3.80", status: verified}
  list:
    facts:
      - {parameter: Cmax, dose: 1 mg/kg, value: 462}
"""


def test_groups_are_written_out_with_their_places(tmp_path: Path) -> None:
    loaded, sink = load(tmp_path / "data" / "b", brief_yaml=GROUPS)
    assert list(sink) == []
    assert loaded is not None
    facts = loaded.brief.facts
    assert list(facts) == ["ic50", "cl", "half", "cmax-1-mg-kg"]
    assert [(f.value, f.status, f.route) for f in facts.values()] == [
        ("8 nM", "unverified", None),
        ("0.10", "secondary", "iv"),
        ("3.80", "verified", "iv"),
        ("462", "unverified", None),
    ]
    spans = loaded.spans
    assert str(spans.at("facts", "cl", "value")) == "data/b/brief.yaml:8:19"
    assert str(spans.at("facts", "cl", "route")) == "data/b/brief.yaml:6:23"
    assert str(spans.at("facts", "ic50", "value")) == "data/b/brief.yaml:4:9"
    assert str(spans.key("facts", "half")) == "data/b/brief.yaml:9:7"


def test_plain_is_snake_case_json(tmp_path: Path) -> None:
    text = "title: T\ndata-cut-off: 2025-12-01\nfacts: {a: {value: 1, seen-in: r}}\n"
    loaded, _ = load(tmp_path / "b", brief_yaml=text)
    assert loaded is not None
    assert loaded.plain["data_cut_off"] == "2025-12-01"
    assert loaded.plain["facts"]["a"]["seen_in"] == "r"


def test_named_files_are_read_located_and_digested(tmp_path: Path) -> None:
    loaded, sink = load(
        tmp_path / "data" / "b",
        brief_yaml="title: T\nfacts: [{defaults: {species: rat}, facts: f.csv}, more.yaml]\nreferences: r.json\n",
        f_csv="id,value,arms\nx,0.10,a; b\n",
        more_yaml="y: {value: 2}\n",
        r_json='[{"id": "k", "title": "A title", "issued": {"date-parts": [[2025, 3]]}, "tier": "review"}]',
    )
    assert list(sink) == []
    assert loaded is not None
    assert {k: (f.value, f.species, f.arms) for k, f in loaded.brief.facts.items()} == {
        "x": ("0.10", "rat", ["a", "b"]),
        "y": ("2", None, []),
    }
    assert loaded.brief.references["k"].csl["issued"] == {"date-parts": [["2025", "3"]]}
    assert loaded.brief.references["k"].tier == "review"
    assert str(loaded.spans.at("facts", "x", "value")) == "data/b/f.csv:2:3"
    assert str(loaded.spans.at("references", "k", "csl", "title")) == "data/b/r.json:1:24"
    assert sorted(loaded.files) == ["data/b/brief.yaml", "data/b/f.csv", "data/b/more.yaml", "data/b/r.json"]
    more = (tmp_path / "data" / "b" / "more.yaml").read_bytes()
    assert loaded.files["data/b/more.yaml"] == hashlib.sha256(more).hexdigest()


def test_a_text_file_can_be_shared_inside_the_project(tmp_path: Path) -> None:
    (tmp_path / "briefgen.yml").write_text("{}", encoding="utf-8")
    (tmp_path / "shared.yaml").write_text("x: hello\n", encoding="utf-8")
    loaded, _ = load(tmp_path / "data" / "b", brief_yaml="title: T\ntexts: ../../shared.yaml\n")
    assert loaded is not None
    assert loaded.brief.texts == {"x": "hello"}
    assert loaded.spans.at("texts", "x").file == "shared.yaml"


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("x: y\n", encoding="utf-8")
    folder = tmp_path / "project" / "data" / "b"
    folder.mkdir(parents=True)
    (folder / "texts.yaml").symlink_to(secret)
    loaded, sink = load(folder, brief_yaml="title: T\ntexts: texts.yaml\n")
    assert loaded is None
    assert [d.code for d in sink] == ["path-outside-project"]


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    import os

    folder = tmp_path / "data" / "b"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "texts.yaml")
    loaded, sink = load(folder, brief_yaml="title: T\ntexts: texts.yaml\n")
    assert loaded is None
    assert [d.code for d in sink] == ["file-unreadable"]


def test_a_folder_without_a_brief(tmp_path: Path) -> None:
    loaded, sink = load(tmp_path / "data" / "b")
    assert loaded is None
    assert [(d.code, d.span.file) for d in sink] == [("file-missing", "data/b")]


@pytest.mark.parametrize("name", ["brief_json", "brief_yml"])
def test_other_names_of_the_brief(tmp_path: Path, name: str) -> None:
    loaded, _ = load(tmp_path / "b", **{name: '{"title": "T"}'})
    assert loaded is not None
    assert (loaded.name, loaded.brief.title) == ("b", "T")


def test_loading_twice_gives_the_same(tmp_path: Path) -> None:
    first, _ = load(tmp_path / "b", brief_yaml=GROUPS)
    second, _ = load(tmp_path / "b", brief_yaml=GROUPS)
    assert first == second
