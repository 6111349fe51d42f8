"""YAML with places: scalars as written, spans, and one diagnostic for each thing that is refused."""

from __future__ import annotations

import pytest

from briefgen.diag import Sink
from briefgen.load.text import decode
from briefgen.load.yaml import MAX_ALIASES, MAX_DEPTH, read_yaml
from briefgen.source import Located, Spans, inside


def read(text: str) -> tuple[Located | None, list[str]]:
    sink = Sink()
    decoded = decode(text.encode("utf-8", "surrogatepass"), "f.yaml", sink)
    root = read_yaml(decoded, "f.yaml", sink) if decoded is not None else None
    return root, [f"{d.span.line}:{d.span.column} {d.code}" for d in sink]


@pytest.mark.parametrize(
    "written", ["0.10", "no", "12:30", "2024-02-30", "010", "1e400", "0x1F", "True", "=", ".inf", "-8.25"]
)
def test_scalars_stay_as_written(written: str) -> None:
    root, faults = read(f"a: {written}\n")
    assert root is not None
    assert root.plain() == {"a": written}
    assert faults == []


@pytest.mark.parametrize("empty", ["", "~", "null", "NULL"])
def test_empty_values(empty: str) -> None:
    root, _ = read(f"a: {empty}\nb: 'null'\n")
    assert root is not None
    assert root.plain() == {"a": None, "b": "null"}


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ("a: x\n", ("a",), (1, 4)),
        ('a: "x"\n', ("a",), (1, 5)),
        ("é: [x,  yy]\n", ("é", 1), (1, 9)),
        ("a:\n  b: {c: 1}\n", ("a", "b", "c"), (2, 10)),
        ("a: |\n    one\n      two\n", ("a",), (2, 5)),
        ("a: |\n\n   one\n", ("a",), (2, 4)),
        ("a: |2\n     one\n  two\n", ("a",), (2, 3)),
        ("a: >-\n  one\n  two\n", ("a",), (2, 3)),
        ("- |\n text\n", (0,), (2, 2)),
    ],
)
def test_places_of_values(text: str, path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    root, faults = read(text)
    assert faults == []
    assert root is not None
    span = Spans(root).at(*path)
    assert (span.line, span.column) == place


@pytest.mark.parametrize(
    "source",
    [
        "t: |\n    first\n      the WORD here\n",
        "t: |\n\n  WORD\n\n\n",
        "t: |+\n  a\n  WORD\n\n",
        "t: |2\n     a\n  WORD b\nnext: x\n",
        "t: one WORD here\n",
        "t: 'one WORD here'\n",
        't: {a: 1, t: "é WORD"}\n',
    ],
)
def test_a_place_inside_a_text(source: str) -> None:
    root, _ = read(source)
    assert root is not None
    located, taken = Spans(root).find("t", "t")
    text = str(located.value)
    start = text.index("WORD")
    where = inside(located.span, text, start, start + 4)
    line = source.split("\n")[where.line - 1]
    assert line[where.column - 1 : where.end_column - 1] == "WORD"
    assert taken


@pytest.mark.parametrize(
    "source", ["t: >\n  one\n  two WORD\n", "t: 'it''s a WORD'\n", 't: "\\u0041 WORD"\n', "t: one\n  two WORD\n"]
)
def test_where_text_and_file_differ_the_whole_text_is_the_place(source: str) -> None:
    root, _ = read(source)
    assert root is not None
    located, _ = Spans(root).find("t")
    text = str(located.value)
    assert inside(located.span, text, text.index("WORD"), text.index("WORD") + 4) == located.span


def test_keys_and_ancestors() -> None:
    root, _ = read("facts:\n  ic50:\n    seen-in: x\n")
    assert root is not None
    spans = Spans(root)
    assert (spans.key("facts", "ic50").line, spans.key("facts", "ic50").column) == (2, 3)
    assert spans.at("facts", "ic50", "seen_in") == spans.at("facts", "ic50", "seen-in")
    assert spans.at("facts", "ic50", "value") == spans.key("facts", "ic50")
    assert spans.has("facts", "ic50")
    assert not spans.has("facts", "ic50", "value")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb: 2\na: 3\nb: 4\n", ["3:1 yaml-duplicate-key", "4:1 yaml-duplicate-key"]),
        ("a: !!python/name:os.system x\n", ["1:4 yaml-tag"]),
        ("a: !mine {b: 1}\n", ["1:4 yaml-tag"]),
        ("a: &x [*x]\n", ["1:8 yaml-alias"]),
        ("a: *x\n", ["1:4 yaml-alias"]),
        ("b: &x {c: 1}\na:\n  <<: *x\n", ["3:3 yaml-merge-key"]),
        ("? [a]\n: b\n", ["1:3 yaml-key"]),
        ("a: 1\n---\nb: 2\n", ["2:1 yaml-several-documents"]),
        ("# nothing\n", ["1:1 yaml-empty"]),
        ("a:\n\tb: 1\n", ["2:1 yaml-tab"]),
        ("a: [1, 2\nb: 3\n", ["2:2 yaml-syntax"]),
        ("a: b: c\n", ["1:5 yaml-syntax"]),
        ("a: @x\n", ["1:4 yaml-syntax"]),
        ('a: "x\n', ["2:1 yaml-syntax"]),
        ('a: "\\x07"\n', ["1:5 illegal-character"]),
        ("a: x\x07y\nb: \ue001\nc: \u2028\n", ["1:5 illegal-character", "2:4 illegal-character", "3:4 illegal-character"]),
        ("a: \x00\n", ["1:4 illegal-character"]),
        ("a: x\ufeff\n", ["1:5 illegal-character"]),
        ("a: x\ufffc\n", ["1:5 illegal-character"]),
        ("\ufeffa: 1\na: 2\n", ["2:1 yaml-duplicate-key"]),
        ("a: é\r\nb: \ud800\r\n", ["2:4 not-utf-8"]),
        ("a: " + "[" * (MAX_DEPTH + 1), [f"1:{MAX_DEPTH + 3} yaml-depth"]),
    ],
)
def test_refusals(text: str, faults: list[str]) -> None:
    assert read(text)[1] == faults


def test_an_alias_bomb_stops_at_the_limit_without_unfolding() -> None:
    levels = "".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 9)}]\n" for i in range(1, 9))
    _, faults = read(f"l0: &l0 [x, x, x, x, x, x, x, x, x]\n{levels}")
    assert [f.split()[1] for f in faults] == ["yaml-alias"]


def test_a_few_aliases_are_read() -> None:
    root, faults = read("a: &x {b: 1}\nc: *x\n")
    assert faults == []
    assert root is not None
    assert root.plain() == {"a": {"b": "1"}, "c": {"b": "1"}}
    assert Spans(root).key("c").line == 2


def test_many_aliases_are_refused() -> None:
    _, faults = read("a: &x 1\nb: [" + ", ".join(["*x"] * (MAX_ALIASES + 1)) + "]\n")
    assert [f.split()[1] for f in faults] == ["yaml-alias"]


def test_other_encodings_and_sizes() -> None:
    sink = Sink()
    assert decode("a: 1".encode("utf-16"), "f", sink) is None
    assert decode(b"x" * (17 * 2**20), "g", sink) is None
    assert [d.code for d in sink] == ["not-utf-8", "file-too-large"]
    assert "UTF-16" in next(iter(sink)).message


def test_the_pure_parser_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    text = "a: {b: [1, 'x', ~]}\nc: |\n  one\n  two\nc: 2\n"
    fast = read(text)
    monkeypatch.setattr("briefgen.load.yaml._PARSER", yaml.SafeLoader)
    assert read(text) == fast
