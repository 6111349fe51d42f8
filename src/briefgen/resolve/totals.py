"""Sums and order of a table's columns: arithmetic on facts as reported, in decimals, never on what is printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from briefgen.model import Fact
from briefgen.resolve import numbers
from briefgen.resolve.values import unit_of


def total(facts: Sequence[Fact]) -> Fact | None:
    """The fact that sums up a column: counts and exact values of one unit are added; None when nothing can be.

    Percentages are not added: those of counts are computed from the sums of the counts.
    """
    n, of = _counted([f.n for f in facts]), _counted([f.of for f in facts])
    value, unit = _added(facts)
    if n is None and value is None:
        return None
    return Fact(value=value, unit=unit or None, n=n, of=of)


def _counted(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _added(facts: Sequence[Fact]) -> tuple[str | None, str]:
    amounts = [amount(fact) for fact in facts]
    units = {unit_of(fact) for fact in facts}
    known = [a for a in amounts if a is not None]
    if len(known) < len(amounts) or len(units) != 1 or "%" in units or not known or any(f.value is None for f in facts):
        return None, ""
    return f"{sum(known, Decimal(0)):f}", units.pop()


def amount(fact: Fact) -> Decimal | None:
    """The exact number a fact stands for: its value, else its share or count; None for ranges, limits and missing ones."""
    if fact.value is None:
        if fact.n is None:
            return None
        return Decimal(fact.n) / fact.of if fact.of else Decimal(fact.n)
    quantity = numbers.read(fact.value)
    if quantity is None or quantity.relation not in ("", "=") or quantity.upper:
        return None
    return numbers.decimal(quantity.number).scaleb(int(quantity.power or 0))
