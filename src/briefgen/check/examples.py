"""What breaks each rule, what keeps it, and how to get from one to the other: for `briefgen explain` and `docs/rules.md`."""

from __future__ import annotations

from typing import NamedTuple


class Example(NamedTuple):
    """A rule by example: data or text that breaks it, the same that keeps it, and what to do."""

    wrong: str
    right: str
    fix: str


EXAMPLES: dict[str, Example] = {
    # evidence
    "ref-unknown": Example(
        "source: shelton25", "source: shelton2025", "Correct the key, or add the record to `references:`."
    ),
    "study-unknown": Example("study: phase-2", "study: phase2", "Correct the key, or add the study to `studies:`."),
    "arm-unknown": Example("arms: [high-dose]", "arms: [high]", "Correct the key, or add the arm to the study's `arms:`."),
    "fact-unknown": Example(
        "{fact}`ic-50`", "{fact}`ic50`", "Correct the id; `briefgen trace` lists those that are printed."
    ),
    "field-unknown": Example("rows: [paramter]", "rows: [parameter]", "Correct the field; docs/data-format.md lists them."),
    "table-empty": Example(
        "facts: {species: cat}", "facts: {species: rat}", "Ask for values that facts have, or delete the table."
    ),
    "table-ragged": Example(
        "head: [a, b]\ngrid: [[1]]", "head: [a, b]\ngrid: [[1, ~]]", "Give each row one cell a heading; `~` is an empty one."
    ),
    "cells-typed": Example(
        "Cmax (ng/mL): rises in proportion",
        "Cmax (ng/mL): NR",
        "Put a number or a code (NR, NC, NA, BLQ, ND); remarks go into `notes:`.",
    ),
    "rows-shifted": Example(
        "[Rat, 6 nM, [@r], ~]",
        '[IC50, Rat, 6 nM, "[@r]"]',
        "Repeat the label that the spanning cell had in front of the row.",
    ),
    "rows-overlap": Example(
        "0.016 to 0.48 mg/kg | 0.48 mg/kg", "0.016 mg/kg | 0.48 mg/kg", "Let the rows of a table exclude one another."
    ),
    "caption-twice": Example(
        "Efficacy | Efficacy", "Efficacy at 24 h | Efficacy at week 6", "Say in the captions what sets the tables apart."
    ),
    "caption-numbered": Example(
        "Table 1: Potency", "Potency", "Delete the number; tables and figures are numbered by the build."
    ),
    "treatment-missing": Example(
        "week 6: two of three arms",
        "third arm: {at: week 6, missing: NR}",
        "Add the fact, or one with `missing:` and the reason.",
    ),
    "fact-unsourced": Example(
        "ic50: 8 nM", "ic50: {value: 8 nM, source: smith2020}", "Give `source:`, or once in `defaults:`."
    ),
    "edge-unsourced": Example(
        "a -> b", "a -> b {source: smith2020}", "Give the edge a source, or the whole figure `sources:`."
    ),
    "figure-name": Example(
        "nodes: {receptor: NMDA receptor}\nedges: [receptr -> effect]",
        "nodes: {receptor: NMDA receptor}\nedges: [receptor -> effect]",
        "Correct the name, or list it under `nodes:` or `groups:`.",
    ),
    "claim-unsourced": Example(
        "The IC50 was {fact}`ic50`.",
        "The IC50 was {fact}`ic50` [@smith2020].",
        "Cite in the paragraph where the value stands.",
    ),
    "mechanism-source": Example(
        "mechanism: Synapses form [@trial].",
        "mechanism: Synapses form [@slices].",
        "Cite the experiment, or call it a hypothesis.",
    ),
    "citation-typed": Example(
        "as shown before.[1]", "as shown before [@smith2020].", "Cite by key; the build numbers the references."
    ),
    "study-mismatch": Example(
        "{study: phase2, source: fih-paper}",
        "{study: phase2, source: shelton2025}",
        "Cite a report named in the study's `reported-in:`.",
    ),
    "source-tier": Example(
        "{source: news-item}",
        "{source: news-item, status: secondary}",
        "Cite the primary source, or mark the value as secondary.",
    ),
    # references
    "ref-doi": Example("DOI: https://doi.org/10.1/x", "DOI: 10.1000/x", "Write the DOI from its `10.` on."),
    "ref-pmid": Example("PMID: PMC123", "PMID: 40767837", "A PMID is a plain number; the PMC number goes into `PMCID`."),
    "ref-title-host": Example(
        "title: researchgate.net", "title: The paper's title", "Give the title of the work that stands there."
    ),
    "ref-title-url": Example(
        "title: https://x.org", "title: The page\nURL: https://x.org", "Give the title; the address goes into `URL`."
    ),
    "ref-title-site": Example("title: A paper - PubMed", "title: A paper", "Delete the site's name from the title."),
    "ref-incomplete": Example(
        "{type: article-journal, title: A paper}",
        "… with author, container-title and issued",
        "Complete it, or set `status: unverified`.",
    ),
    "ref-date": Example(
        "issued: {date-parts: [[2020, 2, 30]]}",
        "issued: {date-parts: [[2020, 2, 3]]}",
        "Copy the date from the work; months 13 to 16 and 21 to 24 are seasons.",
    ),
    "study-registry": Example("registry: NCT123", "registry: NCT03756129", "Copy the number from the register."),
    # identity
    "cas-check-digit": Example("cas: 50-78-3", "cas: 50-78-2", "A digit is mistyped: compare with the register."),
    "formula-syntax": Example(
        "formula: c20h23", "formula: C20H23FN2O3", "Write element symbols and counts, parts joined by ·."
    ),
    "formula-weight": Example(
        "C20H23FN2O3, 394.9", "C20H23FN2O3, 358.4", "Take both from the same form: base, salt or hydrate."
    ),
    "inchikey-syntax": Example("inchikey: NEFQ-LCK", "inchikey: NEFQLCKWVRZEJA-ZWVKXQFTSA-N", "Copy all 27 characters."),
    "smiles-syntax": Example("smiles: C1CC", "smiles: C1CC1", "Close every bracket and every ring."),
    "smiles-formula": Example(
        "C6H12O with OC1CCCC1", "C6H12O with OC1CCCCC1", "Take formula and SMILES from the same form."
    ),
    "stereo-differs": Example("(2R,3S)-… with one @", "(2R,3S)-… with two centres", "Restore the descriptor that was lost."),
    "structure-differs": Example(
        "N[C@@H](C)C(=O)O named (R)", "N[C@@H](C)C(=O)O named (S)", "Draw the SMILES, and compare it with the register."
    ),
    "structure-unread": Example(
        "smiles: …, without RDKit", "pip install 'briefgen[chem]'", "Install RDKit, so that structures are compared."
    ),
    "chemical-name": Example("4'-chloro", "4′-chloro", "Write ′ (U+2032), plain hyphens, and α, β, γ."),
    # numbers
    "interval-order": Example("ci: 5 to 2", "ci: 2 to 5", "Compare with the source: a sign may be lost."),
    "interval-estimate": Example(
        'value: "0.12", ci: 1.15 to 2.00',
        'value: "1.52", ci: 1.15 to 2.00',
        "Correct it, or acknowledge that its source prints it so.",
    ),
    "interval-level": Example(
        "ci: 2 to 5", "ci: {lower: 2, upper: 5, level: 95}", "Give `level:`, or `ci-level:` in the study."
    ),
    "interval-decimals": Example('"2.0", 1 to 3.5', '"2.0", 1.0 to 3.5', "Write the zeros its source has."),
    "p-interval": Example(
        "P = .01, 95% CI -1 to 5", "P = .20, 95% CI -1 to 5", "Compare level, sidedness and bounds with the source."
    ),
    "p-impossible": Example('p: "0.000"', 'p: "<.001"', "Write the bound, or the digits its source has."),
    "p-sided": Example('p: ".04"', 'p: ".04", sided: two-sided', "Give `sided:`, once in the defaults of the group."),
    "p-inexact": Example('p: "<.05"', 'p: ".031"', "Give the exact value where the source has it; else acknowledge it."),
    "p-rounding": Example("P 0.019 for .0196", "P .0196", "Give the source's digits; the profile rounds them, once."),
    "p-decimals": Example("0.019 beside 0.0427", ".0196 beside .0427", "Give all P values with the digits of the source."),
    "count-of": Example("n: 22, of: 21", "n: 5, of: 21", "The part comes first: `n` of `of`."),
    "percentage": Example(
        "n: 5, of: 21, value: 25 %", "n: 5, of: 21, value: 23.8 %", "Recount, or say in `note:` what it is a part of."
    ),
    "percent-decimals": Example(
        "7 % beside 0.9 %", "7.0 % beside 0.9 %", "Take the digits from the sources; acknowledge what they lack."
    ),
    "recomputed": Example(
        "-16.4 and -9.7: -7.6", "-16.4 and -9.7: -6.7", "Compare with the source; acknowledge a model's result."
    ),
    "digits-noise": Example('"0.30000000000000004"', '"0.30"', "Write the digits its source reports."),
    "decimal-comma": Example('value: "8,25"', 'value: "8.25"', "Write a point; the profile and the language set the sign."),
    "spread-unlabelled": Example(
        "value: 35.0 ± 5.2", 'value: "35.0", sd: "5.2"', "Give the spread in `sd:`, `se:` or `ci:`."
    ),
    "spread-prose": Example("35.0 ± 5.2", "35.0 (SD 5.2)", "Say which spread it is."),
    "implausible": Example(
        "clearance, rat: 560 mL/min/kg", "clearance, rat: 56.0 mL/min/kg", "Check the unit; acknowledge what is true."
    ),
    # units and names
    "unit-unknown": Example("unit: nM (IC50)", "unit: nM", "Put remarks into `note:`."),
    "unit-ambiguous": Example("mL/min·kg", "mL/min/kg", "Write one solidus a factor, or exponents: mL·min⁻¹·kg⁻¹."),
    "unit-micro": Example("unit: ug/mL", "unit: µg/mL", "Write µ."),
    "unit-micro-prose": Example("5 mcg", "5 µg", "Write µ."),
    "unit-space": Example("5mg", "5 mg", "Put a space, best a no-break one, between number and unit."),
    "unit-mixed": Example(
        "3 mg/kg above 300 µg/kg", "3 mg/kg above 0.3 mg/kg", "Report one parameter of a table in one unit."
    ),
    "qualifier-missing": Example(
        "half-life: 7 h", "half-life: 7 h, route: iv, dose: 5 mg", "Give the qualifiers, or `not reported`."
    ),
    "salt-or-base": Example(
        "dose: 28 mg", "compound: {doses-as: base}", "Say once in the compound of which form doses are."
    ),
    "number-typed": Example(
        "fell by 8.25 points", "fell by {fact}`madrs24` points", "Print the fact, so that the number has its source."
    ),
    "minus-hyphen": Example("-5 points", "−5 points", "Write U+2212, or print the fact."),
    "range-hyphen": Example("3-5 mg", "3–5 mg", "Write an en dash, or `to` where a bound is negative."),
    "thousands-mixed": Example("1,234 and 12 345", "1,234 and 12,345", "Choose one separator."),
    "percent-space": Example("5% and 7 %", "5% and 7%", "Choose one way."),
    "formula-text": Example(r"$\text{Ca}^{2+}$", "Ca^2+^", "Write it as text with sub- and superscripts."),
    "term-other": Example(
        "the NR2B subunit", "the GluN2B subunit (formerly NR2B)", "Write the preferred term; see `terms:`."
    ),
    "name-capital": Example("given Onfasprodil", "given onfasprodil", "Write it in lower case within sentences."),
    "code-spelling": Example(
        "MIJ-821 beside MIJ821", "MIJ821 throughout", "Keep the first spelling in `codes:`; quotations keep theirs."
    ),
    "abbreviation-undefined": Example("the HDRS fell", "abbreviations: {HDRS: …}", "List it, or write it out at first use."),
    "abbreviation-idle": Example("abbreviations: {EEG: …}", "(no EEG)", "Delete what no text uses."),
    # studies
    "arms-sum": Example(
        "randomised: 72, arms 70", "losses: {not accounted for: 2}", "Say in `losses:` where the others went."
    ),
    "losses-sum": Example(
        "randomised: 72, completed: 70", "losses: {withdrew consent: 2}", "Give each loss with its number."
    ),
    "flow-sum": Example(
        "n = 72 -> 40 and 30", "n = 72 -> 40, 30 and lost 2", "Add a box for the lost, or acknowledge the reason."
    ),
    "size-missing": Example("results without n", "n-all: {study: s, n: 72}", "Add a fact with the number, and print it."),
    "level-unstated": Example(
        "ci-level: 80, unsaid", "“80% confidence intervals”", "Say the level where its P values stand."
    ),
    "regimen-differs": Example("ketamine biweekly", "ketamine weekly", "Correct it after the study's arms."),
    "exploratory": Example("a result after a failed endpoint", "exploratory: yes", "Label it, and say so in the text."),
    "study-stopped": Example(
        "status: terminated", "status: terminated, reason: …", "Give the reason in the registry's words."
    ),
    "trial-untold": Example("a stopped trial in `studies:` only", "“NCT04722666 was terminated”", "Name it in a text."),
    "safety-missing": Example("efficacy alone", "texts: {safety: …}", "Add what is known on harm, or that nothing is."),
    "metadata-missing": Example(
        "title alone", "version, data-cut-off, search-date …", "Give them, or another `kind:` of document."
    ),
    "figure-missing": Example(
        "Workflow of the study.", "::: {#fig-flow}", "Describe the figure in `figures:`, and place it."
    ),
    # documents
    "trial-hidden": Example(
        "an audience that is not told", "a sentence with its number", "Name it where this audience is told of benefit."
    ),
    "heading-skipped": Example("## then ####", "## then ###", "Use the next level."),
    "float-unmentioned": Example("a table nobody mentions", "… (@tbl-efficacy)", "Refer to it in the text."),
    "alt-missing": Example("an equation without words", "a description", "Give `alt:`."),
    "promise": Example(
        "It is safe and effective.", "Events were as frequent as with placebo.", "Say what was measured, in whom."
    ),
    "status-hidden": Example(
        "an unverified value, bare", "the same with its note", "Report it: the build marks such values itself."
    ),
    "p-printed": Example("P = .019 of .0196", "P = .02", "Report it: the build rounds P values itself."),
    "markup-leak": Example("{{ name }} in print", "the name", "Mark it up as docs/markup.md says."),
}
"""One example a rule, in the order of the table of rules."""
