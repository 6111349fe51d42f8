"""Diagnostics: what is wrong, where, and what to do. They are collected, never raised, and printed in one place."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator
from dataclasses import field
from enum import StrEnum
from typing import Any

from briefgen.records import dataclass
from briefgen.source import NOWHERE, Sources, Span


class Severity(StrEnum):
    """How much a finding weighs; see `docs/rules.md` for what each blocks."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable code, a message in lower case without a full stop, a place, and at most one hint."""

    severity: Severity
    code: str
    message: str
    span: Span = NOWHERE
    hint: str = ""

    def sort_key(self) -> tuple[str, int, int, int, str, str]:
        """Order by place, then weight, then code: the order in which a reader mends a file."""
        return (self.span.file, self.span.line, self.span.column, _RANK[self.severity], self.code, self.message)


@dataclass(slots=True)
class Sink:
    """Collects the diagnostics of one run together with the texts they point into."""

    sources: Sources = field(default_factory=Sources)
    found: list[Diagnostic] = field(default_factory=list)

    def error(self, code: str, message: str, span: Span = NOWHERE, hint: str = "") -> None:
        """Record a fault that stops the output from being made or released."""
        self.found.append(Diagnostic(Severity.ERROR, code, message, span, hint))

    def warning(self, code: str, message: str, span: Span = NOWHERE, hint: str = "") -> None:
        """Record a finding the author should look at."""
        self.found.append(Diagnostic(Severity.WARNING, code, message, span, hint))

    def note(self, code: str, message: str, span: Span = NOWHERE, hint: str = "") -> None:
        """Record something worth knowing that asks for no change."""
        self.found.append(Diagnostic(Severity.NOTE, code, message, span, hint))

    def extend(self, more: Iterable[Diagnostic]) -> None:
        """Take over diagnostics made elsewhere."""
        self.found.extend(more)

    @property
    def failed(self) -> bool:
        """Whether an error was recorded."""
        return any(d.severity is Severity.ERROR for d in self.found)

    def __iter__(self) -> Iterator[Diagnostic]:
        """The diagnostics by place, each once: of two that say the same of a place and of a part of it, the latter."""
        return iter(sorted(_narrowest(dict.fromkeys(self.found)), key=Diagnostic.sort_key))


def _narrowest(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """All but those whose place holds, within its lines, that of another that says the same."""
    alike: dict[tuple[Severity, str, str, str, int], list[Diagnostic]] = {}
    for one in found:
        alike.setdefault((one.severity, one.code, one.message, one.span.file, one.span.line), []).append(one)
    for same in alike.values():
        yield from (d for d in same if len(same) == 1 or not any(d.span.holds(o.span) for o in same if o is not d))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint naming the closest of the `known` words, or listing them when few; empty when neither helps."""
    words = sorted(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"known: {', '.join(words)}" if 0 < len(words) <= 12 else ""


def as_text(diagnostic: Diagnostic, sources: Sources) -> str:
    """`file:line:column: severity[code]: message` with an excerpt and the hint beneath."""
    span = diagnostic.span
    where = f"{span}: " if span.file else ""
    lines = [f"{where}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    lines.extend(_excerpt(span, sources))
    if diagnostic.hint:
        lines.append(f"  hint: {diagnostic.hint}")
    return "\n".join(lines)


def _excerpt(span: Span, sources: Sources) -> list[str]:
    text = sources.line(span) if span.line else ""
    if not text.strip():
        return []
    start = max(0, span.column - 61)
    shown = text[start : start + 100].replace("\t", " ")
    gutter = f"{span.line} | "
    if not span.column:
        return [f"  {gutter}{shown}"]
    width = span.end_column - span.column if span.end_line == span.line else len(text) - span.column + 1
    at = span.column - 1 - start
    marks = "^" * max(1, min(width, len(shown) - at))
    return [f"  {gutter}{shown}", f"  {' ' * len(gutter)}{' ' * at}{marks}"]


def as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """A diagnostic as plain data, for `--format json` and for crossing process borders."""
    span = diagnostic.span
    return {
        "severity": str(diagnostic.severity),
        "code": diagnostic.code,
        "message": diagnostic.message,
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
        "hint": diagnostic.hint,
    }


def from_json(data: dict[str, Any]) -> Diagnostic:
    """The inverse of `as_json`."""
    span = Span(data["file"], data["line"], data["column"], data["endLine"], data["endColumn"])
    return Diagnostic(Severity(data["severity"]), data["code"], data["message"], span, data["hint"])


def render(diagnostics: Iterable[Diagnostic], sources: Sources, form: str = "text") -> str:
    """All diagnostics as `text` or `json`; ends without a line break."""
    found = list(diagnostics)
    if form == "json":
        return json.dumps([as_json(d) for d in found], ensure_ascii=False, indent=2)
    return "\n".join(as_text(d, sources) for d in found)
