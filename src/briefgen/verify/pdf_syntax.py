"""The syntax of PDF objects: values made from bytes (ISO 32000-2, 7.3)."""

from __future__ import annotations

import re
from typing import TypeAlias


class Ref(int):
    """A reference to the object of that number."""

    __slots__ = ()


class Name(str):
    """A name, without its slash."""

    __slots__ = ()


Value: TypeAlias = "dict[str, Value] | list[Value] | Ref | Name | float | bytes | None"

_NAME = rb"/[^\s\0<>\[\]()/%{}]*+"
_REFERENCE = rb"\d++\s++\d++\s++R\b"
_NUMBER = rb"[+-]?(?:\d++\.?\d*+|\.\d++)"
_HEX = rb"<[0-9A-Fa-f\s]*+>"
_STRING = rb"\((?:[^()\\]++|\\.%s)*+\)"
_PLAIN = _STRING % b""
_NESTED = _STRING % (b"|" + _STRING % (b"|" + _STRING % (b"|" + _PLAIN)))
"""A literal string; brackets inside it pair up, four deep. It never goes back: one without an end would take for ever."""
_FLAT = rb"<<(?:[^\[\]()<>%%]++|%s|\[[^\[\]()<>%%]*+\])*+>>" % _PLAIN
"""A dictionary that holds no other: one token, since many come again and again."""
_SIGNS, _WORDS, _ANY = rb"<<|>>|\[|\]", rb"true|false|null|%[^\r\n]*+", rb"[^\s\0]"
_TOKENS = re.compile(b"|".join((_REFERENCE, _NUMBER, _NAME, _FLAT, _SIGNS, _HEX, _WORDS, _NESTED, _ANY)), re.DOTALL)
_ARRAY = rb"\[(?:[^\[\]()<>%%]++|%s)*+\]" % _FLAT
_VALUE = b"|".join((_NAME, _ARRAY, _REFERENCE, _NUMBER, _PLAIN, _FLAT, _HEX))
_PAIRS = re.compile(rb"(%s)\s*+(%s)" % (_NAME, _VALUE), re.DOTALL)
_SIMPLE = re.compile(rb"\s*+<<\s*+(?:%s\s*+(?:%s)\s*+)*+>>\s*+" % (_NAME, _VALUE), re.DOTALL)
"""A dictionary of names and values of one token each, or arrays of such: the form of almost every object."""
_HEXADECIMAL = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_DOC_ENCODING = {
    **dict(zip(range(0x18, 0x20), "\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc", strict=True)),
    **dict(zip(range(0x80, 0x9F), "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž", strict=True)),
    0xA0: "€",
}
"""Where PDFDocEncoding differs from Latin-1 (ISO 32000-2, annex D.3)."""

_LONGEST = 100
"""Characters of one number."""


class Broken(ValueError):
    """The bytes do not follow the syntax this reader knows."""


class _Sign(bytes):
    """A token that is no value: a bracket or a comment."""

    __slots__ = ()


class _Tokens(dict[bytes, "Value | _Sign"]):
    """What tokens are, remembered: most come many times. Nobody changes a value, so one may stand in many places."""

    def __missing__(self, token: bytes) -> Value | _Sign:
        value: Value | _Sign
        if token[:1] not in b"[]%<>":
            value = _simple(token)
        elif len(token) > 2 and token.startswith(b"<<"):
            value = _dictionary(token)
        elif token[:1] in b"[]%" or token in (b"<<", b">>"):
            value = _Sign(token[:2])
        else:
            value = _simple(token)
        if len(self) >= _MOST_TOKENS:
            self.clear()
        self[token] = value
        return value


class _Keys(dict[bytes, str]):
    """The keys of dictionaries by their tokens, as plain strings, which are found faster than names."""

    def __missing__(self, token: bytes) -> str:
        if len(self) >= _MOST_TOKENS:
            self.clear()
        key = self[token] = str(_simple(token))
        return key


_MOST_TOKENS = 16_384
_KNOWN = _Tokens()
_KEYS = _Keys()


def parse(body: bytes) -> Value:
    """The first value of a body."""
    return _taken_apart(body) if _SIMPLE.fullmatch(body) else _nested(body)


_OPENING = ord("[")


def _taken_apart(body: bytes) -> dict[str, Value]:
    """A dictionary of the common form."""
    keys, known, tokens = _KEYS, _KNOWN, _TOKENS.findall
    return {
        keys[key]: known[value] if value[0] != _OPENING else [known[item] for item in tokens(value, 1, len(value) - 1)]
        for key, value in _PAIRS.findall(body)
    }


def _dictionary(token: bytes) -> dict[str, Value]:
    """A dictionary that holds no other."""
    if _SIMPLE.fullmatch(token):
        return _taken_apart(token)
    items = _nested(b"[%s]" % token[2:-2])  # the token itself would be looked up again, without end
    assert isinstance(items, list)
    return _paired(items)


def _nested(body: bytes) -> Value:
    """The first value of a body of any form."""
    known, outer = _KNOWN, list[Value]()
    stack: list[list[Value]] = []
    current = outer
    for token in _TOKENS.findall(body):
        value = known[token]
        if value.__class__ is not _Sign:
            current.append(value)
        elif token == b"<<" or token == b"[":
            stack.append(current)
            current = []
        elif token == b">>" or token == b"]":
            if not stack:
                raise Broken("a bracket that was not opened")
            inner = current
            current = stack.pop()
            current.append(_paired(inner) if token == b">>" else inner)
        if outer and not stack:
            break
    return outer[0] if outer else None


def _paired(items: list[Value]) -> dict[str, Value]:
    try:
        return dict(zip(items[::2], items[1::2], strict=False))  # type: ignore[arg-type] # keys are names in sound files
    except TypeError as error:
        raise Broken("a dictionary with a key that is no name") from error


def _simple(token: bytes) -> Value:
    """A token that is no bracket."""
    first = token[:1]
    if first == b"/":
        name = token[1:] if b"#" not in token else _HEXADECIMAL.sub(lambda m: bytes.fromhex(m[1].decode()), token[1:])
        return Name(name.decode("latin-1"))
    if first.isdigit() or (first in b"+-." and len(token) > 1):
        if len(token) > _LONGEST:
            raise Broken("a number of too many digits")
        if token.endswith(b"R"):
            return Ref(token.split()[0])
        return float(token)
    if first == b"(" and len(token) > 1:
        return _ESCAPE.sub(_unescaped, token[1:-1])
    if first == b"<" and len(token) > 1:
        digits = b"".join(token[1:-1].split()).decode()
        return bytes.fromhex(digits + "0" * (len(digits) % 2))
    if token in (b"null", b"true", b"false"):
        return None if token == b"null" else float(token == b"true")
    raise Broken(f"no object: {token[:40]!r}")


def _unescaped(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if code.isdigit() else _ESCAPED.get(code, code)


def text_of(value: Value) -> str:
    """A text string or name as text; empty when it is neither."""
    if isinstance(value, Name):
        return str(value)
    if not isinstance(value, bytes):
        return ""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("ascii") if value.isascii() and value.isalnum() else value.decode("latin-1").translate(_DOC_ENCODING)
