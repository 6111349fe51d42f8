"""The query behind a table view: which facts, in which rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal

from briefgen.diag import did_you_mean
from briefgen.model import CellSpec, Fact, TableSpec
from briefgen.model.base import kebab
from briefgen.records import dataclass
from briefgen.resolve.context import Context
from briefgen.resolve.totals import amount

Keys = tuple[str, ...]

FIELDS = {kebab(name): name for name in Fact.model_fields}
"""The fields of a fact by the names a writer uses."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One printed column of a view: the values of its column fields, and which cell specification it shows."""

    keys: Keys
    cell: CellSpec
    index: int


@dataclass(frozen=True, slots=True)
class View:
    """A table's facts laid out: row keys and leaf columns in printed order."""

    key: str
    spec: TableSpec
    facts: Mapping[str, Fact]
    rows: tuple[Keys, ...]
    leaves: tuple[Leaf, ...]
    where: dict[tuple[Keys, Keys], list[str]] = field(default_factory=dict)
    memo: dict[str, bool] = field(default_factory=dict)
    """What `cells` has found out about the whole view."""

    def at(self, row: Keys, leaf: Leaf) -> list[str]:
        """The ids of the facts that belong in a cell."""
        found = self.where.get((row, leaf.keys), [])
        wanted = leaf.cell.parameter
        return [i for i in found if wanted is None or self.facts[i].parameter == wanted]

    def column(self, leaf: Leaf) -> list[Fact]:
        """All facts a column shows."""
        return [self.facts[i] for row in self.rows for i in self.at(row, leaf)]


def values_of(fact: Fact, name: str) -> list[str]:
    """What a fact has in a field, as texts; empty when nothing."""
    given = getattr(fact, FIELDS[name])
    if given is None:
        return ["none"] if name == "study" else []
    return [str(g) for g in given] if isinstance(given, list) else [str(given)]


def key_of(fact: Fact, name: str) -> str:
    """A fact's value of a field as one key; several arms pooled make one ("p016w+p016b")."""
    return "+".join(values_of(fact, name))


def view(context: Context, key: str, spec: TableSpec) -> View | None:
    """Lay a table's facts out; None when an error was recorded."""
    before = len(context.sink.found)
    _known_fields(context, key, spec)
    facts = _selected(context, key, spec)
    if len(context.sink.found) > before and context.sink.failed:
        return None
    if not facts:
        message, hint = f'no fact is what the table "{key}" asks for', "compare with the facts' fields"
        context.sink.error("table-empty", message, context.spans.at("tables", key, "facts"), hint)
        return None
    if not _all_have(context, key, facts, [*spec.rows, *spec.columns]):
        return None
    rows = _ordered(facts.values(), spec.rows, spec.order, within=True)
    columns = _ordered(facts.values(), spec.columns, spec.order, within=False)
    where: dict[tuple[Keys, Keys], list[str]] = {}
    for i, fact in facts.items():
        where.setdefault((_keys(fact, spec.rows), _keys(fact, spec.columns)), []).append(i)
    leaves = [Leaf(c, cell, n) for c in columns for n, cell in enumerate(spec.cell)]
    whole = View(key, spec, facts, tuple(rows), tuple(leaves), where)
    kept = tuple(leaf for leaf in leaves if leaf.cell.parameter is None or whole.column(leaf))
    return View(key, spec, facts, _by_value(whole, kept), kept, where)


def _by_value(laid: View, leaves: tuple[Leaf, ...]) -> tuple[Keys, ...]:
    """The rows, where a table asks for it, by the value of its first column; groups stay together and in their order."""
    if not laid.spec.sort or not leaves:
        return laid.rows
    sign = -1 if laid.spec.sort.startswith("-") else 1
    group = {key[:-1]: n for n, key in reversed(list(enumerate(laid.rows)))}

    def rank(key: Keys) -> tuple[int, bool, Decimal]:
        found = [amount(laid.facts[i]) for i in laid.at(key, leaves[0])]
        value = found[0] if found else None
        return group[key[:-1]], value is None, sign * (value or Decimal(0))

    return tuple(sorted(laid.rows, key=rank))


