"""What changed in the data, record by record and field by field."""

from __future__ import annotations

from briefgen.compare.records import FieldChange, RecordChange, changed_records

OLD = {
    "title": "A brief",
    "facts": {
        "ic50": {"value": "8 nM", "source": "doe2020", "status": "verified", "ci": {"lower": "6", "upper": "9"}},
        "gone": {"value": "1"},
    },
    "texts": {"summary": "Old words."},
    "keywords": [],
}


def test_equal_data_have_no_changes() -> None:
    assert changed_records(OLD, OLD) == []


def test_fields_records_and_the_brief_itself_are_compared_facts_first() -> None:
    new = {
        "title": "Another brief",
        "facts": {
            "ic50": {"value": "9 nM", "source": "doe2020", "status": "unverified", "ci": {"lower": "6", "upper": "10"}},
            "come": {"value": "2", "unit": "h"},
        },
        "texts": {"summary": "New words."},
        "keywords": ["one"],
    }
    assert changed_records(OLD, new) == [
        RecordChange("facts.come", "added", (FieldChange("value", "", "2"), FieldChange("unit", "", "h"))),
        RecordChange("facts.gone", "removed", (FieldChange("value", "1", ""),)),
        RecordChange(
            "facts.ic50",
            "changed",
            (
                FieldChange("value", "8 nM", "9 nM"),
                FieldChange("status", "verified", "unverified"),
                FieldChange("ci.upper", "9", "10"),
            ),
        ),
        RecordChange("keywords", "added", (FieldChange("", "", '["one"]'),)),
        RecordChange("title", "changed", (FieldChange("", "A brief", "Another brief"),)),
    ]


def test_an_empty_record_that_comes_is_a_change() -> None:
    assert changed_records({}, {"facts": {"x": {"value": None}}}) == [RecordChange("facts.x", "added", ())]
