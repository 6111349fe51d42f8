"""Citations that a style raises: close to the word before them, but never where the figure would read as an exponent.

After a number or a unit ("3.7 h") a raised 1 changes what is said. Both the AMA manual and Nature's house style then put the
number on the line: "3.7 h (ref. 1)".
"""

from __future__ import annotations

from dataclasses import replace

from briefgen.resolve.graft import joined
from briefgen.strings import Strings
from briefgen.tree import Caption, Cell, Citation, Emph, Inline, Inlines, Math, Node, Note, Para, Strong, Sup, Text, plain
from briefgen.unitwords import ends_in_quantity

HOLD_CITATIONS = (Para, Cell, Caption, Note, Emph, Strong)
"""The nodes in whose text a citation may have to be moved."""
_BLANKS = " \u00a0"


def placed(node: Node, strings: Strings) -> Node:
    """A node that holds text with its raised citations closed up ("shown¹", not "shown ¹") or put on the line."""
    if not isinstance(node, HOLD_CITATIONS):
        return node
    if not any(isinstance(inline, Citation) and _is_raised(inline) for inline in node.children):
        return node
    out: list[Inline] = []
    for inline in node.children:
        if not isinstance(inline, Citation) or not _is_raised(inline):
            out.append(inline)
            continue
        _strip_blank(out)
        if _would_be_an_exponent(out):
            out += _on_the_line(inline, strings)
        else:
            out.append(inline)
    return replace(node, children=joined(out))


def _is_raised(citation: Citation) -> bool:
    return bool(citation.runs) and isinstance(citation.runs[0], Sup)


def _strip_blank(out: list[Inline]) -> None:
    if out and isinstance(out[-1], Text):
        out[-1] = replace(out[-1], text=out[-1].text.rstrip(_BLANKS))


def _would_be_an_exponent(before: list[Inline]) -> bool:
    printed = [inline for inline in before if not isinstance(inline, Text) or inline.text]
    return bool(printed) and (isinstance(printed[-1], Math) or ends_in_quantity(plain(tuple(printed[-4:]))))


def _on_the_line(citation: Citation, strings: Strings) -> Inlines:
    """The words stand outside the citation: whoever formats it anew, as Zotero does in Word, need not know them."""
    lowered = [inline for run in citation.runs for inline in (run.children if isinstance(run, Sup) else (run,))]
    word = strings.refs if len(citation.items) > 1 else strings.ref
    return (Text(f" ({word}\u00a0"), replace(citation, runs=joined(lowered)), Text(")"))
