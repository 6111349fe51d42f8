"""The grammar of citations: `[see @key, p. 4; -@other]` and `@key`."""

from __future__ import annotations

import re

from briefgen.tree import CiteItem

KEY = r"(?:\{[^{}\s]+\}|[A-Za-z0-9_](?:[A-Za-z0-9_]|[:.#%&+?/-](?=[A-Za-z0-9_]))*)"
"""A key after "@": letters, digits and underscores, with single signs between them, or anything in braces."""

_ITEM = re.compile(rf"(?P<prefix>.*?)(?P<minus>-?)(?<![A-Za-z0-9_\\])@(?P<key>{KEY})(?P<rest>.*)\Z", re.DOTALL)

_LABELS = {
    "act": ("act", "acts"), "appendix": ("appendix", "app."), "book": ("book", "bk.", "books"),
    "chapter": ("chapter", "chapters", "chap.", "chaps.", "ch."), "column": ("column", "columns", "col.", "cols."),
    "equation": ("equation", "equations", "eq.", "eqs."), "figure": ("figure", "figures", "fig.", "figs."),
    "folio": ("folio", "fol."), "issue": ("issue", "no.", "number"), "line": ("line", "lines", "l.", "ll."),
    "note": ("note", "notes", "n.", "nn."), "page": ("page", "pages", "p.", "pp."),
    "paragraph": ("paragraph", "paragraphs", "para.", "paras.", "¶"), "part": ("part", "parts", "pt.", "pts."),
    "rule": ("rule", "rules"), "section": ("section", "sections", "sec.", "secs.", "§", "§§"),
    "supplement": ("supplement", "suppl."), "table": ("table", "tables", "tab.", "tbl."),
    "timestamp": ("timestamp",), "verse": ("verse", "verses", "v.", "vv."), "volume": ("volume", "volumes", "vol.", "vols."),
}  # fmt: skip
_LABEL_OF = {word: label for label, words in _LABELS.items() for word in words}
_WORDS = "|".join(re.escape(word) for word in sorted(_LABEL_OF, key=len, reverse=True))
_NUMBER = r"(?:[^\s,;]*[0-9][^\s,;]*|[ivxlcIVXLC]+(?![^\s,;]))"
_LOCATOR = re.compile(
    rf"\s*,?\s*(?:(?P<label>{_WORDS})\s*)?(?P<number>(?:{_NUMBER})(?:\s*(?:[-–,&]|and)\s*(?:{_NUMBER}))*)", re.IGNORECASE
)


def cited(text: str) -> tuple[CiteItem, ...] | None:
    """The items of a bracketed citation; None when a part between semicolons names no key: then it is no citation."""
    items = [_ITEM.match(part) for part in text.split(";")]
    return tuple(_item(match) for match in items if match) if all(items) else None


def with_locator(key: str, text: str) -> CiteItem:
    """The item of `@key [text]`."""
    return _located(CiteItem(key), f", {text}")


def bare(key: str) -> str:
    """A key without its braces."""
    return key[1:-1] if key.startswith("{") else key


def _item(match: re.Match[str]) -> CiteItem:
    item = CiteItem(bare(match["key"]), prefix=match["prefix"].strip(), suppress_author=bool(match["minus"]))
    return _located(item, match["rest"])


def _located(item: CiteItem, rest: str) -> CiteItem:
    found = _LOCATOR.match(rest) if rest.lstrip().startswith(",") else None
    if found and not found["label"] and not any(c.isdigit() for c in found["number"]):
        found = None  # "see also": a word of letters that happen to be Roman numerals
    if not found:
        return CiteItem(item.key, "", "page", item.prefix, rest.strip(), item.suppress_author)
    label = _LABEL_OF[found["label"].lower()] if found["label"] else "page"
    suffix = rest[found.end() :].strip()
    return CiteItem(item.key, found["number"].strip(), label, item.prefix, suffix, item.suppress_author)
