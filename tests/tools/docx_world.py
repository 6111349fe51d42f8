"""What a rendering needs beside the document, made by hand: a geometry, vectors, fonts of the checkout."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from briefgen.display import Assets, DisplayList, Path, Vector, Words
from briefgen.pages import Geometry, TableGeometry
from briefgen.render.docx import DocxOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT, Theme
from briefgen.tree import Citation, Document, Equation, Figure, Reference, Section, Table, walk


@cache
def font_bytes(name: str) -> bytes:
    """A font file of the package, by name."""
    return files("briefgen").joinpath("assets", "fonts", name).read_bytes()


def geometry(document: Document, landscape: tuple[str, ...] = ()) -> Geometry:
    """A plausible geometry: every anchor on page 2, columns of equal width."""
    pages: dict[str, int] = {}
    tables: dict[str, TableGeometry] = {}
    for node in walk(document):
        if isinstance(node, Section | Table | Figure | Equation | Reference | Citation) and node.anchor:
            pages[node.anchor] = 2
        if isinstance(node, Table):
            page = DEFAULT.page.turned() if node.anchor in landscape else DEFAULT.page
            widths = (page.measure / len(node.columns),) * len(node.columns)
            tables[node.anchor] = TableGeometry(widths, node.anchor in landscape)
    return Geometry(pages, 4, tables, {})


def with_vectors(assets: Assets) -> Assets:
    """The same assets with every drawing also as a file."""
    return Assets(assets.drawings, assets.pictures, {name: vector(drawing) for name, drawing in assets.drawings.items()})


def vector(drawing: DisplayList) -> Vector:
    """A drawing as SVG and PNG, straight strokes only."""
    import resvg_py

    items = "".join(_svg(item) for item in drawing.items)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.width}" height="{drawing.height}" '
        f'viewBox="0 0 {drawing.width} {drawing.height}">{items}</svg>'
    )
    return Vector(svg.encode(), bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=4)))


def _svg(item: Path | Words) -> str:
    if isinstance(item, Words):
        return f'<text x="{item.x}" y="{item.y}" text-anchor="{item.anchor}" font-size="{item.size}">{item.text}</text>'
    steps = "".join(f"{'M' if i == 0 else 'L'}{s.x} {s.y}" if hasattr(s, "x") else "Z" for i, s in enumerate(item.steps))
    return f'<path d="{steps}" fill="{item.fill or "none"}" stroke="{item.stroke or "none"}"/>'


def docx(
    document: Document,
    assets: Assets | None = None,
    shape: Geometry | None = None,
    theme: Theme = DEFAULT,
    embed: bool = True,
) -> bytes:
    """A document rendered with everything made by hand."""
    options = DocxOptions(font_bytes, embed)
    held = with_vectors(assets) if assets else Assets()
    return render(document, shape or geometry(document), theme, held, strings_for(document.meta.lang), options)
