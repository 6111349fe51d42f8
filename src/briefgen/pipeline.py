"""The whole program on one page: from a brief's folder to proven files.

    load → check → template → parse → resolve → draw → layout → render → verify

Only this module composes the stages; each gets what the one before it made. Nothing here writes: a build returns bytes, and
`writer` puts them in place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from briefgen.diag import Diagnostic, Severity, Sink, did_you_mean
from briefgen.display import Assets, DisplayList, Picture, Vector
from briefgen.strings import Strings, strings_for
from briefgen.theme import DEFAULT, Reference, Theme
from briefgen.tree import Document, Drawing, Figure, Image, walk

if TYPE_CHECKING:
    from briefgen.check import Checked
    from briefgen.fonts import Fonts
    from briefgen.load.brief import Loaded
    from briefgen.load.project import Project
    from briefgen.model import Audience, FigureSpec
    from briefgen.pages import Laid

FORMATS = ("docx", "pdf")

STANDARD = ("ua-1", "a-2a")
"""The standards a PDF follows when nothing else is asked for."""

_KEPT = 128

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Stage(StrEnum):
    """Where a build stopped; decides the exit code."""

    DATA = "data"
    DOCUMENT = "document"
    VERIFY = "verify"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for. `date` (ISO) replaces the brief's own date in file properties (`SOURCE_DATE_EPOCH`).

    `release` refuses drafts. `annotate` makes a reviewer's copy, which says of each value where it comes from.
    `attach_data` puts what a PDF prints into it as data. `standard` names the PDF standards, as `render.pdf` knows them.
    `reference` is the path of a Word file that the DOCX is built on. In a DOCX `citations` are "plain", or fields of
    "zotero" or "word"; `bind` puts printed facts into content controls.
    """

    formats: tuple[str, ...] = FORMATS
    date: str = ""
    release: bool = False
    annotate: bool = False
    attach_data: bool = False
    standard: tuple[str, str] = STANDARD
    reference: str = ""
    citations: str = "plain"
    bind: bool = False


