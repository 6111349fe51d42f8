"""Drawings as files: well-formed SVG with live text, and a PNG that shows the same."""

from __future__ import annotations

import io
from pathlib import Path as File

from lxml import etree
from PIL import Image

import briefgen
from briefgen.display import DisplayList, LineTo, Move, Path, Words
from briefgen.draw import as_vector
from briefgen.fonts import Fonts
from briefgen.theme import DEFAULT

FONTS = Fonts(DEFAULT, lambda name: (File(briefgen.__file__).parent / "assets" / "fonts" / name).read_bytes())
SVG = "{http://www.w3.org/2000/svg}"


def drawing(*items: Path | Words) -> DisplayList:
    return DisplayList(72, 36, items)


def test_text_stays_text_with_its_face_and_fallbacks() -> None:
    words = Words(36, 20, "Ca²⁺ <β> & co", "sans-bold", 9, "#112233", "middle")
    root = etree.fromstring(as_vector(drawing(words), DEFAULT, FONTS).svg)
    text = root.find(f"{SVG}text")
    assert text is not None
    assert text.text == "Ca²⁺ <β> & co"
    assert text.get("font-family", "").startswith("'Source Sans 3', Calibri")
    assert (text.get("font-weight"), text.get("text-anchor"), text.get("fill")) == ("700", "middle", "#112233")


def test_the_file_states_its_size_title_and_description() -> None:
    vector = as_vector(drawing(), DEFAULT, FONTS, "Pathway & more", "From <a> to b")
    root = etree.fromstring(vector.svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("72pt", "36pt", "0 0 72 36")
    assert root.findtext(f"{SVG}title") == "Pathway & more"
    assert root.findtext(f"{SVG}desc") == "From <a> to b"


def test_paths_keep_their_stroke_and_dash() -> None:
    line = Path((Move(0, 0), LineTo(10.5, 0)), stroke="#000000", width=1.1, dash=(3.6, 2.4))
    path = etree.fromstring(as_vector(drawing(line), DEFAULT, FONTS).svg).find(f"{SVG}path")
    assert path is not None
    assert path.get("d") == "M0 0 L10.5 0"
    assert (path.get("fill"), path.get("stroke-width"), path.get("stroke-dasharray")) == ("none", "1.1", "3.6 2.4")


def ink(vector_png: bytes) -> tuple[tuple[int, int], tuple[int, int, int, int] | None]:
    image = Image.open(io.BytesIO(vector_png)).convert("L").point(lambda v: 255 if v < 128 else 0)
    return image.size, image.getbbox()


def test_the_png_has_200_dots_an_inch_and_shows_text_where_it_belongs() -> None:
    words = Words(36, 20, "HH", "sans", 9, "#000000", "middle")
    size, box = ink(as_vector(drawing(words), DEFAULT, FONTS).png)
    assert size == (200, 100)
    assert box is not None
    left, top, right, bottom = (v * 72 / 200 for v in box)
    width = FONTS.width("HH", "sans", 9)
    assert abs((left + right) / 2 - 36) < 0.5
    assert 0.7 * width < right - left < width
    assert abs(bottom - 20) < 0.4
    assert 5 < bottom - top < 7.5


def test_the_png_shows_characters_of_fallback_fonts() -> None:
    with_it = ink(as_vector(drawing(Words(5, 20, "⇌", "sans", 9, "#000000")), DEFAULT, FONTS).png)[1]
    assert with_it is not None
