"""The press: what one process keeps from build to build, so that the second brief costs less than the first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefgen.batch.memory import tool_digest
from briefgen.diag import Diagnostic, Sink
from briefgen.display import Close, CurveTo, DisplayList, LineTo, Move, Picture, Vector, Words
from briefgen.display import Path as Outline
from briefgen.flat import packed
from briefgen.shelf import Shelf
from briefgen.strings import Strings
from briefgen.theme import DEFAULT, Reference, Theme

if TYPE_CHECKING:
    from briefgen.check import Checked
    from briefgen.fonts import Fonts
    from briefgen.load.brief import Loaded
    from briefgen.load.project import Project
    from briefgen.model import FigureSpec

KEPT = 128
"""How many drawings, files and fonts are kept of each kind."""

_DRAWN = (DisplayList, Outline, Words, Move, LineTo, CurveTo, Close)

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Press:
    """What one process keeps from build to build: project, theme, fonts. It never changes a byte of output.

    What takes long and recurs goes to the `shelf`, where the next process finds it.
    """

    def __init__(self, project: Project, sink: Sink) -> None:
        from briefgen.fonts import Fonts
        from briefgen.load.assets import font_bytes

        self.project = project
        self.theme = theme_of(project, sink)
        self.font_bytes = lru_cache(maxsize=KEPT)(font_bytes)
        self.fonts: Fonts = Fonts(self.theme, self.font_bytes)
        self._brand = _hashes(project)
        self._drawings: dict[tuple[str, Strings], DisplayList] = {}
        self._vectors: dict[int, tuple[DisplayList, Vector]] = {}
        self._logos: dict[str, tuple[Picture | None, Sink]] = {}
        self._read: tuple[Loaded | None, Checked, Sink] | None = None

    @cached_property
    def shelf(self) -> Shelf:
        """What the project keeps, made with this program, this brand and this theme."""
        return Shelf(self.project.cache / "kept", f"{tool_digest()} {self._brand} {self.theme!r}")

    def brief(self, folder: Path, sink: Sink) -> tuple[Loaded | None, Checked]:
        """A brief, None when it cannot be read, with the faults in the sink; and what the rules find in its data.

        It is read and checked once for all its audiences, and anew when one of its files says something else.
        """
        from briefgen.load.brief import unchanged

        known = self._read
        if known is None or known[0] is None or known[0].folder != folder.resolve() or not unchanged(known[0], self.project):
            known = self._read = self._read_afresh(folder)
        loaded, checked, said = known
        sink.sources.by_name.update(said.sources.by_name)
        sink.extend(said.found)
        return loaded, checked

    def _read_afresh(self, folder: Path) -> tuple[Loaded | None, Checked, Sink]:
        from briefgen.check import Checked, check_data
        from briefgen.load.brief import load_brief

        said = Sink()
        loaded = load_brief(folder, self.project, said)
        return loaded, check_data(loaded.brief, loaded.spans) if loaded else Checked(()), said

    def drawing(self, spec: FigureSpec, strings: Strings) -> DisplayList:
        """The display list of a figure, drawn once."""
        key = (spec.model_dump_json(), strings)

        def drawn() -> DisplayList:
            from briefgen import draw

            return draw.draw(spec, self.theme, self.fonts, strings)

        return kept(self._drawings, key, lambda: self.shelf.keep(_DRAWN, ("drawing", key[0], repr(strings)), drawn))

    def vector(self, drawing: DisplayList) -> Vector:
        """The files of a drawing, made once. The drawing is known by its id, and kept so that no other gets the same."""

        def made() -> Vector:
            from briefgen import draw

            return draw.as_vector(drawing, self.theme, self.fonts)

        def found() -> tuple[DisplayList, Vector]:
            return drawing, self.shelf.keep((Vector,), ("vector", packed(drawing).decode()), made)

        return kept(self._vectors, id(drawing), found)[1]

    def logo(self, path: str, sink: Sink) -> Picture | None:
        """The picture of the brand's logo, decoded once; what is wrong with it is said in every build."""
        from briefgen.load.assets import load_picture
        from briefgen.source import Span

        assert self.project.brand  # whose file named it
        if path not in self._logos:
            said, brand = Sink(), self.project.brand
            picture = load_picture(brand.parent, path, Span(brand.name), said, self.project.root)
            self._logos[path] = picture, said
        picture, said = self._logos[path]
        sink.extend(said)
        return picture

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


_presses: dict[tuple[Path, tuple[tuple[Path, str], ...]], tuple[Press, list[Diagnostic]]] = {}


def press_for(folder: Path) -> tuple[Press, list[Diagnostic]]:
    """The press of the project a folder belongs to, with what was found wrong in setting it up; made anew for other contents
    of the brand file, its fonts or its logo.
    """
    from briefgen.load.project import find_project

    sink = Sink()
    project = find_project(folder, sink)
    if project is None:
        raise FileNotFoundError(f"no project around {folder}")
    key = (project.root, _hashes(project))
    return kept(_presses, key, lambda: (Press(project, sink), list(sink)))


def _hashes(project: Project) -> tuple[tuple[Path, str], ...]:
    """The hashes of the brand's files."""
    from briefgen.load.project import brand_files

    return tuple((path, sha256(path.read_bytes()).hexdigest()) for path in brand_files(project))
