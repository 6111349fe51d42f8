"""Annexes: what stands behind the text of a draft (its findings) or of a reviewer's copy (its values and their sources).

They are added to a resolved document, as sections without a number after everything else, and are resolved themselves. The
tables of the text keep their numbers: the annex's own table is labelled A1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from briefgen.diag import Diagnostic, Severity
from briefgen.model import Brief
from briefgen.resolve.graft import INLINE_PARTS, rewrite
from briefgen.resolve.numbers import NBSP
from briefgen.resolve.trace import PrintedValue, printed_values
from briefgen.strings import Strings
from briefgen.tree import (
    Block,
    Caption,
    Cell,
    Code,
    Column,
    Contents,
    Document,
    Entry,
    Figure,
    Inline,
    Inlines,
    Item,
    Jump,
    JumpKind,
    Lang,
    List,
    Node,
    Para,
    Row,
    Section,
    Strong,
    Table,
    Text,
    plain,
    walk,
)

Accepted = tuple[Diagnostic, str]
"""A finding the author has acknowledged, and the reason given."""


def appended(document: Document, *sections: Section) -> Document:
    """The document with sections behind its last block, also in its contents. Their anchors are made unique."""
    for section in sections:
        section = replace(section, anchor=_free(document, section.anchor))
        entry = Entry(1, "", section.title, section.anchor)
        document = rewrite(document, lambda node, entry=entry: _listed(node, entry), INLINE_PARTS, (Contents,))  # type: ignore[misc]  # mypy infers no type for a lambda with a default
        document = replace(document, body=(*document.body, section))
    return document


def _listed(node: Node, entry: Entry) -> Node:
    return replace(node, entries=(*node.entries, entry)) if isinstance(node, Contents) and node.kind == "contents" else node


def _free(document: Document, wanted: str) -> str:
    taken = {anchor for node in walk(document) if (anchor := getattr(node, "anchor", ""))}
    anchor, number = wanted, 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    return anchor


# --------------------------------------------------------------------------------------------------------- findings


def findings(standing: Iterable[Diagnostic], accepted: Iterable[Accepted], strings: Strings, lang: str) -> Section:
    """The annex of a draft: every finding, errors first, then the acknowledged ones with their reasons."""
    blocks: list[Block] = [Para((Text(strings.findings_intro),))]
    blocks.extend(_list([_finding(d, strings, lang) for d in sorted(standing, key=_weight)]))
    known = [_acknowledged(d, reason, strings, lang) for d, reason in accepted]
    if known:
        title = (Text(strings.findings_acknowledged),)
        blocks.append(Section(2, title, tuple(_list(known)), "annex-acknowledged", numbered=False))
    return Section(1, (Text(strings.findings),), tuple(blocks), "annex-findings", numbered=False)


_SEVERITIES = {Severity.ERROR: "severity_error", Severity.WARNING: "severity_warning", Severity.NOTE: "severity_note"}


def _weight(diagnostic: Diagnostic) -> int:
    return list(_SEVERITIES).index(diagnostic.severity)


def _list(items: list[Inlines]) -> list[Block]:
    return [List(tuple(Item((Para(item),)) for item in items))] if items else []


def _finding(diagnostic: Diagnostic, strings: Strings, lang: str) -> Inlines:
    """ "Error, code, place: message. Hint." The words of rules are English whatever the document's language."""
    severity = str(getattr(strings, _SEVERITIES[diagnostic.severity]))
    head: list[Inline] = [Strong((Text(severity),)), Text(", "), Code(diagnostic.code)]
    if diagnostic.span.file:
        head.extend((Text(", "), Code(f"{diagnostic.span.file}:{diagnostic.span.line}")))
    said = ". ".join(_sentence(part) for part in (diagnostic.message, diagnostic.hint) if part)
    words = _with_code(f"{said}.")
    return (*head, Text(": "), *(words if lang.partition("-")[0] == "en" else (Lang("en", words),)))


