"""The stage itself: ties every loose end of a parsed document, in the order in which one needs the other."""

from __future__ import annotations

from dataclasses import replace

from briefgen.diag import Severity, Sink
from briefgen.model import Audience, Brief
from briefgen.resolve import abbreviations, cells, cite, notes, numbering, placing, prose
from briefgen.resolve.context import Context, ReadInlines, Spans
from briefgen.resolve.csl_references import CslEngine
from briefgen.resolve.formula import FormulaError, formula
from briefgen.resolve.graft import INLINE_PARTS, rewrite
from briefgen.resolve.meta import meta
from briefgen.resolve.numbering import Target
from briefgen.resolve.numbers import number_style
from briefgen.resolve.values import Printing
from briefgen.strings import Strings
from briefgen.theme import Theme
from briefgen.tree import Callout, Cell, Document, Equation, Figure, Jump, Math, Node, Para, Ref, Table, Text


def resolve(
    document: Document,
    brief: Brief,
    spans: Spans,
    audience_name: str,
    audience: Audience,
    strings: Strings,
    read_inlines: ReadInlines,
    theme: Theme,
    sink: Sink,
) -> Document | None:
    """The document with numbers, values, tables, figures, citations and notes in place, and no loose end left.

    All faults go to the sink; the result is None when there was an error among them.
    """
    printing = Printing(number_style(audience.profile, brief.lang), strings, brief.studies)
    context = Context(brief, spans, audience_name, audience, strings, read_inlines, theme, sink, printing)
    before = len(sink.found)
    done = _tied(context, document)
    failed = any(d.severity is Severity.ERROR for d in sink.found[before:])
    return None if failed else done


def _tied(context: Context, document: Document) -> Document:
    document = replace(document, meta=meta(context))
    document = rewrite(placing.placed(context, document), lambda node: _cell(context, node), (Para, Figure), (Cell,))
    document = abbreviations.expanded(context, prose.with_values(context, document))
    document, taken = _settled(context, document)
    document, unproven = prose.marked(context, document)
    document = notes.numbered(context, document, unproven, taken)
    document, targets = numbering.numbered(context, document)
    document = cite.cited(context, document, CslEngine(context))
    document = rewrite(document, lambda node: _linked(context, targets, node), (), (Ref, Math, Equation, Callout))
    return numbering.with_contents(context, placing.described(context, document))


def _cell(context: Context, node: Node) -> Node:
    """A cell of a table written in the text prints its values as all cells do."""
    return replace(node, children=cells.values_in(context, node.children)) if isinstance(node, Cell) else node


def _settled(context: Context, document: Document) -> tuple[Document, set[str]]:
    """Tables and figures with their notes in order; also the keys of the text's notes that tables have taken."""
    taken: set[str] = set()

    def change(node: Node) -> Node:
        if not isinstance(node, Table | Figure):
            return node
        where = placing.record(context, node.anchor)
        if isinstance(node, Table):
            if where is None:
                node, keys = notes.split(document, node)
                taken.update(keys)
            return notes.settled(context, node, where)
        return notes.settled(context, node, where, placing.words(context, node))

    return rewrite(document, change, INLINE_PARTS, (Table, Figure)), taken


def _linked(context: Context, targets: dict[str, Target], node: Node) -> Node:
    match node:
        case Ref():
            found = numbering.target(context, targets, node)
            return Jump(found.kind, found.label, node.anchor, span=node.span) if found else node
        case Math(mathml=""):
            return _formula(context, node, False)
        case Equation():
            return replace(node, math=_formula(context, node.math, True))
        case Callout(title=()):
            return replace(node, title=(Text(str(getattr(context.strings, node.kind))),))
        case _:
            return node


def _formula(context: Context, math: Math, display: bool) -> Math:
    try:
        mathml, alt = formula(math.tex, display)
    except FormulaError as fault:
        context.sink.error("math-syntax", f"the formula cannot be read: {fault}", math.span)
        return math
    return replace(math, mathml=mathml, alt=math.alt or alt)
