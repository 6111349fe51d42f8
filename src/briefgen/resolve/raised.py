"""Citations that a style raises: close to the word before them, but never where the figure would read as an exponent.

After a number or a unit ("3.7 h") a raised 1 changes what is said. Both the AMA manual and Nature's house style then put the
number on the line: "3.7 h (ref. 1)". Nor are citations raised that stand alone, as in a table's column of sources or after
"Source:": above nothing, a small figure is hard to see and belongs to no word.
"""

from __future__ import annotations

from dataclasses import replace

from briefgen.resolve.graft import joined
from briefgen.strings import Strings
from briefgen.tree import (
    Caption,
    Cell,
    Citation,
    Emph,
    Inline,
    Inlines,
    Math,
    Node,
    Note,
    NoteRef,
    Para,
    Strong,
    Sup,
    Text,
    plain,
)
from briefgen.unitwords import ends_in_quantity

HOLD_CITATIONS = (Para, Cell, Caption, Note, Emph, Strong)
"""The nodes in whose text a citation may have to be moved."""
_ON_THEIR_OWN = (Para, Cell, Note)
"""Those of them that may hold nothing else than citations."""
_BLANKS = " \u00a0"
_BETWEEN = _BLANKS + ",;"
"""What may stand between citations that stand alone."""


def placed(node: Node, strings: Strings) -> Node:
    """A node that holds text with its raised citations closed up ("shown¹", not "shown ¹") or put on the line."""
    if not isinstance(node, HOLD_CITATIONS):
        return node
    if not any(isinstance(inline, Citation) and _is_raised(inline) for inline in node.children):
        return node
    if isinstance(node, _ON_THEIR_OWN) and all(map(_is_no_word, node.children)):
        return replace(node, children=_on_their_own(node.children))
    out: list[Inline] = []
    for inline in node.children:
        if not isinstance(inline, Citation) or not _is_raised(inline):
            out.append(inline)
            continue
        if _is_announced(out):
            out.append(_lowered(inline))
            continue
        _strip_blank(out)
        if _would_be_an_exponent(out):
            out += _on_the_line(inline, strings)
        else:
            out.append(inline)
    return replace(node, children=joined(out))


def _is_raised(citation: Citation) -> bool:
    return bool(citation.runs) and isinstance(citation.runs[0], Sup)


def _is_announced(before: list[Inline]) -> bool:
    """Whether a citation follows a colon, next to it or after others: "Sources: 1, 2"."""
    words = (one for one in reversed(before) if not isinstance(one, Citation) and not _is_no_word(one))
    last = next(words, None)
    return isinstance(last, Text) and last.text.rstrip(_BLANKS).endswith(":")


def _strip_blank(out: list[Inline]) -> None:
    if out and isinstance(out[-1], Text):
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(_BLANKS))


def _would_be_an_exponent(before: list[Inline]) -> bool:
    printed = [inline for inline in before if not isinstance(inline, Text) or inline.text]
    return bool(printed) and (isinstance(printed[-1], Math) or ends_in_quantity(plain(tuple(printed[-4:]))))


def _on_the_line(citation: Citation, strings: Strings) -> Inlines:
    """The words stand outside the citation: whoever formats it anew, as Zotero does in Word, need not know them."""
    word = strings.refs if len(citation.items) > 1 else strings.ref
    return (Text(f" ({word}\u00a0"), _lowered(citation), Text(")"))


def _lowered(citation: Citation) -> Citation:
    runs = (inline for run in citation.runs for inline in (run.children if isinstance(run, Sup) else (run,)))
    return replace(citation, runs=joined(runs))


def _is_no_word(inline: Inline) -> bool:
    """Whether a citation stays alone beside it: marks of notes are letters, which do not run into its figures."""
    match inline:
        case Text():
            return not inline.text.strip(_BETWEEN)
        case Citation():
            return _is_raised(inline)
        case _:
            return isinstance(inline, NoteRef)


def _on_their_own(inlines: Inlines) -> Inlines:
    """Citations on the line with commas between them, however they were parted: "12" or "1 2" would be another number."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Citation):
            out += [Text(", "), _lowered(inline)] if out else [_lowered(inline)]
        elif isinstance(inline, NoteRef):
            out.append(inline)
    return tuple(out)
