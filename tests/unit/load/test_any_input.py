"""Whatever bytes a file holds: a brief or located diagnostics, never an exception; text survives as it was written."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.check import check_data
from briefgen.diag import Sink
from briefgen.load.brief import Loaded, load_brief
from briefgen.load.project import find_project
from briefgen.load.text import refused

WORDS = st.sampled_from([
    "title", ":", " ", "\n", "  ", "- ", "facts", "value", "{", "}", "[", "]", "|", ">", "&a", "*a", '"', "'", "#", "\t", 
    "!!x",
    "0.10", "tables", "grid", "head", "caption", "texts", "references", "edges", "a -> b", "ci", "1 to 2", "~", ",", "a",
    "é",
    "facts.csv", "../x",
])  # fmt: skip
KEYS = st.sampled_from([
    "title", "facts", "value", "a", "defaults", "tables", "grid", "head", "caption", "texts", "references", "id", "studies",
    "arms", "ci", "figures", "edges", "kind", "rows", "authors", "compound", "salts", "cas", "inn", "acknowledged", "n",
])  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["1 to 2", "8 nM", "a -> b", "x.csv"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


FULL = {
    "title": "T",
    "authors": ["A", {"name": "B"}],
    "compound": {"inn": "x", "cas": "50-78-2", "formula": "C9H8O4", "weight": "180.2", "salts": [{"name": "s"}]},
    "studies": {"s": {"arms": {"a": {"label": "A", "n": 3}}, "randomised": 3, "losses": {"x": 0}, "reported-in": ["r"]}},
    "facts": {
        "defaults": {"source": "r"},
        "a": "8 nM",
        "b": {"value": "2", "ci": {"lower": "1", "upper": "3", "level": "95"}, "p": "0.04", "study": "s", "arms": ["a"]},
        "g": {"defaults": {"unit": "%"}, "facts": [{"parameter": "x", "value": "23.8", "n": 5, "of": 21}]},
    },
    "tables": {
        "t": {"caption": "C", "facts": {"study": ["s"]}, "rows": ["parameter"], "cell": [{"show": "auto"}],
              "notes": {"a": "N"}},
        "g": {"caption": "C", "head": ["a", {"head": "b"}], "grid": [["x", None]]},
    },
    "figures": {"f": {"kind": "flow", "caption": "C", "nodes": {"a": {"label": "A"}},
                      "edges": ["a -> b", {"from": "a", "to": "b"}]}},
    "references": {"r": {"type": "book", "title": "T", "author": [{"family": "F"}], "publisher": "P", "issued": "2020"}},
    "texts": {"x": "{fact}`a`", "y": {"default": "z"}},
    "acknowledged": [{"rule": "arms-sum", "at": "studies.s", "reason": "r"}],
}  # fmt: skip


def _places(node: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, below in items for place in _places(below, (*path, key)))]


def _replaced(node: object, path: tuple[object, ...], value: object) -> object:
    if not path:
        return value
    copy = dict(node) if isinstance(node, dict) else list(node)  # type: ignore[call-overload]  # a list at this path
    copy[path[0]] = _replaced(copy[path[0]], path[1:], value)
    return copy


def load(content: bytes, name: str = "brief.yaml") -> tuple[Loaded | None, Sink]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        sink = Sink()
        project = find_project(Path(folder), sink)
        assert project is not None
        return load_brief(Path(folder), project, sink), sink


def well_behaved(loaded: Loaded | None, sink: Sink) -> None:
    assert (loaded is None) == sink.failed
    for diagnostic in sink:
        assert diagnostic.span.line > 0
        assert diagnostic.message
    if loaded:
        check_data(loaded.brief, loaded.spans)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.lists(WORDS, max_size=40).map(lambda words: "".join(words).encode()))
def test_any_bytes(content: bytes) -> None:
    well_behaved(*load(content))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_data(data: object) -> None:
    content = json.dumps({"title": "T", **data} if isinstance(data, dict) else data).encode()
    well_behaved(*load(content, "brief.json"))


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(_places(FULL)), VALUES)
def test_a_brief_with_anything_in_one_place(path: tuple[object, ...], value: object) -> None:
    well_behaved(*load(json.dumps(_replaced(FULL, path, value)).encode(), "brief.json"))


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_text_survives_or_is_refused_where_it_stands(text: str) -> None:
    loaded, sink = load(json.dumps({"title": text}, ensure_ascii=True).encode(), "brief.json")
    if loaded:
        assert loaded.brief.title == text
    else:
        codes = {d.code for d in sink}
        assert codes == {"illegal-character"} if refused(text) else codes == {"data-bad-value"}
        assert not text.strip() or refused(text)
