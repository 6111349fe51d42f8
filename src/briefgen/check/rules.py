"""All rules, in one table. A rule is added here, with its function in the module of its family and one case a rule."""

from __future__ import annotations

from briefgen.check import documents, evidence, identity, numbers, references, studies, units
from briefgen.check.rule import CLINICAL, EVIDENCE, DataRule, DocumentRule, Rule
from briefgen.diag import Severity

_E, _W = Severity.ERROR, Severity.WARNING

DATA_RULES: tuple[DataRule, ...] = (
    # evidence
    DataRule("ref-unknown", _E, evidence.unknown_references, "every reference key leads to a record"),
    DataRule("study-unknown", _E, evidence.unknown_studies, "every study named is there"),
    DataRule("arm-unknown", _E, evidence.unknown_arms, "a fact's arms are arms of its study"),
    DataRule("fact-unknown", _E, evidence.unknown_facts, "every fact named in a table or a text is there"),
    DataRule("field-unknown", _E, evidence.table_fields, "tables ask for fields that facts have"),
    DataRule("table-empty", _E, evidence.empty_tables, "a table has rows"),
    DataRule("table-ragged", _E, evidence.ragged_tables, "every row of a grid has a cell for each heading"),
    DataRule("fact-unsourced", _W, evidence.unsourced_facts, "a fact names its source", EVIDENCE),
    DataRule("edge-unsourced", _W, evidence.unsourced_edges, "an edge of a pathway names its source", EVIDENCE),
    DataRule("study-mismatch", _E, evidence.mismatched_sources, "a fact cites a reference that reports its study"),
    DataRule("source-tier", _W, evidence.secondary_sources, "a verified value rests on a primary source", EVIDENCE),
    # references
    DataRule("ref-doi", _E, references.bad_dois, "a DOI is one"),
    DataRule("ref-pmid", _E, references.bad_pmids, "a PMID or PMCID is one"),
    DataRule("ref-title-host", _E, references.hosts_as_titles, "a title is not the name of a host"),
    DataRule("ref-title-url", _E, references.urls_as_titles, "a title is not a URL"),
    DataRule("ref-incomplete", _E, references.incomplete_references, "a reference has the fields its type needs"),
    DataRule("study-registry", _E, references.bad_registry_numbers, "a registry number is one"),
    # identity
    DataRule("cas-check-digit", _E, identity.bad_cas_numbers, "the check digit of a CAS number is right"),
    DataRule("formula-syntax", _E, identity.bad_formulas, "a molecular formula is one"),
    DataRule("formula-weight", _E, identity.wrong_weights, "formula and molar mass agree"),
    DataRule("inchikey-syntax", _E, identity.bad_inchikeys, "an InChIKey is one"),
    # numbers
    DataRule("interval-order", _E, numbers.reversed_intervals, "a lower bound is below its upper bound"),
    DataRule("interval-estimate", _E, numbers.estimates_outside, "an estimate lies inside its interval"),
    DataRule("interval-level", _E, numbers.unstated_levels, "an interval says its confidence level"),
    DataRule("interval-decimals", _W, numbers.uneven_intervals, "estimate and bounds have the same decimals"),
    DataRule("p-interval", _W, numbers.contradicting_p_values, "P and interval say the same"),
    DataRule("p-impossible", _E, numbers.impossible_p_values, "a P lies between 0 and 1"),
    DataRule("p-sided", _W, numbers.unknown_sidedness, "a P beside an interval says its sidedness", CLINICAL),
    DataRule("count-of", _E, numbers.impossible_counts, "a part is not more than the whole"),
    DataRule("percentage", _W, numbers.wrong_percentages, "a percentage is that of its counts"),
    DataRule("spread-unlabelled", _E, numbers.unlabelled_spread, "a spread says whether it is SD, SE or another"),
    DataRule("implausible", _W, numbers.implausible_values, "a value lies within what a body can do", EVIDENCE),
    # units
    DataRule("unit-unknown", _E, units.unknown_units, "a unit can be read"),
    DataRule("unit-ambiguous", _E, units.ambiguous_units, "a unit can be read in one way only"),
    DataRule("unit-micro", _W, units.micro_written_otherwise, "micro is written µ"),
    DataRule("unit-mixed", _W, units.mixed_units, "a table shows a parameter in one unit"),
    DataRule("qualifier-missing", _W, units.missing_qualifiers, "a parameter has the qualifiers it needs", EVIDENCE),
    # studies
    DataRule("arms-sum", _E, studies.arms_that_do_not_add_up, "arms add up to the randomised"),
    DataRule("losses-sum", _E, studies.losses_that_do_not_add_up, "losses account for who is missing"),
    DataRule("study-stopped", _W, studies.stopped_without_reason, "a stopped study says why", EVIDENCE),
    DataRule("safety-missing", _E, studies.benefit_without_safety, "benefit is not reported without safety", CLINICAL),
)

DOCUMENT_RULES: tuple[DocumentRule, ...] = (
    DocumentRule("trial-hidden", _E, studies.hidden_trials, "stopped and failed trials are named for everyone", CLINICAL),
    DocumentRule("heading-skipped", _E, documents.skipped_headings, "no heading level is skipped"),
    DocumentRule("float-unmentioned", _W, documents.unmentioned_floats, "tables and figures are mentioned in the text"),
    DocumentRule("alt-missing", _E, documents.missing_alt_texts, "figures and equations have alt text"),
    DocumentRule("promise", _W, documents.promises, "nothing investigational is called safe or effective", EVIDENCE),
)

RULES: tuple[Rule, ...] = (*DATA_RULES, *DOCUMENT_RULES)
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
