"""Rendering a cluster: its cites in order, collapsed as the style asks, with delimiters and affixes."""

from __future__ import annotations

from copy import copy
from itertools import pairwise

from briefgen.csl import richtext
from briefgen.csl.context import Context
from briefgen.csl.item import RELATED_TYPES
from briefgen.csl.model import Cite
from briefgen.csl.style import Area
from briefgen.csl.tokens import END_ITEM, Mark, Tokens, plain

_CLOSING = ".,;:!?)]’” \u00a0"


class RenderedCite:
    """A cite with its context after rendering and its tokens, affixes included."""

    __slots__ = ("cite", "ctx", "delimiter", "group", "tokens")

    def __init__(self, cite: Cite, ctx: Context, tokens: Tokens) -> None:
        self.cite = cite
        self.ctx = ctx
        self.tokens = tokens
        self.group = 0
        self.delimiter: Tokens | None = None


def render_cite(area: Area, cite: Cite, ctx: Context) -> Tokens:
    """The tokens of one cite between marks which name its item."""
    tokens = _body(area, ctx)
    if not tokens:
        return tokens
    if ctx.starts_note:
        tokens = _capitalized(tokens, area.compiler.term_texts)
    prefix = richtext.parse(_spaced_prefix(cite.prefix), fixed=True)
    suffix = richtext.parse(_spaced_suffix(cite.suffix), fixed=True)
    return [Mark("item", cite.id), *prefix, *tokens, *suffix, END_ITEM]


def _body(area: Area, ctx: Context) -> Tokens:
    """The cite, rendered as a related type if the style has nothing for its own, as the bibliography does."""
    tokens = area.render(ctx)
    if tokens or ctx.suppress_names:
        return tokens
    item = ctx.item
    for kind in RELATED_TYPES.get(item.type, ()):
        ctx.item = item.as_type(kind)
        tokens = area.render(ctx)
        if tokens:
            break
    ctx.item = item
    return tokens


def _capitalized(tokens: Tokens, terms: set[int]) -> Tokens:
    """A term which starts a note or a sentence gets a capital letter."""
    at = next((at for at, token in enumerate(tokens) if token.__class__ is str), None)
    if at is None or id(tokens[at]) not in terms:
        return tokens
    text: str = tokens[at]  # type: ignore[assignment]  # the search above found a str
    return [*tokens[:at], text[:1].upper() + text[1:], *tokens[at + 1 :]]


def starts_sentence(prefix: str, first: bool) -> bool:
    """Whether a cite stands at the start of a note or, after a prefix of several words, of a sentence."""
    bare = prefix.strip()
    return " " in bare and bare[-1] in ".?!" if bare else first


def _spaced_prefix(text: str) -> str:
    return text if not text or text[-1] in " \u00a0([“‘\"'-–—/" else f"{text} "


def _spaced_suffix(text: str) -> str:
    return text if not text or text[0] in _CLOSING else f" {text}"


