"""Records as JSON and back: the same record, its numbers to the last digit, and nothing but the classes asked for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.display import Close, CurveTo, DisplayList, LineTo, Move, Path, Words
from briefgen.flat import packed, unpacked
from briefgen.render.docx.package import Packed

DRAWN = (DisplayList, Path, Words, Move, LineTo, CurveTo, Close)

numbers = st.floats(allow_nan=False, allow_infinity=False)
steps = st.lists(st.builds(Move, numbers, numbers) | st.builds(LineTo, numbers, numbers) | st.just(Close()), max_size=4).map(
    tuple
)
items = st.builds(Path, steps, dash=st.lists(numbers, max_size=3).map(tuple)) | st.builds(
    Words, numbers, numbers, st.text(), st.sampled_from(["sans", "serif"]), numbers, st.text()
)


@given(st.builds(DisplayList, numbers, numbers, st.lists(items, max_size=4).map(tuple)))
def test_a_drawing_comes_back_as_it_was(drawing: DisplayList) -> None:
    assert unpacked(packed(drawing), DRAWN) == drawing


@pytest.mark.parametrize(
    "value",
    [
        Packed(1, 2, b"\0\xff"),
        {(True, False): Packed(1, 2, b""), "a": frozenset({"x", "y"})},
        (),
        ("", ("bytes",), None, 1, 1.0, True, "ä\n"),
    ],
)
def test_plain_values_come_back_with_their_types(value: Any) -> None:
    back = unpacked(packed(value), (Packed,))
    assert back == value
    assert repr(back) == repr(value) or isinstance(value, dict)


@pytest.mark.parametrize("value", [[1], {1, 2}, object(), 1j])
def test_what_can_change_or_is_no_data_is_not_kept(value: object) -> None:
    with pytest.raises(TypeError):
        packed(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}x",
        b'["Path"]',
        b'["Move",1]',
        b'["os.system","x"]',
        b"[[]]",
        b"[]",
        b'["dict",[1]]',
        b'["bytes","!"]',
        b"\xff",
    ],
)
def test_anything_else_is_no_record(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a record of these kinds"):
        unpacked(data, (Move, Path) if data == b'["Move",1]' else (Move,))


def test_what_is_nested_without_end_is_no_record() -> None:
    with pytest.raises(ValueError, match="not a record of these kinds"):
        unpacked(b'["",' * 100_000 + b"1" + b"]" * 100_000, ())
