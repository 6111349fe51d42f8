"""The whole file: determinism, metadata, structure, links, labels, outline, attachments, pictures."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

import documents
import handmade
from briefgen import tree
from briefgen.display import Assets, Picture
from briefgen.fonts import Fonts
from briefgen.layout import lay_out
from briefgen.pages import ARTIFACT, PictureBox
from briefgen.render import BACKENDS, backend
from briefgen.render.pdf import PdfOptions, render
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT
from samples_pdf import ATTACHED, FLAVOURS, OPTIONS, pdf, sample
from tools import pagecheck


def test_the_table_of_backends_names_this_one() -> None:
    assert backend("pdf").render is render
    assert "pdf" in BACKENDS


def _open(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


@pytest.mark.parametrize("name", ["hand", "everything"])
@pytest.mark.parametrize("mode", ["archive", "data"])
def test_the_quick_validator_finds_nothing(name: str, mode: str) -> None:
    assert pagecheck.check(pdf(name, mode), *FLAVOURS[mode]) == []


def test_the_quick_validator_does_look() -> None:
    with _open(pdf("hand")) as file:
        del file.Root.Lang
        out = BytesIO()
        file.save(out)
    assert pagecheck.check(out.getvalue(), "ua1") != []


def test_hash_seeds_do_not_change_a_byte() -> None:
    code = "import hashlib, samples_pdf as s; print(hashlib.sha256(s.pdf('hand', 'data') + s.pdf('everything')).hexdigest())"
    expected = hashlib.sha256(pdf("hand", "data") + pdf("everything")).hexdigest()
    for seed in ("1", "4711"):
        path = os.pathsep.join(p for p in sys.path if p)
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        out = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        assert out.stdout.strip() == expected


def test_files_are_sound() -> None:
    for mode in OPTIONS:
        with _open(pdf("everything", mode)) as file:
            assert file.check_pdf_syntax() == []


def test_metadata_say_the_same_twice() -> None:
    with _open(pdf("everything")) as file:
        xmp = file.open_metadata()
        assert xmp["dc:title"] == str(file.docinfo.Title) == "A brief with everything"
        assert xmp["dc:creator"] == ["A. Author", "B. Author"]
        assert xmp["pdf:Producer"] == str(file.docinfo.Producer)
        assert xmp["xmp:CreateDate"] == "2025-12-01T00:00:00Z"
        assert str(file.docinfo.CreationDate) == "D:20251201000000Z"
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("2", "A", "1")
        assert str(file.Root.Lang) == "en-GB"
        assert file.Root.ViewerPreferences.DisplayDocTitle


def test_the_date_may_be_given() -> None:
    laid, document, assets = sample("hand")
    options = PdfOptions(date=datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC), version="9.8")
    with _open(render(laid, document, DEFAULT, handmade.FONTS, assets, options)) as file:
        assert str(file.docinfo.CreationDate) == "D:20240203040506Z"
        assert str(file.docinfo.Producer) == "briefgen 9.8"
        assert file.open_metadata()["xmp:ModifyDate"] == "2024-02-03T04:05:06Z"


def test_pdf_2_has_no_information_dictionary_and_its_own_namespace() -> None:
    with _open(pdf("hand", "modern")) as file:
        assert file.pdf_version == "2.0"
        assert "/Info" not in file.trailer
        assert str(file.Root.StructTreeRoot.Namespaces[0].NS) == "http://iso.org/pdf2/ssn"
        outline = file.Root.Outlines.First
        assert outline.A.SD[0].S == "/H1"


def test_standards_that_exclude_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="ua-1 and a-4f"):
        PdfOptions(("ua-1", "a-4f"))  # type: ignore[arg-type] # what a caller without types may pass


def test_attached_files_are_associated_and_read_back() -> None:
    with _open(pdf("hand", "data")) as file:
        specification = file.Root.AF[0]
        assert str(specification.AFRelationship) == "/Data"
        assert specification.EF.F.read_bytes() == ATTACHED[0].data
        assert str(specification.EF.F.Subtype) == "/text/csv"
        assert list(file.attachments) == ["facts.csv"]
    with _open(pdf("hand")) as file:
        assert "/AF" not in file.Root
        assert not file.attachments


def test_page_labels_are_the_printed_numbers() -> None:
    laid, document, assets = sample("hand")
    sheets = [replace_label(sheet, label) for sheet, label in zip(laid.sheets, ("iv", "1"), strict=True)]
    laid = replace(laid, sheets=sheets)
    with _open(render(laid, document, DEFAULT, handmade.FONTS, assets)) as file:
        assert [page.label for page in file.pages] == ["iv", "1"]


def replace_label(sheet: object, label: str) -> object:
    """A sheet with another printed number."""
    return replace(sheet, label=label)  # type: ignore[type-var] # a dataclass


def test_the_outline_is_nested_and_leads_to_headings() -> None:
    with _open(pdf("everything")) as file, file.open_outline() as outline:
        assert [item.title for item in outline.root] == ["1 Summary", "2 Data", "3 Figure", "References"]
        assert [item.title for item in outline.root[1].children] == ["2.1 Lists"]


def test_every_operator_stands_in_marked_content() -> None:
    for page in _open(pdf("everything")).pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            depth += operator in ("BDC", "BMC")
            depth -= operator == "EMC"
            if operator in ("Tj", "TJ", "f", "S", "B", "Do"):
                assert depth >= 1, operator
        assert depth == 0


def test_running_heads_are_pagination_artifacts() -> None:
    with _open(pdf("hand")) as file:
        assert b"/Artifact<</Type/Pagination/Subtype/Header>>BDC" in file.pages[0].Contents.read_bytes()


def _picture(mode: str, kind: str) -> Picture:
    out = BytesIO()
    image = Image.new(mode, (4, 3), 128 if mode == "L" else (200, 30, 30, 128)[: len(mode)])
    image.save(out, "PNG" if kind == "png" else "JPEG")
    return Picture(out.getvalue(), kind, 4, 3, 40, 30)  # type: ignore[arg-type] # one of the two kinds


@pytest.mark.parametrize(
    ("mode", "kind", "space", "mask"),
    [
        ("RGB", "png", "/DeviceRGB", False),
        ("RGBA", "png", "/DeviceRGB", True),
        ("L", "png", "/DeviceGray", False),
        ("RGB", "jpeg", "/DeviceRGB", False),
        ("L", "jpeg", "/DeviceGray", False),
        ("CMYK", "jpeg", "/DeviceRGB", False),
    ],
)
def test_pictures_are_embedded_once_in_srgb_or_grey(mode: str, kind: str, space: str, mask: bool) -> None:
    hand = handmade.Hand()
    figure = hand.element("Figure", alt="A picture.")
    picture = _picture(mode, kind)
    hand.sheets[-1].boxes.extend(PictureBox(70, y, 40, 30, picture, figure) for y in (100, 200))
    document = sample("hand")[1]
    data = render(hand.laid(), document, DEFAULT, handmade.FONTS, Assets())
    assert pagecheck.check(data, "ua1", "2a") == []
    with _open(data) as file:
        (image,) = file.pages[0].Resources.XObject.values()
        assert str(image.ColorSpace) == space
        assert ("/SMask" in image) is mask
        shown = pikepdf.PdfImage(image).as_pil_image().convert("RGB").getpixel((1, 1))
        expected = Image.open(BytesIO(picture.data)).convert("RGB").getpixel((1, 1))
        assert all(abs(a - b) <= 2 for a, b in zip(shown, expected, strict=True))
        assert [float(v) for v in file.Root.StructTreeRoot.K[0].K.A.BBox] == [70, 611.89, 110, 741.89]


def test_two_elements_of_one_id_are_refused() -> None:
    hand = handmade.Hand()
    hand.element("P", anchor="same")
    hand.element("P", anchor="same")
    with pytest.raises(ValueError, match="'same'"):
        render(hand.laid(), sample("hand")[1], DEFAULT, handmade.FONTS, Assets())


def test_content_keeps_its_place_among_the_children_of_its_element() -> None:
    hand = handmade.Hand()
    para = hand.element("P")
    hand.line("before ", para)
    hand.text("inside ", hand.element("Span", para))
    hand.text("after", para)
    late = hand.element("Span", para)
    hand.page()
    hand.line("late", late)
    hand.line("head", ARTIFACT)
    with _open(render(hand.laid(), sample("hand")[1], DEFAULT, handmade.FONTS, Assets())) as file:
        kids = file.Root.StructTreeRoot.K[0].K.K
        assert [int(kids[0]), str(kids[1].S), int(kids[2]), str(kids[3].S)] == [0, "/Span", 2, "/Span"]


def test_headings_leave_no_level_out() -> None:
    hand = handmade.Hand()
    for tag in ("H2", "H4", "H4", "H1", "H3"):
        hand.line("Heading", hand.element(tag))  # type: ignore[arg-type] # a tag
    with _open(render(hand.laid(), sample("hand")[1], DEFAULT, handmade.FONTS, Assets())) as file:
        assert [str(kid.S) for kid in file.Root.StructTreeRoot.K[0].K] == ["/H1", "/H2", "/H2", "/H1", "/H2"]
        marked = [str(i.operands[0]) for i in pikepdf.parse_content_stream(file.pages[0]) if str(i.operator) == "BDC"]
        assert marked == ["/H1", "/H2", "/H2", "/H1", "/H2"]


def _below(element: pikepdf.Object, tag: str) -> list[pikepdf.Object]:
    kids = element.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    below = [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    own = [element] if str(element.get("/S", "")) == f"/{tag}" else []
    return own + [found for kid in below for found in _below(kid, tag)]


def test_formulas_carry_their_mathml_where_the_standard_allows() -> None:
    with _open(pdf("everything", "modern")) as file:
        formula = _below(file.Root.StructTreeRoot.K[0], "Formula")[0]
        assert str(formula.AF[0].AFRelationship) == "/Supplement"
        assert str(formula.AF[0].EF.F.Subtype) == "/application/mathml+xml"
        assert formula.AF[0].EF.F.read_bytes().startswith(b"<math")
        assert file.open_metadata()["pdfaid:conformance"] == "F"
        assert "/AF" not in file.Root
    with _open(pdf("everything")) as file:
        assert not any("/AF" in f for f in _below(file.Root.StructTreeRoot.K[0], "Formula"))
        assert not file.attachments


def test_a_figure_says_its_long_description_too() -> None:
    document = sample("everything")[1]
    (figure,) = [node for node in tree.walk(document) if isinstance(node, tree.Figure)]
    with _open(pdf("everything")) as file:
        alt = str(_below(file.Root.StructTreeRoot.K[0], "Figure")[0].Alt)
    assert figure.description
    assert alt == f"{figure.alt}\n{figure.description}"


def test_the_order_of_builds_does_not_change_a_byte() -> None:
    fresh = Fonts(DEFAULT, lambda name: (handmade.FONT_FOLDER / name).read_bytes())
    document, assets = documents.everything()
    other = documents.small()

    def built(fonts: Fonts, which: tree.Document) -> bytes:
        return render(lay_out(which, DEFAULT, fonts, assets, strings_for("en")), which, DEFAULT, fonts, assets)

    first = built(fresh, other), built(fresh, document)
    again = built(handmade.FONTS, document), built(handmade.FONTS, other)
    assert first == (again[1], again[0])
