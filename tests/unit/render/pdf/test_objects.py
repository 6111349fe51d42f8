"""The serialiser: names, strings, streams, cross-references."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
import pytest

from briefgen.render.pdf.objects import ObjectFile, name, number, ref, string


def test_names_escape_what_a_name_cannot_hold() -> None:
    assert name("text/csv") == "/text#2Fcsv"


@pytest.mark.parametrize("text", ["plain", "a (b) \\ c", "Größe", "μ → 𝛼", "Evidenz\u00adbericht", "(", "\\"])
def test_a_string_reads_back_as_written(text: str) -> None:
    file = ObjectFile("1.7")
    pages = file.add(b"<</Type/Pages/Count 0/Kids[]>>")
    root = file.add(b"<</Type/Catalog/Pages %s/Lang%s>>" % (ref(pages), string(text)))
    with pikepdf.open(BytesIO(file.finish(root))) as read:
        assert str(read.Root.Lang) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, b"0"), (-0.001, b"0"), (12.5, b"12.5"), (100.0, b"100"), (-3.456, b"-3.46")]
)
def test_numbers_carry_no_zeros(value: float, text: bytes) -> None:
    assert number(value) == text


@pytest.mark.parametrize("filler", [b" ", b"\x01", b"\0\x01"])
def test_no_deflated_stream_ends_in_a_line_end(filler: bytes) -> None:
    for n in range(600):
        file = ObjectFile("1.7")
        data = b"%d m" % n
        at = file.stream(data, filler=filler)
        body = file._objects[at].removesuffix(b"\nendstream").partition(b"stream\n")[2]
        assert body[-1:] not in (b"\r", b"\n")
        assert zlib.decompress(body).startswith(data)


def test_many_objects_are_all_found_through_the_cross_reference_stream() -> None:
    file = ObjectFile("1.7")
    pages = file.reserve()
    page = file.add(b"<</Type/Page/Parent %s/MediaBox[0 0 9 9]/Resources<<>>>>" % ref(pages))
    file.put(pages, b"<</Type/Pages/Count 1/Kids[%s]>>" % ref(page))
    others = [file.add(b"<</N %d>>" % n) for n in range(700)]
    extra = b"/Extra[%s]" % b" ".join(map(ref, others))
    root = file.add(b"<</Type/Catalog/Pages %s%s>>" % (ref(pages), extra))
    with pikepdf.open(BytesIO(file.finish(root))) as read:
        assert [int(item.N) for item in read.Root.Extra] == list(range(700))
        assert not read.check_pdf_syntax()
