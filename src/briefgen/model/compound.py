"""The compound a brief is about."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from briefgen.model.base import Decimalish, Line, ListOf, Model, shaped

_CAS = shaped(r"^\d{2,7}-\d{2}-\d$", "a CAS registry number like 50-78-2")

CasNumber = Annotated[str, StringConstraints(pattern=_CAS)]


class Salt(Model):
    """A salt or solvate form of the compound."""

    name: Line
    cas: CasNumber | None = None
    formula: Line | None = None
    weight: Decimalish | None = None
    inchikey: Line | None = None
    smiles: Line | None = None


class Compound(Model):
    """Identity of the compound. `weight` is the molar mass in g/mol as reported; `sources` are reference keys.

    `doses_as` says of which form all doses are that do not name another: "base", or the name of a salt.
    """

    inn: Line
    codes: Annotated[list[Line], ListOf] = []
    names: Annotated[list[Line], ListOf] = []
    iupac: Line | None = None
    cas: CasNumber | None = None
    formula: Line | None = None
    weight: Decimalish | None = None
    inchikey: Line | None = None
    smiles: Line | None = None
    salts: list[Salt] = []
    doses_as: Line | None = None
    class_: Line | None = None
    target: Line | None = None
    originator: Line | None = None
    sources: Annotated[list[Line], ListOf] = []
    status: Line | None = None
