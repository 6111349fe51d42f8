"""Tables: views over facts, or literal grids whose cells name facts."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from briefgen.model.base import Identifier, Line, ListOf, Markup, Model, Prose


class CellSpec(Model):
    """One leaf column of a view: its heading and what it shows of the fact.

    `show` is text with placeholders: {value} {est} {unit} {n} {N} {pct} {sd} {se} {cv} {lo} {hi} {level} {p} {cite}
    {status} and any qualifier ({dose}, {species} …). "auto" shows what the fact has: "n (pct)", "value (SD)",
    "value (lo to hi)". `parameter` limits the column to facts of that parameter.
    """

    head: Prose | None = None
    show: str = "auto"
    parameter: Line | None = None
    align: Literal["left", "center", "right", "decimal"] | None = None


class GridColumn(Model):
    """One column of a literal grid."""

    head: Prose
    align: Literal["left", "center", "right", "decimal"] = "left"
    width: float = 0.0


def _cells(data: Any) -> Any:
    return [{"show": data}] if isinstance(data, str) else data


class TableSpec(Model):
    """A table. A view has `facts` (field: value or list of values), `rows` and maybe `columns`; a grid has `grid`.

    `rows` and `columns` are fields of the fact, outermost first: all but the last of `rows` make row groups, all but the
    last of `columns` make spanners. `stub` heads the row labels; where they fill several columns it names each ("A |
    B"). `order` lists the values of a field in the order they are printed (by default the order of the facts); `labels`
    gives them, and the fields, other words. `sort` orders the rows (within their groups) by the value of the first
    column, "value" rising and "-value" falling; what has no exact value comes last. `totals` is the label of a last row
    that sums up each column. Numbers typed into a grid become facts, and `defaults` are the fields these share
    (`source`, `status` …). `notes` are keyed texts, marked a, b, c in reading order where a cell, heading or label names
    them as `[^key]`; a key starting with "_" is a general note without a mark.
    """

    caption: Prose
    description: Line | None = None
    facts: dict[str, Annotated[list[str], ListOf]] | Annotated[list[Identifier], ListOf] | None = None
    rows: Annotated[list[str], ListOf] = []
    columns: Annotated[list[str], ListOf] = []
    cell: Annotated[list[CellSpec], Field(json_schema_extra={"description": "text or list"})] = [CellSpec()]
    stub: Prose | None = None
    order: dict[str, Annotated[list[str], ListOf]] = {}
    labels: dict[str, Prose] = {}
    missing: Line = "NR"
    sort: Line | None = None
    totals: Line | None = None
    grid: list[list[Markup | None]] | None = None
    defaults: dict[str, Any] = {}
    head: list[GridColumn | Prose] = []
    notes: dict[str, Prose] = {}
    acknowledged: dict[str, Line] = {}

    @model_validator(mode="before")
    @classmethod
    def _short_cell(cls, data: Any) -> Any:
        if isinstance(data, dict) and "cell" in data:
            return {**data, "cell": _cells(data["cell"])}
        return data

    @model_validator(mode="after")
    def _view_or_grid(self) -> Self:
        if (self.grid is None) == (self.facts is None):
            raise ValueError("a table has either `facts` with `rows` (a view) or `grid` with `head`")
        if self.facts is not None and not self.rows:
            raise ValueError("a view over facts needs `rows`: the fields that make its rows")
        if self.sort not in (None, "value", "-value"):
            raise ValueError('`sort` is "value" (rising) or "-value" (falling)')
        if self.grid is not None and (self.sort or self.totals):
            raise ValueError("`sort` and `totals` belong to views over facts, not to grids")
        if self.grid is not None and not self.head:
            raise ValueError("a grid needs `head`: one heading a column")
        return self
