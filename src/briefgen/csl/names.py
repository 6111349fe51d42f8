"""Compiling cs:names: variables, et al., labels, substitution, and what disambiguation and collapsing need to know."""

from __future__ import annotations

from typing import Any

from briefgen.csl import richtext
from briefgen.csl.context import CALLED, RENDERED, SUBSEQUENT, Context, Render
from briefgen.csl.elements import Compiler, Decorate, decorator
from briefgen.csl.errors import CslStyleError
from briefgen.csl.locale import NS
from briefgen.csl.nameformat import FULL, NameOptions, base_level, format_name, name_options
from briefgen.csl.person import Person
from briefgen.csl.tokens import EMPTY, Tokens, plain

_INHERITED = (
    "and", "delimiter-precedes-et-al", "delimiter-precedes-last", "et-al-min", "et-al-use-first", "et-al-use-last",
    "et-al-subsequent-min", "et-al-subsequent-use-first", "initialize", "initialize-with", "name-as-sort-order",
    "sort-separator",
)  # fmt: skip


_HEBREW_AND = "ו"  # written together with the name which follows
_CJK = 0x2E80  # from here on scripts write no blank between words


def compile_names(compiler: Compiler, element: Any) -> Render:
    """The closure of a cs:names; anywhere within cs:substitute a childless one takes its children from the outer one."""
    parent = compiler.substituted
    source = element if len(element) or parent is None else parent
    spec = _NamesSpec(compiler, element, source)
    compiler.substituted = source
    substitutes = [compiler.element(child) for child in _substitutes(element)]
    compiler.substituted = parent

    def run(ctx: Context) -> Tokens:
        ctx.flags |= CALLED
        first = ctx.names_seen is None
        tokens = spec.render(ctx)
        if tokens or not substitutes:
            return tokens
        if first and ctx.names_seen is not None:
            return tokens  # suppressed by collapsing, not missing
        return _try(substitutes, ctx)

    return run


def _substitutes(element: Any) -> list[Any]:
    found = element.find(NS + "substitute")
    return list(found) if found is not None else []


def _try(substitutes: list[Render], ctx: Context) -> Tokens:
    """The first substitute with output; the variables it used are not rendered again."""
    outer = ctx.used
    for render in substitutes:
        ctx.used = set()
        flags, ctx.flags = ctx.flags, 0
        first = ctx.names_seen is None
        tokens = render(ctx)
        used, failed, rendered = ctx.used, ctx.flags == CALLED, ctx.flags & RENDERED
        ctx.flags |= flags
        suppressed = first and ctx.names_seen is not None
        if (tokens and not failed) or suppressed or rendered:
            ctx.used = outer
            ctx.done |= used
            ctx.flags |= RENDERED
            if outer is not None:
                outer |= used
            return _seen(tokens, ctx) if first and not suppressed else tokens
    ctx.used = outer
    return EMPTY


def _seen(tokens: Tokens, ctx: Context) -> Tokens:
    """Report a substitute without names as what stands in the place of the names."""
    whole = plain(tokens)
    ctx.names_seen, ctx.names_list = whole, (whole,)
    ctx.inner_names = tokens
    repeated = ctx.subsequent
    if repeated is not None and whole == repeated.whole:
        return list(repeated.text)
    return EMPTY if ctx.suppress_names else tokens


