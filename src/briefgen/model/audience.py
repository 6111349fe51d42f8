"""An audience: which sections it is given, in which order, in which number style and citation style."""

from __future__ import annotations

from typing import Annotated, Literal

from briefgen.model.base import Flag, Identifier, Line, ListOf, Model


class SectionSpec(Model):
    """One section of an audience: a template of the audience's folder (or of `shared/`), rendered when it has content."""

    template: Line
    required: Flag = False


class Audience(Model):
    """`templates/<audience>/audience.yaml`. `sections` are template names in order ("summary" is `summary.md.j2`)."""

    label: Line
    description: Line | None = None
    extends: Identifier | None = None
    sections: list[Line]
    required: Annotated[list[Line], ListOf] = []
    profile: Literal["ama", "si"] = "ama"
    citation_style: Line = "nlm-citation-sequence"
    number_sections: Flag = True
    contents: Flag = True
    strings: dict[str, Line] = {}
