"""Rendering the bibliography: entries, subsequent-author substitution, the aligned first field."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.csl import richtext
from briefgen.csl.choose import Choose
from briefgen.csl.context import Context, Render, SubsequentAuthor
from briefgen.csl.finish import blocks, join
from briefgen.csl.item import RELATED_TYPES, Item
from briefgen.csl.locale import Locale
from briefgen.csl.model import Bibliography, Entry
from briefgen.csl.style import Area
from briefgen.csl.tokens import END_DISPLAY, END_ITEM, Mark, Tokens, plain

_LEFT, _RIGHT = Mark("display", "left-margin"), Mark("display", "right-inline")


def render(area: Area, locale: Locale, items: Sequence[Item], make: Callable[[Item], Context]) -> Bibliography:
    """The bibliography of `items`, which come in sorted order."""
    substitute = area.attributes.get("subsequent-author-substitute")
    rule = area.attributes.get("subsequent-author-substitute-rule", "complete-all")
    text = richtext.parse(substitute) if substitute is not None else None
    before: Context | None = None
    entries = []
    for item in items:
        for kind in (item.type, *RELATED_TYPES.get(item.type, ())):
            ctx = make(item.as_type(kind))
            if text is not None and before is not None and before.names_seen:
                ctx.subsequent = SubsequentAuthor(text, rule, before.names_list, before.names_seen)
            tokens = _entry(area, ctx)
            if _says_something(tokens):
                break
        if tokens:
            before = ctx
            tokens = join([Mark("item", item.id), *tokens, END_ITEM], locale)
            entries.append(Entry(item.id, ctx.number, blocks(tokens), tuple(tokens)))
    return _bibliography(area, tuple(entries))


def _says_something(tokens: Tokens) -> bool:
    """Whether an entry has words. If not, the style may know a related type:
    a thesis is better listed as a book than lost.
    """
    return any(sign.isalpha() for token in tokens if token.__class__ is str for sign in token)


def _entry(area: Area, ctx: Context) -> Tokens:
    if not area.attributes.get("second-field-align"):
        body = area.render(ctx)
        return [*area.before, *area.prefix, *_suffixed(body, area.suffix), *area.after] if body else []
    return _aligned(area, ctx)


def _suffixed(tokens: Tokens, suffix: Tokens) -> Tokens:
    """The suffix of the layout belongs into a display block which ends the entry."""
    if tokens and tokens[-1] is END_DISPLAY:
        return [*tokens[:-1], *suffix, END_DISPLAY]
    return tokens + suffix


def _aligned(area: Area, ctx: Context) -> Tokens:
    """The first element of the layout in the margin, the rest to the right of it."""
    outputs = _outputs(area.parts, ctx)
    if not outputs:
        return []
    first, rest = outputs[0], [token for tokens in outputs[1:] for token in tokens]
    return [
        *area.before, _LEFT, *area.prefix, *first, END_DISPLAY, _RIGHT, *rest, *area.suffix, END_DISPLAY, *area.after,
    ]  # fmt: skip


def _outputs(parts: Sequence[Render], ctx: Context) -> list[Tokens]:
    """What the elements of the layout render, those inside a cs:choose each on its own."""
    out: list[Tokens] = []
    for part in parts:
        if isinstance(part, Choose):
            out += _outputs(part.branch(ctx), ctx)
        else:
            out.append(part(ctx))
    return [tokens for tokens in out if tokens]


def _bibliography(area: Area, entries: tuple[Entry, ...]) -> Bibliography:
    return Bibliography(
        entries,
        hanging_indent=area.flag("hanging-indent"),
        second_field_align=area.attributes.get("second-field-align"),
        entry_spacing=_spacing(area, "entry-spacing"),
        line_spacing=_spacing(area, "line-spacing"),
        max_offset=max((_offset(entry) for entry in entries), default=0),
    )


def _spacing(area: Area, name: str) -> int:
    text = area.attributes.get(name, "1")
    return int(text) if text.isascii() and text.isdigit() else 1


def _offset(entry: Entry) -> int:
    """The width of the margin field, in characters."""
    return max((len(plain([run.text for run in b.runs])) for b in entry.blocks if b.display == "left-margin"), default=0)
