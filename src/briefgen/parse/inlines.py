"""From markdown-it's inline tokens to inlines of the tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field, replace

from markdown_it.token import Token as Mark

from briefgen.diag import did_you_mean
from briefgen.marked import TOKEN, Token
from briefgen.parse import citations
from briefgen.parse.attributes import attributes
from briefgen.parse.context import Context
from briefgen.parse.rules import ANCHORS, parser
from briefgen.records import dataclass
from briefgen.source import Span
from briefgen.tree import (
    Break,
    Cite,
    CiteItem,
    Code,
    Emph,
    Inline,
    Inlines,
    Lang,
    Link,
    Math,
    NoteRef,
    Ref,
    SmallCaps,
    Strong,
    Sub,
    Sup,
    Text,
    Value,
)

SCHEMES = ("http://", "https://", "mailto:")
ROLES = ("fact", "record")
SPAN_CLASSES = ("smallcaps",)

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>~^$@&!\n\ue000]|  $")
_BLOCK_START = re.compile(r"^ {0,3}(?:[-+*] |\d{1,9}[.)] |#{1,6} |>|:::|```|~~~|\$\$|\||\[\^[^\]]+\]:)", re.MULTILINE)


@dataclass(slots=True)
class Content:
    """One inline content: its text, the line it starts on, and the context it stands in."""

    text: str
    line: int
    context: Context
    _known: dict[int, tuple[int, int]] = field(default_factory=dict)

    def span(self, mark: Mark, width: int = 1) -> Span:
        """Where a token of the content begins."""
        at = min(int((mark.meta or {}).get("pos", 0)), len(self.text))
        start = self.text.rfind("\n", 0, at) + 1
        number, column = self._known.get(start) or self._known.setdefault(start, self._line(start))
        return self.context.place.span(number, column + at - start, width)

    def _line(self, start: int) -> tuple[int, int]:
        """The line that begins at an offset of the content, and the column its text begins in."""
        number = self.line + self.text.count("\n", 0, start)
        own = self.text[start:].partition("\n")[0].strip()
        line = self.context.lines[number] if number < len(self.context.lines) else ""
        return number, max(0, line.find(own))


def plain_text(text: str, context: Context, line: int = 0) -> Inlines | None:
    """Text without a single mark, the usual case, needs no parser; None when it has one."""
    if not text or _SPECIAL.search(text):
        return None
    return (Text(text.strip(" "), span=context.place.span(line, 0, len(text))),)


def read(text: str, context: Context, line: int = 0) -> Inlines:
    """The inlines of a text that is one paragraph, a heading, a caption or a cell."""
    if (found := plain_text(text, context, line)) is not None:
        return found
    text = text.strip(" \n")
    marks = parser().parseInline(text)[0].children or []
    return build(marks, Content(text, line, context))


def build(marks: list[Mark], content: Content) -> Inlines:
    """The inlines of markdown-it's tokens; adjacent text of the same origin is joined."""
    stack: list[tuple[Mark | None, list[Inline]]] = [(None, [])]
    for mark in marks:
        if mark.nesting == 1:
            stack.append((mark, []))
        elif mark.nesting == -1:
            opened, inner = stack.pop()
            assert opened is not None  # markdown-it's tokens are balanced
            _add(stack[-1][1], _enclosing(opened, _joined(inner), content))
        else:
            _add(stack[-1][1], _leaf(mark, content))
    return _joined(stack[0][1])


def _add(into: list[Inline], more: Inlines) -> None:
    into.extend(more)


def _joined(found: list[Inline]) -> Inlines:
    """Text the template or the writer typed in one go is one run; a run from the data stays its own."""
    result: list[Inline] = []
    for node in found:
        last = result[-1] if result else None
        if isinstance(node, Text) and isinstance(last, Text) and node.span.file == last.span.file and not (
            isinstance(node, DataText) or isinstance(last, DataText)
        ):  # fmt: skip
            result[-1] = replace(last, text=last.text + node.text)
        else:
            result.append(node)
    return tuple(Text(n.text, span=n.span) if isinstance(n, DataText) else n for n in result)


class DataText(Text):
    """Text a token printed, before runs are joined; not a node of the finished tree."""

    __slots__ = ()


# ----------------------------------------------------------------------------------------------------------- leaves


