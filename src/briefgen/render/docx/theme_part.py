"""The theme part: the brand's palette and its two families, so that Word's own theme colours and fonts are the brand's."""

from __future__ import annotations

from briefgen.render.docx.xml import PROLOGUE, attribute, colour
from briefgen.theme import Colours

_SLOTS = (
    ("dk1", "text"), ("lt1", "background"), ("dk2", "heading"), ("lt2", "shade"), ("accent1", "accent"), ("accent2", "tip"),
    ("accent3", "warning"), ("accent4", "important"), ("accent5", "caution"), ("accent6", "muted"), ("hlink", "link"),
    ("folHlink", "important"),
)  # fmt: skip
THEME_COLOURS = {"text": "text1", "heading": "text2", "accent": "accent1", "muted": "accent6", "link": "hyperlink"}
"""Palette names that styles refer to as theme colours, so that a change of theme in Word reaches them."""

_NO_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_NO_FILL}<a:prstDash val="solid"/></a:ln>'
_FORMATS = (
    f'<a:fmtScheme name="Brief"><a:fillStyleLst>{_NO_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>'
    f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_NO_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
)


def theme_part(colours: Colours, heading_family: str, body_family: str) -> str:
    """The XML of `word/theme/theme1.xml`."""
    scheme = "".join(f'<a:{slot}><a:srgbClr val="{colour(colours.named(name))}"/></a:{slot}>' for slot, name in _SLOTS)
    return (
        f'{PROLOGUE}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Brief"><a:themeElements>'
        f'<a:clrScheme name="Brief">{scheme}</a:clrScheme><a:fontScheme name="Brief">{_font("major", heading_family)}'
        f"{_font('minor', body_family)}</a:fontScheme>{_FORMATS}</a:themeElements></a:theme>"
    )


def _font(rank: str, family: str) -> str:
    return f'<a:{rank}Font><a:latin typeface="{attribute(family)}"/><a:ea typeface=""/><a:cs typeface=""/></a:{rank}Font>'
