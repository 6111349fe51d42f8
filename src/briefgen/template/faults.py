"""Faults of templates: raised inside the template engine, located by the template line that was running, and reported."""

from __future__ import annotations

from types import TracebackType

from jinja2 import Template, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from briefgen.source import NOWHERE, Span


class TemplateFault(TemplateRuntimeError):
    """A located fault with a code and a hint; without a span it is located where it was raised."""

    def __init__(self, code: str, message: str, span: Span = NOWHERE, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.span, self.hint = code, span, hint


class UnknownName(UndefinedError):
    """A name or field that does not exist, with a hint at the one that was meant."""

    def __init__(self, message: str | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def running_line(traceback: TracebackType | None) -> Span:
    """The innermost template line of a traceback; NOWHERE when no template was running."""
    span = NOWHERE
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            span = Span(template.filename or template.name or "", template.get_corresponding_lineno(traceback.tb_lineno))
        traceback = traceback.tb_next
    return span


def explain(fault: Exception) -> tuple[str, str, Span, str]:
    """Code, message, span and hint of what went wrong while a template was compiled or run."""
    where = running_line(fault.__traceback__)
    match fault:
        case TemplateFault():
            return fault.code, str(fault), fault.span if fault.span.file else where, fault.hint
        case UnknownName():
            return "template-undefined", str(fault), where, fault.hint
        case TemplateSyntaxError():
            span = Span(fault.filename or fault.name or "", fault.lineno)
            return "template-syntax", _lower(fault.message or "cannot be read"), span, ""
        case UndefinedError():
            return "template-undefined", str(fault), where, ""
        case SecurityError():
            return "template-not-allowed", _lower(str(fault)), where, "templates see data, not Python objects"
        case RecursionError():
            return "template-recursion", "templates include or call one another without end", where, ""
        case OverflowError() | MemoryError():
            return "template-too-much", "the result is too large", where, ""
        case _:
            return "template-failed", _lower(str(fault)) or type(fault).__name__, where, ""


def _lower(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
