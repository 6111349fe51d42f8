"""Prove a Word file: every passage, number, cell, link and note of the resolved document is in it, in order; it is sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import zip_longest

from briefgen.diag import Diagnostic, Severity
from briefgen.records import dataclass
from briefgen.source import Span
from briefgen.tree import Cell, Document, Jump, Table, occupancy, plain
from briefgen.verify.docx_comments import commentable, comments
from briefgen.verify.docx_expected import Destination, Passage, citations, expected, passage
from briefgen.verify.docx_formulas import Places, differences
from briefgen.verify.docx_lint import lint_package
from briefgen.verify.docx_package import Package, Unreadable, W, open_package
from briefgen.verify.docx_reading import ReadCell, ReadParagraph, ReadTable, body, footnotes

_BLANK = re.compile(r"[ \t\n]+")
_SHOWN = 60  # characters of a passage that a message quotes
_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def verify(data: bytes, document: Document, remarks: Mapping[str, str] | None = None) -> list[Diagnostic]:
    """Compare a file's bytes with the resolved document it was made from; findings point into the document's sources.

    `remarks` are what the file's comments must say of each printed record, by path; without them it must have none.
    """
    try:
        return _findings(open_package(data), document, remarks or {})
    except Unreadable as error:
        return [Diagnostic(Severity.ERROR, "docx-unreadable", str(error), document.span)]
    except RecursionError:
        return [Diagnostic(Severity.ERROR, "docx-unreadable", "its elements are nested too deeply", document.span)]


def _findings(package: Package, document: Document, remarks: Mapping[str, str]) -> list[Diagnostic]:
    proof = _Proof(document, body(package))
    proof.align()
    proof.check_links()
    notes = footnotes(package)
    proof.check_notes(notes)
    proof.check_mentions(notes)
    proof.check_properties(package)
    proof.check_comments(package, remarks)
    return [*proof.found, *lint_package(package)]


def _normal(text: str) -> str:
    """The text with every blank one space: a no-break space may stand where the document has another."""
    text = text.replace("\u00a0", " ")
    if "  " in text or "\n" in text or "\t" in text:
        text = _BLANK.sub(" ", text)
    return text.strip(" ")


def _bare(text: str) -> str:
    return "".join(text.split())


def _quote(text: str) -> str:
    short = _normal(text)
    return f'"{short[:_SHOWN]}…"' if len(short) > _SHOWN else f'"{short}"'


def _reads(wanted: Passage, text: str) -> bool:
    """Whether a paragraph's normalised text is the passage: its parts in order, with blanks and full stops between."""
    at = 0
    for number, part in enumerate(wanted.parts):
        part = _normal(part)
        if number:
            while at < len(text) and text[at] in " .\u2002" and not text.startswith(part, at):
                at += 1
        if not text.startswith(part, at):
            return False
        at += len(part)
    rest = text[at:].strip(" ")
    return not rest or (wanted.page and (rest.isdigit() or rest == "–"))


