"""Finishing: punctuation meets at borders, quotes get their characters, marks become resolved runs.

The table of meeting punctuation follows common editorial practice as other CSL processors apply it: of a pair, the
stronger sign stays ("?." is "?"), and pairs which carry different meaning both stay (".,").
"""

from __future__ import annotations

from dataclasses import replace

from briefgen.csl.locale import Locale
from briefgen.csl.model import PLAIN, Block, Format, Run
from briefgen.csl.tokens import END_QUOTE, FIXED_QUOTE, Mark, Token, Tokens

_SIGNS = frozenset(".,;:!?")
_MEETING = _SIGNS | {" "}
_KEEP_LEFT = frozenset(["!.", "!:", "?.", "?:", ":.", ";.", ";:"])
_KEEP_RIGHT = frozenset([":!", ":?", ";!", ";?"])
_MOVES_IN = frozenset(".,!?")


def join(tokens: Tokens, locale: Locale) -> Tokens:
    """Let punctuation and blanks meet over borders, and turn quote marks into the locale's characters."""
    return _Joiner(locale).run(tokens)


class _Joiner:
    """One pass over the tokens. `last` is the place in `out` of the last text, `closing` that of a closing quote."""

    __slots__ = ("closing", "depth", "last", "locale", "out")

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.out: Tokens = []
        self.last = -1
        self.closing = -1
        self.depth = 0

    def run(self, tokens: Tokens) -> Tokens:
        out = self.out
        for token in tokens:
            if token.__class__ is not str:
                self._mark(token)
            elif token:
                if token[0] in _MEETING and self.last >= 0:
                    self._text(token)
                else:
                    self.closing = -1
                    self.last = len(out)
                    out.append(token)
        return out

    def _mark(self, token: Token) -> None:
        if token.__class__ is Mark and token.kind == "quote":
            self._open_quote()
        elif token is END_QUOTE:
            self._close_quote()
        elif token is FIXED_QUOTE:
            self._close_quote()
            self.closing, self.last = -1, len(self.out) - 1
        else:
            self.out.append(token)

    def _open_quote(self) -> None:
        quotes = self.locale.quotes
        self._push(quotes[2 * (self.depth % 2)])
        self.depth += 1

    def _close_quote(self) -> None:
        self.depth = max(0, self.depth - 1)
        if self.closing < 0:
            self.closing = len(self.out)
        self.out.append(self.locale.quotes[2 * (self.depth % 2) + 1])

    def _push(self, text: str) -> None:
        self.closing = -1
        self.last = len(self.out)
        self.out.append(text)

    def _text(self, text: str) -> None:
        if self.last >= 0:
            before: str = self.out[self.last]  # type: ignore[assignment]  # `last` always points at a str
            first, end = text[0], before[-1:]
            if first in _SIGNS:
                text = self._sign(text, first, end)
            elif first == " " and self.closing < 0 and end in " \u00a0":
                text = text[1:]
            if not text:
                return
        self.closing = -1
        self.last = len(self.out)
        self.out.append(text)

    def _sign(self, text: str, sign: str, end: str) -> str:
        """Join `sign`, the first character of `text`, to what stands before; returns what is left of `text`."""
        pair = end + sign
        if end == sign or pair in _KEEP_LEFT:
            return text[1:]
        if self.closing < 0:
            if pair in _KEEP_RIGHT:
                self._strip_last()
                return self._replaced(text, sign)
            return text
        if self.locale.punctuation_in_quote and sign in _MOVES_IN:
            self.out[self.last] += sign  # type: ignore[operator]  # `last` always points at a str
            return self._text_after(text[1:])
        return text

    def _strip_last(self) -> None:
        before: str = self.out[self.last]  # type: ignore[assignment]  # `last` always points at a str
        self.out[self.last] = before[:-1]

    def _replaced(self, text: str, sign: str) -> str:
        """A weaker sign was dropped before `sign`; when that bares a closing quote, `sign` may go inside."""
        if self.out[self.last] or not self.locale.punctuation_in_quote:
            return text
        at = self.last - 1
        while at >= 0 and self.out[at].__class__ is not str:
            at -= 1
        if at < 1 or self.out[at] not in (self.locale.quotes[1], self.locale.quotes[3]):
            return text
        inner = at - 1
        while inner >= 0 and self.out[inner].__class__ is not str:
            inner -= 1
        if inner < 0:
            return text
        self.out[inner] += sign  # type: ignore[operator]  # the loop stopped at a str
        self.last, self.closing = inner, at
        return self._text_after(text[1:])

    def _text_after(self, rest: str) -> str:
        if rest[:1] in _SIGNS and rest:
            before: str = self.out[self.last]  # type: ignore[assignment]  # `last` always points at a str
            return self._sign(rest, rest[0], before[-1:])
        return rest


