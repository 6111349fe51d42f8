"""The prose of a brief as rules read it: every text with its path, and a copy in which what is no prose is blanked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from briefgen.model import Brief, FigureSpec, Protocol, Study, TableSpec
from briefgen.records import dataclass

Path = tuple[str | int, ...]

ROLE = re.compile(r"\{fact\}`([^`:]+)(?::([^`]*))?`")
"""A fact named in prose: its id, and the form asked for."""
RECORD = re.compile(r"\{record\}`([^`:]+)(?::[^`]*)?`")
"""A record that is no fact, by its path."""

CITATION = re.compile(r"\[[^\[\]]*@[A-Za-z][^\[\]]*\]|(?<![\w@])@(?!tbl-|fig-|sec-|eq-)[A-Za-z][\w.:-]*\w")
CROSS_REFERENCE = re.compile(r"@(?:tbl|fig|sec|eq)-[\w-]+")

_QUOTED = re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"\n]*\"")
_HIDDEN = re.compile(
    r"\{(?:fact|record)\}`[^`]*`|```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]+\$|"  # values, code, formulas
    r"\[[^\[\]]*@[A-Za-z][^\[\]]*\]|@[A-Za-z][\w.:-]*\w|\[\^[^\]]+\]:?|"  # citations, references, marks of notes
    r"(?<=\])\([^)\s]*\)|https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+|\b10\.\d{4,9}/\S+|"  # targets of links, addresses, DOIs
    r"^:::[^\n]*$|\{[.#][^}]*\}",  # fences and attributes
    re.MULTILINE | re.DOTALL,
)
_MARKUP = re.compile(r"\*\*|[*~^\\]|__")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a brief; `kind` is "text", "caption", "note", "cell", "label", "lettering" (of a
    drawing), "method", "remark" or "line".
    """

    path: Path
    text: str
    kind: str

    @property
    def bare(self) -> str:
        """The text with values, code, formulas, citations and addresses blanked; every character keeps its place."""
        return bare(self.text)

    @property
    def said(self) -> str:
        """The bare text without what is quoted: titles and words of others."""
        return said(self.text)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A text in which whatever is no prose has become blanks of the same length."""
    return _HIDDEN.sub(_blank, text) if re.search(r"[`$@\[{:/]", text) else text


@lru_cache(maxsize=8192)
def said(text: str) -> str:
    """A bare text in which quotations have become blanks too."""
    return _QUOTED.sub(_blank, bare(text)) if re.search(r"[“‘\"]", text) else bare(text)


def unmarked(text: str) -> str:
    """A text without the signs of emphasis, subscripts and superscripts."""
    return _MARKUP.sub("", text) if re.search(r"[*~^\\_]", text) else text


def passages(brief: Brief) -> Iterator[Passage]:
    """Every text of a brief that is printed as words, the records of facts and references left out."""
    yield Passage(("title",), brief.title, "line")
    if brief.subtitle:
        yield Passage(("subtitle",), brief.subtitle, "line")
    for name, text in brief.texts.items():
        for audience, passage in {"": text}.items() if isinstance(text, str) else text.items():
            yield Passage(("texts", name, audience) if audience else ("texts", name), passage, "text")
    for name, table in brief.tables.items():
        yield from _table(name, table)
    for name, figure in brief.figures.items():
        yield from _figure(name, figure)
    for name, protocol in brief.protocols.items():
        yield from _protocol(name, protocol)
    for name, study in brief.studies.items():
        yield from _study(name, study)
    for name, fact in brief.facts.items():
        if fact.note:
            yield Passage(("facts", name, "note"), fact.note, "remark")
    if brief.disclaimer:
        yield Passage(("disclaimer",), brief.disclaimer, "line")


def _table(name: str, table: TableSpec) -> Iterator[Passage]:
    at: Path = ("tables", name)
    yield Passage((*at, "caption"), table.caption, "caption")
    if table.stub:
        yield Passage((*at, "stub"), table.stub, "label")
    for i, column in enumerate(table.head):
        yield Passage((*at, "head", i), column if isinstance(column, str) else column.head, "label")
    for r, row in enumerate(table.grid or ()):
        yield from (Passage((*at, "grid", r, c), cell, "cell") for c, cell in enumerate(row) if cell)
    for i, cell in enumerate(table.cell):
        if cell.head:
            yield Passage((*at, "cell", i, "head"), cell.head, "label")
    yield from (Passage((*at, "labels", key), text, "label") for key, text in table.labels.items())
    yield from (Passage((*at, "notes", key), text, "note") for key, text in table.notes.items())


def _figure(name: str, figure: FigureSpec) -> Iterator[Passage]:
    at: Path = ("figures", name)
    yield Passage((*at, "caption"), figure.caption, "caption")
    yield from (Passage((*at, "nodes", key, "label"), node.label, "lettering") for key, node in figure.nodes.items())
    yield from (Passage((*at, "edges", i, "label"), e.label, "lettering") for i, e in enumerate(figure.edges) if e.label)
    yield from (Passage((*at, "groups", key), text, "lettering") for key, text in figure.groups.items())
    yield from (Passage((*at, "notes", key), text, "note") for key, text in figure.notes.items())


def _protocol(name: str, protocol: Protocol) -> Iterator[Passage]:
    at: Path = ("protocols", name)
    yield Passage((*at, "title"), protocol.title, "label")
    if protocol.summary:
        yield Passage((*at, "summary"), protocol.summary, "method")
    yield from (Passage((*at, "materials", i), text, "method") for i, text in enumerate(protocol.materials))
    yield from (Passage((*at, "parameters", key), text, "method") for key, text in protocol.parameters.items())
    yield from (Passage((*at, "steps", i), text, "method") for i, text in enumerate(protocol.steps))


def _study(name: str, study: Study) -> Iterator[Passage]:
    for field in ("title", "design", "population", "sites", "reason"):
        text = getattr(study, field)
        if text:
            yield Passage(("studies", name, field), text, "label")
    for key, arm in study.arms.items():
        yield Passage(("studies", name, "arms", key, "label"), arm.label, "label")


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """The paragraphs of a text, each with its offset: what blank lines part."""
    start = 0
    for match in re.finditer(r"\n[ \t]*\n\s*|\Z", text):
        if text[start : match.start()].strip():
            yield start, text[start : match.start()]
        start = match.end()
