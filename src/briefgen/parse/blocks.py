"""From markdown-it's block tokens to blocks of the tree; headings stay flat here and are nested by `sections`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Any, TypeAlias

from markdown_it.token import Token as Mark

from briefgen.marked import TOKEN, Token
from briefgen.parse.attributes import Attributes, attributes
from briefgen.parse.context import Context
from briefgen.parse.divs import div, equation_anchor, placeable
from briefgen.parse.inlines import Content, build, literal, plain_text
from briefgen.parse.rules import parser
from briefgen.parse.tables import table
from briefgen.records import dataclass
from briefgen.source import Span
from briefgen.tree import (
    Block,
    Blocks,
    CodeBlock,
    Definition,
    DefinitionList,
    Equation,
    Inlines,
    Item,
    List,
    Math,
    Note,
    Para,
    Quote,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading before sections are nested."""

    level: int
    title: Inlines
    span: Span
    anchor: str = ""
    numbered: bool = True


Flat: TypeAlias = Block | Heading


@dataclass(slots=True)
class Element:
    """A block token with the elements between it and its closing token."""

    mark: Mark
    children: list[Element] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The token's type without "_open"."""
        return self.mark.type.removesuffix("_open")


def read(text: str, context: Context) -> list[Flat]:
    """The blocks of a text, headings among them in order."""
    if not any(mark in text for mark in "\n#\ue000:|") and (simple := _simple(text, context)):
        return simple
    state: dict[str, Any] = {}
    elements = _elements(parser().parse(text, state))
    if "too_deep" in state:
        context.error("markup-too-deep", "blocks stand too deep in one another", context.place.span(state["too_deep"]))
    return _sequence(elements, context)


def _simple(text: str, context: Context) -> list[Flat]:
    """One line that starts with a letter and holds no mark at all."""
    if not text[:1].isalpha() or (found := plain_text(text, context)) is None:
        return []
    return [Para(found, span=context.place.span(0))]


def _elements(marks: list[Mark]) -> list[Element]:
    stack = [Element(Mark("root", "", 0))]
    for mark in marks:
        if mark.nesting == -1:
            stack.pop()
            continue
        element = Element(mark)
        stack[-1].children.append(element)
        if mark.nesting == 1:
            stack.append(element)
    return stack[0].children


def _sequence(elements: list[Element], context: Context) -> list[Flat]:
    found: list[Flat] = []
    for index, element in enumerate(elements):
        if element.mark.meta.get("caption"):
            continue  # taken by the table before it
        if element.kind == "table":
            after = elements[index + 1] if index + 1 < len(elements) else None
            found.extend(_table(element, after, context))
        else:
            found.extend(_BLOCKS[element.kind](element, context))
    return found


def inside(elements: list[Element], context: Context, what: str) -> Blocks:
    """Blocks that stand in another block, where no section can begin."""
    return tuple(_without_headings(_sequence(elements, context), context, what))


def _without_headings(flat: list[Flat], context: Context, what: str) -> Iterator[Block]:
    for node in flat:
        if isinstance(node, Heading):
            context.error("heading-in-block", f"a heading cannot stand in {what}", node.span, "use **strong** words instead")
        else:
            yield node


def _line(element: Element) -> int:
    return element.mark.map[0] if element.mark.map else 0


def _span(element: Element, context: Context) -> Span:
    return context.place.span(_line(element))


def content(element: Element, context: Context) -> tuple[list[Mark], Content]:
    """The inline content of an element: its tokens, and where it stands."""
    mark = element.children[0].mark
    return mark.children or [], Content(mark.content, mark.map[0] if mark.map else 0, context)


def inline(element: Element, context: Context) -> Inlines:
    """The inlines of an element's content."""
    return build(*content(element, context)) if element.children else ()


# ----------------------------------------------------------------------------------------------------------- blocks


def _paragraph(element: Element, context: Context) -> list[Flat]:
    if token := _lone_prose(element, context):
        return read(token.text, context.prose(token))
    found = inline(element, context)
    return [Para(found, span=_span(element, context))] if found else []


def _lone_prose(element: Element, context: Context) -> Token | None:
    match = TOKEN.fullmatch(element.children[0].mark.content.strip()) if context.tokens and element.children else None
    token = context.token(match[1]) if match else None
    return token if token and token.kind == "prose" else None


