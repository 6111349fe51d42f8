"""The plan of a build: which briefs for which audiences into which files, and which of them are there already."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.batch import memory
from briefgen.batch.tasks import Task
from briefgen.diag import Diagnostic, Sink, did_you_mean
from briefgen.records import dataclass
from briefgen.source import Span

if TYPE_CHECKING:
    from briefgen.load.project import Project


@dataclass(frozen=True, slots=True)
class Job:
    """One brief for one audience. `unchanged` holds the findings of the build that made the files, when they still stand."""

    brief: str
    task: Task
    unchanged: tuple[Diagnostic, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user asked for; empty tuples mean "all there is". `options` are as in `Task`."""

    briefs: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("docx", "pdf")
    output: Path = Path("output")
    options: Mapping[str, Any] = field(default_factory=dict)
    rebuild: bool = False


def folders(project: Project, names: Sequence[str], sink: Sink) -> list[Path]:
    """The briefs' folders, named by path or by their name in the data folder; without names, every default one."""
    from briefgen.load.project import list_briefs

    known = {folder.name: folder for folder in list_briefs(project)}
    if not names:
        if not known:
            sink.error("project-empty", f"there is no brief in {project.data}", hint="`briefgen init NAME` makes one")
        return [folder for folder in known.values() if peek(folder).default]
    found = []
    for name in names:
        path = Path(name)
        folder = path.parent if path.name == "brief.yaml" else path
        if not (folder / "brief.yaml").is_file():
            folder = known.get(name.rstrip("/"), folder)
        if (folder / "brief.yaml").is_file():
            found.append(folder.resolve())
        else:
            sink.error("brief-unknown", f'there is no brief "{name}"', Span(str(path)), did_you_mean(name, known))
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Glance:
    """What the plan must know of a brief before it is loaded."""

    audiences: tuple[str, ...] = ()
    default: bool = True


def peek(folder: Path) -> Glance:
    """Read only `audiences` and `in-default-build` of a brief; what cannot be read is left for the build to report."""
    import yaml

    try:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        data = yaml.load((folder / "brief.yaml").read_bytes(), Loader=loader)
    except (OSError, yaml.YAMLError, ValueError, RecursionError):
        return Glance()
    if not isinstance(data, dict):
        return Glance()
    named = data.get("audiences", ())
    audiences = (named,) if isinstance(named, str) else tuple(a for a in named or () if isinstance(a, str))
    return Glance(audiences, str(data.get("in-default-build", "yes")).lower() not in ("no", "false"))


def plan(project: Project, choice: Choice, sink: Sink) -> list[Job]:
    """All jobs, in the order of briefs and audiences. Names that would share an output file are refused."""
    from briefgen.load.project import brand_files, list_audiences

    known = list_audiences(project)
    for name in choice.audiences:
        if name not in known:
            sink.error("audience-unknown", f'there is no audience "{name}"', hint=did_you_mean(name, known))
    chosen = folders(project, choice.briefs, sink)
    _refuse_shared_names(chosen, sink)
    if sink.failed:
        return []
    reference = choice.options.get("reference")
    others = [*brand_files(project), project.root / "briefgen.yml", *([Path(reference)] if reference else [])]
    environment = memory.environment(project.templates, others, choice.options)
    jobs = []
    for folder in chosen:
        for audience in dict.fromkeys(choice.audiences or peek(folder).audiences or project.audiences or known):
            jobs.append(_job(project, folder, audience, choice, environment))
    return jobs


def _refuse_shared_names(chosen: Iterable[Path], sink: Sink) -> None:
    taken: dict[str, Path] = {}
    for folder in chosen:
        key = unicodedata.normalize("NFC", folder.name).casefold()
        other = taken.setdefault(key, folder)
        if other != folder:
            sink.error(
                "output-shared",
                f"{folder} and {other} would write the same files",
                hint="rename one of the two folders",
            )


def _job(project: Project, folder: Path, audience: str, choice: Choice, environment: str) -> Job:
    stem = f"{folder.name}-{audience}{'-annotated' if choice.options.get('annotate') else ''}"
    targets = {form: str((choice.output / f"{stem}.{form}").resolve()) for form in choice.formats}
    place = memory.digest(str(choice.output.resolve()).encode())[:12]
    record = project.cache / "builds" / place / f"{stem}.{'-'.join(choice.formats)}.json"
    task = Task(str(folder), audience, targets, str(record), environment, dict(choice.options))
    known = None if choice.rebuild else memory.recall(record)
    return Job(folder.name, task, known.diagnostics if known and known.holds(environment) else None)
