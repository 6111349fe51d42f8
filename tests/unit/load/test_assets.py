"""Pictures: decoded and encoded once, by content; what is refused."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from briefgen.diag import Sink
from briefgen.load import assets
from briefgen.load.assets import decode_picture, font_bytes, load_picture
from briefgen.source import Span
from briefgen.theme import DEFAULT

HERE = Span("brief.yaml", 3, 9)


def encoded(mode: str = "RGB", size: tuple[int, int] = (30, 10), kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0).save(out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_natural_size_by_resolution() -> None:
    picture = decode_picture(encoded(dpi=(300, 300)), "p.png")
    assert picture is not None
    assert (picture.kind, picture.pixel_width, picture.pixel_height) == ("png", 30, 10)
    assert picture.width == pytest.approx(7.2, rel=1e-3)
    unnamed = decode_picture(encoded(), "p.png")
    assert unnamed is not None
    assert unnamed.width == pytest.approx(30 * 72 / 150)


def test_metadata_is_dropped_and_the_same_file_gives_the_same_bytes() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "somebody")
    first, second = (decode_picture(encoded(pnginfo=info), "p.png") for _ in range(2))
    assert first is not None
    assert first == second
    assert b"somebody" not in first.data


def test_the_camera_rotation_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = decode_picture(encoded(kind="JPEG", exif=exif), "p.jpg")
    assert picture is not None
    assert (picture.kind, picture.pixel_width, picture.pixel_height) == ("jpeg", 10, 30)
    assert 0x0112 not in opened(picture.data).getexif()


@pytest.mark.parametrize(
    ("mode", "kind", "became"), [("CMYK", "JPEG", "RGB"), ("P", "PNG", "RGB"), ("LA", "PNG", "RGBA"), ("1", "PNG", "L")]
)
def test_modes(mode: str, kind: str, became: str) -> None:
    picture = decode_picture(encoded(mode, kind=kind), "p")
    assert picture is not None
    assert opened(picture.data).mode == became


@pytest.mark.parametrize("data", [b"", b"not a picture", encoded(kind="GIF"), encoded()[:50], encoded(kind="WEBP")])
def test_what_is_no_picture(data: bytes) -> None:
    sink = Sink()
    assert decode_picture(data, "p.png", HERE, sink) is None
    assert [(d.code, d.span) for d in sink] == [("image-unreadable", HERE)]


def test_too_many_pixels_are_refused_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "MAX_PIXELS", 299)
    sink = Sink()
    assert decode_picture(encoded(), "p.png", HERE, sink) is None
    assert [d.code for d in sink] == ["image-too-large"]


def test_a_bomb_by_its_header() -> None:
    data = bytearray(encoded())
    data[16:24] = (20_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    sink = Sink()
    assert decode_picture(bytes(data), "p.png", HERE, sink) is None
    assert [d.code for d in sink] == ["image-too-large"]


def test_pictures_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(encoded())
    sink = Sink()
    assert load_picture(tmp_path, "p.png", HERE, sink) is not None
    assert load_picture(tmp_path, "q.png", HERE, sink) is None
    assert load_picture(tmp_path, "../p.png", HERE, sink) is None
    assert sorted(d.code for d in sink) == ["file-missing", "path-outside-project"]


def test_all_fonts_of_the_default_theme_are_there() -> None:
    for name in (*DEFAULT.faces.values(), *DEFAULT.fallbacks):
        assert font_bytes(name)[:4] == b"\x00\x01\x00\x00"
