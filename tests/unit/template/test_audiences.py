"""The built-in audiences: any brief renders for each, nothing stands twice, and no audience is spared the bad news."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from briefgen import template
from briefgen.diag import Sink
from briefgen.model import Audience, Brief
from briefgen.parse import parse
from briefgen.strings import KEYS
from briefgen.tree import (
    Callout,
    Definition,
    Document,
    Placement,
    References,
    Section,
    Strong,
    Text,
    Value,
    plain,
    walk,
)
from marking import BUILT_IN, Places

AUDIENCES = ("scientist", "clinician", "executive")
GRID = {"caption": "C", "grid": [["a"]], "head": ["x"]}
FULL: dict[str, Any] = {
    "title": "Onfasprodil",
    "texts": {
        "summary": "It works {fact}`ic50` [@s]; see @tbl-extra.",
        "mechanism": {"default": "The long mechanism.", "executive": "The short mechanism."},
        "mechanism-binding-site": "It binds as in @fig-pathway.\n\n::: {#fig-pathway}\n:::",
        "safety": "Dissociation was seen.",
        "limitations": "Small trials.",
        "rationale": "# Why now\n\nBecause.",
    },
    "facts": {
        "ic50": {"value": "8 nM", "status": "unverified", "source": "s"},
        "kp": {"value": "0.9", "status": "secondary", "seen_in": "s"},
    },
    "compound": {"inn": "onfasprodil", "codes": ["MIJ821", "CAD-9271"], "formula": "C20H23FN2O3", "weight": "358.4",
                 "cas": "1892581-29-1", "salts": [{"name": "hydrochloride"}], "smiles": "CN`C", "sources": ["s"]},
    "studies": {
        "phase2": {"title": "Proof of concept", "registry": ["NCT03756129"], "status": "completed", "randomised": "72",
                   "analysed": "70", "losses": {"left early": "2"}, "primary": {"name": "MADRS at 24 h", "met": "no"},
                   "arms": {"low": {"label": "0.16 mg/kg", "n": "11"}, "pbo": {"label": "placebo"}}, "reported_in": ["s"]},
        "ideation": {"registry": ["NCT04722666"], "status": "terminated", "reason": "benefit-risk assessment"},
    },
    "tables": dict.fromkeys(("preclinical", "efficacy", "efficacy-week-6", "safety", "extra", "extra-2"), GRID),
    "figures": {n: {"kind": "flow", "caption": "C", "edges": ["a -> b"]} for n in ("pathway", "phase2", "first-in-human")},
    "protocols": {
        "first-in-human": {"title": "Single dose", "group": "Clinical", "summary": "As in [@s].", "source": "s",
                           "steps": ["Screen\nand enrol", "Dose"], "materials": ["Pump"],
                           "parameters": {"Duration": "40 *min*"}},
        "binding": {"title": "Binding assay", "steps": ["Mix"]},
    },
    "references": {"s": {"title": "T"}},
    "disclaimer": "Not advice.",
    "how_to_cite": "Cite *it*.",
    "contact": {"name": "N", "address": "Street 1\nTown", "email": "a_b@x.org", "url": "https://x.org/a_b"},
}  # fmt: skip
ESKETAMINE: dict[str, Any] = {
    "title": "Esketamine",
    "texts": {"summary": "S.", "efficacy": "E.", "efficacy-negative-study": "N."},
    "studies": {
        "japan": {"title": "Japanese phase 2b study", "status": "completed", "primary": {"name": "MADRS", "met": "no"}}
    },
    "tables": {"efficacy-period-1": GRID},
}
MINIMAL: dict[str, Any] = {"title": "Mini", "texts": {"rationale": "Short {fact}`x`."}, "facts": {"x": {"value": "8 nM"}}}


def document(brief: dict[str, Any], audience: str, strings: dict[str, str] | None = None) -> Document:
    sink = Sink()
    written = yaml.load((BUILT_IN / audience / "audience.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    written["strings"] = strings or {}
    model = Brief.model_validate(brief).model_dump(mode="json")
    marked = template.render(model, Places(), audience, Audience.model_validate(written), (BUILT_IN,), sink)
    assert marked is not None, [*sink]
    found = parse(marked, sink)
    assert found is not None, [*sink]
    assert not sink.found, [*sink]
    return found


ENGLISH = re.compile(r"\b(?:given in|randomi[sz]ed|analysed|CAS number|values|not met|terminated)\b")
"""Words of the templates' sentences that no text of FULL uses."""


def _strings(record: dict[str, Any]) -> list[str]:
    return [value for value in record.values() if isinstance(value, str)]


def headings(found: Document) -> list[str]:
    return [plain(n.title) for n in walk(found) if isinstance(n, Section)]


def placed(found: Document) -> list[str]:
    return [n.anchor for n in walk(found) if isinstance(n, Placement)]


def words(found: Document) -> str:
    return " ".join(n.text for n in walk(found) if isinstance(n, Text))