def _heading(element: Element, context: Context) -> list[Flat]:
    span = _span(element, context)
    found = element.mark.meta.get("attributes") or Attributes()
    anchor = found.id
    if anchor and not anchor.startswith("sec-"):
        context.error(
            "anchor-prefix", f'the id of a heading begins with "sec-", not "{anchor}"', span, f"write #sec-{anchor}"
        )
    unknown = [c for c in found.classes if c != "unnumbered"] + list(found.pairs) + ([found.rest] if found.rest else [])
    if unknown:
        context.error("attribute-unknown", f'a heading cannot have "{unknown[0]}"', span, "known: #sec-…, .unnumbered")
    level = int(element.mark.tag[1:])
    return [Heading(level, inline(element, context), span, anchor, "unnumbered" not in found.classes)]


def _list(element: Element, context: Context) -> list[Flat]:
    items = tuple(Item(inside(item.children, context, "a list"), span=_span(item, context)) for item in element.children)
    start = int(element.mark.attrs.get("start", 1))
    return [List(items, element.kind == "ordered_list", start, span=_span(element, context))]


def _definitions(element: Element, context: Context) -> list[Flat]:
    items: list[Definition] = []
    for part in element.children:
        if part.kind == "dt":
            items.append(Definition(inline(part, context), (), span=_span(part, context)))
        else:
            said = inside(part.children, context, "a definition")
            items[-1] = Definition(items[-1].term, items[-1].children + said, span=items[-1].span)
    return [DefinitionList(tuple(items), span=_span(element, context))]


def _quote(element: Element, context: Context) -> list[Flat]:
    return [Quote(inside(element.children, context, "a quotation"), span=_span(element, context))]


def _code(element: Element, context: Context) -> list[Flat]:
    span = _span(element, context)
    lang = context.verbatim(element.mark.info).strip().split(" ")[0]
    return [CodeBlock(literal(element.mark.content, context, span).removesuffix("\n"), lang, span=span)]


def _equation(element: Element, context: Context) -> list[Flat]:
    span, tex = _span(element, context), element.mark.meta["tex"]
    if context.tokens and TOKEN.search(tex):
        context.error("token-in-math", "data cannot be printed inside a formula", span, "write the formula out")
        return []
    anchor = equation_anchor(attributes(element.mark.meta["attributes"]), context, span)
    return [Equation(Math(tex, span=span), anchor, span=span)]


def _note(element: Element, context: Context) -> list[Flat]:
    written, span = element.mark.meta["key"], _span(element, context)
    key = context.note_key(written)
    if any(note.key == key for note in context.notes):
        context.error("note-duplicate", f'there are two notes "{written}"', span, "give one of them another key")
    context.notes.append(Note(key, inline(element, context), span=span))
    return []


def _table(element: Element, after: Element | None, context: Context) -> list[Flat]:
    captioned = after is not None and after.mark.meta.get("caption")
    caption = content(after, context) if after and captioned else None
    found = after.mark.meta.get("attributes") if after and captioned else None
    return [*table(element, caption, found, context)]


def _div(element: Element, context: Context) -> list[Flat]:
    span, meta = _span(element, context), element.mark.meta
    if not meta["opened"]:
        context.error("div-unopened", '":::" closes a block that was never opened', span,
                      "a block opens with ::: {.callout-note} or the like")  # fmt: skip
        return []
    if not meta["closed"]:
        context.error("div-unclosed", "this block is never closed", span, 'end it with a line ":::"')
    found = attributes(meta["attributes"])
    if placeable(found):
        return [*div(found, (), context, _line(element), holds=bool(element.children))]
    return [*div(found, inside(element.children, context, "a block"), context, _line(element), holds=bool(element.children))]


def _html(element: Element, context: Context) -> list[Flat]:
    context.error("markup-html", f"HTML is not available: {element.mark.content.strip()[:40]}", _span(element, context),
                  "comments in templates are written {## … ##}; for a less-than sign write \\<")  # fmt: skip
    return []


def _rule(element: Element, context: Context) -> list[Flat]:
    context.error("markup-rule", "a rule across the page is not available", _span(element, context),
                  "start a section with a heading, or a page with ::: {.pagebreak}")  # fmt: skip
    return []


_BLOCKS: dict[str, Callable[[Element, Context], list[Flat]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "dl": _definitions,
    "blockquote": _quote,
    "fence": _code,
    "equation": _equation,
    "note": _note,
    "div": _div,
    "html_block": _html,
    "hr": _rule,
}
