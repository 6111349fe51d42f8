"""Published tables made again from facts, cell by cell: the three of the onfasprodil sample, and Daly 2018."""

from __future__ import annotations

from typing import Any

import pytest

from briefgen.tree import Cell, plain
from unit.resolve.support import grouped, place, run, texts

REFERENCES = {
    "bioworld": {"type": "article", "title": "BioWorld", "status": "unverified"},
    "fih": {"type": "article", "title": "First in human", "status": "unverified"},
    "shelton": {"type": "article-journal", "title": "Rapid onset", "author": [{"family": "Shelton"}]},
    "daly": {"type": "article-journal", "title": "Intranasal esketamine", "author": [{"family": "Daly"}]},
}


def _preclinical(parameter: str, species: str, value: str) -> dict[str, str]:
    return {
        "parameter": parameter,
        "species": species,
        "value": value,
        "source": "bioworld",
        "status": "unverified",
        "study": "none",
    }


TABLE_1 = [
    ("GluN2B IC50", "Human", "8 nM"),
    ("GluN2B IC50", "Rat", "6 nM"),
    ("Brain/plasma Kp,uu", "Rat", "0.9"),
    ("Clearance (IV)", "Mouse", "130 mL/min/kg"),
    ("Clearance (IV)", "Rat", "56 mL/min/kg"),
    ("Clearance (IV)", "Dog", "40 mL/min/kg"),
    ("Half-life (IV)", "Mouse", "3.8 h"),
    ("Half-life (IV)", "Rat", "8.9 h"),
    ("Half-life (IV)", "Dog", "6.3 h"),
    ("NOAEL (6-week GLP)", "Rat", "10 mg/kg"),
    ("NOAEL (6-week GLP)", "Dog", "10 mg/kg"),
]


def _table_1() -> dict[str, Any]:
    return {
        "references": REFERENCES,
        "facts": {f"f{n}": _preclinical(*row) for n, row in enumerate(TABLE_1)},
        "tables": {
            "preclinical": {
                "caption": "Preclinical properties",
                "facts": {"study": "none"},
                "rows": ["parameter", "species"],
                "cell": [{"head": "Value", "show": "{value}"}, {"head": "Reference", "show": "{cite}"}],
            }
        },
    }


def test_table_1_with_its_row_spans() -> None:
    table = run(_table_1(), place("tbl-preclinical")).table("tbl-preclinical")
    assert texts(table.head) == [["Parameter", "Species", "Value", "Reference"]]
    expected, before = [], ""
    for parameter, species, value in TABLE_1:
        opening = [] if parameter == before else [parameter]
        expected.append([*opening, species, value.replace(" ", "~"), "(1)"])
        before = parameter
    assert texts(table.body) == expected
    spans = [
        c.rowspan for row in table.body for c in row.cells if c.children == row.cells[0].children and len(row.cells) == 4
    ]
    assert spans == [2, 1, 3, 3, 2]
    assert [plain(n.children) for n in table.notes] == [
        "As reported in BioWorld (1); not verified against the primary source."
    ]


def test_table_1_with_headings_or_repeated_groups() -> None:
    headed = run(_table_1(), place("tbl-preclinical"), theme=grouped("heading")).table("tbl-preclinical")
    assert texts(headed.body)[:3] == [["GluN2B IC50"], ["Human", "8~nM", "(1)"], ["Rat", "6~nM", "(1)"]]
    assert [(r.group, r.keep) for r in headed.body[:2]] == [(True, True), (False, False)]
    assert headed.body[0].cells[0] == Cell(headed.body[0].cells[0].children, colspan=3, scope="rowgroup")
    repeated = run(_table_1(), place("tbl-preclinical"), theme=grouped("repeat")).table("tbl-preclinical")
    assert texts(repeated.body) == [[p, s, v.replace(" ", "~"), "(1)"] for p, s, v in TABLE_1]


