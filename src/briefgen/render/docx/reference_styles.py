"""Grafting styles and numbering: those of the reference document stay, ours that it lacks are added.

A style of ours is theirs when the brand file says so or when both have the same name (Word's names know no case); Word's
built-in names are English in the file whatever the user sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import field
from typing import Any

from briefgen.records import dataclass
from briefgen.render.docx.xml import NAMESPACES

W = f"{{{NAMESPACES['w']}}}"
_LINKS = (f"{W}basedOn", f"{W}next", f"{W}link")
_USES = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle", *_LINKS)

_FURNITURE = ("header", "footer")
"""Styles of ours that keep to themselves: their tab stops are made for what our headers and footers say."""


@dataclass(slots=True)
class Renaming:
    """What our ids of styles and numberings become. `kept` are the ids of styles that are theirs."""

    styles: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    numbers: int = 0

    def apply(self, root: Any) -> None:
        """Rename what a part of ours refers to."""
        for element in root.iter(*_USES):
            name = element.get(f"{W}val")
            element.set(f"{W}val", self.styles.get(name, name))
        for element in root.iter(f"{W}numId"):
            if element.get(f"{W}val") != "0":
                element.set(f"{W}val", str(int(element.get(f"{W}val")) + self.numbers))


def value(parent: Any, name: str) -> str:
    """The `w:val` of a child; "" when there is none."""
    found = parent.find(f"{W}{name}") if parent is not None else None
    return "" if found is None else str(found.get(f"{W}val", ""))


def merge_styles(theirs: Any, ours: Any, wanted: Mapping[str, str]) -> Renaming:
    """Add to their styles those of ours they lack; returns how ours are called there."""
    by_name = {(s.get(f"{W}type"), value(s, "name").casefold()): s.get(f"{W}styleId") for s in theirs.iter(f"{W}style")}
    taken = {s.get(f"{W}styleId", "").casefold() for s in theirs.iter(f"{W}style")}
    renaming = Renaming()
    added = []
    for style in ours.iter(f"{W}style"):
        identifier, name = style.get(f"{W}styleId"), value(style, "name")
        known = by_name.get((style.get(f"{W}type"), wanted.get(name, name).casefold()))
        if known is not None and name in _FURNITURE and name not in wanted:
            renaming.styles[identifier] = _free(f"Brief{identifier}", taken)
            style.find(f"{W}name").set(f"{W}val", f"Brief {name}")
            added.append(style)
        elif known is not None:
            renaming.styles[identifier] = known
            renaming.kept.add(known)
        else:
            renaming.styles[identifier] = _free(identifier, taken)
            added.append(style)
    for style in added:
        theirs.append(_renamed(style, renaming))
    return renaming


def _free(identifier: str, taken: set[str]) -> str:
    while identifier.casefold() in taken:
        identifier = f"Brief{identifier}"
    taken.add(identifier.casefold())
    return identifier


def _renamed(style: Any, renaming: Renaming) -> Any:
    copy = deepcopy(style)
    copy.set(f"{W}styleId", renaming.styles[copy.get(f"{W}styleId")])
    copy.attrib.pop(f"{W}default", None)
    for link in copy.iter(*_LINKS):
        link.set(f"{W}val", renaming.styles.get(link.get(f"{W}val"), link.get(f"{W}val")))
    return copy


def set_outline_levels(styles: Any, renaming: Renaming) -> None:
    """Give heading styles of theirs the level they stand for, where the file leaves it to Word to know."""
    for number in range(1, 7):
        identifier = renaming.styles.get(f"Heading{number}")
        for style in styles.iter(f"{W}style"):
            if style.get(f"{W}styleId") == identifier and style.find(f"{W}pPr/{W}outlineLvl") is None:
                shape = style.find(f"{W}pPr")
                if shape is None:
                    shape = style.makeelement(f"{W}pPr")
                    after = [e for e in style if e.tag in (f"{W}rPr", f"{W}tblPr")]
                    after[0].addprevious(shape) if after else style.append(shape)
                level = shape.makeelement(f"{W}outlineLvl")
                level.set(f"{W}val", str(number - 1))
                shape.append(level)


def set_language(styles: Any, lang: str) -> None:
    """Make a language the one of all text that does not say otherwise."""
    defaults = styles.find(f"{W}docDefaults")
    if defaults is None:
        defaults = _first(styles, "docDefaults")
    run = _first(_first(defaults, "rPrDefault"), "rPr")
    found = run.find(f"{W}lang")
    if found is None:
        found = run.makeelement(f"{W}lang")
        after = [e for e in run if e.tag in (f"{W}eastAsianLayout", f"{W}specVanish", f"{W}oMath")]
        after[0].addprevious(found) if after else run.append(found)
    found.set(f"{W}val", lang)
    for style in styles.iter(f"{W}style"):
        own = style.find(f"{W}rPr/{W}lang") if style.get(f"{W}default") else None
        if own is not None and own.get(f"{W}val"):
            own.set(f"{W}val", lang)


def _first(parent: Any, name: str) -> Any:
    """The child of that name, made as the first when there is none."""
    found = parent.find(f"{W}{name}")
    if found is None:
        found = parent.makeelement(f"{W}{name}")
        parent.insert(0, found)
    return found


# ---------------------------------------------------------------------------------------------------------- numbering


def merge_numbering(theirs: Any, ours: Any, renaming: Renaming) -> None:
    """Add our numberings to theirs under numbers of their own; `renaming` then knows the difference."""
    abstract = _highest(theirs, "abstractNum", "abstractNumId") + 1
    renaming.numbers = _highest(theirs, "num", "numId")
    first = theirs.find(f"{W}num")
    for element in list(ours):
        name = element.tag.removeprefix(W)
        for link in element.iter(f"{W}pStyle"):
            identifier = renaming.styles.get(link.get(f"{W}val"), link.get(f"{W}val"))
            link.set(f"{W}val", identifier)
            if identifier in renaming.kept:  # their style is numbered by their numbering, or not at all
                link.getparent().remove(link)
        if name == "abstractNum":
            element.set(f"{W}abstractNumId", str(int(element.get(f"{W}abstractNumId")) + abstract))
            first.addprevious(element) if first is not None else theirs.append(element)
        elif name == "num":
            element.set(f"{W}numId", str(int(element.get(f"{W}numId")) + renaming.numbers))
            link = element.find(f"{W}abstractNumId")
            link.set(f"{W}val", str(int(link.get(f"{W}val")) + abstract))
            _append_number(theirs, element)


def _append_number(root: Any, element: Any) -> None:
    last = root.find(f"{W}numIdMacAtCleanup")
    last.addprevious(element) if last is not None else root.append(element)


def _highest(root: Any, name: str, attribute: str) -> int:
    return max((int(e.get(f"{W}{attribute}", "0")) for e in root.iter(f"{W}{name}")), default=0)


def heading_numbering(styles: Any, numbering: Any, identifier: str, level: int) -> bool:
    """Whether a heading style of theirs counts as we do: decimal numbers joined by full stops ("1.2", "1.2.")."""
    found = _inherited(styles, identifier)
    if found is None:
        return False
    abstract = {e.get(f"{W}numId"): value(e, "abstractNumId") for e in numbering.iter(f"{W}num")}
    kind = abstract.get(value(found, "numId"))
    for definition in numbering.iter(f"{W}abstractNum"):
        if definition.get(f"{W}abstractNumId") == kind:
            for entry in definition.iter(f"{W}lvl"):
                if entry.get(f"{W}ilvl") == str(level):
                    text = ".".join(f"%{n + 1}" for n in range(level + 1))
                    return value(entry, "numFmt") == "decimal" and value(entry, "lvlText").rstrip(".") == text
    return False


def _inherited(styles: Any, identifier: str) -> Any | None:
    """`w:numPr` of a style or of one it is based on."""
    by_id = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    seen: set[str] = set()
    while identifier in by_id and identifier not in seen:
        seen.add(identifier)
        found = by_id[identifier].find(f"{W}pPr/{W}numPr")
        if found is not None:
            return found
        identifier = value(by_id[identifier], "basedOn")
    return None