def _leaf(mark: Mark, content: Content) -> Inlines:
    builder = _LEAVES.get(mark.type)
    if builder is None:
        raise AssertionError(f"no builder for {mark.type}")
    return builder(mark, content)


def _text(mark: Mark, content: Content) -> Inlines:
    text, context = mark.content, content.context
    if not text:
        return ()
    span = content.span(mark, len(text))
    if not context.tokens:
        return (Text(text, span=span),)
    pieces, end = list[Inline](), 0
    for match in TOKEN.finditer(text):
        if match.start() > end:
            pieces.append(Text(text[end : match.start()], span=span))
        pieces.extend(_printed(context.token(match[1]), context))
        end = match.end()
    if end < len(text):
        pieces.append(Text(text[end:], span=span))
    return tuple(pieces)


def _printed(token: Token, context: Context) -> Inlines:
    match token.kind:
        case "text":
            return verbatim_lines(token)
        case "value":
            return (Value(token.path, token.form, span=token.printed_at),)
        case "prose":
            return prose_inlines(token, context)


def verbatim_lines(token: Token) -> Inlines:
    """Text of the data as it stands; its line breaks become breaks. Words of a template join the text around them."""
    run = DataText if token.path else Text
    found: list[Inline] = []
    for number, line in enumerate(token.text.rstrip("\n").split("\n")):
        found.extend([Break(span=token.span)] if number else [])
        found.extend([run(line, span=token.span)] if line else [])
    return tuple(found)


def prose_inlines(token: Token, context: Context) -> Inlines:
    """A text with markup inside a sentence, a heading or a cell: it must be no more than one paragraph."""
    text = token.text.strip()
    if "\n\n" in text or ("\n" in text and _BLOCK_START.search(text)):
        context.error(
            "prose-not-inline", f'"{token.path}" is more than one paragraph, but {token.printed_at or "a template"} '
            "prints it inside a line", token.span, "print it on a line of its own, or make it one paragraph",
        )  # fmt: skip
        return ()
    return read(text, context.prose(token))


def _space(mark: Mark, content: Content) -> Inlines:
    return (Text(" ", span=content.span(mark)),)


def _break(mark: Mark, content: Content) -> Inlines:
    return (Break(span=content.span(mark)),)


def _code(mark: Mark, content: Content) -> Inlines:
    return (Code(literal(mark.content, content.context, content.span(mark)), span=content.span(mark)),)


def literal(text: str, context: Context, span: Span) -> str:
    """Literal text with tokens printed verbatim. Values of facts cannot stand in literals: they are not formatted there."""
    for match in TOKEN.finditer(text):
        if context.tokens and context.token(match[1]).kind == "value":
            context.error("value-in-literal", "the value of a fact cannot stand in code, a formula or an address", span,
                          "print it outside")  # fmt: skip
    return context.verbatim(text)


def _formula(mark: Mark, content: Content) -> Inlines:
    tex = mark.meta["tex"]
    if content.context.tokens and TOKEN.search(tex):
        content.context.error("token-in-math", "data cannot be printed inside a formula", content.span(mark),
                              "write the formula out, or print the text beside it")  # fmt: skip
        return ()
    return (Math(tex, span=content.span(mark, len(tex) + 2)),)


def _cite(mark: Mark, content: Content) -> Inlines:
    span, verbatim = content.span(mark), content.context.verbatim
    items = tuple(
        replace(item, locator=verbatim(item.locator), prefix=verbatim(item.prefix), suffix=verbatim(item.suffix), span=span)
        for item in mark.meta["items"]
    )
    if len(items) == 1 and items[0].key.startswith(ANCHORS) and items[0] == CiteItem(items[0].key):
        content.context.error("reference-in-brackets", f'"@{items[0].key}" is a cross-reference, not a citation', span,
                              "write it without the brackets, or in parentheses")  # fmt: skip
        return ()
    return (Cite(items, span=span),)


def _at_key(mark: Mark, content: Content) -> Inlines:
    key, span = mark.meta["key"], content.span(mark, len(mark.meta["key"]) + 1)
    if key.startswith(ANCHORS):
        return (Ref(key, span=span),)
    locator = content.context.verbatim(mark.meta["locator"])
    item = citations.with_locator(key, locator) if locator else CiteItem(key)
    return (Cite((replace(item, span=span),), narrative=True, span=span),)


