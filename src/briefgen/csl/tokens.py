"""The internal stream between rendering and finishing.

Rendering an element yields a flat list of tokens: text as `str`, and marks which open and close formatting, quotes,
links, display blocks and item provenance. Every border between two strings is a place where punctuation may meet.
"""

from __future__ import annotations


class Mark:
    """An opening mark. `kind` is format, quote, link, item, display, nocase or names; `flip` marks field markup."""

    __slots__ = ("end", "flip", "kind", "value")

    def __init__(self, kind: str, value: str | tuple[str, str] = "", flip: bool = False) -> None:
        self.kind = kind
        self.value = value
        self.flip = flip
        self.end = ENDS[kind]

    @property
    def pair(self) -> tuple[str, str]:
        """Property and value of a format mark."""
        if isinstance(self.value, str):
            raise TypeError(f"a {self.kind} mark has no pair")
        return self.value

    def __repr__(self) -> str:
        return f"<{self.kind} {self.value}>"


class End:
    """A closing mark; one per kind, as marks always nest."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"</{self.kind}>"


Token = str | Mark | End
Tokens = list[Token]

ENDS = {kind: End(kind) for kind in ("format", "quote", "link", "item", "display", "nocase")}
QUOTE = Mark("quote")
END_QUOTE = ENDS["quote"]
FIXED_QUOTE = End("quote")
NOCASE = Mark("nocase")
END_NOCASE = ENDS["nocase"]
END_FORMAT = ENDS["format"]
END_LINK = ENDS["link"]
END_ITEM = ENDS["item"]
END_DISPLAY = ENDS["display"]
EMPTY: Tokens = []


def plain(tokens: Tokens) -> str:
    """The text of `tokens`, quotes and formatting dropped."""
    return "".join([t for t in tokens if t.__class__ is str])
