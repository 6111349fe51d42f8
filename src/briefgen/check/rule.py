"""What a rule is: a code, a weight, what it looks at, for which kinds of document, and the function that finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import field
from typing import Literal, TypeVar

from briefgen.check.prose import Passage, passages
from briefgen.diag import Severity
from briefgen.model import Brief
from briefgen.records import dataclass
from briefgen.source import Span, Spans, inside
from briefgen.tree import Document, Node, walk

Path = tuple[str | int, ...]

N = TypeVar("N", bound=Node)

ALL = frozenset({"clinical-brief", "compound-page", "note"})
EVIDENCE = frozenset({"clinical-brief", "compound-page"})
CLINICAL = frozenset({"clinical-brief"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the path of the value in the brief (its first two steps name the record), in words.

    `span` says more exactly where, when the path alone does not: inside a text, or in a document.
    """

    path: Path
    message: str
    hint: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """What rules on data look at, with an index of the facts that tables are selected from."""

    brief: Brief
    spans: Spans
    index: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    _texts: list[Passage] = field(default_factory=list)
    _order: dict[str, int] = field(default_factory=dict)

    @property
    def passages(self) -> list[Passage]:
        """Every text of the brief, read once."""
        if not self._texts:
            self._texts.extend(passages(self.brief))
        return self._texts

    def in_order(self, names: Collection[str]) -> list[str]:
        """Ids of facts in the order of the data."""
        if not self._order:
            self._order.update({name: i for i, name in enumerate(self.brief.facts)})
        return sorted(names, key=self._order.__getitem__)

    def within(self, passage: Passage, start: int, end: int) -> Span:
        """Where a stretch of a passage stands."""
        return inside(self.spans.at(*passage.path), passage.text, start, end)

    def by_value(self, name: str) -> dict[str, set[str]]:
        """The ids of the facts by each value of one field; "none" where a fact has none. Empty for an unknown field."""
        if name not in self.index:
            found: dict[str, set[str]] = {}
            for identity, fact in self.brief.facts.items():
                for value in _values(getattr(fact, name, None)):
                    found.setdefault(value, set()).add(identity)
            self.index[name] = found
        return self.index[name]


def _values(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else ["none" if value is None else str(value)]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What rules on documents look at: the resolved tree of one audience, walked once for them all, beside the brief."""

    document: Document
    brief: Brief
    spans: Spans
    _nodes: list[Node] = field(default_factory=list)

    @property
    def nodes(self) -> list[Node]:
        """The document and every node in it, in document order."""
        if not self._nodes:
            self._nodes.extend(walk(self.document))
        return self._nodes

    def of(self, *kinds: type[N]) -> list[N]:
        """The nodes of some kinds, in document order."""
        return [node for node in self.nodes if node.__class__ in kinds]


@dataclass(frozen=True, slots=True)
class DataRule:
    """A rule on data."""

    code: str
    severity: Severity
    find: Callable[[Data], Iterator[Finding]]
    about: str
    kinds: frozenset[str] = ALL
    on: Literal["data"] = "data"


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A rule on the resolved document of one audience."""

    code: str
    severity: Severity
    find: Callable[[Drawn], Iterator[Finding]]
    about: str
    kinds: frozenset[str] = ALL
    on: Literal["document"] = "document"


Rule = DataRule | DocumentRule
