"""Parsing: marked text into a document tree with loose ends, and the prose of data into inlines and blocks."""

from __future__ import annotations

from briefgen.diag import Sink
from briefgen.marked import Marked
from briefgen.parse.blocks import read
from briefgen.parse.context import of_data, of_marked
from briefgen.parse.inlines import read as read_inlines
from briefgen.parse.sections import nest, with_anchors
from briefgen.source import Span
from briefgen.tree import Blocks, Document, Inlines, Meta, Note, NoteRef


def parse(marked: Marked, sink: Sink) -> Document | None:
    """The document of marked text, in the parsed state; None, with errors in the sink, when the markup is faulty.

    `meta` is left empty: resolve fills it from the brief.
    """
    context = of_marked(marked, sink)
    before = len(sink.found)
    flat = read(marked.text, context)
    body = with_anchors(nest(flat, sink), sink)
    notes = tuple(context.notes)
    _check_notes(notes, context.note_marks, sink)
    return None if Sink(found=sink.found[before:]).failed else Document(Meta(), body, notes)


def inlines(text: str, span: Span, sink: Sink) -> Inlines:
    """The inlines of a text of the data that is one line of prose: a caption, a note, a label, a cell."""
    return read_inlines(text, of_data(text, span, sink))


def blocks(text: str, span: Span, sink: Sink) -> Blocks:
    """The blocks of a text of the data, its headings nested into sections."""
    context = of_data(text, span, sink)
    return with_anchors(nest(read(text, context), sink), sink)


def _check_notes(notes: tuple[Note, ...], marks: list[NoteRef], sink: Sink) -> None:
    used = {mark.key: mark for mark in reversed(marks)}
    known = {note.key for note in notes}
    for key, mark in used.items():
        if key not in known:
            shown = key.rpartition(":")[2]
            sink.error("note-unknown", f'there is no note "{shown}"', mark.span, f"write its text as a block: [^{shown}]: …")
    for note in notes:
        if note.key not in used:
            sink.warning("note-unused", f'nothing refers to the note "{note.key.rpartition(":")[2]}"', note.span)
