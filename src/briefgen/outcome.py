"""What a build is asked for, and what came of it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from briefgen.diag import Diagnostic, Severity, Sink
from briefgen.records import dataclass
from briefgen.strings import Strings

if TYPE_CHECKING:
    from briefgen.load.brief import Loaded
    from briefgen.tree import Document

FORMATS = ("docx", "pdf")

STANDARD = ("ua-1", "a-2a")
"""The standards a PDF follows when nothing else is asked for."""

STANDARDS = (STANDARD, ("ua-1", "a-3a"), ("ua-2", "a-4"), ("ua-2", "a-4f"))
"""The standards it can follow, as `render.pdf` has them; here too, so that to ask for one does not load what paints it."""


class Stage(StrEnum):
    """Where a build stopped; decides the exit code."""

    DATA = "data"
    DOCUMENT = "document"
    VERIFY = "verify"
    RELEASE = "release"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for. `date` (ISO) replaces the brief's own date in file properties (`SOURCE_DATE_EPOCH`).

    `release` refuses drafts. `annotate` makes a reviewer's copy, which says of each value where it comes from.
    `attach_data` puts what a PDF prints into it as data. `standard` names the PDF standards, as `render.pdf` knows them.
    `reference` is the path of a Word file that the DOCX is built on. In a DOCX `citations` are "plain", or fields of
    "zotero" or "word"; `bind` puts printed facts into content controls.
    """

    formats: tuple[str, ...] = FORMATS
    date: str = ""
    release: bool = False
    annotate: bool = False
    attach_data: bool = False
    standard: tuple[str, str] = STANDARD
    reference: str = ""
    citations: str = "plain"
    bind: bool = False


@dataclass(slots=True)
class Built:
    """One brief for one audience: its document, the files by format when all went well, and what was found on the way.

    `sink` holds faults, which stop a build; `findings` are what the rules say, which make it a draft; `accepted` are
    those the author has acknowledged, each with the reason given.
    """

    sink: Sink
    loaded: Loaded | None = None
    document: Document | None = None
    strings: Strings = field(default_factory=Strings)
    citation_style: str = ""
    findings: list[Diagnostic] = field(default_factory=list)
    accepted: list[tuple[Diagnostic, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    failed_at: Stage | None = None

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All faults and findings, sorted by place, each once."""
        return list(Sink(found=[*self.sink.found, *self.findings]))

    @property
    def draft(self) -> bool:
        """Whether a rule found an error that nobody has acknowledged."""
        return any(d.severity is Severity.ERROR for d in self.findings)

    def failed(self, stage: Stage) -> Built:
        """The same outcome, marked as stopped at a stage, without files."""
        self.failed_at, self.files = stage, {}
        return self
