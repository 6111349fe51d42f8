"""Text alternatives: of diagrams, written from the graph (what acts on what, which step follows which), and of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefgen.model import Edge, FigureSpec
from briefgen.resolve.graft import joined, rewrite_inlines
from briefgen.strings import Strings
from briefgen.tree import Caption, Cell, Citation, Cite, Inlines, Jump, Link, Math, Node, NoteRef, Table, Text, plain

SHORT = 250
"""The longest short text alternative, in characters; a longer one becomes a summary, with the long description beside it."""


def alternatives(spec: FigureSpec, caption: str, strings: Strings) -> tuple[str, str]:
    """The short text alternative and the long description of a figure; what the writer gave goes before.

    `caption` is the caption as plain text: a graph too large for one sentence is named by it.
    """
    if spec.kind == "image":
        return spec.alt or "", spec.description or ""
    told = flow(spec, strings) if spec.kind == "flow" else pathway(spec, strings)
    long = " ".join([summary(spec, strings), *told])
    short = spec.alt or (
        long if len(long) <= SHORT else f"{caption.strip().rstrip('.')}. {summary(spec, strings)}".lstrip(". ")
    )
    description = spec.description or ("" if long == short else long)
    return short, description


def labels(spec: FigureSpec) -> dict[str, str]:
    """What each node of a graph is called, in order: its label on one line, or its id where it is named only by edges."""
    ends = (end for edge in spec.edges for end in (edge.from_, edge.to))
    return {i: " ".join(spec.nodes[i].label.split()) if i in spec.nodes else i for i in dict.fromkeys([*spec.nodes, *ends])}


def summary(spec: FigureSpec, strings: Strings) -> str:
    """How many elements and relations a graph has."""
    words = strings.flow_description if spec.kind == "flow" else strings.pathway_description
    return words.format(nodes=len(labels(spec)), edges=len(spec.edges))


def pathway(spec: FigureSpec, strings: Strings) -> list[str]:
    """One sentence an edge, in the order of the data, and one a group."""
    names = labels(spec)
    words = {
        "activates": strings.edge_activates,
        "inhibits": strings.edge_inhibits,
        "modulates": strings.edge_modulates,
        "hypothesised": strings.edge_hypothesised,
        "flow": strings.edge_flow,
    }
    told = [f"{words[e.sign].format(a=names[e.from_], b=names[e.to])}{_remark(e)}." for e in spec.edges]
    return told + _groups(spec, names, strings)


def flow(spec: FigureSpec, strings: Strings) -> list[str]:
    """One sentence a step, in an order in which every step stands after those that lead to it."""
    names = labels(spec)
    order = steps(spec)
    told: list[str] = []
    for number, step in enumerate(order, 1):
        name = strings.step.format(number=number, name=names[step])
        after = [f"{names[e.to]}{_remark(e)}" for e in spec.edges if e.from_ == step]
        told.append(f"{strings.edge_leads.format(a=name, b=_listed(after, strings))}." if after else f"{name}.")
    return told + _groups(spec, names, strings)


def steps(spec: FigureSpec) -> list[str]:
    """The nodes in topological order, ties in order of the data; the steps of a loop in order of the data."""
    waiting = list(labels(spec))
    order: list[str] = []
    while waiting:
        free = (n for n in waiting if not any(e.to == n and e.from_ in waiting and e.from_ != n for e in spec.edges))
        order.append(next(free, waiting[0]))
        waiting.remove(order[-1])
    return order


def _remark(edge: Edge) -> str:
    return f" ({' '.join(edge.label.split())})" if edge.label else ""


def _groups(spec: FigureSpec, names: Mapping[str, str], strings: Strings) -> list[str]:
    told: list[str] = []
    for group, title in spec.groups.items():
        members = [names[i] for i, node in spec.nodes.items() if node.group == group]
        if members:
            told.append(f"{strings.group_members.format(group=title, members=_listed(members, strings))}.")
    return told


def _listed(parts: list[str], strings: Strings) -> str:
    return " ".join([", ".join(parts[:-1]), strings.and_, parts[-1]]) if len(parts) > 1 else "".join(parts)


def caption_text(caption: Caption) -> str:
    """A caption as plain text, without its citations and note marks."""
    return plain(without_marks(caption.children)).strip()


def without_marks(inlines: Inlines) -> Inlines:
    """Inlines without citations and note marks and the blank before them; links and formulas are their words."""

    def change(node: Node) -> Node | tuple[Node, ...]:
        match node:
            case Link():
                return node.children
            case Jump():
                return Text(node.label)
            case Math():
                return Text(node.alt or node.tex)
            case _:
                return ()

    kept = joined(rewrite_inlines(inlines, change, (NoteRef, Citation, Cite, Link, Jump, Math)))
    if kept and isinstance(kept[-1], Text):
        return joined((*kept[:-1], replace(kept[-1], text=kept[-1].text.rstrip())))
    return kept


def table_description(table: Table, strings: Strings) -> str:
    """What a table is, in one line: its size, and the headings of its columns and rows."""
    heads = [cell for row in table.head for cell in row.cells if cell.scope == "col"]
    stubs = [cell for row in table.body for cell in row.cells if cell.scope in ("row", "rowgroup")]
    named = [_named(cells) for cells in (heads, stubs)]
    rows = sum(not row.group for row in table.body)
    return strings.table_description.format(rows=rows, columns=len(table.columns), heads=named[0], labels=named[1])


def _named(cells: list[Cell]) -> str:
    texts = [plain(without_marks(cell.children)).strip() for cell in cells]
    return ", ".join(dict.fromkeys(text for text in texts if text))
