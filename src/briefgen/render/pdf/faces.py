"""What the PDF backend needs to know of a font: met by `briefgen.fonts`, and by the hand-made fonts of the tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from briefgen.display import Step
from briefgen.pages import Run
from briefgen.theme import FaceRole


class FontMetrics(Protocol):
    """Measures of one font in font units; the angle in degrees, the weight from 100 to 900."""

    @property
    def units_per_em(self) -> int: ...
    @property
    def ascent(self) -> int: ...
    @property
    def descent(self) -> int: ...
    @property
    def cap_height(self) -> int: ...
    @property
    def bbox(self) -> tuple[int, int, int, int]: ...
    @property
    def italic_angle(self) -> float: ...
    @property
    def weight(self) -> int: ...
    @property
    def serif(self) -> bool: ...
    @property
    def fixed_pitch(self) -> bool: ...


class Font(Protocol):
    """One TrueType file. `face` is its HarfBuzz face, from which the subset is cut."""

    @property
    def face(self) -> Any: ...
    @property
    def metrics(self) -> FontMetrics: ...
    @property
    def postscript_name(self) -> str: ...

    def __hash__(self) -> int: ...
    def advance(self, glyph: int) -> int:
        """The width of a glyph in font units, without kerning."""
        ...

    def outline(self, glyph: int) -> tuple[Step, ...]:
        """The outline of a glyph in font units, from its origin, y downwards."""
        ...


class Fonts(Protocol):
    """The fonts of a theme, by the name that `Run.face` holds."""

    def font(self, name: str) -> Font:
        """The font of that name."""
        ...

    def shape(self, text: str, role: FaceRole) -> Sequence[Run]:
        """A line of text as runs of glyphs, one for each font it needs."""
        ...
