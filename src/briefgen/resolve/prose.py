"""Values in running text: each gets its printed form, and what is not verified its mark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from pydantic import BaseModel

from briefgen.diag import did_you_mean
from briefgen.model import Fact, at
from briefgen.resolve import sets
from briefgen.resolve.context import Context
from briefgen.resolve.evidence import cited, located
from briefgen.resolve.graft import joined, rewrite, rewrite_inlines
from briefgen.resolve.values import FORMS, plain_number, printed
from briefgen.tree import Blocks, Cite, CiteItem, Document, Figure, Inlines, Node, NoteRef, Section, Table, Text, Value


def with_values(context: Context, document: Document) -> Document:
    """The document with every value printed. Unknown records and forms, and forms a fact lacks, are errors."""

    return rewrite(document, lambda node: _with_value(context, node), (), (Value,))


def read(context: Context, text: str, *keys: str | int) -> Inlines:
    """A passage of prose at a path of the brief, its values printed."""
    return rewrite_inlines(context.read(text, *keys), lambda node: _with_value(context, node), (Value,))


def _with_value(context: Context, node: Node) -> Node | tuple[Node, ...]:
    return _filled(context, node) if isinstance(node, Value) and node.runs is None else node


def _filled(context: Context, value: Value) -> Node | tuple[Node, ...]:
    if not value.path.startswith("facts."):
        return _recorded(context, value)
    if sets.is_set(value):
        return sets.spread(context, value)
    fact = context.fact(value.path)
    if fact is None:
        key = value.path.partition(".")[2]
        hint = did_you_mean(key, context.brief.facts)
        context.sink.error("fact-unknown", f'there is no fact "{key}"', value.span, hint)
        return value
    runs = _form(context, fact, value)
    if runs is None:
        return value
    if any(isinstance(r, Cite) for r in runs):  # a source is a citation, not a value
        return tuple(replace(r, span=value.span) for r in located(context, runs, fact, value.path))
    return replace(value, runs=runs)


def _form(context: Context, fact: Fact, value: Value) -> Inlines | None:
    key = value.path.partition(".")[2]
    if value.form not in FORMS:
        message = f'a fact has no form "{value.form}"'
        context.sink.error("value-form-unknown", message, value.span, did_you_mean(value.form, FORMS))
        return None
    runs = printed(fact, value.form, context.printing)
    if runs is None:
        have = [name for name in FORMS if printed(fact, name, context.printing) is not None]
        hint = f"it has: {', '.join(have)}"
        context.sink.error("value-form-missing", f'fact "{key}" has no {value.form}', value.span, hint)
    return runs


_RECORD_FORMS = ("value", "number", "percent")
"""The forms of a value that is no fact: as it stands, in the number style, and there with a percent sign."""


def _recorded(context: Context, value: Value) -> Value:
    """A value that is no fact: a field of the brief by its path, as it stands or, as "number" or "percent", in style."""
    found = at(context.brief, value.path)
    parts = found if isinstance(found, list) else [found]
    if found is None or any(isinstance(part, (bool, dict, BaseModel)) for part in parts):
        context.sink.error("value-unknown", f'the brief has nothing to print at "{value.path}"', value.span)
        return value
    if value.form not in _RECORD_FORMS:
        message = f'a record has no form "{value.form}"'
        context.sink.error("value-form-unknown", message, value.span, did_you_mean(value.form, _RECORD_FORMS))
        return value
    text = ", ".join(map(str, parts))
    if value.form == "value":
        return replace(value, runs=(Text(text),))
    sign = context.printing.numbers.percent if value.form == "percent" else ""
    return replace(value, runs=joined((*plain_number(text, context.printing), Text(sign))))


# ----------------------------------------------------------------------------------------------------------- status

STATUS_KEYS = {"unverified": "=unverified", "secondary": "=secondary"}
"""The keys of the notes that say a value was not verified; no writer can write them."""


def marked(context: Context, document: Document) -> tuple[Document, dict[str, list[Fact]]]:
    """Mark values that are not verified: each fact where it first stands in a main section.

    Headings carry no marks; tables and figures have their own notes. Also returns the facts marked, by note key.
    """
    facts: dict[str, list[Fact]] = {}

    def block(node: Any, seen: set[str]) -> Any:
        match node:
            case Section():
                return replace(node, children=tuple(block(child, seen) for child in node.children))
            case Table() | Figure():
                return node
            case _:
                return rewrite(node, lambda n: _marked(context, n, seen, facts), (Table, Figure), (Value,))

    outside: set[str] = set()
    body = tuple(block(node, set() if isinstance(node, Section) else outside) for node in document.body)
    return replace(document, body=cast(Blocks, body)), facts


def _marked(context: Context, node: Node, seen: set[str], facts: dict[str, list[Fact]]) -> Node | tuple[Node, ...]:
    fact = context.fact(node.path) if isinstance(node, Value) else None
    if not isinstance(node, Value) or fact is None or fact.status not in STATUS_KEYS or node.path in seen:
        return node
    seen.add(node.path)
    key = STATUS_KEYS[fact.status]
    facts.setdefault(key, []).append(fact)
    return node, NoteRef(key, span=node.span)


def status_note(context: Context, key: str, facts: list[Fact]) -> Inlines:
    """The one note for values that are not verified; it names where they were read when that is one place."""
    strings = context.strings
    words = {
        "=unverified": (strings.unverified_note, strings.unverified_note_from),
        "=secondary": (strings.secondary_note, strings.secondary_note_from),
    }
    places = {f.seen_in or f.source for f in facts}
    place = places.pop() if len(places) == 1 else None
    alone, naming = words[key]
    if place is None or place not in context.brief.references:
        return (Text(alone),)
    same_place = len({f.locator for f in facts}) == 1
    item = cited(context, place, facts[0], "facts") if same_place else CiteItem(place)
    return _naming(naming, item)


def _naming(words: str, item: CiteItem) -> Inlines:
    before, _, after = words.partition("{source}")
    return (Text(before), Cite((item,), narrative=True), Text(after))
