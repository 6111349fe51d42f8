"""The project's own file: where its briefs, templates, brand and output are."""

from __future__ import annotations

from typing import Annotated

from briefgen.model.base import Identifier, Line, ListOf, Model


class ProjectFile(Model):
    """`briefgen.yml`: every key has a default; paths are relative to the file's folder."""

    title: Line | None = None
    data: Line = "data"
    templates: Line = "templates"
    brand: Line | None = None
    output: Line = "output"
    audiences: Annotated[list[Identifier], ListOf] = []
