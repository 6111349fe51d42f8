"""What an output prints, as data: the facts it shows as a table, and the resolved document itself.

Both hold nothing that the document does not print: of a fact only the fields that say what the printed number is, and no
fact that stands on no page.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from typing import Any

from briefgen.model import Brief, Fact, Interval
from briefgen.resolve.trace import printed_values
from briefgen.tree import Document as Tree
from briefgen.tree import Node

FACTS = "facts.csv"
DOCUMENT = "document.json"

QUALIFIERS = (
    "target", "species", "strain", "route", "dose", "regimen", "duration", "matrix", "assay", "population", "at", "vs",
    "form", "statistic",
)  # fmt: skip
HEAD = ("id", "parameter", "value", "unit", "qualifiers", "n", "of", "sd", "se", "interval", "level", "p", "missing",
        "study", "source", "locator", "seen-in", "status")  # fmt: skip
"""The columns of the table of facts."""


def facts_csv(document: Tree, brief: Brief) -> bytes:
    """The facts a document prints, one a row in the order they are first printed; UTF-8, RFC 4180."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    printed = dict.fromkeys(
        v.path.removeprefix("facts.") for v in printed_values(document, brief) if v.path.startswith("facts.")
    )
    for identity in printed:
        if identity in brief.facts:
            writer.writerow(_row(identity, brief.facts[identity]))
    return out.getvalue().encode()


def _row(identity: str, fact: Fact) -> list[str]:
    qualifiers = [f"{name}: {given}" for name in QUALIFIERS if (given := getattr(fact, name))]
    qualifiers += [f"arms: {' + '.join(fact.arms)}"] if fact.arms else []
    level = fact.ci.level if fact.ci else None
    given = (
        identity, fact.parameter, fact.value, fact.unit, "; ".join(qualifiers), fact.n, fact.of, fact.sd, fact.se,
        _interval(fact.ci), level, fact.p, fact.missing, fact.study, fact.source, fact.locator, fact.seen_in, fact.status,
    )  # fmt: skip
    return ["" if value is None else str(value) for value in given]


def _interval(interval: Interval | None) -> str | None:
    return None if interval is None else f"{interval.lower} to {interval.upper}"


def document_json(document: Tree) -> bytes:
    """The resolved document as JSON: each node an object with its kind and fields.

    Where the nodes stand in the user's files is left out, and so is what is empty.
    """
    return json.dumps(_plain(document), ensure_ascii=False, indent=1).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, Node):
        kept = {f.name: getattr(value, f.name) for f in fields(value) if f.name != "span"}
        return {"node": type(value).__name__, **{k: _plain(v) for k, v in kept.items() if v not in ("", (), None)}}
    return [_plain(v) for v in value] if isinstance(value, tuple) else value
