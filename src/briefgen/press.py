"""The press: what one process keeps from build to build, so that the second brief costs less than the first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefgen.diag import Diagnostic, Sink
from briefgen.display import DisplayList, Vector
from briefgen.pictures import Pictures
from briefgen.strings import Strings
from briefgen.theme import DEFAULT, Reference, Theme

if TYPE_CHECKING:
    from briefgen.fonts import Fonts
    from briefgen.load.project import Project
    from briefgen.model import FigureSpec

KEPT = 128
"""How many drawings, files and fonts are kept of each kind."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Press:
    """What one process keeps from build to build: project, theme, fonts. It never changes a byte of output."""

    def __init__(self, project: Project, sink: Sink) -> None:
        from briefgen.fonts import Fonts
        from briefgen.load.assets import font_bytes

        self.project = project
        self.theme = theme_of(project, sink)
        self.font_bytes = lru_cache(maxsize=KEPT)(font_bytes)
        self.fonts: Fonts = Fonts(self.theme, self.font_bytes)
        self._drawings: dict[tuple[str, Strings], DisplayList] = {}
        self._vectors: dict[DisplayList, Vector] = {}

    def drawing(self, spec: FigureSpec, strings: Strings) -> DisplayList:
        """The display list of a figure, drawn once."""
        from briefgen import draw

        key = (spec.model_dump_json(), strings)
        return kept(self._drawings, key, lambda: draw.draw(spec, self.theme, self.fonts, strings))

    def vector(self, drawing: DisplayList) -> Vector:
        """The files of a drawing, made once."""
        from briefgen import draw

        return kept(self._vectors, drawing, lambda: draw.as_vector(drawing, self.theme, self.fonts, paint=self._painted))

    @cached_property
    def _painted(self) -> Callable[[str, str], bytes]:
        from briefgen import draw

        return Pictures(self.project.cache / "pictures", draw.painted, draw.painter()).painted

    def reference(self, path: str, sink: Sink) -> Reference | None:
        """The Word file that DOCX files are built on, read for each build: it is small, and may have changed."""
        from briefgen.load.reference import load_reference

        return load_reference(Path(path), self.theme, sink)


def theme_of(project: Project, sink: Sink) -> Theme:
    """The look of a project: its brand's, or the built-in one, also where the brand file is not valid."""
    if project.brand is None:
        return DEFAULT
    from briefgen.load.brand import load_theme

    return load_theme(project.brand, sink) or DEFAULT


def kept(known: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """What is known under a key, made when it is not; a full store starts afresh."""
    if key not in known:
        if len(known) >= KEPT:
            known.clear()
        known[key] = make()
    return known[key]


_presses: dict[tuple[Path, bytes], tuple[Press, list[Diagnostic]]] = {}


def press_for(folder: Path) -> tuple[Press, list[Diagnostic]]:
    """The press of the project a folder belongs to, set up once for a brand file, with what was found wrong in doing so."""
    from briefgen.load.project import find_project

    sink = Sink()
    project = find_project(folder, sink)
    if project is None:
        raise FileNotFoundError(f"no project around {folder}")
    key = (project.root, project.brand.read_bytes() if project.brand else b"")
    if key not in _presses:
        press = Press(project, sink)
        _presses[key] = (press, list(sink))
    return _presses[key]
