"""Verify a PDF: pdfium's text in the file's structure tree against the resolved document.

Checked are title, language, every heading with its level, paragraph, list item, caption, code block, formula, note,
contents entry with its page, reference, text alternative; every table cell in its row and column with spans and header
scope; every link with what it says and leads to; page labels; the rectangles of figures and formulas; and that the text can
be seen (`pdf_seen` says how far). The folds of text are listed in `pdf_stream`, and `structure` checks what
validators do not look at. Codes: `pdf-unreadable`, `pdf-untagged`, `pdf-title`, `pdf-lang`, `pdf-text-lost`, `pdf-artifact`,
`pdf-text-added`, `pdf-order`, `pdf-role`, `pdf-list-item`, `pdf-alt-missing`, `pdf-alt-differs`, `pdf-table-lost`,
`pdf-cell-differs`, `pdf-link-missing`, `pdf-link-target`, `pdf-link-contents`, `pdf-contents-page`, `pdf-mentions`,
`pdf-outline`, `pdf-page-label`, `pdf-box`, `pdf-unseen`, `pdf-attachment`, and those of `structure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape

from briefgen import tree
from briefgen.diag import Diagnostic, Severity, Sink
from briefgen.verify import structure
from briefgen.verify.pdf_boxes import misplaced
from briefgen.verify.pdf_compare import Comparison
from briefgen.verify.pdf_expected import units
from briefgen.verify.pdf_reading import Reading, Unreadable, read
from briefgen.verify.pdf_syntax import Broken


def verify(data: bytes, document: tree.Document, attached: Mapping[str, bytes] | None = None) -> list[Diagnostic]:
    """All findings, sorted by place; empty when the file says what the document says.

    With `attached`, also when the file carries these files, by name, and no other.
    """
    try:
        return _findings(read(data), _xmp_title(data), document, attached)
    except (Unreadable, Broken) as error:  # an object is parsed when it is asked for, so that may come late
        return [Diagnostic(Severity.ERROR, "pdf-unreadable", str(error))]
    except RecursionError:
        return [Diagnostic(Severity.ERROR, "pdf-unreadable", "the file's structure is nested too deeply")]


def _findings(
    reading: Reading, xmp_title: str, document: tree.Document, attached: Mapping[str, bytes] | None
) -> list[Diagnostic]:
    sink = Sink()
    if not reading.tagged or not reading.tree.root.kids:
        sink.error("pdf-untagged", "the file has no structure tree", hint="report this as a defect of briefgen")
        return list(sink)
    _metadata(reading, xmp_title, document, sink)
    Comparison(reading, sink).run(units(document))
    structure.check(reading.objects, reading.tree.tags, sink)
    _unseen(reading, sink)
    for message in misplaced(reading.tree.drawings, reading.sheets):
        sink.error("pdf-box", message)
    if attached is not None:
        _attachments(_without_formulas(reading.attached, document), attached, sink)
    return list(sink)


def _metadata(reading: Reading, xmp_title: str, document: tree.Document, sink: Sink) -> None:
    """Title, language and the numbers of pages; a file of PDF/A-4 states its title in XMP alone."""
    meta = document.meta
    title = " ".join(tree.plain(meta.title).split())
    for found in {xmp_title, reading.title or xmp_title} - {title}:
        sink.error("pdf-title", f'the file\'s title is "{found}", not "{title}"', meta.span)
    if reading.lang != meta.lang:
        sink.error("pdf-lang", f'the file\'s language is "{reading.lang}", not "{meta.lang}"', meta.span)
    for number, label in enumerate(reading.labels, 1):
        if label != str(number):
            sink.error("pdf-page-label", f'page {number} is labelled "{label}"', meta.span)


def _unseen(reading: Reading, sink: Sink) -> None:
    """Text that is there for programs and not for the eye, once a page and reason."""
    alike: dict[tuple[int, str], list[str]] = {}
    for page, text, why in reading.unseen:
        alike.setdefault((page, why), []).append(text)
    for (page, why), texts in alike.items():
        more = f", with {len(texts) - 1} more pieces of text" if len(texts) > 1 else ""
        sink.error("pdf-unseen", f'page {page + 1}: "{texts[0].strip()}" {why}{more}')


def _without_formulas(carried: Mapping[str, bytes], document: tree.Document) -> Mapping[str, bytes]:
    """The attached files that are not the MathML of a formula, which PDF/A-4f attaches to it."""
    if not carried:
        return carried
    formulas = {node.mathml.encode() for node in tree.walk(document) if isinstance(node, tree.Math) and node.mathml}
    return {name: file for name, file in carried.items() if file not in formulas}


def _attachments(carried: Mapping[str, bytes], wanted: Mapping[str, bytes], sink: Sink) -> None:
    """The files within the file are those it should carry, byte for byte, and no other."""
    for name in sorted({*wanted, *carried}):
        if name not in carried:
            sink.error("pdf-attachment", f'the attached file "{name}" is missing')
        elif name not in wanted:
            sink.error("pdf-attachment", f'the file carries "{name}", which it should not')
        elif carried[name] != wanted[name]:
            sink.error("pdf-attachment", f'the attached file "{name}" differs')


def _xmp_title(data: bytes) -> str:
    """The title in the metadata packet, which stands in the file as plain text; empty when there is none."""
    packet = data.partition(b"<dc:title>")[2].partition(b"<rdf:li")[2]
    return unescape(packet.partition(b">")[2].partition(b"</rdf:li>")[0].decode("utf-8", "replace"))
