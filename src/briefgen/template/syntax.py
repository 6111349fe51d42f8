"""What templates may be written in: a check of the syntax tree, and the code generator that marks lines and guards text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from briefgen.marked import LINE_CLOSE, LINE_OPEN
from briefgen.source import Span
from briefgen.template.faults import TemplateFault

_MARK = re.compile(f"{LINE_OPEN}[^{LINE_CLOSE}]*{LINE_CLOSE}")


def without_marks(text: str) -> str:
    """Text of templates without the marks of their lines."""
    return _MARK.sub("", text)


def check(tree: nodes.Template, shown: str) -> None:
    """Refuse what would let data choose templates, reach the markup unmarked or run without end.

    Raises TemplateFault at the first node that is not allowed.
    """
    for node in _all(tree):
        if isinstance(node, _LOOKED_AT) and (reason := _refusal(node)):
            code, message, hint = reason
            raise TemplateFault(code, message, Span(shown, node.lineno), hint)


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Every node of a syntax tree in the order of the text; Jinja2's own search takes two generators a node."""
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        below: list[nodes.Node] = []
        for name in node.fields:
            value = getattr(node, name, None)
            if isinstance(value, nodes.Node):
                below.append(value)
            elif isinstance(value, list):
                below.extend(one for one in value if isinstance(one, nodes.Node))
        stack.extend(reversed(below))


_LOOKED_AT = (
    nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport, nodes.FilterBlock, nodes.AssignBlock,
    nodes.EvalContextModifier, nodes.For, nodes.Const,
)  # fmt: skip
"""The kinds of nodes that `_refusal` may refuse."""


def _refusal(node: nodes.Node) -> tuple[str, str, str] | None:
    not_allowed = "template-not-allowed"
    match node:
        case nodes.Extends() | nodes.Include() | nodes.Import() | nodes.FromImport() if not _is_constant(node.template):
            return (
                "template-dynamic-name",
                "the name of a template must be written out",
                'write it in quotes: "shared/x.md.j2"',
            )
        case nodes.FilterBlock():
            return not_allowed, "filter blocks are not available", "set the text with {% set %} and test it"
        case nodes.AssignBlock(filter=used) if used is not None:
            return not_allowed, "a filter on a set block is not available", ""
        case nodes.ScopedEvalContextModifier() | nodes.EvalContextModifier():
            return not_allowed, "autoescape cannot be changed", ""
        case nodes.For(recursive=True):
            return not_allowed, "recursive loops are not available", "write one loop for each level"
        case nodes.Const(value=str(text)) if _REFUSED.search(text):
            return "template-character", "private-use and control characters are not allowed", ""
    return None


_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff]")


def _is_constant(node: nodes.Expr) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def count_loops(tree: nodes.Template) -> None:
    """Pass each loop's items through the filter that counts iterations, weighted by the text the loop prints."""
    for loop in [node for node in _all(tree) if isinstance(node, nodes.For)]:
        printed = sum(len(node.data) for node in _all(loop) if isinstance(node, nodes.TemplateData))
        weight = nodes.Const(1 + printed // 80, lineno=loop.lineno)
        loop.iter = nodes.Filter(loop.iter, "counted", [weight], [], None, None, lineno=loop.lineno)


class MarkingGenerator(CodeGenerator):
    """Marks the line of each piece of template text and lets every printed expression reach `finalize` unescaped."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ARG002 - Jinja2's signature
        if isinstance(node, nodes.TemplateData):
            return self._marked(node)
        raise nodes.Impossible()

    def _marked(self, node: nodes.TemplateData) -> str:
        shown = self.filename or self.name
        return "\n".join(
            f"{LINE_OPEN}{shown}:{node.lineno + i}{LINE_CLOSE}{line}" for i, line in enumerate(node.data.split("\n"))
        )

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja2's signature
        self.write("(environment.printed(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja2's signature
        self.write("))")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        """A text in an expression knows that a template's author wrote it."""
        if isinstance(node.value, str):
            self.write(f"environment.literal({node.value!r})")
        else:
            super().visit_Const(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        """`~` makes a plain string that no longer knows where its parts came from."""
        self.write("environment.concatenated((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        """A slice goes through the environment like every other look-up; the engine's own code passes it by."""
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.getitem(")
        self.visit(node.node, frame)
        self.write(", slice(")
        for bound in (node.arg.start, node.arg.stop, node.arg.step):
            self.visit(bound or nodes.Const(None), frame)
            self.write(", ")
        self.write("))")
