"""Compiling cs:text, cs:number, cs:label, cs:group and cs:choose to closures over a Context.

A Compiler serves one area of one style in one locale. Macros compile when they are first called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from briefgen.csl import citekey, richtext, sublabels
from briefgen.csl.choose import Choose, delimited, sequence
from briefgen.csl.conditions import Condition
from briefgen.csl.context import CALLED, RENDERED, Context, Render
from briefgen.csl.errors import CslStyleError
from briefgen.csl.item import NUMBER_VARIABLES
from briefgen.csl.locale import NS, Locale
from briefgen.csl.numbers import format_number, is_numeric, is_plural, number_text, sortable
from briefgen.csl.pages import format_pages
from briefgen.csl.textcase import apply_case
from briefgen.csl.tokens import EMPTY, END_DISPLAY, END_FORMAT, END_LINK, END_QUOTE, QUOTE, Mark, Tokens, plain

if TYPE_CHECKING:
    from briefgen.csl.nameformat import NameOptions

_FORMATS = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")
_LINKS = {
    "DOI": "https://doi.org/",
    "PMID": "https://www.ncbi.nlm.nih.gov/pubmed/",
    "PMCID": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
    "URL": "",
}
_LOCATOR_TERMS = {"sub-verbo": "sub verbo", "sub verbo": "sub-verbo"}
_PAGED = frozenset(["page", "locator", "page-first"])

Decorate = Callable[[Tokens, Context], Tokens]


class Compiler:
    """Compiles the elements of one area; `options` are the attributes which names inherit."""

    def __init__(self, root: Any, area: str, locale: Locale, options: dict[str, str]) -> None:
        self.area = area
        self.locale = locale
        self.options = options
        self.page_format = root.get("page-range-format")
        self.page_delimiter = locale.term("page-range-delimiter") or "–"
        self.demote = root.get("demote-non-dropping-particle", "display-and-sort")
        self.hyphen_initials = root.get("initialize-with-hyphen", "true") != "false"
        self.explicit_suffix = False
        self.term_texts: set[int] = set()  # ids of the texts of terms, which start a note with a capital
        self.kept: list[Tokens] = []  # keeps those texts alive, so that their ids stay theirs
        self.initials: NameOptions | None = None  # how the first names with initials are written
        self._sources = {macro.get("name"): macro for macro in root.iter(NS + "macro")}
        self._macros: dict[str, Render] = {}
        self._open: set[str] = set()
        self.substituted: Any = None  # the cs:names in whose cs:substitute the compiler is

    def element(self, element: Any) -> Render:
        """The closure of a rendering element."""
        tag = element.tag.removeprefix(NS)
        make = _ELEMENTS.get(tag)
        if make is None:
            raise CslStyleError(f"unexpected element cs:{tag}", line=element.sourceline)
        return make(self, element)

    def children(self, element: Any) -> list[Render]:
        """The closures of an element's children."""
        return [self.element(child) for child in element]

    def macro(self, name: str, line: int) -> Render:
        """The closure of a macro, compiled at its first call."""
        if name not in self._sources:
            raise CslStyleError(f"no macro is named {name!r}", line=line)
        found = self._macros.get(name)
        if found is None:
            if name in self._open:
                raise CslStyleError(f"macro {name!r} calls itself", line=line)
            self._open.add(name)
            outer, self.substituted = self.substituted, None  # a macro renders the same from wherever it is called
            found = self._macros[name] = sequence(self.children(self._sources[name]))
            self.substituted = outer
            self._open.discard(name)
        return found

    def is_citation_number(self, name: str | None) -> bool:
        """Whether a macro prints the citation number and nothing else."""
        source = self._sources.get(name) if name else None
        return source is not None and [child.get("variable") for child in source] == ["citation-number"]


def marks_for(element: Any, attributes: tuple[str, ...] = _FORMATS) -> list[Mark]:
    """The format marks of an element, innermost last."""
    found = [Mark("format", (name, element.get(name))) for name in attributes if element.get(name)]
    return found[::-1]


def decorator(element: Any, locale: Locale, affixes: bool = True) -> Decorate | None:
    """What an element's attributes do to its content: case, periods, format, quotes, affixes, display; or None."""
    before: Tokens = list(marks_for(element))
    after: Tokens = [END_FORMAT] * len(before)
    if element.get("quotes") == "true":
        before, after = [QUOTE, *before], [*after, END_QUOTE]
    if affixes:
        before = richtext.parse(element.get("prefix", "")) + before
        after = after + richtext.parse(element.get("suffix", ""))
    if element.get("display"):
        before, after = [Mark("display", element.get("display")), *before], [*after, END_DISPLAY]
    case, strip = element.get("text-case", ""), element.get("strip-periods") == "true"
    if not (before or after or case or strip):
        return None
    return _decorate(before, after, case, strip, locale)