def _known_fields(context: Context, key: str, spec: TableSpec) -> None:
    """Report fields that facts do not have, in the words of the rule on data, so that each is told once."""
    named: list[tuple[str, str | int, str]] = [("rows", n, r) for n, r in enumerate(spec.rows)]
    named += [("columns", n, c) for n, c in enumerate(spec.columns)]
    named += [("facts", f, f) for f in spec.facts or () if isinstance(spec.facts, dict)]
    named += [("order", f, f) for f in spec.order]
    for part, place, name in named:
        if name not in FIELDS:
            message, span = f'facts have no field "{name}"', context.spans.key("tables", key, part, place)
            context.sink.error("field-unknown", message, span, did_you_mean(name, ["id", *FIELDS]))


def _selected(context: Context, key: str, spec: TableSpec) -> dict[str, Fact]:
    facts = context.brief.facts
    if isinstance(spec.facts, dict):
        filters = [_having(context, name, wanted) for name, wanted in spec.facts.items() if name in FIELDS]
        few = min(filters, key=len, default=dict.fromkeys(facts))
        return {i: facts[i] for i in few if all(i in ids for ids in filters)}
    chosen: dict[str, Fact] = {}
    for number, i in enumerate(spec.facts or []):
        if i in facts:
            chosen[i] = facts[i]
        else:
            span = context.spans.at("tables", key, "facts", number)
            context.sink.error("fact-unknown", f'there is no fact "{i}"', span, did_you_mean(i, facts))
    return chosen


def _having(context: Context, name: str, wanted: list[str]) -> dict[str, None]:
    """The ids of the facts that have one of the wanted values in a field, in order of the facts."""
    if name not in context.index:
        by_value = context.index[name] = {}
        for i, fact in context.brief.facts.items():
            for value in values_of(fact, name):
                by_value.setdefault(value, []).append(i)
    by_value = context.index[name]
    if len(wanted) == 1:
        return dict.fromkeys(by_value.get(wanted[0], ()))
    found = {i for value in wanted for i in by_value.get(value, ())}
    return {i: None for i in context.brief.facts if i in found}


def _all_have(context: Context, key: str, facts: Mapping[str, Fact], names: list[str]) -> bool:
    lacking = [(i, name) for i, fact in facts.items() for name in names if not key_of(fact, name)]
    for i, name in lacking:
        message = f'fact "{i}" has no {name}, by which table "{key}" places it'
        context.sink.error("table-key-missing", message, context.spans.at("facts", i), "give it, or leave the fact out")
    return not lacking


def _keys(fact: Fact, names: list[str]) -> Keys:
    return tuple(key_of(fact, name) for name in names)


def _ordered(facts: Iterable[Fact], names: list[str], order: Mapping[str, list[str]], within: bool) -> list[Keys]:
    """The distinct keys; groups stay together.

    Each level stands in its given order, or else in the order of the facts: of all of them, or `within` each group.
    """
    every = [_keys(f, names) for f in facts]
    first: dict[Keys, int] = {}
    for number, key in enumerate(every):
        for depth in range(len(names)):
            first.setdefault(_rank_key(key, depth, within), number)
    given = [{value: n for n, value in enumerate(order.get(name, []))} for name in names]

    def rank(key: Keys) -> list[tuple[int, int]]:
        return [(given[d].get(v, len(given[d])), first[_rank_key(key, d, within)]) for d, v in enumerate(key)]

    return sorted(dict.fromkeys(every), key=rank)


def _rank_key(key: Keys, depth: int, within: bool) -> Keys:
    """What a level's place follows from: the value with its groups, or the value at that depth alone."""
    return key[: depth + 1] if within else (str(depth), key[depth])


def telling_apart(facts: Mapping[str, Fact], ids: list[str], used: Iterable[str]) -> list[str]:
    """The fields in which facts that fell into one cell differ, and which the table does not use yet."""
    skip = {"value", "p", "ci", "sd", "se", "cv", "iqr", "range", "n", "of", "note", "acknowledged", "locator", *used}
    names = [name for name in FIELDS if name not in skip]
    return [name for name in names if len({key_of(facts[i], name) for i in ids}) > 1]
