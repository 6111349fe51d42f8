"""Styles and numbering of a Word file, as a word processor resolves them: inherited properties, running labels."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

from briefgen.records import dataclass
from briefgen.verify.docx_package import Package, W, val, whole

_OUTLINE = f"{W}outlineLvl"


@dataclass(slots=True)
class Styles:
    """Paragraph styles: outline level and numbering, their own or inherited."""

    elements: dict[str, Any]
    _known: dict[tuple[str, str], Any] = field(default_factory=dict)
    _back_links: dict[str, bool] = field(default_factory=dict)

    def inherited(self, style: str, path: str) -> Any | None:
        """The first element at `path` (below `w:pPr`) of a style or the styles it is based on."""
        key = style, path
        if key not in self._known:
            self._known[key] = self._search(style, path)
        return self._known[key]

    def _search(self, style: str, path: str) -> Any | None:
        seen: set[str] = set()
        while style in self.elements and style not in seen:
            seen.add(style)
            element = self.elements[style]
            found = element.find(f"{W}pPr/{path}")
            if found is not None:
                return found
            base = element.find(f"{W}basedOn")
            style = base.get(f"{W}val", "") if base is not None else ""
        return None

    def is_back_link(self, style: str) -> bool:
        """Whether a character style is the one of the pages a reference is cited on."""
        known = self._back_links.get(style)
        if known is None:
            named = self.elements[style].find(f"{W}name") if style in self.elements else None
            known = self._back_links[style] = named is not None and val(named) == "Cited On"
        return known

    def outline(self, style: str) -> int | None:
        """The heading level of a style, counted from 1; None for body text."""
        found = self.inherited(style, _OUTLINE)
        return whole(found.get(f"{W}val"), 9) + 1 if found is not None else None


def styles_of(package: Package) -> Styles:
    """The styles of a file."""
    root = package.tree("word/styles.xml")
    return Styles({} if root is None else {e.get(f"{W}styleId", ""): e for e in root.iter(f"{W}style")})


@dataclass(slots=True)
class Counters:
    """Numbers paragraphs from the numbering definitions, as a word processor does."""

    levels: dict[str, dict[int, tuple[str, str, int]]]
    starts: dict[tuple[str, int], int]
    abstract: dict[str, str]
    _counts: dict[str, list[int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num: str, level: int) -> str:
        """The label of the next paragraph of an instance and level; "" when there is no such numbering."""
        kind = self.abstract.get(num, "")
        form = self.levels.get(kind, {})
        if level not in form:
            return ""
        counts = self._counts.setdefault(kind, [0] * 9)
        if (num, level) in self.starts and (num, level) not in self._started:
            counts[level] = self.starts[num, level]
            self._started.add((num, level))
        else:
            counts[level] = counts[level] + 1 if counts[level] else form[level][2]
        counts[level + 1 :] = [0] * (8 - level)
        if form[level][0] == "bullet":
            return form[level][1]
        return re.sub(r"%(\d)", lambda m: str(counts[int(m.group(1)) - 1]), form[level][1])


def counters_of(package: Package) -> Counters:
    """The numbering definitions of a file."""
    root = package.tree("word/numbering.xml")
    levels: dict[str, dict[int, tuple[str, str, int]]] = {}
    starts: dict[tuple[str, int], int] = {}
    abstract: dict[str, str] = {}
    for element in () if root is None else root:
        if element.tag == f"{W}abstractNum":
            levels[element.get(f"{W}abstractNumId")] = dict(_level(level) for level in element.iter(f"{W}lvl"))
        elif element.tag == f"{W}num":
            number = element.get(f"{W}numId")
            abstract[number] = val(element.find(f"{W}abstractNumId"))
            for override in element.iter(f"{W}lvlOverride"):
                begin = override.find(f"{W}startOverride")
                if begin is not None:
                    starts[number, whole(override.get(f"{W}ilvl"), 8)] = whole(val(begin))
    return Counters(levels, starts, abstract)


def _level(element: Any) -> tuple[int, tuple[str, str, int]]:
    start = val(element.find(f"{W}start")) or "1"
    form = (val(element.find(f"{W}numFmt")), val(element.find(f"{W}lvlText")), whole(start))
    return whole(element.get(f"{W}ilvl"), 8), form
