"""A brand file to a theme: colours by their meaning, faces by their family, each text colour checked for contrast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path

from briefgen.diag import Sink, did_you_mean
from briefgen.load.files import Files
from briefgen.load.typefaces import faces
from briefgen.load.validate import validate
from briefgen.model.brand import Brand, Logo, LogoFile, Names, Type
from briefgen.source import Spans
from briefgen.theme import DEFAULT, WORD_STYLES, Colours, Page, Role, TableLook, TextStyle, Theme

ROLES: dict[str, tuple[tuple[str, ...], ...]] = {
    "text": (("color", "foreground"),),
    "background": (("color", "background"),),
    "heading": (("typography", "headings", "color"), ("color", "primary")),
    "accent": (("color", "secondary"), ("color", "primary")),
    "link": (("typography", "link", "color"), ("color", "link"), ("color", "primary")),
    "important": (("color", "tertiary"),),
    "tip": (("color", "success"),),
    "note": (("color", "info"),),
    "warning": (("color", "warning"),),
    "caution": (("color", "danger"),),
    "shade": (("color", "light"),),
    "muted": (("briefgen", "colors", "muted"),),
    "rule": (("briefgen", "colors", "rule"),),
    "hairline": (("briefgen", "colors", "hairline"),),
}
"""Where a brand file gives each colour of a theme; the first place that has one counts."""

UNUSED = ("defaults", "weight", "style", "display", "background-color", "decoration", "monospace-inline", "monospace-block")
"""Keys of brand.yml that are read and not used."""

PAPER = "#ffffff"
"""The colour of pages, which nothing paints."""

MIN_CONTRAST = 4.5
"""WCAG 2.1, success criterion 1.4.3 (AA), for text of ordinary size."""

_ON_SHADE = ("text", "heading")
_NOT_TEXT = ("rule", "hairline", "shade", "background")
_POINTS = {"": 1.0, "pt": 1.0, "px": 0.75, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_PAGES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}


def load_theme(path: Path | None, sink: Sink) -> Theme | None:
    """The theme of a brand file, or the built-in one; None when the file is not valid or its colours cannot be read."""
    if path is None:
        return DEFAULT
    files = Files(path.parent, path.parent, sink)
    if not path.is_file():
        sink.error("file-missing", f'there is no brand file "{path.name}"')
        return None
    located = files.data(path)
    brand = validate(Brand, located, sink) if located else None
    if brand is None or located is None:
        return None
    spans = Spans(located)
    before = len(sink.found)
    logo, logo_alt = _logo(brand, spans, files)
    theme = Theme(
        page=_page(brand),
        colours=_colours(brand, spans, sink),
        faces=faces(brand.typography, spans, files),
        styles=_styles(brand),
        table=TableLook(brand.briefgen.table_style, brand.briefgen.row_groups),
        organisation=_organisation(brand),
        logo=logo,
        logo_alt=logo_alt,
        word_styles=_word_styles(brand, spans, sink),
    )
    _tell_unused(located.plain(), (), spans, sink)
    return None if any(d.severity == "error" for d in sink.found[before:]) else theme


def points(length: str) -> float:
    """A length of a brand file in points."""
    match = re.match(r"([\d.]+)\s*([a-z]*)", length)
    assert match  # the model has checked the form
    return round(float(match[1]) * _POINTS[match[2]], 2)


def _word_styles(brand: Brand, spans: Spans, sink: Sink) -> dict[str, str]:
    """Style names of a reference document by ours; ours may be written "body-text" as well as "Body Text"."""
    known = {name.casefold().replace(" ", "-"): name for name in WORD_STYLES}
    found = {}
    for key, name in brand.briefgen.word_styles.items():
        ours = known.get(key.casefold().replace(" ", "-"))
        if ours is None:
            where = spans.key("briefgen", "word-styles", key)
            sink.error("brand-word-style", f'briefgen has no style "{key}"', where, did_you_mean(key, known))
        else:
            found[ours] = name
    return found


def _page(brand: Brand) -> Page:
    width, height = _PAGES[brand.briefgen.page]
    margins = {name: points(text) for name, text in brand.briefgen.margins if text}
    return replace(Page(width, height), **margins)


def _styles(brand: Brand) -> dict[Role, TextStyle]:
    styles = dict(DEFAULT.styles)
    base = brand.typography.base if isinstance(brand.typography.base, Type) else Type()
    if base.size:
        scale = points(base.size) / DEFAULT.styles["body"].size
        styles = {role: _scaled(style, scale) for role, style in styles.items()}
    lines: tuple[Role, ...] = ("body", "list")
    justified: tuple[Role, ...] = ("body", "list", "quote")
    for role in lines if base.line_height else ():
        styles[role] = replace(styles[role], leading=round(styles[role].size * float(base.line_height or 0), 2))
    for role in justified if brand.briefgen.justify else ():
        styles[role] = replace(styles[role], align="justify")
    return styles


def _scaled(style: TextStyle, scale: float) -> TextStyle:
    return replace(style, size=round(style.size * scale, 2), leading=round(style.leading * scale, 2))


def _colours(brand: Brand, spans: Spans, sink: Sink) -> Colours:
    data = brand.model_dump(by_alias=True)
    found: dict[str, str] = {}
    places: dict[str, tuple[str, ...]] = {}
    for role, paths in ROLES.items():
        for path in paths:
            text = _dig(data, path)
            colour = _hex(text, brand.color.palette, spans, path, sink) if text else ""
            if colour:
                found[role], places[role] = colour, path
                break
    colours = replace(DEFAULT.colours, **found)
    _check_contrast(colours, places, spans, sink)
    return colours


def _dig(data: object, path: tuple[str, ...]) -> str:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data if isinstance(data, str) else ""


def _hex(text: str, palette: Mapping[str, str], spans: Spans, path: tuple[str, ...], sink: Sink) -> str:
    """ "#rrggbb" of a colour; empty, reported, when it is none."""
    seen: list[str] = []
    while text in palette and text not in seen:
        seen.append(text)
        text = palette[text]
    if re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return text.lower()
    if re.fullmatch(r"#[0-9a-fA-F]{3}", text):
        return "#" + "".join(c * 2 for c in text[1:]).lower()
    where = spans.at("color", "palette", seen[-1]) if seen else spans.at(*path)
    hint = did_you_mean(text, palette) or 'write "#rrggbb"'
    sink.error("brand-color", f'"{text}" is neither "#rrggbb" nor a colour of the palette', where, hint)
    return ""


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.1, definition of relative luminance)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _check_contrast(colours: Colours, places: Mapping[str, tuple[str, ...]], spans: Spans, sink: Sink) -> None:
    """Text must be read on the brand's background, where figures have it, and on the page, which stays white."""
    grounds = {"background": colours.background, "shade": colours.shade, "page": PAPER}
    everywhere = ["background"] if colours.background == PAPER else ["background", "page"]
    for role in (f.name for f in fields(Colours) if f.name not in _NOT_TEXT):
        for ground in [*everywhere, "shade"] if role in _ON_SHADE else everywhere:
            ratio = contrast(getattr(colours, role), grounds[ground])
            if ratio < MIN_CONTRAST:
                place = places.get(role) or places.get(ground) or ("color",)
                message = f"{role} text has a contrast of {ratio:.2f}:1 on its {ground}; it needs {MIN_CONTRAST}:1"
                sink.error("brand-contrast", message, spans.at(*place), "take a darker text or a lighter ground")


