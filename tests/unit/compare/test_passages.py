"""What changed in the text, passage by passage and word by word."""

from __future__ import annotations

import documents
from briefgen.compare import files
from briefgen.compare.passages import Passage, changed_passages, changed_words, passages
from tools import docx_world


def _of(*texts: str) -> list[Passage]:
    return [Passage("1 Data", text) for text in texts]


def test_words_that_differ_are_told_apart_from_those_that_stay() -> None:
    assert list(changed_words("given as 8 nM at once", "given as 9 nM")) == [
        ("same", "given as "),
        ("old", "8"),
        ("new", "9"),
        ("same", " nM"),
        ("old", " at once"),
    ]


def test_a_passage_changes_comes_or_goes() -> None:
    old = _of("Stays.", "The half-life was 4 h in rats.", "This one goes away.", "Last.")
    new = _of("Stays.", "The half-life was 5 h in rats.", "Last.", "Entirely different words arrive here!")
    found = [(c.kind, c.old, c.new) for c in changed_passages(old, new)]
    assert found == [
        ("changed", "The half-life was 4 h in rats.", "The half-life was 5 h in rats."),
        ("removed", "This one goes away.", ""),
        ("added", "", "Entirely different words arrive here!"),
    ]


def test_the_words_of_a_change_make_up_both_texts() -> None:
    (change,) = changed_passages(_of("a b c d e"), _of("a b x d e"))
    assert "".join(text for what, text in change.words if what != "new") == change.old
    assert "".join(text for what, text in change.words if what != "old") == change.new


def test_every_kind_of_block_is_a_passage() -> None:
    document, _ = documents.everything()
    found = " ".join(p.text for p in passages(document))
    for words in (
        "nested",
        "CAS: 1892581-29-1",
        "A quotation.",
        "a = 1 b = 2",
        "These values were not checked.",
        "2.1 Lists",
    ):
        assert words in found


def test_a_built_file_has_the_facts_it_prints_and_the_rows_of_its_tables() -> None:
    document, assets = documents.everything()
    data, read = files.read(docx_world.docx(document, assets))
    assert data["facts"]["ic50"]["value"] == "8\u00a0nM"
    texts = {p.text for p in read}
    rows = {p.text for p in passages(document) if " | " in p.text}
    assert rows
    assert len(rows & texts) > len(rows) / 2
    assert "2.1 Lists" in texts
