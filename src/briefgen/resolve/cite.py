"""Citations and the reference list: order of first mention, numbers from the citation engine, links both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Protocol

from briefgen.diag import did_you_mean
from briefgen.records import dataclass
from briefgen.resolve import raised
from briefgen.resolve.context import Context
from briefgen.resolve.graft import INLINE_PARTS, nodes, rewrite
from briefgen.source import Span
from briefgen.tree import (
    Blocks,
    Citation,
    Cite,
    CiteItem,
    Document,
    Figure,
    Inlines,
    Node,
    Note,
    NoteRef,
    Ref,
    Reference,
    References,
    Section,
    Table,
    Text,
    children,
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """What is cited in one place. `narrative`: the author's name stands in the sentence."""

    items: tuple[CiteItem, ...]
    narrative: bool = False


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One formatted entry of the reference list; `label` is its number ("1."), empty in author-date styles."""

    key: str
    label: str
    children: Inlines


@dataclass(frozen=True, slots=True)
class Printed:
    """The clusters as printed, in the order they were given, and the list in its printed order."""

    clusters: tuple[Inlines, ...]
    entries: tuple[ListEntry, ...]


class CitationEngine(Protocol):
    """Formats citations and references in one style."""

    def render(self, clusters: Sequence[Cluster], uncited: Sequence[str]) -> Printed | None:
        """Print clusters, given in order of first mention, and their list; `uncited` keys are listed after the cited.

        A printed cluster holds a `Jump` of kind "reference" to `anchor_of(key)` for each number or name. The result is
        None when an error was recorded.
        """
        ...


def anchor_of(key: str) -> str:
    """The anchor of a reference's entry."""
    return f"ref-{key}"


@dataclass(slots=True)
class _Mentions:
    """Walks a document in the order in which a reader meets its citations."""

    floating: Mapping[str, Node]
    notes: Mapping[str, Note]
    seen: set[str] = field(default_factory=set)
    found: list[Cite] = field(default_factory=list)

    def visit(self, node: Node) -> None:
        match node:
            case Text():
                pass
            case Cite():
                self.found.append(node)
            case Ref(anchor=anchor) if anchor in self.floating:
                self.once(anchor, self.floating[anchor])
            case Table() | Figure() | Note() if node.anchor:
                self.once(node.anchor, node)
            case NoteRef(anchor=anchor) if anchor in self.notes:
                self.once(anchor, self.notes[anchor])
            case _:
                self.inside(node)

    def once(self, anchor: str, node: Node) -> None:
        if anchor not in self.seen:
            self.seen.add(anchor)
            self.inside(node)

    def inside(self, node: Node) -> None:
        for child in children(node):
            self.visit(child)


def in_order_of_mention(document: Document) -> list[Cite]:
    """All citations in the order that numbers them (ICMJE): those of a table or figure count where the text first
    refers to it, or else where it stands; those of a note at its first mark."""
    floating = {n.anchor: n for n in nodes(document, INLINE_PARTS) if isinstance(n, Table | Figure)}
    every = [*document.notes, *(note for node in floating.values() for note in node.notes)]
    notes = {note.anchor: note for note in every if note.anchor}
    mentions = _Mentions(floating, notes)
    mentions.visit(document)
    return mentions.found


def cited(context: Context, document: Document, engine: CitationEngine) -> Document:
    """The document with its citations printed and its reference list filled; the list is added when nobody placed it."""
    document = rewrite(document, lambda node: replace(node), (), (Cite,))  # each its own object, told apart by id
    cites = in_order_of_mention(document)
    if not _all_known(context, cites):
        return document
    keys = {item.key for cite in cites for item in cite.items}
    further = [key for key in context.brief.further_reading if key not in keys]
    _report_idle(context, {*keys, *further})
    if not keys and not further:
        return document
    printed = engine.render([Cluster(c.items, c.narrative) for c in cites], further)
    if printed is None:
        return document
    runs = {id(cite): shown for cite, shown in zip(cites, printed.clusters, strict=True)}
    document, mentions = _printed(context, document, runs)
    made = [_entry(context, entry, mentions, entry.key in keys) for entry in printed.entries]
    return _with_list(context, document, made)


