"""From the clean samples, one seeded error at a time: exactly the rule that is meant finds it, at its line."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefgen.check import check_data
from briefgen.diag import Diagnostic, Sink
from briefgen.load.brief import load_brief
from briefgen.load.project import find_project

DATA = Path(__file__).parents[3] / "data"


@dataclass(frozen=True)
class Mutation:
    """One seeded error: in a file of a sample, `old` becomes `new`. `at` stands in the line where it is found.

    Without `at`, that is the first line that differs. "file|words" names the line of another file.
    """

    rule: str
    file: str
    old: str
    new: str
    at: str = ""


def grid(*rows: str, head: str = "[A, B]", caption: str = "Extra table") -> str:
    lines = "".join(f"      - {row}\n" for row in rows)
    return f"tables:\n  extra:\n    caption: {caption}\n    head: {head}\n    grid:\n{lines}"


ONF, ONF_FACTS, ONF_TEXTS = "mij821/brief.yaml", "mij821/facts.yaml", "mij821/texts.yaml"
ONF_REFS, ONF_METHODS = "mij821/references.yaml", "mij821/protocols.yaml"
ESK, ESK_FACTS, ESK_TEXTS = "esketamine/brief.yaml", "esketamine/facts.yaml", "esketamine/texts.yaml"
ESK_REFS = "esketamine/references.yaml"

MUTATIONS = [
    # evidence
    Mutation("ref-unknown", ESK_FACTS, "{study: japan, source: takahashi2021", "{study: japan, source: takahashi2022"),
    Mutation("ref-unknown", ONF, "sources: [fih, benchchem2025]", "sources: [fih, benchchem25]"),
    Mutation("ref-unknown", ONF_METHODS, "source: shelton2025", "source: shelton-2025"),
    Mutation("study-unknown", ONF_FACTS, "study: subcutaneous", "study: subcutan"),
    Mutation("study-unknown", ONF_METHODS, "study: phase2", "study: phase-2"),
    Mutation("arm-unknown", ONF_FACTS, "arms: ketamine, at: 1 h", "arms: ketamin, at: 1 h"),
    Mutation("arm-unknown", ESK_FACTS, "n-28: {arms: e28", "n-28: {arms: e29"),
    Mutation("fact-unknown", ONF_TEXTS, "{fact}`kpuu-rat`", "{fact}`kpuu-rats`"),
    Mutation("fact-unknown", ONF, "facts: [auc-048, cmax-048]", "facts: [auc-048, cmax-48]"),
    Mutation("field-unknown", ONF, "rows: [dose]", "rows: [doses]"),
    Mutation("field-unknown", ESK, "order: {at: [2 h, 24 h, end point],", "order: {time: [2 h, 24 h, end point],"),
    Mutation("table-empty", ESK, "{study: japan, parameter: Change from baseline}", "{study: japan, parameter: Change}"),
    Mutation("table-empty", ESK, "facts: {study: dose-second,", "facts: {study: second,"),
    Mutation("table-ragged", ONF, "tables:\n", grid("[x, y]", "[x]"), at="      - [x]"),
    Mutation("table-ragged", ESK, "tables:\n", grid("[x, y, z]"), at="- [x, y, z]"),
    Mutation("cells-typed", ONF, "tables:\n", grid("[x, 5]", "[y, 7]", "[z, some]"), at="[z, some]"),
    Mutation("cells-typed", ESK, "tables:\n", grid("[x, 5]", "[y, rises]", head='[A, "B (ng/mL)"]'), at="[y, rises]"),
    Mutation("rows-shifted", ESK, "tables:\n", grid("[x, Rat, 5]", "[Dog, 6, ~]", head="[A, B, C]"), at="[Dog, 6, ~]"),
    Mutation("rows-overlap", ESK, "tables:\n", grid("[1–5 mg, NR]", "[3 mg, NR]"), at="[3 mg, NR]"),
    Mutation("rows-overlap", ONF, "tables:\n", grid("[0.1 to 5 h, NR]", "[0.1 h, NR]"), at="[0.1 h, NR]"),
    Mutation(
        "caption-twice",
        ONF,
        "tables:\n",
        grid("[x, y]", caption='"Phase 2 study: patients with dissociation [@shelton2025]"'),
        at='dissociation [@shelton2025]"\n    description',
    ),
    Mutation("caption-numbered", ESK, 'caption: "TRANSFORM-2: pat', 'caption: "Table 5. TRANSFORM-2: pat'),
    Mutation("caption-numbered", ONF, "caption: Workflow of the first", "caption: Figure 2 Workflow of the first"),
    Mutation(
        "treatment-missing",
        ONF_FACTS,
        "    madrs6w-ketamine:\n      arms: ketamine",
        "    madrs6w-ketamine:\n      arms: placebo",
        at="madrs6w-016: {",
    ),
    Mutation(
        "treatment-missing",
        ESK_FACTS,
        '    diff-end-84: {arms: e84, value: "-10.5", se: "2.79", p: "<.001"}\n',
        "",
        at="diff-end-28:",
    ),
    Mutation(
        "fact-unsourced",
        ONF_FACTS,
        "n-occupancy: {study: occupancy, source: medpath-nct05666687, n",
        "n-occupancy: {study: occupancy, n",
    ),
    Mutation(
        "fact-unsourced",
        ESK_FACTS,
        "  defaults: {study: none, source: turkoz2021, parameter: Response}",
        "  defaults: {study: none, parameter: Response}",
        at="response-day2-esketamine:",
    ),
    Mutation(
        "edge-unsourced",
        ONF,
        "figures:\n",
        "figures:\n  extra: {kind: pathway, caption: Extra, edges: [one -> two]}\n",
        at="one -> two",
    ),
    Mutation("claim-unsourced", ONF_TEXTS, "in brain and plasma [@benchchem2025].", "in brain and plasma."),
    Mutation(
        "claim-unsourced", ESK_TEXTS, "was excreted unchanged [@label].", "was excreted unchanged.", at="The mean terminal"
    ),
    Mutation(
        "mechanism-source",
        ESK_TEXTS,
        "with glutamate [@drugcentral]. One device holds {fact}`dose-base` of esketamine as {fact}`dose-salt` of the"
        " hydrochloride; all doses in this brief are doses of the base [@label].",
        "with glutamate [@daly2018].",
    ),
    Mutation(
        "citation-typed",
        ONF_TEXTS,
        "The lower dose had the larger difference.",
        "The lower dose had the larger difference.[3]",
    ),
    Mutation("citation-typed", ESK_TEXTS, "their results were not pooled.", "their results were not pooled.^4^"),
    Mutation(
        "study-mismatch",
        ONF_FACTS,
        "n-subcutaneous: {study: subcutaneous, source: ctv-nct05454410",
        "n-subcutaneous: {study: subcutaneous, source: daly2018",
    ),
    Mutation("study-mismatch", ONF_METHODS, "study: fih\n  source: fih", "study: fih\n  source: shelton2025"),
    Mutation("study-mismatch", ESK_FACTS, "{study: japan, source: takahashi2021", "{study: japan, source: daly2018"),
    Mutation(
        "source-tier", ONF_FACTS, "locator: Table 1 of the guide, status: unverified}", "locator: Table 1 of the guide}"
    ),
    Mutation(
        "source-tier", ESK_REFS, "takahashi2021:\n", "takahashi2021:\n  tier: news\n", at="facts.yaml|{study: japan, source"
    ),
    # references
    Mutation("ref-doi", ONF_REFS, "DOI: 10.4088/JCP.23m15246", "DOI: https://doi.org/10.4088/JCP.23m15246"),
    Mutation("ref-pmid", ONF_REFS, 'PMID: "40767837"', 'PMID: "PMC40767837"'),
    Mutation("ref-title-host", ONF_REFS, 'title: "[Product page of onfasprodil, B10830910]"', "title: www.benchchem.com"),
    Mutation(
        "ref-title-url", ONF_REFS, 'title: "[Product page of onfasprodil, B10830910]"', 'title: "https://www.benchchem.com"'
    ),
    Mutation("ref-title-site", ONF_REFS, "preclinical profile\n", "preclinical profile | BioWorld\n"),
    Mutation("ref-title-site", ESK_REFS, "title: ", "title: Esketamine - PubMed #", at="PubMed"),
    Mutation("ref-incomplete", ONF_REFS, "  container-title: The Journal of Clinical Psychiatry\n", "", at="shelton2025:"),
    Mutation(
        "ref-incomplete",
        ONF_REFS,
        '  accessed: {date-parts: [["2025", "12", "1"]]}\n  tier: vendor\n',
        "  tier: vendor\n",
        at="benchchem-product:",
    ),
    Mutation("study-registry", ONF, "registry: NCT05666687", "registry: NCT0566668"),
    Mutation("study-registry", ESK, "registry: NCT02418585", "registry: NCT024185855"),
    # identity
    Mutation("cas-check-digit", ONF, "cas: 1892581-29-1", "cas: 1892581-29-7"),
    Mutation("cas-check-digit", ESK, "cas: 33643-46-8", "cas: 33643-64-8"),
    Mutation("cas-check-digit", ESK, "cas: 33643-47-9", "cas: 33643-47-6"),
    Mutation("formula-syntax", ONF, "formula: C20H23FN2O3", "formula: C20H23fN2O3"),
    Mutation("formula-weight", ONF, 'weight: "358.4"', 'weight: "394.9"'),
    Mutation("formula-weight", ESK, "formula: C13H16ClNO", "formula: C13H17ClNO", at='weight: "237.73"'),
    Mutation("inchikey-syntax", ONF, "NEFQLCKWVRZEJA-ZWVKXQFTSA-N", "NEFQLCKWVRZEJA-ZWVKXQFTSA"),
    Mutation("inchikey-syntax", ONF, "NEFQLCKWVRZEJA-ZWVKXQFTSA-N", "NEFQLCKWVRZEJ0-ZWVKXQFTSA-N"),
    Mutation(
        "smiles-syntax",
        ESK,
        "  cas: 33643-46-8\n",
        "  cas: 33643-46-8\n  smiles: CN[C@]1(CCCCC1=O)C2=CC=CC=C2Cl)\n",
        at="smiles:",
    ),
    Mutation(
        "smiles-syntax",
        ESK,
        "  cas: 33643-46-8\n",
        "  cas: 33643-46-8\n  smiles: CN[C@]1(CCCCC1=O)C2=CC=CC=CCl\n",
        at="smiles:",
    ),
    Mutation(
        "smiles-formula",
        ESK,
        "  cas: 33643-46-8\n",
        "  cas: 33643-46-8\n  smiles: CN[C@]1(CCCC1=O)C2=CC=CC=C2Cl\n",
        at="smiles:",
    ),
    Mutation(
        "stereo-differs",
        ESK,
        "  cas: 33643-46-8\n",
        "  cas: 33643-46-8\n  smiles: CNC1(CCCCC1=O)C2=CC=CC=C2Cl\n",
        at="smiles:",
    ),
    Mutation(
        "stereo-differs",
        ESK,
        "  cas: 33643-46-8\n",
        "  cas: 33643-46-8\n  inchikey: YQEZLKZALYSWHR-UHFFFAOYSA-N\n",
        at="inchikey:",
    ),
    Mutation("stereo-differs", ESK, "iupac: (S)-2-", "inchikey: YQEZLKZALYSWHR-ZDUSSCGKSA-N\n  iupac: 2-", at="inchikey:"),
    Mutation("chemical-name", ESK, "iupac: (S)-2-(2-chloro", "iupac: (S)-2-(2'-chloro"),
    Mutation("chemical-name", ESK, "iupac: (S)-2-(2-chloro", "iupac: (S)-2-(2–chloro"),
    Mutation("chemical-name", ESK, "iupac: (S)-2-(2-chloro", "iupac: (S)-alpha-(2-chloro"),
    # numbers
    Mutation("interval-order", ONF_FACTS, 'ci: {lower: "-11.78", upper: "-1.15"', 'ci: {lower: "-1.15", upper: "-11.78"'),
    Mutation("interval-estimate", ONF_FACTS, 'value: "-5.42"', 'value: "-15.42"'),
    Mutation("interval-estimate", ESK_FACTS, 'value: "-4.0"', 'value: "-0.4"'),
    Mutation("interval-estimate", ONF_FACTS, 'value: "-6.46"', 'value: "6.46"'),
    Mutation("interval-level", ESK_FACTS, 'arms: j28, value: "-15.2"', 'arms: j28, value: "-15.2", ci: -16.0 to -14.0'),
    Mutation("interval-decimals", ONF_FACTS, 'lower: "-11.78"', 'lower: "-11.8"'),
    Mutation("interval-decimals", ONF_FACTS, 'upper: "-0.02"', 'upper: "-0.021"'),
    Mutation("p-interval", ONF_FACTS, 'p: ".0598"', 'p: ".5980"'),
    Mutation("p-interval", ONF_FACTS, 'upper: "-1.15"', 'upper: "1.15"', at='p: ".0598"'),
    Mutation("p-interval", ONF_FACTS, 'p: ".0993"', 'p: ".3993"'),
    Mutation("p-impossible", ONF_FACTS, 'p: ".0461"', 'p: "0.000"'),
    Mutation("p-impossible", ESK_FACTS, 'p: ".18"', 'p: "1.0"'),
    Mutation("p-sided", ONF_FACTS, "    at: week 6\n    sided: not reported\n", "    at: week 6\n", at='p: ".0598"'),
    Mutation("p-inexact", ONF_FACTS, 'p: ".0461"', 'p: "<.05"'),
    Mutation("p-inexact", ESK_FACTS, 'p: ".11"', 'p: ">.05"'),
    Mutation(
        "p-rounding",
        ONF_FACTS,
        "    madrs24-032: {",
        '    again: {arms: [p016w, p016b], dose: 0.16 mg/kg, value: "-8.25", p: ".002"}\n    madrs24-032: {',
        at="again:",
    ),
    Mutation("p-decimals", ONF_FACTS, 'p: ".0461"', 'p: ".046"'),
    Mutation("p-decimals", ESK_FACTS, 'p: ".06"', 'p: ".0600"'),
    Mutation("count-of", ONF_FACTS, "n: 5, of: 21, source", "n: 22, of: 21, source"),
    Mutation("count-of", ESK_FACTS, "rem-2h-28: {arms: e28, n: 3,", "rem-2h-28: {arms: e28, n: 13,"),
    Mutation("percentage", ONF_FACTS, 'of: 21, value: "23.8"', 'of: 21, value: "28.3"'),
    Mutation("percentage", ESK_FACTS, 'of: 318, value: "17.3"', 'of: 318, value: "17.6"'),
    Mutation("percentage", ESK_FACTS, "n: 94, of: 208", "n: 49, of: 208", at="response-day28-placebo:"),
    Mutation(
        "percent-decimals",
        ESK,
        "    acknowledged: {percent-decimals: The two percentages are printed so in their source.}\n",
        "",
        at="  safety-discontinuation:",
    ),
    Mutation("recomputed", ESK_FACTS, 'diff-2h-28: {arms: e28, value: "-6.7"', 'diff-2h-28: {arms: e28, value: "-7.6"'),
    Mutation(
        "recomputed",
        ESK_FACTS,
        'change-24h-56: {arms: e56, value: "-15.7"',
        'change-24h-56: {arms: e56, value: "-17.5"',
        at="diff-24h-56:",
    ),
    Mutation(
        "recomputed", ESK_FACTS, 'second-diff-84: {arms: s84, value: "-4.9"', 'second-diff-84: {arms: s84, value: "-9.4"'
    ),
    Mutation("digits-noise", ONF_FACTS, 'value: "0.9"', 'value: "0.9000000000000001"'),
    Mutation("digits-noise", ESK_FACTS, 'sd: "5.18"', 'sd: "5.179999999999999"'),
    Mutation("spread-unlabelled", ESK_FACTS, 'value: "35.0", sd: "5.18"', 'value: "35.0 ± 5.18"'),
    Mutation(
        "spread-prose", ESK_TEXTS, "Esketamine blocks NMDA receptors", "Esketamine (ten ± 3) 35 ± 5 blocks NMDA receptors"
    ),
    Mutation(
        "implausible",
        ONF_FACTS,
        "acknowledged: {implausible: Printed as the guide gives it; "
        "a note under the table and the text say that it is high.}\n"
        "    cl-rat",
        "\n    cl-rat",
        at='value: "130"',
    ),
    Mutation("implausible", ESK_FACTS, "value: <1 %", "value: 101 %"),
    # units
    Mutation("unit-unknown", ONF_FACTS, 'value: "708", unit: h·ng/mL', 'value: "708", unit: h·ng/mLL'),
    Mutation("unit-unknown", ESK_FACTS, "value: 7–12 h", "value: 7–12 hrz"),
    Mutation("unit-ambiguous", ONF_FACTS, "unit: ng/mL}", "unit: ng/mL·mg}"),
    Mutation("unit-ambiguous", ONF_FACTS, "unit: h·ng/mL", "unit: ng/mL·h"),
    Mutation("unit-micro", ONF_FACTS, 'value: "462", unit: ng/mL', 'value: "462", unit: ug/mL'),
    Mutation("unit-micro", ESK_FACTS, "value: 28 mg}", "value: 28 mcg}"),
    Mutation("unit-micro-prose", ONF_METHODS, "Telemetry in dogs", "Telemetry in dogs given 5 ug"),
    Mutation("unit-space", ONF_TEXTS, "with 0.16 mg/kg,", "with 0.16mg/kg,"),
    Mutation("unit-space", ESK_TEXTS, "with 28 mg, ", "with 28mg, "),
    Mutation(
        "unit-mixed",
        ONF_FACTS,
        "noael-dog: {parameter: NOAEL, species: dog, route: not reported, duration: 6 weeks, value: 10 mg/kg}",
        "noael-dog: {parameter: NOAEL, species: dog, route: not reported, duration: 6 weeks, value: 10 µg/kg}",
        at="brief.yaml|  preclinical:",
    ),
    Mutation(
        "qualifier-missing",
        ONF_FACTS,
        "t-half-rat: {parameter: Half-life, species: rat, route: intravenous, dose: not reported,",
        "t-half-rat: {parameter: Half-life, species: rat, route: intravenous,",
    ),
    Mutation(
        "qualifier-missing",
        ESK_FACTS,
        "half-life: {parameter: Half-life, species: human, route: nasal,",
        "half-life: {parameter: Half-life, species: human,",
    ),
    Mutation("salt-or-base", ESK, "  doses-as: base\n", "", at="placebo: {label: Placebo, n: 33"),
    Mutation(
        "salt-or-base",
        ONF,
        "  originator: Cadent",
        "  salts: [{name: hydrochloride}]\n  originator: Cadent",
        at="p016w: {label",
    ),
    # words and signs
    Mutation("number-typed", ONF_TEXTS, "about {fact}`half-life-human` [", "about 7 h ["),
    Mutation("number-typed", ONF_TEXTS, "rose by {fact}`cadss-ketamine` points", "rose by 10.30 points"),
    Mutation("number-typed", ESK_TEXTS, "mean terminal half-life is {fact}`half-life`", "mean terminal half-life is 9.5 h"),
    Mutation("minus-hyphen", ESK_TEXTS, "The smallest dose had", "The smallest dose (-5) had"),
    Mutation("minus-hyphen", ONF_TEXTS, "Results for one compound", "The -2 results for one compound"),
    Mutation(
        "range-hyphen",
        ONF,
        "population: Adults aged 18–65 years with treatment-resistant depression, MADRS total",
        "population: Adults aged 18-65 years with treatment-resistant depression, MADRS total",
    ),
    Mutation("range-hyphen", ESK_TEXTS, "esketamine 56 or 84 mg or placebo", "esketamine 56-84 mg or placebo"),
    Mutation("thousands-mixed", ESK_TEXTS, "The three trials differ", "The 3,120 or 12,000 or 13 000 trials differ"),
    Mutation(
        "percent-space",
        ONF_TEXTS,
        "At week 6 only two of four regimens had an 80% confidence",
        "At week 6 only two of four regimens had an 80 % confidence",
    ),
    Mutation("formula-text", ONF_TEXTS, "less calcium (Ca²⁺) enters", r"less calcium ($\text{Ca}^{2+}$) enters"),
    Mutation("formula-text", ESK_TEXTS, "Esketamine blocks NMDA receptors", r"Esketamine blocks $\mathrm{NMDA}$ receptors"),
    Mutation("term-other", ONF_TEXTS, "Other GluN2B-selective compounds", "Other NR2B-selective compounds"),
    Mutation("term-other", ONF, "target: GluN2B-containing NMDA receptor", "target: NR2B-containing NMDA receptor"),
    Mutation("term-other", ONF, '  IC50: "GluN2B inhibition', '  IC50: "NR2B inhibition', at="NR2B inhibition"),
    Mutation(
        "name-capital",
        ONF_TEXTS,
        "evidence for the downstream steps was found for onfasprodil",
        "evidence for the downstream steps was found for Onfasprodil",
    ),
    Mutation("name-capital", ESK, "inn: esketamine", "inn: Esketamine"),
    Mutation("name-capital", ESK_TEXTS, "holds {fact}`dose-base` of esketamine", "holds {fact}`dose-base` of Esketamine"),
    Mutation(
        "code-spelling",
        ONF_TEXTS,
        "Onfasprodil (MIJ821) is an investigational negative",
        "Onfasprodil (MIJ-821) is an investigational negative",
    ),
    Mutation("code-spelling", ONF, "codes: [MIJ821, CAD-9271]", "codes: [MIJ821, CAD-9271, CAD9271]"),
    Mutation("code-spelling", ONF, 'title: "Onfasprodil (MIJ821)', 'title: "Onfasprodil (Mij821)'),
    Mutation(
        "abbreviation-undefined",
        ONF,
        "  CADSS: Clinician-Administered Dissociative States Scale\n",
        "",
        at="texts.yaml|The mean CADSS score",
    ),
    Mutation("abbreviation-undefined", ESK_TEXTS, "The three trials differ", "The three RCTX differ"),
    Mutation("abbreviation-undefined", ESK, "  SE: standard error\n", "", at="texts.yaml|points (SE {fact}"),
    Mutation(
        "abbreviation-idle",
        ESK,
        "  SE: standard error\n",
        "  SE: standard error\n  PTSD: post-traumatic stress disorder\n",
        at="PTSD",
    ),
    # studies
    Mutation("arms-sum", ONF, "label: Placebo weekly, n: 20", "label: Placebo weekly, n: 21", at="randomised: 72"),
    Mutation("arms-sum", ESK, "randomised: 28", "randomised: 29"),
    Mutation("losses-sum", ESK, "completed: 60", "completed: 59"),
    Mutation(
        "flow-sum",
        ONF,
        '    acknowledged: {flow-sum: "The journal gives 72 randomised, the six arms add up to 70; '
        'a note under the figure says so."}\n',
        "",
        at='random: {label: "Randomised 3',
    ),
    Mutation(
        "size-missing",
        ESK,
        "    acknowledged: {size-missing: The sources read give percentages and differences of this trial "
        "without the numbers of patients.}\n",
        "",
        at="  transform2:",
    ),
    Mutation(
        "regimen-differs",
        ONF_METHODS,
        "placebo weekly, or ketamine 0.5 mg/kg weekly",
        "placebo weekly, or ketamine 0.5 mg/kg daily",
    ),
    Mutation(
        "regimen-differs",
        ONF_FACTS,
        "madrs48-ketamine: {arms: ketamine,",
        "madrs48-ketamine: {arms: ketamine, regimen: every 2 weeks,",
    ),
    Mutation(
        "exploratory",
        ESK_FACTS,
        "japan-84: {parameter: Change from baseline, statistic: mean, at: day 28,",
        "japan-84: {parameter: Change from baseline, statistic: mean, vs: placebo, at: day 7,",
    ),
    Mutation("study-stopped", ONF, '    reason: "Sponsor: benefit–risk assessment"\n', "", at="status: terminated"),
    Mutation("trial-untold", ESK, "title: Japanese phase 2b study", "title: Study 2b in Japan", at="  japan:"),
    Mutation("metadata-missing", ONF, 'version: "1.0"\n', "", at="title:"),
    Mutation("metadata-missing", ESK, "search-date: 2025-12-01\n", "", at="title:"),
    Mutation(
        "figure-missing",
        ONF_TEXTS,
        "  ::: {#fig-pathway}\n",
        "  Proposed signalling pathway of onfasprodil.\n\n  ::: {#fig-pathway}\n",
        at="Proposed signalling pathway",
    ),
]


def found_in(root: Path, brief: str) -> list[Diagnostic]:
    """What the rules on data find in a brief of a project."""
    sink = Sink()
    project = find_project(root / "data", sink)
    assert project is not None
    loaded = load_brief(root / "data" / brief, project, sink)
    assert loaded is not None, list(sink)
    return list(check_data(loaded.brief, loaded.spans).findings)


def mutated(mutation: Mutation, root: Path) -> str:
    """Seed the error in a copy of its sample; the file and line it is to be found at."""
    brief, _, name = mutation.file.partition("/")
    shutil.copytree(DATA / brief, root / "data" / brief)
    file = root / "data" / brief / name
    before = file.read_text("utf-8")
    assert mutation.old in before
    after = before.replace(mutation.old, mutation.new, 1)
    file.write_text(after, "utf-8")
    differs = next(i for i, (one, other) in enumerate(zip(before, after, strict=False)) if one != other)
    other, _, words = mutation.at.rpartition("|")
    text = (file.parent / other).read_text("utf-8") if other else after
    at = text.index(words) if words else differs
    return f"data/{brief}/{other or name}:{text[:at].count(chr(10)) + 1}"


@pytest.mark.parametrize("name", ["mij821", "esketamine", "minimal"])
def test_the_clean_samples_have_no_finding(name: str) -> None:
    assert found_in(DATA.parent, name) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule}-{m.file}-{MUTATIONS.index(m)}")
def test_a_seeded_error_is_found_by_its_rule_alone(mutation: Mutation, tmp_path: Path) -> None:
    place = mutated(mutation, tmp_path)
    found = found_in(tmp_path, mutation.file.partition("/")[0])
    assert {d.code for d in found} == {mutation.rule}, [f"{d.span} {d.code} {d.message}" for d in found]
    assert place in {f"{d.span.file}:{d.span.line}" for d in found}
