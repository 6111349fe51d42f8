"""Rendering: what expressions print, where it comes from, and which template line printed it."""

from __future__ import annotations

from pathlib import Path

import pytest

from marking import codes, one, printed, render, search

STUDY = {"studies": {"s1": {"title": "A *study*", "arms": {"a": {"label": "low", "n": "11"}, "b": {"label": "high"}}}}}


def test_data_become_tokens_that_know_their_record(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, "{{ studies.s1.arms.a.label }} **x**", **STUDY)
    assert marked is not None
    assert marked.text == "\ue0000\ue001 **x**"
    token = marked.tokens[0]
    assert (token.kind, token.text, token.path) == ("text", "low", "studies.s1.arms.a.label")
    assert token.span.file == "studies/s1/arms/a/label"
    assert str(token.printed_at) == "templates/a/s.md.j2:1"


def test_fields_are_located_by_the_key_a_user_writes(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, "{{ how_to_cite }}", how_to_cite="Cite *me*")
    assert marked is not None
    assert marked.tokens[0].kind == "prose"
    assert marked.tokens[0].span.file == "how-to-cite"


def test_only_prose_fields_carry_markup(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, "{{ title }}{{ texts.x }}{{ tables.t.caption }}", texts={"x": "*a*"},
                    tables={"t": {"caption": "C", "grid": [["1"]], "head": ["h"]}})  # fmt: skip
    assert marked is not None
    assert [t.kind for t in marked.tokens] == ["text", "prose", "prose"]


def test_lists_are_joined_without_losing_the_source(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, '{{ studies.s1.arms.values() | map(attribute="label") | join(", ") }}', **STUDY)
    assert printed(marked) == "low, high"
    assert marked is not None
    assert [t.path for t in marked.tokens] == ["studies.s1.arms.a.label", "", "studies.s1.arms.b.label"]


def test_numbers_of_the_data_and_of_loops_are_printed(tmp_path: Path) -> None:
    text = (
        "{% for a in studies.s1.arms.values() %}{{ loop.index }}:{% if a.n is not none %}{{ a.n }}{% endif %} {% endfor %}"
    )
    marked, _ = one(tmp_path, text, **STUDY)
    assert printed(marked) == "1:<11:number> 2: "


@pytest.mark.parametrize(
    "expression",
    ["title ~ 'x'", "title | upper", "title.upper()", "title | replace('a', 'b')", "title + 'x'", "title[:2]",
     "studies.s1.arms.a.n + 1", "title | lower | trim"],
)  # fmt: skip
def test_text_without_a_source_is_not_printed(tmp_path: Path, expression: str) -> None:
    marked, sink = one(tmp_path, f"a\n{{{{ {expression} }}}}\n", **STUDY)
    assert marked is None
    assert codes(sink) == ["template-lost-source"]
    assert str(sink.found[0].span) == "templates/a/s.md.j2:2"


def test_rendered_text_cannot_be_joined_with_data(tmp_path: Path) -> None:
    _, sink = one(tmp_path, "{% set x %}*a*{% endset %}{{ x ~ title }}")
    assert codes(sink) == ["template-lost-source"]
    _, sink = one(tmp_path / "2", "{% set x %}*a*{% endset %}{{ x + title }}")
    assert codes(sink) == ["template-lost-source"]


@pytest.mark.parametrize("expression", ["true", "none", "studies", "studies.s1", "version", "1.5", "[1]"])
def test_what_is_not_text_is_not_printed(tmp_path: Path, expression: str) -> None:
    _, sink = one(tmp_path, f"{{{{ {expression} }}}}", **STUDY)
    assert codes(sink) == ["template-not-text"]


def test_words_of_a_template_are_printed_verbatim(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, '{{ "*a*" if title else "b" }}')
    assert marked is not None
    assert (marked.tokens[0].kind, marked.tokens[0].text, marked.tokens[0].path) == ("text", "*a*", "")


