"""Structures: what RDKit makes of them, and what is said where it is not installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.check import check_data, chemistry
from briefgen.diag import Severity, Sink
from briefgen.load.brief import load_brief
from briefgen.load.project import find_project

DATA = Path(__file__).parents[3] / "data"


def notes(name: str) -> list[str]:
    sink = Sink()
    project = find_project(DATA, sink)
    assert project is not None
    loaded = load_brief(DATA / name, project, sink)
    assert loaded is not None
    found = check_data(loaded.brief, loaded.spans).findings
    assert all(d.severity is Severity.NOTE for d in found)
    return [f"{d.span.line} {d.code}" for d in found]


def test_without_rdkit_a_note_says_what_was_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chemistry, "toolkit", lambda: None)
    chemistry.structure.cache_clear()
    lines = (DATA / "rislenemdaz/brief.yaml").read_text("utf-8").splitlines()
    smiles = next(i for i, line in enumerate(lines, 1) if "smiles:" in line)
    assert notes("rislenemdaz") == [f"{smiles} structure-unread"]
    assert notes("mij821") == []
    chemistry.structure.cache_clear()


def test_with_rdkit_it_says_nothing() -> None:
    pytest.importorskip("rdkit", reason="structures are compared by RDKit: pip install 'briefgen[chem]'")
    assert notes("rislenemdaz") == []


@pytest.mark.parametrize(
    ("smiles", "formula", "letters"),
    [
        ("C[C@@H](C(=O)O)N", "C3H7NO2", "S"),
        ("C/C=C/C(=O)O", "C4H6O2", "E"),
        ("[Na+].CC(=O)[O-]", "C2H3NaO2", ""),
        ("C[C@@H]([C@H](C1=CC=C(C=C1)O)O)N2CCC(CC2)(C3=CC=CC=C3)O.CS(=O)(=O)O", "C21H29NO6S", "SS"),
    ],
)
def test_structures(smiles: str, formula: str, letters: str) -> None:
    pytest.importorskip("rdkit", reason="structures are compared by RDKit: pip install 'briefgen[chem]'")
    found = chemistry.structure(smiles)
    assert found is not None
    assert (found.formula, found.letters, found.fault) == (formula, letters, "")
