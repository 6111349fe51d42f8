"""Bytes to text: UTF-8 only, line ends made one, and every character refused that an output could not carry."""

from __future__ import annotations

import re

from briefgen.diag import Sink
from briefgen.source import Span

MAX_BYTES = 16 * 2**20
"""The largest text file that is read: 16 MiB, about 100,000 facts."""

TOKENS = "\ue000-\ue0ff"
"""Private-use characters that stand for printed values between `template` and `parse`; data may not hold them."""

_BREAKS = "\x85\u2028\u2029"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_REFUSED = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufff9-\ufffc\ufffe\uffff{_DIRECTIONS}{TOKENS}]"
)
"""What XML 1.0 (2.2) forbids, the C1 controls it discourages, other line ends than LF, marks of the direction of text (a
reader may see another order than stands in the file) and of objects, and our own tokens."""


def decode(data: bytes, name: str, sink: Sink) -> str | None:
    """The text of a file with LF line ends, without byte-order mark, registered with the sink; None after an error.

    Characters that no output can carry are reported one by one and replaced by U+FFFD, so that reading can go on.
    """
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 2**20} MiB"
        sink.error("file-too-large", f"the file has {len(data):,} bytes; the limit is {limit}", Span(name))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        _not_utf8(data, fault.start, name, sink)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = sink.sources.add(name, text)
    for match in _REFUSED.finditer(text):
        sink.error("illegal-character", refusal(match[0]), source.span(match.start()), _hint(match[0]))
    return _REFUSED.sub("\ufffd", text)


def refused(text: str) -> str:
    """The first character of a text that may not be there; empty when all may."""
    match = _REFUSED.search(text)
    return match[0] if match else ""


def refusal(character: str) -> str:
    """Why a character is refused, in one phrase."""
    return f"the character U+{ord(character):04X} {_kind(character)}"


def _kind(character: str) -> str:
    match character:
        case "\ufeff":
            return "(byte-order mark) stands in the middle of the text"
        case c if c in _BREAKS:
            return "is a line end that other programs do not see"
        case c if "\ufff9" <= c <= "\ufffc":
            return "stands for an object or a remark that is not in the text"
        case c if "\ud800" <= c <= "\udfff":
            return "is half of a character (a lone surrogate)"
        case c if re.match(f"[{_DIRECTIONS}]", c):
            return "changes the direction of the text around it without being seen"
        case c if "\ue000" <= c <= "\uf8ff":
            return "is for private use and has no meaning here"
        case _:
            return "is a control character that neither Word nor PDF can hold"


def _hint(character: str) -> str:
    return "use an ordinary line break" if character in _BREAKS else "delete it; it is invisible in most editors"


def _not_utf8(data: bytes, offset: int, name: str, sink: Sink) -> None:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("utf-8")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    what = "the file is UTF-16" if utf16 else f"the byte 0x{data[offset]:02X} is not UTF-8"
    sink.error("not-utf-8", what, Span(name, line, column, line, column + 1), 'save the file with the encoding "UTF-8"')
