"""The range over a set of facts in running text: its lowest and its highest value, each the value of its own record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from briefgen.diag import did_you_mean
from briefgen.model import Fact
from briefgen.resolve import numbers
from briefgen.resolve.context import Context
from briefgen.resolve.totals import amount
from briefgen.resolve.values import percent_digits, printed, unit_of
from briefgen.tree import Node, Text, Value


def is_set(value: Value) -> bool:
    """Whether a value names several facts ("facts.a, b, c")."""
    return "," in value.path


def spread(context: Context, value: Value) -> Node | tuple[Node, ...]:
    """The lowest and highest value of the facts named, as two values with what joins them; one when they are equal."""
    found = _facts(context, value)
    if found is None or not _comparable(context, value, found):
        return value
    amounts = {i: _AMOUNTS[value.form](fact) for i, fact in found.items()}
    known = {i: amount for i, amount in amounts.items() if amount is not None}
    for i in amounts.keys() - known.keys():
        message = f'fact "{i}" has no plain {value.form}, so no range can be made of it'
        context.sink.error("value-set", message, value.span, "name facts with one exact number each")
    if len(known) < len(amounts):
        return value
    low, high = min(known, key=lambda i: known[i]), max(known, key=lambda i: known[i])
    if known[low] == known[high]:
        return _one(context, value, low, found[low], True)
    dash = context.printing.numbers.dash and known[low] >= 0
    joint = "\u2013" if dash else f" {context.printing.strings.to} "
    return (_one(context, value, low, found[low], False), Text(joint, span=value.span),
            _one(context, value, high, found[high], True))  # fmt: skip


def _facts(context: Context, value: Value) -> dict[str, Fact] | None:
    ids = [i.strip() for i in value.path.removeprefix("facts.").split(",")]
    unknown = [i for i in ids if i not in context.brief.facts]
    for i in unknown:
        context.sink.error("fact-unknown", f'there is no fact "{i}"', value.span, did_you_mean(i, context.brief.facts))
    return None if unknown else {i: context.brief.facts[i] for i in ids}


def _comparable(context: Context, value: Value, found: Mapping[str, Fact]) -> bool:
    if value.form not in _AMOUNTS:
        message = f'a range over several facts has no form "{value.form}"'
        context.sink.error("value-form-unknown", message, value.span, did_you_mean(value.form, _AMOUNTS))
        return False
    units = {unit_of(fact) for fact in found.values()} if value.form in ("value", "est") else {""}
    if len(units) > 1:
        message = f"the facts have different units ({', '.join(sorted(units))})"
        context.sink.error("value-set", message, value.span, "a range needs one unit")
    return len(units) == 1


def _reported(fact: Fact) -> Decimal | None:
    return amount(fact) if fact.value else None


def _percent(fact: Fact) -> Decimal | None:
    digits = percent_digits(fact, None)
    return None if digits is None else numbers.decimal(digits)


_AMOUNTS: dict[str, Callable[[Fact], Decimal | None]] = {
    "value": _reported,
    "est": _reported,
    "n": lambda fact: None if fact.n is None else Decimal(fact.n),
    "pct": _percent,
}
"""What a range compares, by form."""


def _one(context: Context, value: Value, identity: str, fact: Fact, last: bool) -> Value:
    """One end of the range; the unit and the percent sign stand behind the last."""
    printing = context.printing if last else replace(context.printing, units=False)
    form = "number" if not last and value.form in ("value", "est") else value.form
    bare = replace(printing, cell=True) if not last and value.form == "pct" else printing
    return replace(value, path=f"facts.{identity}", form=form, runs=printed(fact, form, bare))
