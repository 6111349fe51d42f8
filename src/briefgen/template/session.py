"""One rendering: the tokens it has printed, the work it has done, and what it has placed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import field
from functools import lru_cache
from typing import Any

from jinja2 import Template, Undefined
from markupsafe import Markup

from briefgen.marked import Token, token_text
from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span
from briefgen.strings import Strings
from briefgen.template.faults import TemplateFault
from briefgen.template.values import Computed, Joined, Literal, Number, Path, Places, Record, Text

WORK = 500_000
"""Loop rounds, calls and includes one rendering may take; loops that print much count for more."""

OUTPUT = 8_000_000
"""Characters one rendering may print."""


class FactValue(str):
    """The id of a fact whose value is to be printed, and the form of it."""

    __slots__ = ("_form",)
    _form: str

    def __new__(cls, fact: str, form: str) -> FactValue:
        self = super().__new__(cls, fact)
        self._form = form
        return self


class Measured(Text):
    """A measured number of the data that is no fact: it is printed in the number style, and is a value with its record."""

    __slots__ = ("_form",)
    _form: str

    def __new__(cls, text: str, path: Path, form: str = "number") -> Measured:
        self = super().__new__(cls, text, path)
        self._form = form
        return self


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first rendering found, for the second one to rely on.

    Anchors of tables and figures: `placed` and `told` are those that printed texts of the data place or mention, `named`
    also those that templates mention. `texts` are the names of the texts each section printed.
    """

    placed: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()
    texts: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A call of a function whose answer depends on what other sections print, and the answer it was given."""

    function: Callable[..., Any]
    given: tuple[Any, ...]
    named: dict[str, Any]
    answer: Any


@dataclass(slots=True)
class Session:
    """The state of one rendering.

    `brief` is what templates see at the top level, `sections` the names of all section templates,
    `current` the templates whose files were compared with what was compiled, `survey` what an
    earlier rendering found. `section` is the section being rendered, `asked` what it asked
    of the survey; `printed` maps each to the paths it printed.
    """

    places: Places
    brief: Record
    strings: Strings
    survey: Survey = field(default_factory=lambda: Survey())
    sections: tuple[str, ...] = ()
    current: set[str] = field(default_factory=set)
    tokens: list[Token] = field(default_factory=list)
    work: int = 0
    size: int = 0
    section: str = ""
    printed: dict[str, list[Path]] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)
    asked: list[Question] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names a template may use at its top level."""
        return [
            *map(str, self.brief),
            "fact",
            "t",
            "place",
            "unplaced",
            "mentioned",
            "unmentioned",
            "unclaimed",
            "range",
            "namespace",
        ]

    def tick(self, weight: int = 1) -> None:
        """Count work done. Raises TemplateFault beyond the limit."""
        self.work += weight
        if self.work > WORK:
            raise TemplateFault("template-too-much", f"more than {WORK} loop rounds and calls")

    def count(self, characters: int) -> None:
        """Count characters printed. Raises TemplateFault beyond the limit."""
        self.size += characters
        if self.size > OUTPUT:
            raise TemplateFault("template-too-much", f"more than {OUTPUT} characters printed")

    def counted(self, items: Iterable[Any], weight: int) -> Iterator[Any]:
        """The items of a loop, each counted as it is taken."""
        for item in items:
            self.tick(weight)
            yield item

    def print(self, value: Any) -> str:
        """What an expression's value adds to the marked text: tokens for data, template text as it stands.

        Raises TemplateFault for what cannot be printed: values whose source is lost, and what is not text.
        """
        self.tick()
        match value:
            case Markup():
                shown = str(value)
            case FactValue():
                place = self.places.at("facts", str(value))
                shown = self._token(Token("value", str(value), f"facts.{value}", place, value._form, _here()))
            case Measured():
                self.printed.setdefault(self.section, []).append(value._path)
                place = self.places.at(*value._path)
                shown = self._token(Token("value", str(value), dotted(value._path), place, value._form, _here()))
            case Text():
                shown = self._text(value)
            case Literal():
                shown = self._token(Token("text", str(value), "", _here())) if value else ""
            case Number():
                place = self.places.at(*value._path)
                shown = self._token(Token("value", str(int(value)), dotted(value._path), place, "number", _here()))
            case Joined():
                shown = "".join(self.print(part) for part in value)
            case _:
                shown = self._other(value)
        self.count(len(shown))
        return shown

    def _text(self, value: Text) -> str:
        self.printed.setdefault(self.section, []).append(value._path)
        span = self.places.key(*value._path) if value._key else self.places.at(*value._path)
        return self._token(
            Token("prose" if value._prose else "text", str(value), dotted(value._path), span, printed_at=_here())
        )

    def _other(self, value: Any) -> str:
        if value == "" and isinstance(value, str):
            return ""
        if isinstance(value, int) and not isinstance(value, (bool, Computed)):
            return self._token(Token("text", str(value), "", _here()))
        raise _unprintable(value)

    def _token(self, token: Token) -> str:
        self.tokens.append(token)
        return token_text(len(self.tokens) - 1)


def dotted(path: Path) -> str:
    """A record path as text: "studies.phase2.arms.low.label"."""
    return ".".join(str(part) for part in path)


def _unprintable(value: Any) -> TemplateFault:
    match value:
        case Undefined():
            return TemplateFault("template-undefined", f"{_name(value)} is not there", hint="test it with {% if … %} first")
        case str() | Computed():
            return TemplateFault(
                "template-lost-source",
                "this expression makes new text out of data, and no record answers for it any more",
                hint="print each part with its own {{ … }}; use `| join` for lists and `| id` for ids",
            )
        case None:
            return TemplateFault("template-not-text", "there is no value to print", hint="test it with {% if … %} first")
        case _:
            kind = "a yes or no" if isinstance(value, bool) else f"a {type(value).__name__.lower()}"
            return TemplateFault("template-not-text", f"{kind} cannot be printed", hint="print one of its fields")


def _name(value: Undefined) -> str:
    return f'"{value._undefined_name}"' if value._undefined_name else "this"


@lru_cache(maxsize=2048)
def _line(template: Template, number: int) -> Span:
    """The template line of a line of its compiled code."""
    return Span(template.filename or template.name or "", template.get_corresponding_lineno(number))


def _here() -> Span:
    """The template line that is running."""
    frame = sys._getframe(1)
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, Template):
            return _line(template, frame.f_lineno)
        frame = frame.f_back  # type: ignore[assignment]  # the outermost frame has none
    return NOWHERE


CURRENT: ContextVar[Session] = ContextVar("briefgen-template-session")
"""The rendering that is going on: compiled templates are shared, so they find their session here."""
