"""Studies: what was done, in whom, and where it is reported."""

from __future__ import annotations

from typing import Annotated, Literal

from briefgen.model.base import Count, Decimalish, Flag, Identifier, Line, ListOf, Model

StudyStatus = Literal["planned", "recruiting", "ongoing", "completed", "terminated", "withdrawn", "suspended", "unknown"]


class Arm(Model):
    """One arm of a study; `n` is the number randomised (or treated, where the source says no more)."""

    label: Line
    n: Count | None = None
    dose: Line | None = None
    regimen: Line | None = None
    control: Flag = False


class Endpoint(Model):
    """The primary endpoint and whether it was met."""

    name: Line
    met: Flag | None = None


class Study(Model):
    """One study. `reported_in` lists the references that report it; `losses` says where randomised people went."""

    title: Line | None = None
    registry: Annotated[list[Line], ListOf] = []
    ids: Annotated[list[Line], ListOf] = []
    phase: Line | None = None
    kind: Literal["clinical", "preclinical"] = "clinical"
    design: Line | None = None
    population: Line | None = None
    sites: Line | None = None
    status: StudyStatus = "unknown"
    reason: Line | None = None
    arms: dict[Identifier, Arm] = {}
    randomised: Count | None = None
    completed: Count | None = None
    analysed: Count | None = None
    losses: dict[Line, Count] = {}
    ci_level: Decimalish | None = None
    primary: Endpoint | None = None
    reported_in: Annotated[list[Identifier], ListOf] = []
    source: Identifier | None = None
    acknowledged: dict[str, Line] = {}
