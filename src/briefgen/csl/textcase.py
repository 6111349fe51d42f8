"""CSL text-case over token streams: nocase spans stay as they are, words may cross formatting marks."""

from __future__ import annotations

import re
from collections.abc import Callable

from briefgen.csl.tokens import END_NOCASE, END_QUOTE, NOCASE, QUOTE, Mark, Token, Tokens, plain

_STOP_TEXT = """
    a about above across afore after against al along alongside amid amidst among amongst an and anenst apropos apud
    around as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by
    c ca circa d d’ de despite down during et except for forenenst from given in inside into lest like modulo near next
    nor notwithstanding of off on onto or out over per plus pro qua sans since so than the through throughout thru
    thruout till to toward towards under underneath until unto up upon v v. van versus via vis-à-vis von vs vs. with
    within without yet
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())
_WORD = re.compile(r"[^\s\-–—/\u00a0]+")
_ENDS_CLAUSE = (":", "?", "!", ".")
_START = re.compile(r"\w")
_LETTER = re.compile(r"[^\W\d_]")


def apply_case(tokens: Tokens, case: str, english: bool, lang: str = "en") -> Tokens:
    """`tokens` in the text-case `case`; title case applies to English only. Turkic languages have their own i."""
    if case == "title":
        return _title(tokens) if english else tokens
    if case == "sentence":
        return _sentence(tokens)
    if case == "uppercase" and lang[:2].lower() in ("tr", "az"):
        tokens = _each(tokens, lambda text: text.replace("i", "İ"))
    return _CASES[case](tokens) if case in _CASES else tokens


def _each(tokens: Tokens, change: Callable[[str], str]) -> Tokens:
    out: Tokens = []
    nocase = 0
    for token in tokens:
        if token is NOCASE:
            nocase += 1
        elif token is END_NOCASE:
            nocase -= 1
        out.append(change(token) if token.__class__ is str and not nocase else token)
    return out


def _lower(tokens: Tokens) -> Tokens:
    return _each(tokens, str.lower)


def _upper(tokens: Tokens) -> Tokens:
    return _each(tokens, str.upper)


def _capitalized(word: str) -> str:
    match = _START.search(word)
    if match is None or match[0].isdigit():
        return word
    at = match.start()
    return word[:at] + word[at].upper() + word[at + 1 :]


def _first(tokens: Tokens) -> Tokens:
    """Capitalize the first letter of the stream, unless it is protected."""
    out = list(tokens)
    nocase = 0
    for at, token in enumerate(out):
        if token is NOCASE:
            nocase += 1
        elif token is END_NOCASE:
            nocase -= 1
        elif token.__class__ is str and token.strip():
            if not nocase:
                out[at] = _capitalize_word(token)
            break
    return out


def _capitalize_word(text: str) -> str:
    match = _WORD.search(text)
    if match is None:
        return text
    return text[: match.start()] + _capitalized(match[0]) + text[match.end() :]


def _all(tokens: Tokens) -> Tokens:
    return _each(tokens, lambda text: _WORD.sub(lambda m: _capitalized(m[0]) if m[0].islower() else m[0], text))


_CASES: dict[str, Callable[[Tokens], Tokens]] = {
    "lowercase": _lower,
    "uppercase": _upper,
    "capitalize-first": _first,
    "capitalize-all": _all,
}


def _all_upper(tokens: Tokens) -> bool:
    text = plain(tokens)
    return text.isupper()


def _sentence(tokens: Tokens) -> Tokens:
    return _first(_lower(tokens)) if _all_upper(tokens) else _first(tokens)


class _Word:
    """A word of the stream: its place, its text, and whether it starts a clause."""

    __slots__ = ("at", "end", "head", "start", "text")

    def __init__(self, at: int, start: int, end: int, text: str, head: bool) -> None:
        self.at, self.start, self.end = at, start, end
        self.text = text
        self.head = head


def _words(tokens: Tokens) -> tuple[list[_Word], _Word | None]:
    """The words which title case may change, and the last word of the stream if it is one of them."""
    words: list[_Word] = []
    last: _Word | None = None
    protected: list[bool] = []
    nocase, head, glued = False, True, False
    for at, token in enumerate(tokens):
        if token.__class__ is not str:
            _track(protected, token)
            nocase = any(protected)
            head = head or token is QUOTE
            glued = glued and _joins(token)
            continue
        text: str = token
        for match in _WORD.finditer(text):
            word = _Word(at, match.start(), match.end(), match[0], head)
            partial = glued and match.start() == 0
            last = None if nocase or partial else word
            if last is not None:
                words.append(last)
            head = match[0].rstrip("”’\"'»)").endswith(_ENDS_CLAUSE[:3]) or (head and not _LETTER.search(match[0]))
        glued = bool(text) and not text[-1].isspace() and text[-1] not in "-–—/"
    return words, last


def _track(protected: list[bool], token: Token) -> None:
    """Follow the open marks; small capitals and raised or lowered text keep their case, as nocase spans do."""
    if token.__class__ is not Mark:
        if protected:
            protected.pop()
        return
    own = token.kind == "format" and token.value[0] in ("vertical-align", "font-variant")
    protected.append(token is NOCASE or own)


def _joins(token: Token) -> bool:
    """Whether a word continues over this mark."""
    return token.__class__ is not Mark and token is not END_QUOTE


def _title(tokens: Tokens) -> Tokens:
    out = list(tokens)
    words, last = _words(tokens)
    for word in reversed(words):
        text: str = out[word.at]  # type: ignore[assignment]  # words lie in str tokens
        new = _title_word(word, word is last, text)
        if new != word.text:
            out[word.at] = text[: word.start] + new + text[word.end :]
    return out


def _title_word(word: _Word, last: bool, context: str) -> str:
    core = word.text.strip("“”‘’\"'()[],;:?!«»")
    joined = word.start > 0 and context[word.start - 1] in "-–—/"
    leads = not joined and context[word.end : word.end + 1] == "-"  # the first of a compound counts as a word: Out-of-Date
    if core.lower() in STOP_WORDS and not (word.head or last or leads):
        if joined and core.lower() in ("a", "c", "d", "v"):
            return word.text
        after_period = context[: word.start].rstrip().endswith(".")
        return word.text.lower() if _is_capitalized(core) and not after_period else word.text
    if len(core) == 1 and not core.isascii():
        return word.text
    return _capitalized(word.text) if core == core.lower() else word.text


def _is_capitalized(core: str) -> bool:
    return len(core) > 1 and core[0].isupper() and core[1:].islower()
