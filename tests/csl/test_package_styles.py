"""Styles drawn from the package, with a fixed seed, render twenty references without an error or an empty entry."""

from __future__ import annotations

import random

import pytest

from briefgen.csl import Cite, Cluster, Processor, load_style
from briefgen.csl.source import _names
from csl.samples import references

DRAWN = random.Random(20260101).sample(sorted(_names()), 100)


@pytest.mark.parametrize("name", DRAWN)
def test_style_renders_every_reference(name: str) -> None:
    items = references(20)
    ids = [str(item["id"]) for item in items]
    style = load_style(name)
    result = Processor(style, items).render([Cluster((Cite(key),), note=at) for at, key in enumerate(ids, 1)])
    assert len(result.citations) == 20
    assert all(citation.text.strip() for citation in result.citations)
    if style.has_bibliography:
        assert result.bibliography is not None
        assert {entry.id for entry in result.bibliography.entries} == set(ids)
        assert all(entry.text.strip(" .,;:[]()0123456789") for entry in result.bibliography.entries)
