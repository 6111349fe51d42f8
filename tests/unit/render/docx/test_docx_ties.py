"""No-break spaces in Word where the layout's lines do not end."""

from __future__ import annotations

import pytest

from briefgen.compare.files import read
from briefgen.render.docx.ties import tied
from briefgen.tree import Break, Code, Emph, Inlines, Jump, Math, NoteRef, Para, Strong, Sup, Value, plain
from briefgen.verify.docx import verify
from documents import t
from tools.docx_world import docx, part, w
from unit.render.docx.test_docx_body import made

VALUE = Value("facts.a", "value", t("0.32"))


@pytest.mark.parametrize(
    ("nodes", "printed"),
    [
        (t("0.32 mg/kg in week 6 or so"), "0.32~mg/kg in week~6 or so"),
        (t("of 33 adults (n = 33)"), "of 33 adults (n~=~33)"),
        ((VALUE, *t(" mg/kg")), "0.32~mg/kg"),
        ((*t("0.32 "), Emph(t("mg/kg or more"))), "0.32~mg/kg or more"),
        ((Strong(t("week")), *t(" 6")), "week~6"),
        ((*t("week"), NoteRef("a", "a", "note-a"), *t(" 6")), "weeka~6"),
        ((*t("10"), Sup(t("5")), *t(" mg")), "105~mg"),
        ((Value("facts.a", "value", t("0.32 mg")),), "0.32 mg"),
        ((Code("0.32 mg"),), "0.32 mg"),
        ((*t("0.32"), Break(), *t("mg")), "0.32\nmg"),
        ((*t("is "), Math("x"), *t(" mg")), "is x mg"),
        ((*t("see "), Jump("table", "Table 1", "tbl-a"), *t(" mg")), "see Table 1~mg"),
        (t("\u00ab Oui \u00bb : 3"), "\u00ab~Oui~\u00bb~: 3"),
    ],
)
def test_words_that_belong_together_are_tied(nodes: Inlines, printed: str) -> None:
    assert plain(tied(nodes)).replace("\u00a0", "~") == printed


def test_text_without_ties_is_left_as_it_is() -> None:
    nodes = t("Nothing here: no number, no unit.")
    assert tied(nodes) is nodes


def test_a_word_file_has_the_ties_and_verification_and_comparison_take_them_for_spaces() -> None:
    document = made(Para((*t("At "), VALUE, *t(" mg/kg, week 6."))))
    data = docx(document, embed=False)
    said = "".join(text.text or "" for text in part(data, "word/document.xml").iter(w("t")))
    assert "At 0.32\u00a0mg/kg, week\u00a06." in said
    assert verify(data, document) == []
    assert "At 0.32 mg/kg, week 6." in [passage.text for passage in read(data)[1]]
