"""The project: the folder that holds briefs, templates and the brand, and where its output goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.diag import Sink
from briefgen.load import builtin
from briefgen.records import dataclass
from briefgen.source import Spans

if TYPE_CHECKING:
    from briefgen.load.files import Files
    from briefgen.model.project import ProjectFile

NAMES = ("briefgen.yml", "briefgen.yaml")
BRAND = "_brand.yml"
AUDIENCE = "audience.yaml"


@dataclass(frozen=True, slots=True)
class Project:
    """Where things are. `templates` is the search path, the project's own first; `audiences` are built by default."""

    root: Path
    data: Path
    templates: tuple[Path, ...]
    brand: Path | None
    output: Path
    cache: Path
    audiences: tuple[str, ...] = ()


def find_project(start: Path, sink: Sink) -> Project | None:
    """The project a file or folder belongs to; None when its project file is not valid.

    The nearest folder upwards with `briefgen.yml`; without one, the nearest that holds `data/`, or else `start` itself.
    """
    start = start.resolve()
    folder = start if start.is_dir() else start.parent
    upwards = (folder, *folder.parents)
    file = next((f / name for f in upwards for name in NAMES if (f / name).is_file()), None)
    if file is None:
        root = next((f for f in upwards if (f / "data").is_dir() and f != f.parent), folder)
        return _project(root)
    from briefgen.load.files import Files  # what reads and validates is loaded where there is something to read
    from briefgen.load.validate import validate
    from briefgen.model.project import ProjectFile

    files = Files(file.parent, file.parent, sink)
    located = files.data(file)
    settings = validate(ProjectFile, located, sink) if located else None
    if located is None or settings is None or not _inside(settings, files, Spans(located)):
        return None
    named = (settings.data, settings.templates, settings.brand, settings.output, tuple(settings.audiences))
    return _project(file.parent, *named)


def _inside(settings: ProjectFile, files: Files, spans: Spans) -> bool:
    """Whether the folders that are read lie inside the project; the output may lie anywhere."""
    named = {"data": settings.data, "templates": settings.templates, "brand": settings.brand or BRAND}
    root = files.root.resolve()
    outside = [key for key, name in named.items() if not (root / name).resolve().is_relative_to(root)]
    for key in outside:
        message = f'"{named[key]}" lies outside the project\'s folder'
        files.sink.error("path-outside-project", message, spans.at(key))
    return not outside


def _project(
    root: Path,
    data: str = "data",
    templates: str = "templates",
    named_brand: str | None = None,
    output: str = "output",
    audiences: tuple[str, ...] = (),
) -> Project:
    brand = root / (named_brand or BRAND)
    own = root / templates
    found = builtin.templates()
    search = (own,) if own.is_dir() and own.resolve() == found.resolve() else (own, found)
    return Project(
        root=root,
        data=root / data,
        templates=tuple(path for path in search if path.is_dir()),
        brand=brand if named_brand or brand.is_file() else None,
        output=root / output,
        cache=root / ".briefgen",
        audiences=audiences,
    )


def brand_files(project: Project) -> list[Path]:
    """The brand file and every file it names (fonts, logo): all whose change changes how outputs look.

    Any text of the file that is the name of a file beside it counts, so that no key can be forgotten here.
    """
    if project.brand is None or not project.brand.is_file():
        return []
    import yaml

    try:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        texts = _texts(yaml.load(project.brand.read_bytes(), Loader=loader))
        named = sorted({project.brand.parent / text for text in texts if 0 < len(text) < _LONGEST_NAME and "\0" not in text})
    except (OSError, yaml.YAMLError, ValueError, RecursionError):  # left for the loading of the brand to report
        named = []
    return [project.brand, *(path for path in named if path.is_file())]


_LONGEST_NAME = 1024


def _texts(data: object) -> Iterator[str]:
    match data:
        case str():
            yield data
        case list():
            for item in data:
                yield from _texts(item)
        case dict():
            for item in data.values():
                yield from _texts(item)


def list_briefs(project: Project) -> list[Path]:
    """The folders of the project's briefs, sorted by name."""
    if not project.data.is_dir():
        return []
    return sorted(f for f in project.data.iterdir() if f.is_dir() and any((f / n).is_file() for n in _BRIEFS))


def list_audiences(project: Project) -> list[str]:
    """The names of all audiences of the search path, sorted."""
    return sorted({file.parent.name for folder in project.templates for file in folder.glob(f"*/{AUDIENCE}")})


_BRIEFS = ("brief.yaml", "brief.yml", "brief.json")
