"""Brand files: the built-in one is the default theme; colours, faces, pages; contrast."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diag import Severity, Sink
from briefgen.load.assets import font_bytes
from briefgen.load.brand import contrast, load_theme, points
from briefgen.load.builtin import PACKAGE
from briefgen.theme import DEFAULT, Theme


def theme_of(tmp_path: Path, text: str) -> tuple[Theme | None, list[str]]:
    file = tmp_path / "_brand.yml"
    file.write_text(text, encoding="utf-8")
    sink = Sink()
    theme = load_theme(file, sink)
    return theme, [f"{d.span.line}:{d.span.column} {d.code}" for d in sink]


def test_the_built_in_brand_file_is_the_default_theme() -> None:
    sink = Sink()
    assert load_theme(PACKAGE / "assets" / "_brand.yml", sink) == DEFAULT
    assert list(sink) == []


def test_an_empty_brand_and_none_are_the_default(tmp_path: Path) -> None:
    assert theme_of(tmp_path, "{}") == (DEFAULT, [])
    assert load_theme(None, Sink()) == DEFAULT


def test_colours_by_meaning_through_the_palette(tmp_path: Path) -> None:
    text = """
color:
  palette: {deep: "#036", main: deep}
  primary: main
  danger: "#AA0000"
briefgen: {colors: {muted: deep}}
"""
    theme, faults = theme_of(tmp_path, text)
    assert faults == []
    assert theme is not None
    colours = theme.colours
    assert (colours.heading, colours.accent, colours.link) == ("#003366",) * 3
    assert (colours.caution, colours.muted, colours.note) == ("#aa0000", "#003366", DEFAULT.colours.note)


def test_page_margins_and_alignment(tmp_path: Path) -> None:
    theme, _ = theme_of(
        tmp_path, "briefgen: {page: letter, margins: {left: 1in, top: 20mm}, justify: yes, row-groups: repeat}"
    )
    assert theme is not None
    assert (theme.page.width, theme.page.left, theme.page.top) == (612.0, 72.0, 56.69)
    assert theme.styles["body"].align == "justify"
    assert theme.styles["caption"].align == "left"
    assert theme.table.groups == "repeat"


def test_the_base_size_scales_all_styles(tmp_path: Path) -> None:
    theme, _ = theme_of(tmp_path, "typography: {base: {size: 11pt, line-height: 1.5}}")
    assert theme is not None
    assert (theme.styles["body"].size, theme.styles["body"].leading) == (11.0, 16.5)
    assert theme.styles["title"].size == 24.2


def test_fonts_from_files_and_families(tmp_path: Path) -> None:
    (tmp_path / "A.ttf").write_bytes(font_bytes("DejaVuSans.ttf"))
    text = """
typography:
  fonts: [{family: House, source: file, files: [A.ttf]}]
  base: House
  headings: Source Serif 4