class Collapser:
    """Collapses the cites of one cluster by the area's options."""

    def __init__(self, area: Area, range_delimiter: str, note_style: bool) -> None:
        attributes = area.attributes
        self.area = area
        self.mode = attributes.get("collapse", "")
        self.range_delimiter: Tokens = [range_delimiter]
        layout = area.delimiter
        self.groups = "cite-group-delimiter" in attributes or self.mode.startswith("year")
        self.group_delimiter = layout
        if not note_style:
            self.group_delimiter = [", "]
        if "cite-group-delimiter" in attributes:
            self.group_delimiter = richtext.parse(attributes["cite-group-delimiter"])
        suffix_delimiter = attributes.get("year-suffix-delimiter")
        own_groups = self.group_delimiter if "cite-group-delimiter" in attributes else layout
        self.suffix_delimiter = own_groups if suffix_delimiter is None else richtext.parse(suffix_delimiter)
        after = attributes.get("after-collapse-delimiter")
        self.after: Tokens | None = None if after is None else richtext.parse(after)

    def run(self, cites: list[RenderedCite]) -> Tokens:
        """The joined tokens of the cites."""
        if self.mode == "citation-number":
            return self._numbers(cites)
        if self.groups:
            cites = self._grouped(cites)
            if self.mode.startswith("year"):
                self._years(cites)
        return self._joined(cites)

    def _joined(self, cites: list[RenderedCite]) -> Tokens:
        out: Tokens = []
        for cite in cites:
            if not cite.tokens:
                continue
            if out:
                out += self.area.delimiter if cite.delimiter is None else cite.delimiter
            out += cite.tokens
        return out

    def _numbers(self, cites: list[RenderedCite]) -> Tokens:
        """Join runs of three or more consecutive bare numbers to ranges, and drop repeated ones."""
        out: Tokens = []
        at, after = 0, False
        while at < len(cites):
            end = at
            while end + 1 < len(cites) and _follows(cites[end], cites[end + 1]):
                end += 1
            if out:
                out += self.after if after and self.after is not None else self.area.delimiter
            out += cites[at].tokens
            after = end > at + 1
            if after:
                out += self.range_delimiter + cites[end].tokens
                at = end
            at += 1
        return out

    def _grouped(self, cites: list[RenderedCite]) -> list[RenderedCite]:
        """Cites with the same names stand together, at the place of the first."""
        groups: dict[str, int] = {}
        for at, cite in enumerate(cites):
            names = cite.ctx.names_seen
            cite.group = groups.setdefault(names or "", at)
        cites = sorted(cites, key=lambda cite: cite.group)
        for before, cite in pairwise(cites):
            if cite.group == before.group:
                cite.delimiter = self.group_delimiter
        return cites

    def _years(self, cites: list[RenderedCite]) -> None:
        """Leave out repeated names, and repeated years before year suffixes."""
        collapsed = False
        for before, cite in pairwise(cites):
            if cite.group != before.group:
                if collapsed and self.after is not None:
                    cite.delimiter = self.after
                collapsed = False
                continue
            if cite.cite.prefix:
                continue
            collapsed = True
            if before.cite.locator and self.after is not None:
                cite.delimiter = self.after
            self._collapse(before, cite)
        if self.mode == "year-suffix-ranged":
            self._suffix_ranges(cites)

    def _collapse(self, before: RenderedCite, cite: RenderedCite) -> None:
        same_year = (
            self.mode != "year"
            and cite.ctx.dis.suffix
            and cite.ctx.years_seen == before.ctx.years_seen
            and not (before.cite.locator or cite.cite.locator)  # which would part the suffixes from their year
        )
        ctx = cite.ctx = copy(cite.ctx)  # the rendering before may serve other clusters too
        ctx.suppress_names, ctx.suppress_year = True, bool(same_year)
        if same_year:
            cite.delimiter = self.suffix_delimiter
        years = ctx.years_seen
        ctx.flags, ctx.suffix_done, ctx.done = 0, False, set()
        ctx.reset()
        cite.tokens = render_cite(self.area, cite.cite, ctx)
        ctx.years_seen = years

    def _suffix_ranges(self, cites: list[RenderedCite]) -> None:
        at = 0
        while at < len(cites):
            end = at
            while end + 1 < len(cites) and _next_suffix(cites[end], cites[end + 1]):
                end += 1
            if end > at + 1:
                for hidden in cites[at + 1 : end]:
                    hidden.tokens = []
                cites[end].delimiter = self.range_delimiter
            at = end + 1


def _next_suffix(before: RenderedCite, cite: RenderedCite) -> bool:
    first, second = before.ctx.dis.suffix, cite.ctx.dis.suffix
    if not (cite.ctx.suppress_year and len(first) == len(second) == 1):
        return False
    return ord(second) == ord(first) + 1 and not before.cite.suffix


def _bare(cite: RenderedCite) -> bool:
    return not (cite.cite.prefix or cite.cite.suffix or cite.cite.locator)


def _follows(before: RenderedCite, cite: RenderedCite) -> bool:
    """Whether `cite` can continue a range of numbers which `before` ends."""
    return _bare(before) and _bare(cite) and cite.ctx.number == before.ctx.number + 1 and bool(plain(cite.tokens))
