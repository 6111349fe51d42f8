"""Painted pictures are kept by all they are painted from, and never trusted when they are not whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefgen import pictures
from briefgen.pictures import Pictures


class Painter:
    """A painter that says what it was given, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def paint(self, drawing: str, background: str) -> bytes:
        """A picture of its own for each drawing and background."""
        self.asked += 1
        return f"{drawing} on {background}".encode()


def test_a_picture_is_painted_once_for_all_processes(tmp_path: Path) -> None:
    first, second = Painter(), Painter()
    made = Pictures(tmp_path / "p", first.paint, "one").painted("<svg/>", "#fff")
    assert Pictures(tmp_path / "p", second.paint, "one").painted("<svg/>", "#fff") == made == b"<svg/> on #fff"
    assert (first.asked, second.asked) == (1, 0)


@pytest.mark.parametrize("change", [("<svg />", "#fff", "one"), ("<svg/>", "#000", "one"), ("<svg/>", "#fff", "two")])
def test_another_drawing_background_or_painter_paints_anew(tmp_path: Path, change: tuple[str, str, str]) -> None:
    painter = Painter()
    Pictures(tmp_path, painter.paint, "one").painted("<svg/>", "#fff")
    drawing, background, name = change
    assert Pictures(tmp_path, painter.paint, name).painted(drawing, background) == f"{drawing} on {background}".encode()
    assert painter.asked == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 100])
def test_a_damaged_picture_is_painted_again(tmp_path: Path, damage: bytes) -> None:
    painter = Painter()
    kept = Pictures(tmp_path, painter.paint, "one")
    made = kept.painted("<svg/>", "#fff")
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage if damage != b"x" else file.read_bytes()[:-1])
    assert kept.painted("<svg/>", "#fff") == made
    assert painter.asked == 2
    assert kept.painted("<svg/>", "#fff") == made
    assert painter.asked == 2


def test_a_cache_that_cannot_be_written_does_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Pictures(tmp_path / "file" / "p", Painter().paint, "one").painted("<svg/>", "#fff") == b"<svg/> on #fff"


def test_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST", 3)
    painter = Painter()
    kept = Pictures(tmp_path, painter.paint, "one")
    for age, drawing in enumerate("abcd"):
        before = set(tmp_path.iterdir())
        kept.painted(drawing, "#fff")
        (new,) = set(tmp_path.iterdir()) - before
        os.utime(new, (age, age))
    assert len(list(tmp_path.iterdir())) == 3
    kept.painted("d", "#fff")
    assert painter.asked == 4
    kept.painted("a", "#fff")
    assert painter.asked == 5
