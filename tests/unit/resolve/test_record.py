"""What is attached to a PDF: the facts that are printed and no others, and the whole resolved document."""

from __future__ import annotations

import csv
import io
import json

from briefgen.model import Brief
from briefgen.resolve import record
from briefgen.tree import plain, walk
from unit.resolve.support import para, run, section

FACTS = {
    "delta": {
        "value": "-8.25", "unit": "points", "arms": ["low", "high"], "at": "24 h", "vs": "placebo",
        "ci": {"lower": "-11.78", "upper": "-4.5", "level": "80"}, "p": "0.001", "source": "doe", "locator": "Table 2",
        "seen-in": "roe", "status": "secondary", "study": "none", "parameter": "MADRS, total",
    },
    "hidden": {"value": "99 nM", "source": "secret-source"},
}  # fmt: skip
DATA = {"facts": FACTS, "references": {"doe": {"type": "book", "title": "A"}, "roe": {"type": "book", "title": "B"}}}
DOCUMENT = run(DATA, section("One", para("A difference of {fact}`delta` ({fact}`delta:p`)."))).done
BRIEF = Brief.model_validate({"title": "A brief", **DATA})


def test_the_table_has_one_row_for_each_printed_fact() -> None:
    rows = list(csv.DictReader(io.StringIO(record.facts_csv(DOCUMENT, BRIEF).decode(), newline="")))
    assert len(rows) == 1
    assert rows[0] == {
        "id": "delta", "parameter": "MADRS, total", "value": "-8.25", "unit": "points",
        "qualifiers": "at: 24 h; vs: placebo; arms: low + high", "n": "", "of": "", "sd": "", "se": "",
        "interval": "-11.78 to -4.5", "level": "80", "p": "0.001", "missing": "", "study": "none", "source": "doe",
        "locator": "Table 2", "seen-in": "roe", "status": "secondary",
    }  # fmt: skip


def test_nothing_that_is_not_printed_is_attached() -> None:
    for data in (record.facts_csv(DOCUMENT, BRIEF), record.document_json(DOCUMENT)):
        assert b"hidden" not in data
        assert b"99 nM" not in data
        assert b"secret-source" not in data
        assert b"span" not in data


def test_the_document_is_whole() -> None:
    found = json.loads(record.document_json(DOCUMENT))

    def count(node: object) -> int:
        if isinstance(node, dict):
            return ("node" in node) + sum(count(value) for value in node.values())
        return sum(count(item) for item in node) if isinstance(node, list) else 0

    assert count(found) == sum(1 for _ in walk(DOCUMENT))
    assert plain(DOCUMENT.body[0].title) in json.dumps(found)  # type: ignore[union-attr]