@dataclass(slots=True)
class Built:
    """One brief for one audience: its document, the files by format when all went well, and what was found on the way.

    `sink` holds faults, which stop a build; `findings` are what the rules say, which make it a draft; `accepted` are
    those the author has acknowledged, each with the reason given.
    """

    sink: Sink
    loaded: Loaded | None = None
    document: Document | None = None
    strings: Strings = field(default_factory=Strings)
    citation_style: str = ""
    findings: list[Diagnostic] = field(default_factory=list)
    accepted: list[tuple[Diagnostic, str]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    failed_at: Stage | None = None

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All faults and findings, sorted by place, each once."""
        return list(Sink(found=[*self.sink.found, *self.findings]))

    @property
    def draft(self) -> bool:
        """Whether a rule found an error that nobody has acknowledged."""
        return any(d.severity is Severity.ERROR for d in self.findings)

    def failed(self, stage: Stage) -> Built:
        """The same outcome, marked as stopped at a stage, without files."""
        self.failed_at, self.files = stage, {}
        return self


class Press:
    """What one process keeps from build to build: project, theme, fonts. It never changes a byte of output."""

    def __init__(self, project: Project, sink: Sink) -> None:
        from briefgen.fonts import Fonts
        from briefgen.load.assets import font_bytes
        from briefgen.load.brand import load_theme

        self.project = project
        self.theme: Theme = load_theme(project.brand, sink) or DEFAULT
        self.font_bytes = lru_cache(maxsize=_KEPT)(font_bytes)
        self.fonts: Fonts = Fonts(self.theme, self.font_bytes)
        self._drawings: dict[tuple[str, Strings], DisplayList] = {}
        self._vectors: dict[DisplayList, Vector] = {}

    def drawing(self, spec: FigureSpec, strings: Strings) -> DisplayList:
        """The display list of a figure, drawn once."""
        from briefgen import draw

        key = (spec.model_dump_json(), strings)
        return _kept(self._drawings, key, lambda: draw.draw(spec, self.theme, self.fonts, strings))

    def vector(self, drawing: DisplayList) -> Vector:
        """The files of a drawing, made once."""
        from briefgen import draw

        return _kept(self._vectors, drawing, lambda: draw.as_vector(drawing, self.theme, self.fonts))

    def reference(self, path: str, sink: Sink) -> Reference | None:
        """The Word file that DOCX files are built on, read for each build: it is small, and may have changed."""
        from briefgen.load.reference import load_reference

        return load_reference(Path(path), self.theme, sink)


def _kept(known: dict[K, V], key: K, make: Callable[[], V]) -> V:
    """What is known under a key, made when it is not; a full store starts afresh."""
    if key not in known:
        if len(known) >= _KEPT:
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


def build(press: Press, folder: Path, audience: str, options: Options) -> Built:
    """Make one brief for one audience in the formats asked for. Faults are in the result; bad input raises nothing."""
    made = compose(press, folder, audience)
    if made.document is None or made.failed_at:
        return made
    if options.release and refused(made):
        return made.failed(Stage.RELEASE)
    made.document = _dated(made.document, options.date)
    assets = illustrate(press, made, vectors="docx" in options.formats)
    if made.sink.failed:
        return made.failed(Stage.DOCUMENT)
    reference = press.reference(options.reference, made.sink) if options.reference and "docx" in options.formats else None
    laid: dict[int, Laid] = {}
    for form in options.formats:
        document = edition(form, made, options)
        pages = _kept(laid, id(document), partial(lay_out, press, document, assets, made))
        if made.sink.failed:
            return made.failed(Stage.DOCUMENT)
        extras = replace(beside(form, document, made, options), reference=reference)
        made.files[form] = render(form, press, document, pages, assets, made.strings, extras)
        made.sink.extend(verify(form, made.files[form], document, extras))
    return made.failed(Stage.VERIFY) if made.sink.failed else made


def refused(made: Built) -> bool:
    """Whether a release must be refused; says why in the result's sink."""
    assert made.loaded is not None
    errors = [d for d in made.findings if d.severity is Severity.ERROR]
    if made.loaded.brief.status == "draft":
        made.sink.error(
            "release-draft", "the brief calls itself a draft", made.loaded.spans.at("status"), "set `status: final`"
        )
    if errors:
        what = f"{len(errors)} finding{'s' if len(errors) > 1 else ''}"
        hint = "mend the data, or acknowledge each finding with a reason"
        made.sink.error(
            "release-refused", f"not released: {what} of weight error stand{'' if len(errors) > 1 else 's'}", hint=hint
        )
    return made.sink.failed


def edition(form: str, made: Built, options: Options) -> Document:
    """The document as one format prints it: a reviewer's PDF has its sources in an annex (Word has comments)."""
    from briefgen.resolve import annex

    assert made.document is not None
    assert made.loaded is not None
    if form != "pdf" or not options.annotate:
        return made.document
    return annex.appended(made.document, annex.values(made.document, made.loaded.brief, made.strings))


@dataclass(frozen=True, slots=True)
class Extras:
    """What goes into a file beside its document: comments on records by path, attached files, the PDF standard, the Word
    file it is built on; how a Word file cites (the CSL-JSON `sources` only where it has fields), whether it binds facts.
    """

    comments: dict[str, str] = field(default_factory=dict)
    attached: dict[str, bytes] = field(default_factory=dict)
    standard: tuple[str, str] = STANDARD
    reference: Reference | None = None
    citations: str = "plain"
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)
    citation_style: str = ""
    bind: bool = False


def beside(form: str, document: Document, made: Built, options: Options) -> Extras:
    """The comments of a reviewer's Word file; the data of a PDF that is to carry them."""
    from briefgen.resolve import annex, record

    assert made.loaded is not None
    brief = made.loaded.brief
    if form == "docx":
        remarks = annex.remarks(document, brief, made.strings) if options.annotate else {}
        sources = {key: item.csl for key, item in brief.references.items()} if options.citations != "plain" else {}
        style = made.citation_style
        return Extras(remarks, citations=options.citations, sources=sources, citation_style=style, bind=options.bind)
    attached = {}
    if options.attach_data:
        attached = {record.FACTS: record.facts_csv(document, brief), record.DOCUMENT: record.document_json(document)}
    return Extras({}, attached, options.standard)


