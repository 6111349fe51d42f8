"""Authors as part of the sentence: what "author-only" and "composite" citations put outside the parentheses."""

from __future__ import annotations

from briefgen.csl.context import Context
from briefgen.csl.item import Item
from briefgen.csl.nameformat import FAMILY, NameOptions, format_name
from briefgen.csl.style import Program
from briefgen.csl.tokens import END_ITEM, Mark, Tokens, plain

_SHOWN = 2


def author(program: Program, ctx: Context) -> Tokens:
    """The names of a cite as the style's citation renders them, or in short form when it renders none."""
    program.citation.render(ctx)
    names = ctx.inner_names or _short(program, ctx.item)
    return [Mark("item", ctx.item.id), *names, END_ITEM]


def author_only(program: Program, ctx: Context) -> Tokens:
    """The author of one cite; styles which cite by number alone name the reference: "Reference 3"."""
    rendered = program.citation.render(ctx)
    term = program.locale.term("reference")
    if ctx.inner_names or not term or plain(rendered).strip("[]() ") != str(ctx.number):
        return author(program, ctx)
    return [Mark("item", ctx.item.id), f"{term[0].upper()}{term[1:]} {ctx.number}", END_ITEM]


def _short(program: Program, item: Item) -> Tokens:
    """Doe; Doe and Roe; Doe et al. A reference without authors goes by its editors or its title."""
    people = item.people.get("author") or item.people.get("editor") or ()
    if not people:
        return item.field("title-short") or item.field("title")
    options = NameOptions(form="short")
    names = [format_name(person, options, FAMILY, False) for person in people[:_SHOWN]]
    if len(people) > _SHOWN or people[-1].others:
        return [*names[0], " ", program.locale.term("et-al")]
    if len(people) == _SHOWN:
        return [*names[0], f" {program.locale.term('and')} ", *names[1]]
    return names[0]
