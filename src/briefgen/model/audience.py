"""An audience: which sections it is given, in which order, in which number style and citation style."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from briefgen.model.base import Count, Flag, Identifier, Line, ListOf, Model
from briefgen.source import NOWHERE, Span


class SectionSpec(Model):
    """One section of an audience: a template of the audience's folder (or of `shared/`), rendered when it has content."""

    template: Line
    required: Flag = False


class NumberProfile(Model):
    """How numbers are printed: what is not given is as in `base`.

    `ama` prints no zero before the point of a P value and no space before "%"; `si` prints both. `thousands` names what
    stands between groups of three digits from `thousands-from` digits on; "locale" takes the language's own sign.
    `decimal` is the language's sign unless given. `range` is what joins the bounds of a range: a dash or the word "to".
    `significant` rounds measured values to so many digits, once, half up; by default the digits reported are kept.
    """

    base: Literal["ama", "si"] = "ama"
    p_leading_zero: Flag | None = None
    percent_space: Flag | None = None
    thousands: Literal["thin", "comma", "point", "apostrophe", "none", "locale"] = "thin"
    thousands_from: Annotated[Count, Field(ge=4)] = 5
    decimal: Literal["point", "comma", "locale"] = "locale"
    range: Literal["dash", "to"] = "dash"
    significant: Annotated[Count, Field(ge=1, le=15)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        return {"base": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _signs_differ(self) -> Self:
        if self.thousands == self.decimal and self.decimal in ("point", "comma"):
            raise ValueError("thousands and decimal cannot have the same sign")
        return self


class Audience(Model):
    """`templates/<audience>/audience.yaml`. `sections` are template names in order ("summary" is `summary.md.j2`).

    `citation_style` is the name of a CSL style, or the path of a `.csl` file beside the audience; its text comes with it.
    `labels` say it in other languages, by tag ("de"). `expand_abbreviations` spells each abbreviation out at its first
    use, in the summary and again in the rest.
    """

    label: Line
    labels: dict[str, Line] = {}
    description: Line | None = None
    extends: Identifier | None = None
    sections: list[Line]
    required: Annotated[list[Line], ListOf] = []
    profile: NumberProfile = NumberProfile.model_construct()
    citation_style: Line = "nlm-citation-sequence"
    number_sections: Flag = True
    contents: Flag = True
    expand_abbreviations: Flag = True
    strings: dict[str, Line] = {}

    _style_place: Span = PrivateAttr(default=NOWHERE)
    _style_text: str = PrivateAttr(default="")
    _style_file: str = PrivateAttr(default="")

    def called(self, lang: str) -> str:
        """The label in a language; the plain one where there is no other."""
        return self.labels.get(lang) or self.labels.get(lang.partition("-")[0]) or self.label

    def with_style(self, place: Span, file: str = "", text: str = "") -> Audience:
        """The audience, knowing where its style is named and, for a file of its own, the file's name and text."""
        copy = self.model_copy()
        copy._style_place, copy._style_file, copy._style_text = place, file, text
        return copy

    @property
    def style(self) -> str:
        """What the citation processor loads: the text of the audience's own style, or the name of a known one."""
        return self._style_text or self.citation_style

    def style_span(self, line: int = 0) -> Span:
        """Where a fault of the style lies: in its own file when the line is known there, else where it is named."""
        return Span(self._style_file, line, 1) if self._style_file and line else self._style_place
