"""Abbreviations at their first use: where they are spelled out, in which form, and where never."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.tree import Abbr, Callout, Code, Emph, Item, List, Para, Section, Strong, Sub, Text, plain, walk
from unit.resolve.support import Run, para, prose, run, section

FORMS = {"AUC": "area under the curve", "NMDA": "N-methyl-D-aspartate", "IC50": "half-maximal inhibitory concentration"}
FACTS = {"x": {"value": "8 nM", "ci": {"lower": "1", "upper": "9", "level": "95"}}}


def read(*blocks: Any, lang: str = "en-GB", forms: dict[str, Any] | None = None, **audience: Any) -> Run:
    data = {"abbreviations": forms or FORMS, "lang": lang, "facts": FACTS}
    return run(data, *blocks, audience={"number-sections": "no", **audience})


def lines(done: Run) -> list[str]:
    return [plain(node.children) for node in walk(done.done) if isinstance(node, Para)]


def said(text: str, **options: Any) -> str:
    return lines(read(para(text), **options))[0]


def test_the_first_use_is_spelled_out_and_later_ones_are_not() -> None:
    done = read(para("The AUC rose."), section("AUC of all", para("Then the AUC fell, and the AUC rose.")))
    assert lines(done) == ["The area under the curve (AUC) rose.", "Then the AUC fell, and the AUC rose."]
    (abbr,) = [node for node in walk(done.done) if isinstance(node, Abbr)]
    assert (plain(abbr.children), abbr.long) == ("AUC", "area under the curve")


def test_the_summary_and_the_rest_are_read_alone() -> None:
    done = read(
        section("Summary", para("AUC here."), anchor="sec-summary"),
        section("Results", para("AUC there."), para("AUC again."), anchor="sec-results"),
    )
    assert lines(done) == ["Area under the curve (AUC) here.", "Area under the curve (AUC) there.", "AUC again."]


def test_headings_and_tables_are_left_as_written() -> None:
    done = run(
        {
            "abbreviations": FORMS,
            "facts": {"a": {"parameter": "AUC", "dose": "1 mg", "value": "5"}},
            "tables": {"x": {"caption": "The AUC", "facts": ["a"], "rows": "dose", "columns": "parameter"}},
        },
        Section(1, (Text("AUC"),), (Callout("note", (Text("AUC"),), (para("AUC"),)),)),
    )
    (part,) = done.done.body
    assert isinstance(part, Section)
    (box,) = part.children
    assert isinstance(box, Callout)
    assert (plain(part.title), plain(box.title)) == ("AUC", "AUC")
    assert lines(done) == ["Area under the curve (AUC)"]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Scores (AUC; lower is better).", "Scores (area under the curve [AUC]; lower is better)."),
        ("As an AUC of all.", "As an area under the curve (AUC) of all."),
        ("In an IC50 of all.", "In a half-maximal inhibitory concentration (IC50) of all."),
        ("In an NMDA receptor.", "In an N-methyl-D-aspartate (NMDA) receptor."),
        ("NMDA receptors.", "N-methyl-D-aspartate (NMDA) receptors."),
        ("Some NMDA-mediated current.", "Some N-methyl-D-aspartate (NMDA)-mediated current."),
        ("The anti-NMDA and the AUCs.", "The anti-NMDA and the AUCs."),
        ("They say “AUC”, and the AUC is meant.", "They say “AUC”, and the area under the curve (AUC) is meant."),
        ("The area under the curve (AUC) and the AUC.", "The area under the curve (AUC) and the AUC."),
        ("The AUC (area under the curve) and the AUC.", "The AUC (area under the curve) and the AUC."),
        ("It rose. AUC too.", "It rose. Area under the curve (AUC) too."),
    ],
)
def test_forms(text: str, printed: str) -> None:
    assert said(text) == printed


@pytest.mark.parametrize(
    ("lang", "text", "printed"),
    [
        ("de", "AUC-Wert und AUC-Wert.", "AUC-Wert (AUC: Fläche unter der Kurve) und AUC-Wert."),
        ("de", "Die AUC stieg.", "Die Fläche unter der Kurve (AUC) stieg."),
        ("de", "So „die AUC“, also die AUC.", "So „die AUC“, also die Fläche unter der Kurve (AUC)."),
        ("fr", "Puis l'AUC augmente.", "Puis l'aire sous la courbe (AUC) augmente."),
        ("es", "El AUC («AUC») subió.", "El área bajo la curva (AUC) («AUC») subió."),
    ],
)  # fmt: skip
def test_languages(lang: str, text: str, printed: str) -> None:
    forms = {"de": "Fläche unter der Kurve", "fr": "aire sous la courbe", "es": "área bajo la curva"}
    assert said(text, lang=lang, forms={"AUC": forms[lang]}) == printed


def test_an_abbreviation_with_a_subscript_keeps_it() -> None:
    done = read(Para((Text("Its IC"), Sub((Text("50"),)), Text(" and the IC"), Sub((Text("50"),)))))
    assert lines(done) == ["Its half-maximal inhibitory concentration (IC50) and the IC50"]
    (abbr,) = [node for node in walk(done.done) if isinstance(node, Abbr)]
    assert abbr.children == (Text("IC"), Sub((Text("50"),)))


def test_emphasis_and_lists_are_read_in_order() -> None:
    strong = Para((Strong((Text("The AUC"),)), Text(" and the AUC, "), Emph((Text("NMDA"),))))
    done = read(List((Item((strong,)), Item((para("An AUC, an NMDA."),)))))
    assert lines(done) == ["The area under the curve (AUC) and the AUC, N-methyl-D-aspartate (NMDA)", "An AUC, an NMDA."]


def test_values_and_code_are_no_use() -> None:
    forms = {"CI": "confidence interval", "AUC": "area under the curve"}
    done = read(Para((*prose("{fact}`x:ci`; "), Code("AUC"), Text(" of the AUC."))), forms=forms)
    assert lines(done) == ["95%\u00a0CI, 1 to 9; AUC of the area under the curve (AUC)."]


def test_an_audience_or_an_abbreviation_may_do_without() -> None:
    assert said("The AUC.", **{"expand-abbreviations": "no"}) == "The AUC."
    assert said("The AUC.", forms={"AUC": {"long": "area under the curve", "expand": "no"}}) == "The AUC."
