"""Invented references for tests and benchmarks: articles, books, chapters, reports, theses and web pages."""

from __future__ import annotations

import random
from typing import Any

_FAMILIES = (
    "Smith", "Jones", "García", "Müller", "Chen", "Kim", "Park", "Rossi", "Silva", "Novák", "Brown", "Okafor", "Ivanov",
    "Dubois", "Larsen", "Tanaka",
)  # fmt: skip
_GIVEN = ("Anna", "John", "Maria", "Wei", "Ji-woo", "Carlos", "Eva", "Peter", "Lin", "Omar", "Sofia", "David")
_TYPES = ("article-journal", "article-journal", "article-journal", "book", "chapter", "report", "thesis", "webpage")


def references(count: int, kinds: tuple[str, ...] = _TYPES) -> list[dict[str, Any]]:
    """`count` CSL-JSON items, the same on every call."""
    draw = random.Random(4)
    return [_reference(draw, at, kinds[at % len(kinds)]) for at in range(count)]


def _reference(draw: random.Random, at: int, kind: str) -> dict[str, Any]:
    names = [
        {"family": draw.choice(_FAMILIES), "given": f"{draw.choice(_GIVEN)} {draw.choice('ABCDEF')}."}
        for _ in range(1 + at % 9)
    ]
    return {
        "id": f"r{at}",
        "type": kind,
        "title": f"Efficacy of drug {at} versus placebo: a randomised trial",
        "author": names,
        "issued": {"date-parts": [[2005 + at % 17, 1 + at % 12, 1 + at % 28]]},
        "container-title": "Journal of Clinical Trials",
        "container-title-short": "J Clin Trials",
        "publisher": "Meadow Press",
        "publisher-place": "Oslo",
        "volume": str(1 + at % 50),
        "issue": str(1 + at % 12),
        "page": f"{100 + at}-{110 + at}",
        "DOI": f"10.1000/j.{at}",
        "URL": f"https://example.org/{at}",
        "accessed": {"date-parts": [[2024, 5, 6]]},
    }