def section(found: Document, title: str) -> Section:
    return next(n for n in walk(found) if isinstance(n, Section) and plain(n.title) == title)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("brief", [FULL, ESKETAMINE, MINIMAL], ids=["full", "esketamine", "minimal"])
def test_every_brief_renders_clean_and_places_nothing_twice(brief: dict[str, Any], audience: str) -> None:
    found = document(brief, audience)
    assert len(placed(found)) == len(set(placed(found)))
    assert all(node.children for node in walk(found) if isinstance(node, Section))


def test_a_minimal_brief_is_its_text_under_its_name() -> None:
    for audience in AUDIENCES:
        found = document(MINIMAL, audience)
        assert headings(found) == ["Rationale"]
        assert [n.path for n in walk(found) if isinstance(n, Value)] == ["facts.x"]


def test_scientists_get_every_table_figure_and_protocol() -> None:
    found = document(FULL, "scientist")
    assert {f"tbl-{n}" for n in FULL["tables"]} | {f"fig-{n}" for n in FULL["figures"]} == set(placed(found))
    assert {"Single dose", "Binding assay", "Clinical", "Binding site", "Why now"} <= set(headings(found))
    assert any(isinstance(node, Value) and node.path == "compound.weight" for node in walk(found))


def test_the_order_is_the_audiences() -> None:
    clinician = headings(document(FULL, "clinician"))
    assert clinician.index("Efficacy") < clinician.index("Safety and tolerability") < clinician.index("Mechanism of action")
    assert "Methods and protocols" not in clinician
    assert headings(document(FULL, "executive"))[:4] == [
        "Summary", "Efficacy", "Safety and tolerability", "Studies at a glance",
    ]  # fmt: skip


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_fixed_word_of_the_templates_stands_outside_the_catalogue(audience: str) -> None:
    found = document(FULL, audience, dict.fromkeys(KEYS, "§"))
    said = {entry for record in ("studies", "protocols") for one in FULL[record].values() for entry in _strings(one)}
    own = {"Binding site", "Why now", "NCT04722666", "InChIKey", "SMILES", "Duration"} | said
    titles = [plain(n.title) for n in walk(found) if isinstance(n, Section | Callout)]
    terms = [plain(n.term) for n in walk(found) if isinstance(n, Definition)]
    assert {"§"} == {*titles, *terms} - own
    if audience == "scientist":
        assert not ENGLISH.findall(words(found))


def test_a_german_brief_has_german_headings_and_cards() -> None:
    for audience in AUDIENCES:
        found = document({**FULL, "lang": "de"}, audience)
        assert {"Zusammenfassung", "Wirksamkeit", "Literatur", "Kontakt"} <= set(headings(found))
        assert "abgebrochen" in words(found)
        assert "1 von 2 Werten" in words(found)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_audience_is_spared_the_bad_news(audience: str) -> None:
    found = document(FULL, audience)
    assert "tbl-safety" in placed(found)
    assert "Dissociation was seen." in words(found)
    strong = [plain(n.children) for n in walk(found) if isinstance(n, Strong)]
    assert {"terminated", "not met"} <= set(strong)
    assert "benefit-risk assessment" in words(found)
    limits = section(found, "Limitations and status of the evidence")
    assert [n.kind for n in walk(limits) if isinstance(n, Callout)] == ["warning"]
    assert "1 of 2 values" in words(found)


def test_decision_makers_get_what_is_mentioned_and_what_is_written_for_them() -> None:
    found = document(FULL, "executive")
    assert "tbl-extra" in placed(found)
    assert "tbl-extra-2" not in placed(found)
    assert "tbl-preclinical" not in placed(found)
    assert "The short mechanism." in words(found)
    assert "The long mechanism." not in words(found)


def test_the_compound_card() -> None:
    card = section(document(FULL, "scientist"), "Compound")
    lines = {plain(n.term): n for n in walk(card) if isinstance(n, Definition)}
    assert plain(lines["Code names"].children[0].children) == "MIJ821, CAD-9271"  # type: ignore[union-attr]  # a paragraph
    assert plain(lines["Molecular formula"].children[0].children) == "C20H23FN2O3"  # type: ignore[union-attr]  # a paragraph
    assert plain(lines["SMILES"].children[0].children) == "CN`C"  # type: ignore[union-attr]  # a paragraph


def test_references_come_only_with_references() -> None:
    assert any(isinstance(n, References) for n in walk(document(FULL, "clinician")))
    assert not any(isinstance(n, References) for n in walk(document(MINIMAL, "clinician")))


def test_every_section_of_every_audience_has_a_template() -> None:
    for audience in AUDIENCES:
        written = yaml.load((BUILT_IN / audience / "audience.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
        for name in written["sections"]:
            assert any((BUILT_IN / folder / f"{name}.md.j2").is_file() for folder in (audience, "shared")), name
        assert {p.suffix for p in (BUILT_IN / audience).iterdir()} <= {".yaml", ".j2"}


def test_lead_sentences_name_what_no_text_mentions() -> None:
    said = words(document(FULL, "scientist"))
    assert "The efficacy results are given in" in said
    assert "The main results are given in" not in said
