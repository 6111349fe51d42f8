"""What the tests of resolve share: a brief as plain data, prose read by a few rules, tables as rows of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from briefgen.diag import Sink
from briefgen.model import Audience, Brief
from briefgen.resolve import ReadInlines, resolve
from briefgen.source import NOWHERE, Span
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, Theme
from briefgen.tree import (
    Block,
    Cite,
    CiteItem,
    Document,
    Inline,
    Inlines,
    Meta,
    NoteRef,
    Para,
    Placement,
    Ref,
    Row,
    Section,
    Table,
    Text,
    Value,
    plain,
    walk,
)
from soundness import faults

_TOKEN = re.compile(r"\[\^([^\]]+)\]|\[@([^\]]+)\]|@((?:tbl|fig|sec|eq)-[\w-]+)|\{fact\}`([^`:]+)(?::(\w+))?`|@(\w+)")


class PathSpans:
    """Spans that show the path asked for, so that a test sees where a fault was put."""

    def at(self, *keys: str | int) -> Span:
        return Span("/".join(str(k) for k in keys), 1)

    def key(self, *keys: str | int) -> Span:
        return self.at(*keys)


def prose(text: str, span: Span = NOWHERE) -> Inlines:
    """The few inline forms the tests write: notes, citations, references, values."""
    out: list[Inline] = []
    at = 0
    for m in _TOKEN.finditer(text):
        out.append(Text(text[at : m.start()], span=span))
        note, cites, anchor, fact, form, narrative = m.groups()
        if note:
            out.append(NoteRef(note, span=span))
        elif cites:
            items = tuple(CiteItem(c.strip().lstrip("@"), span=span) for c in cites.split(";"))
            out.append(Cite(items, span=span))
        elif anchor:
            out.append(Ref(anchor, span=span))
        elif fact:
            out.append(Value(f"facts.{fact}", form or "value", span=span))
        else:
            out.append(Cite((CiteItem(narrative, span=span),), narrative=True, span=span))
        at = m.end()
    out.append(Text(text[at:], span=span))
    return tuple(i for i in out if not (isinstance(i, Text) and not i.text))


def para(text: str) -> Para:
    return Para(prose(text, Span("text", 1)))


def section(title: str, *blocks: Block, **more: Any) -> Section:
    return Section(more.pop("level", 1), (Text(title),), tuple(blocks), **more)


def place(anchor: str) -> Placement:
    return Placement(anchor, span=Span("text", 2))


@dataclass
class Run:
    """A document resolved, and what was said about it."""

    document: Document | None
    sink: Sink

    @property
    def codes(self) -> list[str]:
        return [d.code for d in self.sink]

    @property
    def done(self) -> Document:
        assert self.document is not None, [str(d) for d in self.sink]
        assert not faults(self.document)
        return self.document

    def table(self, anchor: str) -> Table:
        return next(n for n in walk(self.done) if isinstance(n, Table) and n.anchor == anchor)


def run(
    data: dict[str, Any],
    *blocks: Block,
    audience: dict[str, Any] | None = None,
    theme: Theme = DEFAULT,
    notes: Any = (),
    who: Audience | None = None,
    read: ReadInlines = prose,
) -> Run:
    """Resolve blocks with a brief given as plain data."""
    brief = Brief.model_validate({"title": "A brief", **data})
    who = who or Audience.model_validate({"label": "Scientists", "sections": ["all"], "contents": "no", **(audience or {})})
    sink = Sink()
    strings = strings_for(brief.lang)
    document = Document(Meta(), tuple(blocks), tuple(notes))
    return Run(resolve(document, brief, PathSpans(), "scientist", who, strings, read, theme, sink), sink)


def grouped(style: str) -> Theme:
    """The default theme with another way to print row groups."""
    return replace(DEFAULT, table=replace(DEFAULT.table, groups=style))


def texts(rows: tuple[Row, ...]) -> list[list[str]]:
    """The cells of rows as plain text, a space that does not break shown as "~"."""
    return [[plain(c.children).replace("\u00a0", "~") for c in row.cells] for row in rows]


def words(run: Run, number: int = 0) -> str:
    """The plain text of a paragraph of the document."""
    paras = [n for n in walk(run.done) if isinstance(n, Para)]
    return plain(paras[number].children).replace("\u00a0", "~")