_FLIPPED = {"italic": "normal", "oblique": "normal", "bold": "normal", "small-caps": "normal"}
_FIELDS = {
    "font-style": "font_style",
    "font-weight": "font_weight",
    "font-variant": "font_variant",
    "text-decoration": "text_decoration",
    "vertical-align": "vertical_align",
}
_formats: dict[tuple[Format, tuple[str, str]], Format] = {}


def flipped(mark: Mark, current: Format) -> tuple[str, str]:
    """The property and value which `mark` gives inside `current`: field markup inside itself flips to normal."""
    prop, value = mark.pair
    if prop == "nodecor":
        decorated = (p for p in ("font-style", "font-variant", "font-weight") if getattr(current, _FIELDS[p]) != "normal")
        return next(decorated, "font-style"), "normal"
    if mark.flip and getattr(current, _FIELDS[prop]) == value and value in _FLIPPED:
        return prop, _FLIPPED[value]
    return prop, value


def apply(mark: Mark, current: Format) -> Format:
    """`current` with the property of a format mark; formats are shared."""
    change = flipped(mark, current)
    key = (current, change)
    found = _formats.get(key)
    if found is None:
        values: dict[str, str] = {_FIELDS[change[0]]: change[1]}
        found = _formats[key] = replace(current, **values)
    return found


class _State:
    """What holds at a place of the stream."""

    __slots__ = ("display", "format", "href", "item")

    def __init__(self) -> None:
        self.format = PLAIN
        self.item: str | None = None
        self.href: str | None = None
        self.display = "inline"


_SLOTS = {"item": "item", "link": "href", "display": "display"}


def blocks(tokens: Tokens) -> tuple[Block, ...]:
    """The display blocks of a joined stream, with their resolved runs."""
    state = _State()
    stack: list[tuple[str, object]] = []
    out: list[tuple[str, list[Run]]] = []
    texts: list[str] = []
    for token in tokens:
        if token.__class__ is str:
            texts.append(token)
            continue
        if texts:
            _add(out, state, "".join(texts))
            texts = []
        if token.__class__ is Mark:
            _enter(token, state, stack)
        else:
            _leave(state, stack, out)
    if texts:
        _add(out, state, "".join(texts))
    return tuple([Block(display, tuple(runs)) for display, runs in out if runs])


def runs(tokens: Tokens) -> tuple[Run, ...]:
    """The resolved runs of a joined stream."""
    found = blocks(tokens)
    return found[0].runs if len(found) == 1 else tuple([run for block in found for run in block.runs])


def _enter(mark: Mark, state: _State, stack: list[tuple[str, object]]) -> None:
    if mark.kind == "format":
        stack.append(("format", state.format))
        state.format = apply(mark, state.format)
        return
    slot = _SLOTS.get(mark.kind, "")
    stack.append((slot, getattr(state, slot) if slot else None))
    if slot:
        setattr(state, slot, mark.value)


def _leave(state: _State, stack: list[tuple[str, object]], out: list[tuple[str, list[Run]]]) -> None:
    slot, value = stack.pop()
    if slot:
        setattr(state, slot, value)
    if slot == "display" and value == "inline":
        out.append(("inline", []))


def _add(out: list[tuple[str, list[Run]]], state: _State, text: str) -> None:
    if not text:
        return
    if not out or out[-1][0] != state.display:
        out.append((state.display, []))
    line = out[-1][1]
    if line:
        last = line[-1]
        if last.format is state.format and last.item == state.item and last.href == state.href:
            line[-1] = Run(last.text + text, last.format, last.item, last.href)
            return
    line.append(Run(text, state.format, state.item, state.href))
