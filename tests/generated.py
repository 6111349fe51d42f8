"""Resolved documents at random, for hypothesis: any of them must render in every backend and verify clean.

Labels, numbers, anchors and marks are assigned as resolve would, so that links lead somewhere and nothing is loose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from briefgen import tree as t
from briefgen.display import Assets, DisplayList
from documents import drawing
from soundness import faults

_T = TypeVar("_T")

_WORDS = (
    "dose placebo efficient office 5′-end α-helix Ca²⁺ −8.25 p<0.05 µg/mL N-methyl-D-aspartate Åsberg naïve x≥3 "
    "x̄ V̇O₂ d̀y ❤️ a\u200eb "
    "pharmacokinetics 1892581-29-1 hydroxypropyl-β-cyclodextrin 10\u00a0mg/kg (n\u00a0=\u00a020) 0.016–0.48 end. A; "
    '{b} [c] <d> & "e" '
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)
WORDS = st.sampled_from(_WORDS.split(" "))
PHRASES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
SENTENCES = st.lists(PHRASES, min_size=1, max_size=5).map(". ".join)
MATHML = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>x</mi><mn>2</mn></mfrac></math>'


@dataclass(slots=True)
class _Plan:
    """What the numbering pass has given out."""

    tables: int = 0
    figures: int = 0
    equations: int = 0
    citations: int = 0
    sections: list[int] = field(default_factory=list)
    entries: list[t.Entry] = field(default_factory=list)
    mentions: dict[str, list[str]] = field(default_factory=dict)
    notes: list[t.Note] = field(default_factory=list)
    drawings: dict[str, DisplayList] = field(default_factory=dict)


REFERENCES = ("ref-a", "ref-b", "ref-c")


def _text(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[t.Inline]:
    return strategy.map(t.Text)


def _wrapped(inner: st.SearchStrategy[t.Inline]) -> st.SearchStrategy[t.Inline]:
    few = st.lists(inner, min_size=1, max_size=3).map(tuple)
    kinds: list[Callable[[t.Inlines], t.Inline]] = [
        t.Emph,
        t.Strong,
        t.Sub,
        t.Sup,
        t.SmallCaps,
        lambda c: t.Lang("fr", c),
        lambda c: t.Link("https://example.org/a?b=c&d=(e)", c),
    ]
    return st.tuples(st.sampled_from(kinds), few).map(lambda pair: pair[0](pair[1]))


LEAVES: st.SearchStrategy[t.Inline] = st.one_of(
    _text(SENTENCES),
    _text(PHRASES),
    st.just(t.Code("CN[C@@]1(CCCCC1=O)")),
    st.builds(lambda text: t.Value("facts.x", "value", (t.Text(text),)), WORDS),
    st.just(t.Abbr((t.Text("AUC"),), "area under the curve")),
    st.just(t.Math("x/2", MATHML, "x over 2")),
    st.just(t.Jump("section", "Section 1", "sec-1")),
    st.sampled_from(REFERENCES).map(lambda anchor: t.Cite((t.CiteItem(anchor),))),
    st.just(t.NoteRef("n")),
)
PLAIN = st.one_of(_text(PHRASES), st.builds(lambda c: t.Emph((t.Text(c),)), WORDS), st.just(t.Sub((t.Text("50"),))))


def _spaced(nodes: list[t.Inline]) -> t.Inlines:
    """Inlines with blanks between them, some line breaks, and no link inside a link."""
    out: list[t.Inline] = []
    for node in nodes:
        out += [node, t.Text(" ")]
    return tuple(out[:-1])


def _linkless(node: t.Inline) -> bool:
    return not any(isinstance(n, (t.Link, t.Jump, t.Cite, t.NoteRef)) for n in t.walk(node) if n is not node)


INLINES = st.lists(st.one_of(LEAVES, _wrapped(LEAVES).filter(_linkless)), min_size=1, max_size=6).map(_spaced)
CELLS = st.lists(PLAIN, min_size=1, max_size=2).map(_spaced)
PARAS = INLINES.map(t.Para)


def _lists(inner: st.SearchStrategy[t.Block]) -> st.SearchStrategy[t.Block]:
    item = st.tuples(PARAS, st.lists(inner, max_size=1)).map(lambda pair: t.Item((pair[0], *pair[1])))
    return st.builds(
        t.List, st.lists(item, min_size=1, max_size=4).map(tuple), ordered=st.booleans(), start=st.sampled_from([1, 1, 7])
    )


@st.composite
def tables(draw: st.DrawFn) -> t.Table:
    """A table with one or two header rows, spans, groups and notes."""
    width = draw(st.integers(2, 6))
    columns = tuple(t.Column(draw(st.sampled_from(["left", "right", "center", "decimal"]))) for _ in range(width))
    head = [t.Row(tuple(t.Cell(draw(CELLS), scope="col") for _ in range(width)))]
    if width > 2 and draw(st.booleans()):
        spanner = t.Cell(draw(CELLS), colspan=width - 1, scope="colgroup")
        head.insert(0, t.Row((t.Cell((t.Text("Stub"),), rowspan=2, scope="col"), spanner)))
        head[1] = t.Row(head[1].cells[1:])
    body: list[t.Row] = []
    for _ in range(draw(st.integers(1, 5))):
        body += draw(_group(width))
    notes = (t.Note("a", draw(CELLS), "a", "mark"), t.Note("_g", draw(CELLS)))
    first = replace(head[0].cells[0], children=(*head[0].cells[0].children, t.NoteRef("a", "a", "mark")))
    head[0] = replace(head[0], cells=(first, *head[0].cells[1:]))
    return t.Table("tbl", t.Caption(draw(CELLS)), columns, tuple(head), tuple(body), notes, "A table.")


@st.composite
def _group(draw: st.DrawFn, width: int) -> list[t.Row]:
    """Rows with a heading row, with a stub that spans them, or plain ones."""
    rows = [
        [t.Cell(draw(CELLS), scope="row"), *(t.Cell(draw(CELLS)) for _ in range(width - 1))]
        for _ in range(draw(st.integers(1, 4)))
    ]
    match draw(st.sampled_from(["plain", "heading", "span", "wide"])):
        case "heading":
            head = t.Row((t.Cell(draw(CELLS), colspan=width, scope="rowgroup"),), group=True, keep=True)
            return [head, *(t.Row(tuple(r)) for r in rows)]
        case "span":
            rows[0][0] = replace(rows[0][0], rowspan=len(rows), scope="rowgroup")
            return [t.Row(tuple(rows[0])), *(t.Row(tuple(r[1:])) for r in rows[1:])]
        case "wide" if width > 2:
            rows[0][1:3] = [t.Cell(draw(CELLS), colspan=2)]
    return [t.Row(tuple(r)) for r in rows]


FIGURES = st.builds(
    lambda caption, alt: t.Figure("fig", t.Caption(caption), t.Drawing("fig"), alt, "What it shows."), CELLS, PHRASES
)
SIMPLE: st.SearchStrategy[t.Block] = st.one_of(PARAS, PARAS, st.recursive(PARAS, _lists, max_leaves=4))
BLOCKS: st.SearchStrategy[t.Block] = st.one_of(
    SIMPLE,
    tables(),
    FIGURES,
    st.lists(SIMPLE, min_size=1, max_size=2).map(lambda b: t.Quote(tuple(b))),
    st.builds(
        lambda kind, title, b: t.Callout(kind, (t.Text(title),), tuple(b)),
        st.sampled_from(["note", "tip", "important", "warning", "caution"]),
        PHRASES,
        st.lists(SIMPLE, min_size=1, max_size=3),
    ),
    st.lists(st.tuples(CELLS, PARAS), min_size=1, max_size=4).map(
        lambda pairs: t.DefinitionList(tuple(t.Definition(term, (said,)) for term, said in pairs))
    ),
    st.just(t.CodeBlock("line one\n  line two = 2\n\nline four", "text")),
    st.just(t.Equation(t.Math("x/2", MATHML, "x over 2"), "eq")),
    st.just(t.PageBreak()),
)


def _sections(level: int) -> st.SearchStrategy[t.Section]:
    below = st.lists(_sections(level + 1), max_size=2) if level < 3 else st.just([])
    return st.builds(
        lambda title, blocks, inner: t.Section(level, title, (*blocks, *inner), "sec"),
        CELLS,
        st.lists(BLOCKS, max_size=5),
        below,
    )


def _title() -> st.SearchStrategy[t.Meta]:
    return st.builds(
        lambda title, draft: t.Meta(
            title=(t.Text(title),),
            lang="en-GB",
            authors=("A. Author",),
            details=(("Version", "1"), ("Date", "1 May 2025")),
            running="Running head",
            footer="Version 1",
            version="1",
            date="2025-05-01",
            subject="s",
            keywords=("k",),
            draft=draft,
        ),
        PHRASES,
        st.sampled_from(["", "", "DRAFT"]),
    )


COUNT, PARTS = 200, 8
"""How many documents the tests of whole files look at, and in how many parts they are drawn."""

Drawn = tuple[tuple[t.Document, Assets], ...]


def part(number: int) -> Drawn:
    """One part of the documents, the same in every run. Drawing them takes longer than most of what is done with them."""
    found: list[tuple[t.Document, Assets]] = []

    @seed(number)
    @settings(
        max_examples=COUNT // PARTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(documents())
    def collect(made: tuple[t.Document, Assets]) -> None:
        found.append(made)

    collect()
    return tuple(found)


@st.composite
def documents(draw: st.DrawFn) -> tuple[t.Document, Assets]:
    """A resolved document with its drawings."""
    sections = draw(st.lists(_sections(1), min_size=1, max_size=4))
    plan = _Plan()
    body = tuple(_numbered(s, plan, depth=0) for s in sections)
    entries = tuple(
        t.Reference(
            a,
            f"{i}.",
            (t.Text(f"Author {a}. A title. "), t.Link("https://doi.org/10.1/x", (t.Text("doi:10.1/x"),))),
            a,
            tuple(plan.mentions.get(a, ())),
            True,
        )
        for i, a in enumerate(REFERENCES, 1)
    )
    last = t.Section(1, (t.Text("References"),), (t.References(entries),), "sec-references", "", False)
    contents = t.Contents("contents", (t.Text("Contents"),), (*plan.entries, t.Entry(1, "", last.title, last.anchor)))
    document = t.Document(draw(_title()), (contents, *body, last), tuple(plan.notes))
    assert not faults(document), faults(document)
    return document, Assets(drawings=plan.drawings)


def _numbered(node: _T, plan: _Plan, depth: int) -> _T:
    """The tree with numbers, labels, anchors and marks."""
    done = _assigned(node, plan, depth) if isinstance(node, t.Node) else node
    if not isinstance(done, t.Node) or isinstance(done, (t.Citation, t.Entry)):
        return done  # type: ignore[return-value]  # a node stays a node of its kind, apart from Cite
    changes: dict[str, object] = {}
    for name in done.__dataclass_fields__:
        value = getattr(done, name)
        if isinstance(value, t.Node):
            changes[name] = _numbered(value, plan, depth + isinstance(done, t.Section))
        elif isinstance(value, tuple) and value and isinstance(value[0], t.Node):
            changes[name] = tuple(_numbered(v, plan, depth + isinstance(done, t.Section)) for v in value)
    return replace(done, **changes) if changes else done  # type: ignore[return-value]  # as above


def _assigned(node: t.Node, plan: _Plan, depth: int) -> t.Node:
    match node:
        case t.Section():
            plan.sections[depth:] = [(plan.sections[depth] if len(plan.sections) > depth else 0) + 1]
            number = ".".join(map(str, plan.sections))
            anchor = f"sec-{number.replace('.', '-')}"
            plan.entries.append(t.Entry(depth + 1, number, node.title, anchor))
            return replace(node, number=number, anchor=anchor, level=depth + 1)
        case t.Table():
            plan.tables += 1
            return _labelled_table(node, plan.tables)
        case t.Figure():
            plan.figures += 1
            anchor = f"fig-{plan.figures}"
            plan.drawings[anchor] = drawing(30 if plan.figures % 2 else 400)  # a tall one may float
            caption = replace(node.caption, label=f"Figure\u00a0{plan.figures}")
            return replace(node, anchor=anchor, caption=caption, picture=t.Drawing(anchor))
        case t.Equation():
            plan.equations += 1
            return replace(node, anchor=f"eq-{plan.equations}", label=f"({plan.equations})")
        case t.Cite():
            plan.citations += 1
            [item], anchor = node.items, f"cite-{plan.citations}"
            plan.mentions.setdefault(item.key, []).append(anchor)
            number = str(REFERENCES.index(item.key) + 1)
            return t.Citation(node.items, (t.Text("["), t.Jump("reference", number, item.key), t.Text("]")), anchor)
        case t.NoteRef(key="n"):
            mark = str(len(plan.notes) + 1)
            plan.notes.append(
                t.Note(f"n{mark}", (t.Text(f"Footnote {mark} with a few words of text."),), mark, f"note-{mark}")
            )
            return replace(node, mark=mark, anchor=f"note-{mark}")
        case _:
            return node


def _labelled_table(node: t.Table, number: int) -> t.Table:
    anchor = f"tbl-{number}"
    mark = f"{anchor}-note-a"
    first, *others = node.head[0].cells
    children = tuple(replace(c, anchor=mark) if isinstance(c, t.NoteRef) else c for c in first.children)
    head = (replace(node.head[0], cells=(replace(first, children=children), *others)), *node.head[1:])
    notes = tuple(replace(n, anchor=mark) if n.mark else n for n in node.notes)
    return replace(node, anchor=anchor, caption=replace(node.caption, label=f"Table\u00a0{number}"), head=head, notes=notes)