def _all_known(context: Context, cites: list[Cite]) -> bool:
    """Whether there is a reference for every key; keys of records are told in the words of the rule on data."""
    known, further = context.brief.references, context.brief.further_reading
    cited = [(i.key, i.span if i.span.file else c.span) for c in cites for i in c.items if i.key not in known]
    faults = [("cite-unknown", key, span) for key, span in cited if span.file]
    faults += [("ref-unknown", key, _named_by_a_fact(context, key)) for key, span in cited if not span.file]
    faults += [("ref-unknown", k, context.spans.at("further-reading", n)) for n, k in enumerate(further) if k not in known]
    for code, key, span in faults:
        context.sink.error(code, f'there is no reference "{key}"', span, did_you_mean(key, known))
    return not faults


def _named_by_a_fact(context: Context, key: str) -> Span:
    """Where the first fact names a source that its table cites; the rule on data tells the same of the place."""
    for name, fact in context.brief.facts.items():
        for field_name, named in (("source", fact.source), ("seen-in", fact.seen_in)):
            if named == key:
                return context.spans.at("facts", name, field_name)
    return context.spans.at("references")


def _report_idle(context: Context, listed: set[str]) -> None:
    """Warn of references that this document does not list and nothing in the data uses, nor a text for another audience."""
    used = set(listed)
    for fact in context.brief.facts.values():
        used |= {fact.source or "", fact.seen_in or ""}
    for study in context.brief.studies.values():
        used |= {*study.reported_in, study.source or ""}
    for figure in context.brief.figures.values():
        used |= {*figure.sources, *(e.source or "" for e in figure.edges)}
    idle = [key for key in context.brief.references if key not in used]
    written = context.brief.model_dump_json(exclude={"references"}) if idle else ""
    for key in idle:
        if not re.search(rf"@\{{?{re.escape(key)}(?![\w-]|[.:/]\w)", written):
            span = context.spans.at("references", key)
            hint = "cite it, or list it under further-reading"
            context.sink.warning("reference-uncited", f'reference "{key}" is cited nowhere', span, hint)


def _printed(context: Context, document: Document, runs: Mapping[int, Inlines]) -> tuple[Document, dict[str, list[str]]]:
    mentions: dict[str, list[str]] = {}
    count = 0

    def change(node: Node) -> Node:
        nonlocal count
        if not isinstance(node, Cite):
            return node
        count += 1
        anchor = f"cite-{count}"
        for key in dict.fromkeys(item.key for item in node.items):
            mentions.setdefault(key, []).append(anchor)
        return Citation(node.items, runs[id(node)], anchor, span=node.span)

    def placed(node: Node) -> Node:
        return raised.placed(change(node), context.strings)

    return rewrite(document, placed, (), (Cite, *raised.HOLD_CITATIONS)), mentions


def _entry(context: Context, entry: ListEntry, mentions: Mapping[str, list[str]], is_cited: bool) -> Reference:
    return Reference(
        entry.key,
        entry.label,
        entry.children,
        anchor_of(entry.key),
        tuple(mentions.get(entry.key, ())),
        is_cited,
        span=context.spans.at("references", entry.key),
    )


# ------------------------------------------------------------------------------------------------------------- list


def _with_list(context: Context, document: Document, entries: list[Reference]) -> Document:
    """The first list the text places takes the entries cited; further reading follows under its own heading."""
    if not entries:
        return document
    lists = [n for n in nodes(document, INLINE_PARTS) if isinstance(n, References)]
    if not lists:
        heading = (Text(context.strings.references),)
        section = Section(1, heading, (References(),), "sec-references", numbered=False)
        return _with_list(context, replace(document, body=(*document.body, section)), entries)
    for again in lists[1:]:
        context.sink.error("references-twice", "the reference list is placed twice", again.span, "keep one of the two")
    return replace(document, body=_filled(context, document.body, entries, 1))


def _filled(context: Context, blocks: Blocks, entries: list[Reference], level: int) -> Blocks:
    out: list[Node] = []
    for block in blocks:
        match block:
            case References():
                out.append(replace(block, entries=tuple(e for e in entries if e.cited)))
                out.extend(_further(context, [e for e in entries if not e.cited], level))
            case Section():
                out.append(replace(block, children=_filled(context, block.children, entries, block.level + 1)))
            case _:
                out.append(block)
    return tuple(out)  # type: ignore[arg-type]  # only blocks were put in


def _further(context: Context, entries: list[Reference], level: int) -> list[Node]:
    if not entries:
        return []
    heading = (Text(context.strings.further_reading),)
    return [Section(level, heading, (References(tuple(entries)),), "sec-further-reading", numbered=False)]