@dataclass(slots=True)
class _Proof:
    """One comparison: what was read, how far it has been matched, where anchors were found, and what is wrong."""

    document: Document
    items: list[ReadParagraph | ReadTable]
    found: list[Diagnostic] = field(default_factory=list)
    pairs: list[tuple[list[Destination], list[tuple[str, str]], Span]] = field(default_factory=list)
    places: dict[str, set[str]] = field(default_factory=dict)
    cited: list[tuple[Passage, ReadParagraph]] = field(default_factory=list)
    _at: int = 0
    _texts: list[str] = field(default_factory=list)

    def _error(self, code: str, message: str, span: Span) -> None:
        self.found.append(Diagnostic(Severity.ERROR, code, message, span))

    def align(self) -> None:
        """Find each expected passage and table in order; what is left over is reported too."""
        self._texts = [_normal(item.text) if isinstance(item, ReadParagraph) else "" for item in self.items]
        for wanted in expected(self.document):
            if isinstance(wanted, Table):
                self._match_table(wanted)
            else:
                self._match_passage(wanted)
        self._report_left(len(self.items))

    def _report_left(self, end: int) -> None:
        for text in self._texts[self._at : end]:
            if text:
                self._error(
                    "docx-text-unexpected", f"the file says {_quote(text)}, which the document does not", self.document.span
                )

    def _advance(self, to: int) -> None:
        self._report_left(to)
        self._at = to + 1

    def _match_passage(self, wanted: Passage) -> None:
        if not wanted.parts and not wanted.alt:
            return
        at = self._find(wanted)
        if at is None:
            missing = f"alt text {_quote(wanted.alt)}" if wanted.alt else _quote(" ".join(wanted.parts))
            self._error(wanted.code, f"{missing} is not in the file where it belongs", wanted.span)
            return
        self._advance(at)
        read = self.items[at]
        assert isinstance(read, ReadParagraph)
        self._compare(wanted, read)

    def _find(self, wanted: Passage) -> int | None:
        for at in range(self._at, len(self.items)):
            item = self.items[at]
            if not isinstance(item, ReadParagraph):
                continue
            if wanted.alt and any(alt.startswith(wanted.alt) for alt in item.alts):
                return at
            text = self._texts[at]
            literal = f"{wanted.number} " if wanted.number and not item.number else ""
            if not wanted.alt and (_reads(wanted, text) or (literal and _reads(wanted, text.removeprefix(literal)))):
                return at
        return None

    def _compare(self, wanted: Passage, read: ReadParagraph) -> None:
        self._compare_number(wanted, read)
        if wanted.level is not None and read.level != wanted.level:
            self._error(
                "docx-heading-differs",
                f"{_quote(read.text)} is a heading of level {read.level}, not {wanted.level}", wanted.span,
            )  # fmt: skip
        self._compare_formulas(wanted, read.formulas)
        self._compare_langs(wanted, [read])
        self.pairs.append((wanted.links, read.links, wanted.span))
        if wanted.mentions:
            self.cited.append((wanted, read))
        if wanted.anchor:
            self.places.setdefault(wanted.anchor, set()).update(read.bookmarks)

    def _compare_number(self, wanted: Passage, read: ReadParagraph) -> None:
        if wanted.number is None:
            return
        typed = bool(wanted.number) and _normal(read.text).startswith(f"{wanted.number} ")
        if read.number != wanted.number and not (typed and not read.number):
            self._error(
                wanted.code if wanted.level else "docx-list-number",
                f'{_quote(read.text)} is numbered "{read.number}", not "{wanted.number}"', wanted.span,
            )  # fmt: skip

    def _compare_formulas(self, wanted: Passage, read: list[Places]) -> None:
        """Every symbol of a formula stands where it should: in its fraction, its root, its script, its row."""
        for formula, shown in zip_longest(wanted.formulas, read) if wanted.formulas or read else ():
            for place in differences(formula or {}, shown or {}):
                what = f"{_quote((shown or {}).get(place, ''))}, not {_quote((formula or {}).get(place, ''))}"
                self._error("docx-formula-differs", f'a formula has at "{place}" {what}', wanted.span)

    def _compare_langs(self, wanted: Passage, read: Sequence[ReadParagraph]) -> None:
        """What is in another language is marked so, and nothing else is: spelling and screen readers go by it."""
        if not wanted.langs and not any(paragraph.langs for paragraph in read):
            return
        shown: dict[str, str] = {}
        for paragraph in read:
            for lang, text in paragraph.langs.items():
                shown[lang] = shown.get(lang, "") + text
        for lang in sorted({*wanted.langs, *shown}):
            right, found = (_bare(said.get(lang, "")) for said in (wanted.langs, shown))
            if right != found:
                message = f'the file marks {_quote(found)} as being in "{lang}", not {_quote(right)}'
                self._error("docx-language-differs", message, wanted.span)

    # ------------------------------------------------------------------------------------------------------- tables

    def _match_table(self, table: Table) -> None:
        at = next((i for i in range(self._at, len(self.items)) if isinstance(self.items[i], ReadTable)), None)
        if at is None:
            self._error("docx-table-lost", f"{table.caption.label or table.anchor} is not in the file", table.span)
            return
        self._advance(at)
        read = self.items[at]
        assert isinstance(read, ReadTable)
        name = table.caption.label or table.anchor
        if read.header_rows != len(table.head):
            self._error(
                "docx-header-rows", f"{name} repeats {read.header_rows} header rows, not {len(table.head)}", table.span
            )
        if table.description and read.description != table.description:
            self._error("docx-alt-text", f"{name}: the description differs", table.span)
        self._compare_rows(table, read, name)

    def _compare_rows(self, table: Table, read: ReadTable, name: str) -> None:
        width = len(table.columns)
        head, rest = occupancy(table.head, width), occupancy(table.body, width)
        assert not isinstance(head, str)  # a resolved table is rectangular
        assert not isinstance(rest, str)
        grid = head + rest
        if len(grid) != len(read.rows):
            self._error("docx-table-shape", f"{name} has {len(read.rows)} rows in the file, not {len(grid)}", table.span)
        for number, (row, shown) in enumerate(zip(grid, read.rows, strict=False), 1):
            by_column = {cell.column: cell for cell in shown}
            for column, cell in row:
                where = f"{name}, row {number}, column {column + 1}"
                self._compare_cell(cell, by_column.pop(column, None), where, table.span)
            for column in sorted(by_column):
                self._error("docx-table-shape", f"{name}, row {number}: a cell too many in column {column + 1}", table.span)

    def _compare_cell(self, cell: Cell, read: ReadCell | None, where: str, table: Span) -> None:
        span = cell.span if cell.span.file else table
        if read is None or (read.colspan, read.rowspan) != (cell.colspan, cell.rowspan):
            shown = "nothing begins there" if read is None else f"it spans {read.colspan} columns and {read.rowspan} rows"
            self._error("docx-table-shape", f"{where}: {shown}; expected {cell.colspan} and {cell.rowspan}", span)
            return
        wanted = passage("docx-cell-differs", span, cell.children)
        text, shown_text = "".join(wanted.parts), "\n".join(p.text for p in read.paragraphs)
        if _normal(text) != _normal(shown_text):
            self._error("docx-cell-differs", f"{where}: the file says {_quote(shown_text)}, not {_quote(text)}", span)
        self._compare_formulas(wanted, [f for p in read.paragraphs for f in p.formulas])
        self._compare_langs(wanted, read.paragraphs)
        self.pairs.append((wanted.links, [link for p in read.paragraphs for link in p.links], span))

    # ------------------------------------------------------------------------------------------------ links and notes

    def check_links(self) -> None:
        """Every link leads where the document says: an address, or the passage that carries the anchor's bookmark."""
        for wanted, read, span in self.pairs:
            # labels are numbers and words, so a pair of unequal length is reported link by link
            for destination, link in zip_longest(wanted, read):
                self._check_link(destination, link, span)

    def _check_link(self, wanted: Destination | None, read: tuple[str, str] | None, span: Span) -> None:
        if wanted is None or read is None:
            if wanted is not None and (not wanted.internal or wanted.target in self.places):
                self._error("docx-link-target", f'"{wanted.label}" does not lead to {wanted.target}', span)
            elif read is not None:
                self._error(
                    "docx-link-target", f"{_quote(read[0])} is a link to {read[1]}, which the document has not", span
                )
            return
        text, target = read
        if wanted.label and _normal(text) not in _normal(wanted.label):
            self._error("docx-link-target", f'the link "{wanted.label}" reads {_quote(text)} in the file', span)
        right = target in self.places.get(wanted.target, ()) if wanted.internal else target == wanted.target
        if not right and not (wanted.internal and wanted.target.startswith("cite-")):
            self._error(
                "docx-link-target", f'"{wanted.label or _normal(text)}" leads to {target}, not to {wanted.target}', span
            )

    def check_notes(self, by_id: Mapping[str, list[ReadParagraph]]) -> None:
        """Every footnote is there, in the order of its marks, and says what it should."""
        order = [n for item in self.items for p in _paragraphs(item) for n in p.notes]
        for note, number in zip_longest(self.document.notes, dict.fromkeys(order)):
            if note is None:
                self._error("docx-note-differs", f"the file has a footnote {number} too many", self.document.span)
                continue
            wanted = passage("docx-note-differs", note.span, note.children)
            read = by_id.get(number or "", [])
            shown = _normal("\n".join(p.text for p in read))
            if _normal("".join(wanted.parts)) not in (shown, shown.removeprefix(f"{note.mark} ")):
                self._error("docx-note-differs", f"note {note.mark} says {_quote(shown)} in the file", note.span)
            self._compare_formulas(wanted, [f for p in read for f in p.formulas])
            self._compare_langs(wanted, read)
            self._check_note_links(wanted, read)

    def check_mentions(self, by_id: Mapping[str, list[ReadParagraph]]) -> None:
        """The page numbers of a reference lead back to citations, and those citations lead to the reference."""
        if not any(read.mentions for _, read in self.cited):
            return
        notes = [p for read in by_id.values() for p in read]
        holders = {
            name: {target for _, target in p.links}
            for p in (*(p for item in self.items for p in _paragraphs(item)), *notes)
            for name in p.bookmarks
        }
        jumps = {
            node.anchor: {jump.anchor for jump in node.runs or () if isinstance(jump, Jump)}
            for node in citations(self.document)
        }
        for wanted, read in self.cited:
            direct = all(wanted.anchor in jumps.get(anchor, ()) for anchor in wanted.mentions)
            for page, target in read.mentions:
                right = target in holders and (not direct or holders[target] & set(read.bookmarks))
                if not right or not page.isdigit():
                    message = f'the page "{page}" of {_quote(read.text)} leads to {target}, where it is not cited'
                    self._error("docx-mention-target", message, wanted.span)

    def _check_note_links(self, wanted: Passage, read: list[ReadParagraph]) -> None:
        links = [link for p in read for link in p.links]
        for destination, link in zip_longest(wanted.links, links):
            self._check_link(destination, link, wanted.span)

    def check_comments(self, package: Package, wanted: Mapping[str, str]) -> None:
        """Each value of the body has the comment it should have, and there is no other."""
        expected_here = Counter((_normal(text), _normal(said)) for text, said in commentable(self.document, wanted))
        shown = Counter((_normal(text), _normal(said)) for text, said in comments(package))
        for (text, said), number in (expected_here - shown).items():
            self._error(
                "docx-comment-lost", f"{_quote(text)} lacks the comment {_quote(said)} ({number})", self.document.span
            )
        for (text, said), number in (shown - expected_here).items():
            what = f"the comment {_quote(said)} on {_quote(text)} ({number}) should not be there"
            self._error("docx-comment-unexpected", what, self.document.span)

    def check_properties(self, package: Package) -> None:
        """Title and language are those of the document."""
        meta = self.document.meta
        core = package.tree("docProps/core.xml")
        title = core.findtext(_TITLE, "") if core is not None else ""
        if title != plain(meta.title)[:255]:
            self._error("docx-title", f"the title property says {_quote(title)}", meta.span)
        styles = package.tree("word/styles.xml")
        lang = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") if styles is not None else None
        shown = lang.get(f"{W}val", "") if lang is not None else ""
        if shown != meta.lang:
            self._error("docx-language", f'the language is "{shown}", not "{meta.lang}"', meta.span)


def _paragraphs(item: ReadParagraph | ReadTable) -> list[ReadParagraph]:
    if isinstance(item, ReadParagraph):
        return [item]
    return [p for row in item.rows for cell in row for p in cell.paragraphs]
