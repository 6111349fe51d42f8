"""Any resolved tree becomes a file that is proven and lint-clean."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import documents
from briefgen.tree import (
    Block,
    Callout,
    Caption,
    Cell,
    Code,
    CodeBlock,
    Column,
    Contents,
    Definition,
    DefinitionList,
    Document,
    Emph,
    Entry,
    Inline,
    Item,
    Lang,
    Link,
    List,
    Para,
    Quote,
    Row,
    Section,
    SmallCaps,
    Strong,
    Sub,
    Sup,
    Table,
    Text,
    Value,
)
from soundness import faults
from tools.docx_world import docx

CHARACTERS = "abc XYZ 0123.,;:–−µα≥→ℝ&<>\"'\u00a0\u2011é()[]{}\\%"
words = st.text(CHARACTERS, min_size=1, max_size=30).filter(lambda s: s.strip(" .\u00a0"))
leaves: st.SearchStrategy[Inline] = st.one_of(
    words.map(Text), words.map(Code), words.map(lambda s: Value("facts.x", "value", (Text(s),)))
)


def _wrapped(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    kinds = st.sampled_from([Emph, Strong, Sub, Sup, SmallCaps])
    return st.one_of(
        st.builds(lambda kind, children: kind(children), kinds, some),
        st.builds(lambda children: Lang("de", children), some),
        st.builds(lambda children: Link("https://example.org/?a=1&b=2", children), some),
    )


inlines = st.lists(st.recursive(leaves, _wrapped, max_leaves=4), min_size=1, max_size=4).map(tuple)
paragraphs = inlines.map(Para)


def _containers(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(some.map(Item), min_size=1, max_size=3).map(tuple)
    definitions = st.lists(st.builds(Definition, inlines, some), min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(List, items, st.booleans(), st.integers(1, 12)),
        definitions.map(DefinitionList),
        some.map(Quote),
        st.builds(Callout, st.sampled_from(["note", "tip", "important", "warning", "caution"]), inlines, some),
    )


code = words.map(lambda s: CodeBlock(f"{s}\n  {s}"))
blocks = st.recursive(st.one_of(paragraphs, code), _containers, max_leaves=6)


@st.composite
def tables(draw: st.DrawFn, number: int) -> Table:
    width = draw(st.integers(1, 4))
    aligns = draw(st.lists(st.sampled_from(["left", "center", "right", "decimal"]), min_size=width, max_size=width))
    cells = st.lists(inlines.map(Cell), min_size=width, max_size=width).map(lambda c: Row(tuple(c)))
    head = (Row(tuple(Cell((Text(f"H{n}"),), scope="col") for n in range(width))),)
    body = draw(st.lists(cells, min_size=1, max_size=4))
    if draw(st.booleans()):
        body.insert(0, Row((Cell((Text("Group"),), colspan=width, scope="rowgroup"),), group=True))
    caption = Caption(draw(inlines), f"Table {number}")
    return Table(f"tbl-{number}", caption, tuple(Column(a) for a in aligns), head, tuple(body))


@st.composite
def trees(draw: st.DrawFn) -> Document:
    sections: list[Block] = []
    entries: list[Entry] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        children: list[Block] = draw(st.lists(blocks, max_size=3))
        if draw(st.booleans()):
            children.append(draw(tables(number)))
        title = draw(inlines)
        sections.append(Section(1, title, tuple(children), f"sec-{number}", str(number)))
        entries.append(Entry(1, str(number), title, f"sec-{number}"))
    contents = Contents("contents", (Text("Contents"),), tuple(entries))
    return replace(documents.small(), body=(contents, *sections))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(trees())
def test_any_tree_is_proven(document: Document) -> None:
    from briefgen.verify.docx import verify

    assert faults(document) == []
    assert verify(docx(document, embed=False), document) == []
