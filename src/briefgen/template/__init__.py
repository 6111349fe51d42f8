"""Templates: the sections of an audience, rendered over the plain data of a brief into marked text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from briefgen.diag import Sink
from briefgen.marked import LINE_CLOSE, LINE_OPEN, Marked
from briefgen.model import Audience
from briefgen.source import NOWHERE, Span
from briefgen.strings import strings_for
from briefgen.template import loader
from briefgen.template.context import context
from briefgen.template.environment import sandbox
from briefgen.template.faults import TemplateFault, explain
from briefgen.template.functions import survey
from briefgen.template.parts import Part, rendered, taken_over
from briefgen.template.session import CURRENT, Session, Survey
from briefgen.template.syntax import without_marks
from briefgen.template.values import Places

_MARK = re.compile(f"{LINE_OPEN}([^{LINE_CLOSE}]*):([0-9]+){LINE_CLOSE}")


def render(
    plain: dict[str, Any], places: Places, name: str, audience: Audience, search: tuple[Path, ...], sink: Sink
) -> Marked | None:
    """The marked text of a brief for one audience; None, with errors in the sink, when a section fails.

    `plain` is `Brief.model_dump(mode="json")`; `name` is the audience's folder; `search` are the template folders, the
    project's own first. The sections are rendered twice: what the texts place and mention is known only when all are
    printed, and tables and figures they leave out find their place in the second rendering. What it would print as the
    first did is taken over.
    """
    brief = context(plain, name, audience)
    strings = strings_for(plain.get("lang") or "en", audience.strings)
    known = frozenset(loader.names(search))
    found, sections, current = Survey(), _section_names(known, name), set[str]()
    templates = {section: _template_name(section, name, audience, known) for section in audience.sections}
    parts: dict[str, Part] = {}
    for last in (False, True):
        session = Session(places, brief, strings, found, sections, current)
        attempt = sink if last else Sink(sink.sources)
        parts = _parts(session, templates, search, attempt, parts)
        whole = _printed(session, parts, audience, attempt)
        if attempt.failed:
            sink.extend(attempt.found if not last else ())
            return None
        found = survey(whole, session)
    text, lines = _locate(whole)
    if not text.strip():
        sink.error("document-empty", "the brief has nothing to print for this audience", places.at("title"),
                   "give it a text: `texts: {summary: …}`")  # fmt: skip
        return None
    return Marked(text, tuple(session.tokens), lines)


def _section_names(known: frozenset[str], audience: str) -> tuple[str, ...]:
    """The names of all section templates this audience could use, apart from partials ("_…")."""
    listed = (name.removesuffix(loader.SUFFIX).partition("/") for name in sorted(known))
    return tuple(dict.fromkeys(stem for folder, _, stem in listed if folder in (audience, "shared") and stem[:1] != "_"))


def _parts(
    session: Session, templates: dict[str, str], search: tuple[Path, ...], sink: Sink, before: dict[str, Part]
) -> dict[str, Part]:
    """The sections, each with its template; those an earlier rendering printed as this one would are taken from it."""
    environment, parts = sandbox(search), dict[str, Part]()
    mark = CURRENT.set(session)
    try:
        for section, name in templates.items():
            session.section = section
            try:
                same = taken_over(session, before[section]) if section in before else None
                parts[section] = same or rendered(session, environment.get_template(name))
            except Exception as fault:
                _report(fault, section, sink, search)
    finally:
        CURRENT.reset(mark)
    return parts


def _printed(session: Session, parts: dict[str, Part], audience: Audience, sink: Sink) -> str:
    """The text of all sections that have any; required ones without are errors."""
    filled = {section: part.text for section, part in parts.items() if without_marks(part.text).strip()}
    for section in parts:
        if section not in filled and section in audience.required:
            sink.error("section-empty", f'the section "{section}" is required here and the brief has nothing for it',
                       session.places.at("texts"), f"give the brief the text `{section}`")  # fmt: skip
    return "\n\n".join(filled.values())


def _template_name(section: str, name: str, audience: Audience, known: frozenset[str]) -> str:
    """The template of a section: the audience's own, that of the audience it extends, or the shared one."""
    folders = [name, *([str(audience.extends)] if audience.extends else []), "shared"]
    names = [f"{folder}/{section}{loader.SUFFIX}" for folder in folders]
    return next((n for n in names if n in known), names[-1])


def _report(fault: Exception, section: str, sink: Sink, search: tuple[Path, ...]) -> None:
    code, message, span, hint = explain(fault)
    if not span.file and not (isinstance(fault, TemplateFault) and code != "template-missing"):
        message = f'section "{section}": {message}'
    _show(span, sink, search)
    sink.error(code, message, span, hint)


def _show(span: Span, sink: Sink, search: tuple[Path, ...]) -> None:
    """Register the template a fault stands in, for the excerpt under the message."""
    for folder in search:
        name = span.file.removeprefix(f"{folder.name}/")
        if span.file and loader.shown(folder, name) == span.file and span.file not in sink.sources.by_name:
            try:
                sink.sources.add(span.file, loader.read(search, name)[0])
            except TemplateFault:
                continue


def _locate(rendered: str) -> tuple[str, tuple[Span, ...]]:
    """The text without line marks, and for each of its lines the template line that printed its first character."""
    spans: list[Span] = []
    cache: dict[str, Span] = {}
    texts: list[str] = []
    latest = NOWHERE
    for line in rendered.split("\n"):
        text, here, end = "", latest, 0
        for mark in _MARK.finditer(line):
            text += line[end : mark.start()]
            latest = cache.get(mark[0]) or cache.setdefault(mark[0], Span(mark[1], int(mark[2])))
            here, end = (here if text.strip() else latest), mark.end()
        texts.append(text + line[end:])
        spans.append(here)
    return "\n".join(texts), tuple(spans)
