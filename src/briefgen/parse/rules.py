"""Rules for markdown-it: the marks CommonMark does not have. They recognise and delimit; the builders give meaning."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from briefgen.marked import CLOSE
from briefgen.parse import citations
from briefgen.parse.attributes import BRACED, trailing

NESTING = 40
"""How deep blocks may nest, lists and their items counted apart."""

ANCHORS = ("tbl-", "fig-", "sec-", "eq-")
"""How anchors begin: what follows "@" is a cross-reference when it begins so, and a citation otherwise."""

_SIGN = re.compile(r"[\n\\`*_\[!<&@{~^$]")
"""What an inline rule, of CommonMark or ours, can begin with."""

_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_ROLE = re.compile(r"\{([A-Za-z][\w:-]*)\}(`+)(.+?)(?<!`)\2(?!`)", re.DOTALL)
_STRAY = re.compile(r"\{[#.=][^{}\n]*\}")
_KEY = re.compile(f"@({citations.KEY})")
_LOCATED = re.compile(r"\s?\[([^\[\]@]+)\](?![({])")
_MATH = re.compile(r"\$(?![\s$])((?:[^$\\]|\\.)+?)(?<!\s)\$(?!\d)", re.DOTALL)
_SCRIPT = {"~": re.compile(r"~((?:[^\s~\\]|\\.)+)~"), "^": re.compile(r"\^((?:[^\s^\\]|\\.)+)\^")}
_FENCE = re.compile(r"(:{3,})[ \t]*(?:\{(.*)\}|([\w-]+))?[ \t]*:*[ \t]*$")
_CODE_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
_EQUATION_END = re.compile(r"\$\$[ \t]*(?:\{([^{}]*)\})?[ \t]*$")


# ---------------------------------------------------------------------------------------------------------- inlines


class PlacedState(StateInline):
    """An inline state whose tokens remember where in the content they began (`meta["pos"]`)."""

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        """A new token at the current position."""
        token = super().push(ttype, tag, nesting)
        token.meta["pos"] = self.pos
        return token

    def pushPending(self) -> Token:
        """The text read so far as a token."""
        start = self.pos - len(self.pending)
        token = super().pushPending()
        token.meta["pos"] = max(0, start)
        return token


class PlacedInline(ParserInline):
    """The inline parser over `PlacedState`."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Parse one inline content. Where no sign stands that begins a mark, it is one text, and no rule is tried."""
        if src and not _SIGN.search(src):
            tokens.append(Token("text", "", 0, content=src, meta={"pos": 0}))
            return tokens
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class BoundedBlock(ParserBlock):
    """The block parser; where nesting is too deep, markdown-it drops the text, so the line is kept in `env["too_deep"]`."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Tokens of a range of lines."""
        if state.level >= state.md.options["maxNesting"]:
            state.env.setdefault("too_deep", startLine)
        super().tokenize(state, startLine, endLine)


def _leaf(state: StateInline, silent: bool, kind: str, end: int, **meta: Any) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.meta.update(meta)
    state.pos = end
    return True


def _nested(state: StateInline, silent: bool, kind: str, inner: tuple[int, int], end: int, **meta: Any) -> bool:
    """A pair of tokens around the tokens of `src[inner]`."""
    if not silent:
        limit = state.posMax
        token = state.push(f"{kind}_open", "", 1)
        token.meta.update(meta)
        state.pos, state.posMax = inner
        state.md.inline.tokenize(state)
        state.push(f"{kind}_close", "", -1)
        state.posMax = limit
    state.pos = end
    return True


def brackets(state: StateInline, silent: bool) -> bool:
    """`[^key]`, `[text]{.class}` and `[@key]`; links are left to markdown-it."""
    src, start = state.src, state.pos
    if src[start] != "[":
        return False
    if note := _NOTE_MARK.match(src, start, state.posMax):
        return _leaf(state, silent, "note_mark", note.end(), key=note[1])
    end = state.md.helpers.parseLinkLabel(state, start) if "]" in src[start:] else -1
    if end < 0:
        return False
    if braced := BRACED.match(src, end + 1, state.posMax):
        return _nested(state, silent, "span", (start + 1, end), braced.end(), attributes=braced[1])
    if src[end + 1 : end + 2] not in ("(", "[") and "@" in src[start:end]:
        items = citations.cited(src[start + 1 : end])
        if items:
            return _leaf(state, silent, "cite", end + 1, items=items)
    return False


def at_key(state: StateInline, silent: bool) -> bool:
    """`@tbl-x` and `@key [p. 4]` in running text; not the "@" of an address."""
    src, start = state.src, state.pos
    if src[start] != "@" or (start and (src[start - 1].isalnum() or src[start - 1] in f"_{CLOSE}")):
        return False
    match = _KEY.match(src, start, state.posMax)
    if not match:
        return False
    key = citations.bare(match[1])
    located = None if key.startswith(ANCHORS) else _LOCATED.match(src, match.end(), state.posMax)
    end = (located or match).end()
    return _leaf(state, silent, "at_key", end, key=key, locator=located[1] if located else "")


def braces(state: StateInline, silent: bool) -> bool:
    """``{role}`text` ``, and attributes that belong to nothing."""
    if state.src[state.pos] != "{":
        return False
    if role := _ROLE.match(state.src, state.pos, state.posMax):
        return _leaf(state, silent, "role", role.end(), role=role[1], text=role[3].strip())
    if stray := _STRAY.match(state.src, state.pos, state.posMax):
        return _leaf(state, silent, "stray", stray.end(), text=stray[0])
    return False


