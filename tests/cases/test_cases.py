"""Bad input: each case declares the diagnostics it must raise, as comments; an undeclared one fails it.

`# error: 9:23 yaml-duplicate-key` in the case itself, `# error: facts.csv:2:7 data-bad-value` for a file beside it. A case
is a YAML file, or a folder with `brief.yaml` where more files are needed. `load/` holds what stops the reading of a brief,
`check/` what the rules on data find: one case a rule, named after it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from briefgen.check import DATA_RULES, check_data
from briefgen.diag import Severity, Sink
from briefgen.load.brief import load_brief
from briefgen.load.project import find_project

HERE = Path(__file__).parent
_DECLARED = re.compile(r"# (error|warning|note): (?:(\S+?):)?(\d+):(\d+) (\S+)")


def _cases(stage: str) -> list[Path]:
    return sorted(p for p in (HERE / stage).iterdir() if p.is_dir() or p.suffix == ".yaml")


def _declared(case: Path) -> list[str]:
    text = (case / "brief.yaml" if case.is_dir() else case).read_text(encoding="utf-8")
    return sorted(f"{s} {file or 'brief.yaml'}:{line}:{col} {code}" for s, file, line, col, code in _DECLARED.findall(text))


def _prepared(case: Path, root: Path) -> Path:
    folder = root / "data" / "case"
    if case.is_dir():
        shutil.copytree(case, folder)
    else:
        folder.mkdir(parents=True)
        shutil.copy(case, folder / "brief.yaml")
    return folder


def _found(sink: Sink) -> list[str]:
    return sorted(
        f"{d.severity} {d.span.file.removeprefix('data/case/')}:{d.span.line}:{d.span.column} {d.code}" for d in sink
    )


@pytest.mark.parametrize("case", _cases("load"), ids=lambda case: case.stem)
def test_load(case: Path, tmp_path: Path) -> None:
    sink = Sink()
    folder = _prepared(case, tmp_path)
    project = find_project(folder, sink)
    assert project is not None
    loaded = load_brief(folder, project, sink)
    assert _found(sink) == _declared(case)
    assert (loaded is None) == any(line.startswith("error") for line in _declared(case))
    for diagnostic in sink:
        assert not re.search(r"pydantic|http|validat|\bstr\b|\bdict\b|NoneType", diagnostic.message)


@pytest.mark.parametrize("case", _cases("check"), ids=lambda case: case.stem)
def test_check(case: Path, tmp_path: Path) -> None:
    sink = Sink()
    folder = _prepared(case, tmp_path)
    if case.stem == "structure-differs":
        pytest.importorskip("rdkit", reason="structures are compared by RDKit: pip install 'briefgen[chem]'")
    project = find_project(folder, sink)
    assert project is not None
    loaded = load_brief(folder, project, sink)
    assert loaded is not None, list(sink)
    sink.extend(d for d in check_data(loaded.brief, loaded.spans).findings if d.severity is not Severity.NOTE)
    assert _found(sink) == _declared(case)
    codes = {line.split()[-1] for line in _declared(case)}
    assert codes <= {case.stem}, "a case of a rule raises that rule alone"


def test_every_rule_on_data_has_a_case_that_raises_it() -> None:
    raised = {line.split()[-1] for case in _cases("check") for line in _declared(case)}
    assert {rule.code for rule in DATA_RULES if rule.severity is not Severity.NOTE} - raised == set()
