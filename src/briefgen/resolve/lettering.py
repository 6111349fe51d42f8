"""Values in the words of a drawing: its boxes, arrows and groups print facts and records as texts do."""

from __future__ import annotations

import re

from briefgen.model import FigureSpec
from briefgen.resolve.context import Context
from briefgen.resolve.formula import subscript, superscript
from briefgen.tree import Drawing, Inline, Inlines, Label, Sub, Sup, Text, Value, plain

_ROLE = re.compile(r"\{[A-Za-z][\w:-]*\}`[^`\n]+`")


def labels(context: Context, key: str) -> tuple[Label, ...]:
    """The words of a figure's drawing that print values; the values are still to be filled in."""
    found: list[Label] = []
    for path, text in context.brief.figures[key].labels().items():
        if _ROLE.search(text):
            steps = [int(step) if path[0] == "edges" and step.isdigit() else step for step in path]
            span = context.spans.at("figures", key, *steps)
            found.append(Label(path, _read(context, text, "figures", key, *steps), span=span))
    return tuple(found)


def _read(context: Context, text: str, *keys: str | int) -> Inlines:
    """A label with its values; everything else in it is printed as it stands, since labels are no markup."""
    out: list[Inline] = []
    done = 0
    for role in _ROLE.finditer(text):
        values = context.read(role[0], *keys)
        if any(isinstance(value, Value) and value.form in ("cite", "source") for value in values):
            context.sink.error("value-in-label", "a drawing cannot cite", context.spans.at(*keys), "cite in the caption")
        out += [Text(text[done : role.start()]), *values]
        done = role.end()
    return (*out, Text(text[done:]))


def lettered(spec: FigureSpec, drawing: Drawing) -> FigureSpec:
    """A figure's specification with the values of a resolved drawing in its words."""
    if not drawing.labels:
        return spec
    return spec.relabelled({label.path: "".join(map(_plain, label.children)) for label in drawing.labels})


def _plain(node: Inline) -> str:
    """The characters of an inline; a drawing has no raised or lowered words, and prints the characters that are."""
    match node:
        case Sup():
            return superscript(plain(node.children))
        case Sub():
            return subscript(plain(node.children))
        case Value():
            return "".join(map(_plain, node.runs or ()))
        case _:
            return plain((node,))
