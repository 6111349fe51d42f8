"""The template engine: Jinja2's immutable sandbox narrowed to plain data, with counted work and no way to objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, Template, Undefined, nodes
from jinja2 import StrictUndefined as Strict
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from briefgen.diag import did_you_mean
from briefgen.model.base import kebab
from briefgen.template import loader
from briefgen.template.faults import TemplateFault, UnknownName
from briefgen.template.functions import FUNCTIONS
from briefgen.template.session import CURRENT, Measured
from briefgen.template.syntax import MarkingGenerator, check, count_loops, without_marks
from briefgen.template.values import Computed, Entries, Joined, Literal, Number, Record, Text

LONGEST = 100_000
"""Characters of the longest text, and items of the longest list, an expression may make."""

_MAPPING = frozenset({"get", "items", "keys", "values"})
_TEXT = frozenset({"startswith", "endswith", "lower", "upper", "strip", "split", "isdigit"})
_KEPT_FILTERS = (
    "count", "default", "d", "dictsort", "first", "groupby", "items", "last", "length", "list", "map", "max", "min",
    "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique",
)  # fmt: skip
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9._-]*\Z")


class Loader(BaseLoader):
    """Templates of a search path. A compiled template is kept while the file it would be read from says the same."""

    def __init__(self, search: tuple[Path, ...]) -> None:
        self.search = search

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja2's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, the name it is shown by, and whether the text is still the same."""
        found = loader.read(self.search, template)
        CURRENT.get().current.add(template)
        return *found, lambda: self._is_current(template, found)

    def _is_current(self, template: str, compiled: tuple[str, str]) -> bool:
        """Whether the file still says what was compiled; read once a rendering."""
        checked = CURRENT.get().current
        if template not in checked and loader.read(self.search, template) == compiled:
            checked.add(template)
        return template in checked


