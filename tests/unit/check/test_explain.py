"""Every code is explained: the rules by example, all others by a row of the table."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import briefgen
from briefgen.check import RULES
from briefgen.check.examples import EXAMPLES
from briefgen.check.page import all_codes, explanation, in_short, rules_page
from briefgen.codes import CODES, FAMILIES, meaning

ROOT = Path(briefgen.__file__).parent
_REPORTING = {"error", "warning", "note", "TemplateFault", "_error"}


def reported() -> dict[str, str]:
    """The codes that the program reports with a sink, a context or a fault of a template, each with a file."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        if path.is_relative_to(ROOT / "csl"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(first := node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in _REPORTING and re.fullmatch(r"[a-z]+(-[a-z]+)*", str(first.value)):
                    found[str(first.value)] = str(path.relative_to(ROOT))
    return found


def test_every_code_that_is_reported_is_explained() -> None:
    codes = reported()
    assert len(codes) > 100
    assert {code: file for code, file in codes.items() if explanation(code) is None} == {}


def test_every_explained_code_is_in_the_program() -> None:
    program = "\n".join(p.read_text("utf-8") for p in ROOT.rglob("*.py") if p.name != "codes.py")
    assert [code for code in CODES if f'"{code}"' not in program] == []


def test_every_rule_has_an_example() -> None:
    assert set(EXAMPLES) == {rule.code for rule in RULES}
    for code, example in EXAMPLES.items():
        assert example.wrong != example.right, code
        assert example.fix.endswith("."), code


@pytest.mark.parametrize("code", all_codes())
def test_an_explanation_says_what_and_how(code: str) -> None:
    text = explanation(code)
    assert text is not None
    assert text.startswith(f"{code}: ")
    assert in_short(code)[1] in text
    assert f"`{code}`" in rules_page()


def test_codes_of_files_read_back_share_their_family() -> None:
    assert meaning("pdf-cell-differs") == FAMILIES["pdf-"]
    assert meaning("docx-text-lost") == FAMILIES["docx-"]
    assert explanation("no-such-code") is None
