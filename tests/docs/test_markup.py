"""The examples of docs/markup.md and docs/templates.md do what the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from briefgen.model import Audience
from briefgen.parse import parse
from briefgen.template.environment import FILTERS, TESTS
from briefgen.template.functions import FUNCTIONS
from dumping import dump
from marking import BUILT_IN, codes, markup, render, search

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^(`{3,})(\w+)(?: error=([\w-]+))?\n(.*?)^\1\n(?:```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)


def examples(page: str, lang: str) -> list[tuple[str, str, str]]:
    """Text, expected error and expected tree of the examples in a language."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return [(m[4], m[3] or "", m[5] or "") for m in BLOCK.finditer(text) if m[2] == lang]


@pytest.mark.parametrize(("text", "error", "expected"), examples("markup.md", "markdown"))
def test_markup(text: str, error: str, expected: str) -> None:
    document, sink = markup(text)
    if error:
        assert set(codes(sink)) == {error}
        return
    assert document is not None, [*sink]
    assert not sink.found, [*sink]
    if expected:
        assert "\n".join(dump(block) for block in document.body) == expected.rstrip("\n")


BRIEF = {
    "texts": {"summary": "A *summary*.\n\nOf two paragraphs."},
    "facts": {"ic50": {"value": "8 nM", "p": ".02"}},
    "studies": {"s": {"title": "S", "arms": {"a": {"label": "low"}, "b": {"label": "high"}}, "reported_in": ["r"]}},
    "compound": {"inn": "onfasprodil", "target": "GluN2B"},
}


@pytest.mark.parametrize(("text", "error", "_tree"), examples("templates.md", "jinja"))
def test_templates(tmp_path: Path, text: str, error: str, _tree: str) -> None:
    path = search(tmp_path, a__section=text)
    marked, sink = render((*path, BUILT_IN), BRIEF, "section")
    assert codes(sink) == ([error] if error else [])
    if not error:
        assert marked is not None
        assert parse(marked, sink) is not None, [*sink]


@pytest.mark.parametrize("page", ["markup.md", "templates.md"])
def test_pages_are_marked_up_correctly_themselves(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    document, sink = markup(text)
    assert document is not None, [*sink]


def test_the_audience_example_is_valid() -> None:
    (text, _, _), *_ = examples("templates.md", "yaml")
    assert Audience.model_validate(yaml.load(text, yaml.BaseLoader)).required == ["safety"]


def test_every_function_filter_and_test_is_described() -> None:
    text = (DOCS / "templates.md").read_text(encoding="utf-8")
    plain = {"counted", "lower", "upper", "trim", "replace"}
    for name in {*FUNCTIONS, *FILTERS, *TESTS} - plain:
        assert re.search(rf"`(?:[^`]*[ |]){{0,1}}{name}\b", text), name
