"""Diagnostics are told in the order of their places, and each fault once."""

from __future__ import annotations

import pytest

from briefgen.diag import Sink
from briefgen.source import NOWHERE, Span

WHOLE, PART = Span("a.yaml", 3, 5, 3, 20), Span("a.yaml", 3, 9, 3, 14)


@pytest.mark.parametrize("order", [(WHOLE, PART), (PART, WHOLE)])
def test_of_a_place_and_a_part_of_it_the_part_is_told(order: tuple[Span, Span]) -> None:
    sink = Sink()
    for span in order:
        sink.error("fact-unknown", 'there is no fact "x"', span)
    assert [d.span for d in sink] == [PART]


@pytest.mark.parametrize(
    ("code", "message", "span"),
    [
        ("fact-unknown", 'there is no fact "y"', PART),
        ("unit-mixed", 'there is no fact "x"', PART),
        ("fact-unknown", 'there is no fact "x"', Span("b.yaml", 3, 9, 3, 14)),
        ("fact-unknown", 'there is no fact "x"', Span("a.yaml", 3, 15, 3, 25)),
        ("fact-unknown", 'there is no fact "x"', Span("a.yaml", 4, 9, 4, 14)),
        ("fact-unknown", 'there is no fact "x"', NOWHERE),
    ],
)
def test_whatever_says_more_is_told_too(code: str, message: str, span: Span) -> None:
    sink = Sink()
    sink.error("fact-unknown", 'there is no fact "x"', WHOLE)
    sink.error(code, message, span)
    assert len(list(sink)) == 2


def test_a_warning_does_not_hide_an_error() -> None:
    sink = Sink()
    sink.error("c", "m", WHOLE)
    sink.warning("c", "m", PART)
    assert len(list(sink)) == 2
