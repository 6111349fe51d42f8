"""Errors seeded into the resolved document of a clean sample: what briefgen itself could do wrong, and no data can.

Each entry: the rule that finds it, the sample and the audience, the node that is changed (the first that passes), and what
becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from briefgen.tree import Document, Equation, Figure, Math, Node, Para, Section, Table, Text, Value, plain


@dataclass(frozen=True)
class Seeded:
    """One error: the first node that `where` takes becomes what `change` makes of it."""

    rule: str
    sample: str
    audience: str
    where: Callable[[Node], bool]
    change: Callable[[Any], Node]
    every: bool = False


def changed(node: Node, seeded: Seeded) -> Node:
    """A tree with its first fitting node changed, or every one; the same tree where none fits."""
    if seeded.where(node):
        return seeded.change(node)
    for field in fields(node):
        value = getattr(node, field.name)
        for i, child in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(child, Node) and (other := changed(child, seeded)) is not child:
                several = getattr(node, field.name)
                new = (*several[:i], other, *several[i + 1 :]) if isinstance(value, tuple) else other
                node = replace(node, **{field.name: new})
                if not seeded.every:
                    return node
    return node


def _printed(text: str, form: str = "p") -> Callable[[Node], bool]:
    return lambda node: isinstance(node, Value) and node.form == form and text in plain(node.runs or ())


def _runs(text: str) -> Callable[[Value], Value]:
    return lambda node: replace(node, runs=(Text(text),))


def _level(by: int) -> Callable[[Section], Section]:
    return lambda node: replace(node, level=node.level + by)


def _deepest(node: Node) -> bool:
    return isinstance(node, Section) and not any(isinstance(child, Section) for child in node.children)


def _named(title: str) -> Callable[[Node], bool]:
    return lambda node: isinstance(node, Section) and plain(node.title) == title


def _table(anchor: str) -> Callable[[Node], bool]:
    return lambda node: isinstance(node, Table) and node.anchor == anchor


def _says(*words: str) -> Callable[[Node], bool]:
    return lambda node: isinstance(node, Text) and any(word in node.text.lower() for word in words)


def _unnamed(_: Node) -> Text:
    return Text("a study")


def _empty(node: Section) -> Section:
    return replace(node, children=())


def _with_formula(node: Section) -> Section:
    return replace(node, children=(*node.children, Equation(Math("x^2"), span=node.span)))


_SUICIDALITY = _says("nct04722666", "cmij821a12201", "with suicidal ideation")
TREES: tuple[Seeded, ...] = (
    Seeded("trial-hidden", "rislenemdaz", "executive", _named("Studies at a glance"), _empty),
    Seeded("trial-hidden", "mij821", "executive", _SUICIDALITY, _unnamed, every=True),
    Seeded("trial-hidden", "esketamine", "scientist", _says("japanese phase 2b study"), _unnamed, every=True),
    Seeded("heading-skipped", "mij821", "scientist", _deepest, _level(2)),
    Seeded("heading-skipped", "esketamine", "clinician", _named("TRANSFORM-2"), _level(2)),
    Seeded("heading-skipped", "traxoprodil", "executive", lambda n: isinstance(n, Section), _level(1)),
    Seeded("alt-missing", "mij821", "scientist", lambda n: isinstance(n, Figure), lambda n: replace(n, alt="")),
    Seeded("alt-missing", "rislenemdaz", "clinician", lambda n: isinstance(n, Figure), lambda n: replace(n, alt=" \n")),
    Seeded("alt-missing", "esketamine", "executive", lambda n: isinstance(n, Section), _with_formula),
    Seeded("p-printed", "mij821", "scientist", _printed(".02"), _runs("P = .019")),
    Seeded("p-printed", "esketamine", "clinician", _printed("<"), _runs(".001")),
    Seeded("p-printed", "mij821", "executive", _printed(".001"), _runs("P = 0.01")),
    Seeded("p-printed", "esketamine", "scientist", _printed(".18"), _runs("P = .081")),
    Seeded("status-hidden", "mij821", "scientist", _table("tbl-preclinical"), lambda n: replace(n, notes=())),
    Seeded("status-hidden", "rislenemdaz", "executive", lambda n: isinstance(n, Document), lambda n: replace(n, notes=())),
    Seeded("status-hidden", "traxoprodil", "clinician", _table("tbl-salts"), lambda n: replace(n, notes=())),
    Seeded("markup-leak", "esketamine", "scientist", lambda n: isinstance(n, Para), lambda _: Para((Text("{{ n }}"),))),
)