class _NamesSpec:
    """What a cs:names element says, ready to render."""

    def __init__(self, compiler: Compiler, element: Any, source: Any) -> None:
        self.compiler, self.locale = compiler, compiler.locale
        self.variables = element.get("variable", "").split()
        if not self.variables:
            raise CslStyleError("cs:names has no variable", line=element.sourceline)
        self.decorate = decorator(element, compiler.locale) or decorator(source, compiler.locale)
        delimiter = element.get("delimiter") or source.get("delimiter") or compiler.options.get("names-delimiter") or ""
        self.delimiter = richtext.parse(delimiter)
        name = source.find(NS + "name")
        self.options = _options(compiler, name)
        self._labels(source, name)
        if self.options.initialize_with is not None and compiler.initials is None:
            compiler.initials = self.options
        et_al = source.find(NS + "et-al")
        self.et_al_decorate = decorator(et_al, self.locale) if et_al is not None else None
        term = et_al.get("term", "et-al") if et_al is not None else "et-al"
        self.et_al = self.locale.term(term) or (self.locale.term(term.replace("-", " ")))

    def _labels(self, source: Any, name: Any) -> None:
        label = source.find(NS + "label")
        self.label = label
        self.label_first = False
        self.label_decorate: Decorate | None = None
        if label is not None:
            children = list(source)
            self.label_first = name is not None and children.index(label) < children.index(name)
            self.label_decorate = decorator(label, self.locale)
            self.label_form = label.get("form", "long")
            self.label_plural = label.get("plural", "contextual")

    def render(self, ctx: Context) -> Tokens:
        """The names of all variables, with labels; reports them as the cite's names when they are the first."""
        found = self._people(ctx)
        if not found:
            return EMPTY
        ctx.flags |= RENDERED
        if ctx.used is not None:
            ctx.used.update(self.variables)
        if self.options.form == "count":
            return [str(sum(self._shown(len(people), ctx)[0] for _, people in found))]
        first = ctx.names_seen is None
        lists = [self._list(people, ctx) for _, people in found]
        if first and not ctx.sort:
            lists = self._report(lists, ctx)
            if ctx.suppress_names:
                return EMPTY
        out: Tokens = []
        for (variable, people), (names, tail) in zip(found, lists, strict=True):
            tokens = self._labelled(variable, people, names + tail, ctx)
            out += self.delimiter + tokens if out else tokens
        if first:
            ctx.inner_names = out
        return self.decorate(out, ctx) if self.decorate else out

    def _people(self, ctx: Context) -> list[tuple[str, tuple[Person, ...]]]:
        people = ctx.item.people
        found = [(name, people[name]) for name in self.variables if name in people and name not in ctx.done]
        if ctx.used:
            found = [entry for entry in found if entry[0] not in ctx.used]
        if len(found) == 2 and {found[0][0], found[1][0]} == {"editor", "translator"}:
            keys = [[person.key for person in group] for _, group in found]
            if keys[0] == keys[1] and self._merges():
                return [("editortranslator", found[0][1])]
        return found

    def _merges(self) -> bool:
        term = self.locale.find("editortranslator") or self.locale.find("editor-translator")
        return term is not None and bool(term.single)

    def _report(self, lists: list[tuple[Tokens, Tokens]], ctx: Context) -> list[tuple[Tokens, Tokens]]:
        """Report the names, and let a subsequent-author substitute replace them."""
        whole = "\x1f".join(plain(names) + plain(tail) for names, tail in lists)
        ctx.names_seen = whole
        repeated = ctx.subsequent
        if repeated is None:
            return lists
        if repeated.rule == "complete-all" and whole == repeated.whole:
            return [(list(repeated.text), EMPTY), *((EMPTY, EMPTY) for _ in lists[1:])]
        return lists

    def _shown(self, count: int, ctx: Context) -> tuple[int, bool]:
        """How many of `count` names are shown, and whether the last one is too, after an ellipsis."""
        options = self.options
        minimum, first, last = options.et_al_min, options.et_al_first, options.et_al_last
        if ctx.sort is not None:
            minimum, first = ctx.sort.minimum or minimum, ctx.sort.first or first
            last = last if ctx.sort.last is None else ctx.sort.last
        elif ctx.area == "citation" and ctx.position >= SUBSEQUENT:
            minimum, first = options.subsequent_min, options.subsequent_first
        if not minimum or count < minimum or count <= first:
            return count, False
        return first, last and count >= first + 2

    def _list(self, people: tuple[Person, ...], ctx: Context) -> tuple[Tokens, Tokens]:
        """The names of one variable, and what follows the last of them (et al.)."""
        shown, last = self._shown(len(people), ctx)
        cut_short = people[-1].others
        if cut_short:
            people, last = people[:-1], False
            shown = min(shown, len(people))
        if shown < len(people) and not ctx.sort:
            hidden = len(people) - shown
            extra = min(max(0, ctx.dis.names - ctx.hidden_names), hidden)
            ctx.hidden_names += hidden
            shown += extra
        names = [self._one(person, at, ctx) for at, person in enumerate(people[:shown])]
        names = self._repeated(names, ctx)
        if shown == len(people) and not cut_short:
            return self._joined(names), EMPTY
        if last and len(people) - shown >= 1:
            final = self._one(people[-1], len(people) - 1, ctx)
            return [*self._plain_list(names), *self.options.delimiter, "… ", *final], EMPTY
        usual = self.options.et_al_first if cut_short else shown  # where the style itself would cut the list
        return self._plain_list(names), self._et_al(shown, max(shown, usual), ctx)

    def _repeated(self, names: list[Tokens], ctx: Context) -> list[Tokens]:
        """Replace single names which repeat those of the entry before, as the style's rule says."""
        if ctx.sort is not None or ctx.names_seen is not None:
            return names
        texts = tuple(plain(name) for name in names)
        ctx.names_list += texts
        repeated = ctx.subsequent
        if repeated is None or repeated.rule == "complete-all":
            return names
        offset = len(ctx.names_list) - len(texts)
        before = repeated.names[offset : offset + len(texts)]
        if repeated.rule == "complete-each":
            return [list(repeated.text) for _ in names] if before == texts else names
        same = 0
        while same < min(len(before), len(texts)) and before[same] == texts[same]:
            same += 1
        if repeated.rule == "partial-first":
            same = min(same, 1)
        return [list(repeated.text)] * same + names[same:]

    def _one(self, person: Person, at: int, ctx: Context) -> Tokens:
        options = self.options
        level = base_level(options)
        if ctx.sort is not None:
            return format_name(person, options, level, True, sorting=True)
        givens = ctx.dis.givens
        if ctx.given_levels and (at == 0 or not ctx.primary_level_only):
            level = max(level, ctx.given_levels.get(person.key, 0))
        index = ctx.name_at
        ctx.name_at += 1
        if index < len(givens):
            level = max(level, givens[index])
        inverted = options.sort_order == "all" or (options.sort_order == "first" and at == 0)
        return format_name(person, options, self._reachable(level), inverted)

    def _reachable(self, level: int) -> int:
        """Without initialize-with there are no initials to show: the next level is the full name."""
        if level == 1 and self.options.initialize_with is None:
            return FULL
        return level

    def _plain_list(self, names: list[Tokens]) -> Tokens:
        out: Tokens = []
        for at, name in enumerate(names):
            if at:
                out += self.options.delimiter
            out += name
        return out

    def _joined(self, names: list[Tokens]) -> Tokens:
        options = self.options
        if len(names) < 2 or not options.connective:
            return self._plain_list(names)
        out = self._plain_list(names[:-1])
        inverted = options.sort_order == "all" or (options.sort_order == "first" and len(names) == 2)
        if self._precedes(options.precedes_last, len(names) > 2, inverted):
            out += options.delimiter
        elif not plain(out).endswith(" "):
            out.append(" ")
        sign = str(options.connective[0])
        return [*out, sign if sign.endswith((" ", _HEBREW_AND)) else f"{sign} ", *names[-1]]

    @staticmethod
    def _precedes(rule: str, contextual: bool, inverted: bool) -> bool:
        if rule == "contextual":
            return contextual
        return rule == "always" or (rule == "after-inverted-name" and inverted)

    def _et_al(self, shown: int, usual: int, ctx: Context) -> Tokens:
        if not self.et_al.strip() or not shown:
            return EMPTY
        options = self.options
        inverted = options.sort_order == "all" or (options.sort_order == "first" and shown == 1)
        before: Tokens = options.delimiter if self._precedes(options.precedes_et_al, usual > 1, inverted) else [" "]
        if len(before) == 1 and before[0] == " " and ord(self.et_al[0]) >= _CJK:
            before = EMPTY
        term = richtext.parse(self.et_al)
        return before + (self.et_al_decorate(term, ctx) if self.et_al_decorate else term)

    def _labelled(self, variable: str, people: tuple[Person, ...], tokens: Tokens, ctx: Context) -> Tokens:
        if self.label is None or not tokens or ctx.sort is not None:
            return tokens
        plural = self.label_plural == "always" or (self.label_plural == "contextual" and len(people) > 1)
        text = self.locale.term(variable, self.label_form, plural)
        if variable == "editortranslator" and not text:
            text = self.locale.term("editor-translator", self.label_form, plural)
        if not text:
            return tokens
        label: Tokens = self.label_decorate([text], ctx) if self.label_decorate else [text]
        return label + tokens if self.label_first else tokens + label


def _options(compiler: Compiler, element: Any) -> NameOptions:
    inherited = compiler.options
    merged = {key: inherited[key] for key in _INHERITED if key in inherited}
    for outer, inner in (("name-form", "form"), ("name-delimiter", "delimiter")):
        if outer in inherited:
            merged[inner] = inherited[outer]
    if element is not None:
        merged |= dict(element.attrib)
    return name_options(merged, element, compiler.locale, compiler.demote, compiler.hyphen_initials)
