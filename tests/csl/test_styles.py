"""Loading styles: names, aliases, paths, dependents, locales, errors, and the lightness of the import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from briefgen.csl import Cite, Cluster, CslStyleError, Processor, load_style, search_styles
from csl.little import style
from csl.samples import references


def test_aliases_and_dependents() -> None:
    assert load_style("vancouver").name == "nlm-citation-sequence"
    assert load_style("ama").name == "american-medical-association"
    jama = load_style("jama")
    assert jama.has_bibliography
    assert jama.in_text


def test_compiled_once() -> None:
    assert load_style("ama") is load_style("ama")


def test_path_and_text(tmp_path: Path) -> None:
    text = style('<text variable="title"/>')
    path = tmp_path / "mine.csl"
    path.write_text(text, encoding="utf-8")
    assert load_style(path).name == "mine"
    assert load_style(str(path)).title == "t"
    assert load_style(text).title == "t"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("vancuver", "did you mean vancouver"),
        ("<style", "malformed CSL"),
        ("<html/>", "not a CSL style"),
        (style('\n<text macro="gone"/>'), r"no macro is named 'gone' \(line 2\)"),
        (style("<bogus/>"), "unexpected element cs:bogus"),
        (style('<text macro="a"/>', before='<macro name="a"><text macro="a"/></macro>'), "calls itself"),
        ("missing/mine.csl", "no style file"),
    ],
)
def test_errors_say_what_is_wrong(source: str, message: str) -> None:
    with pytest.raises(CslStyleError, match=message):
        load_style(source)


def test_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    text = f'<!DOCTYPE style [<!ENTITY x SYSTEM "file://{secret}">]>' + style('<text value="a"/><text value="&x;"/>')
    try:
        found = Processor(load_style(text), [{"id": "a", "type": "book"}]).render([Cluster((Cite("a"),))]).citations[0].text
    except CslStyleError:
        return
    assert "secret" not in found


def test_search() -> None:
    assert search_styles("vancouver")[0].name == "nlm-citation-sequence"
    assert any(info.name == "jama" and info.parent for info in search_styles("american medical association"))
    assert search_styles("no such journal anywhere") == ()


def test_locale_is_the_callers_unless_the_style_has_one() -> None:
    source = style('<text term="accessed"/>')
    item = [{"id": "a", "type": "book"}]
    assert (
        Processor(load_style(source), item, locale="de-DE").render([Cluster((Cite("a"),))]).citations[0].text
        == "zugegriffen"
    )
    fixed = style('<text term="accessed"/>', root='default-locale="fr-FR"')
    assert (
        Processor(load_style(fixed), item, locale="de-DE").render([Cluster((Cite("a"),))]).citations[0].text == "consulté le"
    )


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, briefgen.csl; print([m for m in ('lxml', 'pyuca', 'citeproc', 'json') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.strip() == "[]"


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}


@pytest.mark.parametrize("name", ["ama", "vancouver", "nature", "american-chemical-society"])
def test_numbers_follow_first_mention_and_lead_to_entries(name: str) -> None:
    items = references(6)
    clusters = [Cluster((Cite("r4"),)), Cluster((Cite("r1"), Cite("r4"), Cite("r0")))]
    result = Processor(load_style(name), items).render(clusters)
    assert result.bibliography is not None
    assert [entry.id for entry in result.bibliography.entries] == ["r4", "r1", "r0"]
    numbers = {entry.id: str(entry.number) for entry in result.bibliography.entries}
    for citation in result.citations:
        assert all(run.text == numbers[run.item] for run in citation.runs if run.item and run.text.isdigit())
    assert {run.item for run in result.citations[1].runs if run.item} == {"r4", "r0"}, "1 to 3 collapse to a range"
