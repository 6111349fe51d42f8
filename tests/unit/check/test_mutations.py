"""From the clean samples, one seeded error at a time: exactly the rule that is meant finds it, at its line.

The errors stand in `mutations/`, one file a family of rules: in a file of a sample, `old` becomes `new` (`and` where it
takes a second file). `at` stands in the line where it is found, "file|words" in a line of another file; without it, that is
the first line that differs. With `audience`, what this audience is given is looked at, and not the data alone.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefgen.api import diagnose
from briefgen.check import BY_CODE, RULES, check_data, check_document
from briefgen.diag import Diagnostic, Severity, Sink
from briefgen.load.brief import load_brief
from briefgen.load.project import find_project
from briefgen.outcome import Built
from briefgen.tree import Document
from seeded_trees import TREES, Seeded, changed

DATA = Path(__file__).parents[3] / "data"
SAMPLES = ("mij821", "esketamine", "traxoprodil", "rislenemdaz", "minimal")


@dataclass(frozen=True)
class Mutation:
    """One seeded error. `edits` are files, with what stands in them and what then stands there."""

    rule: str
    edits: tuple[tuple[str, str, str], ...]
    at: str = ""
    audience: str = ""

    @property
    def sample(self) -> str:
        return self.edits[0][0].partition("/")[0]


def mutations() -> Iterator[Mutation]:
    for file in sorted(Path(__file__).with_name("mutations").glob("*.yaml")):
        for rule, seeded in yaml.safe_load(file.read_text("utf-8")).items():
            yield from (_mutation(rule, entry) for entry in seeded or ())


def _mutation(rule: str, entry: dict[str, Any]) -> Mutation:
    edits = [(part["in"], part["old"], part["new"]) for part in (entry, entry.get("and")) if part]
    return Mutation(rule, tuple(edits), entry.get("at", ""), entry.get("audience", ""))


MUTATIONS = list(mutations())


def found_in(root: Path, brief: str) -> list[Diagnostic]:
    """What is wrong with a brief of a project by the rules on data; their notes ask for no change."""
    sink = Sink()
    project = find_project(root / "data", sink)
    assert project is not None
    loaded = load_brief(root / "data" / brief, project, sink)
    assert loaded is not None, list(sink)
    findings = check_data(loaded.brief, loaded.spans).findings
    return [d for d in (*sink, *findings) if d.severity is not Severity.NOTE]


def seed(mutation: Mutation, root: Path) -> str:
    """Seed the error in a copy of its sample; the file and line it is to be found at."""
    shutil.copytree(DATA / mutation.sample, root / "data" / mutation.sample)
    for name, old, new in mutation.edits:
        file = root / "data" / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")
    return _place(mutation, root)


def _place(mutation: Mutation, root: Path) -> str:
    name = mutation.edits[0][0]
    other, _, words = mutation.at.rpartition("|")
    name = f"{mutation.sample}/{other}" if other else name
    before, after = (DATA / name).read_text("utf-8"), (root / "data" / name).read_text("utf-8")
    differs = (i for i, (one, two) in enumerate(zip(before, after, strict=False)) if one != two)
    at = after.index(words) if words else next(differs)
    return f"data/{name}:{after[:at].count(chr(10)) + 1}"


@cache
def clean(sample: str, audience: str) -> Built:
    """A sample as it stands, for an audience, in which nothing is found."""
    made = diagnose(DATA / sample, audience)
    assert [d for d in made.diagnostics if d.severity is not Severity.NOTE] == []
    return made


@pytest.mark.parametrize("name", SAMPLES)
def test_the_clean_samples_have_no_finding(name: str) -> None:
    assert found_in(DATA.parent, name) == []


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule}-{m.sample}-{MUTATIONS.index(m)}")
def test_a_seeded_error_is_found_by_its_rule_alone(mutation: Mutation, tmp_path: Path) -> None:
    if mutation.rule == "structure-differs":
        pytest.importorskip("rdkit", reason="structures are compared by RDKit: pip install 'briefgen[chem]'")
    place = seed(mutation, tmp_path)
    if mutation.audience and clean(mutation.sample, mutation.audience):
        found = diagnose(tmp_path / "data" / mutation.sample, mutation.audience).diagnostics
    else:
        found = found_in(tmp_path, mutation.sample)
    assert {d.code for d in found} == {mutation.rule}, [f"{d.span} {d.code} {d.message}" for d in found]
    assert place in {f"{d.span.file}:{d.span.line}" for d in found}


@pytest.mark.parametrize("seeded", TREES, ids=lambda s: f"{s.rule}-{s.sample}-{TREES.index(s)}")
def test_an_error_of_the_program_is_found_by_its_rule_alone(seeded: Seeded) -> None:
    made = clean(seeded.sample, seeded.audience)
    assert made.loaded is not None
    assert made.document is not None
    document = changed(made.document, seeded)
    assert isinstance(document, Document)
    assert document is not made.document
    found = check_document(document, made.loaded.brief, made.loaded.spans).findings
    assert {d.code for d in found} == {seeded.rule}, [f"{d.span} {d.code} {d.message}" for d in found]


def test_every_rule_has_three_seeded_errors() -> None:
    seeded = Counter(m.rule for m in MUTATIONS) + Counter(seeded.rule for seeded in TREES)
    assert set(seeded) <= set(BY_CODE)
    assert [r.code for r in RULES if seeded[r.code] < 3 and r.severity is not Severity.NOTE] == []


def test_the_seeded_errors_of_a_rule_differ() -> None:
    assert len({m.edits for m in MUTATIONS}) == len(MUTATIONS)
