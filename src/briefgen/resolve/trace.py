"""Where every number of a document comes from: one row for each printed value."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.model import Brief
from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span
from briefgen.tree import Document, Figure, Inlines, Node, Note, Section, Table, Value, children, plain


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """One printed value. `place` is the anchor of the table, figure, note or section it stands in.

    `path` is the record, `source` its reference key, `status` is empty for a record that is no fact.
    """

    place: str
    path: str
    form: str
    text: str
    source: str = ""
    locator: str = ""
    seen_in: str = ""
    status: str = ""
    span: Span = NOWHERE
    runs: Inlines = ()


def printed_values(document: Document, brief: Brief) -> list[PrintedValue]:
    """Every value of a resolved document, in document order."""
    return [_row(value, place, brief) for place, value in _values(document, "")]


def _values(node: Node, place: str) -> Iterator[tuple[str, Value]]:
    if isinstance(node, Section | Table | Figure | Note) and node.anchor:
        place = node.anchor
    if isinstance(node, Value):
        yield place, node
    for child in children(node):
        yield from _values(child, place)


def _row(value: Value, place: str, brief: Brief) -> PrintedValue:
    text = plain(value.runs or ())
    fact = brief.facts.get(value.path.removeprefix("facts.")) if value.path.startswith("facts.") else None
    if fact is None:
        source = _source(value.path, brief)
        return PrintedValue(place, value.path, value.form, text, source, span=value.span, runs=value.runs or ())
    evidence = (fact.source or "", fact.locator or "", fact.seen_in or "", fact.status)
    return PrintedValue(place, value.path, value.form, text, *evidence, value.span, value.runs or ())


def _source(path: str, brief: Brief) -> str:
    """The source of a record that is no fact: that of the study it belongs to, or the first report of it."""
    keys = [key for key in brief.studies if path.startswith(f"studies.{key}.")]  # a key may hold dots itself
    study = brief.studies[max(keys, key=len)] if keys else None
    return (study.source or next(iter(study.reported_in), "")) if study else ""
