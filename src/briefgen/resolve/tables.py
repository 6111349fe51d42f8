"""Tables built from their specification: views over facts, and literal grids."""

from __future__ import annotations

import re
from dataclasses import replace

from briefgen.diag import did_you_mean
from briefgen.model import GridColumn, TableSpec
from briefgen.resolve import cells
from briefgen.resolve.context import Context
from briefgen.resolve.graft import joined
from briefgen.resolve.values import Printing, uniform_percents
from briefgen.resolve.views import Keys, Leaf, View, telling_apart, view
from briefgen.source import Span
from briefgen.strings import Strings
from briefgen.tree import Caption, Cell, Cite, CiteItem, Column, Inlines, Note, Row, Scope, Table, Text, plain

_NUMERIC = re.compile(r"^[<>≤≥~≈]?[−+]?\d[\d\u202f.,]*( \([^()]*\))?%?$")


def build(context: Context, key: str, anchor: str, span: Span) -> Table | None:
    """The table of the data named `key`, its marks not yet assigned; None when an error was recorded."""
    spec = context.brief.tables[key]
    parts = _grid(context, key, spec) if spec.grid is not None else _view(context, key, spec)
    if parts is None:
        return None
    head, body, columns = parts
    caption = Caption(context.read(spec.caption, "tables", key, "caption"), span=context.spans.at("tables", key, "caption"))
    notes = tuple(Note(k, context.read(text, "tables", key, "notes", k)) for k, text in spec.notes.items())
    return Table(anchor, caption, columns, head, body, notes, spec.description or "", span=span)


Parts = tuple[tuple[Row, ...], tuple[Row, ...], tuple[Column, ...]]


# ------------------------------------------------------------------------------------------------------------ grids


def _grid(context: Context, key: str, spec: TableSpec) -> Parts | None:
    grid, width = spec.grid or [], len(spec.head)
    if not grid:
        context.sink.error("table-empty", f'the table "{key}" has no rows', context.spans.at("tables", key, "grid"))
        return None
    bad = [(n, len(row)) for n, row in enumerate(grid) if len(row) != width]
    for n, cells_here in bad:
        message, hint = (
            f"row {n + 1} has {cells_here} cells, the head {width}",
            "write ~ for a cell that the one before it spans",
        )
        context.sink.error("table-ragged", message, context.spans.at("tables", key, "grid", n), hint)
    if bad:
        return None
    heads = [h if isinstance(h, GridColumn) else GridColumn(head=h) for h in spec.head]
    read = [context.read(h.head, "tables", key, "head", n) for n, h in enumerate(heads)]
    head = Row(tuple(Cell(inlines, scope="col") for inlines in read))
    body = tuple(_grid_row(context, key, spec, n) for n in range(len(grid)))
    columns = tuple(Column(h.align, h.width) for h in heads)
    given = [isinstance(h, GridColumn) and "align" in h.model_fields_set for h in spec.head]
    return (head,), body, _aligned(columns, body, given, spec.missing)


def _grid_row(context: Context, key: str, spec: TableSpec, n: int) -> Row:
    made: list[Cell] = []
    for c, text in enumerate((spec.grid or [])[n]):
        where = ("tables", key, "grid", n, c)
        inlines = cells.values_in(context, context.read(text, *where)) if text and text.strip() else (Text(spec.missing),)
        made.append(Cell(inlines, scope="" if c else "row", span=context.spans.at(*where)))
    return Row(tuple(made))


def _aligned(columns: tuple[Column, ...], body: tuple[Row, ...], given: list[bool], missing: str) -> tuple[Column, ...]:
    """Columns of numbers aligned by their decimal sign, unless the writer said otherwise."""
    data: list[list[str]] = [[] for _ in columns]
    for row in body:
        at = len(columns) - sum(cell.colspan for cell in row.cells)  # cells of a row span stand at its left
        for cell in row.cells:
            if not cell.scope:
                data[at].append(plain(cell.children))
            at += cell.colspan
    return tuple(
        replace(column, align="decimal") if not fixed and _numeric(texts, missing) else column
        for column, texts, fixed in zip(columns, data, given, strict=True)
    )


def _numeric(texts: list[str], missing: str) -> bool:
    numbers = [t for t in texts if t and t != missing and t not in ("NR", "NC", "NA", "BLQ", "ND")]
    return bool(numbers) and all(_NUMERIC.match(t) for t in numbers)


# ------------------------------------------------------------------------------------------------------------ views