def _note_mark(mark: Mark, content: Content) -> Inlines:
    written = mark.meta["key"]
    found = NoteRef(content.context.note_key(written), span=content.span(mark, len(written) + 3))
    content.context.note_marks.append(found)
    return (found,)


def _role(mark: Mark, content: Content) -> Inlines:
    role, span = mark.meta["role"], content.span(mark)
    if role not in ROLES:
        content.context.error("role-unknown", f'there is no role "{role}"', span, did_you_mean(role, ROLES))
        return ()
    id, _, form = literal(mark.meta["text"], content.context, span).partition(":")
    path, usual = (f"facts.{id.strip()}", "value") if role == "fact" else (id.strip(), "number")
    return (Value(path, form.strip() or usual, span=content.span(mark, len(mark.meta["text"]) + len(role) + 4)),)


def _stray(mark: Mark, content: Content) -> Inlines:
    content.context.error("attributes-stray", f"the attributes {mark.meta['text']} belong to nothing", content.span(mark),
                          "they follow a heading, a [text] in brackets or the ::: of a block; "
                          "for plain braces write \\{")  # fmt: skip
    return ()


def _html(mark: Mark, content: Content) -> Inlines:
    span = content.span(mark, len(mark.content))
    content.context.error("markup-html", f"HTML is not available: {mark.content[:40]}", span,
                          "write \\< for a less-than sign; H~2~O, x^2^, *em* for what tags would do")  # fmt: skip
    return ()


def _image(mark: Mark, content: Content) -> Inlines:
    content.context.error("markup-image", "images are not written in text", content.span(mark),
                          "describe it under `figures:` in the brief and place it with ::: {#fig-…}")  # fmt: skip
    return ()


_LEAVES: dict[str, Callable[[Mark, Content], Inlines]] = {
    "text": _text,
    "softbreak": _space,
    "hardbreak": _break,
    "code_inline": _code,
    "formula": _formula,
    "cite": _cite,
    "at_key": _at_key,
    "note_mark": _note_mark,
    "role": _role,
    "stray": _stray,
    "html_inline": _html,
    "image": _image,
}

# -------------------------------------------------------------------------------------------------------- enclosing


def _enclosing(mark: Mark, inner: Inlines, content: Content) -> Inlines:
    span = content.span(mark)
    match mark.type:
        case "em_open":
            return (Emph(inner, span=span),)
        case "strong_open":
            return (Strong(inner, span=span),)
        case "sub_open":
            return (Sub(_unescaped_blanks(inner), span=span),)
        case "sup_open":
            return (Sup(_unescaped_blanks(inner), span=span),)
        case "link_open":
            return _link(mark, inner, content, span)
        case "span_open":
            return _span(mark, inner, content, span)
    raise AssertionError(f"no builder for {mark.type}")


def _unescaped_blanks(inner: Inlines) -> Inlines:
    r"""A blank in a subscript or superscript is written "\ "."""
    return tuple(replace(n, text=n.text.replace("\\ ", " ")) if isinstance(n, Text) else n for n in inner)


def _link(mark: Mark, inner: Inlines, content: Content, span: Span) -> Inlines:
    target = literal(str(mark.attrs.get("href", "")), content.context, span)
    if not target.lower().startswith(SCHEMES):
        content.context.error("link-scheme", f'a link cannot lead to "{target}"', span,
                              "links lead to http, https and mailto addresses; "
                              "within the document write @sec-x, @tbl-x or @fig-x")  # fmt: skip
        return inner
    return (Link(target, inner, span=span),)


def _span(mark: Mark, inner: Inlines, content: Content, span: Span) -> Inlines:
    found = attributes(mark.meta["attributes"])
    lang = content.context.verbatim(found.pairs.get("lang", ""))
    unknown = [*(c for c in found.classes if c not in SPAN_CLASSES), *(k for k in found.pairs if k != "lang")]
    if unknown or found.id or found.rest or not (found.classes or lang):
        name = (unknown or [f"#{found.id}" if found.id else found.rest or "{}"])[0]
        hint = did_you_mean(name, (*SPAN_CLASSES, "lang"))
        content.context.error("attribute-unknown", f'a [text] in brackets cannot have "{name}"', span, hint)
        return inner
    wrapped: Inlines = (SmallCaps(inner, span=span),) if found.classes else inner
    return (Lang(lang, wrapped, span=span),) if lang else wrapped
