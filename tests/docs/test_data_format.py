"""Each example of `docs/data-format.md` and `docs/rules.md` is read without a diagnostic and valid by the JSON Schema."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from briefgen.diag import Sink
from briefgen.load.brief import Loaded, load_brief
from briefgen.load.project import find_project
from briefgen.model.schema import json_schema

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class _Text(yaml.SafeLoader):
    """Reads dates as an editor's YAML 1.2 parser does: as text."""


_Text.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def blocks(page: str) -> list[tuple[str, str, str]]:
    return _BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))


def read(text: str, page: str, folder: Path) -> tuple[Loaded | None, list[Any]]:
    for _, name, content in blocks(page):
        if name:
            (folder / name).write_text(content, encoding="utf-8")
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    sink = Sink()
    project = find_project(folder, sink)
    assert project is not None
    return load_brief(folder, project, sink), list(sink)


EXAMPLES = [text for kind, _, text in blocks("data-format.md") if kind == "yaml"]
RULES = ["title: T\n" + text for kind, _, text in blocks("rules.md") if kind == "yaml"]


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.partition("\n")[0].removeprefix("title: "))
def test_example(text: str, tmp_path: Path) -> None:
    loaded, found = read(text, "data-format.md", tmp_path)
    assert found == []
    assert loaded is not None
    data = yaml.load(text, Loader=_Text)
    assert [e.message for e in Draft202012Validator(json_schema()).iter_errors(data)] == []


@pytest.mark.parametrize("text", RULES)
def test_acknowledgement(text: str, tmp_path: Path) -> None:
    assert read(text, "rules.md", tmp_path)[1] == []


def test_what_the_page_says_of_generated_ids_and_groups(tmp_path: Path) -> None:
    listed = next(text for text in EXAMPLES if "A list of facts" in text)
    loaded, _ = read(listed, "data-format.md", tmp_path)
    assert loaded is not None
    assert list(loaded.brief.facts) == ["cmax-rat-1-mg-kg", "auc"]
    grouped = next(text for text in EXAMPLES if "title: Groups" in text)
    loaded, _ = read(grouped, "data-format.md", tmp_path)
    assert loaded is not None
    assert [(f.unit, f.status, f.source) for f in loaded.brief.facts.values()] == [
        (None, "unverified", "bioworld2021"),
        ("mL/min/kg", "unverified", "bioworld2021"),
        ("mL/min/kg", "secondary", "bioworld2021"),
    ]


def test_every_section_of_a_brief_is_explained() -> None:
    page = (DOCS / "data-format.md").read_text(encoding="utf-8")
    keys = set(json_schema()["properties"])
    assert [key for key in sorted(keys) if key not in page] == ["acknowledged"]
