"""Disambiguation: given names by rule, more names, the disambiguate condition, year suffixes, in that order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from briefgen.csl.context import NO_DISAMBIGUATION, Context, Disambiguation
from briefgen.csl.item import Item
from briefgen.csl.nameformat import FULL, INITIALS
from briefgen.csl.style import Program
from briefgen.csl.tokens import plain

_ALL = 999
MakeContext = Callable[[Item, Disambiguation], Context]


def suffix_letters(number: int) -> str:
    """a, b, ..., z, aa, ab, ... for 0, 1, ..."""
    out = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


class _Step(NamedTuple):
    """One step of expansion: so many hidden names shown, and the name at a place at a level of detail."""

    extra: int
    at: int = 0
    level: int = 0


class Disambiguator:
    """Works out the Disambiguation of every item. `items` come in the order of the bibliography."""

    def __init__(self, program: Program, items: Sequence[Item], make: MakeContext) -> None:
        self.area = program.citation
        self.items = items
        self.make = make
        self.result: dict[str, Disambiguation] = {}
        self.add_names = self.area.flag("disambiguate-add-names")
        self.rule = self.area.attributes.get("givenname-disambiguation-rule", "by-cite")
        self.add_givens = self.area.flag("disambiguate-add-givenname")
        self.add_suffix = self.area.flag("disambiguate-add-year-suffix")
        self.condition = program.tests_disambiguate
        self._memo: dict[tuple[str, Disambiguation], tuple[str, int, int]] = {}

    def run(self) -> dict[str, Disambiguation]:
        """The expansions by item id; items which need none are left out."""
        if not (self.add_names or self.add_givens or self.add_suffix or self.condition):
            return self.result
        for group in self._groups(self.items):
            self._resolve(group)
        return self.result

    def _rendered(self, item: Item, dis: Disambiguation) -> tuple[str, int, int]:
        """The text of a cite, the number of its hidden names, and of the names shown."""
        key = (item.id, dis)
        found = self._memo.get(key)
        if found is None:
            ctx = self.make(item, dis)
            text = plain(self.area.render(ctx))
            found = self._memo[key] = (text, ctx.hidden_names, ctx.name_at)
        return found

    def _text(self, item: Item) -> str:
        return self._rendered(item, self.result.get(item.id, NO_DISAMBIGUATION))[0]

    def _groups(self, items: Iterable[Item]) -> list[list[Item]]:
        """The groups of items whose cites read the same."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            found[self._text(item)].append(item)
        return [group for group in found.values() if len(group) > 1]

    def _resolve(self, group: list[Item]) -> None:
        self._expand(group)
        if self.condition:
            for rest in self._groups(group):
                self._try_conditions(rest)
        if self.add_suffix:
            for rest in self._groups(group):
                self._suffix(rest)

    def _state(self, item: Item) -> Disambiguation:
        return self.result.get(item.id, NO_DISAMBIGUATION)

    def _expand(self, group: list[Item]) -> None:
        """Expand a set of equal cites step by step; only steps which split a set are kept, for all of its members."""
        pending = [group]
        for step in self._steps(group):
            following: list[list[Item]] = []
            for members in pending:
                changed = [self._changed(item, step) for item in members]
                parts = self._split(members, changed)
                if len(parts) > 1:
                    self.result.update({item.id: state for item, state in zip(members, changed, strict=True)})
                following += [part for part in parts if len(part) > 1]
            pending = following

    def _steps(self, group: list[Item]) -> Iterator[_Step]:
        """Name by name: show it if it is hidden, then its initials, then the given name in full, as the style allows."""
        by_cite = self.add_givens and self.rule == "by-cite"
        bare = [self._rendered(item, NO_DISAMBIGUATION) for item in group]
        shown, hidden = max(names for _, _, names in bare), max(names for _, names, _ in bare)
        for at in range(shown + (hidden if self.add_names else 0)):
            extra = max(0, at + 1 - shown)
            if extra:
                yield _Step(extra)
            if by_cite:
                yield _Step(extra, at, INITIALS)
                yield _Step(extra, at, FULL)

    def _changed(self, item: Item, step: _Step) -> Disambiguation:
        state = self._state(item)
        hidden = self._rendered(item, NO_DISAMBIGUATION)[1]
        state = state._replace(names=max(state.names, min(step.extra, hidden)))
        return _with_given(state, step.at, step.level) if step.level else state

    def _split(self, members: list[Item], states: list[Disambiguation]) -> list[list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item, state in zip(members, states, strict=True):
            found[self._rendered(item, state)[0]].append(item)
        return list(found.values())

    def _try_conditions(self, group: list[Item]) -> None:
        """Let the style's conditions hold one by one until that tells the cites apart; without effect they all do.

        With year suffixes to come, conditions which do not help are left alone.
        """
        most = max(self._conditions(item) for item in group)
        for count in range(1, most + 1):
            changed = [self._state(item)._replace(conditions=count) for item in group]
            parts = self._split(group, changed)
            if len(parts) > 1 or (count == most and not self.add_suffix):
                self.result.update({item.id: state for item, state in zip(group, changed, strict=True)})
                return

    def _conditions(self, item: Item) -> int:
        """How many disambiguate conditions the style asks for this cite."""
        ctx = self.make(item, self._state(item)._replace(conditions=_ALL))
        self.area.render(ctx)
        return ctx.conditions_met

    def _suffix(self, group: list[Item]) -> None:
        for at, item in enumerate(group):
            self.result[item.id] = self._state(item)._replace(suffix=suffix_letters(at))


def _with_given(state: Disambiguation, at: int, level: int) -> Disambiguation:
    givens = list(state.givens) + [0] * (at + 1 - len(state.givens))
    givens[at] = level
    return state._replace(givens=tuple(givens))
