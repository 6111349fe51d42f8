"""Any markup at all: parsed or answered with diagnostics, never an exception, and the same every time."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.diag import Sink
from briefgen.parse import blocks, inlines
from briefgen.source import Span
from briefgen.tree import Code, CodeBlock, Math, Text, walk
from dumping import dump
from marking import markup

PIECES = [
    "*", "**", "_", "`", "```", "~", "^", "$", "$$", "[", "]", "(", ")", "{", "}", "{#sec-a}", "{.callout-note}", ":::",
    "::: ", "@", "@a", "@tbl-x", "[^a]", "[^a]: ", "|", "---", "|---|", ": ", "- ", "1. ", "# ", "## ", "> ", "<b>", "<",
    "&amp;", "\\", "\n", "\n\n", "    ", " ", "a", "b c", "{fact}`x`", "https://x.org", "![", "](", "p. 4", ";", ",",
    "=", '"', "é",
]  # fmt: skip
ANY = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_documents(text: str) -> None:
    found, sink = markup(text)
    assert (found is None) == sink.failed
    again, _ = markup(text)
    assert (found and dump(found)) == (again and dump(again))
    assert all(d.span.file == "t.md" and d.span.line for d in sink)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_texts_of_data(text: str) -> None:
    blocks(text, Span("d.yaml", 3, 5), Sink())
    inlines(text, Span("d.yaml", 3, 5), Sink())


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_no_word_is_lost_without_an_error(text: str) -> None:
    words = re.sub(r"[bé]", "", text).replace("a", "Word")
    sink = Sink()
    found = blocks(words, Span("d.yaml", 3, 5), sink)
    if sink.found or any(mark in words for mark in ("[", "]", "{", "@", "```")):
        return  # keys, addresses, attributes and languages of code are no words of the text
    shown = "".join(
        n.tex if isinstance(n, Math) else n.text
        for block in found
        for n in walk(block)
        if isinstance(n, (Text, Code, CodeBlock, Math))
    )
    assert shown.count("Word") == words.count("Word")
