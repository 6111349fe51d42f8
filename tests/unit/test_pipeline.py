"""What a build says of characters it cannot set."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import pipeline
from briefgen.outcome import Options
from briefgen.press import press_for


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Hello שׁ", {"text-right-to-left"}),
        ("Turned \u202eround", {"text-right-to-left"}),
        ("Hello 日", {"font-missing-glyph"}),
        ("a\u200eb ❤️ x̄ ﬁnd \u2060", set()),
    ],
)
def test_a_character_that_cannot_be_set_is_an_error_that_says_why(tmp_path: Path, text: str, codes: set[str]) -> None:
    folder = tmp_path / "data" / "one"
    folder.mkdir(parents=True)
    (folder / "brief.yaml").write_text(f'title: One\ntexts: {{summary: "{text}"}}\n', encoding="utf-8")
    made = pipeline.build(press_for(folder)[0], folder, "scientist", Options(formats=("pdf",)))
    assert {d.code for d in made.sink if d.severity.name == "ERROR"} == codes
