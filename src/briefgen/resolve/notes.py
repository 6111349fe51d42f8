"""Notes: letters under tables and figures in reading order, and for those of the running text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from briefgen.diag import did_you_mean
from briefgen.model import Fact
from briefgen.resolve.context import Context
from briefgen.resolve.graft import nodes, rewrite, rewrite_inlines
from briefgen.resolve.prose import STATUS_KEYS, read, status_note
from briefgen.resolve.values import missing_words
from briefgen.source import Span
from briefgen.tree import (
    Caption,
    Cell,
    Document,
    Figure,
    Inline,
    Inlines,
    Node,
    Note,
    NoteRef,
    Row,
    Sup,
    Table,
    Text,
    Value,
    plain,
)

Floating = TypeVar("Floating", bound=Table | Figure)


def letter(number: int) -> str:
    """The mark of the note with this number, from 0: a to z, then aa to zz (AMA 11th ed., 4.1.3).

    Never a figure, in the text either: raised after a number it would read as its last digit ("0.9¹") or as an exponent.
    """
    return chr(ord("a") + number % 26) * (number // 26 + 1)


# -------------------------------------------------------------------------------------------------- tables, figures


def settled(context: Context, node: Floating, where: tuple[str, str] | None, words: str = "") -> Floating:
    """A table or figure with its notes complete, in order and marked.

    Notes come from its specification (`where`, a path of the brief), from the facts it shows (their own note, their
    status) and from the abbreviations it uses; `words` is printed text of a drawing that may use more of them.
    """
    node, made = _annotated(context, node)
    every = {note.key: note for note in (*node.notes, *made)}
    used = _marks(replace(node, notes=()))
    _matched(context, used, every, where)
    marked = [key for key in used if key in every]
    marks = {key: (letter(n), f"{node.anchor}-note-{letter(n)}") for n, key in enumerate(marked)}
    general = [note for key, note in every.items() if key.startswith("_")]
    lettered = [replace(every[key], mark=marks[key][0], anchor=marks[key][1]) for key in marked]
    done = rewrite(replace(node, notes=()), lambda n: _with_mark(n, marks), (), (NoteRef,))
    below = (*general, *lettered)
    return replace(done, notes=(*_abbreviations(context, done, below, words), *below))


def _matched(
    context: Context, used: Mapping[str, NoteRef], notes: Mapping[str, Note], where: tuple[str, str] | None
) -> None:
    """Every mark has its note, and every note but the general ones its mark."""
    for key, ref in used.items():
        if key not in notes:
            hint = did_you_mean(key, (k for k in notes if k[0] not in "=_"))
            context.sink.error("note-unknown", f'there is no note "{key}"', ref.span, hint)
    for key, note in notes.items():
        if key not in used and not key.startswith("_"):
            span = context.spans.at(*where, "notes", key) if where else note.span
            hint = f"write [^{key}] where it belongs, or begin its key with _"
            context.sink.error("note-unused", f'note "{key}" is marked nowhere', span, hint)


def _marks(node: Node) -> dict[str, NoteRef]:
    """The first mark of each key, in reading order."""
    found: dict[str, NoteRef] = {}
    for child in nodes(node):
        if isinstance(child, NoteRef):
            found.setdefault(child.key, child)
    return found


def _with_mark(node: Node, marks: Mapping[str, tuple[str, str]]) -> Node:
    if isinstance(node, NoteRef) and node.key in marks:
        mark, anchor = marks[node.key]
        return replace(node, mark=mark, anchor=anchor)
    return node


def _annotated(context: Context, node: Floating) -> tuple[Floating, list[Note]]:
    """Marks on the cells whose facts have a note or are not verified, and those notes."""
    shown = {v.path: fact for v in nodes(node) if isinstance(v, Value) and (fact := context.fact(v.path))}
    by_status: dict[str, list[Fact]] = {}
    for fact in shown.values():
        if fact.status in STATUS_KEYS:
            by_status.setdefault(STATUS_KEYS[fact.status], []).append(fact)
    whole = len(by_status) == 1 and all(len(f) == len(shown) for f in by_status.values())
    keys = {path: _note_keys(fact, whole) for path, fact in shown.items()}
    general = {key for path in _unmarkable(node) & keys.keys() for key in keys[path]}
    keys = {path: [key for key in found if key not in general] for path, found in keys.items()}
    texts = {f"={f.note}": (f.note, path) for path, f in shown.items() if f.note}
    made = [Note(k, read(context, text, *path.split(".", 1), "note")) for k, (text, path) in texts.items()]
    made += [Note(f"_{k}" if whole else k, status_note(context, k, facts)) for k, facts in by_status.items()]
    made = [_about(node, note, shown) if note.key in general else note for note in made]
    if not any(keys.values()):
        return node, made
    caption = replace(node.caption, children=_caption(node.caption, keys))
    if isinstance(node, Table):
        head, body = (tuple(_row(row, keys) for row in rows) for rows in (node.head, node.body))
        return replace(node, caption=caption, head=head, body=body), made
    return replace(node, caption=caption), made


def _about(node: Floating, note: Note, shown: Mapping[str, Fact]) -> Note:
    """A note on values of which one cannot be marked as a general one, which says first what it is about."""
    values = [v for v in nodes(node) if isinstance(v, Value) and note.key in _note_keys(shown.get(v.path), whole=False)]
    said = dict.fromkeys(plain(value.runs or ()) for value in values)
    return replace(note, key=f"_{note.key}", children=(Text(f"{', '.join(said)}: "), *note.children))


def _unmarkable(node: Floating) -> set[str]:
    """The paths of the values in a drawing and in notes, where no mark can stand."""
    parts: tuple[Node, ...] = node.notes if isinstance(node, Table) else (*node.notes, node.picture)
    return {v.path for part in parts for v in nodes(part) if isinstance(v, Value)}


def _note_keys(fact: Fact | None, whole: bool) -> list[str]:
    if fact is None:
        return []
    keys = [f"={fact.note}"] if fact.note else []
    return keys if whole or fact.status not in STATUS_KEYS else [*keys, STATUS_KEYS[fact.status]]


def _caption(caption: Caption, keys: Mapping[str, list[str]]) -> Inlines:
    def change(node: Node) -> Node | tuple[Node, ...]:
        if not isinstance(node, Value):
            return node
        return (node, *_refs(keys.get(node.path, []), node.span))

    return rewrite_inlines(caption.children, change, (Value,))


def _row(row: Row, keys: Mapping[str, list[str]]) -> Row:
    """A row whose cells carry the marks of their facts; a fact shown in several cells is marked in the first."""
    seen: set[str] = set()
    cells: list[Cell] = []
    for cell in row.cells:
        paths = [v.path for v in nodes(cell) if isinstance(v, Value) and v.path not in seen]
        seen.update(paths)
        wanted = dict.fromkeys(k for path in paths for k in keys.get(path, []))
        cells.append(
            replace(cell, children=separated((*cell.children, *_refs(list(wanted), cell.span)))) if wanted else cell
        )
    return replace(row, cells=tuple(cells))


def _refs(keys: list[str], span: Span) -> tuple[NoteRef, ...]:
    return tuple(NoteRef(key, span=span) for key in keys)


def separated(inlines: Inlines) -> Inlines:
    """Marks that stand side by side with a comma between them, so that "a" and "b" do not read "ab"."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, NoteRef) and out and isinstance(out[-1], NoteRef):
            out.append(Sup((Text(","),)))
        out.append(inline)
    return tuple(out)


