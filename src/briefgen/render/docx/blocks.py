"""Blocks to paragraphs: one function a kind, in one visible table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from briefgen.pages import LOGO
from briefgen.render.docx import cards, contents, figures, tables
from briefgen.render.docx.frame import Frame, line_spacing
from briefgen.render.docx.inline import inlines, role_look, text
from briefgen.render.docx.names import bookmark_name
from briefgen.render.docx.numbering import BULLET_ROOM, BULLETS, DEEPEST
from briefgen.render.docx.omml import omml
from briefgen.render.docx.sections import turn
from briefgen.render.docx.styles import (
    CALLOUT_LEFT,
    CALLOUT_RIGHT,
    DETAIL_WIDTH,
    callout_box,
    style_id,
)
from briefgen.render.docx.writer import DIGITS, Writer
from briefgen.render.docx.xml import colour, field, run, tab, twips
from briefgen.spacing import DETAIL_GUTTER, FRAME_AFTER, FRAME_BEFORE
from briefgen.theme import Role
from briefgen.tree import (
    Block,
    Blocks,
    Callout,
    CodeBlock,
    Contents,
    DefinitionList,
    Equation,
    Figure,
    List,
    PageBreak,
    Para,
    Placement,
    Quote,
    Reference,
    References,
    Section,
    Table,
    plain,
)

FLOW = Frame()


def flow(w: Writer, blocks: Blocks, frame: Frame = FLOW) -> str:
    """Blocks one after the other."""
    return "".join(pieces(w, blocks, frame))


def pieces(w: Writer, blocks: Blocks, frame: Frame = FLOW) -> Iterator[str]:
    """Blocks one after the other, in pieces no larger than a table's row or another block.

    Where a table needs a landscape page, section breaks stand around it.
    """
    for block in blocks:
        match block:
            case Section():
                yield turn(w, _opens_landscape(w, block)) + _heading(w, block)
                yield from pieces(w, block.children, frame)
            case PageBreak():
                w.new_page = True
            case Placement():
                raise AssertionError(f"unresolved placement at {block.span}")
            case _:
                if frame.depth < 0 and not frame.box:
                    yield turn(w, _is_landscape(w, block))
                if isinstance(block, Table):
                    yield from tables.table(w, block)
                else:
                    yield _MAKERS[type(block)](w, block, frame)


def _is_landscape(w: Writer, block: Block) -> bool:
    if not isinstance(block, Table):
        return False
    shape = w.geometry.tables.get(block.anchor)
    return shape is not None and shape.landscape


def _opens_landscape(w: Writer, section: Section) -> bool:
    """Whether a heading stands on the landscape page of the table it introduces (or of the one before it)."""
    if not section.children:
        return False
    first = section.children[0]
    if isinstance(first, Section):
        return _opens_landscape(w, first)
    pages = w.geometry.pages
    same = isinstance(first, Table) and pages.get(section.anchor) == pages.get(first.anchor)
    return same and _is_landscape(w, first)


def _heading(w: Writer, section: Section) -> str:
    """A heading, numbered by Word where Word's count is the resolved number, and by its own text where it is not."""
    level = min(section.level, 6)
    role: Role = ("heading1", "heading2", "heading3", "heading4")[min(level, 4) - 1]
    look = role_look(w, role)
    content, ppr = inlines(w, section.title, look), ""
    if section.number and section.number == w.headings.would(level):
        w.headings.next(level)
    else:
        ppr = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr><w:ind w:left="0" w:firstLine="0"/>'
        content = text(w, section.number, look) + tab() + content if section.number else content
    return w.paragraph(f"Heading{level}", role, w.ids.bookmark(section.anchor, content), w.key(section), ppr)


# --------------------------------------------------------------------------------------------------- text and lists


def _para(w: Writer, node: Para, frame: Frame) -> str:
    content = inlines(w, node.children, role_look(w, frame.role))
    ppr = frame.own_box + line_spacing(w, node.children, frame.role) + frame.indent
    return w.paragraph(frame.style, frame.role, content, w.key(node), ppr)


