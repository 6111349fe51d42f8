"""Bibliographies of every format: fields, names and dates as they should be printed, faults in place, no record lost."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.diag import Severity, Sink
from briefgen.load.bibliography import identifier, read_text
from briefgen.load.brief import Loaded, load_brief
from briefgen.load.latex import decode
from briefgen.load.project import find_project


def read(text: str, ending: str) -> tuple[list[dict[str, Any]], Sink]:
    sink = Sink()
    found = read_text(text, f"refs{ending}", ending, sink)
    return [{"id": r.id, **r.located().plain()} for r in found], sink


def one(text: str, ending: str) -> dict[str, Any]:
    found, sink = read(text, ending)
    assert not list(sink), [str(d) for d in sink]
    assert len(found) == 1
    return found[0]


def load(tmp_path: Path, references: str, **files: str) -> tuple[Loaded | None, Sink]:
    (tmp_path / "briefgen.yml").write_text("title: T\n")
    folder = tmp_path / "data" / "b"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "brief.yaml").write_text(f"title: T\nreferences: {references}\n", encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    sink = Sink()
    project = find_project(folder, sink)
    assert project is not None
    return load_brief(folder, project, sink), sink


# ----------------------------------------------------------------------------------------------------------- BibTeX


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Shelton, Richard C.", [{"family": "Shelton", "given": "Richard C."}]),
        ("Jan van den Berg", [{"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"}]),
        ("King, Jr, Martin L.", [{"family": "King", "given": "Martin L.", "suffix": "Jr"}]),
        ("Martin Luther King Jr.", [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}]),
        ("Doe, J.,", [{"family": "Doe", "given": "J."}]),
        ("{World Health Organization}", [{"literal": "World Health Organization"}]),
        ("{Barnes and Noble} and Doe, J", [{"literal": "Barnes and Noble"}, {"family": "Doe", "given": "J"}]),
        (r"M{\"u}ller, J{\"o}rg", [{"family": "Müller", "given": "Jörg"}]),
        (r"{\L}ukasz {\'S}niadecki", [{"family": "Śniadecki", "given": "Łukasz"}]),
        ("Shelton, RC", [{"family": "Shelton", "given": "R C"}]),
        ("Shelton, R. C. and others", [{"family": "Shelton", "given": "R. C."}, {"literal": "others"}]),
        ("家田, 太郎", [{"family": "家田", "given": "太郎"}]),
        (
            "family=Hasselt, given=Jan, prefix=van, useprefix=false",
            [{"family": "Hasselt", "given": "Jan", "dropping-particle": "van"}],
        ),
    ],
)
def test_names_of_bibtex(written: str, names: list[dict[str, str]]) -> None:
    assert one(f"@book{{k, title={{T}}, author={{{written}}}}}", ".bib")["author"] == names


@pytest.mark.parametrize(
    ("fields", "variable", "value"),
    [
        ("date={2020-05-03}", "issued", {"date-parts": [["2020", "5", "3"]]}),
        ("date={2020-05/2021}", "issued", {"date-parts": [["2020", "5"], ["2021"]]}),
        ("date={1723~}", "issued", {"date-parts": [["1723"]], "circa": "true"}),
        ("year=2020, month=aug", "issued", {"date-parts": [["2020", "8"]]}),
        ("year=2020, month=aug # {~6}", "issued", {"date-parts": [["2020", "8", "6"]]}),
        ("year={n.d.}", "issued", {"raw": "n.d."}),
        ("pages={139--148}", "page", "139-148"),
        ("eid={e1003}", "page", "e1003"),
        ("doi={https://doi.org/10.1000/a\\_b}", "DOI", "10.1000/a_b"),
        ("url={https://x.org/a%20b_c}", "URL", "https://x.org/a%20b_c"),
        ("eprint={40767837}, eprinttype={pubmed}", "PMID", "40767837"),
        ("eprint={2101.00001}, archiveprefix={arXiv}", "number", "arXiv:2101.00001"),
        ("pubstate={inpress}", "publication-status", "in press"),
        ("number=3", "issue", "3"),
        ("subtitle={a trial}", "title", "T: a trial"),
        ("journal={J. Clin. \\& Exp.}", "container-title", "J. Clin. & Exp."),
    ],
)
def test_fields_of_bibtex(fields: str, variable: str, value: object) -> None:
    assert one(f"@article{{k, title={{T}}, {fields}}}", ".bib")[variable] == value


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\'e}t{\^e}", "étê"),
        (r"\v{S}koda \c{c}a \i \ss", "Škoda ça ıß"),
        (r"\emph{E. coli} and $\alpha_2$", "<i>E. coli</i> and α<sub>2</sub>"),
        (r"``Quoted'' --- 50\,\% \& more~here", "“Quoted” — 50 % & more\u00a0here"),
        (r"{\it Homo} H\textsubscript{2}O", "<i>Homo</i> H<sub>2</sub>O"),
        (r"\unknown{kept} }{", "kept "),
    ],
)
def test_latex_becomes_text(tex: str, text: str) -> None:
    assert decode(tex) == text


def test_strings_crossref_and_xdata() -> None:
    text = """
    @string{jcp = "J Clin Psychiatry"}
    @inbook{c, crossref={b}, title={Chapter}, xdata={x}}
    @xdata{x, publisher={House}}
    @book{b, title={Whole}, editor={Roe, R}, year=1999, subtitle={Part}}
    @article{a, title={T}, journal = jcp # " (Online)"}
    """
    found = {r["id"]: r for r in read(text, ".bib")[0]}
    assert list(found) == ["c", "b", "a"]
    assert found["c"]["title"] == "Chapter"
    assert found["c"]["container-title"] == "Whole: Part"
    assert found["c"]["editor"] == [{"family": "Roe", "given": "R"}]
    assert found["c"]["issued"] == {"date-parts": [["1999"]]}
    assert found["c"]["publisher"] == "House"
    assert found["a"]["container-title"] == "J Clin Psychiatry (Online)"


def test_capitals_in_braces_are_kept_and_a_braced_title_is_not_one_word() -> None:
    assert one("@book{k, title={On {DNA} repair}}", ".bib")["title"] == 'On <span class="nocase">DNA</span> repair'
    assert one("@book{k, title={{On DNA repair}}}", ".bib")["title"] == "On DNA repair"


def test_a_broken_entry_costs_no_other_one() -> None:
    text = "@article{a, title={A}}\n@article{b, title = {never closed,\n  year=2000}\n@article{c, title={C}}\n@article{d\n"
    found, sink = read(text, ".bib")
    assert [r["id"] for r in found] == ["a", "c"]
    assert [(d.code, d.span.line) for d in sink] == [("bibliography-record", 2), ("bibliography-record", 5)]
    assert '"b"' in next(iter(sink)).message


def test_an_unknown_string_is_named_where_it_stands() -> None:
    found, sink = read("@string{nature = {Nature}}\n@article{a, title={A},\n journal=natur}", ".bib")
    assert found[0]["container-title"] == "natur"
    assert [(d.code, d.span.line, d.span.column, d.hint) for d in sink] == [
        ("bibtex-string", 3, 10, 'did you mean "nature"?')
    ]


# -------------------------------------------------------------------------------------------------------- RIS, PubMed

RIS = """Provider: a database

TY  - JOUR
AU  - Shelton, Richard C.
AU  - Shelton RC
AU  - World Health Organization
A1  - Doe, J., Jr
T1  - A title that
 goes on
JO  - J Clin Psychiatry
JF  - The Journal of Clinical Psychiatry
PY  - 2025
DA  - 2025/08/06/
VL  - 86
IS  - 3
SP  - 631
EP  - 637
SN  - 0160-6689
DO  - doi:10.4088/JCP.23m15246
DB  - PubMed
AN  - 40767837
"""


def test_fields_of_ris_and_a_last_record_without_an_end() -> None:
    found = one(RIS, ".ris")
    assert found["author"] == [
        {"family": "Shelton", "given": "Richard C."},
        {"family": "Shelton", "given": "R C"},
        {"literal": "World Health Organization"},
        {"family": "Doe", "given": "J.", "suffix": "Jr"},
    ]
    assert found["title"] == "A title that goes on"
    titles = (found["container-title"], found["container-title-short"])
    assert (*titles, found["PMID"]) == ("The Journal of Clinical Psychiatry", "J Clin Psychiatry", "40767837")
    assert found["issued"] == {"date-parts": [["2025", "8", "6"]]}
    assert (found["page"], found["DOI"], found["ISSN"]) == ("631-637", "10.4088/JCP.23m15246", "0160-6689")


@pytest.mark.parametrize(
    ("lines", "title", "short"),
    [
        ("JO  - J Clin\nJF  - Journal of Clinics", "Journal of Clinics", "J Clin"),
        ("JF  - Journal of Clinics\nJO  - J Clin", "Journal of Clinics", "J Clin"),
        ("JO  - Journal of Clinics\nJA  - J Clin", "Journal of Clinics", "J Clin"),
        ("JO  - J Clin", "J Clin", None),
    ],
)
def test_titles_of_journals_in_ris_come_in_any_order(lines: str, title: str, short: str | None) -> None:
    found = one(f"TY  - JOUR\nTI  - T\n{lines}\nER  - \n", ".ris")
    assert (found["container-title"], found.get("container-title-short")) == (title, short)


def test_a_season_of_ris_is_kept() -> None:
    assert one("TY  - JOUR\nTI  - T\nY1  - 2011///Spring\nER  - \n", ".ris")["issued"] == {"date-parts": [["2011", "21"]]}


def test_ris_agrees_with_rispy_on_ordinary_records() -> None:
    text = "\n".join(
        f"TY  - JOUR\nAU  - A{i}, B.\nTI  - Title {i}\nPY  - {2000 + i}\nVL  - {i}\nER  - \n" for i in range(1, 9)
    )
    ours, theirs = read(text, ".ris")[0], rispy.loads(text)
    assert [(r["title"], r["volume"]) for r in ours] == [(r["title"], r["volume"]) for r in theirs]
    assert [r["author"][0]["family"] for r in ours] == [r["authors"][0].partition(",")[0] for r in theirs]


def test_ris_records_that_are_none_are_reported() -> None:
    found, sink = read("TY  - JOUR\nER  - \nAU  - Stray, A\nTY  - BOOK\nTI  - B\n", ".ris")
    assert [r["title"] for r in found] == ["B"]
    assert [(d.code, d.span.line) for d in sink] == [("bibliography-record", 1), ("bibliography-record", 3)]


NBIB = """
PMID- 40767837
DP  - 2025 Aug 6
TI  - Rapid Onset of Onfasprodil in
      Depression.
LID - 23m15246 [pii]
LID - 10.4088/JCP.23m15246 [doi]
FAU - Shelton, Richard C
AU  - Shelton RC
FAU - King, Martin Luther Jr
AU  - King ML Jr
CN  - The Study Group
AU  - Van Nueten L 3rd
LA  - eng
TA  - J Clin Psychiatry
JT  - The Journal of clinical psychiatry
VI  - 86
PST - ppublish
EIN - J Clin Psychiatry. 2026;87(1):1. PMID: 1
CIN - J Comment. 2025

PMID- 2
TI  - Ahead.
DP  - 2019 Nov-Dec
DEP - 20191105
PST - aheadofprint
LID - S0140-6736(20)30183-5 [pii]
PT  - Retracted Publication
"""


def test_fields_of_pubmed() -> None:
    (first, second), sink = read(NBIB, ".nbib")
    assert not list(sink)
    assert first["author"] == [
        {"family": "Shelton", "given": "Richard C"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr"},
        {"literal": "The Study Group"},
        {"family": "Van Nueten", "given": "L", "suffix": "3rd"},
    ]
    assert first["title"] == "Rapid Onset of Onfasprodil in Depression"
    assert (first["page"], first["number"], first["DOI"]) == ("23m15246", "23m15246", "10.4088/JCP.23m15246")
    assert first["notices"] == [{"kind": "corrected", "text": "J Clin Psychiatry. 2026;87(1):1. PMID: 1"}]
    assert "publication-status" not in first
    assert second["issued"] == {"date-parts": [["2019", "11"], ["2019", "12"]]}
    assert second["available-date"] == {"date-parts": [["2019", "11", "5"]]}
    assert second["publication-status"] == "Advance online publication"
    assert second["notices"][0]["kind"] == "retracted"
    assert "page" not in second


def test_pubmed_records_without_a_title_are_reported() -> None:
    found, sink = read("PMID- 1\nVI  - 3\n\nPMID- 2\nTI  - B.\n", ".nbib")
    assert [r["PMID"] for r in found] == ["2"]
    assert read("PMID- 1\nTI  - A.\nTA  - J Clin\n", ".nbib")[0][0]["container-title"] == "J Clin"
    assert [(d.code, d.span.line) for d in sink] == [("bibliography-record", 1)]


# --------------------------------------------------------------------------------------------------- files of a brief


def test_several_files_and_records_in_one_list(tmp_path: Path) -> None:
    references = "[a.bib, b.ris, c.nbib, d.json, e.yaml, {id: own, title: Own}]"
    loaded, sink = load(
        tmp_path,
        references,
        a__bib="@book{bib, title={A}}",
        b__ris=RIS,
        c__nbib=NBIB,
        d__json='[{"id": "http://zotero.org/x/ABC", "title": "D", "status": "in press", "volume": 3}]',
        e__yaml="references:\n- id: yam\n  title: E\n  issued:\n  - year: 2020\n    month: 2\n",
    )
    assert loaded is not None, list(sink)
    keys = ["bib", "shelton2025", "shelton2025b", "ahead2019", "http-zotero.org-x-ABC", "yam", "own"]
    assert list(loaded.brief.references) == keys
    assert loaded.brief.references["http-zotero.org-x-ABC"].csl["status"] == "in press"
    assert loaded.brief.references["yam"].csl["issued"] == {"date-parts": [["2020", "2"]]}
    assert [n.kind for n in loaded.brief.references["ahead2019"].notices] == ["retracted"]
    assert [d.code for d in sink] == ["reference-id"]
    where = loaded.spans.at("references", "bib", "csl", "title")
    assert (where.file, where.line, where.column) == ("data/b/a.bib", 1, 19)
    assert set(loaded.files) >= {f"data/b/{n}" for n in ("a.bib", "b.ris", "c.nbib", "d.json", "e.yaml")}


def test_an_id_that_stands_twice_is_located_in_the_second_file(tmp_path: Path) -> None:
    loaded, sink = load(tmp_path, "[a.bib, b.bib]", a__bib="@book{k, title={A}}", b__bib="\n@book{k, title={B}}")
    assert loaded is None
    assert [(d.code, str(d.span), d.hint) for d in sink] == [
        ("data-duplicate-id", "data/b/b.bib:2:7", "first at data/b/a.bib:1:7")
    ]


def test_later_faults_point_into_the_bibliography(tmp_path: Path) -> None:
    loaded, sink = load(tmp_path, "a.bib", a__bib="@book{k,\n title={A},\n author={B, C}}")
    assert loaded is not None, list(sink)
    assert str(loaded.spans.at("references", "k", "author")) == "data/b/a.bib:3:10"


def test_other_files_and_broken_ones_are_errors(tmp_path: Path) -> None:
    assert [d.code for d in load(tmp_path, "refs.docx")[1]] == ["file-kind"]
    assert [d.code for d in load(tmp_path, "none.bib")[1]] == ["file-missing"]
    assert [d.code for d in load(tmp_path, "a.json", a__json="3")[1]] == ["data-wrong-type"]
    assert [d.code for d in load(tmp_path, "a.bib", a__bib="only words")[1]] == ["bibliography-empty"]


@pytest.mark.parametrize(
    ("given_id", "made"),
    [("smith_2020", "smith_2020"), ("Müller:2020/a", "Muller-2020-a"), ("10.1/x", "ref-10.1-x"), ("家", ""), ("--", "")],
)
def test_ids_become_identifiers(given_id: str, made: str) -> None:
    assert identifier(given_id) == made


# ----------------------------------------------------------------------------------------------------- any input at all

PIECES = st.sampled_from([
    "@article{k1,", "@book{k2,", "@string{s=", "@comment{", "@preamble{", "\n", "\n", "title", "=", "{", "}", '"', ",", "#",
    "author", "A and B", "others", "{W}", "\\", "\\'e", "$", "year", "2020", "crossref", "k1", "k2", "(", ")", "date", "--",
    "month", "jan", "%", "é", "von", "A, B, C, D", "family=", "~", "TY  - JOUR", "ER  - ", "AU  - ", "TI  - x",
    "PY  - 2020//",
    "SP  - 1", "EP  - 2", "PMID- 1", "FAU - A, B", "AU  - X Y", "DP  - 2020 Jan-", "RIN - x", "      ", " ", "LID - 1 [pii]",
])  # fmt: skip
ANY = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200))


@settings(max_examples=300, deadline=None)
@given(ANY, st.sampled_from([".bib", ".ris", ".nbib"]))
def test_any_text_gives_records_or_located_faults(text: str, ending: str) -> None:
    found, sink = read(text, ending)
    for record in found:
        assert record["type"]
    for fault in sink:
        assert fault.span.file == f"refs{ending}"
        assert 1 <= fault.span.line <= text.count("\n") + 1


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.binary(max_size=200), ANY.map(str.encode)), st.sampled_from([".bib", ".ris", ".nbib"]))
def test_any_bytes_load_or_are_reported(data: bytes, ending: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "briefgen.yml").write_text("title: T\n")
        (root / "brief.yaml").write_text(f"title: T\nreferences: refs{ending}\n")
        (root / f"refs{ending}").write_bytes(data)
        sink = Sink()
        project = find_project(root, sink)
        assert project is not None
        loaded = load_brief(root, project, sink)
        assert (loaded is None) == any(d.severity is Severity.ERROR for d in sink)
        assert all(d.span.file for d in sink)


BODY = st.lists(
    st.sampled_from([
        "title={T}", "title={{T}}", "year=2020", 'note="x"', "author={A and B}", "title={T", "note=}", 'note="', "=", "x y",
        "month=foo", "title={@}", "crossref={k0}", "", "@", "(", "}", "}}", "{",
    ]),
    max_size=4,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(BODY, min_size=1, max_size=5))
def test_no_bibtex_entry_is_lost(bodies: list[list[str]]) -> None:
    text = "\n".join(f"@article{{k{at}, {', '.join(body)}}}" for at, body in enumerate(bodies))
    found, sink = read(text, ".bib")
    failed = [re.search(r'"(k\d)"', d.message) for d in sink if d.severity is Severity.ERROR]
    assert sorted([*(r["id"] for r in found), *(m[1] for m in failed if m)]) == [f"k{at}" for at in range(len(bodies))]


LINES = st.lists(st.sampled_from(["TI  - x", "AU  - A, B", "more", "", "ER  - ", "PY  - x", "XX  - y"]), max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5))
def test_no_ris_record_is_lost(groups: list[list[str]]) -> None:
    text = "".join("TY  - JOUR\n" + "".join(f"{line}\n" for line in group) for group in groups)
    found, sink = read(text, ".ris")
    strays = sum(d.message.startswith("lines of") for d in sink)
    assert len(found) + len(list(sink)) - strays == len(groups)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["TI  - x", "AU  - A B", "      more", "", "PG  - e1"]), max_size=4), max_size=5))
def test_no_pubmed_record_is_lost(groups: list[list[str]]) -> None:
    text = "".join(f"PMID- {at}\n" + "".join(f"{line}\n" for line in group) for at, group in enumerate(groups))
    found, sink = read(text, ".nbib")
    assert len(found) + sum(d.code == "bibliography-record" for d in sink) == len(groups)