class Unknown(Strict):
    """A name that does not exist; the fault it raises when used names the one that was probably meant."""

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError
    ) -> None:
        if obj is missing and name is not None and hint is None:
            hint, exc = f'"{name}" is not defined', partial(UnknownName, hint=did_you_mean(name, CURRENT.get().names))
        super().__init__(hint, obj, name, exc)


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates over plain data. Printed values become tokens; look-ups, calls and operators are narrowed to data."""

    code_generator_class = MarkingGenerator
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, search: tuple[Path, ...]) -> None:
        super().__init__(
            loader=Loader(search), autoescape=True, optimized=False, undefined=Unknown, trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, comment_start_string="{##", comment_end_string="##}", cache_size=400,
        )  # fmt: skip
        self.filters = {name: self.filters[name] for name in _KEPT_FILTERS} | FILTERS
        self.tests = self.tests | TESTS
        self.globals = {name: self.globals[name] for name in ("range", "namespace", "joiner", "cycler")} | FUNCTIONS

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        check(source, filename or name or "")
        count_loops(source)
        return super()._generate(source, name, filename, defer_init)

    def _load_template(self, name: str, globals: Any) -> Template:
        CURRENT.get().tick(10)
        return super()._load_template(name, globals)

    # -- what compiled templates call

    def printed(self, value: Any) -> str:
        """What a printed expression adds to the text."""
        shown: str = CURRENT.get().print(value)
        return shown

    @staticmethod
    def literal(text: str) -> Literal:
        """A text written in a template."""
        return Literal(text)

    def concatenated(self, parts: Iterable[Any]) -> str:
        """`a ~ b`: a plain text, good for comparing and for computing ids, not for printing."""
        joined: str = _bounded("".join(_operand(part) for part in parts))
        return joined

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a macro or function; calls are counted."""
        CURRENT.get().tick(5)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operator over texts or small numbers."""
        match operator, left, right:
            case "+", str(), str():
                return _bounded(_operand(left) + _operand(right))
            case "+", list(), list():
                return _bounded([*left, *right])
            case "+" | "-" | "*" | "//" | "%" | "/", int(), int():
                result = super().call_binop(context, operator, int(left), int(right))
                if abs(result) > 10**15:
                    raise TemplateFault("template-too-much", "the result is too large")
                from_data = isinstance(left, (Number, Computed)) or isinstance(right, (Number, Computed))
                return Computed(result) if from_data and isinstance(result, int) else result
        raise TemplateFault("template-not-allowed", f'"{operator}" is not available for {_kind(left)} and {_kind(right)}')

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]` for data."""
        return self._look_up(obj, argument)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute` for data; loops, macros and namespaces keep the sandbox's own rule."""
        if obj is None or isinstance(obj, (str, int, float, list, tuple, dict, Undefined)):
            return self._look_up(obj, str(attribute))
        return super().getattr(obj, attribute)

    def _look_up(self, obj: Any, name: Any) -> Any:
        match obj:
            case Undefined() if isinstance(obj, Strict):
                return super().getattr(obj, str(name))
            case Undefined():
                return _absent(obj, name)
            case Markup() | Joined():
                raise SecurityError("rendered text can be printed and tested, not taken apart")
            case Record() if name in obj:
                return obj[name]
            case Record() if name not in _MAPPING:
                return self._no_field(obj, str(name))
            case dict():
                return self._entry(obj, name)
            case tuple() if isinstance(name, str) and name in getattr(obj, "_fields", ()):
                return getattr(obj, name)
            case list() | tuple() if isinstance(name, (int, slice)):
                return _item(obj, name)
            case str() if isinstance(name, (int, slice)):
                return str(obj)[name]
            case str() if name in _TEXT:
                return getattr(str(obj), name)
            case range():
                return _item(obj, name)
        return self._no_field(obj, str(name))

    def _entry(self, obj: dict[str, Any], name: Any) -> Any:
        if isinstance(name, str) and name in _MAPPING and (name not in obj or isinstance(obj, Entries)):
            return getattr(obj, name)
        return obj[name] if isinstance(name, str) and name in obj else _absent(obj, name)

    def _no_field(self, obj: Any, name: str) -> Undefined:
        known = [str(key) for key in obj] if isinstance(obj, Record) else []
        what = f"{kebab(str(obj._path[-1]))}" if isinstance(obj, Record) and obj._path else _kind(obj)
        fault = partial(UnknownName, hint=did_you_mean(name, known))
        return Strict(f'"{what}" has no field "{name}"', obj, name, fault)  # type: ignore[arg-type]  # called like a class


def _absent(obj: Any, name: Any) -> Undefined:
    return Undefined(obj=obj, name=str(name))


def _item(obj: Any, index: int | slice) -> Any:
    try:
        return obj[index]
    except (IndexError, TypeError):
        return _absent(obj, index)


def _kind(value: Any) -> str:
    names = {str: "text", int: "a number", list: "a list", dict: "a record", float: "a number"}
    return next((word for kind, word in names.items() if isinstance(value, kind)), type(value).__name__.lower())


def _operand(part: Any) -> str:
    if isinstance(part, Markup):
        raise TemplateFault("template-lost-source", "rendered text cannot be joined with other text")
    if isinstance(part, Undefined) or not isinstance(part, (str, int)) or isinstance(part, bool):
        raise TemplateFault("template-not-text", f"{_kind(part)} cannot be joined with text")
    return str.__str__(part) if isinstance(part, str) else str(int(part))


def _bounded(made: Any) -> Any:
    if len(made) > LONGEST:
        raise TemplateFault("template-too-much", f"longer than {LONGEST}")
    return made


# ---------------------------------------------------------------------------------------------------------- filters


def _id(value: Any) -> Markup:
    """An id as it stands, for anchors and citations; refuses what is not one."""
    if not isinstance(value, (str, int)) or not _IDENTIFIER.match(str(value)):
        raise TemplateFault("template-not-an-id", f'"{value}" is not an id: a letter, then letters, digits, ".", "_", "-"')
    return Markup(str.__str__(value))


def _cite(keys: Any) -> Markup:
    """A citation of one key or a list of keys: `[@a; @b]`; nothing for an empty list."""
    listed = [keys] if isinstance(keys, str) else list(keys or ())
    return Markup("[" + "; ".join(f"@{_id(key)}" for key in dict.fromkeys(listed)) + "]" if listed else "")


def _join(items: Iterable[Any], separator: str = "", attribute: str | None = None) -> Joined:
    """The items with a separator between them; each keeps its source."""
    parts = [item[attribute] if attribute else item for item in items]
    return Joined(_bounded([part for item in parts for part in (Literal(separator), item)][1:]))


def _words(value: Any, without: str = "") -> Text:
    """An id as words for a heading: "dose-selection" becomes "Dose selection"; `without` is a first word to leave out."""
    if not isinstance(value, Text):
        raise TemplateFault("template-lost-source", "only an id of the data can be turned into words")
    words = re.sub(r"[-_.]+", " ", str(value).removeprefix(f"{without}-")).strip()
    return Text(words[:1].upper() + words[1:], value._path, key=True)


def _formula(value: Any) -> Joined:
    """A molecular formula with its counts as subscripts: "C20H23" is printed as C~20~H~23~."""
    if not isinstance(value, Text):
        raise TemplateFault("template-lost-source", "only a formula of the data can be set as one")
    parts = [(part, part.isdigit()) for part in re.split(r"((?<=[A-Za-z)\]])[0-9]+)", str(value)) if part]
    mark = Markup("~")
    return Joined(
        piece
        for part, low in parts
        for piece in ((mark, Text(part, value._path), mark) if low else (Text(part, value._path),))
    )


def _measured(value: Any, form: str = "number") -> Measured:
    """A measured number of the data beside the facts, such as a molar mass, in the number style of audience and language.

    `form` is "number", or "percent" for one of percent.
    """
    if form not in ("number", "percent"):
        raise TemplateFault("template-not-allowed", f'a measured number has no form "{form}"', hint="known: number, percent")
    if not isinstance(value, Text):
        raise TemplateFault("template-lost-source", "only a number of the data can be printed as measured")
    return Measured(str(value), value._path, form)


def _plain(function: Callable[..., str]) -> Callable[..., str]:
    def apply(value: Any, *args: Any) -> str:
        result: str = _bounded(function(_operand(value), *(str(a) for a in args)))
        return result

    return apply


def _counted(items: Iterable[Any], weight: int) -> Iterable[Any]:
    if isinstance(items, Undefined):
        items = list(items)
    if isinstance(items, Mapping):
        items = list(items)
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise TemplateFault("template-not-a-list", f"cannot loop over {_kind(items)}")
    return CURRENT.get().counted(items, weight)


FILTERS: dict[str, Callable[..., Any]] = {
    "id": _id,
    "cite": _cite,
    "join": _join,
    "words": _words,
    "formula": _formula,
    "measured": _measured,
    "counted": _counted,
    "lower": _plain(str.lower),
    "upper": _plain(str.upper),
    "trim": _plain(str.strip),
    "replace": _plain(str.replace),
}


# ------------------------------------------------------------------------------------------------------------ tests


def _is_blank(value: Any) -> bool:
    """Whether a text (also one set by a block) holds nothing but white space."""
    return not value or (isinstance(value, str) and not without_marks(str(value)).strip())


_HEADING = re.compile(r"\s*#{1,6}[ \t]")


def _is_titled(value: Any) -> bool:
    """Whether a prose text starts with a heading of its own."""
    return isinstance(value, str) and bool(_HEADING.match(value))


def _is_written_for(value: Any, audience: str) -> bool:
    """Whether a text was written for this audience, not for all."""
    return isinstance(value, Text) and len(value._path) > 2 and value._path[-1] == audience


TESTS: dict[str, Callable[..., bool]] = {"blank": _is_blank, "titled": _is_titled, "written_for": _is_written_for}


@lru_cache(maxsize=8)
def sandbox(search: tuple[Path, ...]) -> Sandbox:
    """The engine for a search path; compiled templates are kept for the life of the process."""
    return Sandbox(search)
