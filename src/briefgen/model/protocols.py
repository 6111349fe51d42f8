"""Protocols: how something was measured or done."""

from __future__ import annotations

from typing import Annotated

from briefgen.model.base import Identifier, Line, ListOf, Model, Prose


class Protocol(Model):
    """A protocol: a summary, materials, parameters (name: text) and steps in order."""

    title: Line
    group: Line | None = None
    study: Identifier | None = None
    source: Identifier | None = None
    summary: Prose | None = None
    materials: list[Prose] = []
    parameters: dict[Line, Prose] = {}
    steps: list[Prose] = []
    audiences: Annotated[list[Identifier], ListOf] = []
