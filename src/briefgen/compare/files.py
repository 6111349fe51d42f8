"""A built Word file as data and passages, so that two of them can be compared without the briefs they came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from briefgen.compare.passages import Passage, squeezed
from briefgen.verify.docx_package import Package, open_package
from briefgen.verify.docx_reading import ReadParagraph, ReadTable, body, footnotes

_FACTS = "{urn:briefgen:facts}"
_LABELLED = ("Byline", "Definition")
"""Styles whose paragraphs begin with a label and a tab."""


def read(data: bytes) -> tuple[dict[str, Any], list[Passage]]:
    """The printed facts by id and form, and the passages. Raises docx_reading.Unreadable for what is no Word file."""
    package = open_package(data)
    return {"facts": _facts(package)}, [p for p in _passages(package) if p.text]


def _facts(package: Package) -> dict[str, dict[str, str]]:
    """What the data part says was printed; a form that prints in several ways has them all."""
    found: dict[str, dict[str, str]] = {}
    for root in package.trees.values():
        for element in root.iter(f"{_FACTS}fact"):
            forms = found.setdefault(element.get("id", ""), {})
            form, text = element.get("form", "") or "value", element.text or ""
            forms[form] = f"{forms[form]} | {text}" if form in forms else text
    return found


def _passages(package: Package) -> Iterator[Passage]:
    place, caption = "", ""
    for item in body(package):
        if isinstance(item, ReadTable):
            yield from _rows(item, caption or place)
            continue
        if item.style.startswith("TOC") or item.style == "TableofFigures":
            continue
        said = item.text.replace("\t", ": ", 1) if item.style in _LABELLED else item.text
        text = squeezed(f"{item.number} {said}" if item.level or item.number[:1].isdigit() else said)
        place = text if item.level else place
        caption = squeezed(item.text).partition(".")[0] if item.style == "Caption" else caption
        yield Passage(place, text)
        yield from (Passage(place, squeezed(alt)) for alt in item.alts)
    for number, note in footnotes(package).items():
        yield Passage("notes", squeezed(f"{number} {' '.join(p.text for p in note)}"))


def _rows(table: ReadTable, place: str) -> Iterator[Passage]:
    for row in table.rows:
        yield Passage(place, squeezed(" | ".join(_cell(cell.paragraphs) for cell in row)))


def _cell(paragraphs: list[ReadParagraph]) -> str:
    return " ".join(p.text for p in paragraphs)
