"""A style, compiled per locale: the citation and bibliography areas with their options, layouts and sort keys."""

from __future__ import annotations

from typing import Any

from briefgen.csl import richtext
from briefgen.csl.choose import sequence
from briefgen.csl.context import Context, Render, SortNames
from briefgen.csl.dateformat import sort_key
from briefgen.csl.elements import Compiler, marks_for
from briefgen.csl.errors import CslStyleError
from briefgen.csl.item import DATE_VARIABLES, NAME_VARIABLES, NUMBER_VARIABLES
from briefgen.csl.locale import NS, Locale, overlaid
from briefgen.csl.nameformat import FULL, NameOptions, format_name
from briefgen.csl.numbers import sortable
from briefgen.csl.tokens import END_FORMAT, Tokens, plain


class SortKey:
    """A compiled cs:key: its text for a cite, and the direction."""

    __slots__ = ("descending", "names", "number", "render")

    def __init__(self, compiler: Compiler, element: Any) -> None:
        self.descending = element.get("sort") == "descending"
        minimum, first = element.get("names-min", ""), element.get("names-use-first", "")
        last = element.get("names-use-last")
        self.names = SortNames(
            int(minimum) if minimum.isdigit() else 0,
            int(first) if first.isdigit() else 0,
            None if last is None else last == "true",
        )
        variable = element.get("variable", "")
        self.number = variable == "citation-number" or compiler.is_citation_number(element.get("macro"))
        if element.get("macro"):
            self.render: Render = compiler.macro(element.get("macro"), element.sourceline)
        elif variable:
            self.render = _variable_key(variable, compiler)
        else:
            raise CslStyleError("cs:key needs a variable or a macro", line=element.sourceline)

    def text(self, ctx: Context) -> str:
        """The text to sort by, "" when the cite has none."""
        ctx.sort = self.names
        return plain(self.render(ctx)).strip()


def _variable_key(variable: str, compiler: Compiler) -> Render:
    if variable in NAME_VARIABLES:
        options = NameOptions(demote=compiler.demote, sort_separator=" ")
        return lambda ctx: _names_key(ctx, variable, options)
    if variable in DATE_VARIABLES:
        return lambda ctx: [sort_key(ctx.item.dates[variable])] if variable in ctx.item.dates else []
    if variable == "citation-number":
        return lambda ctx: [f"{ctx.number:09d}"]
    from briefgen.csl.elements import value_tokens  # kept beside its only use

    def run(ctx: Context) -> Tokens:
        text = plain(value_tokens(variable, ctx))
        return [sortable(text) if variable in NUMBER_VARIABLES else text]

    return run


def _names_key(ctx: Context, variable: str, options: NameOptions) -> Tokens:
    out: Tokens = []
    for person in ctx.item.people.get(variable, ()):
        if person.others:
            continue
        if out:
            out.append(", ")
        out += format_name(person, options, FULL, True, sorting=True)
    return out


class Area:
    """cs:citation or cs:bibliography, compiled: `parts` are the top elements of the layout."""

    def __init__(self, root: Any, element: Any, name: str, locale: Locale) -> None:
        self.name = name
        self.attributes: dict[str, str] = dict(element.attrib)
        self.compiler = Compiler(root, name, locale, {**root.attrib, **element.attrib})
        layout = element.find(NS + "layout")
        if layout is None:
            raise CslStyleError(f"cs:{name} has no cs:layout", line=element.sourceline)
        self.parts = self.compiler.children(layout)
        self.render = sequence(self.parts)
        self.prefix = richtext.parse(layout.get("prefix", ""))
        self.suffix = richtext.parse(layout.get("suffix", ""))
        self.delimiter = richtext.parse(layout.get("delimiter", ""))
        self.before: Tokens = list(marks_for(layout))
        self.after: Tokens = [END_FORMAT] * len(self.before)
        self.keys = [SortKey(self.compiler, key) for key in element.iter(NS + "key")]

    def flag(self, name: str) -> bool:
        """Whether an attribute of the area is "true"."""
        return self.attributes.get(name) == "true"


class Program:
    """A style compiled for one locale."""

    def __init__(self, root: Any, locale: Locale) -> None:
        self.locale = locale
        citation = root.find(NS + "citation")
        if citation is None:
            raise CslStyleError("malformed CSL: no cs:citation", line=root.sourceline)
        self.citation = Area(root, citation, "citation", locale)
        bibliography = root.find(NS + "bibliography")
        self.bibliography = Area(root, bibliography, "bibliography", locale) if bibliography is not None else None
        if self.bibliography is not None:  # where one area has a place for the year suffix, the other prints it there or not
            both = (self.citation.compiler, self.bibliography.compiler)
            both[0].explicit_suffix = both[1].explicit_suffix = any(area.explicit_suffix for area in both)
        self.tests_disambiguate = any(element.get("disambiguate") for element in root.iter(NS + "if", NS + "else-if"))
        self.in_text = root.get("class") == "in-text"
        self.tells_positions = any(_tells_positions(element) for element in root.iter())


def _tells_positions(element: Any) -> bool:
    """Whether an element may read otherwise when its item was cited before."""
    found = element.attrib
    return (
        "position" in found
        or "et-al-subsequent-min" in found
        or "et-al-subsequent-use-first" in found
        or "first-reference-note-number" in found.get("variable", "")
    )


class Style:
    """A CSL style. `program(lang)` compiles it for a locale, once."""

    def __init__(self, root: Any, name: str, programs: dict[str, Program] | None = None, lang: str | None = None) -> None:
        self.name = name
        self._root = root
        self.default_locale: str | None = lang or root.get("default-locale")
        self._programs: dict[str, Program] = {} if programs is None else programs
        self.title = root.findtext(f"{NS}info/{NS}title") or name
        self._program(self.default_locale or "en-US")  # compile now, so that a malformed style fails when it is loaded

    def for_dependent(self, name: str, lang: str | None) -> Style:
        """The same style under a dependent style's name and default locale."""
        return Style(self._root, name, self._programs, lang or self.default_locale)

    def program(self, lang: str | None = None) -> Program:
        """The style compiled for `lang`, unless the style fixes its own locale."""
        return self._program(self.default_locale or lang or "en-US")

    def _program(self, lang: str) -> Program:
        found = self._programs.get(lang)
        if found is None:
            found = self._programs[lang] = Program(self._root, overlaid(lang, self._root.findall(NS + "locale")))
        return found

    @property
    def has_bibliography(self) -> bool:
        """Whether the style formats a list of references."""
        return self.program().bibliography is not None

    @property
    def in_text(self) -> bool:
        """Whether the style cites in the text, not in notes."""
        in_text: bool = self.program().in_text
        return in_text
