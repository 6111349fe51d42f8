"""Located values to models: every fault the model finds becomes a diagnostic at its place, in the user's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefgen.diag import Diagnostic, Severity, Sink, did_you_mean
from briefgen.model.base import SHAPES
from briefgen.model.shape import keys_at
from briefgen.records import dataclass
from briefgen.source import Located, Span, Spans

M = TypeVar("M", bound=BaseModel)

_BRANCH = re.compile(r"[A-Z]\w*|str|int|constrained-str|.*\[.*")
"""What pydantic puts into a location for the branch of a union it tried."""


@dataclass(frozen=True, slots=True)
class _Fault:
    """One entry of a ValidationError. `path` leads to the value in the file; `union` to the union it lies in, if any."""

    path: tuple[str | int, ...]
    union: tuple[str | int, ...] | None
    branch: str
    misfit: bool
    kind: str
    context: dict[str, Any]
    value: object


def validate(model: type[M], located: Located, sink: Sink) -> M | None:
    """The record a located value makes; None when it is not valid, with every fault reported."""
    try:
        return model.model_validate(located.plain())
    except ValidationError as error:
        sink.extend(_diagnostics(error, Spans(located), model))
        return None


def _diagnostics(error: ValidationError, spans: Spans, model: type[BaseModel]) -> Iterator[Diagnostic]:
    unions: dict[tuple[str | int, ...], list[_Fault]] = {}
    for entry in error.errors(include_url=False):
        fault = _fault(entry, spans)
        if fault.union is None:
            yield _diagnostic(fault, spans, model)
        else:
            unions.setdefault(fault.union, []).append(fault)
    for faults in unions.values():
        for fault in _closest_branch(faults):
            yield _diagnostic(fault, spans, model)


def _closest_branch(faults: list[_Fault]) -> list[_Fault]:
    """Of the faults of all branches of a union, those of the first branch the value was made for; else one of them."""
    misfits = {f.branch for f in faults if f.misfit}
    fits = [f for f in faults if f.branch not in misfits]
    return [f for f in fits if f.branch == fits[0].branch] or faults[:1]


def _fault(entry: Any, spans: Spans) -> _Fault:
    path: list[str | int] = []
    union: tuple[str | int, ...] | None = None
    branch = ""
    for step in entry["loc"]:
        named = step == "[key]" or not isinstance(step, str) or spans.has(*path, step)
        if named or not _BRANCH.fullmatch(step):
            path.append(step)
        elif union is None:
            union, branch = tuple(path), step
    _, known = spans.find(*path)
    misfit = union is not None and known <= len(union) and entry["type"].endswith("_type")
    return _Fault(tuple(path), union, branch, misfit, entry["type"], entry.get("ctx", {}), entry["input"])


def _diagnostic(fault: _Fault, spans: Spans, model: type[BaseModel]) -> Diagnostic:
    message, code, hint = _WORDS.get(fault.kind, _other)(fault)
    span = _place(fault, spans)
    if fault.kind == "extra_forbidden":
        hint = _COMMA if _cut_off(fault) else did_you_mean(str(fault.path[-1]), keys_at(fault.path[:-1], model))
    return Diagnostic(Severity.ERROR, code, message, span, hint)


_COMMA = "inside braces, text that holds a comma must stand in quotes"


def _cut_off(fault: _Fault) -> bool:
    """Whether what looks like a key is the rest of a text: `{label: Apixaban 2,5 mg}` cuts it at its comma."""
    return fault.value is None and str(fault.path[-1])[:1].isdigit()


def _place(fault: _Fault, spans: Spans) -> Span:
    if fault.path and fault.path[-1] == "[key]":
        return spans.key(*fault.path[:-1])
    if fault.kind == "extra_forbidden":
        return spans.key(*fault.path)
    if fault.kind == "missing":
        return spans.key(*fault.path[:-1]) if len(fault.path) > 1 else _start(spans.root.span)
    return spans.at(*fault.path) if spans.has(*fault.path) else spans.key(*fault.path)


def _start(span: Span) -> Span:
    return Span(span.file, span.line, span.column, span.line, span.column + 1)


def _name(path: tuple[str | int, ...]) -> str:
    """How a message calls a value: by its key, or as an item of a list."""
    match path:
        case (*_, str(key)):
            return f'"{key}"'
        case (*_, str(key), int(index)):
            return f'item {index + 1} of "{key}"'
        case (*rest, int(row), int(cell)):
            return f"item {cell + 1} of row {row + 1} of {_name(tuple(rest))}"
        case _:
            return "the file"


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return f'"{text if len(text) <= 40 else text[:39] + "…"}"'


Words = tuple[str, str, str]
"""Message, code, hint."""


def _missing(fault: _Fault) -> Words:
    *record, key = fault.path
    match record:
        case []:
            where = ""
        case [*_, int()]:
            where = f" in {_name(tuple(record))}"
        case _:
            where = f" in {'.'.join(map(str, record))}"
    return f'"{key}" is missing{where}', "data-missing-field", ""


def _unknown(fault: _Fault) -> Words:
    return f"unknown key {_name(fault.path)}", "data-unknown-key", ""


def _choice(fault: _Fault) -> Words:
    words = re.findall(r"'([^']*)'", str(fault.context.get("expected", "")))
    message = f"{_name(fault.path)} is {_shown(fault.value)}, not one of: {', '.join(words)}"
    return message, "data-bad-value", did_you_mean(str(fault.value), words) if len(words) > 12 else _closest(fault, words)


def _closest(fault: _Fault, words: list[str]) -> str:
    """A near word as hint; the message has listed them all."""
    hint = did_you_mean(str(fault.value), words)
    return "" if hint.startswith("known") else hint


def _pattern(fault: _Fault) -> Words:
    wanted = SHAPES.get(fault.context.get("pattern", ""), "written as this field asks")
    path = fault.path[:-1] if fault.path[-1:] == ("[key]",) else fault.path
    if path != fault.path:
        return f"the key {_name(path)} is not {wanted}", "data-bad-value", ""
    return f"{_name(path)} is {_shown(fault.value)}, which is not {wanted}", "data-bad-value", ""


def _value(fault: _Fault) -> Words:
    reason = str(fault.context.get("error", ""))
    if fault.path[-1:] == ("[key]",):
        return f"the key {_name(fault.path[:-1])} {reason}", "data-bad-value", ""
    subject = f"{_name(fault.path)}: " if fault.path and not isinstance(fault.value, dict) else ""
    return f"{subject}{reason}", "data-bad-value", ""


def _type(wanted: str) -> Callable[[_Fault], Words]:
    def words(fault: _Fault) -> Words:
        if fault.value is None:
            return f"{_name(fault.path)} has no value", "data-missing-field", "give a value or delete the key"
        return f"{_name(fault.path)} must be {wanted}, not {_kind(fault.value)}", "data-wrong-type", ""

    return words


def _kind(value: object) -> str:
    match value:
        case dict():
            return "a record of keys"
        case list():
            return "a list"
        case _:
            return _shown(value)


def _negative(fault: _Fault) -> Words:
    least = fault.context.get("ge", 0)
    return f"{_name(fault.path)} is {_shown(fault.value)}; it must not be less than {least}", "data-bad-value", ""


def _long(fault: _Fault) -> Words:
    path = fault.path[:-1] if fault.path[-1:] == ("[key]",) else fault.path
    return f"{_name(path)} is longer than {fault.context.get('max_length')} characters", "data-bad-value", ""


def _other(fault: _Fault) -> Words:
    return f"{_name(fault.path)} is {_shown(fault.value)}, which cannot stand here", "data-bad-value", ""


_WORDS: dict[str, Callable[[_Fault], Words]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "literal_error": _choice,
    "string_pattern_mismatch": _pattern,
    "string_too_long": _long,
    "value_error": _value,
    "greater_than_equal": _negative,
    "string_type": _type("text"),
    "dict_type": _type("a record of keys"),
    "model_type": _type("a record of keys"),
    "model_attributes_type": _type("a record of keys"),
    "list_type": _type("a list"),
    "int_type": _type("a whole number"),
    "int_parsing": _type("a whole number"),
    "int_from_float": _type("a whole number"),
    "float_type": _type("a number"),
    "float_parsing": _type("a number"),
    "bool_type": _type("yes or no"),
    "bool_parsing": _type("yes or no"),
    "date_type": _type("a date (YYYY-MM-DD)"),
    "date_from_datetime_parsing": _type("a date (YYYY-MM-DD)"),
}
