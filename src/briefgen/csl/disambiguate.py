"""Disambiguation: given names by rule, more names, the disambiguate condition, year suffixes, in that order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from briefgen.csl.context import NO_DISAMBIGUATION, Context, Disambiguation
from briefgen.csl.item import Item
from briefgen.csl.nameformat import FULL, INITIALS
from briefgen.csl.style import Program
from briefgen.csl.tokens import plain

MakeContext = Callable[[Item, Disambiguation], Context]


def suffix_letters(number: int) -> str:
    """a, b, ..., z, aa, ab, ... for 0, 1, ..."""
    out = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


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
        if self.add_names:
            self._expand(group, self._with_names, self._most_names(group))
        if self.add_givens and self.rule == "by-cite":
            for rest in self._groups(group):
                self._give(rest)
        if self.condition:
            for rest in self._groups(group):
                self._try_condition(rest)
        if self.add_suffix:
            for rest in self._groups(group):
                self._suffix(rest)

    def _most_names(self, group: list[Item]) -> int:
        return max(self._rendered(item, NO_DISAMBIGUATION)[1] for item in group)

    def _state(self, item: Item) -> Disambiguation:
        return self.result.get(item.id, NO_DISAMBIGUATION)

    def _with_names(self, item: Item, step: int) -> Disambiguation:
        return self._state(item)._replace(names=min(step, self._rendered(item, NO_DISAMBIGUATION)[1]))

    def _expand(self, group: list[Item], change: Callable[[Item, int], Disambiguation], steps: int) -> None:
        """Show names one by one, each as long as that splits the set; a set which stays together goes back."""
        pending = [group]
        for step in range(1, steps + 1):
            following: list[list[Item]] = []
            for members in pending:
                parts = self._split(members, [change(item, step) for item in members])
                if len(parts) == 1:
                    following.append(members)
                    continue
                for part in parts:
                    self.result.update({item.id: change(item, step) for item in part})
                    if len(part) > 1:
                        following.append(part)
            pending = following

    def _split(self, members: list[Item], states: list[Disambiguation]) -> list[list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item, state in zip(members, states, strict=True):
            found[self._rendered(item, state)[0]].append(item)
        return list(found.values())

    def _give(self, group: list[Item]) -> None:
        """Expand the given names, name by name, of a set of equal cites; hidden names come in when that helps."""
        most = self._most_names(group) if self.add_names else 0
        for extra in range(most + 1):
            states = {item.id: self._at_least(item, extra) for item in group}
            if self._give_at(group, states):
                return

    def _at_least(self, item: Item, extra: int) -> Disambiguation:
        state = self._state(item)
        hidden = self._rendered(item, NO_DISAMBIGUATION)[1]
        return state._replace(names=max(state.names, min(extra, hidden)))

    def _give_at(self, group: list[Item], states: dict[str, Disambiguation]) -> bool:
        shown = max(self._rendered(item, states[item.id])[2] for item in group)
        pending, helped = [group], False
        for at in range(shown):
            following: list[list[Item]] = []
            for members in pending:
                parts = [members]
                for level in (INITIALS, FULL):
                    parts = [part for group in parts for part in self._at_level(group, states, at, level)]
                helped = helped or len(parts) > 1
                following += [part for part in parts if len(part) > 1]
            pending = following
        if helped:
            settled = {item.id for item in group} - {item.id for part in pending for item in part}
            self.result.update({key: states[key] for key in settled})
            self.result.update({item.id: states[item.id] for part in pending for item in part if len(part) < len(group)})
        return helped

    def _at_level(self, members: list[Item], states: dict[str, Disambiguation], at: int, level: int) -> list[list[Item]]:
        """Split `members` by the given name at place `at` at a level of detail; what it does not split stays as it was."""
        if len(members) < 2:
            return [members]
        changed = [_with_given(states[item.id], at, level) for item in members]
        parts = self._split(members, changed)
        if len(parts) > 1:
            states.update({item.id: state for item, state in zip(members, changed, strict=True)})
        return parts

    def _try_condition(self, group: list[Item]) -> None:
        changed = [self._state(item)._replace(condition=True) for item in group]
        if len(self._split(group, changed)) > 1 or not self.add_suffix:
            self.result.update({item.id: state for item, state in zip(group, changed, strict=True)})

    def _suffix(self, group: list[Item]) -> None:
        for at, item in enumerate(group):
            self.result[item.id] = self._state(item)._replace(suffix=suffix_letters(at))


def _with_given(state: Disambiguation, at: int, level: int) -> Disambiguation:
    givens = list(state.givens) + [0] * (at + 1 - len(state.givens))
    givens[at] = level
    return state._replace(givens=tuple(givens))
