"""Data in marked text: what a record holds arrives verbatim wherever a template prints it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.diag import Sink
from briefgen.marked import Marked, Token
from briefgen.parse import parse
from briefgen.source import Span
from briefgen.tree import (
    Break,
    Callout,
    Cell,
    CiteItem,
    Code,
    CodeBlock,
    Definition,
    Document,
    Emph,
    Item,
    Link,
    List,
    Para,
    Section,
    Text,
    Value,
    plain,
    walk,
)
from marking import codes, one, search
from marking import render as rendered

ANY = st.text(st.characters(codec="utf-8", exclude_characters="\r\n", exclude_categories=("Co", "Cs", "Cc")), min_size=1)
"""What `load` lets through in one line of plain data."""


def document(text: str, *tokens: Token) -> Document:
    sink = Sink()
    found = parse(Marked(text, tokens, (Span("t", 1),) * (text.count("\n") + 1)), sink)
    assert found is not None, [*sink]
    return found


def data(text: str) -> Token:
    return Token("text", text, "title", Span("brief.yaml", 7, 3))


def prose(text: str) -> Token:
    return Token("prose", text, "texts.x", Span("brief.yaml", 10, 5, 10 + text.count("\n"), 99), printed_at=Span("t", 1))


T = "\ue0000\ue001"


@given(ANY)
def test_any_text_survives_anywhere(text: str) -> None:
    source = (
        f"{T}\n\n# {T} {{#sec-a}}\n\na **b{T}** c\n\n- {T}\n\n{T}\n: {T}\n\n> {T}\n\n| a |\n|---|\n| {T} |\n\n"
        f': C {T} {{#tbl-a}}\n\n::: {{.callout-note title="{T}"}}\n{T}\n:::\n\n`{T}` [{T}](https://x.org)'
        f" [@k, p. {T}]\n\n```\n{T}\n```\n"
    )
    found = document(source, data(text))
    assert [n.text for n in walk(found) if isinstance(n, (Code, CodeBlock))] == [text, text]
    assert [n.locator for n in walk(found) if isinstance(n, CiteItem)] == [text]
    runs = [n for n in walk(found) if isinstance(n, Text) and n.span.file == "brief.yaml"]
    assert len(runs) == 12
    assert all(n.text == text and n.span == Span("brief.yaml", 7, 3) for n in runs)


@given(ANY)
def test_any_text_survives_a_template(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "survives"
    path = search(folder, a__s="# {{ title }}\n\nx *{{ title }}* y\n") if not folder.exists() else (folder / "templates",)
    if not text.strip():
        return
    marked, sink = rendered(path, {"title": text}, "s")
    assert marked is not None, [*sink]
    found = parse(marked, sink)
    assert found is not None
    (section,) = found.body
    assert isinstance(section, Section)
    assert section.title == (Text(text),)
    assert section.children == (Para((Text("x "), Emph((Text(text),)), Text(" y"))),)


def test_lines_of_data_become_breaks() -> None:
    (para,) = document(T, data("a *b*\nc\n")).body
    assert para == Para((Text("a *b*"), Break(), Text("c")))
    assert isinstance(para, Para)
    assert plain(para.children) == "a *b*\nc"


def test_values_are_kept_for_resolve() -> None:
    token = Token("value", "ic50", "facts.ic50", Span("brief.yaml", 3), "ci", Span("t", 1))
    (para,) = document(f"is {T}.", token).body
    assert para == Para((Text("is "), Value("facts.ic50", "ci"), Text(".")))


def test_addresses_print_verbatim() -> None:
    (para,) = document(f"[x](mailto:{T})", data("a%20b_c@x.org")).body
    assert para == Para((Link("mailto:a%20b_c@x.org", (Text("x"),)),))


def test_prose_alone_in_a_paragraph_gives_its_blocks() -> None:
    found = document(f"# A\n\n{T}\n\nend", prose("one *x*\n\n- two\n\n## B\n\nthree"))
    (section,) = found.body
    assert isinstance(section, Section)
    assert section.children[0] == Para((Text("one "), Emph((Text("x"),))))
    assert section.children[1] == List((Item((Para((Text("two"),)),)),))
    assert section.children[2] == Section(2, (Text("B"),), (Para((Text("three"),)), Para((Text("end"),))), "sec-b")


def test_prose_in_a_line_gives_its_inlines() -> None:
    (para,) = document(f"see {T}!", prose("the *x*")).body
    assert para == Para((Text("see "), Text("the "), Emph((Text("x"),)), Text("!")))


def test_prose_in_a_definition_gives_blocks() -> None:
    (found,) = document(f"Term\n: {T}", prose("a\n\nb")).body
    (definition,) = (n for n in walk(found) if isinstance(n, Definition))
    assert definition.children == (Para((Text("a"),)), Para((Text("b"),)))


@pytest.mark.parametrize("text", ["a\n\nb", "a\n- b", "a\n# b", "a\n::: {#tbl-x}\n:::"])
def test_prose_of_several_paragraphs_does_not_fit_a_line(text: str) -> None:
    sink = Sink()
    assert parse(Marked(f"see {T}", (prose(text),), (Span("t", 1),)), sink) is None
    assert codes(sink) == ["prose-not-inline"]
    assert sink.found[0].span.file == "brief.yaml"


def test_faults_in_prose_are_located_in_the_data() -> None:
    sink = Sink()
    assert parse(Marked(T, (prose("fine\n\nbad <b>"),), (Span("t", 1),)), sink) is None
    assert [(d.code, str(d.span)) for d in sink] == [("markup-html", "brief.yaml:12:9")]


def test_two_texts_may_use_the_same_note_key() -> None:
    first = Token("prose", "a[^1]\n\n[^1]: x", "texts.a", Span("b", 1))
    second = Token("prose", "b[^1]\n\n[^1]: y", "texts.b", Span("b", 9))
    found = document(f"{T}\n\n\ue0001\ue001", first, second)
    assert [(n.key, plain(n.children)) for n in found.notes] == [("texts.a:1", "x"), ("texts.b:1", "y")]


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [(f"`{T}`", "value", "value-in-literal"), (f"${T}$", "text", "token-in-math"), (f"$$ {T} $$", "text", "token-in-math")],
)
def test_where_data_cannot_stand(text: str, kind: str, code: str) -> None:
    sink = Sink()
    token = Token("value", "x", "facts.x") if kind == "value" else data("x")
    assert parse(Marked(text, (token,), (Span("t", 1),)), sink) is None
    assert codes(sink) == [code]


def test_markup_in_data_is_not_read(tmp_path: Path) -> None:
    title = "::: {.pagebreak} {fact}`x` # <b> [@k] | a | $x$ \\"
    marked, sink = one(tmp_path, "{{ title }}", title=title)
    assert marked is not None
    assert parse(marked, sink) == Document(parse(marked, sink).meta, (Para((Text(title),)),))  # type: ignore[union-attr]  # parsed above
    assert not [n for n in walk(parse(marked, sink) or Document.__new__(Document)) if isinstance(n, (Callout, Cell))]
