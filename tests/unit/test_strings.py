"""The fixed words: every language has all of them, with the same braces, and templates say nothing in one language only."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefgen import diagnose
from briefgen.strings import KEYS, LANGUAGES, Strings, catalogue, strings_for
from briefgen.tree import DefinitionList, Section, Value, plain, walk
from e2e.test_cli import BRIEF

ROOT = Path(__file__).resolve().parents[2]
BRACES = re.compile(r"\{\w+\}")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_language_has_every_string_with_its_braces(tag: str) -> None:
    words, english = catalogue(tag), Strings()
    assert set(words) == KEYS
    for key, text in words.items():
        assert sorted(BRACES.findall(text)) == sorted(BRACES.findall(getattr(english, key))), key
        assert text.strip(), key


def test_a_country_has_the_strings_of_its_language_and_others_are_english() -> None:
    assert strings_for("de-AT").summary == "Zusammenfassung"
    assert strings_for("fi").summary == "Summary"
    assert strings_for("es", {"summary": "Síntesis"}).summary == "Síntesis"


@pytest.mark.parametrize(("tag", "title"), [("de", "Zusammenfassung"), ("fr", "Résumé"), ("es", "Resumen")])
def test_headings_and_labels_are_in_the_language_of_the_brief(tmp_path: Path, tag: str, title: str) -> None:
    folder = tmp_path / "data" / "zaleplon"
    folder.mkdir(parents=True)
    more = (
        f"lang: {tag}\ncompound: {{inn: x, codes: [X1], status: y, formula: C17H15N5O, weight: '305.34'}}\n"
        "contact: {name: N, phone: '1', email: n@example.org}\n"
        "disclaimer: D.\nhow-to-cite: C.\nstudies: {s: {registry: NCT01234567, phase: 2, status: terminated, reason: r, "
        "reported-in: [doe2020]}}\ntexts:\n  safety: S.\n  mechanism: M.\n"
    )
    (folder / "brief.yaml").write_text(BRIEF.replace("texts:\n", more), encoding="utf-8")
    document = diagnose(folder, "scientist").document
    assert document is not None
    english = {getattr(Strings(), key) for key in KEYS} - {strings_for(tag).__getattribute__(key) for key in KEYS}
    headings = [plain(node.title) for node in walk(document) if isinstance(node, Section)]
    labels = [plain(item.term) for node in walk(document) if isinstance(node, DefinitionList) for item in node.items]
    assert headings[0] == title
    assert not {*headings, *labels} & english
    weights = [
        plain(node.runs or ()) for node in walk(document) if isinstance(node, Value) and node.path == "compound.weight"
    ]
    assert weights == ["305,34"], "a measured number beside the facts is in the number style, and traced"
    assert "Scientists" not in dict(document.meta.details).values()


def test_templates_leave_all_words_to_the_catalogue() -> None:
    """What stands in a template beside its tags is markup, anchors, names of formats and units."""
    markup = {"sec", "study", "protocol", "callout", "warning", "title", "references", "mailto"}
    allowed = markup | {"n", "g", "mol", "InChIKey", "SMILES"}
    tags = re.compile(r"\{##.*?##\}|\{% block name %\}[\w-]+|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
    for path in sorted((ROOT / "templates").glob("*/*.j2")):
        text = tags.sub(" ", path.read_text(encoding="utf-8"))
        assert not set(re.findall(r"[^\W\d_]{2,}", text)) - allowed, path


@pytest.mark.parametrize(("lang", "name"), [("en", "CI"), ("de", "KI"), ("fr", "IC"), ("es", "IC")])
def test_an_interval_has_a_name_without_its_level(lang: str, name: str) -> None:
    assert strings_for(lang).interval == name
