"""Helpers for tests of templates and markup: templates from strings, markup from strings, faults as codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from briefgen import template
from briefgen.diag import Sink
from briefgen.marked import Marked
from briefgen.model import Audience, Brief
from briefgen.parse import parse
from briefgen.source import Span
from briefgen.tree import Document

BUILT_IN = Path(__file__).resolve().parents[1] / "templates"


class Places:
    """Spans whose file names the path, so that tests can read where a value comes from."""

    def at(self, *path: str | int) -> Span:
        """A span that names the path."""
        return Span("/".join(map(str, path)), 1)

    def key(self, *path: str | int) -> Span:
        """A span that names the path of a key."""
        return Span("key:" + "/".join(map(str, path)), 1)


def search(folder: Path, **templates: str) -> tuple[Path, ...]:
    """A search path of one folder with an audience "a"; keyword `shared__x` is the file `shared/x.md.j2`."""
    for name, text in templates.items():
        path = folder / "templates" / f"{name.replace('__', '/')}.md.j2"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return (folder / "templates",)


def render(path: tuple[Path, ...], brief: dict[str, Any], *sections: str, **audience: Any) -> tuple[Marked | None, Sink]:
    """The marked text of a brief for an audience "a" with these sections, and the sink."""
    sink = Sink()
    model = Brief.model_validate({"title": "T", **brief})
    described = Audience.model_validate({"label": "A", "sections": list(sections), **audience})
    return template.render(model.model_dump(mode="json"), Places(), "a", described, path, sink), sink


def one(folder: Path, text: str, **brief: Any) -> tuple[Marked | None, Sink]:
    """A brief rendered by a single template."""
    return render(search(folder, a__s=text), brief, "s")


def printed(marked: Marked | None) -> str:
    """Marked text with its tokens replaced by what they print; values as <id:form>."""
    assert marked is not None
    text = marked.text
    for index, token in enumerate(marked.tokens):
        shown = f"<{token.text}:{token.form}>" if token.kind == "value" else token.text
        text = text.replace(f"\ue000{index}\ue001", shown)
    return text


def codes(sink: Sink) -> list[str]:
    """The codes of what was found, in order of place."""
    return [d.code for d in sink]


def markup(text: str) -> tuple[Document | None, Sink]:
    """A document of markup that stands in a template "t.md"."""
    sink = Sink()
    sink.sources.add("t.md", text)
    lines = tuple(Span("t.md", n) for n in range(1, text.count("\n") + 2))
    return parse(Marked(text, (), lines), sink), sink


def parsed(text: str) -> Document:
    """The document of markup without faults."""
    document, sink = markup(text)
    assert document is not None, [*sink]
    assert not sink.found, [*sink]
    return document
