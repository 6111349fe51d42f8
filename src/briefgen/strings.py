"""Fixed words of the documents ("Table", "continued", "Page 1 of 3"), in one catalogue a language.

An audience may replace single strings (`strings:` in `audience.yaml`); an unknown key there is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Strings:
    """The fixed strings of one language; braces are filled in by the stage that prints them."""

    table: str = "Table"
    figure: str = "Figure"
    section: str = "Section"
    equation: str = "Equation"
    contents: str = "Contents"
    list_of_tables: str = "Tables"
    list_of_figures: str = "Figures"
    references: str = "References"
    further_reading: str = "Further reading"
    continued: str = "(continued)"
    page_of: str = "Page {page} of {total}"
    page: str = "Page {page}"
    version: str = "Version"
    data_cut_off: str = "Data cut-off"
    search_date: str = "Literature search"
    date: str = "Date"
    authors: str = "Authors"
    author: str = "Author"
    prepared_for: str = "Prepared for"
    draft: str = "DRAFT"
    note: str = "Note"
    tip: str = "Tip"
    important: str = "Important"
    warning: str = "Warning"
    caution: str = "Caution"
    abbreviations: str = "Abbreviations"
    unverified: str = "not verified"
    secondary: str = "secondary source"
    ci: str = "{level}% CI"
    to: str = "to"


_GERMAN = Strings(
    table="Tabelle", figure="Abbildung", section="Abschnitt", equation="Gleichung", contents="Inhalt",
    list_of_tables="Tabellen", list_of_figures="Abbildungen", references="Literatur",
    further_reading="Weiterführende Literatur", continued="(Fortsetzung)", page_of="Seite {page} von {total}",
    page="Seite {page}", version="Version", data_cut_off="Datenstand", search_date="Literaturrecherche", date="Datum",
    authors="Autoren", author="Autor", prepared_for="Erstellt für", draft="ENTWURF", note="Hinweis", tip="Tipp",
    important="Wichtig", warning="Warnung", caution="Vorsicht", abbreviations="Abkürzungen",
)  # fmt: skip

CATALOGUE: dict[str, Strings] = {"en": Strings(), "de": _GERMAN}

KEYS = frozenset(f.name for f in fields(Strings))


def strings_for(lang: str, overrides: Mapping[str, str] | None = None) -> Strings:
    """The catalogue of a BCP 47 language (its base language decides; English when there is none), with replacements.

    Raises KeyError naming the first override that is no key of the catalogue.
    """
    base = CATALOGUE.get(lang.partition("-")[0].lower(), CATALOGUE["en"])
    changes = {key.replace("-", "_"): text for key, text in (overrides or {}).items()}
    for key in changes:
        if key not in KEYS:
            raise KeyError(key)
    return replace(base, **changes)
