"""A brand file, `_brand.yml` (the brand.yml convention): colours, fonts and a logo, and our own page settings."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from briefgen.model.base import Flag, Line, Model, shaped

_LENGTH = shaped(r"^\d+(\.\d+)?\s*(pt|mm|cm|in|px)?$", "a length such as 10pt, 25mm or 1in")
_FACTOR = shaped(r"^\d+(\.\d+)?$", "a plain number such as 1.4")

Length = Annotated[str, StringConstraints(pattern=_LENGTH)]
"""A length; points unless it names its unit."""

Factor = Annotated[str, StringConstraints(pattern=_FACTOR)]


class Names(Model):
    """A short and a full name."""

    short: Line | None = None
    full: Line | None = None


class Meta(Model):
    """Who the brand belongs to."""

    name: Line | Names | None = None
    link: Line | dict[str, Line] | None = None


class Color(Model):
    """The palette, and the colours that have a meaning: "#rrggbb", or the name of a palette colour."""

    palette: dict[str, Line] = {}
    foreground: Line | None = None
    background: Line | None = None
    primary: Line | None = None
    secondary: Line | None = None
    tertiary: Line | None = None
    success: Line | None = None
    info: Line | None = None
    warning: Line | None = None
    danger: Line | None = None
    light: Line | None = None
    dark: Line | None = None
    link: Line | None = None


class FontFile(Model):
    """One font file of a family; weight 700 or "bold" is its bold face."""

    path: Line
    weight: Line | list[Line] | None = None
    style: Literal["normal", "italic"] = "normal"


class FontFamily(Model):
    """A family that comes as TrueType files, named relative to the brand file."""

    family: Line
    source: Line = "file"
    files: list[FontFile | Line] = []
    weight: Any = None
    style: Any = None
    display: Any = None


class Type(Model):
    """How one kind of text is set."""

    family: Line | None = None
    size: Length | None = None
    line_height: Factor | None = None
    color: Line | None = None
    weight: Any = None
    style: Any = None
    background_color: Any = None
    decoration: Any = None


class Typography(Model):
    """The families of text, headings (with tables and captions) and code."""

    fonts: list[FontFamily] = []
    base: Type | Line | None = None
    headings: Type | Line | None = None
    monospace: Type | Line | None = None
    monospace_inline: Any = None
    monospace_block: Any = None
    link: Type | Line | None = None


class LogoFile(Model):
    """A logo with its alt text."""

    path: Line
    alt: Line | None = None


class Logo(Model):
    """Logos by size; the smallest one named is printed."""

    images: dict[str, Line | LogoFile] = {}
    small: Line | None = None
    medium: Line | None = None
    large: Line | None = None


class Margins(Model):
    """The margins of the page, and where header and footer stand from its edge."""

    top: Length | None = None
    bottom: Length | None = None
    left: Length | None = None
    right: Length | None = None
    header: Length | None = None
    footer: Length | None = None


class OwnColors(Model):
    """Colours brand.yml has no name for."""

    muted: Line | None = None
    rule: Line | None = None
    hairline: Line | None = None


class Own(Model):
    """What brand.yml leaves open: page, tables, alignment, and the style names of a reference document by ours."""

    page: Literal["a4", "letter"] = "a4"
    margins: Margins = Margins.model_construct()
    colors: OwnColors = OwnColors.model_construct()
    table_style: Literal["rules", "zebra"] = "rules"
    row_groups: Literal["repeat", "span", "heading"] = "span"
    justify: Flag = False
    word_styles: dict[str, Line] = {}


class Brand(Model):
    """A whole brand file."""

    meta: Meta = Meta.model_construct()
    logo: Line | Logo | None = None
    color: Color = Color.model_construct()
    typography: Typography = Typography.model_construct()
    defaults: Any = None
    briefgen: Own = Own.model_construct()
