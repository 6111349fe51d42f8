"""Rules on the identity of the compound: check digits, and formula against molar mass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from briefgen.check.quantity import decimal, decimals
from briefgen.check.rule import Data, Finding, Path
from briefgen.model import Compound, Salt

MASSES = {
    "H": "1.008", "B": "10.81", "C": "12.011", "N": "14.007", "O": "15.999", "F": "18.998", "Na": "22.990", "Mg": "24.305",
    "Si": "28.085", "P": "30.974", "S": "32.06", "Cl": "35.45", "K": "39.098", "Ca": "40.078", "Fe": "55.845", "Zn": "65.38",
    "Se": "78.971", "Br": "79.904", "I": "126.904", "Li": "6.94", "Al": "26.982", "Pt": "195.084", "Co": "58.933",
    "Cu": "63.546", "Mn": "54.938", "Ag": "107.868", "As": "74.922", "D": "2.014", "Ba": "137.327", "Gd": "157.25",
}  # fmt: skip
"""Abridged standard atomic weights (IUPAC 2021) of the elements drugs are made of."""

TOLERANCE = Decimal("0.0005")
"""Relative tolerance of a molar mass, for the atomic weights its source used."""


def _bodies(data: Data) -> Iterator[tuple[Path, Compound | Salt]]:
    if data.brief.compound:
        yield ("compound",), data.brief.compound
        yield from ((("compound", "salts", i), salt) for i, salt in enumerate(data.brief.compound.salts))


def bad_cas_numbers(data: Data) -> Iterator[Finding]:
    for path, body in _bodies(data):
        if body.cas and not valid_cas(body.cas):
            yield Finding((*path, "cas"), f'the check digit of the CAS number "{body.cas}" is wrong', "a digit is mistyped")


def valid_cas(number: str) -> bool:
    """Whether the last digit of a CAS number is its check digit: digits from the right times 1, 2, 3 …, modulo 10."""
    digits = number.replace("-", "")
    return sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), 1)) % 10 == int(digits[-1])


def molar_mass(formula: str) -> Decimal | None:
    """The molar mass in g/mol of a formula such as "C20H23FN2O3", "C2H6·HCl" or "C2H6.2H2O"; None when it is none."""
    total = Decimal(0)
    plain = formula.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")).replace(" ", "")
    for part in re.split(r"[·.*]", plain):
        match = re.fullmatch(r"(\d*)((?:[A-Z][a-z]?\d*)+)", part)
        if not match:
            return None
        for element, count in re.findall(r"([A-Z][a-z]?)(\d*)", match[2]):
            if element not in MASSES:
                return None
            total += Decimal(MASSES[element]) * int(count or 1) * int(match[1] or 1)
    return total


def bad_formulas(data: Data) -> Iterator[Finding]:
    for path, body in _bodies(data):
        if body.formula and molar_mass(body.formula) is None:
            yield Finding((*path, "formula"), f'"{body.formula}" is not a molecular formula', 'write it as "C20H23FN2O3"')


def wrong_weights(data: Data) -> Iterator[Finding]:
    for path, body in _bodies(data):
        mass, weight = molar_mass(body.formula) if body.formula else None, decimal(body.weight)
        if mass is None or weight is None:
            continue
        if abs(mass - weight) > mass * TOLERANCE + Decimal(5).scaleb(-decimals(weight) - 1):
            message = f"{body.formula} has a molar mass of {mass:.2f} g/mol, not {body.weight}"
            yield Finding((*path, "weight"), message, "formula or weight belongs to another form (salt, hydrate)")


def bad_inchikeys(data: Data) -> Iterator[Finding]:
    for path, body in _bodies(data):
        if body.inchikey and not re.fullmatch(r"[A-Z]{14}-[A-Z]{10}-[A-Z]", body.inchikey):
            message = f'"{body.inchikey}" is not an InChIKey'
            yield Finding((*path, "inchikey"), message, "14 capital letters, 10, and 1, joined by hyphens")
