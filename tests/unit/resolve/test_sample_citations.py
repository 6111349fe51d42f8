"""The citations of every sample in five styles and in author-date: number, text, link and list, worked out a second time."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from briefgen import parse, template
from briefgen.diag import Sink, render
from briefgen.load.audience import load_audience
from briefgen.load.brief import load_brief
from briefgen.load.project import find_project
from briefgen.model import Brief
from briefgen.resolve import resolve
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
from briefgen.tree import Citation, Document, Jump, Reference, plain, walk

DATA = Path(__file__).parents[3] / "data"
BRIEFS = ["mij821", "esketamine", "rislenemdaz", "traxoprodil", "mij821-as-published"]
NUMERIC = {
    "nlm-citation-sequence": r"\((?P<numbers>[\d,–]+)\)",
    "american-medical-association": r"(?P<numbers>[\d,\-–]+)",
    "nature": r"(?P<numbers>[\d,–]+)",
    "american-chemical-society": r"(?P<numbers>[\d,−–\-]+)",
}
AUTHOR_DATE = ["apa", "chicago-author-date"]


@cache
def resolved(name: str, style: str, audience_name: str = "scientist") -> tuple[Document, Brief]:
    """A sample resolved for an audience in another citation style."""
    sink = Sink()
    project = find_project(DATA, sink)
    assert project is not None
    loaded = load_brief(DATA / name, project, sink)
    audience = load_audience(audience_name, project, sink)
    assert loaded is not None
    assert audience is not None
    audience = audience.model_copy(update={"citation_style": style})
    marked = template.render(loaded.plain, loaded.spans, audience_name, audience, project.templates, sink)
    assert marked is not None
    parsed = parse.parse(marked, sink)
    assert parsed is not None

    def read(text: str, span: object) -> object:
        return parse.inlines(text, span, sink)  # type: ignore[arg-type]  # the span goes through as it came

    strings = strings_for(loaded.brief.lang)
    done = resolve(
        parsed, loaded.brief, loaded.spans, audience_name, audience, strings, read, DEFAULT, sink  # type: ignore[arg-type]
    )  # fmt: skip
    assert done is not None, render(sink, sink.sources)
    return done, loaded.brief


def citations(document: Document) -> list[Citation]:
    return [node for node in walk(document) if isinstance(node, Citation)]


def entries(document: Document) -> dict[str, Reference]:
    return {node.key: node for node in walk(document) if isinstance(node, Reference)}


def numbers(text: str) -> list[int]:
    """ "1,3–5" as 1, 3, 4, 5."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = re.sub(r"[–−-]", "-", part).partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize("style", NUMERIC)
@pytest.mark.parametrize("name", BRIEFS)
def test_numbers_name_the_entries_that_are_cited(name: str, style: str) -> None:
    document, _ = resolved(name, style)
    listed = entries(document)
    number = {key: int(re.sub(r"\D", "", entry.label)) for key, entry in listed.items() if entry.cited}
    assert list(number.values()) == list(range(1, len(number) + 1))
    for citation in citations(document):
        printed = plain(citation.runs)
        if any(item.locator for item in citation.items):
            assert re.search(r"\((?:\d+, table|tbl)\s?\d\)$|\d, table \d$", printed), printed
        else:
            shown = re.search(NUMERIC[style] + r"$", printed)
            assert shown, printed
            assert numbers(shown["numbers"]) == sorted(number[item.key] for item in citation.items)
        for jump in (node for node in walk(citation) if isinstance(node, Jump)):
            key = jump.anchor.removeprefix("ref-")
            assert listed[key].anchor == jump.anchor
            assert key in {item.key for item in citation.items}
            assert jump.label == str(number[key]) or not jump.label.isdigit()


@pytest.mark.parametrize("style", AUTHOR_DATE)
@pytest.mark.parametrize("name", BRIEFS)
def test_author_date_styles_print_names_and_tell_references_apart(name: str, style: str) -> None:
    document, brief = resolved(name, style)
    assert {entry.label for entry in entries(document).values()} == {""}
    printed: dict[str, str] = {}
    for citation in citations(document):
        text = plain(citation.runs)
        assert not re.fullmatch(r"[(\[]?[\d,–]+[)\]]?", text)
        for jump in (node for node in walk(citation) if isinstance(node, Jump)):
            assert jump.anchor.removeprefix("ref-") in {item.key for item in citation.items}
        if len(citation.items) == 1 and text.startswith("("):
            key = citation.items[0].key
            assert printed.setdefault(text, key) == key, f"{text} means both {key} and {printed[text]}"
            year = re.search(r"\d{4}", str(brief.references[key].csl.get("issued", "")))
            assert not year or year[0] in text


@pytest.mark.parametrize("style", [*NUMERIC, *AUTHOR_DATE])
@pytest.mark.parametrize("name", BRIEFS)
def test_the_list_holds_what_is_cited_and_leads_back_to_each_mention(name: str, style: str) -> None:
    document, brief = resolved(name, style)
    listed = entries(document)
    mentions: dict[str, set[str]] = {}
    for citation in citations(document):
        for item in citation.items:
            mentions.setdefault(item.key, set()).add(citation.anchor)
    assert {key for key, entry in listed.items() if entry.cited} == set(mentions)
    assert {key for key, entry in listed.items() if not entry.cited} == set(brief.further_reading) - set(mentions)
    for key, entry in listed.items():
        assert set(entry.mentions) == mentions.get(key, set())
        record, text = brief.references[key].csl, plain(entry.children)
        families = [str(a.get("family", "")) for a in record.get("author", [])]
        assert not families or families[0] in text
        title = re.sub(r"\W+", " ", str(record.get("title", ""))).split()[:3]
        assert (
            style in ("american-chemical-society", "nature") or " ".join(title).lower() in re.sub(r"\W+", " ", text).lower()
        )
        assert not re.search(r"\band et al|& et al|\bothers\b", text)


@pytest.mark.parametrize("name", ["mij821", "esketamine"])
def test_lists_cut_short_read_well_in_narrative_citations(name: str) -> None:
    for style in (*NUMERIC, *AUTHOR_DATE):
        for citation in citations(resolved(name, style)[0]):
            assert not re.search(r"(and|&) (et al|others)", plain(citation.runs))
