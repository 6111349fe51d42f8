"""The rules that ask RDKit, where it is installed, what a SMILES is: against formula, InChIKey and name.

They tell what the rules of `identity`, which only count, cannot see: hydrogens, connections, which of two mirror images.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from briefgen.check.identity import bodies, elements, molar_mass, parse_smiles, stereo_in_name, valid_inchikey
from briefgen.check.rule import Data, Finding, Path
from briefgen.model import Compound, Salt
from briefgen.records import dataclass

_LETTERS = re.compile(r"(?<![A-Za-z])\(([^()]*)\)")
_LETTER = re.compile(r"^\d*[a-z]?['′]?([RSEZ])$")
_RELATIVE = re.compile(r"\brac-|\brel-|\brac\b|\*\)|\(RS\)|±", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Structure:
    """What RDKit makes of a SMILES; `fault` says why it is no structure, where it is none."""

    formula: str = ""
    inchikey: str = ""
    letters: str = ""
    fault: str = ""


@cache
def toolkit() -> Any:
    """RDKit's chemistry, silent; None where the extra `chem` is not installed."""
    try:
        from rdkit import Chem, RDLogger
        from rdkit.Chem import rdCIPLabeler, rdMolDescriptors
    except ImportError:
        return None
    RDLogger.DisableLog("rdApp.*")  # type: ignore[attr-defined]
    return Chem, rdCIPLabeler, rdMolDescriptors


@lru_cache(maxsize=256)
def structure(smiles: str) -> Structure | None:
    """The structure a SMILES describes; None without RDKit."""
    if toolkit() is None:
        return None
    chem, labeler, descriptors = toolkit()
    molecule = chem.MolFromSmiles(smiles, sanitize=False)
    try:
        chem.SanitizeMol(molecule)
    except (ValueError, TypeError) as fault:  # RDKit's own exceptions are ValueErrors; None where it read nothing
        return Structure(fault=str(fault).strip().partition("\n")[0])
    chem.AssignStereochemistry(molecule, cleanIt=True, force=True)
    labeler.AssignCIPLabels(molecule)
    parts = [*molecule.GetAtoms(), *molecule.GetBonds()]
    letters = "".join(sorted(p.GetProp("_CIPCode") for p in parts if p.HasProp("_CIPCode")))
    return Structure(descriptors.CalcMolFormula(molecule), chem.MolToInchiKey(molecule), letters)


def _comparable(data: Data) -> Iterator[tuple[Path, Compound | Salt, str]]:
    """Every record with a SMILES that can be read, and something to compare it with."""
    for path, body in bodies(data):
        named = body.iupac if isinstance(body, Compound) else None
        if body.smiles and parse_smiles(body.smiles) and (body.formula or body.inchikey or named):
            yield path, body, body.smiles


def other_molecules(data: Data) -> Iterator[Finding]:
    """SMILES that are no molecule, or another one than formula, InChIKey or name say."""
    for path, body, smiles in _comparable(data):
        found = structure(smiles)
        read = parse_smiles(smiles)
        if found is None or read is None:
            continue
        message = f"the SMILES is no molecule: {found.fault}" if found.fault else _difference(body, found, read[0])
        if message:
            hint = "draw it: an atom, a charge or a wedge is lost, or it belongs to another form"
            yield Finding((*path, "smiles"), message, hint)


def _difference(body: Compound | Salt, found: Structure, heavy: dict[str, int]) -> str:
    """In what a structure and its record differ; empty where `smiles-formula` or `stereo-differs` tell it already."""
    formula = elements(body.formula) if body.formula and molar_mass(body.formula) is not None else None
    if formula is not None:
        if {e: n for e, n in formula.items() if e not in "HD"} != {e: n for e, n in heavy.items() if e != "H"}:
            return ""
        if (ours := elements(re.sub(r"[+-]\d*$", "", found.formula))) != formula:
            return f"the SMILES has {ours['H']} hydrogens; the formula is {body.formula}"
    key = body.inchikey or ""
    if (
        valid_inchikey(key)
        and found.inchikey
        and not _flatness_differs(key, found.inchikey)
        and key[:25] != found.inchikey[:25]
    ):
        what = "connections" if key[:14] != found.inchikey[:14] else "stereochemistry"
        return f"the InChIKey of the SMILES is {found.inchikey}: its {what} differ{'' if what == 'connections' else 's'}"
    return _other_letters(body.iupac if isinstance(body, Compound) else None, found)


def _flatness_differs(one: str, other: str) -> bool:
    return (one[15:23] == "UHFFFAOY") != (other[15:23] == "UHFFFAOY")


def _other_letters(name: str | None, found: Structure) -> str:
    """Descriptors of the name (R, S, E, Z) that are not those of the structure, where they are as many and absolute."""
    if not name or _RELATIVE.search(name) or sum(stereo_in_name(name)) != len(found.letters):
        return ""
    marks = [mark.strip() for group in _LETTERS.findall(name) for mark in group.split(",")]
    letters = "".join(sorted(m[1] for mark in marks if (m := _LETTER.match(mark))))
    if letters == found.letters:
        return ""
    return f"the name says {', '.join(letters)}; the SMILES is {', '.join(found.letters)}"


def unread_structures(data: Data) -> Iterator[Finding]:
    """Structures nobody compared, since RDKit is not installed."""
    if toolkit() is None:
        for path, _, _ in _comparable(data):
            message = "the SMILES was not compared with formula, InChIKey and name: RDKit is not installed"
            yield Finding((*path, "smiles"), message, "install briefgen[chem]")
