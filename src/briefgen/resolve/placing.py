"""Tables and figures of the data put where the text places them."""

from __future__ import annotations

from dataclasses import replace

from briefgen.diag import did_you_mean
from briefgen.model import FigureSpec
from briefgen.resolve import alt, lettering, tables
from briefgen.resolve.context import Context
from briefgen.resolve.graft import INLINE_PARTS, rewrite
from briefgen.source import Span
from briefgen.tree import (
    Caption,
    Cite,
    CiteItem,
    Document,
    Drawing,
    Figure,
    Image,
    Node,
    Note,
    Placement,
    Table,
    Text,
    walk,
)

PREFIXES = {"tbl-": "tables", "fig-": "figures"}

_MILLIMETRE = 72 / 25.4
"""Points."""


def placed(context: Context, document: Document) -> Document:
    """The document with its placements filled. Unknown ones, and those placed twice, are errors and stay."""
    seen: set[str] = set()

    def change(node: Node) -> Node:
        assert isinstance(node, Placement)
        if node.anchor in seen:
            kind = "figure" if node.anchor.startswith("fig-") else "table"
            context.sink.error("place-twice", f'{kind} "{node.anchor}" is placed twice', node.span, "refer to it with @")
            return node
        seen.add(node.anchor)
        return _built(context, node) or node

    return rewrite(document, change, INLINE_PARTS, (Placement,))


def record(context: Context, anchor: str) -> tuple[str, str] | None:
    """Where the data hold the table or figure of an anchor ("tables", "preclinical"); None when they do not."""
    section = PREFIXES.get(anchor[:4])
    known = anchors(context).get(anchor)
    return (section, known) if section and known else None


def anchors(context: Context) -> dict[str, str]:
    """The anchor of every table and figure of the data, with its key there."""
    return {f"{prefix}{key}": key for prefix, section in PREFIXES.items() for key in getattr(context.brief, section)}


def _built(context: Context, node: Placement) -> Table | Figure | None:
    where = record(context, node.anchor)
    if where is None:
        hint = did_you_mean(node.anchor, anchors(context))
        context.sink.error("place-unknown", f'the data have no "{node.anchor}"', node.span, hint)
        return None
    section, key = where
    build = tables.build if section == "tables" else _figure
    return build(context, key, node.anchor, node.span)


def _figure(context: Context, key: str, anchor: str, span: Span) -> Figure:
    spec = context.brief.figures[key]
    caption = context.read(spec.caption, "figures", key, "caption")
    width = (spec.width or 0.0) * _MILLIMETRE
    picture = Image(spec.file or "", width) if spec.kind == "image" else Drawing(anchor, lettering.labels(context, key))
    notes = [Note(k, context.read(text, "figures", key, "notes", k)) for k, text in spec.notes.items()]
    where = context.spans.at("figures", key, "caption")
    sources = _sources(context, key)
    return Figure(anchor, Caption(caption, span=where), picture, "", notes=(*notes, *sources), span=span)


def _sources(context: Context, key: str) -> tuple[Note, ...]:
    """A general note with the sources of a figure and of its edges that the caption does not cite."""
    spec = context.brief.figures[key]
    edges = {e.source: context.spans.at("figures", key, "edges", n) for n, e in enumerate(spec.edges) if e.source}
    own = {s: context.spans.at("figures", key, "sources") for s in spec.sources}
    caption = context.read(spec.caption, "figures", key, "caption")
    cited = {item.key for c in caption for n in walk(c) if isinstance(n, Cite) for item in n.items}
    spans = {s: span for s, span in {**own, **edges}.items() if s not in cited}
    if not spans:
        return ()
    word = context.strings.source if len(spans) == 1 else context.strings.sources
    cite = Cite(tuple(CiteItem(s, span=span) for s, span in spans.items()), span=next(iter(spans.values())))
    return (Note("_sources", (Text(f"{word}: "), cite, Text("."))),)


def described(context: Context, document: Document) -> Document:
    """Resolved figures with their text alternatives, and tables with a long description, where the writer gave none."""

    def change(node: Node) -> Node:
        match node:
            case Figure() if where := record(context, node.anchor):
                spec = _lettered(context, node, where[1])
                short, long = alt.alternatives(spec, alt.caption_text(node.caption), context.strings)
                return replace(node, alt=short, description=long)
            case Table(description=""):
                return replace(node, description=alt.table_description(node, context.strings))
            case _:
                return node

    return rewrite(document, change, INLINE_PARTS, (Figure, Table))


def _lettered(context: Context, figure: Figure, key: str) -> FigureSpec:
    spec = context.brief.figures[key]
    return lettering.lettered(spec, figure.picture) if isinstance(figure.picture, Drawing) else spec


def words(context: Context, figure: Figure) -> str:
    """The words printed inside the drawing of a figure; empty for a picture."""
    where = record(context, figure.anchor)
    if where is None:
        return ""
    spec = _lettered(context, figure, where[1])
    edges = [e.label for e in spec.edges if e.label]
    return " ".join([*alt.labels(spec).values(), *edges, *spec.groups.values()])
