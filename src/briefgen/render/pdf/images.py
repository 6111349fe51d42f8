"""Raster images: PNG and JPEG become image XObjects in sRGB or grey, transparency becomes a soft mask.

reportlab decodes: its `ImageReader` gives size, mode, pixels and alpha. A JPEG in RGB or grey is embedded as it is.
"""

from __future__ import annotations

from io import BytesIO

from briefgen.display import Picture
from briefgen.render.pdf.objects import ObjectFile, ref


class Images:
    """The pictures of one document, each embedded once however often it is shown."""

    def __init__(self, file: ObjectFile) -> None:
        self._file = file
        self._numbers: dict[bytes, int] = {}

    def use(self, picture: Picture) -> bytes:
        """The resource name of a picture ("/I1")."""
        if picture.data not in self._numbers:
            self._numbers[picture.data] = _embed(self._file, picture)
        return b"/I%d" % (list(self._numbers).index(picture.data) + 1)

    def write(self) -> bytes:
        """The XObject part of the resource dictionary; empty when there are no pictures."""
        entries = b"".join(b"/I%d %s" % (i, ref(n)) for i, n in enumerate(self._numbers.values(), 1))
        return b"/XObject<<%s>>" % entries if entries else b""


def _embed(file: ObjectFile, picture: Picture) -> int:
    from reportlab.lib.utils import ImageReader

    reader = ImageReader(BytesIO(picture.data))
    width, height = reader.getSize()
    pixels = reader.getRGBData()
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (width, height)
    space = b"/ColorSpace/DeviceGray" if reader.mode == "L" else b"/ColorSpace/DeviceRGB"
    if picture.kind == "jpeg" and reader._image.mode in ("L", "RGB"):
        return file.finished_stream(picture.data, head + space + b"/Filter/DCTDecode")
    if reader.mode == "CMYK":
        pixels = reader._image.convert("RGB").tobytes()
    mask = b""
    if reader._dataA is not None:
        alpha = file.stream(reader._dataA.getRGBData(), head + b"/ColorSpace/DeviceGray", filler=b"")
        mask = b"/SMask " + ref(alpha)
    return file.stream(pixels, head + space + mask, filler=b"")
