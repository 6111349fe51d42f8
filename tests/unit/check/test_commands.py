"""`briefgen check` in its formats, and `briefgen explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.cli import cli

DATA = Path(__file__).parents[3] / "data"


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, arguments)
    return done.exit_code, done.output


def test_check_prints_the_findings_of_rules_as_sarif_with_what_was_acknowledged() -> None:
    code, text = run("check", str(DATA / "mij821"), "-a", "clinician", "--format", "sarif")
    assert code == 0
    results = json.loads(text)["runs"][0]["results"]
    assert {r["ruleId"] for r in results} >= {"implausible", "size-missing"}
    assert all(r["suppressions"][0]["justification"] for r in results)


def test_check_prints_annotations() -> None:
    code, text = run("check", str(DATA / "mij821-as-published"), "-a", "clinician", "--format", "github")
    assert code == 4
    assert "::error file=data/mij821-as-published/brief.yaml,line=" in text
    assert "title=p-rounding::P 0.019 is not the .0196" in text


@pytest.mark.parametrize(("code", "words"), [("p-rounding", ".0196"), ("yaml-tab", "spaces"), ("pdf-order", "PDF")])
def test_explain_says_what_a_code_means(code: str, words: str) -> None:
    status, text = run("explain", code)
    assert status == 0
    assert words in text


def test_explain_without_a_code_lists_all_and_an_unknown_one_is_refused() -> None:
    assert "interval-estimate" in run("explain")[1]
    status, text = run("explain", "p-roundings")
    assert status == 2
    assert 'did you mean "p-rounding"?' in text