def _abbreviations(context: Context, node: Table | Figure, notes: tuple[Note, ...], words: str) -> tuple[Note, ...]:
    """The general note that spells out the abbreviations used, in alphabetical order; none when none is used."""
    parts: list[Node] = [node, *notes]
    printed = (plain(n.children) for p in parts for n in nodes(p, _HOLD_TEXT) if isinstance(n, _HOLD_TEXT))
    text = " ".join([words, *printed])
    known = missing_words(context.strings) | context.brief.long_forms
    used = [term for term in sorted(known, key=str.casefold) if term in text and _as_word(term).search(text)]
    if not used:
        return ()
    line = "; ".join(f"{term}, {known[term]}" for term in used)
    return (Note("_abbreviations", (Text(f"{context.strings.abbreviations}: {line}."),)),)


@lru_cache(maxsize=1024)
def _as_word(term: str) -> re.Pattern[str]:
    """The pattern of a term that is no part of a longer word."""
    literal = re.escape(term)
    return re.compile(rf"{literal}(?<!\w{literal})(?!\w)")


_HOLD_TEXT = (Cell, Caption, Note)


# ------------------------------------------------------------------------------------------------------ text notes


def split(document: Document, node: Table) -> tuple[Table, set[str]]:
    """A table written in the text with the notes it marks taken from the text's; also their keys."""
    marks = _marks(node)
    mine = tuple(n for n in document.notes if n.key in marks)
    return replace(node, notes=(*node.notes, *mine)), {n.key for n in mine}


def numbered(context: Context, document: Document, facts: Mapping[str, list[Fact]], elsewhere: set[str]) -> Document:
    """The notes of the running text lettered in order of their first marks. `elsewhere` are keys tables have taken."""
    notes = {n.key: n for n in document.notes}
    notes |= {key: Note(key, status_note(context, key, found)) for key, found in facts.items()}
    used: dict[str, NoteRef] = {}

    def collect(node: Node) -> Node:
        if isinstance(node, NoteRef):
            used.setdefault(node.key, node)
        return node

    rewrite(replace(document, notes=()), collect, (Table, Figure), (NoteRef,))
    for key, ref in used.items():
        if key not in notes:
            context.sink.error("note-unknown", f'there is no note "{key}"', ref.span, did_you_mean(key, notes))
    for key, note in notes.items():
        if key not in used and key not in elsewhere:
            context.sink.error(
                "note-unused", f'note "{key}" is marked nowhere', note.span, f"write [^{key}] where it belongs"
            )
    order = [key for key in used if key in notes]
    marks = {key: (letter(n - 1), f"note-{n}") for n, key in enumerate(order, 1)}
    done = replace(document, notes=())
    if marks:
        done = rewrite(done, lambda n: _with_mark(n, marks), (Table, Figure), (NoteRef,))
    final = tuple(replace(notes[k], mark=marks[k][0], anchor=marks[k][1]) for k in order)
    return replace(done, notes=final)
