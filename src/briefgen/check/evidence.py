"""Rules on evidence: every key leads somewhere, every fact to the source of its own study."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from briefgen.check.prose import ROLE
from briefgen.check.rule import Data, Finding, Path
from briefgen.diag import did_you_mean
from briefgen.model import Brief, Fact, TableSpec
from briefgen.model.base import kebab

SECONDARY = ("secondary", "news", "vendor")
"""Tiers of references that report what others measured."""

_DIGITS = re.compile(r"\d+")


def unknown_references(data: Data) -> Iterator[Finding]:
    for path, key in _reference_keys(data.brief):
        if key not in data.brief.references:
            yield Finding(path, f'there is no reference "{key}"', did_you_mean(key, data.brief.references))


def _reference_keys(brief: Brief) -> Iterator[tuple[Path, str]]:
    """Every reference key of the records, with its path. Citations in prose are the resolver's."""
    for name, fact in brief.facts.items():
        yield from (((("facts", name, f), k)) for f, k in (("source", fact.source), ("seen_in", fact.seen_in)) if k)
    for name, study in brief.studies.items():
        yield from ((("studies", name, "reported_in", i), k) for i, k in enumerate(study.reported_in))
        if study.source:
            yield ("studies", name, "source"), study.source
    for name, figure in brief.figures.items():
        yield from ((("figures", name, "sources", i), k) for i, k in enumerate(figure.sources))
        yield from ((("figures", name, "edges", i, "source"), e.source) for i, e in enumerate(figure.edges) if e.source)
    for name, protocol in brief.protocols.items():
        if protocol.source:
            yield ("protocols", name, "source"), protocol.source
    if brief.compound:
        yield from ((("compound", "sources", i), k) for i, k in enumerate(brief.compound.sources))
    yield from ((("further_reading", i), k) for i, k in enumerate(brief.further_reading))


def unknown_studies(data: Data) -> Iterator[Finding]:
    records = [("facts", n, f.study) for n, f in data.brief.facts.items()]
    records += [("protocols", n, p.study) for n, p in data.brief.protocols.items()]
    for section, name, study in records:
        if study and study != "none" and study not in data.brief.studies:
            hint = did_you_mean(study, data.brief.studies)
            yield Finding((section, name, "study"), f'there is no study "{study}"', hint)