def _list(w: Writer, node: List, frame: Frame) -> str:
    depth = min(frame.depth + 1, DEEPEST)
    number = w.numbering.ordered(depth, node.start) if node.ordered else BULLETS
    boxed = frame.role == "callout"
    style = frame.style if boxed else "ListNumber" if node.ordered else "ListBullet"
    role: Role = "callout" if boxed else "list"
    outer = frame.left if frame.depth < 0 else frame.left - w.theme.indent * (frame.depth + 1)
    left = outer + w.theme.indent * (depth + 1)
    inner = replace(frame, style=frame.style if boxed else "ListContinue", role=role, left=left, depth=depth)
    parts: list[str] = []
    for item in node.items:
        first, *rest = item.children or (Para(()),)
        if not isinstance(first, Para):
            first, rest = Para((), span=item.span), list(item.children)
        parts.append(_list_entry(w, first, inner, style, number))
        parts.append(flow(w, tuple(rest), inner))
    if not depth:
        w.gap = max(w.gap, w.theme.styles["body"].after)
    return "".join(parts)


def _list_entry(w: Writer, node: Para, frame: Frame, style: str, number: int) -> str:
    indent = ""
    if frame.left != w.theme.indent * (frame.depth + 1):
        hanging = twips(BULLET_ROOM if number == BULLETS else w.theme.indent)
        indent = f'<w:ind w:left="{twips(frame.left)}" w:right="{twips(frame.right)}" w:hanging="{hanging}"/>'
    ppr = f'<w:numPr><w:ilvl w:val="{frame.depth}"/><w:numId w:val="{number}"/></w:numPr>{frame.own_box}'
    ppr += line_spacing(w, node.children, frame.role) + indent
    content = inlines(w, node.children, role_look(w, frame.role))
    return w.paragraph(style, frame.role, content, w.key(node), ppr)


def _card(w: Writer, node: DefinitionList, frame: Frame) -> str:
    return cards.card(w, node, frame, flow)


def _quote(w: Writer, node: Quote, frame: Frame) -> str:
    look = w.theme.styles["quote"]
    inner = replace(frame, style="Quote", role="quote", left=frame.left + look.left if frame.left else 0.0)
    return flow(w, node.children, inner)


def _code(w: Writer, node: CodeBlock, frame: Frame) -> str:
    look = role_look(w, "code")
    lines = (text(w, line, look) for line in node.text.split("\n"))
    return w.paragraph("CodeBlock", "code", "<w:r><w:br/></w:r>".join(lines), w.key(node), frame.box + frame.indent)


def _callout(w: Writer, node: Callout, _frame: Frame) -> str:
    inner = Frame(style_id(node.kind), "callout", callout_box(w.theme, node.kind), CALLOUT_LEFT, CALLOUT_RIGHT)
    title = inlines(w, node.title, role_look(w, "callout-title"))
    w.gap = max(w.gap, FRAME_BEFORE)
    parts = [w.paragraph(style_id(node.kind, True), "callout-title", title, w.key(node))] if node.title else []
    parts.append(flow(w, node.children, inner))
    w.gap = FRAME_AFTER
    return "".join(parts)


# ------------------------------------------------------------------------------------------------ formulas and lists


def _equation(w: Writer, node: Equation, frame: Frame) -> str:
    formula = omml(node.math.mathml, node.math.alt or node.math.tex)
    if not node.label:
        shown = f'<m:oMathPara><m:oMathParaPr><m:jc m:val="center"/></m:oMathParaPr>{formula}</m:oMathPara>'
        return w.paragraph("Equation", "equation", w.ids.bookmark(node.anchor, shown), w.key(node), frame.box)
    content = tab() + formula + tab() + _number(w, node)
    return w.paragraph("Equation", "equation", content, w.key(node), f'{frame.box}<w:jc w:val="left"/>')


def _number(w: Writer, node: Equation) -> str:
    """The number of a formula, as a sequence field between what stands around it."""
    look = role_look(w, "equation")
    found = DIGITS.search(node.label)
    if not found:
        return w.ids.bookmark(node.anchor, text(w, node.label, look))
    number = w.ids.bookmark(node.anchor, field(figures.sequence(w, "Equation", found.group()), found.group()))
    around = node.label[: found.start()], node.label[found.end() :]
    return "".join((text(w, around[0], look) if around[0] else "", number, text(w, around[1], look) if around[1] else ""))


