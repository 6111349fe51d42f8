"""Editions: what sets a release, a reviewer's copy or a file with its data apart from a plain build."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from briefgen.diag import Severity
from briefgen.outcome import STANDARD, Built, Options
from briefgen.records import dataclass
from briefgen.theme import Reference
from briefgen.tree import Document


def refused(made: Built) -> bool:
    """Whether a release must be refused; says why in the result's sink."""
    assert made.loaded is not None
    errors = [d for d in made.findings if d.severity is Severity.ERROR]
    if made.loaded.brief.status == "draft":
        made.sink.error(
            "release-draft", "the brief calls itself a draft", made.loaded.spans.at("status"), "set `status: final`"
        )
    if errors:
        what = f"{len(errors)} finding{'s' if len(errors) > 1 else ''}"
        hint = "mend the data, or acknowledge each finding with a reason"
        made.sink.error(
            "release-refused", f"not released: {what} of weight error stand{'' if len(errors) > 1 else 's'}", hint=hint
        )
    return made.sink.failed


def edition(form: str, made: Built, options: Options) -> Document:
    """The document as one format prints it: a reviewer's PDF has its sources in an annex (Word has comments)."""
    from briefgen.resolve import annex

    assert made.document is not None
    assert made.loaded is not None
    if form != "pdf" or not options.annotate:
        return made.document
    return annex.appended(made.document, annex.values(made.document, made.loaded.brief, made.strings))


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes into a file beside its document: comments on records by path, attached files, the PDF standard, the Word
    file it is built on; how a Word file cites (the CSL-JSON `sources` only where it has fields), whether it binds facts.
    """

    comments: dict[str, str] = field(default_factory=dict)
    attached: dict[str, bytes] = field(default_factory=dict)
    standard: tuple[str, str] = STANDARD
    reference: Reference | None = None
    citations: str = "plain"
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    citation_style: str = ""
    bind: bool = False


def beside(form: str, document: Document, made: Built, options: Options) -> Extras:
    """The comments of a reviewer's Word file; the data of a PDF that is to carry them."""
    from briefgen.resolve import annex, record

    assert made.loaded is not None
    brief = made.loaded.brief
    if form == "docx":
        remarks = annex.remarks(document, brief, made.strings) if options.annotate else {}
        sources = {key: item.csl for key, item in brief.references.items()} if options.citations != "plain" else {}
        style = made.citation_style
        return Extras(remarks, citations=options.citations, sources=sources, citation_style=style, bind=options.bind)
    attached = {}
    if options.attach_data:
        attached = {record.FACTS: record.facts_csv(document, brief), record.DOCUMENT: record.document_json(document)}
    return Extras({}, attached, options.standard)
