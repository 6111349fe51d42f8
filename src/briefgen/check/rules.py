"""All rules, in one table. A rule is added here, with its function in the module of its family and one case a rule."""

from __future__ import annotations

from briefgen.check import (
    chemistry,
    claims,
    dates,
    documents,
    evidence,
    grids,
    identity,
    numbers,
    pvalues,
    recompute,
    references,
    studies,
    terms,
    typed,
    typography,
    units,
)
from briefgen.check.rule import CLINICAL, EVIDENCE, DataRule, DocumentRule, Rule
from briefgen.diag import Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

DATA_RULES: tuple[DataRule, ...] = (
    # evidence
    DataRule("ref-unknown", _E, evidence.unknown_references, "every reference key leads to a record"),
    DataRule("study-unknown", _E, evidence.unknown_studies, "every study named is there"),
    DataRule("arm-unknown", _E, evidence.unknown_arms, "a fact's arms are arms of its study"),
    DataRule("fact-unknown", _E, evidence.unknown_facts, "every fact named in a table or a text is there"),
    DataRule("field-unknown", _E, evidence.table_fields, "tables ask for fields that facts have"),
    DataRule("table-empty", _E, evidence.empty_tables, "a table has rows"),
    DataRule("table-ragged", _E, evidence.ragged_tables, "every row of a grid has a cell for each heading"),
    DataRule("cells-typed", _E, grids.words_among_numbers, "a column of numbers holds numbers or missing codes"),
    DataRule("rows-shifted", _E, grids.shifted_rows, "a row of a grid lost no spanning cell"),
    DataRule("rows-overlap", _W, grids.overlapping_rows, "rows of a grid exclude one another"),
    DataRule("caption-twice", _W, grids.repeated_captions, "every caption is used once"),
    DataRule("caption-numbered", _W, typography.typed_numbers_of_captions, "captions do not bring their own numbers"),
    DataRule("treatment-missing", _W, grids.treatments_left_out, "no treatment is left out without a reason", EVIDENCE),
    DataRule("fact-unsourced", _W, evidence.unsourced_facts, "a fact names its source", EVIDENCE),
    DataRule("edge-unsourced", _W, evidence.unsourced_edges, "an edge of a pathway names its source", EVIDENCE),
    DataRule("figure-name", _W, evidence.misspelt_names, "nodes and groups that a figure names are the ones it lists"),
    DataRule("claim-unsourced", _W, claims.unsourced_claims, "a text that states evidence cites it", CLINICAL),
    DataRule("mechanism-source", _W, claims.mechanisms_from_trials, "a mechanism rests on more than trials", EVIDENCE),
    DataRule("citation-typed", _W, typography.typed_citations, "text cites by key, not by number"),
    DataRule("study-mismatch", _E, evidence.mismatched_sources, "facts and protocols cite a report of their study"),
    DataRule("source-tier", _W, evidence.secondary_sources, "a verified value rests on a primary source", EVIDENCE),
    # references
    DataRule("ref-doi", _E, references.bad_dois, "a DOI is one"),
    DataRule("ref-pmid", _E, references.bad_pmids, "a PMID or PMCID is one"),
    DataRule("ref-title-host", _E, references.hosts_as_titles, "a title is not the name of a host"),
    DataRule("ref-title-url", _E, references.urls_as_titles, "a title is not a URL"),
    DataRule("ref-title-site", _W, references.sites_in_titles, "a title does not end with the name of a site"),
    DataRule("ref-incomplete", _E, references.incomplete_references, "a reference has the fields its type needs"),
    DataRule("ref-date", _E, dates.impossible_dates, "a reference's dates are days, months or seasons that there are"),
    DataRule("study-registry", _E, references.bad_registry_numbers, "a registry number is one"),
    # identity
    DataRule("cas-check-digit", _E, identity.bad_cas_numbers, "the check digit of a CAS number is right"),
    DataRule("formula-syntax", _E, identity.bad_formulas, "a molecular formula is one"),
    DataRule("formula-weight", _E, identity.wrong_weights, "formula and molar mass agree"),
    DataRule("inchikey-syntax", _E, identity.bad_inchikeys, "an InChIKey is one"),
    DataRule("smiles-syntax", _E, identity.bad_smiles, "a SMILES is one"),
    DataRule("smiles-formula", _E, identity.other_structures, "SMILES and formula have the same heavy atoms"),
    DataRule("stereo-differs", _E, identity.other_stereochemistry, "name, SMILES and InChIKey agree on stereochemistry"),
    DataRule("structure-differs", _E, chemistry.other_molecules, "SMILES, formula, InChIKey and name are one molecule"),
    DataRule("structure-unread", _N, chemistry.unread_structures, "structures are compared, which RDKit does"),
    DataRule("chemical-name", _W, identity.badly_set_names, "primes, hyphens and Greek letters of names are themselves"),
    # numbers
    DataRule("interval-order", _E, numbers.reversed_intervals, "a lower bound is below its upper bound"),
    DataRule("interval-estimate", _E, numbers.estimates_outside, "an estimate lies inside its interval"),
    DataRule("interval-level", _E, numbers.unstated_levels, "an interval says its confidence level"),
    DataRule("interval-decimals", _W, numbers.uneven_intervals, "estimate and bounds have the same decimals"),
    DataRule("p-interval", _W, pvalues.contradicting_p_values, "P and interval say the same"),
    DataRule("p-impossible", _E, pvalues.impossible_p_values, "a P lies between 0 and 1"),
    DataRule("p-sided", _W, pvalues.unknown_sidedness, "P beside an interval says its sidedness", CLINICAL),
    DataRule("p-inexact", _W, pvalues.inexact_p_values, "a P is a value, not a bound", EVIDENCE),
    DataRule("p-rounding", _E, pvalues.cut_off_p_values, "a P is the value of its source rounded once"),
    DataRule("p-decimals", _W, pvalues.uneven_p_values, "P values of one source have the same decimals", EVIDENCE),
    DataRule("count-of", _E, numbers.impossible_counts, "a part is not more than the whole"),
    DataRule("percentage", _W, numbers.wrong_percentages, "a percentage is that of its counts"),
    DataRule("percent-decimals", _W, numbers.uneven_percentages, "percentages of a table have the same decimals"),
    DataRule("recomputed", _W, recompute.recomputed, "a computed value is what its inputs give"),
    DataRule("digits-noise", _E, numbers.noisy_digits, "digits are those of the source"),
    DataRule("decimal-comma", _E, numbers.decimal_commas, "numbers of data have a decimal point"),
    DataRule("spread-unlabelled", _E, numbers.unlabelled_spread, "a spread says whether it is SD, SE or another"),
    DataRule("spread-prose", _E, typography.unlabelled_spread_in_prose, "a spread in a text says what it is"),
    DataRule("implausible", _W, numbers.implausible_values, "a value lies within what a body can do", EVIDENCE),
    # units
    DataRule("unit-unknown", _E, units.unknown_units, "a unit can be read"),
    DataRule("unit-ambiguous", _E, units.ambiguous_units, "a unit can be read in one way only"),
    DataRule("unit-micro", _W, units.micro_written_otherwise, "micro is written µ"),
    DataRule("unit-micro-prose", _W, typography.micro_in_prose, "micro is written µ in texts"),
    DataRule("unit-space", _W, typography.units_too_close, "a space stands between number and unit"),
    DataRule("unit-mixed", _W, units.mixed_units, "a table shows a parameter in one unit"),
    DataRule("qualifier-missing", _W, units.missing_qualifiers, "a parameter has the qualifiers it needs", EVIDENCE),
    DataRule("salt-or-base", _W, claims.doses_of_unknown_form, "doses say whether of base or salt", EVIDENCE),
    # words and signs
    DataRule("number-typed", _W, typed.typed_numbers, "measured numbers in texts are printed from facts", EVIDENCE),
    DataRule("minus-hyphen", _W, typography.hyphens_as_minus, "a minus is U+2212, not a hyphen"),
    DataRule("range-hyphen", _W, typography.hyphens_in_ranges, "a range has an en dash or a word, not a hyphen"),
    DataRule("thousands-mixed", _W, typography.mixed_thousands, "one thousands separator a document"),
    DataRule("percent-space", _W, typography.mixed_percent_spaces, "percent signs of texts are set alike"),
    DataRule("formula-text", _W, typography.formulas_for_text, "ions and names are text, not formulas"),
    DataRule("term-other", _W, terms.other_terms, "one term a concept, its alias at first use only"),
    DataRule("name-capital", _W, terms.capital_names, "a nonproprietary name is in lower case"),
    DataRule("code-spelling", _W, terms.code_spellings, "a code name has one spelling"),
    DataRule("abbreviation-undefined", _W, terms.undefined_abbreviations, "abbreviations are spelled out", CLINICAL),
    DataRule("abbreviation-idle", _W, terms.idle_abbreviations, "abbreviations that are listed are used"),
    # studies
    DataRule("arms-sum", _E, studies.arms_that_do_not_add_up, "arms add up to the randomised"),
    DataRule("losses-sum", _E, studies.losses_that_do_not_add_up, "losses account for who is missing"),
    DataRule("flow-sum", _E, studies.flows_that_do_not_add_up, "the boxes of a flow diagram add up"),
    DataRule("size-missing", _W, claims.missing_sizes, "results come with the number of people", CLINICAL),
    DataRule("level-unstated", _W, claims.unstated_trial_levels, "an unusual confidence level is told", CLINICAL),
    DataRule("regimen-differs", _W, claims.other_regimens, "regimens are those of the arms"),
    DataRule("exploratory", _W, claims.unlabelled_exploration, "after a failed endpoint, the rest is exploratory", EVIDENCE),
    DataRule("study-stopped", _W, studies.stopped_without_reason, "a stopped study says why", EVIDENCE),
    DataRule("trial-untold", _W, studies.untold_trials, "a text tells of stopped and failed trials", CLINICAL),
    DataRule("safety-missing", _E, studies.benefit_without_safety, "benefit is not reported without safety", CLINICAL),
    DataRule("metadata-missing", _W, claims.missing_metadata, "version, dates, authors and disclaimer are given", CLINICAL),
    DataRule("figure-missing", _W, claims.stray_captions, "a caption has its figure"),
)