def _view(context: Context, key: str, spec: TableSpec) -> Parts | None:
    laid = view(context, key, spec)
    if laid is None:
        return None
    _order_known(context, laid)
    found = len(context.sink.found)
    percents = uniform_percents(list(laid.facts.values()))
    printing = replace(context.printing, cell=True, percents=percents)
    columns = [_column(context, laid, leaf, printing) for leaf in laid.leaves]
    if any(d.code in _STOPPING for d in context.sink.found[found:]):
        return None
    stub = _stub_width(context, spec)
    body = (*_body(context, laid, columns, printing), *_totals(context, laid, stub, printing))
    if any(d.code == "table-total" for d in context.sink.found[found:]):
        return None
    head = _head(context, laid, stub, printing)
    data = tuple(Column(leaf.cell.align or "left") for leaf in laid.leaves)
    given = [True] * stub + [leaf.cell.align is not None for leaf in laid.leaves]
    return head, body, _aligned((Column(),) * stub + data, body, given, spec.missing)


def _totals(context: Context, laid: View, stub: int, printing: Printing) -> tuple[Row, ...]:
    """The row that sums up each column, when the table has one."""
    if not laid.spec.totals:
        return ()
    label = Cell((Text(laid.spec.totals),), colspan=stub, scope="row")
    columns = ((leaf, replace(printing, units=not cells.shared_unit(laid, leaf))) for leaf in laid.leaves)
    return (Row((label, *(Cell(cells.summed(context, laid, leaf, each)) for leaf, each in columns))),)


_STOPPING = ("table-ambiguous", "value-form-unknown", "table-form-missing")


def _order_known(context: Context, laid: View) -> None:
    levels = dict(zip(laid.spec.rows, zip(*laid.rows, strict=True), strict=True))
    levels |= dict(zip(laid.spec.columns, zip(*(leaf.keys for leaf in laid.leaves), strict=True), strict=False))
    for name, wanted in laid.spec.order.items():
        have = levels.get(name, ())
        for word in wanted:
            if have and word not in have:
                span = context.spans.at("tables", laid.key, "order", name)
                message = f'table "{laid.key}": no fact shown has the {name} "{word}"'
                context.sink.warning("table-order-unknown", message, span, did_you_mean(word, set(have)))


def _stub_width(context: Context, spec: TableSpec) -> int:
    return 1 if context.theme.table.groups == "heading" else len(spec.rows)


def _column(context: Context, laid: View, leaf: Leaf, printing: Printing) -> dict[Keys, Inlines]:
    """The cells of a leaf column by row."""
    in_head = cells.shared_unit(laid, leaf)
    printing = replace(printing, units=not in_head)
    return {row: _cell(context, laid, row, leaf, printing) for row in laid.rows}


def _cell(context: Context, laid: View, row: Keys, leaf: Leaf, printing: Printing) -> Inlines:
    ids = laid.at(row, leaf)
    if not ids:
        return (Text(laid.spec.missing),)
    if len(ids) > 1:
        _ambiguous(context, laid, ids)
        return ()
    return cells.shown(context, laid, ids[0], leaf, printing)


def _ambiguous(context: Context, laid: View, ids: list[str]) -> None:
    used = [*laid.spec.rows, *laid.spec.columns]
    apart = telling_apart(laid.facts, ids, used)
    names = " and ".join(f'"{i}"' for i in ids)
    message = f'table "{laid.key}": {names} fall into one cell'
    hint = f"they differ in {', '.join(apart)}: add it to rows or columns" if apart else "leave one of them out with `facts`"
    context.sink.error("table-ambiguous", message, context.spans.at("tables", laid.key), hint)


# ------------------------------------------------------------------------------------------------------------- head


def _head(context: Context, laid: View, stub: int, printing: Printing) -> tuple[Row, ...]:
    levels = len(laid.spec.columns)
    leaf_row = levels == 0 or len(laid.spec.cell) > 1 or laid.spec.cell[0].head is not None
    depth = levels + leaf_row
    rows: list[list[Cell]] = [[] for _ in range(depth)]
    rows[0].extend(Cell(label, rowspan=depth, scope="col") for label in _stub_heads(context, laid.spec, laid.key, stub))
    for level in range(levels):
        rows[level].extend(_spanners(context, laid, level, level == depth - 1, printing))
    if leaf_row:
        rows[-1].extend(Cell(_leaf_head(context, laid, leaf, printing), scope="col") for leaf in laid.leaves)
    return tuple(Row(tuple(cells_here)) for cells_here in rows)


def _spanners(context: Context, laid: View, level: int, last: bool, printing: Printing) -> list[Cell]:
    made: list[Cell] = []
    name = laid.spec.columns[level]
    for keys, leaves in _runs(laid.leaves, level + 1):
        label = label_of(context, laid.key, laid.spec, name, keys[level])
        if last:
            label = joined((*label, *cells.head_suffix(laid, leaves[0], printing)))
        scope: Scope = "colgroup" if len(leaves) > 1 else "col"
        made.append(Cell(label, colspan=len(leaves), scope=scope, align="center" if len(leaves) > 1 else None))
    return made


