"""Numbers typed straight into a table become facts of their own, so that each has an id, a source and a row in `trace`.

A cell of a grid that holds one number and nothing else ("29.3", "<0.5", "−8.25", "23.8%") is a fact: its parameter is the
column's heading, its label the row's first cell, its unit what the heading has in brackets. `defaults` of the table give
the rest; without a source there, a caption that cites one reference gives it. The id is made of table, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefgen.source import Located

_NUMBER = re.compile(r"\s*[<>≤≥~≈]?\s*[-−+]?(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)?(?:\.\d+)?(?<=\d)\s*(?P<unit>%?)\s*")
_UNIT = re.compile(r"\((?P<unit>(?:[µnmkcpf]?(?:g|L|M|mol|s|m|Hz|IU)|h|d|min|wk|y|%|°C)(?:[/·⁻^-]\S*)?)\)\s*$")
_MARKS = re.compile(r"\[\^[^\]]*\]|[*~^`]|\[@[^\]]*\]")
_CITED = re.compile(r"(?<![\w@])@((?!(?:tbl|fig|sec|eq)-)[A-Za-z][\w.-]*\w)")

Entries = dict[str, Located]


def with_facts(tables: Located, facts: Entries) -> Located:
    """The tables, each number of a grid replaced by the fact it became; `facts` receives these."""
    if not isinstance(tables.value, dict):
        return tables
    made = {key: _table(key, table, facts) for key, table in tables.value.items()}
    return Located(made, tables.span, tables.key)


def _table(key: str, table: Located, facts: Entries) -> Located:
    grid = table.step("grid")
    if not isinstance(table.value, dict) or grid is None or not isinstance(grid.value, list):
        return table
    heads, common = _heads(table), _common(table)
    rows = [_row(key, row, number, heads, common, facts) for number, row in enumerate(grid.value, 1)]
    return Located({**table.value, "grid": Located(rows, grid.span, grid.key)}, table.span, table.key)


def _common(table: Located) -> Entries:
    """The fields all facts of a table share."""
    given = table.step("defaults")
    common = dict(given.value) if given and isinstance(given.value, dict) else {}
    caption = table.step("caption")
    cited = set(_CITED.findall(caption.value)) if caption and isinstance(caption.value, str) else set()
    if "source" not in common and len(cited) == 1 and caption:
        common["source"] = Located(cited.pop(), caption.span)
    return common


def _heads(table: Located) -> list[str]:
    head = table.step("head")
    entries = head.value if head and isinstance(head.value, list) else []
    texts = (entry.step("head") if isinstance(entry.value, dict) else entry for entry in entries)
    return [text.value if text and isinstance(text.value, str) else "" for text in texts]


def _row(key: str, row: Located, number: int, heads: list[str], common: Entries, facts: Entries) -> Located:
    if not isinstance(row.value, list) or not row.value:
        return row
    first = row.value[0].value
    label = _words(first) if isinstance(first, str) else ""
    cells = [row.value[0]]
    for column, cell in enumerate(row.value[1:], 1):
        head = heads[column] if column < len(heads) else ""
        match = _NUMBER.fullmatch(cell.value) if isinstance(cell.value, str) else None
        if match is None:
            cells.append(cell)
            continue
        parameter, unit = _parted(head)
        identity = _free("-".join(_slugs(key, label or str(number), parameter or str(column + 1))), facts)
        own = _own(cell, parameter, label, "" if match["unit"] else unit)
        facts[identity] = Located({**common, **own}, cell.span, cell.span)
        form = "" if match["unit"] else ":number"
        cells.append(Located(f"{{fact}}`{identity}{form}`", cell.span, cell.key))
    return Located(cells, row.span, row.key)


def _own(cell: Located, parameter: str, label: str, unit: str) -> Entries:
    """What a cell says of its fact."""
    said = {"value": str(cell.value), "parameter": parameter, "label": label, "unit": unit}
    return {name: Located(text, cell.span) for name, text in said.items() if text}


def _parted(head: str) -> tuple[str, str]:
    """The words of a heading, and the unit it has in brackets at its end."""
    named = _UNIT.search(head)
    return (_words(head[: named.start()]), named["unit"]) if named else (_words(head), "")


def _words(text: str) -> str:
    """Text without markup."""
    return " ".join(_MARKS.sub("", text).split())


def _slugs(*parts: str) -> Iterator[str]:
    for part in parts:
        slug = re.sub(r"[^a-z0-9.]+", "-", part.lower()).strip("-.")
        if slug:
            yield slug[:30].strip("-.")


def _free(wanted: str, facts: Entries) -> str:
    identity = first = wanted if wanted[:1].isalpha() else f"t-{wanted}"
    number = 1
    while identity in facts:
        number += 1
        identity = f"{first[:70]}-{number}"
    return identity
