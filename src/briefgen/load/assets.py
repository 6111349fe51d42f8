"""Fonts and pictures: bytes in, checked, and for pictures decoded and re-encoded once before any backend sees them."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

from briefgen.diag import Sink
from briefgen.display import Picture
from briefgen.load import builtin
from briefgen.load.files import Files
from briefgen.source import NOWHERE, Span

MAX_PIXELS = 50_000_000
"""The largest picture that is decoded: a page at 600 dots per inch is 35 million pixels."""

DEFAULT_DPI = 150.0
"""The resolution a picture is printed at that names none, or one no printer has."""

_DPI_RANGE = (50.0, 2400.0)
_JPEG_QUALITY = 90


def font_bytes(name: str) -> bytes:
    """The bytes of a font file of a theme: a name in `assets/fonts`, or the absolute path the brand file led to.

    Raises FileNotFoundError when it is gone.
    """
    return Path(name).read_bytes() if "/" in name else builtin.asset(f"fonts/{name}")


def load_picture(folder: Path, file: str, span: Span, sink: Sink, root: Path | None = None) -> Picture | None:
    """The picture of a file, relative to `folder` and inside `root` (by default `folder` itself); None when it is refused.

    PNG or JPEG by content. The camera's rotation is applied, CMYK becomes RGB, all metadata is dropped, and the result is
    encoded anew, the same bytes for the same file; `width` and `height` are its natural size in points.
    """
    files = Files(root or folder, folder, sink)
    path = files.find(file, span)
    data = files.read(path, span) if path else None
    return None if data is None else decode_picture(data, file, span, sink)


def decode_picture(data: bytes, file: str, span: Span = NOWHERE, sink: Sink | None = None) -> Picture | None:
    """The picture of a file's bytes; see `load_picture`."""
    from PIL import Image

    sink = sink or Sink()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            image = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        if image.width * image.height > MAX_PIXELS:
            raise Image.DecompressionBombError(f"it has {image.width:,} × {image.height:,} pixels")
        return _encode(image)
    except Image.DecompressionBombError as fault:
        message = f'"{file}" is too large a picture: {fault}; the limit is {MAX_PIXELS:,} pixels'
        sink.error("image-too-large", message, span, "scale it down: 300 dots per inch are enough")
    except Exception as fault:  # Pillow's decoders raise errors of many kinds for broken files
        reason = "it is neither PNG nor JPEG" if "cannot identify" in str(fault) else str(fault)
        sink.error("image-unreadable", f'"{file}" cannot be read as a picture: {reason}', span, "save it as PNG or JPEG")
    return None


def _encode(image: Any) -> Picture:
    from PIL import ImageOps

    dpi = _dpi(image.info)
    jpeg = image.format == "JPEG"
    upright = ImageOps.exif_transpose(image)
    alpha = "A" in upright.getbands() or "transparency" in upright.info
    grey = upright.mode in ("1", "L")
    plain = upright.convert("RGBA" if alpha else "L" if grey else "RGB")
    out = BytesIO()
    if jpeg:
        plain.save(out, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    else:
        plain.info.clear()
        plain.save(out, "PNG", compress_level=6)
    width, height = plain.size
    return Picture(out.getvalue(), "jpeg" if jpeg else "png", width, height, width * 72 / dpi, height * 72 / dpi)


def _dpi(info: dict[str, Any]) -> float:
    dpi = info.get("dpi")
    value = float(dpi[0]) if isinstance(dpi, tuple) and dpi and dpi[0] else DEFAULT_DPI
    return value if _DPI_RANGE[0] <= value <= _DPI_RANGE[1] else DEFAULT_DPI
