"""Facts: the atoms of a brief. Every printed number is one, with its unit, its qualifiers and its source."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import StringConstraints, model_validator

from briefgen.model.base import Count, Decimalish, Identifier, Line, ListOf, Model, Prose, Reported, shaped

Status = Literal["verified", "secondary", "unverified"]
"""Seen in the source it cites; seen in a secondary source only; not checked against any primary source."""

Sided = Literal["one-sided", "two-sided", "not reported"]

Missing = Literal["NR", "NC", "NA", "BLQ", "ND"]
"""Why there is no number: not reported, not calculated, not applicable, below quantification limit, not determined."""

_P = shaped(r"^\s*[<>=≤≥]?\s*0?\.\d+\s*$|^\s*[<>=]?\s*[01](\.0+)?\s*$", "a probability like 0.013, .013 or <0.001")

PValue = Annotated[str, StringConstraints(pattern=_P)]
"""A P value as reported, with its relation where that is not equality."""

_BOUNDS = re.compile(r"^\s*\(?\s*(\S+?)\s*(?:to|,|;|–|\.\.)\s*(\S+?)\s*\)?\s*$")


class Interval(Model):
    """An interval: `level` in percent for a confidence interval; bounds as reported. May be written "-11.78 to -1.15"."""

    lower: Decimalish
    upper: Decimalish
    level: Decimalish | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if isinstance(data, str):
            match = _BOUNDS.match(data)
            if not match:
                raise ValueError('an interval is written "LOWER to UPPER"')
            return {"lower": match[1], "upper": match[2]}
        return data


class Fact(Model):
    """One number and all that says what it is.

    `value` keeps the digits its source reports and may carry its unit ("8 nM"). `n` of `of` counts people or animals
    ("5 of 21"); `n` alone is the size of the sample. `source` is a reference key, `locator` the place in it; `seen_in`
    is the reference where the value was actually read. A fact without a value names the reason in `missing`.
    """

    value: Reported | None = None
    missing: Missing | None = None
    parameter: Line | None = None
    unit: Line | None = None
    label: Line | None = None
    # qualifiers: what the number is of
    target: Line | None = None
    species: Line | None = None
    strain: Line | None = None
    route: Line | None = None
    dose: Line | None = None
    regimen: Line | None = None
    duration: Line | None = None
    matrix: Line | None = None
    assay: Line | None = None
    population: Line | None = None
    at: Line | None = None
    arms: Annotated[list[Identifier], ListOf] = []
    vs: Line | None = None
    form: Line | None = None
    # statistics
    statistic: Line | None = None
    n: Count | None = None
    of: Count | None = None
    sd: Decimalish | None = None
    se: Decimalish | None = None
    cv: Decimalish | None = None
    iqr: Interval | None = None
    range: Interval | None = None
    ci: Interval | None = None
    p: PValue | None = None
    sided: Sided | None = None
    exploratory: Literal["yes", "no"] | None = None
    # evidence
    study: Identifier | Literal["none"] | None = None
    source: Identifier | None = None
    locator: Line | None = None
    seen_in: Identifier | None = None
    status: Status = "verified"
    note: Prose | None = None
    acknowledged: dict[str, Line] = {}

    @model_validator(mode="after")
    def _has_a_number_or_a_reason(self) -> Self:
        if self.value is None and self.missing is None and self.n is None:
            raise ValueError("a fact needs `value`, a count `n` (with `of`), or `missing` with the reason")
        return self
