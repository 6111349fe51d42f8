"""Marked text: what templates print before it is parsed, with the data kept out of the markup and every line located.

Everything an expression prints stands in the text as an opaque token, `OPEN` + index + `CLOSE`; the token itself lies in a
side table. The token's characters are private-use ones that `load` refuses in data and `template` in templates.
"""

from __future__ import annotations

import re
from typing import Literal

from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span

OPEN = "\ue000"
CLOSE = "\ue001"
LINE_OPEN = "\ue002"
LINE_CLOSE = "\ue003"

TOKEN = re.compile(f"{OPEN}([0-9]+){CLOSE}")
"""A token in marked text; group 1 is its index in `Marked.tokens`."""

PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Private-use characters of the basic plane: refused in templates, never in data."""


@dataclass(frozen=True, slots=True)
class Token:
    """What one expression printed.

    `text` is verbatim text, `prose` is text with markup of its own, `value` is the printed value of the record at `path`
    in `form`. `path` is the record path in the brief ("texts.summary"), empty for words of a template; `span` is where the
    text stands: in the data, or in the template that printed it. `printed_at` is the template line that printed it.
    """

    kind: Literal["text", "prose", "value"]
    text: str
    path: str = ""
    span: Span = NOWHERE
    form: str = "value"
    printed_at: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Marked:
    """Text of all sections of one audience. `lines` holds, for each line of `text`, the template line it came from."""

    text: str
    tokens: tuple[Token, ...] = ()
    lines: tuple[Span, ...] = ()


def token_text(index: int) -> str:
    """The characters that stand for a token in marked text."""
    return f"{OPEN}{index}{CLOSE}"
