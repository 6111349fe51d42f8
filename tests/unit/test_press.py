"""What a press keeps of a brief: it is read once for all audiences, and again as soon as any of its files differs."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from briefgen.diag import Sink
from briefgen.display import DisplayList, Words
from briefgen.load import brief as loading
from briefgen.load import builtin
from briefgen.press import Press, press_for

BRIEF = """\
title: Two files
facts: {sheet: {facts: facts.csv}}
texts: {summary: "The half-life was {fact}`t`."}
"""
FACTS = "id,parameter,value,unit,source\nt,half-life,7,h,doe\n"


class Counter:
    """Counts how often a brief was read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        load = loading.load_brief

        def counted(*given: object) -> object:
            self.count += 1
            return load(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(loading, "load_brief", counted)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with one brief of two files."""
    place = tmp_path / "data" / "two"
    place.mkdir(parents=True)
    (place / "brief.yaml").write_text(BRIEF)
    (place / "facts.csv").write_text(FACTS)
    return place


def _value(press: Press, folder: Path) -> str:
    sink = Sink()
    loaded, _ = press.brief(folder, sink)
    assert not sink.failed
    assert loaded is not None
    return str(loaded.brief.facts["t"].value)


def test_a_brief_is_read_once_for_all_audiences(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter, press = Counter(monkeypatch), press_for(folder)[0]
    assert [_value(press, folder) for _ in range(3)] == ["7"] * 3
    assert counter.count == 1


def test_a_changed_file_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter, press = Counter(monkeypatch), press_for(folder)[0]
    before = _value(press, folder)
    (folder / "facts.csv").write_text(FACTS.replace("7", "8"))
    assert (before, _value(press, folder)) == ("7", "8")
    (folder / "brief.yaml").write_text(BRIEF + "version: '2'\n")
    assert _value(press, folder) == "8"
    assert counter.count == 3


def test_a_file_that_is_gone_is_missed(folder: Path) -> None:
    press = press_for(folder)[0]
    _value(press, folder)
    (folder / "facts.csv").unlink()
    sink = Sink()
    assert press.brief(folder, sink)[0] is None
    assert [d.code for d in sink] == ["file-missing"]


def test_another_file_that_comes_first_is_read(folder: Path) -> None:
    press = press_for(folder)[0]
    (folder / "brief.yaml").rename(folder / "brief.yml")
    assert _value(press, folder) == "7"
    (folder / "brief.yaml").write_text(BRIEF.replace("facts.csv", "other.csv"))
    (folder / "other.csv").write_text(FACTS.replace("7", "9"))
    assert _value(press, folder) == "9"


def test_what_was_said_of_a_brief_is_said_again(folder: Path) -> None:
    press = press_for(folder)[0]
    (folder / "brief.yaml").write_text(BRIEF.replace("title:", "titel:"))
    first, second = Sink(), Sink()
    press.brief(folder, first)
    press.brief(folder, second)
    assert [d.code for d in first] == [d.code for d in second] == ["data-missing-field", "data-unknown-key"]
    name = "data/two/brief.yaml"
    assert first.sources.by_name[name].text == second.sources.by_name[name].text


def test_findings_of_rules_come_with_every_audience(folder: Path) -> None:
    press = press_for(folder)[0]
    codes = [[f.code for f in press.brief(folder, Sink())[1].findings] for _ in range(2)]
    assert codes[0] == codes[1] != []


def _drawn(folder: Path) -> tuple[Press, str]:
    """The file of a drawing whose words are set in a font of the brand."""
    press = press_for(folder)[0]
    words = Words(1.0, 2.0, "Wide words", "serif", 9.0, "#000000")
    return press, sha256(press.vector(DisplayList(90.0, 20.0, (words,))).png).hexdigest()


def test_another_font_under_the_same_name_draws_anew(folder: Path) -> None:
    root = folder.parents[1]
    own = "typography:\n  fonts:\n    - {source: file, family: Own, files: [own.ttf]}\n  base: Own\n"
    (root / "_brand.yml").write_text(own)
    (root / "own.ttf").write_bytes(builtin.asset("fonts/SourceSans3-Regular.ttf"))
    first, before = _drawn(folder)
    assert _drawn(folder) == (first, before)
    (root / "own.ttf").write_bytes(builtin.asset("fonts/SourceSerif4-Bold.ttf"))
    second, after = _drawn(folder)
    assert second.theme == first.theme
    assert after != before