DOCUMENT_RULES: tuple[DocumentRule, ...] = (
    DocumentRule("trial-hidden", _E, studies.hidden_trials, "stopped and failed trials are named for everyone", CLINICAL),
    DocumentRule("heading-skipped", _E, documents.skipped_headings, "no heading level is skipped"),
    DocumentRule("float-unmentioned", _W, documents.unmentioned_floats, "tables and figures are mentioned in the text"),
    DocumentRule("alt-missing", _E, documents.missing_alt_texts, "figures and equations have alt text"),
    DocumentRule("promise", _W, documents.promises, "nothing investigational is called safe or effective", EVIDENCE),
    DocumentRule("status-hidden", _E, documents.hidden_statuses, "values nobody verified say so"),
    DocumentRule("p-printed", _E, pvalues.misprinted_p_values, "a printed P is its fact's, rounded once"),
    DocumentRule("markup-leak", _E, documents.leaks, "no markup, template code or placeholder is printed"),
)

WORD_RULES = frozenset({
    "p-interval", "recomputed", "implausible", "qualifier-missing", "exploratory", "term-other", "regimen-differs",
    "number-typed", "spread-prose", "name-capital", "figure-missing", "caption-numbered", "safety-missing", "promise",
})  # fmt: skip
"""Rules that look for words, those of `lexicon`: in a brief of another language they see English ones only."""

RULES: tuple[Rule, ...] = (*DATA_RULES, *DOCUMENT_RULES)
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
