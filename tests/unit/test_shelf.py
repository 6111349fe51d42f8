"""Records are kept by all they are made from, and never trusted when they are not whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefgen import shelf
from briefgen.display import Vector
from briefgen.flat import packed
from briefgen.shelf import Shelf

DRAWING = ("vector", "a drawing")


class Maker:
    """A maker that counts how often it was asked."""

    def __init__(self, says: bytes = b"<svg/>") -> None:
        self.asked = 0
        self.says = says

    def __call__(self) -> Vector:
        """A record of its own."""
        self.asked += 1
        return Vector(self.says, b"\0\xff")


def _keep(folder: Path, make: Maker, made_from: tuple[str, ...] = DRAWING, made_with: str = "one") -> Vector:
    return Shelf(folder, made_with).keep((Vector,), made_from, make)


def test_a_record_is_made_once_for_all_processes(tmp_path: Path) -> None:
    first, second = Maker(), Maker()
    made = _keep(tmp_path / "p", first)
    assert _keep(tmp_path / "p", second) == made == Vector(b"<svg/>", b"\0\xff")
    assert (first.asked, second.asked) == (1, 0)


@pytest.mark.parametrize(
    ("made_from", "made_with"),
    [(("vector", "another"), "one"), (("picture", "a drawing"), "one"), (DRAWING, "two")],
)
def test_another_drawing_kind_or_program_makes_anew(tmp_path: Path, made_from: tuple[str, ...], made_with: str) -> None:
    make, other = Maker(), Maker(b"other")
    _keep(tmp_path, make)
    assert _keep(tmp_path, other, made_from, made_with).svg == b"other"


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 100])
def test_a_damaged_record_is_made_again(tmp_path: Path, damage: bytes) -> None:
    make = Maker()
    made = _keep(tmp_path, make)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage if damage != b"x" else file.read_bytes()[:-1])
    assert _keep(tmp_path, make) == made
    assert make.asked == 2
    assert _keep(tmp_path, make) == made
    assert make.asked == 2


def test_another_record_in_its_place_is_not_taken_for_it(tmp_path: Path) -> None:
    make = Maker()
    made = _keep(tmp_path, make)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:32] + packed(Vector(b"<other/>", b"")))
    assert _keep(tmp_path, make) == made


def test_a_record_of_another_class_is_made_again(tmp_path: Path) -> None:
    make = Maker()
    _keep(tmp_path, make)
    assert Shelf(tmp_path, "one").keep((), DRAWING, make) == Vector(b"<svg/>", b"\0\xff")
    assert make.asked == 2


def test_a_cache_that_cannot_be_written_does_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert _keep(tmp_path / "file" / "p", Maker()).svg == b"<svg/>"


def test_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST", 3)
    make = Maker()
    for age, drawing in enumerate("abcd"):
        before = set(tmp_path.iterdir())
        _keep(tmp_path, make, (drawing,))
        (new,) = set(tmp_path.iterdir()) - before
        os.utime(new, (age, age))
    assert len(list(tmp_path.iterdir())) == 3
    _keep(tmp_path, make, ("d",))
    assert make.asked == 4
    _keep(tmp_path, make, ("a",))
    assert make.asked == 5
