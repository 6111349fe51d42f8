"""The whole program on one page: from a brief's folder to proven files.

    load → check → template → parse → resolve → draw → layout → render → verify

Only this module composes the stages; each gets what the one before it made. Nothing here writes: a build returns bytes, and
`writer` puts them in place.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.diag import Diagnostic, Sink, did_you_mean
from briefgen.display import Assets, DisplayList, Picture, Vector
from briefgen.editions import Extras, beside, edition, refused
from briefgen.outcome import Built, Options, Stage
from briefgen.press import kept
from briefgen.strings import Strings, strings_for
from briefgen.tree import Document, Drawing, Figure, Image, walk

if TYPE_CHECKING:
    from briefgen.check import Checked
    from briefgen.load.brief import Loaded
    from briefgen.model import Audience
    from briefgen.pages import Laid
    from briefgen.press import Press


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
        pages = kept(laid, id(document), partial(lay_out, press, document, assets, made, pages="pdf" in options.formats))
        if made.sink.failed:
            return made.failed(Stage.DOCUMENT)
        extras = replace(beside(form, document, made, options), reference=reference)
        made.files[form] = render(form, press, document, pages, assets, made.strings, extras)
        made.sink.extend(verify(form, made.files[form], document, extras))
    return made.failed(Stage.VERIFY) if made.sink.failed else made


def compose(press: Press, folder: Path, audience_name: str) -> Built:
    """From the folder to the resolved document, with the findings of all rules; `document` is None when a stage failed."""
    from briefgen import check, parse, resolve, template
    from briefgen.load.audience import load_audience
    from briefgen.resolve import annex

    made = Built(Sink())
    sink = made.sink
    loaded, checked = press.brief(folder, sink)
    made.loaded = loaded
    audience = load_audience(audience_name, press.project, sink)
    if loaded is None or audience is None or sink.failed:
        return made.failed(Stage.DATA)
    made.strings, made.citation_style = _strings(loaded, audience, sink), audience.citation_style
    _take(made, checked)
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
    from briefgen.resolve.lettering import lettered

    assert made.document is not None
    assert made.loaded is not None
    figures = [node for node in walk(made.document) if isinstance(node, Figure)]
    drawings: dict[str, DisplayList] = {}
    pictures: dict[str, Picture] = {}
    for figure in figures:
        name = figure.anchor.removeprefix("fig-")
        match figure.picture:
            case Drawing():
                spec = lettered(made.loaded.brief.figures[name], figure.picture)
                drawings[figure.anchor] = press.drawing(spec, made.strings)
            case Image(path=path):
                place = made.loaded.spans.at("figures", name, "file")
                picture = load_picture(made.loaded.folder, path, place, made.sink, press.project.root)
                if picture:
                    pictures[path] = picture
    logo = made.document.meta.logo
    if logo and (picture := press.logo(logo.path, made.sink)):
        pictures[logo.path] = picture
    files: dict[str, Vector] = {}
    if vectors:
        files = {anchor: press.vector(drawing) for anchor, drawing in drawings.items()}
    return Assets(drawings, pictures, files)


def lay_out(press: Press, document: Document, assets: Assets, made: Built, *, pages: bool = True) -> Laid:
    """Pages and geometry, or the geometry alone, which is all a DOCX needs; a character that no font has is an error."""
    from briefgen import layout, unset

    press.fonts.missing.clear()
    laid = layout.lay_out(document, press.theme, press.fonts, assets, made.strings, pages=pages)
    unset.report(press.fonts, document, assets, made.loaded, made.sink)
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
    """One output file. A DOCX on a reference document is laid out anew on that document's page, and one of a document whose
    figures float anew with its figures in line.
    """
    extras = extras or Extras()
    if form == "pdf":
        from briefgen.render import pdf

        return pdf.render(
            laid, document, press.theme, press.fonts, assets, pdf.options_for(extras.standard, extras.attached)
        )
    from briefgen.render import docx

    theme, geometry = press.theme, laid.geometry
    if extras.reference:
        theme = replace(theme, page=extras.reference.page)
    if extras.reference or laid.floated:
        from briefgen import layout

        geometry = layout.lay_out(document, theme, press.fonts, assets, strings, pages=False).geometry
    base = extras.reference.data if extras.reference else b""
    options = docx.DocxOptions(
        press.font_bytes,
        reference=base,
        comments=extras.comments,
        citations=extras.citations,
        sources=extras.sources,
        citation_style=extras.citation_style,
        bind=extras.bind,
        keep=press.shelf.keep,
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
