"""What a cell of a view shows of its fact, and what its row or column heading says of it."""

from __future__ import annotations

import re
from dataclasses import replace

from briefgen.diag import did_you_mean
from briefgen.model import Fact
from briefgen.resolve.context import Context
from briefgen.resolve.evidence import located
from briefgen.resolve.graft import joined, rewrite_inlines
from briefgen.resolve.totals import total
from briefgen.resolve.units import unit
from briefgen.resolve.values import FORMS, Printing, ci_label, ci_level, printed, unit_of
from briefgen.resolve.views import Keys, Leaf, View
from briefgen.source import Span
from briefgen.tree import Cite, Emph, Inline, Inlines, Node, Text, Value, plain

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SHOWS_VALUE = re.compile(r"\{(value|est)\}")

AUTO = {
    "missing": "{value}",
    "count": "{n} ({pct})",
    "sd": "{value} ({sd})",
    "se": "{value} ({se})",
    "ci": "{value} ({interval})",
    "value": "{value}",
}
"""What `show: auto` shows, by the kind of fact."""


def kind_of(fact: Fact) -> str:
    """Which kind of estimate a fact is: a count of a total, a mean with SD or SE, an interval, or a bare value."""
    if fact.missing and fact.value is None:
        return "missing"
    if fact.n is not None and fact.of is not None:
        return "count"
    return next((kind for kind in ("sd", "se", "ci") if getattr(fact, kind) is not None), "value")


def shown(context: Context, laid: View, i: str, leaf: Leaf, printing: Printing) -> Inlines:
    """The content of a cell: the fact's values where the placeholders stand. What it lacks altogether prints as missing."""
    fact = laid.facts[i]
    text = AUTO[kind_of(fact)] if leaf.cell.show == "auto" else leaf.cell.show
    forms = _PLACEHOLDER.findall(text)
    if not _known(context, laid, leaf, forms):
        return ()
    made = {form: _printed(context, fact, f"facts.{i}", form, printing) for form in forms}
    if fact.missing and fact.value is None and fact.n is None and forms:
        text, made = f"{{{forms[0]}}}", {forms[0]: printed(fact, "value", printing)}
    if all(runs is None for runs in made.values()):
        return (Text(laid.spec.missing),)
    for form in (f for f, runs in made.items() if runs is None):
        message = f'table "{laid.key}": fact "{i}" has no {form}, which its cell shows'
        context.sink.error("table-form-missing", message, context.spans.at("facts", i))
    return _filled(text, f"facts.{i}", context.spans.at("facts", i), made)


def _printed(context: Context, fact: Fact, path: str, form: str, printing: Printing) -> Inlines | None:
    runs = printed(fact, form, printing)
    return runs and located(context, runs, fact, path)


def summed(context: Context, laid: View, leaf: Leaf, printing: Printing) -> Inlines:
    """The content of a column's cell in the row of totals; empty where the column shows nothing that can be added."""
    facts = laid.column(leaf)
    text = AUTO[kind_of(facts[0])] if leaf.cell.show == "auto" else leaf.cell.show
    forms = _PLACEHOLDER.findall(text)
    if not any(form in _ADDED for form in forms):
        return ()
    whole = total(facts)
    made = {form: printed(whole, form, printing) for form in forms} if whole and _complete(laid, leaf) else {}
    if not made or any(runs is None for runs in made.values()):
        span = context.spans.at("tables", laid.key, "totals")
        hint = "give each row an exact value of one unit, or show counts"
        context.sink.error("table-total", f'table "{laid.key}": a column cannot be added up', span, hint)
        return ()
    return _filled(text, f"tables.{laid.key}.totals", context.spans.at("tables", laid.key, "totals"), made)


_ADDED = ("value", "est", "number", "n", "N", "of", "count", "pct")
"""The forms a total can have."""


def _complete(laid: View, leaf: Leaf) -> bool:
    """Whether every row has a fact in a column: a sum over gaps is none."""
    return all(laid.at(row, leaf) for row in laid.rows)


def _known(context: Context, laid: View, leaf: Leaf, forms: list[str]) -> bool:
    unknown = [form for form in forms if form not in FORMS]
    for form in unknown:
        span = context.spans.at("tables", laid.key, "cell", leaf.index, "show")
        message = f'table "{laid.key}": a fact has no form "{form}"'
        context.sink.error("value-form-unknown", message, span, did_you_mean(form, FORMS))
    return not unknown


def _filled(text: str, path: str, span: Span, made: dict[str, Inlines | None]) -> Inlines:
    out: list[Inline] = []
    for number, part in enumerate(_PLACEHOLDER.split(text)):
        if number % 2 == 0:
            out.append(Text(part))
            continue
        runs = made.get(part) or ()
        cites = any(isinstance(r, Cite) for r in runs)
        out.extend(runs if cites else (Value(path, part, runs, span=span),))
    return joined(out)