def compose(press: Press, folder: Path, audience_name: str) -> Built:
    """From the folder to the resolved document, with the findings of all rules; `document` is None when a stage failed."""
    from briefgen import check, parse, resolve, template
    from briefgen.load.audience import load_audience
    from briefgen.load.brief import load_brief
    from briefgen.resolve import annex

    made = Built(Sink())
    sink = made.sink
    loaded = made.loaded = load_brief(folder, press.project, sink)
    audience = load_audience(audience_name, press.project, sink)
    if loaded is None or audience is None or sink.failed:
        return made.failed(Stage.DATA)
    made.strings, made.citation_style = _strings(loaded, audience, sink), audience.citation_style
    _take(made, check.check_data(loaded.brief, loaded.spans))
    marked = template.render(loaded.plain, loaded.spans, audience_name, audience, press.project.templates, sink)
    parsed = parse.parse(marked, sink) if marked else None
    if parsed is None or sink.failed:
        return made.failed(Stage.DOCUMENT)
    inlines = partial(parse.inlines, sink=sink)
    made.document = resolve.resolve(
        parsed, loaded.brief, loaded.spans, audience_name, audience, made.strings, inlines, press.theme, sink
    )
    if made.document is None or sink.failed:
        return made.failed(Stage.DOCUMENT)
    _take(made, check.check_document(made.document, loaded.brief, loaded.spans))
    if made.draft:
        made.document = replace(made.document, meta=replace(made.document.meta, draft=made.strings.draft))
    if made.document.meta.draft and made.findings:
        listed = annex.findings(made.findings, made.accepted, made.strings, loaded.brief.lang)
        made.document = annex.appended(made.document, listed)
    return made


def _take(made: Built, checked: Checked) -> None:
    made.findings.extend(checked.findings)
    made.accepted.extend((a.finding, a.reason) for a in checked.acknowledged)


def _strings(loaded: Loaded, audience: Audience, sink: Sink) -> Strings:
    try:
        return strings_for(loaded.brief.lang, audience.strings)
    except KeyError as fault:
        from briefgen.strings import KEYS

        key = str(fault.args[0])
        sink.error(
            "strings-unknown", f'the audience replaces a string "{key}" that there is not', hint=did_you_mean(key, KEYS)
        )
        return strings_for(loaded.brief.lang)


def illustrate(press: Press, made: Built, *, vectors: bool) -> Assets:
    """Draw every diagram and read every picture the document shows."""
    from briefgen.load.assets import load_picture

    assert made.document is not None
    assert made.loaded is not None
    figures = [node for node in walk(made.document) if isinstance(node, Figure)]
    drawings: dict[str, DisplayList] = {}
    pictures: dict[str, Picture] = {}
    for figure in figures:
        match figure.picture:
            case Drawing():
                spec = made.loaded.brief.figures[figure.anchor.removeprefix("fig-")]
                drawings[figure.anchor] = press.drawing(spec, made.strings)
            case Image(path=path):
                picture = load_picture(made.loaded.folder, path, figure.span, made.sink)
                if picture:
                    pictures[path] = picture
    files: dict[str, Vector] = {}
    if vectors:
        files = {anchor: press.vector(drawing) for anchor, drawing in drawings.items()}
    return Assets(drawings, pictures, files)


def lay_out(press: Press, document: Document, assets: Assets, made: Built) -> Laid:
    """Pages and geometry; a character that no font has is an error."""
    from briefgen import layout

    press.fonts.missing.clear()
    laid = layout.lay_out(document, press.theme, press.fonts, assets, made.strings)
    for character in sorted(press.fonts.missing):
        made.sink.error(
            "font-missing-glyph",
            f'no font has the character "{character}" (U+{ord(character):04X})',
            hint="add a font that has it to the brand file, or write it differently",
        )
    return laid


def render(
    form: str,
    press: Press,
    document: Document,
    laid: Laid,
    assets: Assets,
    strings: Strings,
    extras: Extras | None = None,
) -> bytes:
    """One output file. A DOCX on a reference document is laid out anew on that document's page."""
    extras = extras or Extras()
    if form == "pdf":
        from briefgen.render import pdf

        return pdf.render(
            laid, document, press.theme, press.fonts, assets, pdf.options_for(extras.standard, extras.attached)
        )
    from briefgen.render import docx

    theme, geometry = press.theme, laid.geometry
    if extras.reference:
        from briefgen import layout

        theme = replace(theme, page=extras.reference.page)
        geometry = layout.lay_out(document, theme, press.fonts, assets, strings).geometry
    base = extras.reference.data if extras.reference else b""
    options = docx.DocxOptions(
        press.font_bytes,
        reference=base,
        comments=extras.comments,
        citations=extras.citations,
        sources=extras.sources,
        citation_style=extras.citation_style,
        bind=extras.bind,
    )
    return docx.render(document, geometry, theme, assets, strings, options)


def verify(form: str, data: bytes, document: Document, extras: Extras | None = None) -> list[Diagnostic]:
    """What an output file says otherwise than its document and what goes beside it."""
    extras = extras or Extras()
    if form == "pdf":
        from briefgen.verify import pdf

        return pdf.verify(data, document, extras.attached)
    from briefgen.verify import docx

    return docx.verify(data, document, extras.comments)


def _dated(document: Document, date: str) -> Document:
    return replace(document, meta=replace(document.meta, date=date)) if date else document
