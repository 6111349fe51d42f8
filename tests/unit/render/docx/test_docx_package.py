"""The zip file: parts written in pieces are the parts written at once, and any reader of zip files reads them."""

from __future__ import annotations

import zipfile
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from briefgen.render.docx.package import Packing, archive, pack


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=200), max_size=20))
def test_a_part_written_in_pieces_holds_what_it_holds_written_at_once(pieces: list[str]) -> None:
    packing = Packing()
    for piece in pieces:
        packing.write(piece)
    whole, packed = "".join(pieces), packing.packed()
    with zipfile.ZipFile(BytesIO(archive({"word/document.xml": packed, "word/styles.xml": pack(whole)}))) as package:
        assert package.testzip() is None
        assert package.read("word/document.xml").decode() == whole == package.read("word/styles.xml").decode()