def values_in(context: Context, inlines: Inlines) -> Inlines:
    """A literal cell with its values printed as in tables; faults in them are found later, with those of prose."""

    def change(node: Node) -> Node | tuple[Node, ...]:
        if not isinstance(node, Value) or node.runs is not None:
            return node
        fact = context.fact(node.path)
        runs = printed(fact, node.form, _cell_printing(context)) if fact and node.form in FORMS else None
        if fact is None or runs is None:
            return node
        runs = located(context, runs, fact, node.path)
        shown: tuple[Node, ...] = runs if any(isinstance(r, Cite) for r in runs) else (replace(node, runs=runs),)
        return shown

    return rewrite_inlines(inlines, change, (Value,))


def _cell_printing(context: Context) -> Printing:
    style = context.printing
    return Printing(style.numbers, style.strings, style.studies, cell=True)


# ------------------------------------------------------------------------------------------------ headings and units


def shared_unit(laid: View, leaf: Leaf) -> str:
    """The unit a column's heading names: the one all its values share; empty when they differ or the cell prints it."""
    show = leaf.cell.show
    if show != "auto" and ("{unit}" in show or not _SHOWS_VALUE.search(show)):
        return ""
    column = laid.column(leaf)
    if show == "auto":  # which prints a count as such, whatever its value
        facts = [f for f in column if kind_of(f) not in ("missing", "count")]
    else:
        facts = [f for f in column if f.value is not None]
    units = {unit_of(f) for f in facts}
    return units.pop() if len(units) == 1 else ""


def head_suffix(laid: View, leaf: Leaf, printing: Printing, head: str = "") -> Inlines:
    """What a column heading adds to its words: the kind of estimate if all cells share one, and the unit."""
    parts: list[Inline] = []
    kind = _column_kind(laid, leaf)
    if kind and not _says(kind, head, printing):
        parts.extend(kind_words(kind, laid.column(leaf), printing))
    text = shared_unit(laid, leaf)
    if text and plain(unit(text)) not in head:
        parts.extend((Text(" ("), *unit(text), Text(")")))
    return joined(parts)


def default_head(laid: View, leaf: Leaf, printing: Printing) -> Inlines:
    """The heading of a column the writer gave none: its parameter, or the name of what it shows."""
    parameters = {f.parameter for f in laid.column(leaf)}
    used = {*laid.spec.rows, *laid.spec.columns}
    if len(parameters) == 1 and (only := parameters.pop()) and "parameter" not in used and _SHOWS_VALUE.search(_show(leaf)):
        return (Text(only),)
    names: dict[str, Inlines] = {"{p}": (Emph((Text("P"),)),), "{cite}": (Text(printing.strings.reference),)}
    names |= {
        "{source}": names["{cite}"],
        "{status}": (Text(printing.strings.status),),
        "{n}": (Text(printing.strings.count),),
    }
    return names.get(leaf.cell.show, (Text(printing.strings.value),))


def _show(leaf: Leaf) -> str:
    return "{value}" if leaf.cell.show == "auto" else leaf.cell.show


def _column_kind(laid: View, leaf: Leaf) -> str:
    """The kind of estimate a column shares, if every column shares one: else the rows say it."""
    if leaf.cell.show != "auto" or _mixed(laid):
        return ""
    return next(iter(_kinds_in(leaf, laid) - {"value"}), "")


def _mixed(laid: View) -> bool:
    """Whether a column that shows what its facts have shows more than one kind of estimate."""
    if "mixed" not in laid.memo:
        auto = [leaf for leaf in laid.leaves if leaf.cell.show == "auto"]
        laid.memo["mixed"] = any(len(_kinds_in(leaf, laid)) > 1 for leaf in auto)
    return laid.memo["mixed"]


def _kinds_in(leaf: Leaf, laid: View) -> set[str]:
    return {kind_of(f) for f in laid.column(leaf)} - {"missing"}


def row_suffix(laid: View, row: Keys, label: str, printing: Printing) -> Inlines:
    """What a row label adds to its words: the kind of estimate its cells share, where the columns do not say it."""
    if any(cell.show != "auto" for cell in laid.spec.cell) or not _mixed(laid):
        return ()
    facts = [laid.facts[i] for leaf in laid.leaves for i in laid.at(row, leaf)]
    kinds = {kind_of(f) for f in facts} - {"missing"}
    kind = kinds.pop() if len(kinds) == 1 else ""
    return () if kind in ("", "value") or _says(kind, label, printing) else kind_words(kind, facts, printing)


def kind_words(kind: str, facts: list[Fact], printing: Printing) -> Inlines:
    """What a heading adds for a kind of estimate: ", No. (%)", " (SD)", " (95% CI)"."""
    if kind == "count":
        return (Text(f", {printing.strings.count} (%)"),)
    if kind in ("sd", "se"):
        return (Text(f" ({kind.upper()})"),)
    levels = {ci_level(f, printing) for f in facts if f.ci}
    return (Text(f" ({ci_label(levels.pop() if len(levels) == 1 else None, printing)})"),)


def _says(kind: str, text: str, printing: Printing) -> bool:
    signs = {"count": "%", "sd": "SD", "se": "SE", "ci": printing.strings.interval}
    return signs[kind] in text
