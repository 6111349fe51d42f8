"""Blocks between `:::` lines: callouts, places of tables and figures, generated lists, page breaks."""

from __future__ import annotations

from briefgen.diag import did_you_mean
from briefgen.parse.attributes import Attributes
from briefgen.parse.context import Context
from briefgen.parse.inlines import read
from briefgen.source import Span
from briefgen.tree import Block, Blocks, Callout, CalloutKind, Contents, ContentsKind, PageBreak, Placement, References

CALLOUTS: dict[str, CalloutKind] = {
    "callout-note": "note",
    "callout-tip": "tip",
    "callout-important": "important",
    "callout-warning": "warning",
    "callout-caution": "caution",
}
CONTENTS: dict[str, ContentsKind] = {"contents": "contents", "contents-tables": "tables", "contents-figures": "figures"}
KINDS = (*CALLOUTS, *CONTENTS, "references", "pagebreak")
"""The classes a block may have; exactly one of them, unless it is the place of a table or figure."""


def placeable(found: Attributes) -> bool:
    """Whether a block is the place of a table or figure."""
    return found.id.startswith(("tbl-", "fig-")) and not found.classes


def div(found: Attributes, children: Blocks, context: Context, line: int, holds: bool) -> list[Block]:
    """The block of these attributes, which stand on a line; `holds` says whether anything stands in the block."""
    span = context.place.span(line)
    fault = _fault(found)
    if fault:
        context.error(*fault[:2], span, fault[2])
        return list(children)
    name = found.classes[0] if found.classes else ""
    if holds and name not in CALLOUTS:
        context.error(
            "div-not-empty", f"nothing can stand in {name or '#' + found.id}: its content comes from the data", span
        )
    title = found.pairs.get("title", "")
    heading = read(title, context, line) if title else ()
    if placeable(found):
        return [Placement(found.id, span=span)]
    if name in CALLOUTS:
        return [Callout(CALLOUTS[name], heading, children, span=span)]
    if name in CONTENTS:
        return [Contents(CONTENTS[name], heading, span=span)]
    return [References(span=span) if name == "references" else PageBreak(span=span)]


def _fault(found: Attributes) -> tuple[str, str, str] | None:
    if found.rest:
        return "attribute-unknown", f'"{found.rest}" is no attribute', 'write {.callout-note title="…"} or {#tbl-x}'
    if placeable(found):
        return _unknown_pair(found, ())
    if found.id and not found.classes:
        return "anchor-prefix", f'a block with the id "{found.id}" is nothing', "tables are #tbl-…, figures #fig-…"
    if len(found.classes) != 1 or found.classes[0] not in KINDS:
        name = next((c for c in found.classes if c not in KINDS), " ".join(found.classes))
        return "div-unknown", f'there is no block "{name}"', did_you_mean(name, KINDS)
    if found.id:
        return "attribute-unknown", f'a block "{found.classes[0]}" has no id', ""
    return _unknown_pair(found, ("title",) if found.classes[0] in (*CALLOUTS, *CONTENTS) else ())


def _unknown_pair(found: Attributes, known: tuple[str, ...]) -> tuple[str, str, str] | None:
    for key in found.pairs:
        if key not in known:
            return "attribute-unknown", f'this block has no attribute "{key}"', did_you_mean(key, known)
    return None


def equation_anchor(found: Attributes, context: Context, span: Span) -> str:
    """The anchor of a displayed formula; empty when it has none."""
    if found.classes or found.pairs or found.rest or (found.id and not found.id.startswith("eq-")):
        context.error("anchor-prefix", 'a formula can have an id that begins with "eq-", and nothing else', span)
        return ""
    return found.id