def unknown_arms(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        study = data.brief.studies.get(fact.study or "")
        for i, arm in enumerate(fact.arms if study else ()):
            if study and arm not in study.arms:
                message = f'the study "{fact.study}" has no arm "{arm}"'
                yield Finding(("facts", name, "arms", i), message, did_you_mean(arm, study.arms))


def unknown_facts(data: Data) -> Iterator[Finding]:
    facts = data.brief.facts
    for name, table in data.brief.tables.items():
        for i, key in enumerate(table.facts if isinstance(table.facts, list) else ()):
            if key not in facts:
                yield Finding(("tables", name, "facts", i), f'there is no fact "{key}"', did_you_mean(key, facts))
    for passage in data.passages:
        for match in ROLE.finditer(passage.text):
            for key in (part.strip() for part in match[1].split(",") if part.strip() not in facts):
                where = data.within(passage, match.start(1), match.end(1))
                yield Finding(passage.path, f'there is no fact "{key}"', did_you_mean(key, facts), where)


def unsourced_facts(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        if not fact.source and fact.missing is None:
            yield Finding(
                ("facts", name), f'the fact "{name}" names no source', "give `source:`, or in `defaults:` of its group"
            )


def unsourced_edges(data: Data) -> Iterator[Finding]:
    for name, figure in data.brief.figures.items():
        if figure.kind != "pathway" or figure.sources:
            continue
        for i, edge in enumerate(figure.edges):
            if not edge.source:
                message = f'the edge from "{edge.from_}" to "{edge.to}" names no source'
                yield Finding(("figures", name, "edges", i), message, "give it one, or the whole figure `sources:`")


def misspelt_names(data: Data) -> Iterator[Finding]:
    for name, figure in data.brief.figures.items():
        for key, node in figure.nodes.items():
            if node.group and figure.groups and node.group not in figure.groups:
                message = f'the group "{node.group}" of "{key}" is not among the groups'
                yield Finding(("figures", name, "nodes", key, "group"), message, did_you_mean(node.group, figure.groups))
        for i, edge in enumerate(figure.edges):
            for end in sorted({edge.from_, edge.to}.difference(figure.nodes)):
                alike = [node for node in figure.nodes if _DIGITS.findall(node) == _DIGITS.findall(end)]
                if meant := get_close_matches(end, alike, 1, 0.8):
                    message = f'"{end}" is no node of the figure and is drawn as one of its own'
                    yield Finding(("figures", name, "edges", i), message, f'did you mean "{meant[0]}"?')


def mismatched_sources(data: Data) -> Iterator[Finding]:
    brief = data.brief
    records = [("facts", n, f.study, f.source, "fact") for n, f in brief.facts.items()]
    records += [("protocols", n, p.study, p.source, "protocol") for n, p in brief.protocols.items()]
    for section, name, key, source, noun in records:
        study = brief.studies.get(key or "")
        if study and study.reported_in and source in brief.references and source not in study.reported_in:
            message = f'the {noun} belongs to the study "{key}", which "{source}" does not report'
            yield Finding((section, name, "source"), message, f"reported in: {', '.join(study.reported_in)}")


def secondary_sources(data: Data) -> Iterator[Finding]:
    for name, fact in data.brief.facts.items():
        record = data.brief.references.get(fact.source or "")
        if record and record.tier in SECONDARY and fact.status == "verified":
            message = f'a verified value rests on "{fact.source}", a source of the tier "{record.tier}"'
            yield Finding(("facts", name, "source"), message, "cite the primary source, or set `status: secondary`")


_FIELDS = frozenset({"id", *(kebab(f) for f in Fact.model_fields)})
"""What tables may ask for."""


def table_fields(data: Data) -> Iterator[Finding]:
    for name, table in data.brief.tables.items():
        used: list[tuple[Path, str]] = [(("tables", name, "rows", i), f) for i, f in enumerate(table.rows)]
        used += [(("tables", name, "columns", i), f) for i, f in enumerate(table.columns)]
        used += [(("tables", name, "facts", f), f) for f in (table.facts if isinstance(table.facts, dict) else ())]
        used += [(("tables", name, "order", f), f) for f in table.order]
        for path, field in used:
            if kebab(field) not in _FIELDS:
                yield Finding(path, f'facts have no field "{field}"', did_you_mean(field, _FIELDS), data.spans.key(*path))


def empty_tables(data: Data) -> Iterator[Finding]:
    for name, table in data.brief.tables.items():
        if table.grid is not None and not table.grid:
            yield Finding(("tables", name, "grid"), f'the table "{name}" has no rows')
        elif isinstance(table.facts, dict) and {kebab(f) for f in table.facts} <= _FIELDS and not shown_facts(table, data):
            yield Finding(
                ("tables", name, "facts"), f'no fact is what the table "{name}" asks for', "compare with the facts' fields"
            )


def shown_facts(table: TableSpec, data: Data) -> Collection[str]:
    """The ids of the facts a view shows: those it lists, or those whose fields have one of the values it asks for."""
    if isinstance(table.facts, list):
        return [name for name in table.facts if name in data.brief.facts]
    chosen: set[str] | None = None
    for field, wanted in (table.facts or {}).items():
        by_value = data.by_value(kebab(field).replace("-", "_"))
        having = set().union(*(by_value.get(value, ()) for value in wanted))
        chosen = having if chosen is None else chosen & having
    return chosen or ()


def shown_in_order(table: TableSpec, data: Data) -> list[str]:
    """The ids of the facts a table shows, a view or a grid, in the order of the data."""
    if table.grid is not None:
        named = [m[1] for row in table.grid for cell in row for m in ROLE.finditer(cell or "")]
        return [name for name in dict.fromkeys(named) if name in data.brief.facts]
    shown = shown_facts(table, data)
    return [name for name in shown if name in data.brief.facts] if isinstance(table.facts, list) else data.in_order(shown)


def ragged_tables(data: Data) -> Iterator[Finding]:
    for name, table in data.brief.tables.items():
        for r, row in enumerate(table.grid or ()):
            if len(row) != len(table.head):
                message = f"row {r + 1} has {len(row)} cells, the head {len(table.head)}"
                yield Finding(("tables", name, "grid", r), message, "write ~ for a cell that the one before it spans")
