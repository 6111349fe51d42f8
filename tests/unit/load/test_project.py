"""Projects and audiences: where things are, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diag import Sink
from briefgen.load import builtin
from briefgen.load.audience import load_audience
from briefgen.load.project import Project, find_project, list_audiences, list_briefs


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def project_of(root: Path) -> tuple[Project, Sink]:
    sink = Sink()
    project = find_project(root, sink)
    assert project is not None
    return project, sink


def codes(sink: Sink) -> list[str]:
    return [f"{d.span.file}:{d.span.line}:{d.span.column} {d.code}" for d in sink]


def test_the_nearest_project_file_counts(tmp_path: Path) -> None:
    write(tmp_path / "briefgen.yml", "data: briefs\noutput: out\naudiences: [one]\n")
    write(tmp_path / "briefs" / "b" / "brief.yaml", "title: T\n")
    write(tmp_path / "briefs" / "a" / "brief.yaml", "title: T\n")
    write(tmp_path / "briefs" / "no" / "other.yaml", "title: T\n")
    project, _ = project_of(tmp_path / "briefs" / "b")
    assert project.root == tmp_path
    assert project.output == tmp_path / "out"
    assert project.audiences == ("one",)
    assert [f.name for f in list_briefs(project)] == ["a", "b"]


def test_without_a_project_file_the_folder_with_data(tmp_path: Path) -> None:
    write(tmp_path / "data" / "b" / "brief.yaml", "title: T\n")
    project, _ = project_of(tmp_path / "data" / "b")
    assert (project.root, project.brand) == (tmp_path, None)


def test_a_brand_file_beside_the_project_is_taken(tmp_path: Path) -> None:
    write(tmp_path / "data" / "b" / "brief.yaml", "title: T\n")
    write(tmp_path / "_brand.yml", "{}")
    assert project_of(tmp_path)[0].brand == tmp_path / "_brand.yml"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("outputs: x\n", ["briefgen.yml:1:1 data-unknown-key"]),
        ("data: [x]\n", ["briefgen.yml:1:7 data-wrong-type"]),
        ("templates: ../elsewhere\n", ["briefgen.yml:1:12 path-outside-project"]),
    ],
)
def test_bad_project_files(tmp_path: Path, text: str, found: list[str]) -> None:
    write(tmp_path / "briefgen.yml", text)
    sink = Sink()
    assert find_project(tmp_path, sink) is None
    assert codes(sink) == found


def test_own_templates_come_before_the_built_in_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "built" / "shared-one" / "audience.yaml", "label: built\nsections: [a]\n")
    write(tmp_path / "p" / "briefgen.yml", "{}")
    write(tmp_path / "p" / "templates" / "shared-one" / "audience.yaml", "label: own\nsections: [a]\n")
    write(tmp_path / "p" / "templates" / "other" / "audience.yaml", "label: other\nsections: [a]\n")
    monkeypatch.setattr(builtin, "templates", lambda: tmp_path / "built")
    project, sink = project_of(tmp_path / "p")
    assert project.templates == (tmp_path / "p" / "templates", tmp_path / "built")
    assert list_audiences(project) == ["other", "shared-one"]
    audience = load_audience("shared-one", project, sink)
    assert audience is not None
    assert audience.label == "own"


def test_built_in_templates_of_a_wheel_lie_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtin, "PACKAGE", tmp_path / "src" / "briefgen")
    assert builtin.templates() == tmp_path / "templates"
    (tmp_path / "src" / "briefgen" / "builtin" / "templates").mkdir(parents=True)
    assert builtin.templates() == tmp_path / "src" / "briefgen" / "builtin" / "templates"


def audiences(tmp_path: Path, **texts: str) -> tuple[Project, Sink]:
    write(tmp_path / "briefgen.yml", "{}")
    for name, text in texts.items():
        write(tmp_path / "templates" / name / "audience.yaml", text)
    return project_of(tmp_path)


def test_an_audience_extends_another(tmp_path: Path) -> None:
    project, sink = audiences(
        tmp_path,
        base="label: Base\nsections: [a, b]\nprofile: si\nstrings: {table: Tab., figure: Abb.}\n",
        child="label: Child\nextends: base\nsections: [b]\nstrings: {figure: Fig.}\n",
    )
    audience = load_audience("child", project, sink)
    assert audience is not None
    assert (audience.label, audience.sections, audience.profile.base) == ("Child", ["b"], "si")
    assert audience.strings == {"table": "Tab.", "figure": "Fig."}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("chld", [":0:0 audience-unknown"]),
        ("../x", [":0:0 audience-unknown"]),
        ("loop", ["templates/loop/audience.yaml:2:10 audience-cycle"]),
        ("lost", ["templates/lost/audience.yaml:2:10 audience-unknown"]),
        ("bad", ["templates/bad/audience.yaml:2:1 data-unknown-key", "templates/bad/audience.yaml:4:10 data-bad-value"]),
        ("words", ["templates/words/audience.yaml:3:11 data-unknown-key"]),
        ("safe", ["templates/safe/audience.yaml:3:20 data-bad-value", "templates/safe/audience.yaml:4:11 data-unknown-key"]),
    ],
)
def test_bad_audiences(tmp_path: Path, name: str, found: list[str]) -> None:
    project, sink = audiences(
        tmp_path,
        loop="label: L\nextends: loop\nsections: [a]\n",
        lost="label: L\nextends: nobody\nsections: [a]\n",
        bad="label: L\nsection: [a]\nsections: [a]\nprofile: ams\n",
        words="label: L\nsections: [a]\nstrings: {tabel: T}\n",
        safe="label: L\nsections: [a, safety]\nrequired: [safety, saftey]\nstrings: {tabel: T}\n",
    )
    assert load_audience(name, project, sink) is None
    assert codes(sink) == found


def test_an_audience_may_bring_a_citation_style_of_its_own(tmp_path: Path) -> None:
    project, sink = audiences(
        tmp_path,
        own="label: O\nsections: [a]\ncitation-style: house.csl\n",
        child="label: C\nextends: own\n",
        out="label: O\nsections: [a]\ncitation-style: ../../briefgen.yml.csl\n",
        none="label: O\nsections: [a]\ncitation-style: lost.csl\n",
        named="label: O\nsections: [a]\ncitation-style: apa\n",
    )
    write(tmp_path / "templates" / "own" / "house.csl", "<style/>")
    for name in ("own", "child"):
        audience = load_audience(name, project, sink)
        assert audience is not None
        assert audience.style == "<style/>"
        assert str(audience.style_span()) == "templates/own/audience.yaml:3:17"
        assert str(audience.style_span(2)) == "templates/own/house.csl:2:1"
    named = load_audience("named", project, sink)
    assert named is not None
    assert (named.style, str(named.style_span(2))) == ("apa", "templates/named/audience.yaml:3:17")
    assert not list(sink)
    assert load_audience("out", project, sink) is None
    assert load_audience("none", project, sink) is None
    assert codes(sink) == [
        "templates/none/audience.yaml:3:17 file-missing",
        "templates/out/audience.yaml:3:17 path-outside-project",
    ]