def _organisation(brand: Brand) -> str:
    match brand.meta.name:
        case Names(full=full, short=short):
            return full or short or ""
        case name:
            return name or ""


def _logo(brand: Brand, spans: Spans, files: Files) -> tuple[str, str]:
    """The file of the logo, relative to the brand file, and its text alternative: by default whose logo it is."""
    logo, alt = brand.logo, None
    name = logo if isinstance(logo, str) else (logo.small or logo.medium or logo.large) if logo else None
    if isinstance(logo, Logo) and name in logo.images:
        image = logo.images[name]
        name, alt = (image.path, image.alt) if isinstance(image, LogoFile) else (image, None)
    if not name or not files.find(name, spans.at("logo")):
        return "", ""
    return name, alt or f"Logo: {_organisation(brand)}".removesuffix(": ")


def _tell_unused(data: object, path: tuple[str | int, ...], spans: Spans, sink: Sink) -> None:
    """A note for each setting that has no effect here, so that nobody waits for one."""
    if isinstance(data, list):
        for i, item in enumerate(data):
            _tell_unused(item, (*path, i), spans, sink)
    if not isinstance(data, dict) or path[-1:] == ("files",):
        return
    for key, value in data.items():
        if key in UNUSED and path[:2] != ("color", "palette") and "files" not in path:
            sink.note("brand-unused", f'"{key}" has no effect in briefgen', spans.key(*path, key))
        else:
            _tell_unused(value, (*path, key), spans, sink)
