"""The small pieces of WordprocessingML that everything else is joined from: escaped text, runs, fields, bookmarks.

Fragments are strings. They use the prefixes of `DECLARATIONS`, which every story part (body, header, notes) declares.
"""

from __future__ import annotations

import re

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
}
DECLARATIONS = " ".join(f'xmlns:{p}="{uri}"' for p, uri in NAMESPACES.items()) + ' mc:Ignorable="w14"'
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_SPECIAL = re.compile('[&<>"\n\t]')
_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def escape(text: str) -> str:
    """Text as XML character data."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def attribute(text: str) -> str:
    """Text as the value of an attribute in double quotes."""
    return text.translate(_ATTRIBUTE) if _SPECIAL.search(text) else text


def twips(points: float) -> int:
    """Points as twentieths of a point, Word's unit of length."""
    return round(points * 20)


def half_points(points: float) -> int:
    """Points as half points, Word's unit of type size."""
    return round(points * 2)


def emu(points: float) -> int:
    """Points as English Metric Units (12,700 a point), DrawingML's unit of length."""
    return round(points * 12700)


def colour(value: str) -> str:
    """A "#rrggbb" as Word writes it: without the hash, in capitals."""
    return value.lstrip("#").upper()


def properties(rpr: str) -> str:
    """`w:rPr` around run properties; nothing when there are none."""
    return f"<w:rPr>{rpr}</w:rPr>" if rpr else ""


_TEXT = '<w:t xml:space="preserve">'
RUN_CLOSING = "</w:t></w:r>"


def run_opening(rpr: str) -> str:
    """What stands before the text of a run; `RUN_CLOSING` stands behind it."""
    return f"<w:r>{properties(rpr)}{_TEXT}"


def run(text: str, rpr: str = "") -> str:
    """A run of text. U+2011 becomes Word's own non-breaking hyphen, which takes no glyph from another font."""
    whole = f"{run_opening(rpr)}{escape(text)}{RUN_CLOSING}"
    if "\u2011" in text:
        whole = whole.replace("\u2011", f"</w:t><w:noBreakHyphen/>{_TEXT}").replace(f"{_TEXT}</w:t>", "")
    return whole


def tab(rpr: str = "") -> str:
    """A run holding one tab."""
    return f"<w:r>{properties(rpr)}<w:tab/></w:r>"


def field_open(instruction: str, rpr: str = "") -> str:
    """The first three pieces of a field: begin, instruction, separator. The cached result and `field_close` must follow."""
    p = properties(rpr)
    return (
        f'<w:r>{p}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{p}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{p}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


def field_close(rpr: str = "") -> str:
    """The last piece of a field."""
    return f'<w:r>{properties(rpr)}<w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, result: str, rpr: str = "") -> str:
    """A whole field with its cached result (text), so that Word shows it on first opening and asks nothing."""
    return field_open(instruction, rpr) + run(result, rpr) + field_close(rpr)


def internal_link(bookmark: str, content: str) -> str:
    """A link to a bookmark of this document around runs."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{content}</w:hyperlink>'


def external_link(relationship: str, content: str) -> str:
    """A link to an address, given by its relationship, around runs."""
    return f'<w:hyperlink r:id="{relationship}" w:history="1">{content}</w:hyperlink>'