def _decorate(before: Tokens, after: Tokens, case: str, strip: bool, locale: Locale) -> Decorate:
    def english(ctx: Context) -> bool:
        lang = ctx.item.lang
        return lang[:2].lower() == "en" if lang else locale.english

    def decorate(tokens: Tokens, ctx: Context) -> Tokens:
        if strip:
            tokens = [t.replace(".", "") if t.__class__ is str else t for t in tokens]
        if case:
            tokens = apply_case(tokens, case, english(ctx), ctx.item.lang or locale.lang)
        return [*before, *tokens, *after]

    return decorate


def _decorated(render: Render, decorate: Decorate | None) -> Render:
    if decorate is None:
        return render

    def run(ctx: Context) -> Tokens:
        tokens = render(ctx)
        return decorate(tokens, ctx) if tokens else tokens

    return run


def _text(compiler: Compiler, element: Any) -> Render:
    decorate = decorator(element, compiler.locale)
    if element.get("variable"):
        return _variable(compiler, element, decorate)
    if element.get("macro"):
        return _macro_call(compiler, element, decorate)
    if element.get("term"):
        return _term(compiler, element, decorate)
    if element.get("value") is None:
        raise CslStyleError("cs:text needs a variable, macro, term or value", line=element.sourceline)
    value = richtext.parse(element.get("value"))
    return _decorated(lambda _ctx: value, decorate)


def _macro_call(compiler: Compiler, element: Any, decorate: Decorate | None) -> Render:
    macro = compiler.macro(element.get("macro"), element.sourceline)

    def run(ctx: Context) -> Tokens:
        outer, ctx.flags = ctx.flags, 0
        tokens = macro(ctx)
        if ctx.flags == CALLED:
            ctx.flags |= outer
            return EMPTY
        ctx.flags |= outer | (RENDERED if tokens else 0)
        return decorate(tokens, ctx) if tokens and decorate else tokens

    return run


def _term(compiler: Compiler, element: Any, decorate: Decorate | None) -> Render:
    name = element.get("term")
    text = compiler.locale.term(name, element.get("form", "long"), element.get("plural") == "true")
    tokens = richtext.parse(text)
    if not tokens:
        return _empty_term if compiler.locale.find(name, element.get("form", "long")) else lambda _ctx: EMPTY
    if len(tokens) == 1:
        compiler.term_texts.add(id(tokens[0]))
        compiler.kept.append(tokens)
    return _decorated(lambda _ctx: tokens, decorate)


def _empty_term(ctx: Context) -> Tokens:
    """A term which is defined as empty renders nothing, but it does take the place of what it substitutes."""
    if ctx.used is not None:
        ctx.flags |= RENDERED
    return EMPTY


def value_tokens(name: str, ctx: Context) -> Tokens:
    """The tokens of a variable for this cite, also of those which are not fields of the item."""
    if name == "locator":
        return richtext.parse(ctx.cite_locator)
    if name == "citation-number":
        return [str(ctx.number)] if ctx.number else EMPTY
    if name == "first-reference-note-number":
        return [str(ctx.note)] if ctx.note else EMPTY
    if name == "year-suffix":
        return [ctx.dis.suffix] if ctx.dis.suffix else EMPTY
    if name == "citation-label" and "citation-label" not in ctx.item.texts:
        return [citekey.label(ctx.item)]
    return ctx.item.field(name)


_SPECIAL = frozenset(["locator", "citation-number", "first-reference-note-number", "year-suffix", "citation-label"])


def _variable(compiler: Compiler, element: Any, decorate: Decorate | None) -> Render:
    name = element.get("variable")
    short = f"{name}-short" if element.get("form") == "short" else ""
    special, paged = name in _SPECIAL, name in _PAGED
    numbered = name in NUMBER_VARIABLES and not special
    link = _LINKS.get(name)
    if name == "year-suffix":
        compiler.explicit_suffix = True

    implicit = name == "year-suffix"

    def run(ctx: Context) -> Tokens:
        if not implicit:
            ctx.flags |= CALLED
        item = ctx.item
        if not special and name not in item.texts and not (short and short in item.texts):
            return EMPTY  # most variables of a style are absent from an item
        if name in ctx.done:
            return EMPTY
        tokens = (short and item.field(short)) or (value_tokens(name, ctx) if special else item.field(name))
        if not tokens:
            return EMPTY
        ctx.flags |= RENDERED
        if ctx.used is not None:
            ctx.used.add(name)
        if paged:
            tokens = _pages(compiler, name, tokens, ctx)
            if name == "locator" and ctx.cite_locator_rest:
                tokens = [*tokens, ctx.cite_locator_rest]
        elif numbered:
            tokens = _dashed(tokens)
        elif link is not None:
            tokens = _linked(tokens, link)
        elif name == "citation-label" and ctx.dis.suffix and not compiler.explicit_suffix:
            tokens = [*tokens, ctx.dis.suffix]
        return decorate(tokens, ctx) if decorate else tokens

    return run


