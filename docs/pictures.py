"""Draws the page pictures of the README and the documentation from built samples: `make pictures`."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

IMAGES = Path(__file__).parent / "images"
PICTURES: dict[str, tuple[float, list[tuple[str, int]]]] = {
    "mij821.png": (0.72, [("mij821-scientist", 3), ("mij821-clinician", 2)]),
    "samples.png": (
        0.4,
        [("mij821-executive", 1), ("esketamine-scientist", 3), ("rislenemdaz-scientist", 2), ("traxoprodil-clinician", 1)],
    ),
}
"""Each picture: its scale, and the pages (counted from 1) that stand in it side by side."""
EDGE, GAP, COLOURS = 1, 10, 96


def page(pdf: Path, number: int, scale: float) -> Image.Image:
    """One page of a PDF in a thin grey frame."""
    drawn = pypdfium2.PdfDocument(pdf)[number - 1].render(scale=scale).to_pil().convert("RGB")
    framed = Image.new("RGB", (drawn.width + 2 * EDGE, drawn.height + 2 * EDGE), "#b8bec6")
    framed.paste(drawn, (EDGE, EDGE))
    return framed


def strip(pages: list[Image.Image]) -> Image.Image:
    """Pages side by side, in few colours."""
    width = sum(each.width for each in pages) + GAP * (len(pages) - 1)
    whole = Image.new("RGB", (width, max(each.height for each in pages)), "white")
    left = 0
    for each in pages:
        whole.paste(each, (left, 0))
        left += each.width + GAP
    return whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)


def main(folder: Path) -> None:
    for name, (scale, pages) in PICTURES.items():
        strip([page(folder / f"{brief}.pdf", number, scale) for brief, number in pages]).save(IMAGES / name, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "output"))
