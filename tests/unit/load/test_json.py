"""JSON with places."""

from __future__ import annotations

import pytest

from briefgen.diag import Sink
from briefgen.load.json import read_json
from briefgen.source import Located, Spans


def read(text: str) -> tuple[Located | None, list[str]]:
    sink = Sink()
    root = read_json(text, "f.json", sink)
    return root, [f"{d.span.line}:{d.span.column} {d.code}" for d in sink]


def test_values_stay_as_written() -> None:
    root, faults = read('{"a": 0.10, "b": [1e3, true, null, "x\\u00e9\\ud83d\\ude00"], "c": {}}\n')
    assert faults == []
    assert root is not None
    assert root.plain() == {"a": "0.10", "b": ["1e3", "true", None, "xé😀"], "c": {}}


def test_places() -> None:
    root, _ = read('{\n  "a": {"b": "x"}\n}')
    assert root is not None
    span, key = Spans(root).at("a", "b"), Spans(root).key("a", "b")
    assert (span.line, span.column, key.column) == (2, 15, 10)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('{"a": 1, "a": 2}', ["1:11 json-duplicate-key"]),
        ('{"a": 1,}', ["1:9 json-syntax"]),
        ("[1 2]", ["1:4 json-syntax"]),
        ("[1,]", ["1:4 json-syntax"]),
        ("{", ["1:2 json-syntax"]),
        ('{"a" 1}', ["1:6 json-syntax"]),
        ("[01]", ["1:3 json-syntax"]),
        ("1 2", ["1:3 json-syntax"]),
        ('["\\x"]', ["1:3 json-syntax"]),
        ('["\\ud800"]', ["1:3 illegal-character"]),
        ('["a\\u0000"]', ["1:3 illegal-character"]),
        ("[" * 60, ["1:42 json-syntax"]),
        ('["a', ["1:2 json-syntax"]),
    ],
)
def test_refusals(text: str, faults: list[str]) -> None:
    assert read(text)[1] == faults
