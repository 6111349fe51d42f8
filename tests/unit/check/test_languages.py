"""Rules on words, in every language whose words are known: a clean brief in it, and one seeded error at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.check import BY_CODE, check_data, check_document
from briefgen.check.lexicon import LANGUAGES, WORDS, species, words
from briefgen.check.rules import WORD_RULES
from briefgen.diag import Sink
from briefgen.load.brief import Loaded, load_brief
from briefgen.load.project import find_project
from briefgen.source import Span
from briefgen.tree import Document, Meta, Para, Text

CLEAN = {
    "de": """
title: Ein Brief
lang: de-DE
kind: compound-page
compound: {inn: onfasprodil, status: Nicht zugelassen}
studies:
  s:
    registry: NCT03756129
    status: completed
    primary: {name: Veränderung bis Tag 28, met: no}
    arms:
      a: {label: Onfasprodil, regimen: alle 2 Wochen}
      b: {label: Placebo, control: yes, regimen: wöchentlich}
    reported-in: p
references: {p: {type: article-journal, title: Ein Titel, author: [{family: A}], container-title: J, issued: 2025}}
facts:
  defaults: {study: s, source: p, sided: two-sided}
  a: {parameter: Punktwert, statistic: Mittelwert, at: Tag 2, arms: a, value: "8.0"}
  mean-a: {parameter: Punkte, at: Tag 28, arms: a, value: "-8"}
  mean-b: {parameter: Punkte, at: Tag 28, arms: b, value: "-5"}
  d: {parameter: Differenz, at: Tag 28, vs: b, arms: a, value: "-3", ci: {lower: "-5", upper: "-1", level: 95}, p: ".01"}
  cl: {parameter: Clearance, species: Ratte, route: i.v., value: 40 mL/min/kg}
  t: {parameter: Halbwertszeit, species: Ratte, route: i.v., dose: 1 mg/kg, value: 7 h}
  f: {parameter: Ausscheidung, value: 78 %}
texts:
  summary: Die Wirkung von Onfasprodil alle 2 Wochen war {fact}`d` Punkte bei GluN2B (früher NR2B) [@p].
  safety: Zur Sicherheit ist nichts bekannt [@p].
""",
    "fr": """
title: Un dossier
lang: fr-FR
kind: compound-page
compound: {inn: onfasprodil, status: Non autorisé}
studies:
  s:
    registry: NCT03756129
    status: completed
    primary: {name: Variation au jour 28, met: no}
    arms:
      a: {label: Onfasprodil, regimen: toutes les 2 semaines}
      b: {label: Placebo, control: yes, regimen: hebdomadaire}
    reported-in: p
references: {p: {type: article-journal, title: Un titre, author: [{family: A}], container-title: J, issued: 2025}}
facts:
  defaults: {study: s, source: p, sided: two-sided}
  a: {parameter: Score, statistic: moyenne, at: jour 2, arms: a, value: "8.0"}
  mean-a: {parameter: Points, at: jour 28, arms: a, value: "-8"}
  mean-b: {parameter: Points, at: jour 28, arms: b, value: "-5"}
  d: {parameter: Différence, at: jour 28, vs: b, arms: a, value: "-3", ci: {lower: "-5", upper: "-1", level: 95}, p: ".01"}
  cl: {parameter: Clairance, species: rat, route: i.v., value: 40 mL/min/kg}
  t: {parameter: Demi-vie, species: rat, route: i.v., dose: 1 mg/kg, value: 7 h}
  f: {parameter: Excrétion, value: 78 %}
texts:
  summary: L'effet d'onfasprodil toutes les 2 semaines était de {fact}`d` points sur GluN2B (anciennement NR2B) [@p].
  safety: On ne sait rien de la sécurité [@p].
""",
    "es": """
title: Un informe
lang: es-ES
kind: compound-page
compound: {inn: onfasprodil, status: No autorizado}
studies:
  s:
    registry: NCT03756129
    status: completed
    primary: {name: Cambio hasta el día 28, met: no}
    arms:
      a: {label: Onfasprodil, regimen: cada 2 semanas}
      b: {label: Placebo, control: yes, regimen: semanal}
    reported-in: p
references: {p: {type: article-journal, title: Un título, author: [{family: A}], container-title: J, issued: 2025}}
facts:
  defaults: {study: s, source: p, sided: two-sided}
  a: {parameter: Puntuación, statistic: media, at: día 2, arms: a, value: "8.0"}
  mean-a: {parameter: Puntos, at: día 28, arms: a, value: "-8"}
  mean-b: {parameter: Puntos, at: día 28, arms: b, value: "-5"}
  d: {parameter: Diferencia, at: día 28, vs: b, arms: a, value: "-3", ci: {lower: "-5", upper: "-1", level: 95}, p: ".01"}
  cl: {parameter: Aclaramiento, species: rata, route: i.v., value: 40 mL/min/kg}
  t: {parameter: Semivida, species: rata, route: i.v., dose: 1 mg/kg, value: 7 h}
  f: {parameter: Excreción, value: 78 %}
texts:
  summary: El efecto de onfasprodil cada 2 semanas fue de {fact}`d` puntos sobre GluN2B (antes NR2B) [@p].
  safety: Nada se sabe de la seguridad [@p].
