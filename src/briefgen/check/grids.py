"""Rules on what stands in tables: typed cells, rows that lost a span or overlap, captions, treatments left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefgen.check.prose import CITATION, ROLE, unmarked
from briefgen.check.quantity import decimal, known_unit
from briefgen.check.rule import Data, Finding
from briefgen.model import TableSpec

MISSING = ("NR", "NC", "NA", "BLQ", "ND", "–", "—", "-")
"""Codes, and the dashes, that may stand where a number would."""

_NUMERIC = re.compile(r"[<>≤≥=~≈±]?\s*[-−+]?(?:\d|\.\d)")
_RANGE = re.compile(r"^\s*([\d.,]+)\s*(?:-|–|to)\s*([\d.,]+)\s*(\D*?)\s*$")
_SINGLE = re.compile(r"^\s*([\d.,]+)\s*(\D*?)\s*$")


def kind_of(cell: str | None) -> str:
    """What a cell of a literal grid holds: "", "number", "missing", "citation" or "words"."""
    text = (cell or "").strip()
    if not text:
        return ""
    if unmarked(text) in MISSING or re.match(r"(?:BLQ|NR|NC|NA|ND)\b", text):
        return "missing"
    if ROLE.match(text) or _NUMERIC.match(text):
        return "number"
    return "citation" if CITATION.match(text) else "words"


def _columns(table: TableSpec) -> list[list[str]]:
    """The kinds of the cells of a grid, column by column; of rows as long as the head only."""
    rows = [[kind_of(cell) for cell in row] for row in table.grid or () if len(row) == len(table.head)]
    return [list(column) for column in zip(*rows, strict=True)]


def _heading(table: TableSpec, number: int) -> str:
    head = table.head[number]
    return head if isinstance(head, str) else head.head


def _names_unit(heading: str) -> bool:
    match = re.search(r"\(([^()]+)\)\s*$", unmarked(heading))
    return bool(match and re.search(r"[/%]|^\W*[a-zµA-Z]{1,6}\W*$", match[1]) and known_unit(match[1]))


def _numeric(table: TableSpec, number: int, kinds: list[str]) -> bool:
    """Whether a column is one of numbers: its heading names a unit, or two in three of its cells are numbers."""
    numbers, filled = kinds.count("number"), sum(bool(k) and k != "missing" for k in kinds)
    return bool(numbers) and (_names_unit(_heading(table, number)) or numbers * 3 >= filled * 2)


def words_among_numbers(data: Data) -> Iterator[Finding]:
    for name, table in data.brief.tables.items():
        shifted = _shifted(table)
        for c, kinds in enumerate(_columns(table)):
            if c == 0 or not _numeric(table, c, kinds):
                continue
            for r, row in enumerate(table.grid or ()):
                if r not in shifted and c < len(row) and kind_of(row[c]) in ("words", "citation"):
                    text, head = unmarked(row[c] or "").strip(), unmarked(_heading(table, c))
                    message = f'"{text}" stands in the column of numbers "{head}"'
                    hint = f"a number, or a reason why there is none: {', '.join(MISSING[:5])}; say the rest in a note"
                    yield Finding(("tables", name, "grid", r, c), message, hint)


def shifted_rows(data: Data) -> Iterator[Finding]:
    for name, table in data.brief.tables.items():
        for r in _shifted(table):
            message = "the cells of the row stand too far left: the cell that spanned them is lost"
            yield Finding(("tables", name, "grid", r), message, "put the label of the row above in front of them")


def _shifted(table: TableSpec) -> list[int]:
    """Rows whose last cells are empty and whose others would fit further right: a cell above spanned them once."""
    rows = [[kind_of(cell) for cell in row] for row in table.grid or ()]
    full = [row for row in rows if all(row) and len(row) == len(table.head)]
    found = []
    for r, row in enumerate(rows):
        filled = next((i for i in range(len(row), 0, -1) if row[i - 1]), 0)
        empty = len(row) - filled
        if full and empty and r and all(row[:filled]) and not _fits(row, full, 0) and _fits(row[:filled], full, empty):
            found.append(r)
    return found


def _fits(row: list[str], full: list[list[str]], shift: int) -> bool:
    """Whether every filled cell, moved right, is of a kind the full rows have in its column."""
    return all(not kind or kind in {other[i + shift] for other in full} for i, kind in enumerate(row))


def overlapping_rows(data: Data) -> Iterator[Finding]:
    """Rows whose label is a value within the range of another row, or a range that shares more than a bound with it."""
    for name, table in data.brief.tables.items():
        labels = [(r, unmarked(row[0]).strip()) for r, row in enumerate(table.grid or ()) if row and row[0]]
        known = [(r, text, *found) for r, text in labels if (found := _bounds(text))]
        for r, text, low, high, unit in known:
            for other, label, least, most, same in known:
                single, inside = low == high, least <= low <= most and least < most
                both = other < r and not single and least < most and low < most and least < high
                if other != r and unit == same and ((single and inside) or both):
                    message = f'the row "{text}" is part of the row "{label}"'
                    yield Finding(("tables", name, "grid", r, 0), message, "rows of a table exclude one another")
                    break


def _bounds(text: str) -> tuple[Decimal, Decimal, str] | None:
    """The least and the greatest value a label names, one and the same for a single one, and the unit."""
    match, single = _RANGE.match(text), _SINGLE.match(text)
    if match:
        low, high, unit = decimal(match[1]), decimal(match[2]), match[3]
    elif single:
        low, high, unit = decimal(single[1]), decimal(single[1]), single[2]
    else:
        return None
    return (low, high, unit) if low is not None and high is not None else None


def repeated_captions(data: Data) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for section in ("tables", "figures"):
        for name, record in getattr(data.brief, section).items():
            text = re.sub(r"\s+", " ", unmarked(record.caption)).strip().lower()
            first = seen.setdefault(text, name)
            if first != name:
                message = f'"{first}" has the same caption'
                yield Finding((section, name, "caption"), message, "say in what they differ, or make one of them")


def treatments_left_out(data: Data) -> Iterator[Finding]:
    """Treatments reported at a study's first time of an outcome and missing, without a reason, at a later one."""
    times: dict[tuple[str, ...], dict[str, dict[tuple[str, ...], str]]] = {}
    for name, fact in data.brief.facts.items():
        if fact.study and fact.study != "none" and fact.parameter and fact.at and fact.arms:
            outcome = (fact.study, fact.parameter, fact.vs or "", fact.source or "")
            times.setdefault(outcome, {}).setdefault(fact.at, {}).setdefault(tuple(fact.arms), name)
    for (_, parameter, *_), by_time in times.items():
        (_, first), *later = by_time.items()
        for at, there in later:
            absent = [arms for arms in first if arms not in there]
            if absent and len(first) - len(absent) >= 2:
                nearest = next(there[arms] for arms in first if arms in there)
                who = ", ".join("+".join(arms) for arms in absent)
                message = f'"{parameter}" is reported at {at} for {len(first) - len(absent)} treatments, not for {who}'
                hint = f"add its fact, or one with `missing: NR`; other times have {who}"
                yield Finding(("facts", nearest), message, hint)
