"""The annexes of drafts and reviewers' copies: complete, apart from the text's own numbers, resolved."""

from __future__ import annotations

from briefgen.diag import Diagnostic, Severity
from briefgen.model import Brief
from briefgen.resolve import annex
from briefgen.source import Span
from briefgen.strings import CATALOGUE, Strings
from briefgen.tree import Code, Contents, Document, Jump, Lang, List, Section, Table, Value, faults, plain, walk
from unit.resolve.support import Run, para, place, run, section, texts

FACTS = {
    "ic50": {"value": "8 nM", "source": "doe", "locator": "Table 2", "status": "unverified", "seen-in": "roe"},
    "rate": {"n": "5", "of": "21", "source": "doe"},
}
REFERENCES = {k: {"type": "book", "title": k, "author": [{"family": k}]} for k in ("doe", "roe")}
GRID = {"caption": "Values", "head": ["What", "Value"], "grid": [["Rate", "{fact}`rate:count`"]]}
DATA = {"facts": FACTS, "references": REFERENCES, "tables": {"one": GRID}}

ERROR = Diagnostic(Severity.ERROR, "estimate-outside", "the estimate is outside", Span("facts.yaml", 12), "look again")
WARNING = Diagnostic(Severity.WARNING, "unit-odd", "an odd unit", Span("facts.yaml", 3))


def resolved(**more: object) -> Run:
    body = (
        Contents(),
        section("Potency", para("It is {fact}`ic50` (@tbl-one).")),
        section("Response", place("tbl-one")),
    )
    return run({**DATA, **more}, *body, audience={"contents": "yes"})


def words(made: Section) -> list[str]:
    lists = [node for node in walk(made) if isinstance(node, List)]
    return [plain(item.children[0].children) for found in lists for item in found.items]  # type: ignore[union-attr]


def test_the_findings_say_weight_code_place_message_and_hint_errors_first() -> None:
    made = annex.findings([WARNING, ERROR], [], Strings(), "en-GB")
    assert words(made) == [
        "Error, estimate-outside, facts.yaml:12: The estimate is outside. Look again.",
        "Warning, unit-odd, facts.yaml:3: An odd unit.",
    ]
    assert [node.text for node in walk(made) if isinstance(node, Code)][:2] == ["estimate-outside", "facts.yaml:12"]


def test_acknowledged_findings_stand_apart_with_their_reasons() -> None:
    made = annex.findings([ERROR], [(WARNING, "As the source has it.")], Strings(), "en")
    below = next(node for node in made.children if isinstance(node, Section))
    assert plain(below.title) == "Acknowledged findings"
    assert words(below) == ["Warning, unit-odd, facts.yaml:3: An odd unit. Acknowledged: As the source has it."]


def test_in_another_language_the_words_of_rules_are_marked_as_english() -> None:
    made = annex.findings([ERROR], [], CATALOGUE["de"], "de-DE")
    assert [plain(node.children) for node in walk(made) if isinstance(node, Lang)] == [
        "The estimate is outside. Look again."
    ]
    assert words(made)[0].startswith("Fehler, ")


def test_an_annex_stands_last_without_a_number_and_in_the_contents() -> None:
    before = resolved().done
    after = annex.appended(before, annex.findings([ERROR], [], Strings(), "en"))
    assert not faults(after)
    last = after.body[-1]
    assert isinstance(last, Section)
    assert (last.number, last.numbered) == ("", False)
    listed = next(node for node in walk(after) if isinstance(node, Contents))
    assert [plain(entry.children) for entry in listed.entries][-1] == "Findings"
    assert listed.entries[-1].anchor == last.anchor


def test_an_annex_takes_no_anchor_that_the_text_has() -> None:
    taken = run(DATA, section("Mine", para("Text."), anchor="annex-findings")).done
    after = annex.appended(taken, annex.findings([ERROR], [], Strings(), "en"))
    anchors = [node.anchor for node in walk(after) if isinstance(node, Section)]
    assert len(set(anchors)) == len(anchors)


def values_of(document: Document) -> Table:
    made = annex.values(document, Brief.model_validate({"title": "A brief", **DATA}), Strings())
    return next(node for node in walk(made) if isinstance(node, Table))


def test_the_values_annex_has_a_row_for_each_printed_value() -> None:
    document = resolved().done
    table = values_of(document)
    assert texts(table.body) == [
        ["8~nM", "1", "ic50 (value)", "doe, Table 2; seen in roe", "not verified"],
        ["5/21", "Table~1", "rate (count)", "doe", "verified"],
    ]
    assert sum(isinstance(node, Value) for node in walk(document)) == len(table.body)
    jumps = [node.anchor for node in walk(table) if isinstance(node, Jump)]
    assert jumps == ["sec-potency", "tbl-one"]


def test_the_values_annex_leaves_the_numbers_of_tables_alone() -> None:
    document = resolved().done
    brief = Brief.model_validate({"title": "A brief", **DATA})
    after = annex.appended(document, annex.values(document, brief, Strings()))
    labels = [node.caption.label for node in walk(after) if isinstance(node, Table)]
    assert labels == ["Table\u00a01", "Table\u00a0A1"]
    assert not faults(after)


def test_a_document_without_values_says_so() -> None:
    document = run({}, section("Empty", para("No numbers."))).done
    made = annex.values(document, Brief(title="A brief"), Strings())
    assert not [node for node in walk(made) if isinstance(node, Table)]


def test_a_remark_names_record_source_place_and_status() -> None:
    brief = Brief.model_validate({"title": "A brief", **DATA})
    assert annex.remarks(resolved().done, brief, Strings()) == {
        "facts.ic50": "ic50 · doe, Table 2; seen in roe · not verified",
        "facts.rate": "rate · doe · verified",
    }