def test_ids_print_raw_and_nothing_else_does(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, "{% for k in studies %}{#sec-{{ k | id }}}{% endfor %} {{ ['a', 'b', 'a'] | cite }}", **STUDY)
    assert marked is not None
    assert marked.text == "{#sec-s1} [@a; @b]"
    _, sink = one(tmp_path / "2", "{{ title | id }}", title="*x* y")
    assert codes(sink) == ["template-not-an-id"]


def test_facts_print_as_values(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, '{{ fact("ic50-" ~ "human", "p") }}', facts={"ic50-human": {"value": "8 nM"}})
    assert printed(marked) == "<ic50-human:p>"
    _, sink = one(tmp_path / "2", '{{ fact("ic50-humen") }}', facts={"ic50-human": {"value": "8 nM"}})
    assert [(d.code, d.hint) for d in sink] == [("fact-unknown", 'did you mean "ic50-human"?')]


def test_fixed_strings_follow_the_language_and_the_audience(tmp_path: Path) -> None:
    assert printed(one(tmp_path, '{{ t("references") }}', lang="de")[0]) == "Literatur"
    path = search(tmp_path / "2", a__s='{{ t("references") }}')
    assert printed(render(path, {}, "s", strings={"references": "Sources"})[0]) == "Sources"
    _, sink = one(tmp_path / "3", '{{ t("referenzes") }}')
    assert codes(sink) == ["string-unknown"]


def test_texts_are_chosen_for_the_audience(tmp_path: Path) -> None:
    texts = {"x": {"default": "for all", "a": "for a"}, "y": {"default": "y for all", "b": "for b"}, "z": {"b": "for b"}}
    text = "{{ texts.x }}|{{ texts.y }}|{% if texts.z %}z{% endif %}{% if texts.x is written_for('a') %}own{% endif %}"
    text += "{% if texts.y is written_for('a') %}no{% endif %}"
    marked, _ = one(tmp_path, text, texts=texts)
    assert printed(marked) == "for a|y for all|own"
    assert marked is not None
    assert marked.tokens[0].path == "texts.x.a"


def test_protocols_of_other_audiences_are_not_seen(tmp_path: Path) -> None:
    protocols = {"p": {"title": "P", "audiences": ["b"]}, "q": {"title": "Q"}}
    marked, _ = one(tmp_path, "{% for p in protocols.values() %}{{ p.title }}{% endfor %}", protocols=protocols)
    assert printed(marked) == "Q"


def test_every_line_knows_the_template_that_printed_it(tmp_path: Path) -> None:
    path = search(
        tmp_path,
        shared__base="# Head\n\n{% block b %}\nbase\n{% endblock %}\n{% for x in [1, 2] %}\n- {{ x }}\n{% endfor %}\nend",
        a__s='{% extends "shared/base.md.j2" %}\n{% block b %}\n{{ super() }}\nown {{ title }}\n{% endblock %}',
    )
    marked, _ = render(path, {}, "s")
    assert marked is not None
    where = {line: str(span) for line, span in zip(marked.text.split("\n"), marked.lines, strict=True) if line}
    assert where["# Head"] == "templates/shared/base.md.j2:1"
    assert where["base"] == "templates/shared/base.md.j2:4"
    assert where["own \ue0000\ue001"] == "templates/a/s.md.j2:4"
    assert where["- \ue0002\ue001"] == "templates/shared/base.md.j2:7"
    assert where["end"] == "templates/shared/base.md.j2:9"


def test_empty_sections_are_left_out_and_required_ones_reported(tmp_path: Path) -> None:
    path = search(tmp_path, a__one="{% if texts.one %}\n# One\n{% endif %}\n", a__two="two")
    marked, _ = render(path, {}, "one", "two")
    assert printed(marked).strip() == "two"
    _, sink = render(path, {}, "one", "two", required=["one"])
    assert codes(sink) == ["section-empty"]
    _, sink = render(path, {}, "one")
    assert codes(sink) == ["document-empty"]