def _pages(compiler: Compiler, name: str, tokens: Tokens, ctx: Context) -> Tokens:
    """Ranges of pages in the style's format; those of other locators, as lines, get the delimiter alone."""
    if len(tokens) != 1:
        return tokens
    style = compiler.page_format if name != "locator" or ctx.cite_label == "page" else None
    return [format_pages(plain(tokens), style, compiler.page_delimiter)]


def _dashed(tokens: Tokens) -> Tokens:
    """A number with the signs of ranges and lists made typographic, if it is one."""
    text = tokens[0]
    if len(tokens) == 1 and text.__class__ is str and ("-" in text or "," in text or "&" in text):
        return [number_text(text)]
    return tokens


def _linked(tokens: Tokens, base: str) -> Tokens:
    text = plain(tokens).strip()
    href = text if text.startswith(("http://", "https://")) or not base else base + text
    return [Mark("link", href), *tokens, END_LINK] if href.startswith("http") else tokens


def _number(compiler: Compiler, element: Any) -> Render:
    name, form = element.get("variable", ""), element.get("form", "numeric")
    decorate = decorator(element, compiler.locale)
    locale = compiler.locale

    def run(ctx: Context) -> Tokens:
        ctx.flags |= CALLED
        if name in ctx.done:
            return EMPTY
        tokens = value_tokens(name, ctx)
        if not tokens:
            return EMPTY
        ctx.flags |= RENDERED
        if ctx.used is not None:
            ctx.used.add(name)
        text = ctx.item.texts.get(name) or plain(tokens)
        if name in _PAGED:
            tokens = _pages(compiler, name, tokens, ctx)
            if name == "locator" and ctx.cite_locator_rest:
                tokens = [*tokens, ctx.cite_locator_rest]
        elif is_numeric(text):
            gender = "" if form == "numeric" else _gender(locale, name, ctx)
            tokens = [format_number(text, form, locale, gender) if ctx.sort is None else sortable(text)]
        else:
            tokens = [_labelled(text, form, locale)]
        return decorate(tokens, ctx) if decorate else tokens

    return run


def _labelled(text: str, form: str, locale: Locale) -> str:
    """A value with labels in it, such as "7, p. 3-8": the number in its form, the rest in the locale's words."""
    own, head, tail = sublabels.parse(text, locale)
    if own or not tail or not is_numeric(head):
        return text
    return format_number(head, form, locale) + tail


def _gender(locale: Locale, name: str, ctx: Context) -> str:
    term = locale.find(ctx.cite_label if name == "locator" else name)
    return term.gender if term else ""


def _label(compiler: Compiler, element: Any) -> Render:
    name, form, plural = element.get("variable", ""), element.get("form", "long"), element.get("plural", "contextual")
    decorate, locale = decorator(element, compiler.locale), compiler.locale

    def run(ctx: Context) -> Tokens:
        tokens = EMPTY if name in ctx.done else value_tokens(name, ctx)
        term = _LOCATOR_TERMS.get(ctx.cite_label, ctx.cite_label) if name == "locator" else name
        if not tokens:
            return EMPTY
        many = plural == "always" or (plural == "contextual" and _many(name, plain(tokens)))
        text = locale.term(term, form, many) or locale.term(ctx.cite_label if name == "locator" else term, form, many)
        if not text:
            return EMPTY
        return decorate([text], ctx) if decorate else [text]

    return run


def _many(name: str, text: str) -> bool:
    if name.startswith("number-of-"):
        return text.strip() not in ("1", "")
    return is_plural(text)


def _group(compiler: Compiler, element: Any) -> Render:
    decorate = decorator(element, compiler.locale)
    children, delimiter = compiler.children(element), richtext.parse(element.get("delimiter", ""))

    def run(ctx: Context) -> Tokens:
        outer, ctx.flags = ctx.flags, 0
        out: Tokens = []
        delimited(children, delimiter, ctx, out)
        flags = ctx.flags
        if flags == CALLED:
            ctx.flags = outer | CALLED
            return EMPTY
        ctx.flags = outer | flags | (RENDERED if out else 0)
        return decorate(out, ctx) if out and decorate else out

    return run


def _choose(compiler: Compiler, element: Any) -> Render:
    branches: list[tuple[Condition | None, list[Render]]] = []
    for branch in element:
        condition = None if branch.tag == NS + "else" else Condition(branch)
        branches.append((condition, compiler.children(branch)))
    return Choose(branches)


def _names(compiler: Compiler, element: Any) -> Render:
    from briefgen.csl.names import compile_names  # names compile their substitutes through this module

    return compile_names(compiler, element)


def _date(compiler: Compiler, element: Any) -> Render:
    from briefgen.csl.dateformat import compile_date  # dates use the decorator of this module

    return compile_date(compiler, element)


_ELEMENTS: dict[str, Callable[[Compiler, Any], Render]] = {
    "text": _text,
    "number": _number,
    "label": _label,
    "group": _group,
    "choose": _choose,
    "names": _names,
    "date": _date,
}