def scripts(state: StateInline, silent: bool) -> bool:
    """`H~2~O` and `x^2^`."""
    pattern = _SCRIPT.get(state.src[state.pos])
    match = pattern.match(state.src, state.pos, state.posMax) if pattern else None
    if not match:
        return False
    kind = "sub" if match[0][0] == "~" else "sup"
    return _nested(state, silent, kind, match.span(1), match.end())


def formulas(state: StateInline, silent: bool) -> bool:
    """`$tex$`: no blank inside the dollars, no digit after them."""
    match = _MATH.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "$" else None
    return match is not None and _leaf(state, silent, "formula", match.end(), tex=match[1])


# ----------------------------------------------------------------------------------------------------------- blocks


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def divs(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: {…}` up to its `:::`; one without an opening or a closing line is marked as such."""
    fence = _FENCE.match(_line(state, start))
    if not fence:
        return False
    if silent:
        return True
    opening = fence[2] is not None or fence[3] is not None
    closing = _closing(state, start + 1, end) if opening else None
    token = state.push("div_open", "div", 1)
    token.map = [start, start + 1]
    named = f".{fence[3]}" if fence[3] else fence[2]
    token.meta = {"attributes": named or "", "opened": opening, "closed": closing is not None}
    if opening:
        _inside(state, start + 1, closing if closing is not None else end)
    state.push("div_close", "div", -1)
    state.line = start + 1 if not opening else end if closing is None else closing + 1
    return True


def _closing(state: StateBlock, line: int, end: int) -> int | None:
    """The line that closes a div opened before `line`; None when there is none."""
    depth, code = 1, ""
    for number in range(line, end):
        text = _line(state, number)
        if fenced := _CODE_FENCE.match(text):
            if not code:
                code = fenced[1]
            elif fenced[1][0] == code[0] and len(fenced[1]) >= len(code):
                code = ""
        if code or not (fence := _FENCE.match(text)):
            continue
        depth += 1 if fence[2] is not None or fence[3] is not None else -1
        if not depth:
            return number
    return None


def _inside(state: StateBlock, start: int, end: int) -> None:
    limit, parent = state.lineMax, state.parentType
    state.lineMax, state.parentType = end, "div"
    state.md.block.tokenize(state, start, end)
    state.lineMax, state.parentType = limit, parent


def note_texts(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^key]: text`, up to a blank line or the next note."""
    note = _NOTE.match(_line(state, start))
    if not note:
        return False
    if silent:
        return True
    last = start + 1
    while last < end and not state.isEmpty(last) and not _NOTE.match(_line(state, last)):
        last += 1
    token = state.push("note_open", "", 1)
    token.map, token.meta = [start, last], {"key": note[1]}
    inline = state.push("inline", "", 0)
    inline.content = "\n".join([note[2], *(_line(state, n) for n in range(start + 1, last))]).strip()
    inline.map, inline.children = [start, last], []
    state.push("note_close", "", -1)
    state.line = last
    return True


def equations(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`$$ tex $$ {#eq-x}`, on one line or several."""
    first = _line(state, start)
    if not first.startswith("$$"):
        return False
    lines = [first[2:]]
    while not (closing := _EQUATION_END.search(lines[-1])) and start + len(lines) < end:
        lines.append(_line(state, start + len(lines)))
    if not closing:
        return False
    if not silent:
        token = state.push("equation", "", 0)
        lines[-1] = lines[-1][: closing.start()]
        token.map = [start, start + len(lines)]
        token.meta = {"tex": "\n".join(lines).strip(), "attributes": closing[1] or ""}
        state.line = start + len(lines)
    return True


def line_ends(state: StateCore) -> None:
    """Take the attributes off the end of headings and captions before these are read as text."""
    tokens = state.tokens
    for index, token in enumerate(tokens[:-1]):
        inline = tokens[index + 1]
        if token.type == "heading_open":
            inline.content, token.meta["attributes"] = trailing(inline.content)
        elif inline.content.startswith(": ") and index and tokens[index - 1].type == "table_close":
            caption, token.meta["attributes"] = trailing(inline.content[2:].strip())
            inline.content, token.meta["caption"] = caption, True


class Parser(MarkdownIt):
    """markdown-it that leaves addresses as they are written; which are allowed is a rule of ours, with a message."""

    def normalizeLink(self, url: str) -> str:
        """The address, unchanged."""
        return url

    def normalizeLinkText(self, link: str) -> str:
        """The address, unchanged."""
        return link

    def validateLink(self, url: str) -> bool:
        """Every address is a link; the builder judges it."""
        return bool(url)


@cache
def parser() -> MarkdownIt:
    """The parser, built once a process."""
    md = Parser("commonmark", {"html": True, "maxNesting": NESTING}).enable("table").disable("code")
    inline = PlacedInline()
    inline.ruler, inline.ruler2 = md.inline.ruler, md.inline.ruler2
    block = BoundedBlock()
    block.ruler, md.inline, md.block = md.block.ruler, inline, block
    md.inline.ruler.before("link", "brackets", brackets)
    for name, rule in (("at_key", at_key), ("braces", braces), ("scripts", scripts), ("formulas", formulas)):
        md.inline.ruler.push(name, rule)
    deflist_plugin(md)
    breaks_in: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "divs", divs, breaks_in)
    md.block.ruler.before("reference", "note_texts", note_texts)
    md.block.ruler.before("fence", "equations", equations, breaks_in)
    md.core.ruler.before("inline", "line_ends", line_ends)
    return md
