"""Values in the words of a drawing: printed, traced, told of in notes, and drawn in both formats."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

from briefgen import pipeline
from briefgen.model import Brief, FigureSpec, at
from briefgen.outcome import Built, Options
from briefgen.press import press_for
from briefgen.resolve.lettering import lettered
from briefgen.resolve.trace import printed_values
from briefgen.tree import Document, Drawing, Figure, Label, Meta, Para, Sub, Sup, Text, Value, plain, walk

BRIEF = """\
title: A trial
authors: [{name: Doe}]
references: {doe: {type: book, title: T, author: [{family: Doe}], publisher: House, issued: {date-parts: [[2020]]}}}
studies:
  trial: {title: Trial, randomised: 1234, reported-in: [doe], arms: {a: {label: A, n: 612}, b.2: {label: B, n: 622}}}
facts:
  clearance: {parameter: Clearance, value: 5, unit: mL/min/kg, source: doe, status: unverified}
  dose: {parameter: Dose, value: 0.5, unit: mg/kg, source: doe}
figures:
  flow:
    kind: flow
    caption: The trial, {fact}`dose` [@doe]
    nodes:
      all: "Randomised\\nn = {record}`studies.trial.randomised`"
      a: {label: "A {fact}`dose`, n = {record}`studies.trial.arms.a.n`", group: arms}
      b: {label: "B, n = {record}`studies.trial.arms.b.2.n`", group: arms}
    groups: {arms: "Cleared at {fact}`clearance`"}
    edges: ["all => a {label: to {fact}`dose`}", all => b]
texts: {studies: "See @fig-flow [@doe]."}
"""


def _made(tmp_path: Path, text: str = BRIEF, formats: tuple[str, ...] = ()) -> Built:
    folder = tmp_path / "data" / "trial"
    folder.mkdir(parents=True)
    (folder / "brief.yaml").write_text(text, encoding="utf-8")
    return pipeline.build(press_for(folder)[0], folder, "scientist", Options(formats=formats))


def test_values_stand_in_the_drawings_of_both_formats(tmp_path: Path) -> None:
    made = _made(tmp_path, formats=("pdf", "docx"))
    assert not made.sink.failed, [str(d) for d in made.sink]
    drawn = pypdfium2.PdfDocument(made.files["pdf"])
    text = " ".join(drawn[n].get_textpage().get_text_range() for n in range(len(drawn)))
    with ZipFile(BytesIO(made.files["docx"])) as package:
        [picture] = [package.read(name).decode() for name in package.namelist() if name.endswith(".svg")]
    for words in ("1234", "612", "622", "0.5\u00a0mg/kg"):
        assert words in text.replace("\u202f", "")
        assert words in picture.replace("\u202f", "")
    assert "{" not in picture


def test_values_of_drawings_are_traced_and_told_to_those_who_do_not_see(tmp_path: Path) -> None:
    made = _made(tmp_path)
    assert made.document is not None
    assert made.loaded is not None
    rows = [row for row in printed_values(made.document, made.loaded.brief) if row.place == "fig-flow"]
    assert [row.path for row in rows][1:] == [
        "studies.trial.randomised", "facts.dose", "studies.trial.arms.a.n", "studies.trial.arms.b.2.n", "facts.dose",
        "facts.clearance",
    ]  # fmt: skip
    assert rows[1].source == "doe"
    assert rows[1].span.line == 14
    [figure] = [node for node in walk(made.document) if isinstance(node, Figure)]
    said = f"{figure.alt} {figure.description}".replace("\u00a0", " ")
    assert "612" in said
    assert "to 0.5 mg/kg" in said
    assert "Cleared at 5 mL/min/kg" in said.replace("\u202f", " ")


def test_what_is_not_verified_in_a_drawing_is_told_in_a_general_note(tmp_path: Path) -> None:
    made = _made(tmp_path)
    assert made.document is not None
    [figure] = [node for node in walk(made.document) if isinstance(node, Figure)]
    told = [note for note in figure.notes if "not verified" in plain(note.children)]
    assert [note.mark for note in told] == [""]
    assert plain(told[0].children).replace("\u202f", " ").replace("\u00a0", " ").startswith("5 mL/min/kg: ")


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("{record}`studies.trial.arms.c.n`", "value-unknown"),
        ("{record}`studies.trial.model_dump`", "value-unknown"),
        ("{record}`studies.trial.arms`", "value-unknown"),
        ("{record}`authors`", "value-unknown"),
        ("{record}`studies.trial.reported-in.²`", "value-unknown"),
        ("{record}`studies.trial.randomised:median`", "value-form-unknown"),
        ("{fact}`dosis`", "fact-unknown"),
        ("{fact}`dose:p`", "value-form-missing"),
        ("{fact}`dose:source`", "value-in-label"),
        ("{fakt}`dose`", "role-unknown"),
    ],
)
def test_a_value_that_a_label_cannot_print_is_an_error_at_its_label(tmp_path: Path, role: str, code: str) -> None:
    made = _made(tmp_path, BRIEF.replace("{record}`studies.trial.randomised`", role))
    assert {d.code: d.span.line for d in made.diagnostics if d.severity.name == "ERROR"} == {code: 14}


def test_a_list_is_printed_item_by_item(tmp_path: Path) -> None:
    made = _made(tmp_path, BRIEF.replace("[@doe].", "[@doe]. From {record}`studies.trial.reported-in`."))
    assert made.document is not None
    printed = {value.path: plain(value.runs or ()) for value in walk(made.document) if isinstance(value, Value)}
    assert printed["studies.trial.reported-in"] == "doe"


def test_a_record_below_keys_that_begin_alike_has_the_source_of_its_own_study() -> None:
    studies = {"a": {"source": "doe"}, "a.b": {"source": "roe", "randomised": 3}}
    value = Value("studies.a.b.randomised", "number", (Text("3"),))
    document = Document(Meta(), (Para((value,)),))
    [row] = printed_values(document, Brief.model_validate({"title": "T", "studies": studies}))
    assert row.source == "roe"


def test_raised_and_lowered_signs_are_characters_where_there_are_such() -> None:
    spec = FigureSpec.model_validate({"kind": "flow", "caption": "C", "nodes": {"a": "x"}, "edges": ["a => b"]})
    runs = (Text("5 kg"), Sup((Text("−1"),)), Text(", t"), Sub((Text("max"),)))
    drawing = Drawing("fig-a", (Label(("nodes", "a", "label"), (Text("at "), Value("facts.x", "value", runs))),))
    assert lettered(spec, drawing).nodes["a"].label == "at 5 kg⁻¹, t_max"


def test_only_fields_of_records_are_found_by_their_path() -> None:
    brief = Brief.model_validate(
        {"title": "T", "studies": {"a.b": {"arms": {"x": {"label": "X", "n": 3}}, "registry": "N"}}}
    )
    assert at(brief, "studies.a.b.arms.x.n") == 3
    assert at(brief, "studies.a.b.registry.0") == "N"
    for path in ("studies.a.b.__class__", "model_fields", "studies.a", "studies.a.b.registry.1", "title.upper"):
        assert at(brief, path) is None