def test_table_2_puts_units_into_the_heads() -> None:
    shared = {"dose": "0.48 mg/kg", "source": "fih", "status": "unverified", "statistic": "geometric mean"}
    data = {
        "references": REFERENCES,
        "facts": {
            "auc": {"parameter": "AUCinf", "value": "708 h·ng/mL", **shared},
            "cmax": {"parameter": "Cmax", "value": "462 ng/mL", **shared},
        },
        "tables": {"pk": {"caption": "PK", "facts": ["auc", "cmax"], "rows": "dose", "columns": "parameter"}},
    }
    table = run(data, place("tbl-pk")).table("tbl-pk")
    assert texts(table.head) == [["Dose", "AUCinf (h·ng/mL)", "Cmax (ng/mL)"]]
    assert texts(table.body) == [["0.48 mg/kg", "708", "462"]]
    assert [c.align for c in table.columns] == ["left", "decimal", "decimal"]


def _table_3() -> dict[str, Any]:
    arms = {"p016": "Onfasprodil 0.16 mg/kg", "p032": "Onfasprodil 0.32 mg/kg", "ket": "Ketamine 0.5 mg/kg"}
    rows = [
        ("p016", "24 h", "-8.25", ".0013", "verified"),
        ("p032", "24 h", "-5.71", ".0196", "verified"),
        ("ket", "24 h", "-5.67", ".0461", "verified"),
        ("p016", "Week 6", "-5.78", ".0427", "unverified"),
        ("p032", "Week 6", "-4.24", ".1133", "unverified"),
    ]
    facts = {
        f"m{n}": {
            "parameter": "MADRS difference",
            "study": "phase2",
            "arms": arm,
            "at": at,
            "value": v,
            "p": p,
            "source": "shelton",
            "status": status,
        }
        for n, (arm, at, v, p, status) in enumerate(rows)
    }
    return {
        "references": REFERENCES,
        "abbreviations": {"MADRS": "Montgomery–Åsberg Depression Rating Scale", "TRD": "treatment-resistant depression"},
        "studies": {"phase2": {"ci-level": "80", "arms": {k: {"label": v} for k, v in arms.items()}}},
        "facts": facts,
        "tables": {
            "efficacy": {
                "caption": "MADRS difference from placebo [@shelton]",
                "facts": {"parameter": "MADRS difference"},
                "rows": "arms",
                "columns": "at",
                "cell": [{"head": "Difference[^d]", "show": "{est}"}, {"show": "{p}"}],
                "stub": "Treatment",
                "notes": {"d": "Adjusted mean difference.", "_s": "Sidedness of P was not reported."},
            }
        },
    }


def test_table_3_as_one_table_with_spanners() -> None:
    table = run(_table_3(), place("tbl-efficacy")).table("tbl-efficacy")
    assert texts(table.head) == [["Treatment", "24 h", "Week 6"], ["Differencea", "P", "Differencea", "P"]]
    assert [(c.colspan, c.rowspan, c.scope) for c in table.head[0].cells] == [
        (1, 2, "col"),
        (2, 1, "colgroup"),
        (2, 1, "colgroup"),
    ]
    assert texts(table.body) == [
        ["Onfasprodil 0.16 mg/kg", "−8.25", ".001", "−5.78b", ".04"],
        ["Onfasprodil 0.32 mg/kg", "−5.71", ".02", "−4.24b", ".11"],
        ["Ketamine 0.5 mg/kg", "−5.67", ".046", "NR", "NR"],
    ]
    assert [(n.mark, plain(n.children)) for n in table.notes] == [
        ("", "Abbreviations: MADRS, Montgomery–Åsberg Depression Rating Scale; NR, not reported."),
        ("", "Sidedness of P was not reported."),
        ("a", "Adjusted mean difference."),
        ("b", "As reported in Shelton (1); not verified against the primary source."),
    ]


