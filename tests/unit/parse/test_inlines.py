"""Inline markup: each mark becomes its node, and what only looks like a mark stays text."""

from __future__ import annotations

import pytest

from briefgen.diag import Sink
from briefgen.parse import inlines
from briefgen.source import Span
from briefgen.tree import (
    Break,
    Cite,
    CiteItem,
    Code,
    Emph,
    Inline,
    Inlines,
    Lang,
    Link,
    Math,
    NoteRef,
    Para,
    Ref,
    SmallCaps,
    Strong,
    Sub,
    Sup,
    Text,
    Value,
)
from marking import parsed


def read(text: str) -> Inlines:
    sink = Sink()
    found = inlines(text, Span("f", 1, 1), sink)
    assert not sink.found, [*sink]
    return found


def t(text: str) -> tuple[Text]:
    return (Text(text),)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("*a*", Emph(t("a"))),
        ("**a**", Strong(t("a"))),
        ("~2~", Sub(t("2"))),
        ("^2^", Sup(t("2"))),
        ("^*a*^", Sup((Emph(t("a")),))),
        ("`a*b*`", Code("a*b*")),
        ("[D]{.smallcaps}", SmallCaps(t("D"))),
        ("[mot]{lang=fr}", Lang("fr", t("mot"))),
        ("[L]{.smallcaps lang=la}", Lang("la", (SmallCaps(t("L")),))),
        ("[a *b*](https://x.org/?a=1&b=%20ü)", Link("https://x.org/?a=1&b=%20ü", (Text("a "), Emph(t("b"))))),
        ("<https://x.org/a>", Link("https://x.org/a", t("https://x.org/a"))),
        ("<a@x.org>", Link("mailto:a@x.org", t("a@x.org"))),
        ("$x_i^2$", Math("x_i^2")),
        ("@tbl-x", Ref("tbl-x")),
        ("@fig-a.b", Ref("fig-a.b")),
        ("@sec-x", Ref("sec-x")),
        ("@eq-x", Ref("eq-x")),
        ("[^n]", NoteRef("n")),
        ("{fact}`ic50`", Value("facts.ic50", "value")),
        ("{fact}`ic50:ci`", Value("facts.ic50", "ci")),
        ("[@a]", Cite((CiteItem("a"),))),
        ("[@a; @b]", Cite((CiteItem("a"), CiteItem("b")))),
        ("[-@a]", Cite((CiteItem("a", suppress_author=True),))),
        ("[see @a, p. 4]", Cite((CiteItem("a", "4", "page", "see"),))),
        ("[@a, pp. 4-6, 9 and elsewhere]", Cite((CiteItem("a", "4-6, 9", "page", "", "and elsewhere"),))),
        ("[@a, table 2]", Cite((CiteItem("a", "2", "table"),))),
        ("[@a, 17]", Cite((CiteItem("a", "17"),))),
        ("[@a, fig. S3]", Cite((CiteItem("a", "S3", "figure"),))),
        ("[@a, civil law]", Cite((CiteItem("a", suffix=", civil law"),))),
        ("[@{10.1000/x_(y)}]", Cite((CiteItem("10.1000/x_(y)"),))),
        ("@a2020", Cite((CiteItem("a2020"),), narrative=True)),
        ("@a [p. 3]", Cite((CiteItem("a", "3"),), narrative=True)),
    ],
)
def test_marks(text: str, node: Inline) -> None:
    assert read(text) == (node,)


@pytest.mark.parametrize(
    "text",
    [
        "P < .05 and n > 3", "a_b_c", "5 ~ 6 ~ 7", "$5 and $6", "costs 5$ or 6$", "info@example.org", "a [b] c", "x{y}",
        "1 * 2 * 3", "-8.25", "1. one", "# not a heading", "> 5", "+3", "± 0.5", "…", "\"it's\" -- '80s ...", "(a) [1–3]",
        "a | b", ":::", "100%", "{fact} alone", "a^b", "H~ 2~", "C:\\dir", "@", "@ a", "[@]",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_mark_is_text(text: str) -> None:
    assert read(text) == (Text(text),)


def test_escapes_give_the_sign() -> None:
    assert read(r"\*a\* \@b \[c\] \~d\~ \$e\$ \{f\} \<g>") == (Text("*a* @b [c] ~d~ $e$ {f} <g>"),)


def test_line_ends() -> None:
    assert read("a\nb") == (Text("a b"),)
    assert read("a\\\nb") == (Text("a"), Break(), Text("b"))


def test_a_key_ends_before_the_full_stop() -> None:
    assert read("see @tbl-x. And @b, @c: d") == (
        Text("see "), Ref("tbl-x"), Text(". And "), Cite((CiteItem("b"),), True), Text(", "), Cite((CiteItem("c"),), True),
        Text(": d"),
    )  # fmt: skip


def test_a_reference_in_parentheses_is_one() -> None:
    assert read("(@tbl-x)") == (Text("("), Ref("tbl-x"), Text(")"))


def test_marks_nest() -> None:
    body = parsed("**a *b ~2~ [@k]* c**").body
    assert body == (
        Para((Strong((Text("a "), Emph((Text("b "), Sub(t("2")), Text(" "), Cite((CiteItem("k"),)))), Text(" c"))),)),
    )


def test_spans_point_into_the_data() -> None:
    text = "one @a\ntwo *x* {fact}`f` [@b]"
    nodes = {type(n).__name__: n for n in inlines(text, Span("d.yaml", 10, 5, 11, 40), Sink())}
    assert str(nodes["Value"].span) == "d.yaml:11:13"
    sink = Sink()
    inlines("a\nb <i>c</i>", Span("d.yaml", 10, 5, 11, 20), sink)
    assert [str(d.span) for d in sink] == ["d.yaml:11:7", "d.yaml:11:11"]


def test_spans_in_folded_text_name_its_beginning() -> None:
    sink = Sink()
    inlines("a long line that the file folds <i>", Span("d.yaml", 10, 5, 14, 1), sink)
    assert [str(d.span) for d in sink] == ["d.yaml:10:5"]
