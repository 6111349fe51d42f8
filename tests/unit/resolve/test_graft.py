"""Rewriting a tree: which fields are gone into, what is changed, and what is shared."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args, get_type_hints

import pytest

from briefgen import tree as t
from briefgen.resolve.graft import _FIELDS, joined, rewrite
from briefgen.source import Span

KINDS = [k for k in vars(t).values() if isinstance(k, type) and issubclass(k, t.Node) and k is not t.Node]


def _mentions_nodes(hint: Any) -> bool:
    return (isinstance(hint, type) and issubclass(hint, t.Node)) or any(map(_mentions_nodes, get_args(hint)))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_fields_that_hold_nodes_are_those_whose_types_say_so(kind: type[t.Node]) -> None:
    holding, others = _FIELDS[kind]
    hints = get_type_hints(kind)
    assert set(holding) == {f.name for f in fields(kind) if _mentions_nodes(hints[f.name])}
    assert {*holding, *others} == {f.name for f in fields(kind)}


def _paragraph(*inlines: t.Inline) -> t.Para:
    return t.Para(tuple(inlines), span=Span("a.md", 3))


def test_children_come_before_their_parents_in_document_order() -> None:
    met: list[str] = []

    def change(node: t.Node) -> t.Node:
        met.append(type(node).__name__ + getattr(node, "text", ""))
        return node

    document = t.Document(t.Meta(), (_paragraph(t.Emph((t.Text("a"),)), t.Text("b")), t.PageBreak()))
    assert rewrite(document, change) is document
    assert met == ["Meta", "Texta", "Emph", "Textb", "Para", "PageBreak"]


def test_a_node_becomes_another_several_or_none() -> None:
    becomes = {"a": (), "b": (t.Text("1"), t.Text("2")), "c": t.Text("3")}

    def change(node: t.Node) -> t.Node | tuple[t.Node, ...]:
        assert isinstance(node, t.Text)
        return becomes.get(node.text, node)

    found = rewrite(_paragraph(*map(t.Text, "dabcd")), change, (), (t.Text,))
    assert [n.text for n in found.children if isinstance(n, t.Text)] == ["d", "1", "2", "3", "d"]
    assert found.span == Span("a.md", 3)


def test_only_the_kinds_asked_for_are_met_and_closed_ones_are_not_gone_into() -> None:
    cell = t.Cell((t.Text("in a cell"),))
    table = t.Table("tbl-x", t.Caption(()), (t.Column(),), (), (t.Row((cell,)),))
    document = t.Document(t.Meta(), (_paragraph(t.Text("in a paragraph")), table))

    def change(node: t.Node) -> t.Node:
        assert isinstance(node, t.Text)
        return replace(node, text="changed")

    found = rewrite(document, change, (t.Table,), (t.Text,))
    assert found.body[0] == _paragraph(t.Text("changed"))
    assert found.body[1] is table


def test_text_side_by_side_is_one_and_empty_text_is_none() -> None:
    first = t.Text("a", span=Span("a.md", 1))
    (found,) = joined((t.Text(""), first, t.Text(""), t.Text("b", span=Span("a.md", 2))))
    assert found == t.Text("ab")
    assert found.span == first.span
    assert joined((first, t.Break(), first)) == (first, t.Break(), first)