def _references(w: Writer, node: References, _frame: Frame) -> str:
    look = role_look(w, "reference")
    parts: list[str] = []
    opening, closing = w.cites.list_field(node)
    for at, entry in enumerate(node.entries):
        content = inlines(w, entry.children, look)
        if entry.label:
            content = w.ids.bookmark(entry.anchor, text(w, entry.label, look)) + tab() + content
        else:
            content = w.ids.bookmark(entry.anchor, content)
        if entry.mentions:
            content += f"\0{len(w.late)}\0"
            w.late.append(entry)
        content = (opening if at == 0 else "") + content + (closing if at == len(node.entries) - 1 else "")
        parts.append(w.paragraph("Bibliography", "reference", content, entry.anchor))
    return w.cites.list_box(w.ids, "".join(parts), opening)


_LATE = re.compile("\0(\\d+)\0")


def settle(w: Writer, body: str) -> str:
    """Body text with the back-links of its reference list: only now is it known which citations carry a bookmark."""
    return _LATE.sub(lambda found: _cited_on(w, w.late[int(found[1])]), body)


def _cited_on(w: Writer, entry: Reference) -> str:
    """The pages an entry is cited on, each a live field that leads to its first mention there."""
    pages: dict[int, str] = {}
    for anchor in entry.mentions:
        if anchor in w.geometry.pages and w.ids.marks(anchor):
            pages.setdefault(w.geometry.pages[anchor], anchor)
    if not pages:
        return ""
    w.faces.use("sans")
    style = '<w:rStyle w:val="CitedOn"/>'
    before, _, after = (w.strings.cited_on if len(pages) == 1 else w.strings.cited_on_pages).partition("{pages}")
    numbers = (field(rf"PAGEREF {bookmark_name(anchor)} \h", str(page), style) for page, anchor in sorted(pages.items()))
    return run(f" {before}", style) + run(", ", style).join(numbers) + (run(after, style) if after else "")


_MAKERS: dict[type, Callable[[Writer, Any, Frame], str]] = {
    Para: _para,
    List: _list,
    DefinitionList: _card,
    Quote: _quote,
    CodeBlock: _code,
    Callout: _callout,
    Figure: lambda w, node, _: figures.figure(w, node),
    Equation: _equation,
    References: _references,
    Contents: lambda w, node, _: contents.contents(w, node),
}


_HEAD = re.compile(r"(<w:pStyle [^>]*/>(?:<w:keepNext/>)?(?:<w:pageBreakBefore/>)?)(<w:tabs>.*?</w:tabs>)?")


def title_block(w: Writer) -> str:
    """Logo, title, subtitle, authors and the lines of detail at the head of the document."""
    meta = w.document.meta
    parts = [w.paragraph("Logo", "body", figures.logo(w, meta.logo), LOGO)] if meta.logo else []
    parts += [w.paragraph("Title", "title", inlines(w, meta.title, role_look(w, "title")), "title")]
    if plain(meta.subtitle):
        parts.append(w.paragraph("Subtitle", "subtitle", inlines(w, meta.subtitle, role_look(w, "subtitle")), "subtitle"))
    if meta.authors:
        look = role_look(w, "byline")
        parts.append(w.paragraph("Authors", "byline", text(w, ", ".join(meta.authors), look), "authors"))
    parts.extend(_details(w))
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="7" w:space="7" w:color="{colour(w.theme.colours.heading)}"/></w:pBdr>'
    parts[-1] = _HEAD.sub(rf'\1{rule}\2<w:spacing w:after="200"/>', parts[-1], count=1)
    return "".join(parts)


def _details(w: Writer) -> Iterator[str]:
    """The lines of detail: a label, a tab and what it says; the texts begin where the widest label ends."""
    details = w.document.meta.details
    look, label = role_look(w, "byline"), role_look(w, "byline", "DetailLabel", True)
    size = w.theme.styles["byline"].size
    edge = twips(DETAIL_GUTTER + max((w.faces.width(name, label.face, size) for name, _ in details), default=0.0))
    indent = f'<w:tabs><w:tab w:val="clear" w:pos="{twips(DETAIL_WIDTH)}"/><w:tab w:val="left" w:pos="{edge}"/></w:tabs>'
    for at, (name, value) in enumerate(details):
        w.faces.use(label.face)
        content = text(w, name, label) + tab() + text(w, value, look)
        hang = f'<w:ind w:left="{edge}" w:hanging="{edge}"/>'
        yield w.paragraph("Byline", "byline", content, f"detail-{name}", indent + hang, at < len(details) - 1)
