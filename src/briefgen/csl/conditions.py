"""The conditions of cs:if and cs:else-if."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from briefgen.csl.context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT, Context
from briefgen.csl.errors import CslStyleError
from briefgen.csl.item import DATE_VARIABLES, NAME_VARIABLES
from briefgen.csl.numbers import is_numeric

Test = Callable[[Context], bool]


class Condition:
    """The test of a branch: all, any or none of its conditions, each value of an attribute being one.

    An item has one type and a cite one kind of locator, so that "all" of several could never hold: one of them is enough.
    """

    __slots__ = ("match", "rest", "types")

    def __init__(self, branch: Any) -> None:
        self.match = branch.get("match", "all")
        self.types = frozenset(branch.get("type", "").split())
        tests = [make(value) for attribute, make in _MAKERS.items() for value in branch.get(attribute, "").split()]
        locators = branch.get("locator", "").split()
        tests += [_locator(locators)] if locators else []
        if not tests and not self.types:
            raise CslStyleError("a cs:if or cs:else-if has no condition", line=branch.sourceline)
        self.rest = (_all if self.match == "all" else _any)(tests) if tests else None

    def for_type(self, kind: str) -> Test | bool:
        """What is left to test for an item of this type."""
        rest = self.rest
        if rest is not None and self.match == "none":
            rest = _not(rest)
        if not self.types:
            return rest if rest is not None else True
        if self.match == "any":
            return True if kind in self.types else rest or False
        meets = (kind in self.types) == (self.match == "all")
        return (rest or True) if meets else False


def _not(test: Test) -> Test:
    return lambda ctx: not test(ctx)


def _any(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def test(ctx: Context) -> bool:
        for one in tests:  # noqa: SIM110  # a generator would cost more than the tests
            if one(ctx):
                return True
        return False

    return test


def _all(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def test(ctx: Context) -> bool:
        for one in tests:  # noqa: SIM110  # a generator would cost more than the tests
            if not one(ctx):
                return False
        return True

    return test


def has_value(ctx: Context, name: str) -> bool:
    """Whether a variable has a value for this cite."""
    item = ctx.item
    if name in item.texts or name in item.people or name in item.dates:
        return True
    if name == "locator":
        return bool(ctx.cite_locator)
    if name == "citation-number":
        return ctx.number > 0
    if name == "first-reference-note-number":
        return ctx.note > 0
    if name == "year-suffix":
        return bool(ctx.dis.suffix)
    return name == "citation-label"


def _variable(value: str) -> Test:
    if value in NAME_VARIABLES:
        return lambda ctx: value in ctx.item.people
    if value in DATE_VARIABLES:
        return lambda ctx: value in ctx.item.dates
    return lambda ctx: has_value(ctx, value)


def _numeric(value: str) -> Test:
    def test(ctx: Context) -> bool:
        if value == "locator":
            return is_numeric(ctx.cite_locator)
        if value == "citation-number":
            return ctx.number > 0
        text = ctx.item.texts.get(value)
        return text is not None and is_numeric(text)

    return test


def _uncertain(value: str) -> Test:
    def test(ctx: Context) -> bool:
        date = ctx.item.dates.get(value)
        return date is not None and date.circa

    return test


def _locator(values: list[str]) -> Test:
    wanted = frozenset(value.replace("-", " ") for value in values)
    return lambda ctx: bool(ctx.cite_locator) and ctx.cite_label.replace("-", " ") in wanted


def _position(value: str) -> Test:
    if value == "near-note":
        return lambda ctx: ctx.area == "citation" and ctx.near_note
    if value == "first":
        return lambda ctx: ctx.area == "citation" and ctx.position == FIRST
    least = {"subsequent": SUBSEQUENT, "ibid": IBID_WITH_LOCATOR, "ibid-with-locator": IBID_WITH_LOCATOR}.get(value, IBID)
    if value == "ibid-with-locator":
        return lambda ctx: ctx.area == "citation" and ctx.position == IBID_WITH_LOCATOR
    return lambda ctx: ctx.area == "citation" and ctx.position >= least


def _disambiguate(_value: str) -> Test:
    def test(ctx: Context) -> bool:
        ctx.conditions_met += 1
        return ctx.conditions_met <= ctx.dis.conditions

    return test


_MAKERS: dict[str, Callable[[str], Test]] = {
    "variable": _variable,
    "is-numeric": _numeric,
    "is-uncertain-date": _uncertain,
    "position": _position,
    "disambiguate": _disambiguate,
}