"""
    theme, faults = theme_of(tmp_path, text)
    assert faults == ["3:20 brand-font"]
    assert theme is not None
    assert theme.faces["serif"] == theme.faces["serif-bold"] == (tmp_path / "A.ttf").as_posix()
    assert theme.faces["sans-bold"] == "SourceSerif4-Bold.ttf"
    assert theme.faces["mono"] == DEFAULT.faces["mono"]
    assert font_bytes(theme.faces["serif"]) == font_bytes("DejaVuSans.ttf")


@pytest.mark.parametrize(
    ("files", "lacking"),
    [
        ("A.ttf", "no bold and no italic and no bold italic"),
        ("A.ttf, {path: B.ttf, style: italic}", "no bold and no bold italic"),
        ("A.ttf, {path: B.ttf, style: italic}, {path: C.ttf, weight: 700}", "no bold italic"),
        ("A.ttf, {path: B.ttf, style: italic}, {path: C.ttf, weight: 700}, {path: D.ttf, weight: 700, style: italic}", ""),
    ],
)
def test_emphasis_that_a_family_cannot_show_is_told_once(tmp_path: Path, files: str, lacking: str) -> None:
    for name in "ABCD":
        (tmp_path / f"{name}.ttf").write_bytes(font_bytes("DejaVuSans.ttf"))
    file = tmp_path / "_brand.yml"
    file.write_text(
        f"typography:\n  fonts: [{{family: House, files: [{files}]}}]\n  base: House\n  headings: House\n", "utf-8"
    )
    sink = Sink()
    assert load_theme(file, sink) is not None
    assert [(d.severity, d.code, d.span.line, d.span.column) for d in sink] == (
        [(Severity.WARNING, "brand-font", 2, 20)] if lacking else []
    )
    assert all(f"has {lacking}: " in d.message for d in sink)


def test_a_family_that_is_not_used_may_lack_faces(tmp_path: Path) -> None:
    (tmp_path / "A.ttf").write_bytes(font_bytes("DejaVuSans.ttf"))
    fonts = "typography: {fonts: [{family: House, files: [A.ttf]}], monospace: "
    assert theme_of(tmp_path, fonts + "House}")[1] == []
    assert theme_of(tmp_path, "typography: {base: DejaVu Sans Mono}")[1] == ["1:20 brand-font"]


def test_meta_and_logo(tmp_path: Path) -> None:
    (tmp_path / "l.png").write_bytes(b"x")
    theme, _ = theme_of(
        tmp_path, "meta: {name: {short: H, full: The House}}\nlogo: {images: {s: {path: l.png, alt: L}}, small: s}\n"
    )
    assert theme is not None
    assert theme.organisation == "The House"
    assert (theme.logo, theme.logo_alt) == ("l.png", "L")
    theme, _ = theme_of(tmp_path, "meta: {name: The House}\nlogo: l.png\n")
    assert theme is not None
    assert theme.logo_alt == "Logo: The House"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("color: {primry: x}", ["1:9 data-unknown-key"]),
        ("color: {primary: blurple}", ["1:18 brand-color"]),
        ("color:\n  palette: {a: b, b: a}\n  link: a", ["2:22 brand-color"]),
        ("color: {foreground: '#999999'}", ["1:22 brand-contrast", "1:22 brand-contrast"]),
        ("color: {light: '#333333'}", ["1:17 brand-contrast", "1:17 brand-contrast"]),
        ("typography: {base: {family: Comic}}", ["1:29 brand-font"]),
        ("typography: {fonts: [{family: A, files: [_brand.yml]}]}", ["1:42 brand-font"]),
        ("typography: {fonts: [{family: A, files: [gone.ttf]}]}", ["1:42 file-missing"]),
        ("typography: {fonts: [{family: A, source: google}]}", ["1:42 brand-font"]),
        ("logo: ../l.png", ["1:7 path-outside-project"]),
        ("briefgen: {margins: {top: wide}}", ["1:27 data-bad-value"]),
    ],
)
def test_refusals(tmp_path: Path, text: str, faults: list[str]) -> None:
    theme, found = theme_of(tmp_path, text)
    assert theme is None
    assert sorted(found) == sorted(faults)


def test_light_text_for_a_dark_background_is_refused_since_pages_stay_white(tmp_path: Path) -> None:
    colours = {"foreground": "#eeeeee", "primary": "#99ccff", "tertiary": "#ccaaff", "success": "#99ee99", "info": "#99ccff"}
    colours |= {
        "secondary": "#99ccff",
        "warning": "#ffcc66",
        "danger": "#ff9999",
        "light": "#202020",
        "background": "#101010",
    }
    text = "color:\n" + "".join(f"  {name}: '{value}'\n" for name, value in colours.items())
    (tmp_path / "_brand.yml").write_text(text + "briefgen: {colors: {muted: '#cccccc'}}\n", "utf-8")
    sink = Sink()
    assert load_theme(tmp_path / "_brand.yml", sink) is None
    assert {d.code for d in sink} == {"brand-contrast"}
    assert all("on its page" in d.message for d in sink)
    assert sink.found[0].span.line == 2


def test_postscript_outlines_are_refused(tmp_path: Path) -> None:
    """A PDF takes them in another kind of font, which is not written; they would be drawn as nothing."""
    (tmp_path / "a.otf").write_bytes(b"OTTO\x00\x0a")
    theme, found = theme_of(tmp_path, "typography: {fonts: [{family: A, files: [a.otf]}]}")
    assert theme is None
    assert found == ["1:42 brand-font"]


def test_settings_without_effect_are_told(tmp_path: Path) -> None:
    theme, found = theme_of(tmp_path, "typography: {base: {weight: 300}}\ndefaults: {bootstrap: {}}\n")
    assert theme == DEFAULT
    assert found == ["1:21 brand-unused", "2:1 brand-unused"]


def test_contrast_and_lengths() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert [points(t) for t in ("12", "12pt", "16px", "1in", "10 mm", "1cm")] == [12, 12, 12, 72, 28.35, 28.35]
