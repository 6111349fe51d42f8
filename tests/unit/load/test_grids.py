"""Numbers typed into a table are facts: ids, parameters, units and sources; what is no number stays text."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diag import Sink
from briefgen.load.brief import Loaded, load_brief
from briefgen.load.project import find_project

TABLE = """\
title: Typed
tables:
  typed:
    caption: Exposure [@doe2020]
    head: [Species, "C~max~ (ng/mL)", {head: "Response[^a]"}, Remark]
    grid:
      - [Rat, 462, "23.8%", as read]
      - ["Dog 1", "<0.5", ~, "2 of 3"]
      - [Dog 1, "-1,234.50", "{fact}`old`", 2020-01-01]
    notes: {a: A note.}
references: {doe2020: {title: A book, type: book}, roe2021: {title: Another, type: book}}
facts: {old: {value: "7", source: doe2020}}
"""


def loaded(folder: Path, text: str = TABLE) -> Loaded:
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    sink = Sink()
    project = find_project(folder, sink)
    assert project is not None
    found = load_brief(folder, project, sink)
    assert found is not None, [str(d) for d in sink]
    return found


def test_numbers_become_facts_named_by_table_row_and_heading(tmp_path: Path) -> None:
    facts = loaded(tmp_path).brief.facts
    made = {key: (f.value, f.unit, f.parameter, f.label) for key, f in facts.items() if key != "old"}
    assert made == {
        "typed-rat-cmax": ("462", "ng/mL", "Cmax", "Rat"),
        "typed-rat-response": ("23.8%", None, "Response", "Rat"),
        "typed-dog-1-cmax": ("<0.5", "ng/mL", "Cmax", "Dog 1"),
        "typed-dog-1-cmax-2": ("-1,234.50", "ng/mL", "Cmax", "Dog 1"),
    }


def test_cells_name_their_facts_and_other_cells_stay(tmp_path: Path) -> None:
    grid = loaded(tmp_path).brief.tables["typed"].grid
    assert grid == [
        ["Rat", "{fact}`typed-rat-cmax:number`", "{fact}`typed-rat-response`", "as read"],
        ["Dog 1", "{fact}`typed-dog-1-cmax:number`", None, "2 of 3"],
        ["Dog 1", "{fact}`typed-dog-1-cmax-2:number`", "{fact}`old`", "2020-01-01"],
    ]


def test_the_caption_gives_the_source_unless_the_table_does(tmp_path: Path) -> None:
    assert {f.source for f in loaded(tmp_path).brief.facts.values()} == {"doe2020"}
    given = TABLE.replace("    head:", "    defaults: {source: roe2021, status: unverified, species: rat}\n    head:")
    fact = loaded(tmp_path, given).brief.facts["typed-rat-response"]
    assert (fact.source, fact.status, fact.species) == ("roe2021", "unverified", "rat")
    several = TABLE.replace("[@doe2020]", "[@doe2020; @roe2021]")
    assert loaded(tmp_path, several).brief.facts["typed-rat-response"].source is None


def test_a_fact_of_a_table_points_to_its_cell(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert found.spans.at("facts", "typed-rat-response", "value").line == 7
    assert found.spans.key("facts", "typed-dog-1-cmax").line == 8


@pytest.mark.parametrize("cell", ["-", "n.d.", "8 nM", "1 to 2", "3 (4)", "12-13", "%", ".", "1.2.3", "NR"])
def test_what_is_not_one_plain_number_is_no_fact(tmp_path: Path, cell: str) -> None:
    text = f'title: T\ntables: {{t: {{caption: C, head: [A, B], grid: [[Row, "{cell}"]]}}}}\n'
    assert loaded(tmp_path, text).brief.facts == {}