def _with_code(text: str) -> Inlines:
    """Text whose words between grave accents, as messages write keys and commands, are set as code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return (Text(text),)
    return tuple(Code(part) if i % 2 else Text(part) for i, part in enumerate(parts) if part)


def _acknowledged(diagnostic: Diagnostic, reason: str, strings: Strings, lang: str) -> Inlines:
    words = strings.findings_reason.format(reason=reason.rstrip("."))
    return (*_finding(diagnostic, strings, lang), Text(f" {words}."))


def _sentence(words: str) -> str:
    """A message of a rule as a sentence: it begins with a capital, unless with a name or a sign."""
    words = " ".join(words.split()).rstrip(".:")
    return words[:1].upper() + words[1:]


# ----------------------------------------------------------------------------------------------------------- values


def values(document: Document, brief: Brief, strings: Strings) -> Section:
    """The annex of a reviewer's copy: each printed value with where it stands, its record, source and status."""
    labels = _labels(document)
    rows = [_value(row, labels, strings) for row in printed_values(document, brief)]
    heads = (strings.value, strings.annex_place, strings.annex_fact, strings.source, strings.status)
    head = Row(tuple(Cell((Text(text),), scope="col") for text in heads))
    caption = Caption((Text(strings.annex_values_caption),), f"{strings.table}{NBSP}A1")
    columns = (Column(), Column(), Column(), Column(), Column())
    blocks: tuple[Block, ...] = (Para((Text(strings.annex_no_values),)),)
    if rows:
        anchor = _free(document, "tbl-annex-values")
        blocks = (Table(anchor, caption, columns, (head,), tuple(rows), (), strings.annex_values_caption),)
    return Section(1, (Text(strings.annex_values),), blocks, "annex-values", numbered=False)


def _value(row: PrintedValue, labels: dict[str, Inlines], strings: Strings) -> Row:
    where = labels.get(row.place, (Text(row.place or "–"),))
    cells: tuple[Inlines, ...] = (
        row.runs or (Text(row.text),),
        where,
        (Code(row.path.removeprefix("facts.")), Text(f" ({row.form})")),
        (Text(evidence(row, strings) or "–"),),
        (Text(status(row, strings)),),
    )
    return Row(tuple(Cell(cell, scope="" if n else "row", span=row.span) for n, cell in enumerate(cells)))


def evidence(row: PrintedValue, strings: Strings) -> str:
    """Source, locator and where the value was read: "doe2020, Table 2; seen in roe2021"."""
    parts = [", ".join(part for part in (row.source, row.locator) if part)]
    if row.seen_in:
        parts.append(strings.seen_in.format(source=row.seen_in))
    return "; ".join(part for part in parts if part)


def status(row: PrintedValue, strings: Strings) -> str:
    """The status in words; of a record that is no fact, a dash."""
    words = {"verified": strings.verified, "secondary": strings.secondary, "unverified": strings.unverified}
    return words.get(row.status, "–")


def remarks(document: Document, brief: Brief, strings: Strings) -> dict[str, str]:
    """What a comment says of each printed record: its name, source and status, by the record's path."""
    found: dict[str, str] = {}
    for row in printed_values(document, brief):
        if row.path not in found:
            said = (row.path.removeprefix("facts."), evidence(row, strings), status(row, strings))
            found[row.path] = " · ".join(part for part in said if part not in ("", "–"))
    return found


def _labels(document: Document) -> dict[str, Inlines]:
    """What names each place values stand in: a link to its table, figure or section; a note by its mark."""
    found: dict[str, Inlines] = {}
    for node in walk(document):
        match node:
            case Table() | Figure():
                kind: JumpKind = "table" if isinstance(node, Table) else "figure"
                here: Inlines = (Jump(kind, node.caption.label, node.anchor),)
                found |= dict.fromkeys((node.anchor, *(note.anchor for note in node.notes if note.anchor)), here)
            case Section():
                found[node.anchor] = (Jump("section", node.number or plain(node.title), node.anchor),)
            case _:
                pass
    notes: dict[str, Inlines] = {note.anchor: (Text(note.mark),) for note in document.notes}
    return found | notes