def _runs(leaves: tuple[Leaf, ...], depth: int) -> list[tuple[Keys, list[Leaf]]]:
    runs: list[tuple[Keys, list[Leaf]]] = []
    for leaf in leaves:
        if runs and runs[-1][0] == leaf.keys[:depth]:
            runs[-1][1].append(leaf)
        else:
            runs.append((leaf.keys[:depth], [leaf]))
    return runs


def _leaf_head(context: Context, laid: View, leaf: Leaf, printing: Printing) -> Inlines:
    text = leaf.cell.head
    head = (
        context.read(text, "tables", laid.key, "cell", leaf.index, "head")
        if text
        else cells.default_head(laid, leaf, printing)
    )
    return joined((*head, *cells.head_suffix(laid, leaf, printing, plain(head))))


def _stub_heads(context: Context, spec: TableSpec, key: str, width: int) -> list[Inlines]:
    given = [part.strip() for part in spec.stub.split("|")] if spec.stub else []
    if len(given) == width:
        return [context.read(part, "tables", key, "stub") for part in given]
    if given and width == 1:
        return [context.read(", ".join(given), "tables", key, "stub")]
    names = spec.rows if width == len(spec.rows) else [spec.rows[-1]]
    labels = [spec.labels.get(name) for name in names]
    return [
        context.read(label, "tables", key, "labels", name) if label else (Text(_field(context.strings, name)),)
        for name, label in zip(names, labels, strict=True)
    ]


def _field(strings: Strings, name: str) -> str:
    """A field of facts as a heading, in the document's language where the catalogue has it."""
    shared = {"target", "population", "arms", "source", "status"}
    known: str | None = getattr(strings, name if name in shared else f"field_{name}", None)
    return known or name.replace("-", " ").capitalize()


def label_of(context: Context, key: str, spec: TableSpec, name: str, value: str) -> Inlines:
    """What a table prints for a value of a field: its label, an arm's or a study's name, a citation, or the value."""
    if value in spec.labels:
        return context.read(spec.labels[value], "tables", key, "labels", value)
    if name == "arms":
        return (Text(_arms(context, value)),)
    if name == "study" and value in context.brief.studies:
        study = context.brief.studies[value]
        return (Text(study.title or next(iter([*study.registry, *study.ids]), value)),)
    if name in ("source", "seen-in"):
        return (Cite((CiteItem(value),), narrative=True),)
    return (Text(value),)


def _arms(context: Context, value: str) -> str:
    labels = {i: arm.label for study in context.brief.studies.values() for i, arm in study.arms.items()}
    return " + ".join(labels.get(part, part) for part in value.split("+"))


# ------------------------------------------------------------------------------------------------------------- body


def _body(context: Context, laid: View, columns: list[dict[Keys, Inlines]], printing: Printing) -> tuple[Row, ...]:
    out: list[Row] = []
    for number, row in enumerate(laid.rows):
        headings, stub = _groups(context, laid, number)
        label = label_of(context, laid.key, laid.spec, laid.spec.rows[-1], row[-1])
        suffix = cells.row_suffix(laid, row, plain(label), printing)
        data = tuple(Cell(column[row]) for column in columns)
        out.extend(headings)
        out.append(Row((*stub, Cell(joined((*label, *suffix)), scope="row"), *data)))
    return tuple(out)


def _groups(context: Context, laid: View, number: int) -> tuple[list[Row], list[Cell]]:
    """What stands before or left of a row for its groups: heading rows, or stub cells spanning or repeated."""
    groups, row = context.theme.table.groups, laid.rows[number]
    before = laid.rows[number - 1] if number else ()
    headings: list[Row] = []
    stub: list[Cell] = []
    for level, name in enumerate(laid.spec.rows[:-1]):
        opens = row[: level + 1] != before[: level + 1]
        if not opens and groups != "repeat":
            continue
        label = label_of(context, laid.key, laid.spec, name, row[level])
        if groups == "heading":
            cell = Cell(label, colspan=len(laid.leaves) + 1, scope="rowgroup")
            headings.append(Row((cell,), group=True, keep=True))
        else:
            span = 1 if groups == "repeat" else _same(laid.rows[number:], level + 1)
            stub.append(Cell(label, rowspan=span, scope="rowgroup" if span > 1 else "row"))
    return headings, stub


def _same(rows: tuple[Keys, ...], depth: int) -> int:
    return next((n for n, row in enumerate(rows) if row[:depth] != rows[0][:depth]), len(rows))