def test_blocks_set_to_nothing_are_blank(tmp_path: Path) -> None:
    text = "{% set a %}\n\n{% endset %}{% set b %}\nx\n{% endset %}{{ 1 if a is blank else 2 }}{{ 1 if b is blank else 2 }}"
    assert printed(one(tmp_path, text)[0]) == "12"


def test_formulas_are_set_with_subscripts(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, "{{ compound.formula | formula }}", compound={"inn": "x", "formula": "Ca(OH)2H10"})
    assert printed(marked) == "Ca(OH)~2~H~10~"


def test_a_project_template_comes_before_a_built_in_one(tmp_path: Path) -> None:
    mine, theirs = search(tmp_path / "p", shared__s="mine"), search(tmp_path / "q", shared__s="built in", shared__t="t")
    marked, _ = render((*mine, *theirs), {}, "s", "t")
    assert printed(marked).split() == ["mine", "t"]


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    path = search(tmp_path, a__s="one", shared__p="{% extends 'a/s.md.j2' %}")
    assert printed(render(path, {}, "p")[0]) == "one"
    search(tmp_path, a__s="two")
    assert printed(render(path, {}, "p")[0]) == "two"


# ---------------------------------------------------------------------------------------------- tables and figures

TABLES = {n: {"caption": "C", "grid": [["1"]], "head": ["h"]} for n in ("efficacy", "efficacy-late", "safety", "other")}
PLACE = '{% for id in unplaced("tables", "efficacy") %}{{ place("tables", id) }}{% endfor %}'


def test_tables_are_placed_once_and_by_name(tmp_path: Path) -> None:
    marked, _ = one(tmp_path, PLACE + PLACE, tables=TABLES)
    assert printed(marked) == "::: {#tbl-efficacy}\n:::\n::: {#tbl-efficacy-late}\n:::\n"


def test_what_a_printed_text_places_is_not_placed_again(tmp_path: Path) -> None:
    texts = {"later": "::: {#tbl-efficacy}\n:::", "unseen": "::: {#tbl-efficacy-late}\n:::"}
    marked, _ = one(tmp_path, PLACE + "\n{{ texts.later }}", tables=TABLES, texts=texts)
    assert printed(marked).count("#tbl-efficacy}") == 1
    assert "#tbl-efficacy-late" in printed(marked)


def test_mentioned_tables_are_found_through_captions(tmp_path: Path) -> None:
    tables = {**TABLES, "efficacy": {**TABLES["efficacy"], "caption": "As @tbl-safety."}}
    text = '{{ texts.x }} {% for id in mentioned("tables") %}[{{ id | id }}]{% endfor %}'
    marked, _ = one(tmp_path, text, tables=tables, texts={"x": "See @tbl-efficacy."})
    assert printed(marked) == "See @tbl-efficacy. [efficacy][safety]"


def test_unmentioned_tables_need_a_sentence(tmp_path: Path) -> None:
    text = '{{ texts.x }}{% for id in unmentioned("tables", "efficacy") %}[{{ id | id }}]{% endfor %}'
    marked, _ = one(tmp_path, text, tables=TABLES, texts={"x": "See @tbl-efficacy."})
    assert printed(marked) == "See @tbl-efficacy.[efficacy-late]"


def test_texts_no_section_claims_are_listed(tmp_path: Path) -> None:
    rest = "{% for n in unclaimed() %}{{ n | words }}:{{ texts[n] }};{% endfor %}"
    path = search(tmp_path, a__one="{{ texts.first }}", a__rest=rest, shared__known="x")
    texts = {"first": "1", "known": "2", "known-more": "3", "dose-choice": "4"}
    marked, _ = render(path, {"texts": texts}, "one", "rest")
    assert printed(marked) == "1\n\nDose choice:4;"
