"""Fixed words of the documents ("Table", "continued", "Page 1 of 3", "Summary"), in one catalogue a language.

An audience may replace single strings (`strings:` in `audience.yaml`); an unknown key there is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from importlib import import_module

from briefgen.records import dataclass


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
    affiliation: str = "Affiliation"
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
    # the fields that head the row labels of a table
    field_parameter: str = "Parameter"
    field_species: str = "Species"
    field_strain: str = "Strain"
    field_route: str = "Route"
    field_dose: str = "Dose"
    field_regimen: str = "Regimen"
    field_duration: str = "Duration"
    field_matrix: str = "Matrix"
    field_assay: str = "Assay"
    field_at: str = "Time"
    field_vs: str = "Compared with"
    field_form: str = "Form"
    field_statistic: str = "Statistic"
    field_study: str = "Study"
    # what the templates say
    summary: str = "Summary"
    compound: str = "Compound"
    mechanism: str = "Mechanism of action"
    preclinical: str = "Preclinical properties"
    preclinical_in_brief: str = "Preclinical properties in brief"
    pharmacokinetics: str = "Pharmacokinetics"
    efficacy: str = "Efficacy"
    safety: str = "Safety and tolerability"
    studies: str = "Studies"
    studies_at_a_glance: str = "Studies at a glance"
    protocols: str = "Methods and protocols"
    data: str = "Further data"
    supporting_data: str = "Supporting data"
    limitations: str = "Limitations and status of the evidence"
    how_to_cite: str = "How to cite this document"
    disclaimer: str = "Disclaimer"
    contact: str = "Contact"
    name: str = "Name"
    address: str = "Address"
    telephone: str = "Telephone"
    email: str = "Email"
    web: str = "Web"
    inn: str = "Nonproprietary name"
    code_names: str = "Code names"
    other_names: str = "Other names"
    drug_class: str = "Class"
    target: str = "Target"
    chemical_name: str = "Chemical name"
    cas_number: str = "CAS number"
    molecular_formula: str = "Molecular formula"
    molar_mass: str = "Molar mass"
    salt_form: str = "Salt form"
    originator: str = "Originator"
    development_status: str = "Development status"
    unchecked: str = "Values not checked against their primary source"
    unchecked_open: str = "Not verified in any source that was read: {count} of {total} values"
    unchecked_printed: str = "They are printed as reported and marked where they appear."
    unchecked_secondary: str = "Read in a secondary source only: {count} of {total} values"
    materials: str = "Materials"
    steps: str = "Steps"
    registry: str = "Registry"
    other_identifiers: str = "Other identifiers"
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
    primary_endpoint: str = "Primary endpoint"
    primary_endpoint_is: str = "primary endpoint"
    met: str = "met"
    not_met: str = "not met"
    confidence_level: str = "Confidence level"
    reported_in: str = "Reported in"
    study_planned: str = "planned"
    study_recruiting: str = "recruiting"
    study_ongoing: str = "ongoing"
    study_completed: str = "completed"
    study_terminated: str = "terminated"
    study_withdrawn: str = "withdrawn"
    study_suspended: str = "suspended"
    study_unknown: str = "unknown"
    status_unknown: str = "status unknown"
    given_in: str = "Details are given in"
    diagram_in: str = "A diagram is given in"
    diagrams_in: str = "Diagrams are given in"
    summary_in: str = "The main results are given in"
    efficacy_in: str = "The efficacy results are given in"
    safety_in: str = "The safety results are given in"
    pharmacokinetics_in: str = "The pharmacokinetic data are given in"
    preclinical_in: str = "The preclinical data are given in"

    @property
    def interval(self) -> str:
        """What a confidence interval is called where no level stands with it: "CI", "KI", "IC"."""
        named = re.search(r"[A-Z]{2,}", self.ci)
        return named[0] if named else self.ci.replace("{level}", "").strip(" %-\u2011")


KEYS = frozenset(f.name for f in fields(Strings))


def catalogue(tag: str) -> Mapping[str, str]:
    """The strings of a language by its base tag ("de"); none for English, whose strings are the defaults, and others."""
    module = LANGUAGES.get(tag)
    return import_module(f"briefgen.strings.{module}").WORDS if module else {}


LANGUAGES = {"de": "german", "es": "spanish", "fr": "french"}
"""The languages beside English, each a module with all strings."""


@lru_cache(maxsize=16)
def _of(tag: str) -> Strings:
    return Strings(**catalogue(tag))


def strings_for(lang: str, overrides: Mapping[str, str] | None = None) -> Strings:
    """The strings of a BCP 47 language (its base language decides; English when there are none), with replacements.

    Raises KeyError naming the first override that is no key of the catalogue.
    """
    base = _of(lang.partition("-")[0].lower())
    changes = {key.replace("-", "_"): text for key, text in (overrides or {}).items()}
    for key in changes:
        if key not in KEYS:
            raise KeyError(key)
    return replace(base, **changes) if changes else base
