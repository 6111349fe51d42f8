"""What an element sees while it renders one cite or one entry, and what it leaves behind for its callers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from briefgen.csl.tokens import Tokens

if TYPE_CHECKING:
    from briefgen.csl.item import Item

CALLED = 1
RENDERED = 2

FIRST, SUBSEQUENT, IBID_WITH_LOCATOR, IBID = range(4)


class Disambiguation(NamedTuple):
    """How far a cite is expanded: hidden names shown, given-name levels by name index, how many of the
    style's disambiguate conditions hold, the suffix."""

    names: int = 0
    givens: tuple[int, ...] = ()
    conditions: int = 0
    suffix: str = ""


NO_DISAMBIGUATION = Disambiguation()


class SortNames(NamedTuple):
    """The et-al override of a sort key; 0 is "not given"."""

    minimum: int = 0
    first: int = 0
    last: bool | None = None


class SubsequentAuthor(NamedTuple):
    """What stands for repeated names, by which rule, and the names of the entry before."""

    text: Tokens
    rule: str
    names: tuple[str, ...]
    whole: str


class Context:
    """The state of one rendering pass. Elements set `flags`; `names_seen` and `years_seen` report what collapses."""

    __slots__ = (
        "area",
        "author_only",
        "cite_label",
        "cite_locator",
        "cite_locator_rest",
        "conditions_met",
        "count_names",
        "dis",
        "done",
        "flags",
        "given_levels",
        "hidden_names",
        "inner_names",
        "item",
        "looking",
        "name_at",
        "names_list",
        "names_seen",
        "near_note",
        "note",
        "number",
        "position",
        "primary_level_only",
        "sort",
        "starts_note",
        "subsequent",
        "suffix_done",
        "suppress_names",
        "suppress_year",
        "used",
        "years_seen",
    )

    def __init__(self, item: Item, area: str, dis: Disambiguation = NO_DISAMBIGUATION) -> None:
        self.item = item
        self.area = area
        self.dis = dis
        self.flags = 0
        self.cite_locator = ""
        self.cite_locator_rest = ""
        self.cite_label = "page"
        self.position = FIRST
        self.near_note = False
        self.note = 0
        self.number = 0
        self.done: set[str] = set()
        self.used: set[str] | None = None
        self.sort: SortNames | None = None
        self.suppress_names = False
        self.suppress_year = False
        self.starts_note = False
        self.author_only = False
        self.subsequent: SubsequentAuthor | None = None
        self.suffix_done = False
        self.given_levels: dict[str, int] | None = None
        self.primary_level_only = False
        self.count_names = 0
        self.looking = False
        self.reset()

    def reset(self) -> None:
        """Forget what an earlier pass reported."""
        self.names_seen: str | None = None
        self.inner_names: Tokens = []
        self.names_list: tuple[str, ...] = ()
        self.years_seen: list[str] = []
        self.hidden_names = 0
        self.name_at = 0
        self.conditions_met = 0


Render = Callable[[Context], Tokens]
