"""Figures: graphs described by nodes and edges, or images."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, model_validator

from briefgen.model.base import Identifier, Line, ListOf, Model, Prose

Sign = Literal["activates", "inhibits", "modulates", "hypothesised", "flow"]

_EDGE = re.compile(r"^\s*(?P<source>.+?)\s+(?P<arrow>->|-\||-o|\.\.>|=>)\s+(?P<target>.+?)\s*(?:\{(?P<extra>.*)\})?\s*$")
_ARROWS: dict[str, Sign] = {"->": "activates", "-|": "inhibits", "-o": "modulates", "..>": "hypothesised", "=>": "flow"}


class NodeSpec(Model):
    """A node: what its box says (`label`, may hold line breaks), what it is (`kind` chooses the shape), and its group.

    A label may print values of facts and records, as texts do.
    """

    label: Line
    kind: Literal["molecule", "receptor", "process", "outcome", "drug", "step", "decision", "population"] = "process"
    group: Identifier | None = None


class Edge(Model):
    """An edge. May be written "a -> b {label: text, source: key}".

    Arrows: `->` activates (in a workflow: leads to), `-|` inhibits, `-o` modulates, `..>` hypothesised, `=>` flow.
    """

    from_: Line
    to: Line
    sign: Sign = "activates"
    label: Line | None = None
    source: Identifier | None = None
    locator: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        match = _EDGE.match(data)
        if not match:
            raise ValueError('an edge is written "a -> b", with one of -> -| -o ..> => between blanks')
        extra = dict(_pair(part) for part in (match["extra"] or "").split(",") if part.strip())
        return {"from": match["source"], "to": match["target"], "sign": _ARROWS[match["arrow"]], **extra}


def _pair(text: str) -> tuple[str, str]:
    key, colon, value = text.partition(":")
    if not colon:
        raise ValueError(f'what stands in the braces of an edge is written "key: value", not "{text.strip()}"')
    return key.strip(), value.strip()


class FigureSpec(Model):
    """A figure: `pathway` and `flow` are graphs, `image` is a file. Alt text is generated from a graph unless given.

    `nodes` maps ids to labels or full records; nodes named only by edges take their id as label. `groups` maps group ids to
    titles. `direction` is down or right. `width` is the printed width of an image in millimetres; without it its own
    resolution decides. No figure is wider than the text.
    """

    kind: Literal["pathway", "flow", "image"]
    caption: Prose
    nodes: dict[Line, NodeSpec] = {}
    edges: list[Edge] = []
    groups: dict[Identifier, Line] = {}
    direction: Literal["down", "right"] = "down"
    file: Line | None = None
    width: Annotated[float, Field(gt=0)] | None = None
    alt: Line | None = None
    description: Line | None = None
    notes: dict[str, Prose] = {}
    sources: Annotated[list[Identifier], ListOf] = []
    acknowledged: dict[str, Line] = {}

    @model_validator(mode="before")
    @classmethod
    def _short_nodes(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("nodes"), dict):
            nodes = {k: {"label": v} if isinstance(v, str) else v for k, v in data["nodes"].items()}
            return {**data, "nodes": nodes}
        return data

    @model_validator(mode="after")
    def _has_its_picture(self) -> Self:
        if self.kind == "image" and not (self.file and self.alt):
            raise ValueError("an image needs `file` and `alt`")
        if self.kind != "image" and not (self.nodes or self.edges):
            raise ValueError("a graph needs `nodes` and `edges`")
        return self

    def labels(self) -> dict[tuple[str, ...], str]:
        """The words of the drawing by their paths: ("nodes", id, "label"), ("edges", index, "label"), ("groups", id)."""
        found: dict[tuple[str, ...], str] = {("nodes", key, "label"): node.label for key, node in self.nodes.items()}
        found |= {("edges", str(i), "label"): edge.label for i, edge in enumerate(self.edges) if edge.label}
        return found | {("groups", key): title for key, title in self.groups.items()}

    def relabelled(self, labels: Mapping[tuple[str, ...], str]) -> Self:
        """The figure with other words at some of the paths of `labels`."""
        nodes = {k: _said(node, labels.get(("nodes", k, "label"))) for k, node in self.nodes.items()}
        edges = [_said(edge, labels.get(("edges", str(i), "label"))) for i, edge in enumerate(self.edges)]
        groups = {key: labels.get(("groups", key), title) for key, title in self.groups.items()}
        return self.model_copy(update={"nodes": nodes, "edges": edges, "groups": groups})


_Labelled = TypeVar("_Labelled", NodeSpec, Edge)


def _said(record: _Labelled, label: str | None) -> _Labelled:
    return record if label is None else record.model_copy(update={"label": label})
