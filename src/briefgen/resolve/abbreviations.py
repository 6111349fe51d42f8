"""Abbreviations spelled out where they are first used: "area under the curve (AUC)", and "AUC" from there on.

A summary is read alone, so each is spelled out there and again in the rest of the document. Headings, captions, tables and
notes are left as written (tables list their abbreviations below), and so are quotations, formulas, code and printed values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from briefgen.resolve.context import Context
from briefgen.tree import (
    Abbr,
    Block,
    Blocks,
    Callout,
    DefinitionList,
    Document,
    Emph,
    Inline,
    Inlines,
    Link,
    List,
    Para,
    Section,
    Strong,
    Sub,
    Sup,
    Text,
    plain,
)

SUMMARY = "sec-summary"
"""The anchor of the section in which everything is spelled out for itself."""

_UNREAD = "\ufffc"
"""Stands for what is no prose: a value, a formula, a citation."""

_COMPOUNDING = ("da", "de", "fi", "nb", "nl", "nn", "no", "sv")
"""Languages whose compounds take the long form behind them: "MADRS-Wert (MADRS: …)"."""

_QUOTES = {"de": ("„", "“"), "da": ("»", "«"), "fr": ("«", "»"), "es": ("«", "»")}
_SENTENCE = re.compile(r"(?:^|[.!?]\s+)$")
_LOCANT = re.compile(r"\w-")
_ARTICLE = re.compile(r"(?<!\w)([Aa])n? $")
_WITH_AN = re.compile(r"(?!(?i:uni|use|uti|eu|one))[aeiouAEIOU]|(?i:hour|honest|heir)|[FHLMNRSX]-")
"""Long forms that "an" stands before: by their first sound, which of a locant ("N-methyl") is the name of its letter."""


def expanded(context: Context, document: Document) -> Document:
    """The document with each abbreviation of the brief spelled out at its first use, where the audience wants it."""
    forms = context.brief.spelled_out
    if not context.audience.expand_abbreviations or not forms:
        return document
    summary, rest = Reading(forms, context.brief.lang), Reading(forms, context.brief.lang)
    blocks = ((summary if getattr(b, "anchor", "") == SUMMARY else rest).block(b) for b in document.body)
    return replace(document, body=tuple(blocks))


class Reading:
    """One part of a document as it is read: what has been spelled out, and the words of the paragraph so far."""

    def __init__(self, forms: Mapping[str, str], lang: str) -> None:
        """Begin to read prose in a language; `forms` are the long forms by abbreviation."""
        self.lang = lang.partition("-")[0]
        self.unseen = {re.sub(r"[~^*]", "", short): long for short, long in forms.items()}
        names = "|".join(map(re.escape, sorted(self.unseen, key=len, reverse=True)))
        self.pattern = re.compile(rf"(?<![\w{_UNREAD}\u2011-])(?:{names})(?!\w)")
        self.before = ""

    def block(self, block: Block) -> Block:
        """A block with what it is the first to use spelled out."""
        if not self.unseen:
            return block
        match block:
            case Para():
                self.before = ""
                return replace(block, children=self.inlines(block.children))
            case Section() | Callout():
                return replace(block, children=self.blocks(block.children))
            case List():
                return replace(block, items=tuple(replace(i, children=self.blocks(i.children)) for i in block.items))
            case DefinitionList():
                return replace(block, items=tuple(replace(i, children=self.blocks(i.children)) for i in block.items))
            case _:
                return block

    def blocks(self, blocks: Blocks) -> Blocks:
        """Blocks in the order in which they are read."""
        return tuple(self.block(block) for block in blocks)

    def inlines(self, inlines: Inlines) -> Inlines:
        """Inlines of one paragraph; what stands in emphasis and links is read with them."""
        out: list[Inline] = []
        for flat, group in groupby(inlines, lambda node: isinstance(node, Text | Sub | Sup)):
            if flat:
                out += self._run(tuple(group))
                continue
            for node in group:
                if isinstance(node, Emph | Strong | Link):
                    out.append(replace(node, children=self.inlines(node.children)))
                else:
                    self.before += _UNREAD
                    out.append(node)
        return tuple(out)

    def _run(self, nodes: Inlines) -> Inlines:
        """Plain text with its sub- and superscripts, in which abbreviations are looked for."""
        start = len(self.before)
        whole = self.before = self.before + plain(nodes)
        out: Inlines = ()
        at = start
        for match in self.pattern.finditer(whole, start):
            long = self.unseen.get(match[0])
            if long is None or match.start() < at or self._quoted(whole[: match.start()]):
                continue
            words = _cut(nodes, match.start() - start, match.end() - start)
            if plain(words) != match[0]:  # it ends within a subscript
                continue
            del self.unseen[match[0]]
            if _by_hand(whole, match, long):
                continue
            lead = _cut(nodes, at - start, match.start() - start)
            tail = re.match(r"[-\u2011]\w[\w\u2011-]*", whole[match.end() :])
            at = match.end() + (tail.end() if tail and self.lang in _COMPOUNDING else 0)
            if at > match.end():
                behind = _cut(nodes, match.end() - start, at - start)
                out = _joined(out, lead, words, behind, self._behind(whole[: match.start()], words, long))
            else:
                out = _joined(out, *self._ahead(whole[: match.start()], lead, words, long))
        return _joined(out, _cut(nodes, at - start, len(whole) - start)) if out else nodes

    def _quoted(self, before: str) -> bool:
        opening, closing = _QUOTES.get(self.lang, ("“", "”"))
        return before.rfind(opening) > before.rfind(closing)

    def _ahead(self, before: str, lead: Inlines, words: Inlines, long: str) -> tuple[Inlines, ...]:
        """The long form with the abbreviation in brackets behind it: "area under the curve (AUC)"."""
        opening, closing = _brackets(before)
        shown = long[0].upper() + long[1:] if _SENTENCE.search(before) and not _LOCANT.match(long) else long
        if self.lang == "en" and lead and isinstance(last := lead[-1], Text):
            article = "an" if _WITH_AN.match(long) else "a"
            text = _ARTICLE.sub(lambda m: m[1] + article[1:] + " ", last.text)
            lead = (*lead[:-1], replace(last, text=text))
        return lead, (Text(f"{shown} {opening}"), Abbr(words, long), Text(closing))

    def _behind(self, before: str, words: Inlines, long: str) -> Inlines:
        """What stands behind a compound: "MADRS-Wert (MADRS: …)"."""
        opening, closing = _brackets(before)
        return (Text(f" {opening}"), Abbr(words, long), Text(f": {long}{closing}"))


def _by_hand(whole: str, match: re.Match[str], long: str) -> bool:
    """Whether the writer has spelled it out: "area under the curve (AUC)", or "AUC (area under the curve)"."""
    before, after = whole[: match.start()].casefold(), whole[match.end() :].casefold()
    return before.endswith(f"{long.casefold()} (") or after.startswith(f" ({long.casefold()}")


def _brackets(before: str) -> tuple[str, str]:
    """Square brackets within round ones (AMA 11th ed., 8.5.1)."""
    return ("[", "]") if before.count("(") > before.count(")") else ("(", ")")


def _cut(nodes: Inlines, start: int, end: int) -> Inlines:
    """The stretch of a run between two characters; a sub- or superscript belongs to it whole or not at all."""
    out: list[Inline] = []
    at = 0
    for node in nodes:
        size = len(plain((node,)))
        if isinstance(node, Text):
            text = node.text[max(0, start - at) : max(0, end - at)]
            out += [node if text == node.text else replace(node, text=text)] if text else []
        elif start <= at and at + size <= end:
            out.append(node)
        at += size
    return tuple(out)


def _joined(*parts: Inlines) -> Inlines:
    """Inlines in a row, texts side by side made one."""
    out: list[Inline] = []
    for node in (node for part in parts for node in part):
        last = out[-1] if out else None
        if isinstance(node, Text) and isinstance(last, Text):
            out[-1] = replace(last, text=last.text + node.text)
        else:
            out.append(node)
    return tuple(out)
