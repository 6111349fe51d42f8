"""Elements one after the other: plainly, with a delimiter between them, or the branch of a cs:choose."""

from __future__ import annotations

from briefgen.csl.conditions import Condition, Test
from briefgen.csl.context import Context, Render
from briefgen.csl.tokens import Tokens

_NONE: list[Render] = []
_MAX_TYPES = 100


class Choose:
    """A compiled cs:choose. To the delimiter of a group around it, the chosen branch's elements are its own.

    Most conditions ask for the type alone; what is left of the branches for a type is worked out once.
    """

    __slots__ = ("branches", "by_type")

    def __init__(self, branches: list[tuple[Condition | None, list[Render]]]) -> None:
        self.branches = branches
        self.by_type: dict[str, tuple[list[tuple[Test, list[Render]]], list[Render]]] = {}

    def branch(self, ctx: Context) -> list[Render]:
        """The elements of the first branch whose condition holds."""
        kind = ctx.item.type
        found = self.by_type.get(kind)
        if found is None:
            found = self._settled(kind)
        for test, renders in found[0]:
            if test(ctx):
                return renders
        return found[1]

    def _settled(self, kind: str) -> tuple[list[tuple[Test, list[Render]]], list[Render]]:
        """The branches which still need a test for this type of item, and the elements if none of them holds."""
        open_: list[tuple[Test, list[Render]]] = []
        otherwise = _NONE
        for condition, renders in self.branches:
            test = condition.for_type(kind) if condition is not None else True
            if test is True:
                otherwise = renders
                break
            if test is not False:
                open_.append((test, renders))
        if len(self.by_type) < _MAX_TYPES:
            self.by_type[kind] = open_, otherwise
        return open_, otherwise

    def __call__(self, ctx: Context) -> Tokens:
        return concatenated(self.branch(ctx), ctx)


def concatenated(renders: list[Render], ctx: Context) -> Tokens:
    """The outputs of `renders`, one after the other."""
    if len(renders) == 1:
        return renders[0](ctx)
    out: Tokens = []
    for render in renders:
        out += render(ctx)
    return out


def sequence(renders: list[Render]) -> Render:
    """One closure for several elements."""
    return renders[0] if len(renders) == 1 else lambda ctx: concatenated(renders, ctx)


def delimited(renders: list[Render], delimiter: Tokens, ctx: Context, out: Tokens) -> None:
    """Add the outputs of `renders` to `out`, with `delimiter` between those which are not empty."""
    for render in renders:
        if render.__class__ is Choose:
            delimited(render.branch(ctx), delimiter, ctx, out)
            continue
        tokens = render(ctx)
        if tokens:
            if out:
                out += delimiter
            out += tokens
