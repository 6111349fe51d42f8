"""Rules on the identity of the compound: check digits, formula against mass and structure, stereochemistry, typography."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from briefgen.check.quantity import decimal, decimals
from briefgen.check.rule import Data, Finding, Path
from briefgen.model import Compound, Salt
from briefgen.source import inside

MASSES = {
    "H": "1.008", "B": "10.81", "C": "12.011", "N": "14.007", "O": "15.999", "F": "18.998", "Na": "22.990", "Mg": "24.305",
    "Si": "28.085", "P": "30.974", "S": "32.06", "Cl": "35.45", "K": "39.098", "Ca": "40.078", "Fe": "55.845", "Zn": "65.38",
    "Se": "78.971", "Br": "79.904", "I": "126.904", "Li": "6.94", "Al": "26.982", "Pt": "195.084", "Co": "58.933",
    "Cu": "63.546", "Mn": "54.938", "Ag": "107.868", "As": "74.922", "D": "2.014", "Ba": "137.327", "Gd": "157.25",
}  # fmt: skip
"""Abridged standard atomic weights (IUPAC 2021) of the elements drugs are made of."""

TOLERANCE = Decimal("0.0005")
"""Relative tolerance of a molar mass, for the atomic weights its source used."""


def bodies(data: Data) -> Iterator[tuple[Path, Compound | Salt]]:
    """The compound and its salts, each with its path."""
    if data.brief.compound:
        yield ("compound",), data.brief.compound
        yield from ((("compound", "salts", i), salt) for i, salt in enumerate(data.brief.compound.salts))


def bad_cas_numbers(data: Data) -> Iterator[Finding]:
    for path, body in bodies(data):
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
    for path, body in bodies(data):
        if body.formula and molar_mass(body.formula) is None:
            yield Finding((*path, "formula"), f'"{body.formula}" is not a molecular formula', 'write it as "C20H23FN2O3"')


def wrong_weights(data: Data) -> Iterator[Finding]:
    for path, body in bodies(data):
        mass, weight = molar_mass(body.formula) if body.formula else None, decimal(body.weight)
        if mass is None or weight is None:
            continue
        if abs(mass - weight) > mass * TOLERANCE + Decimal(5).scaleb(-decimals(weight) - 1):
            message = f"{body.formula} has a molar mass of {mass:.2f} g/mol, not {body.weight}"
            yield Finding((*path, "weight"), message, "formula or weight belongs to another form (salt, hydrate)")


def valid_inchikey(key: str) -> bool:
    """Whether a text has the form of an InChIKey."""
    return bool(re.fullmatch(r"[A-Z]{14}-[A-Z]{10}-[A-Z]", key))


def bad_inchikeys(data: Data) -> Iterator[Finding]:
    for path, body in bodies(data):
        if body.inchikey and not valid_inchikey(body.inchikey):
            message = f'"{body.inchikey}" is not an InChIKey'
            yield Finding((*path, "inchikey"), message, "14 capital letters, 10, and 1, joined by hyphens")


_ATOM = re.compile(
    r"\[\d*(?P<bracket>[A-Z][a-z]?|[bcnops]|se|as|\*)(?P<chiral>@{0,2})[^\]]*\]|"
    r"(?P<plain>Cl|Br|[BCNOPSFI]|[bcnops])|(?P<ring>%\d\d|\d)|(?P<other>[-=#$:/\\.()*~])"
)


def parse_smiles(smiles: str) -> tuple[Counter[str], int, int] | None:
    """Heavy atoms by element, marked tetrahedral centres and marked double bonds of a SMILES; None when it is none.

    Brackets and ring closures must pair (OpenSMILES 1.0); valences are not looked at.
    """
    atoms, centres, open_rings, depth, at = Counter[str](), 0, set[str](), 0, 0
    while at < len(smiles):
        match = _ATOM.match(smiles, at)
        if not match:
            return None
        at = match.end()
        symbol = match["bracket"] or match["plain"]
        if symbol:
            atoms[symbol.capitalize()] += 1
            centres += bool(match["chiral"])
        if match["ring"]:
            open_rings ^= {match["ring"].removeprefix("%")}
        depth += {"(": 1, ")": -1}.get(match["other"] or "", 0)
        if depth < 0:
            return None
    bonds = len(re.findall(r"[/\\][^=]*=[^=]*?[/\\]", smiles))
    return None if depth or open_rings or not atoms else (atoms, centres, bonds)


def bad_smiles(data: Data) -> Iterator[Finding]:
    for path, body in bodies(data):
        if body.smiles and parse_smiles(body.smiles) is None:
            message = f'"{body.smiles}" is not a SMILES'
            yield Finding((*path, "smiles"), message, "a bracket or a ring closure is not paired, or an atom is unknown")


def other_structures(data: Data) -> Iterator[Finding]:
    """SMILES whose heavy atoms are not those of the formula."""
    for path, body in bodies(data):
        read = parse_smiles(body.smiles) if body.smiles else None
        if not read or not body.formula or molar_mass(body.formula) is None:
            continue
        drawn = {e: n for e, n in read[0].items() if e != "H"}
        stated = {e: n for e, n in elements(body.formula).items() if e not in ("H", "D")}
        if drawn != stated:
            shown = "".join(f"{e}{n if n > 1 else ''}" for e, n in sorted(drawn.items()))
            message = f"the SMILES has the heavy atoms {shown}; the formula is {body.formula}"
            yield Finding((*path, "smiles"), message, "one of them belongs to another form or compound")


def elements(formula: str) -> Counter[str]:
    """How many atoms of each element a formula has, its parts multiplied."""
    total = Counter[str]()
    plain = formula.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")).replace(" ", "")
    for part in re.split(r"[·.*]", plain):
        times = re.match(r"\d*", part)
        for element, count in re.findall(r"([A-Z][a-z]?)(\d*)", part):
            total[element] += int(count or 1) * int((times[0] if times else "") or 1)
    return total


_DESCRIPTORS = re.compile(r"(?<![A-Za-z])\(([^()]*)\)-?")
_CENTRE, _BOND = re.compile(r"^\d*[a-z]?['′]?[RS]$"), re.compile(r"^\d*[a-z]?['′]?[EZ]$")
_FLAT = "UHFFFAOYSA"
"""The second block of an InChIKey of a structure without stereochemistry."""


def stereo_in_name(name: str) -> tuple[int, int]:
    """How many centres (R, S) and double bonds (E, Z) a systematic name describes."""
    marks = [mark.strip() for group in _DESCRIPTORS.findall(name) for mark in group.split(",")]
    return sum(bool(_CENTRE.match(m)) for m in marks), sum(bool(_BOND.match(m)) for m in marks)


def other_stereochemistry(data: Data) -> Iterator[Finding]:
    """Name, SMILES and InChIKey that do not describe the same number of stereocentres and double bonds."""
    compound = data.brief.compound
    if not compound:
        return
    named = stereo_in_name(compound.iupac) if compound.iupac else None
    read = parse_smiles(compound.smiles) if compound.smiles else None
    if named and read and named != read[1:]:
        message = f"the name describes {_stereo(*named)}, the SMILES {_stereo(*read[1:])}"
        yield Finding(("compound", "smiles"), message, "a descriptor is lost in one of them")
    key = (compound.inchikey or "").split("-")
    known = named or (read[1:] if read else None)
    if len(key) == 3 and known is not None and (key[1][:8] == _FLAT[:8]) != (known == (0, 0)):
        has = "no stereochemistry" if any(known) else "a stereochemistry"
        where = "the name" if named else "the SMILES"
        message = f"the InChIKey is of a structure with {has}; {where} describes {_stereo(*known)}"
        yield Finding(("compound", "inchikey"), message, "it belongs to another stereoisomer, or to the racemate")


def _stereo(centres: int, bonds: int) -> str:
    plural = "" if centres == 1 else "s"
    return f"{centres} stereocentre{plural}" + (f" and {bonds} double bond{'' if bonds == 1 else 's'}" if bonds else "")


_PRIME = re.compile(r"(?<=\d)['’`´](?=[-,'’′)\]]|[A-Z]?-)")
_DASH = re.compile(r"(?<=[\w)\]′])[–—−](?=[\w(\[])")
_SPELLED = re.compile(r"(?<![A-Za-z])(alpha|beta|gamma|delta|omega)(?=-)", re.IGNORECASE)


def badly_set_names(data: Data) -> Iterator[Finding]:
    """Systematic names with an apostrophe for a prime, a dash for a hyphen, or a Greek letter spelled out."""
    for path, name in _chemical_names(data):
        for pattern, what, hint in (
            (_PRIME, "an apostrophe for a prime", "write ′ (U+2032)"),
            (_DASH, "a dash for a hyphen", "write a plain hyphen; briefgen keeps names from breaking there"),
            (_SPELLED, "a Greek letter spelled out", "write the letter: α, β, γ, δ, ω"),
        ):
            if match := pattern.search(name):
                message = f'the name has {what}: "{name[max(0, match.start() - 4) : match.end() + 4]}"'
                yield Finding(path, message, hint, inside(data.spans.at(*path), name, match.start(), match.end()))


def _chemical_names(data: Data) -> Iterator[tuple[Path, str]]:
    compound = data.brief.compound
    if compound:
        yield from [(("compound", "iupac"), compound.iupac)] if compound.iupac else []
        yield from ((("compound", "names", i), name) for i, name in enumerate(compound.names))
