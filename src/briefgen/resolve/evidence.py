"""The place in a source that a fact gives ("p. 4, Table 2"), carried into the citation of that source."""

from __future__ import annotations

from dataclasses import replace

from briefgen.model import Fact
from briefgen.resolve.context import Context
from briefgen.tree import Cite, CiteItem, Inline, Inlines


def located(context: Context, runs: Inlines, fact: Fact, path: str) -> Inlines:
    """Printed runs of a fact in which the citation of its source has the fact's locator; `path` is the fact's record.

    The locator of a fact that was read elsewhere is a place there, not in the source.
    """
    if not any(isinstance(run, Cite) for run in runs) or fact.source is None or fact.seen_in not in (None, fact.source):
        return runs
    item = cited(context, fact.source, fact, path)
    return tuple(_with(run, item) for run in runs) if item.locator or item.suffix else runs


def cited(context: Context, key: str, fact: Fact, path: str) -> CiteItem:
    """The citation of a reference at the place that a fact gives."""
    if not fact.locator:
        return CiteItem(key)
    read = context.read(f"[@{{{key}}}, {fact.locator}]", *path.split(".", 1), "locator")
    items = read[0].items if len(read) == 1 and isinstance(read[0], Cite) else ()
    if [item.key for item in items] != [key]:
        return CiteItem(key, suffix=f", {fact.locator}")  # brackets or semicolons in it
    return replace(items[0], span=read[0].span)


def _with(run: Inline, item: CiteItem) -> Inline:
    if not isinstance(run, Cite) or [other.key for other in run.items] != [item.key]:
        return run
    return replace(run, items=(item,), span=item.span)
