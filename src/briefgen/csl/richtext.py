"""Inline markup in fields and affixes: tags, typographic quotes and apostrophes, as tokens."""

from __future__ import annotations

import re

from briefgen.csl.tokens import END_FORMAT, END_NOCASE, END_QUOTE, FIXED_QUOTE, NOCASE, QUOTE, Mark, Token, Tokens

_SPECIAL = re.compile(r"""(</?(?:i|b|sc|sup|sub|em|strong)>|<span\s[^<>]*>|</span>|["'“”‘’])""")
_TAGS = {
    "<i>": ("font-style", "italic"),
    "<em>": ("font-style", "italic"),
    "<b>": ("font-weight", "bold"),
    "<strong>": ("font-weight", "bold"),
    "<sc>": ("font-variant", "small-caps"),
    "<sup>": ("vertical-align", "sup"),
    "<sub>": ("vertical-align", "sub"),
}
_SPAN = re.compile(
    r"""<span\s+(?:style=["']\s*(?P<property>font-(?:variant|style|weight)|text-decoration)\s*:\s*(?P<value>[\w-]+)\s*;?\s*["']"""
    r"""|class=["'](?P<class>[\w -]+)["'])\s*>"""
)
_OPENERS = {"“": "”", "‘": "’"}
_CLOSERS = "”’"
_BEFORE_OPEN = " \u00a0\t\n([{—–-/:“‘«„\"'"


class _Part:
    """A piece of the source which may turn out to be a mark or literal text."""

    __slots__ = ("close", "open", "text", "token")

    def __init__(self, text: str) -> None:
        self.text = text
        self.token: Token | None = None
        self.open: str | None = None
        self.close: str | None = None


def parse(text: str, fixed: bool = False) -> Tokens:
    """Tokens of a field's text. Unmatched tags stay text; unmatched single quotes are apostrophes.

    With `fixed`, punctuation after a closing quote stays where the author put it.
    """
    if "«" in text or "»" in text:
        text = text.replace("« ", "«\u202f").replace(" »", "\u202f»")
    if not _SPECIAL.search(text):
        return [text] if text else []
    parts = [_Part(piece) for piece in _SPECIAL.split(text) if piece]
    _classify(parts, text)
    _pair(parts)
    tokens = _emit(parts)
    return [FIXED_QUOTE if token is END_QUOTE else token for token in tokens] if fixed else tokens


def _classify(parts: list[_Part], text: str) -> None:
    """Say of each piece what it could open (`open` holds the expected closer) or close."""
    at, opens = 0, True
    for part in parts:
        piece = part.text
        before = text[at - 1] if at else " "
        at += len(piece)
        after = text[at] if at < len(text) else " "
        if piece[0] == "<" and _SPECIAL.fullmatch(piece):
            _classify_tag(part)
        elif len(piece) == 1 and piece in "\"'“”‘’":
            _classify_quote(part, before if opens else "x", after)
        opens = part.open is not None or piece not in "\"'"


def _classify_tag(part: _Part) -> None:
    if part.text.startswith("</"):
        part.close = part.text
    elif part.text in _TAGS:
        part.open = "</" + part.text[1:]
    elif _SPAN.fullmatch(part.text):
        part.open = "</span>"


def _classify_quote(part: _Part, before: str, after: str) -> None:
    quote = part.text
    can_open = (before in _BEFORE_OPEN or before == ">") and not after.isspace()
    can_close = not before.isspace() and not after.isalnum()
    if quote in "\"'":
        part.open = quote if can_open else None
        part.close = quote if can_close else None
    elif quote in _OPENERS:
        part.open = _OPENERS[quote] if quote != "‘" or can_open else None
    elif quote in _CLOSERS:
        part.close = quote if quote != "’" or can_close else None


def _pair(parts: list[_Part]) -> None:
    stack: list[_Part] = []
    for part in parts:
        if part.close is not None:
            match = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].open == part.close), None)
            if match is not None:
                opener = stack[match]
                del stack[match:]
                opener.token, part.token = _marks(opener.text)
                continue
        if part.open is not None:
            stack.append(part)


def _marks(opener: str) -> tuple[Token, Token]:
    if opener in _TAGS:
        return Mark("format", _TAGS[opener], flip=True), END_FORMAT
    if opener.startswith("<span"):
        return _span_marks(opener)
    return QUOTE, END_QUOTE


def _span_marks(tag: str) -> tuple[Token, Token]:
    match = _SPAN.fullmatch(tag)
    if match is None or not match["property"]:
        if match is not None and match["class"] == "nodecor":
            return Mark("format", ("nodecor", ""), flip=True), END_FORMAT
        return NOCASE, END_NOCASE
    return Mark("format", (match["property"], match["value"]), flip=True), END_FORMAT


def _emit(parts: list[_Part]) -> Tokens:
    out: Tokens = []
    for part in parts:
        if part.token is not None:
            out.append(part.token)
            continue
        text = "’" if part.text == "'" else part.text
        if out and out[-1].__class__ is str:
            out[-1] += text
        else:
            out.append(text)
    return out
