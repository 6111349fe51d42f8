"""Audiences: `templates/<audience>/audience.yaml`, found along the project's search path; one may extend another."""

from __future__ import annotations

from pathlib import Path

from briefgen.diag import Sink, did_you_mean
from briefgen.load.files import Files
from briefgen.load.project import AUDIENCE, Project, list_audiences
from briefgen.load.validate import validate
from briefgen.model import Audience
from briefgen.source import NOWHERE, Located, Span, Spans
from briefgen.strings import KEYS


def load_audience(name: str, project: Project, sink: Sink, span: Span = NOWHERE) -> Audience | None:
    """The audience of a name, with what it extends filled in; None, reported, when it is unknown or not valid.

    `span` is where the name stands, for an audience that is not known.
    """
    located = _read(name, project, sink, span, ())
    if located is None:
        return None
    audience = validate(Audience, located, sink)
    if audience is None:
        return None
    known = [_strings_known(audience, Spans(located), sink), _required_listed(audience, Spans(located), sink)]
    if not all(known):
        return None
    return _styled(audience, Spans(located), project, sink)


def _styled(audience: Audience, spans: Spans, project: Project, sink: Sink) -> Audience | None:
    """The audience with the place of its style's name and, where that is a file (within the templates), its text."""
    name, place = audience.citation_style, spans.at("citation-style")
    if not spans.has("citation-style") or not name.lower().endswith(".csl"):
        return audience.with_style(place if spans.has("citation-style") else NOWHERE)
    folder = (project.root / place.file).parent
    if not any((folder / name).resolve().is_relative_to(root.resolve()) for root in project.templates):
        hint = "keep the style beside the audience's file and name it by its path from there"
        sink.error("path-outside-project", f'"{name}" lies outside the folder of the templates', place, hint)
        return None
    files = Files(project.root, folder, sink)
    path = files.find(name, place)
    text = files.text(path, place) if path else None
    return audience.with_style(place, files.name(path), text) if path and text is not None else None


def _read(name: str, project: Project, sink: Sink, span: Span, chain: tuple[str, ...]) -> Located | None:
    file = _find(name, project)
    if file is None:
        sink.error("audience-unknown", f'there is no audience "{name}"', span, did_you_mean(name, list_audiences(project)))
        return None
    if name in chain:
        sink.error("audience-cycle", f'the audience "{name}" extends itself ({" → ".join((*chain, name))})', span)
        return None
    located = Files(project.root, file.parent, sink).data(file)
    parent = located.step("extends") if located else None
    if located is None or parent is None or not isinstance(parent.value, str):
        return located
    below = _read(parent.value, project, sink, parent.span, (*chain, name))
    return _over(located, below) if below else None


def _find(name: str, project: Project) -> Path | None:
    """The audience's file; only the names of folders that exist count, so a name cannot lead elsewhere."""
    if name not in list_audiences(project):
        return None
    files = (folder / name / AUDIENCE for folder in project.templates)
    return next((file for file in files if file.is_file()), None)


def _over(upper: Located, lower: Located) -> Located:
    """The fields of one audience over those of another; `strings` are merged one by one."""
    if not isinstance(upper.value, dict) or not isinstance(lower.value, dict):
        return upper
    merged = {**lower.value, **upper.value}
    ours, theirs = upper.value.get("strings"), lower.value.get("strings")
    if ours and theirs and isinstance(ours.value, dict) and isinstance(theirs.value, dict):
        merged["strings"] = Located({**theirs.value, **ours.value}, ours.span, ours.key)
    return Located(merged, upper.span, upper.key)


def _strings_known(audience: Audience, spans: Spans, sink: Sink) -> bool:
    known = {key.replace("_", "-") for key in KEYS}
    unknown = [key for key in audience.strings if key.replace("_", "-") not in known]
    for key in unknown:
        sink.error("data-unknown-key", f'unknown string "{key}"', spans.key("strings", key), did_you_mean(key, known))
    return not unknown


def _required_listed(audience: Audience, spans: Spans, sink: Sink) -> bool:
    """Whether every required section is printed at all: one that `sections` leaves out would be missed by nobody."""
    unlisted = [(n, name) for n, name in enumerate(audience.required) if name not in audience.sections]
    for n, name in unlisted:
        message, place = f'the section "{name}" is required and not among the sections', spans.at("required", n)
        sink.error("data-bad-value", message, place, did_you_mean(name, audience.sections) or "list it under `sections`")
    return not unlisted
