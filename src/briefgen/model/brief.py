"""The brief: everything one document is made from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from briefgen.model.base import Day, Flag, Identifier, Line, ListOf, Model, PlacedIdentifier, Prose, shaped
from briefgen.model.compound import Compound
from briefgen.model.facts import Fact
from briefgen.model.figures import FigureSpec
from briefgen.model.protocols import Protocol
from briefgen.model.references import ReferenceRecord
from briefgen.model.studies import Study
from briefgen.model.tables import TableSpec

_LANGUAGE = shaped(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "a language tag like en-GB")

Language = Annotated[str, StringConstraints(pattern=_LANGUAGE)]


class Author(Model):
    """A person or body responsible for the brief."""

    name: Line
    affiliation: Line | None = None
    email: Line | None = None
    orcid: Line | None = None


class Contact(Model):
    """Whom to ask."""

    name: Line | None = None
    address: Line | None = None
    phone: Line | None = None
    email: Line | None = None
    url: Line | None = None


class Term(Model):
    """A preferred term, its key, and what it is also called.

    `aliases` may stand beside it once a text, at first use ("GluN2B (formerly NR2B)"); `forbidden` forms never.
    """

    aliases: Annotated[list[Line], ListOf] = []
    forbidden: Annotated[list[Line], ListOf] = []


class Abbreviation(Model):
    """The long form of an abbreviation; `expand` set to no keeps it from being spelled out at its first use in the text."""

    long: Line
    expand: Flag = True


class Acknowledgement(Model):
    """A finding the author has looked at and accepts: the rule's code, the record it is about, the reason."""

    rule: Line
    at: Line
    reason: Line


class Brief(Model):
    """`data/<brief>/brief.yaml`. Only `title` is required.

    `texts` are named passages of prose; one text for all audiences, or a text an audience with `default` for the rest.
    `in-default-build` set to no keeps a brief out of builds that name none.
    """

    title: Line
    subtitle: Line | None = None
    short_title: Line | None = None
    kind: Literal["clinical-brief", "compound-page", "note"] = "clinical-brief"
    version: Line | None = None
    status: Literal["draft", "final"] = "final"
    lang: Language = "en-GB"
    date: Day | None = None
    data_cut_off: Day | None = None
    search_date: Day | None = None
    authors: Annotated[list[Author | Line], ListOf] = []
    organisation: Line | None = None
    keywords: Annotated[list[Line], ListOf] = []
    audiences: Annotated[list[Identifier], ListOf] = []
    in_default_build: Flag = True
    compound: Compound | None = None
    studies: dict[Identifier, Study] = {}
    facts: dict[Identifier, Fact] = {}
    tables: dict[PlacedIdentifier, TableSpec] = {}
    figures: dict[PlacedIdentifier, FigureSpec] = {}
    protocols: dict[Identifier, Protocol] = {}
    references: dict[Identifier, ReferenceRecord] = {}
    further_reading: Annotated[list[Identifier], ListOf] = []
    texts: dict[Identifier, Prose | dict[Identifier, Prose]] = {}
    abbreviations: dict[Line, Abbreviation | Line] = {}
    terms: dict[Line, Term] = {}
    disclaimer: Prose | None = None
    how_to_cite: Prose | None = None
    contact: Contact | None = None
    acknowledged: list[Acknowledgement] = []

    @property
    def long_forms(self) -> dict[str, str]:
        """What each abbreviation stands for."""
        return {short: form if isinstance(form, str) else form.long for short, form in self.abbreviations.items()}

    @property
    def spelled_out(self) -> dict[str, str]:
        """The long forms of the abbreviations that are to be spelled out at their first use in the text."""
        kept = {short for short, form in self.abbreviations.items() if isinstance(form, Abbreviation) and not form.expand}
        return {short: long for short, long in self.long_forms.items() if short not in kept}