ARMS = ("placebo", "e28", "e56", "e84")
TOTALS = dict(zip(ARMS, (33, 11, 11, 12), strict=True))
DALY: list[tuple[str, str, list[str]]] = [
    ("Baseline", "MADRS, mean", ["35.0 (5.18)", "31.3 (3.80)", "33.2 (6.26)", "35.0 (4.22)"]),
    ("2 h", "LS mean change", ["-9.7 (1.76)", "-16.4 (2.76)", "-14.3 (2.70)", "-17.6 (2.60)"]),
    ("2 h", "Difference vs placebo", ["", "-6.7 (3.03)", "-4.6 (2.96)", "-7.9 (2.84)"]),
    ("2 h", "Responders", ["6/18", "6/55", "4/36", "7/58"]),
    ("2 h", "Remitters", ["1/3", "3/27", "2/18", "3/25"]),
    ("24 h", "LS mean change", ["-5.7 (1.79)", "-14.8 (2.80)", "-15.7 (2.74)", "-16.4 (2.64)"]),
    ("24 h", "Difference vs placebo", ["", "-9.1 (3.08)", "-10.0 (3.00)", "-10.7 (2.88)"]),
    ("24 h", "Responders", ["1/3", "4/36", "3/27.3", "5/42"]),
    ("24 h", "Remitters", ["0/0", "4/36", "2/18", "3/25"]),
]


def _daly_fact(at: str, parameter: str, arm: str, text: str) -> dict[str, Any]:
    fact = {"parameter": parameter, "study": "daly", "arms": arm, "at": at, "source": "daly"}
    if "/" in text:
        n, _, percent = text.partition("/")
        return {**fact, "n": n, "of": str(TOTALS[arm]), "value": f"{percent}%"}
    value, _, spread = text.rstrip(")").partition(" (")
    return {**fact, "value": value, ("sd" if at == "Baseline" else "se"): spread}


def test_the_esketamine_table_of_four_arms() -> None:
    facts = {
        f"d{r}{arm}": _daly_fact(at, parameter, arm, text)
        for r, (at, parameter, row) in enumerate(DALY)
        for arm, text in zip(ARMS, row, strict=True)
        if text
    }
    labels = {"placebo": "Placebo", "e28": "28 mg", "e56": "56 mg", "e84": "84 mg"}
    data = {
        "references": REFERENCES,
        "studies": {"daly": {"arms": {a: {"label": labels[a], "n": str(TOTALS[a])} for a in ARMS}}},
        "facts": facts,
        "tables": {
            "daly": {
                "caption": "Outcomes",
                "facts": {"study": "daly"},
                "rows": ["at", "parameter"],
                "columns": "arms",
                "missing": "…",
                "stub": "Outcome",
            }
        },
    }
    table = run(data, place("tbl-daly"), theme=grouped("heading")).table("tbl-daly")
    assert texts(table.head) == [["Outcome", "Placebo", "28 mg", "56 mg", "84 mg"]]
    body = [row for row in texts(table.body) if len(row) > 1]
    suffix = {"MADRS, mean": " (SD)", "Responders": ", No. (%)", "Remitters": ", No. (%)"}
    for (_, parameter, row), printed in zip(DALY, body, strict=True):
        assert printed[0] == parameter + suffix.get(parameter, " (SE)")
        assert printed[1:] == [_as_printed(text) for text in row]
    assert [row[0] for row in texts(table.body) if len(row) == 1] == ["Baseline", "2 h", "24 h"]
    assert {c.align for c in table.columns[1:]} == {"decimal"}


def _as_printed(text: str) -> str:
    if "/" in text:
        n, _, percent = text.partition("/")
        return f"{n} ({percent.partition('.')[0]})"
    return text.replace("-", "−") or "…"


@pytest.mark.parametrize("style", ["span", "heading", "repeat"])
def test_every_way_to_print_groups_gives_a_rectangular_table(style: str) -> None:
    assert run(_table_1(), place("tbl-preclinical"), theme=grouped(style)).done
