"""What the templates of one audience see of a brief: its fields, with texts and protocols chosen for the audience."""

from __future__ import annotations

from typing import Any

from briefgen.model import Audience, Brief
from briefgen.template.values import Entries, Literal, Record, Text, wrap


def context(plain: dict[str, Any], name: str, audience: Audience) -> Record:
    """The brief as a record of texts that know their path, and `audience` (name, label) beside its fields."""
    brief: Record = wrap(plain, Brief)
    readers = [name, *([str(audience.extends)] if audience.extends else []), "default"]
    brief["texts"] = _chosen(brief["texts"], readers)
    protocols = Entries({k: p for k, p in brief["protocols"].items() if not p["audiences"] or name in p["audiences"]})
    protocols._path = ("protocols",)
    brief["protocols"] = protocols
    described = Record({"name": Literal(name), "label": Literal(audience.label), "contents": audience.contents})
    described._path = ("audience",)
    brief["audience"] = described
    return brief


def _chosen(texts: Entries, readers: list[str]) -> Entries:
    """For each text the version for these readers, first come first served; a text with no version for them is left out."""
    chosen = Entries()
    chosen._path = texts._path
    for key, text in texts.items():
        if isinstance(text, Text):
            chosen[key] = text
        elif version := next((text[reader] for reader in readers if reader in text), None):
            chosen[key] = version
    return chosen
