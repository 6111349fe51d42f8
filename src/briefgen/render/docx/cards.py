"""Cards of terms: definition lists as paragraphs with a tab and hairlines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from briefgen.records import dataclass
from briefgen.render.docx.frame import Frame, line_spacing
from briefgen.render.docx.inline import inlines, role_look
from briefgen.render.docx.keeping import kept_items
from briefgen.render.docx.styles import TERM_WIDTH
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import colour, tab, twips
from briefgen.spacing import CARD_AFTER, CARD_BEFORE, TERM_GUTTER, TERM_SHARE
from briefgen.theme import Role
from briefgen.tree import Blocks, Definition, DefinitionList, Inlines, Para, Table, plain

Flow: TypeAlias = Callable[[Writer, Blocks, Frame], str]
"""Writes the blocks that stand within a definition."""

_ROW_PAD = 2
"""Between the text of a card's row and the hairlines, in points."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a card: the term, the paragraph beside it, and what follows that."""

    term: Inlines
    first: Para
    rest: Blocks


def card(w: Writer, node: DefinitionList, frame: Frame, flow: Flow) -> str:
    """Terms and definitions as paragraphs with a tab: they read in order and survive editing, as a layout table does not."""
    look = w.theme.styles["term"]
    widest = max((w.faces.width(plain(item.term), look.face, look.size) for item in node.items), default=0.0)
    column = min(TERM_SHARE * (w.page.measure - frame.left - frame.right), widest + TERM_GUTTER)
    inner = replace(frame, style="Definition", role="definition", left=frame.left + column)
    w.gap = max(w.gap, CARD_BEFORE)
    room = w.page.measure - inner.left - inner.right
    kept = kept_items(node, w.page, lambda text, role: _width(w, text, role), column, room, next(w.cards, None))
    rows = [_row(item) for item in node.items]
    parts: list[str] = []
    for n, row in enumerate(rows):
        above, below = (frame.box, "") if frame.box else _rules(w, rows, n)
        parts.append(_definition(w, row, inner, column, kept[n], above))
        parts.append(_rest(w, row.rest, inner, column, below, flow))
    w.gap = CARD_AFTER
    return "".join(parts)


def _width(w: Writer, text: str, role: Role) -> float:
    return w.faces.width(text, w.theme.styles[role].face, w.theme.styles[role].size)


def _row(item: Definition) -> _Row:
    match item.children:
        case (Para() as first, *rest):
            return _Row(item.term, first, tuple(rest))
        case blocks:
            return _Row(item.term, Para((), span=item.span), blocks)


def _definition(w: Writer, row: _Row, frame: Frame, column: float, keep: bool, rules: str) -> str:
    """A term, a tab and what is said of it first; a term too long for its column has a line of its own."""
    term = inlines(w, row.term, role_look(w, "term", "Term"))
    w.faces.use(w.theme.styles["term"].face)
    beside = tab() if _width(w, plain(row.term), "term") <= column - 4 else "<w:r><w:br/></w:r>"
    return _hanging(w, row.first, term + beside, frame, column, rules, keep)


def _hanging(w: Writer, para: Para, before: str, frame: Frame, column: float, rules: str, keep: bool = False) -> str:
    """A paragraph of a definition whose first line, and so its borders, begin where the terms do."""
    edge = twips(frame.left)
    tabs = f'<w:tabs><w:tab w:val="clear" w:pos="{twips(TERM_WIDTH)}"/><w:tab w:val="left" w:pos="{edge}"/></w:tabs>'
    ppr = rules + tabs + line_spacing(w, para.children, "definition")
    ppr += f'<w:ind w:left="{edge}" w:hanging="{twips(column)}"/>'
    content = before + inlines(w, para.children, role_look(w, "definition"))
    return w.paragraph("Definition", "definition", content, w.key(para), ppr, keep)


def _rest(w: Writer, blocks: Blocks, frame: Frame, column: float, rule: str, flow: Flow) -> str:
    """What follows the first paragraph of a definition, with the rule below it where it ends the card."""
    *within, last = blocks or (None,)
    if last is None:
        return ""
    before = flow(w, tuple(within), frame)
    if not rule or isinstance(last, Table):
        after = flow(w, (last,), frame)
    elif isinstance(last, Para):
        after = _hanging(w, last, tab(), frame, column, rule)
    else:
        after = flow(w, (last,), replace(frame, box=rule))
    w.gap = max(w.gap, _ROW_PAD)
    return before + after


def _rules(w: Writer, rows: list[_Row], n: int) -> tuple[str, str]:
    """The borders of a row's first paragraph, and that of its last where it ends the card.

    Rows of one paragraph are one group for Word, with hairlines above, between and below them. A definition of several
    paragraphs is no part of a group: it has a hairline above, but for the one in which the group before it ends.
    """
    edge = f'w:val="single" w:sz="4" w:space="{_ROW_PAD}" w:color="{colour(w.theme.colours.hairline)}"'
    if not rows[n].rest:
        return f"<w:pBdr><w:top {edge}/><w:bottom {edge}/><w:between {edge}/></w:pBdr>", ""
    below = f"<w:pBdr><w:bottom {edge}/></w:pBdr>" if n == len(rows) - 1 else ""
    if n and not rows[n - 1].rest:
        w.gap = max(w.gap, _ROW_PAD)
        return "", below
    return f"<w:pBdr><w:top {edge}/></w:pBdr>", below
