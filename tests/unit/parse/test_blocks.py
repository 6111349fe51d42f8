"""Block markup: sections, lists, blocks between colons, tables, notes, formulas."""

from __future__ import annotations

import pytest

from briefgen.diag import Sink
from briefgen.parse import blocks
from briefgen.source import Span
from briefgen.tree import (
    Block,
    Callout,
    Caption,
    Cell,
    CodeBlock,
    Column,
    Contents,
    Definition,
    DefinitionList,
    Emph,
    Equation,
    Item,
    List,
    Math,
    Note,
    NoteRef,
    PageBreak,
    Para,
    Placement,
    Quote,
    References,
    Row,
    Section,
    Table,
    Text,
    walk,
)
from marking import parsed


def p(text: str) -> Para:
    return Para((Text(text),))


def t(text: str) -> tuple[Text]:
    return (Text(text),)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\nb", p("a b")),
        ("- a\n- b", List((Item((p("a"),)), Item((p("b"),))))),
        ("3. a\n4. b", List((Item((p("a"),)), Item((p("b"),))), True, 3)),
        ("- a\n\n  b\n\n- c", List((Item((p("a"), p("b"))), Item((p("c"),))))),
        ("- a\n  - b", List((Item((p("a"), List((Item((p("b"),)),)))),))),
        ("> a", Quote((p("a"),))),
        ("```python\na\n\n b\n```", CodeBlock("a\n\n b", "python")),
        ("T\n: a\n: b", DefinitionList((Definition(t("T"), (p("a"), p("b"))),))),
        ("T\n: a\n\nU\n: b", DefinitionList((Definition(t("T"), (p("a"),)), Definition(t("U"), (p("b"),))))),
        ("$$ x^2 $$", Equation(Math("x^2"))),
        ("$$\nx\n$$ {#eq-x}", Equation(Math("x"), "eq-x")),
        ("::: {#tbl-x}\n:::", Placement("tbl-x")),
        ("::: {#fig-x.y}\n:::", Placement("fig-x.y")),
        ("::: {.references}\n:::", References()),
        ("::: references\n:::", References()),
        ("::: {.contents}\n:::", Contents()),
        ('::: {.contents-tables title="All *tables*"}\n:::', Contents("tables", (Text("All "), Emph(t("tables"))))),
        ("::: {.contents-figures}\n:::", Contents("figures")),
        ("::: {.pagebreak}\n:::", PageBreak()),
        ("::: {.callout-note}\na\n\n- b\n:::", Callout("note", (), (p("a"), List((Item((p("b"),)),))))),
        ('::: {.callout-warning title="Mind"}\na\n:::', Callout("warning", t("Mind"), (p("a"),))),
        ("::::: {.callout-tip}\n::: {.callout-caution}\na\n:::\n:::::",
         Callout("tip", (), (Callout("caution", (), (p("a"),)),))),
        ("::: {.callout-tip}\n```\n:::\n```\n:::", Callout("tip", (), (CodeBlock(":::"),))),
        ("a\n    b", p("a b")),
        ("    not code", p("not code")),
    ],
)  # fmt: skip
def test_blocks(text: str, block: Block) -> None:
    assert parsed(text).body == (block,)


def test_headings_nest_and_carry_anchors() -> None:
    text = "before\n\n# A {#sec-a}\n\none\n\n## B\n\ntwo\n\n### C {.unnumbered}\n\n## B\n\n# Für *D*"
    assert parsed(text).body == (
        p("before"),
        Section(1, t("A"), (
            p("one"),
            Section(2, t("B"), (p("two"), Section(3, t("C"), (), "sec-c", numbered=False)), "sec-b"),
            Section(2, t("B"), (), "sec-b-2"),
        ), "sec-a"),
        Section(1, (Text("Für "), Emph(t("D"))), (), "sec-fur-d"),
    )  # fmt: skip


def test_a_written_anchor_is_never_given_away() -> None:
    sections = [node.anchor for node in parsed("# B\n\n# X {#sec-b}").body if isinstance(node, Section)]
    assert sections == ["sec-b-2", "sec-b"]


def test_notes_are_collected() -> None:
    document = parsed("a[^1] b[^x]\n\n[^1]: first\n  goes on\n[^x]: *second*\n\nafter")
    assert document.body == (Para((Text("a"), NoteRef("1"), Text(" b"), NoteRef("x"))), p("after"))
    assert document.notes == (Note("1", t("first goes on")), Note("x", (Emph(t("second")),)))


def test_small_tables() -> None:
    text = "| A | *B* |\n|:--|--:|\n| 1 | a \\| b |\n\n: A **small** one {#tbl-s}\n\nafter"
    table, after = parsed(text).body
    assert isinstance(table, Table)
    assert table.anchor == "tbl-s"
    assert table.caption == Caption((Text("A "), *parsed("**small**").body[0].children, Text(" one")))  # type: ignore[union-attr]  # a paragraph
    assert table.columns == (Column("left"), Column("right"))
    assert table.head == (Row((Cell(t("A"), scope="col"), Cell((Emph(t("B")),), scope="col"))),)
    assert table.body == (Row((Cell(t("1")), Cell(t("a | b")))),)
    assert after == p("after")


def test_prose_of_data_has_sections_too() -> None:
    found = blocks("# A\n\nb", Span("d.yaml", 3, 5, 5, 6), sink := Sink())
    assert not sink.found
    assert found == (Section(1, t("A"), (p("b"),), "sec-a"),)
    assert str(found[0].children[0].span) == "d.yaml:5"  # type: ignore[union-attr]  # a section


def test_deep_lists_lose_nothing() -> None:
    depth = 15
    found = parsed("\n".join("  " * n + f"- item{n}" for n in range(depth)))
    assert [n.text for n in walk(found) if isinstance(n, Text)] == [f"item{n}" for n in range(depth)]
