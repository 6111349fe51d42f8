"""The display list: a drawing as paths and text in points, the one form in which a figure reaches every backend.

The origin is the top left corner and y grows downwards, as in SVG. Colours are "#rrggbb". Text is real text: each `Words`
is one line in one face, positioned by its baseline, its width measured with the document's own fonts.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeAlias

from briefgen.records import dataclass

Anchor: TypeAlias = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Move:
    """Start a subpath at (x, y)."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LineTo:
    """A straight line to (x, y)."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CurveTo:
    """A cubic Bézier curve with control points (x1, y1), (x2, y2) to (x, y)."""

    x1: float
    y1: float
    x2: float
    y2: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Close:
    """Close the subpath."""


Step: TypeAlias = Move | LineTo | CurveTo | Close


@dataclass(frozen=True, slots=True)
class Path:
    """A filled and/or stroked path; `dash` in points, empty for a solid line. An empty colour paints nothing."""

    steps: tuple[Step, ...]
    fill: str = ""
    stroke: str = ""
    width: float = 0.75
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. `face` is a font role ("sans", "sans-bold", …); `x` is where `anchor` of the line stands."""

    x: float
    y: float
    text: str
    face: str
    size: float
    fill: str
    anchor: Anchor = "start"


Item: TypeAlias = Path | Words


@dataclass(frozen=True, slots=True)
class DisplayList:
    """A drawing of `width` by `height` points, painted in the order of its items."""

    width: float
    height: float
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image, decoded, checked and re-encoded once: PNG or JPEG bytes, size in pixels, printed size in points."""

    data: bytes
    kind: Literal["png", "jpeg"]
    pixel_width: int
    pixel_height: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Vector:
    """A drawing as a stand-alone SVG file and as a PNG for readers that draw no SVG (200 dots per inch)."""

    svg: bytes
    png: bytes


@dataclass(frozen=True, slots=True)
class Assets:
    """What stands beside a resolved tree: drawings by figure anchor, pictures by their path in the project.

    `vectors` holds the same drawings as files, by figure anchor; empty when no backend asked for them.
    """

    drawings: dict[str, DisplayList] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    vectors: dict[str, Vector] = field(default_factory=dict)