""",
}

SEEDED = {
    "p-interval": dict.fromkeys(CLEAN, ('p: ".01"', 'p: ".40"')),
    "recomputed": dict.fromkeys(CLEAN, ('arms: b, value: "-5"', 'arms: b, value: "-7"')),
    "implausible": dict.fromkeys(CLEAN, ("value: 40 mL/min/kg", "value: 400 mL/min/kg")),
    "qualifier-missing": dict.fromkeys(CLEAN, ("route: i.v., dose: 1 mg/kg, value: 7 h", "route: i.v., value: 7 h")),
    "exploratory": {
        "de": ("Mittelwert, at: Tag 2,", "mittlere Differenz, at: Tag 2,"),
        "fr": ("moyenne, at: jour 2,", "différence moyenne, at: jour 2,"),
        "es": ("media, at: día 2,", "diferencia media, at: día 2,"),
    },
    "term-other": {"de": ("früher NR2B", "wie NR2B"), "fr": ("anciennement", "comme"), "es": ("antes NR2B", "como NR2B")},
    "regimen-differs": {
        "de": ("Onfasprodil alle 2 Wochen war", "Onfasprodil wöchentlich war"),
        "fr": ("d'onfasprodil toutes les 2 semaines", "d'onfasprodil hebdomadaire"),
        "es": ("onfasprodil cada 2 semanas fue", "onfasprodil semanal fue"),
    },
    "number-typed": {
        "de": ("{fact}`d` Punkte", "3,25 Punkte"),
        "fr": ("{fact}`d` points", "4 points"),
        "es": ("{fact}`d` puntos", "3,5 puntos"),
    },
    "spread-prose": {
        "de": ("nichts bekannt", "nichts bekannt; drei 35 ± 5"),
        "fr": ("rien de", "rien (35 ± 5) de"),
        "es": ("Nada se", "Nada (35 ± 5) se"),
    },
    "name-capital": {"fr": ("L'effet d'onf", "L'effet d'Onf"), "es": ("efecto de onf", "efecto de Onf")},
    "figure-missing": {
        "de": ("  safety: Zur", "  more: Abbildung 2. Der Weg\n  safety: Zur"),
        "fr": ("  safety: On", "  more: Tableau 2. Le chemin\n  safety: On"),
        "es": ("  safety: Nada", "  more: Figura 2. El camino\n  safety: Nada"),
    },
    "caption-numbered": {
        "de": ("texts:", "tables: {x: {caption: 'Tabelle 1: Werte', facts: [f], rows: parameter}}\ntexts:"),
        "fr": ("texts:", "tables: {x: {caption: 'Tableau 1 : valeurs', facts: [f], rows: parameter}}\ntexts:"),
        "es": ("texts:", "tables: {x: {caption: 'Tabla 1. Valores', facts: [f], rows: parameter}}\ntexts:"),
    },
    "safety-missing": {
        "de": ("  safety: Zur Sicherheit", "  other: Dazu"), "fr": ("  safety: On", "  other: On"),
        "es": ("  safety: Nada", "  other: Nada"),
    },
}  # fmt: skip

PROMISES = {"de": "Es ist sicher und wirksam.", "fr": "Il est très efficace.", "es": "Es segura y eficaz."}


def loaded(text: str, root: Path) -> Loaded:
    sink, folder = Sink(), root / "data" / "case"
    folder.mkdir(parents=True)
    (folder / "brief.yaml").write_text(text, "utf-8")
    project = find_project(folder, sink)
    assert project is not None
    made = load_brief(folder, project, sink)
    assert made is not None, list(sink)
    return made


def codes(text: str, root: Path) -> set[str]:
    made = loaded(text, root)
    return {d.code for d in check_data(made.brief, made.spans).findings}


@pytest.mark.parametrize("lang", CLEAN)
def test_the_clean_brief_has_no_finding(lang: str, tmp_path: Path) -> None:
    assert codes(CLEAN[lang], tmp_path) == set()


@pytest.mark.parametrize(("code", "lang"), [(code, lang) for code, pairs in SEEDED.items() for lang in pairs])
def test_a_seeded_error_is_found_in_its_language(code: str, lang: str, tmp_path: Path) -> None:
    old, new = SEEDED[code][lang]
    kind = "clinical-brief" if code == "safety-missing" else "compound-page"
    assert old in CLEAN[lang]
    found = codes(CLEAN[lang].replace(old, new).replace("compound-page", kind), tmp_path)
    assert code in found
    if kind == "compound-page":
        assert found == {code}


@pytest.mark.parametrize("lang", PROMISES)
def test_promises(lang: str, tmp_path: Path) -> None:
    made = loaded(CLEAN[lang], tmp_path)
    document = Document(Meta(), (Para((Text(PROMISES[lang]),), span=Span("t.md", 1)),))
    found = [d for d in check_document(document, made.brief, made.spans).findings if d.code == "promise"]
    assert len(found) == 1


def test_every_rule_on_words_is_tried_in_every_language() -> None:
    german_nouns = {"name-capital"}
    for lang in CLEAN:
        tried = {code for code, pairs in SEEDED.items() if lang in pairs} | {"promise"}
        assert WORD_RULES - tried <= (german_nouns if lang == "de" else set())
    assert set(BY_CODE) >= WORD_RULES
    assert set(CLEAN) == set(LANGUAGES) - {"en"}


def test_words_are_whole_words_of_english_and_the_language() -> None:
    assert all("en" in found and set(found) <= set(LANGUAGES) for found in WORDS.values())
    assert words("ratio", "en").search("hazard ratio")
    assert not words("ratio", "en").search("ration")
    assert words("difference", "de-AT").search("mittlerer Unterschied")
    assert not words("difference", "en").search("Unterschied")
    assert (species("Mäuse"), species("perro"), species("zebrafish")) == ("mouse", "dog", "")
