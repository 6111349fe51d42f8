"""The supplier's guide as it was published: each defect that a tool can find is found, and nothing else is.

The groups are those of the list of its defects. 12 (an advertisement inside the brief) is a human's to judge.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from briefgen.api import diagnose
from briefgen.check import found_in_data, found_in_document

FOLDER = Path(__file__).parents[3] / "data" / "mij821-as-published"
AUDIENCES = ("clinician", "executive", "scientist")

PRECLINICAL = (
    "ic50-human", "ic50-rat", "kpuu-rat", "cl-mouse", "cl-rat", "cl-dog", "t-half-mouse", "t-half-rat", "t-half-dog", 
    "noael-rat", "noael-dog",
)  # fmt: skip
EFFICACY = ("madrs24-016", "madrs24-032", "madrs24-ketamine", "madrs6w-016", "madrs6w-032")


def each(code: str, section: str, *names: str) -> set[tuple[str, str]]:
    return {(code, f"{section}.{name}") for name in names}


GROUPS: dict[str, set[tuple[str, str]]] = {
    "1 citation numbers that do not match the list": {
        *each("study-mismatch", "facts", "auc-048", "cmax-048", *EFFICACY),
        *each("study-mismatch", "protocols", "first-in-human", "phase-2"),
        ("mechanism-source", "texts.mechanism"),
    },
    "2 references without authors, year or DOI, one a bare host; most values rest on a news item": {
        ("ref-title-host", "references.r4"),
        *each("ref-incomplete", "references", "r1", "r2", "r3", "r4"),
        *each("ref-title-site", "references", "r1", "r2", "r3"),
        *each("source-tier", "facts", *PRECLINICAL),
    },
    "3 a P cut off, mixed decimals, the level of the trial unstated, no n": {
        ("p-rounding", "facts.madrs24-032"),
        ("p-decimals", "facts.madrs6w-016"),
        ("level-unstated", "studies.phase2"),
    },
    "4 ketamine described as biweekly": {("regimen-differs", "protocols.phase-2")},
    "5 no numbers of patients": each("size-missing", "studies", "fih", "phase2"),
    "6 mixed names": {
        *each("term-other", "texts", "summary"),
        *each("term-other", "tables", "table1"),
        *each("term-other", "protocols", "potency"),
        *each("term-other", "facts", "ic50-human", "ic50-rat"),
        ("term-other", "compound.target"),
        ("name-capital", "compound.inn"),
        ("name-capital", "title"),
        ("name-capital", "texts.summary"),
        ("code-spelling", "compound.codes"),
    },
    "7 lost row spans, words among numbers, overlapping rows, one caption for two tables, a row missing": {
        ("rows-shifted", "tables.table1"),
        ("cells-typed", "tables.table2"),
        ("rows-overlap", "tables.table2"),
        ("caption-twice", "tables.table3-weeks"),
        ("treatment-missing", "facts.madrs6w-016"),
    },
    "8 an ambiguous unit, half-life without dose, NOAEL without route, IC50 without assay": {
        *each("unit-ambiguous", "facts", "cl-mouse", "cl-rat", "cl-dog"),
        *each("qualifier-missing", "facts", "ic50-human", "ic50-rat", "t-half-mouse", "t-half-rat", "t-half-dog"),
        *each("qualifier-missing", "facts", "noael-rat", "noael-dog"),
    },
    "9 a benefit without safety, a terminated trial untold": {
        ("safety-missing", "facts.madrs24-016"),
        ("promise", ""),
        ("trial-untold", "studies.suicidality"),
    },
    "10 clearances above hepatic blood flow": each("implausible", "facts", "cl-mouse", "cl-rat", "cl-dog"),
    "11 three figures missing, a heading level skipped, hyphens as minus signs, raw markup": {
        *each("figure-missing", "texts", "mechanism", "pharmacokinetics", "efficacy"),
        ("heading-skipped", ""),
        ("minus-hyphen", "texts.efficacy"),
        ("range-hyphen", "tables.table2"),
        ("formula-text", "texts.mechanism"),
    },
    "defects by the table of rules that the list does not name": {
        ("claim-unsourced", "texts.summary"),
        ("number-typed", "texts.efficacy"),
        ("metadata-missing", "title"),
        *each("float-unmentioned", "tables", "table1", "table2", "table3", "table3-weeks"),
    },
}


@cache
def found() -> dict[str, set[tuple[str, str]]]:
    """Code and record of all that is found, by audience; the parser's own findings have no record."""
    by_audience = {}
    for audience in AUDIENCES:
        made = diagnose(FOLDER, audience)
        assert made.loaded is not None
        assert made.document is not None
        brief, spans = made.loaded.brief, made.loaded.spans
        told = {d.code for d in made.findings}  # the annex of the draft, a part of the document by now, is no finding
        rules = found_in_data(brief, spans) + found_in_document(made.document, brief, spans)
        pairs = {(rule.code, ".".join(map(str, finding.path[:2]))) for rule, finding in rules if rule.code in told}
        by_audience[audience] = pairs | {(d.code, "") for d in made.sink}
    return by_audience


@pytest.mark.parametrize("group", GROUPS)
def test_the_defects_of_a_group_are_found(group: str) -> None:
    assert GROUPS[group] - set().union(*found().values()) == set()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_is_found_that_is_no_defect(audience: str) -> None:
    assert found()[audience] - set().union(*GROUPS.values()) == set()


def test_the_lost_spans_are_found_row_by_row() -> None:
    made = diagnose(FOLDER, "scientist")
    lines = [d.span.line for d in made.findings if d.code == "rows-shifted"]
    text = (FOLDER / "brief.yaml").read_text("utf-8").splitlines()
    assert [text[line - 1].strip().partition(",")[0] for line in lines] == [
        "- [Rat",
        "- [Rat",
        "- [Dog",
        "- [Rat",
        "- [Dog",
        "- [Dog",
    ]


def test_the_guide_is_a_draft() -> None:
    assert diagnose(FOLDER, "clinician").draft
