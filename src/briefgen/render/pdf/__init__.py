"""The PDF backend: pages of positioned boxes become a tagged, archival file.

The default follows PDF/UA-1 and PDF/A-2a at once; `PdfOptions` chooses PDF 2.0 (PDF/UA-2, PDF/A-4, WTPDF 1.0) instead.

Text operators, marked content, the structure tree, fonts and the serialiser are written here: they are nearly all of a
file, and measured they are where a general object model spends its time. reportlab supplies what a document has once:
the objects of catalog, information, outline, labels and attachments, the encoding of strings, arrays and dictionaries
(`reportlab.pdfbase.pdfdoc`), and the decoding of pictures (`reportlab.lib.utils.ImageReader`). HarfBuzz cuts the fonts.
"""

from __future__ import annotations

from dataclasses import replace

from briefgen.display import Assets
from briefgen.pages import Laid
from briefgen.render.pdf.catalog import associated_formulas, catalog, information
from briefgen.render.pdf.faces import Fonts
from briefgen.render.pdf.images import Images
from briefgen.render.pdf.links import Destinations, link_annotations, outline
from briefgen.render.pdf.objects import ObjectFile, number, ref
from briefgen.render.pdf.options import Attachment, PdfOptions, moment, options_for
from briefgen.render.pdf.paint import Painter
from briefgen.render.pdf.resources import Faces
from briefgen.render.pdf.structure import Structure
from briefgen.theme import Theme
from briefgen.tree import Document
from briefgen.version import __version__

__all__ = ["Attachment", "PdfOptions", "options_for", "render"]


def render(
    laid: Laid, document: Document, theme: Theme, fonts: Fonts, assets: Assets, options: PdfOptions | None = None
) -> bytes:
    """The bytes of the file. The same input gives the same bytes; nothing is read from disk, clock or environment.

    Raises `embed.MissingGlyph` when layout drew a glyph that no font has, and KeyError when a link leads nowhere: both
    are defects of earlier stages, which report such things to the user.
    """
    del theme, assets  # layout has put colours into boxes and pictures and drawings beside them
    options = options or PdfOptions()
    file = ObjectFile("2.0" if options.modern else "1.7", options.compression)
    pages = [file.reserve() for _ in laid.sheets]
    date, producer = moment(options, document.meta.date), f"briefgen {options.version or __version__}"
    formulas = associated_formulas(file, laid.elements, date) if options.associates else {}
    structure = Structure(file, laid, pages, options.modern, formulas)
    destinations = Destinations(laid, pages, structure)
    parts = _pages(file, laid, pages, structure, destinations, fonts)
    parts["StructTreeRoot"] = structure.write()
    parts["Outlines"] = outline(file, laid.outline, destinations)
    parts["Dests"] = destinations.names(file)
    options = replace(options, embeds=bool(formulas or options.attachments))
    root = catalog(file, document.meta, options, date, producer, laid.sheets, parts, formulas)
    # PDF/A-4 has no information dictionary: XMP alone speaks (ISO 19005-4, 6.1.3)
    info = 0 if options.modern else information(file, document.meta, date, producer)
    return file.finish(root, info)


def _pages(
    file: ObjectFile, laid: Laid, pages: list[int], structure: Structure, destinations: Destinations, fonts: Fonts
) -> dict[str, int]:
    """Paint all pages and write them with their fonts and pictures."""
    faces, images = Faces(file, fonts), Images(file)
    tree, resources = file.reserve(), file.reserve()
    for index, (sheet, page) in enumerate(zip(laid.sheets, pages, strict=True)):
        painter = Painter(sheet, index, structure, faces, images)
        content = file.stream(painter.paint())
        links = link_annotations(file, laid, structure, destinations, index, painter.areas)
        size = b"%s %s" % (number(sheet.page.width), number(sheet.page.height))
        file.put(
            page,
            b"<</Type/Page/Parent %s/MediaBox[0 0 %s]/Resources %s/Contents %s/StructParents %d/Tabs/S%s>>"
            % (ref(tree), size, ref(resources), ref(content), index, links),
        )
    file.put(tree, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), b" ".join(map(ref, pages))))
    file.put(resources, b"<</Font%s%s>>" % (faces.write(), images.write()))
    return {"Pages": tree}
