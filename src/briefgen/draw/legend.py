"""The key of a pathway: what its kinds of arrow mean, shown only where there is more than one."""

from __future__ import annotations

from briefgen.draw.graph import LEADING, SIZE, Graph
from briefgen.draw.measure import Measure
from briefgen.records import dataclass
from briefgen.strings import Strings

ORDER = ("activates", "inhibits", "modulates", "hypothesised", "flow")
"""The order of the entries; the words of each are the string `key_<sign>`."""

SAMPLE, AFTER_SAMPLE, BETWEEN = 28.0, 5.0, 16.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where its sample starts, and its words."""

    sign: str
    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Legend:
    """The entries from the top left corner of the key, whose title stands at the left of the first."""

    title: str
    entries: tuple[Entry, ...]
    width: float
    height: float


def legend(graph: Graph, fonts: Measure, strings: Strings, limit: float) -> Legend | None:
    """The key of a graph in rows no wider than `limit`; None where one sign says it all."""
    used = {wire.sign for wire in graph.wires}
    signs = [sign for sign in ORDER if sign in used]
    if len(signs) < 2:
        return None
    start = fonts.width(strings.key, "sans-bold", SIZE) + 12
    x, y, widest, entries = start, 0.0, 0.0, []
    for sign in signs:
        words = str(getattr(strings, f"key_{sign}"))
        width = SAMPLE + AFTER_SAMPLE + fonts.width(words, "sans", SIZE)
        if x > start and x + width > limit:
            x, y = start, y + LEADING + 3
        entries.append(Entry(sign, words, x, y))
        widest = max(widest, x + width)
        x += width + BETWEEN
    return Legend(strings.key, tuple(entries), widest, y + LEADING)
