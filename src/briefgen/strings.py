"""Fixed words of the documents ("Table", "continued", "Page 1 of 3"), in one catalogue a language.

An audience may replace single strings (`strings:` in `audience.yaml`); an unknown key there is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Strings:
    """The fixed strings of one language; braces are filled in by the stage that prints them."""

    table: str = "Table"
    figure: str = "Figure"
    section: str = "Section"
    equation: str = "Equation"
    contents: str = "Contents"
    list_of_tables: str = "Tables"
    list_of_figures: str = "Figures"
    references: str = "References"
    further_reading: str = "Further reading"
    continued: str = "(continued)"
    cited_on: str = "Cited on page {pages}"
    cited_on_pages: str = "Cited on pages {pages}"
    page_of: str = "Page {page} of {total}"
    page: str = "Page {page}"
    version: str = "Version"
    data_cut_off: str = "Data cut-off"
    search_date: str = "Literature search"
    date: str = "Date"
    authors: str = "Authors"
    author: str = "Author"
    prepared_for: str = "Prepared for"
    draft: str = "DRAFT"
    note: str = "Note"
    tip: str = "Tip"
    important: str = "Important"
    warning: str = "Warning"
    caution: str = "Caution"
    abbreviations: str = "Abbreviations"
    unverified: str = "not verified"
    secondary: str = "secondary source"
    retracted: str = "Retracted"
    concern: str = "Expression of concern"
    corrected: str = "Corrected"
    updated: str = "Updated"
    ci: str = "{level}% CI"
    to: str = "to"
    count_of: str = "{n} of {total}"
    value: str = "Value"
    reference: str = "Reference"
    ref: str = "ref."
    refs: str = "refs."
    source: str = "Source"
    sources: str = "Sources"
    status: str = "Status"
    count: str = "No."
    organisation: str = "Organisation"
    not_reported: str = "not reported"
    not_calculated: str = "not calculated"
    not_applicable: str = "not applicable"
    below_limit: str = "below the limit of quantification"
    not_determined: str = "not determined"
    unverified_note: str = "Not verified against the primary source."
    unverified_note_from: str = "As reported in {source}; not verified against the primary source."
    secondary_note: str = "Seen in a secondary source only."
    secondary_note_from: str = "As reported in {source}, a secondary source."
    table_description: str = (
        "Table of {rows} by {columns} (rows by columns). Column headings: {heads}. Row labels: {labels}."
    )
    pathway_description: str = "Pathway diagram (elements: {nodes}, relations: {edges})."
    flow_description: str = "Flow chart (steps: {nodes}, transitions: {edges})."
    key: str = "Key"
    key_activates: str = "activates or increases"
    key_inhibits: str = "inhibits or reduces"
    key_modulates: str = "modulates"
    key_hypothesised: str = "hypothesised"
    key_flow: str = "leads to"
    edge_activates: str = "{a} activates {b}"
    edge_inhibits: str = "{a} inhibits {b}"
    edge_modulates: str = "{a} modulates {b}"
    edge_hypothesised: str = "{a} is hypothesised to act on {b}"
    edge_flow: str = "{a} moves to {b}"
    edge_leads: str = "{a} leads to {b}"
    group_members: str = "{group} comprises {members}"
    step: str = "Step {number}: {name}"
    and_: str = "and"
    verified: str = "verified"
    seen_in: str = "seen in {source}"
    findings: str = "Findings"
    findings_intro: str = (
        "This document is a draft: the checks found what is listed here. The list is not part of the released document."
    )
    findings_acknowledged: str = "Acknowledged findings"
    findings_reason: str = "Acknowledged: {reason}"
    severity_error: str = "Error"
    severity_warning: str = "Warning"
    severity_note: str = "Note"
    annex_values: str = "Values and sources"
    annex_values_caption: str = "Every printed value with the record and the source it comes from"
    annex_no_values: str = "This document prints no values."
    annex_place: str = "Place"
    annex_fact: str = "Fact (form)"
    heading_summary: str = "Summary"
    heading_identity: str = "Compound"
    heading_mechanism: str = "Mechanism of action"
    heading_preclinical: str = "Preclinical properties"
    heading_preclinical_brief: str = "Preclinical properties in brief"
    heading_pharmacokinetics: str = "Pharmacokinetics"
    heading_efficacy: str = "Efficacy"
    heading_safety: str = "Safety and tolerability"
    heading_studies: str = "Studies"
    heading_studies_brief: str = "Studies at a glance"
    heading_protocols: str = "Methods and protocols"
    heading_data: str = "Further data"
    heading_mentioned: str = "Supporting data"
    heading_limitations: str = "Limitations and status of the evidence"
    heading_how_to_cite: str = "How to cite this document"
    heading_disclaimer: str = "Disclaimer"
    heading_contact: str = "Contact"
    lead_details: str = "Details are given in"
    lead_figure: str = "A diagram is given in"
    lead_figures: str = "Diagrams are given in"
    lead_efficacy: str = "The efficacy results are given in"
    lead_safety: str = "The safety results are given in"
    lead_pharmacokinetics: str = "The pharmacokinetic data are given in"
    lead_preclinical: str = "The preclinical data are given in"
    lead_summary: str = "The main results are given in"
    name: str = "Name"
    address: str = "Address"
    telephone: str = "Telephone"
    email: str = "Email"
    web: str = "Web"
    inn: str = "Nonproprietary name"
    codes: str = "Code names"
    names: str = "Other names"
    compound_class: str = "Class"
    target: str = "Target"
    iupac: str = "Chemical name"
    cas: str = "CAS number"
    formula: str = "Molecular formula"
    weight: str = "Molar mass"
    salt: str = "Salt form"
    originator: str = "Originator"
    development: str = "Development status"
    registry: str = "Registry"
    other_ids: str = "Other identifiers"
    phase: str = "Phase"
    design: str = "Design"
    population: str = "Population"
    sites: str = "Sites"
    arms: str = "Arms"
    participants: str = "Participants"
    randomised: str = "randomised"
    completed: str = "completed"
    analysed: str = "analysed"
    not_analysed: str = "Not analysed"
    primary: str = "Primary endpoint"
    met: str = "met"
    not_met: str = "not met"
    ci_level: str = "Confidence level"
    reported_in: str = "Reported in"
    status_planned: str = "planned"
    status_recruiting: str = "recruiting"
    status_ongoing: str = "ongoing"
    status_completed: str = "completed"
    status_terminated: str = "terminated"
    status_withdrawn: str = "withdrawn"
    status_suspended: str = "suspended"
    status_unknown: str = "unknown"
    status_unknown_inline: str = "status unknown"
    primary_inline: str = "primary endpoint"
    materials: str = "Materials"
    steps: str = "Steps"
    unchecked: str = "Values not checked against their primary source"
    unchecked_open: str = "Not verified in any source that was read:"
    unchecked_secondary: str = "Read in a secondary source only:"
    unchecked_marked: str = "They are printed as reported and marked where they appear."
    of: str = "of"
    values: str = "values"


_GERMAN = Strings(
    table="Tabelle", figure="Abbildung", section="Abschnitt", equation="Gleichung", contents="Inhalt",
    list_of_tables="Tabellen", list_of_figures="Abbildungen", references="Literatur",
    further_reading="Weiterführende Literatur", continued="(Fortsetzung)",
    cited_on="Zitiert auf Seite {pages}", cited_on_pages="Zitiert auf den Seiten {pages}",
    page_of="Seite {page} von {total}", page="Seite {page}", version="Version", data_cut_off="Datenstand",
    search_date="Literaturrecherche", date="Datum",
    authors="Autoren", author="Autor", prepared_for="Erstellt für", draft="ENTWURF", note="Hinweis", tip="Tipp",
    important="Wichtig", warning="Warnung", caution="Vorsicht", abbreviations="Abkürzungen",
    unverified="nicht geprüft", secondary="Sekundärquelle", retracted="Zurückgezogen",
    concern="Bedenken geäußert", corrected="Berichtigt", updated="Aktualisiert",
    ci="{level}%-KI", to="bis", count_of="{n} von {total}",
    value="Wert", reference="Literatur", ref="Lit.", refs="Lit.", source="Quelle", sources="Quellen",
    status="Status", count="Anzahl",
    organisation="Organisation", not_reported="nicht berichtet", not_calculated="nicht berechnet",
    not_applicable="nicht zutreffend", below_limit="unter der Bestimmungsgrenze", not_determined="nicht bestimmt",
    unverified_note="Nicht anhand der Primärquelle geprüft.",
    unverified_note_from="Nach Angabe von {source}; nicht anhand der Primärquelle geprüft.",
    secondary_note="Nur in einer Sekundärquelle gesehen.",
    secondary_note_from="Nach Angabe von {source}, einer Sekundärquelle.",
    table_description="Tabelle, {rows} mal {columns} (Zeilen mal Spalten). Spaltenköpfe: {heads}. Zeilen: {labels}.",
    pathway_description="Schema (Elemente: {nodes}, Beziehungen: {edges}).",
    flow_description="Ablaufplan (Schritte: {nodes}, Übergänge: {edges}).",
    key="Legende", key_activates="aktiviert oder erhöht", key_inhibits="hemmt oder senkt", key_modulates="moduliert",
    key_hypothesised="vermutet", key_flow="führt zu",
    edge_activates="{a} aktiviert {b}", edge_inhibits="{a} hemmt {b}", edge_modulates="{a} moduliert {b}",
    edge_hypothesised="{a} wirkt vermutlich auf {b}", edge_flow="{a} gelangt zu {b}", edge_leads="{a} führt zu {b}",
    group_members="{group} umfasst {members}", step="Schritt {number}: {name}", and_="und",
    verified="geprüft", seen_in="gesehen in {source}", findings="Befunde",
    findings_intro="Dieses Dokument ist ein Entwurf: Die Prüfungen ergaben, was hier aufgeführt ist. "
    "Die Liste gehört nicht zum freigegebenen Dokument.",
    findings_acknowledged="Zur Kenntnis genommene Befunde", findings_reason="Zur Kenntnis genommen: {reason}",
    severity_error="Fehler", severity_warning="Warnung", severity_note="Hinweis", annex_values="Werte und Quellen",
    annex_values_caption="Jeder gedruckte Wert mit dem Datensatz und der Quelle, aus denen er stammt",
    annex_no_values="Dieses Dokument druckt keine Werte.", annex_place="Stelle", annex_fact="Datensatz (Form)",
    heading_summary="Zusammenfassung", heading_identity="Wirkstoff", heading_mechanism="Wirkmechanismus",
    heading_preclinical="Präklinische Eigenschaften",
    heading_preclinical_brief="Präklinische Eigenschaften im Überblick", heading_pharmacokinetics="Pharmakokinetik",
    heading_efficacy="Wirksamkeit", heading_safety="Sicherheit und Verträglichkeit", heading_studies="Studien",
    heading_studies_brief="Studien im Überblick", heading_protocols="Methoden und Protokolle",
    heading_data="Weitere Daten", heading_mentioned="Ergänzende Daten",
    heading_limitations="Einschränkungen und Stand der Belege", heading_how_to_cite="Zitiervorschlag",
    heading_disclaimer="Haftungsausschluss", heading_contact="Kontakt", lead_details="Einzelheiten enthält",
    lead_figure="Ein Schema zeigt", lead_figures="Schemata zeigen", lead_efficacy="Ergebnisse zur Wirksamkeit:",
    lead_safety="Ergebnisse zur Sicherheit:", lead_pharmacokinetics="Pharmakokinetische Daten:",
    lead_preclinical="Präklinische Daten:", lead_summary="Die wichtigsten Ergebnisse:", name="Name",
    address="Anschrift", telephone="Telefon", email="E-Mail", web="Internet", inn="Freiname", codes="Codenamen",
    names="Weitere Namen", compound_class="Klasse", target="Zielstruktur", iupac="Chemische Bezeichnung", cas="CAS-Nummer",
    formula="Summenformel", weight="Molare Masse", salt="Salzform", originator="Urheber",
    development="Entwicklungsstand", registry="Register", other_ids="Weitere Kennungen", phase="Phase", design="Design",
    population="Population", sites="Zentren", arms="Arme", participants="Teilnehmende", randomised="randomisiert",
    completed="abgeschlossen", analysed="ausgewertet", not_analysed="Nicht ausgewertet", primary="Primärer Endpunkt",
    met="erreicht", not_met="nicht erreicht", ci_level="Konfidenzniveau", reported_in="Berichtet in",
    status_planned="geplant", status_recruiting="rekrutiert", status_ongoing="laufend",
    status_completed="abgeschlossen", status_terminated="abgebrochen", status_withdrawn="zurückgezogen",
    status_suspended="ausgesetzt", status_unknown="unbekannt", status_unknown_inline="Status unbekannt",
    primary_inline="primärer Endpunkt",
    materials="Materialien", steps="Schritte",
    unchecked="Nicht anhand ihrer Primärquelle geprüfte Werte", unchecked_open="In keiner gelesenen Quelle geprüft:",
    unchecked_secondary="Nur in einer Sekundärquelle gelesen:",
    unchecked_marked="Sie sind wie berichtet gedruckt und an Ort und Stelle gekennzeichnet.", of="von", values="Werten",
)  # fmt: skip

CATALOGUE: dict[str, Strings] = {"en": Strings(), "de": _GERMAN}

KEYS = frozenset(f.name for f in fields(Strings))


def strings_for(lang: str, overrides: Mapping[str, str] | None = None) -> Strings:
    """The catalogue of a BCP 47 language (its base language decides; English when there is none), with replacements.

    Raises KeyError naming the first override that is no key of the catalogue.
    """
    base = CATALOGUE.get(lang.partition("-")[0].lower(), CATALOGUE["en"])
    changes = {key.replace("-", "_"): text for key, text in (overrides or {}).items()}
    for key in changes:
        if key not in KEYS:
            raise KeyError(key)
    return replace(base, **changes)
