"""Word styles made from the theme: one paragraph style a role, through python-docx's style objects.

Spacing, keep-with-next, widow control and language behaviour live here, never on single paragraphs, so that a Word user who
changes a style changes the document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefgen.records import dataclass
from briefgen.render.docx.theme_part import THEME_COLOURS
from briefgen.render.docx.xml import DECLARATIONS, colour, twips
from briefgen.spacing import FIGURE_AFTER, FRAME_BAR, FRAME_PAD, MENTIONS_SIZE
from briefgen.theme import LOGO_AFTER, FaceRole, Role, TextStyle, Theme

if TYPE_CHECKING:
    from docx.styles.styles import Styles

CALLOUTS = ("note", "tip", "important", "warning", "caution")
CALLOUT_LEFT, CALLOUT_RIGHT = FRAME_BAR + FRAME_PAD, FRAME_PAD
"""How far a callout's text stands in from the margins, its border included."""

TERM_WIDTH, DETAIL_WIDTH = 108.0, 84.0
"""Where definitions and title details begin by default, in points."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One paragraph style: Word's id and name, the role it looks like, and what the role does not say."""

    id: str
    name: str
    role: Role
    based: str = "Normal"
    follow: str = ""
    priority: int = 1
    shown: bool = True
    builtin: bool = True
    ppr: str = ""
    level: int | None = None


def style_id(kind: str, title: bool = False) -> str:
    """The style id of a callout's paragraphs or title."""
    return f"Callout{kind.capitalize()}{'Title' if title else ''}"


def _specs(theme: Theme) -> list[Spec]:
    headings = [
        Spec(f"Heading{n}", f"heading {n}", _heading_role(n), follow="BodyText", priority=9, level=n - 1)
        for n in range(1, 7)
    ]
    callouts = [
        spec
        for kind in CALLOUTS
        for spec in (
            Spec(
                style_id(kind, True), f"Callout {kind.capitalize()} Title", "callout-title",
                follow=style_id(kind), builtin=False, ppr=_callout(theme, kind),
            ),
            Spec(style_id(kind), f"Callout {kind.capitalize()}", "callout", builtin=False, ppr=_callout(theme, kind)),
        )
    ]  # fmt: skip
    return [*_TEXT, *headings, *_contents(theme), *_tables(theme), *callouts, *_furniture(theme)]


def _heading_role(level: int) -> Role:
    roles: tuple[Role, ...] = ("heading1", "heading2", "heading3", "heading4")
    return roles[min(level, 4) - 1]


_TEXT = (
    Spec("BodyText", "Body Text", "body", priority=1),
    Spec("Title", "Title", "title", follow="Subtitle", priority=10),
    Spec("Subtitle", "Subtitle", "subtitle", follow="Authors", priority=11),
    Spec("Authors", "Authors", "byline", follow="Byline", builtin=False),
    Spec("Byline", "Byline", "byline", follow="Byline", builtin=False,
         ppr=f'<w:tabs><w:tab w:val="left" w:pos="{twips(DETAIL_WIDTH)}"/></w:tabs>'
             f'<w:ind w:left="{twips(DETAIL_WIDTH)}" w:hanging="{twips(DETAIL_WIDTH)}"/>'),
    Spec("ListBullet", "List Bullet", "list", priority=36),
    Spec("ListNumber", "List Number", "list", priority=36),
    Spec("ListContinue", "List Continue", "list", priority=36),
    Spec("Quote", "Quote", "quote", follow="BodyText", priority=29),
    Spec("Definition", "Definition", "definition", builtin=False,
         ppr=f'<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="{twips(TERM_WIDTH)}"/></w:tabs>'
             f'<w:ind w:left="{twips(TERM_WIDTH)}" w:hanging="{twips(TERM_WIDTH)}"/>'),
    Spec("Bibliography", "Bibliography", "reference", follow="Bibliography", priority=37),
    Spec("FootnoteText", "footnote text", "footnote", priority=99, shown=False),
)  # fmt: skip


def _contents(theme: Theme) -> list[Spec]:
    measure = twips(theme.page.measure)
    leader = f'<w:tab w:val="right" w:leader="dot" w:pos="{measure}"/>'
    roles: tuple[Role, ...] = ("contents1", "contents2", "contents3")
    levels = []
    for n, role in enumerate(roles, 1):
        left, hang = theme.styles[role].left, (16.0, 24.0, 32.0)[n - 1]
        tabs = f'<w:tabs><w:tab w:val="left" w:pos="{twips(left + hang)}"/>{leader}</w:tabs>'
        levels.append(Spec(f"TOC{n}", f"toc {n}", role, follow="BodyText", priority=39, shown=False, ppr=tabs))
    title = Spec("TOCHeading", "TOC Heading", "contents-title", follow="BodyText", priority=39)
    figures = Spec(
        "TableofFigures", "table of figures", "contents2", priority=99, shown=False,
        ppr=f"<w:tabs>{leader}</w:tabs>",
    )  # fmt: skip
    return [title, *levels, figures]


def _tables(theme: Theme) -> list[Spec]:
    ink = colour(theme.colours.text)
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="3" w:space="1" w:color="{ink}"/></w:pBdr>'
    return [
        Spec("Caption", "caption", "caption", follow="BodyText", priority=35),
        Spec("FigureCaption", "Figure Caption", "caption", "Caption", "BodyText", builtin=False),
        Spec("Figure", "Figure", "body", follow="FigureCaption", builtin=False),
        Spec("Logo", "Logo", "body", follow="Title", builtin=False),
        Spec("TableHead", "Table Head", "table-head", builtin=False, ppr="<w:keepNext/>"),
        Spec("TableSpanner", "Table Spanner", "table-head", "TableHead", builtin=False, ppr=f"<w:keepNext/>{rule}"),
        Spec("TableGroup", "Table Group", "table-head", "TableHead", builtin=False, ppr="<w:keepNext/>"),
        Spec("TableText", "Table Text", "table-cell", builtin=False),
        Spec("TableNote", "Table Note", "table-note", builtin=False, ppr="<w:keepLines/>"),
    ]


def _furniture(theme: Theme) -> list[Spec]:
    right = f'<w:tab w:val="right" w:pos="{twips(theme.page.measure)}"/>'
    tabs = f"<w:tabs>{right}</w:tabs>"
    middle = f'<w:tabs><w:tab w:val="center" w:pos="{twips(theme.page.measure / 2)}"/>{right}</w:tabs>'
    rule = f'w:val="single" w:sz="4" w:space="4" w:color="{colour(theme.colours.hairline)}"'
    return [
        Spec("CodeBlock", "Code Block", "code", builtin=False, ppr=_code_box(theme)),
        Spec("Equation", "Equation", "equation", follow="BodyText", builtin=False, ppr=middle),
        Spec("Header", "header", "header", priority=99, shown=False, ppr=f"<w:pBdr><w:bottom {rule}/></w:pBdr>{tabs}"),
        Spec("Footer", "footer", "footer", priority=99, shown=False, ppr=tabs),
    ]


def callout_box(theme: Theme, kind: str) -> str:
    """Borders and shading of a callout's paragraphs; paragraphs that share them stand in one box."""
    edge, fill = colour(theme.colours.named(kind)), colour(theme.colours.shade)
    side = f'w:val="single" w:sz="4" w:space="4" w:color="{fill}"'
    right = f'w:val="single" w:sz="4" w:space="8" w:color="{fill}"'
    return (
        f'<w:pBdr><w:top {side}/><w:left w:val="single" w:sz="20" w:space="8" w:color="{edge}"/><w:bottom {side}/>'
        f'<w:right {right}/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    )


def _callout(theme: Theme, kind: str) -> str:
    return f'{callout_box(theme, kind)}<w:ind w:left="{twips(CALLOUT_LEFT)}" w:right="{twips(CALLOUT_RIGHT)}"/>'


def _code_box(theme: Theme) -> str:
    fill = colour(theme.colours.shade)
    room = {"top": 4, "left": 8, "bottom": 4, "right": 8}
    sides = "".join(f'<w:{s} w:val="single" w:sz="4" w:space="{n}" w:color="{fill}"/>' for s, n in room.items())
    return f'<w:keepLines/><w:pBdr>{sides}</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'


# ------------------------------------------------------------------------------------------------ into python-docx


def add_styles(styles: Styles, theme: Theme, family: Callable[[FaceRole], str]) -> dict[str, float]:
    """Fill a document's style collection with the theme's styles; returns the space before each, in points, by style id."""
    specs = _specs(theme)
    made = {spec.id: _paragraph_style(styles, spec) for spec in specs}
    for spec in specs:
        style = made[spec.id]
        style.base_style = made.get(spec.based, styles["Normal"])
        if spec.follow:
            style.next_paragraph_style = made[spec.follow]
        _set_look(style, _look(theme, spec), theme, family)
        _add_properties(style, spec)
    _character_styles(styles, theme, family)
    return {spec.id: _look(theme, spec).before for spec in specs}


def _paragraph_style(styles: Styles, spec: Spec) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    style = styles.add_style(spec.name, WD_STYLE_TYPE.PARAGRAPH, builtin=spec.builtin)
    style.element.set(_qn("w:styleId"), spec.id)
    style.priority, style.quick_style = spec.priority, spec.shown
    style.hidden, style.unhide_when_used = False, False
    return style


def _look(theme: Theme, spec: Spec) -> TextStyle:
    look = theme.styles[spec.role]
    match spec.id:
        case "FigureCaption":
            return replace(look, before=0, after=FIGURE_AFTER, keep_next=False)
        case "Figure":
            return replace(look, before=16, after=6, align="center", keep_next=True)
        case "Logo":
            return replace(look, before=0, after=LOGO_AFTER, align="left", keep_next=True)
        case "TableofFigures":
            return replace(look, left=46, first=-46)
        case "CodeBlock":
            return replace(look, before=max(look.before, 10), after=max(look.after, 8), left=8, right=8)
        case "Authors":
            return replace(look, size=look.size + 0.5, colour="text", before=8, after=5)
        case "Byline":
            return replace(look, colour="text")
        case "Definition":
            return replace(look, before=0, after=0)
        case "TOC1" | "TOC2" | "TOC3":
            hang = {"TOC1": 16, "TOC2": 24, "TOC3": 32}[spec.id]
            return replace(look, left=look.left + hang, first=-hang)
        case _:
            kind = spec.id.removeprefix("Callout").removesuffix("Title").lower()
            return replace(look, colour=kind) if kind in CALLOUTS and spec.id.endswith("Title") else look


def _set_look(style: Any, look: TextStyle, theme: Theme, family: Callable[[FaceRole], str]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    if style.style_id in ("Figure", "Logo"):
        shape.line_spacing = 1.0
    else:
        shape.line_spacing = Pt(look.leading)
        grows = style.style_id == "Equation"
        shape.line_spacing_rule = WD_LINE_SPACING.AT_LEAST if grows else WD_LINE_SPACING.EXACTLY
    shape.keep_with_next, shape.keep_together = look.keep_next, look.keep_lines
    shape.widow_control = True
    shape.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT, "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    }[look.align]  # fmt: skip
    if look.left or look.right or look.first:
        shape.left_indent, shape.right_indent, shape.first_line_indent = Pt(look.left), Pt(look.right), Pt(look.first)
    if not look.hyphenate:
        _insert(style.element.get_or_add_pPr(), "<w:suppressAutoHyphens/>")
    _set_font(style, look, theme, family)


def _set_font(style: Any, look: TextStyle, theme: Theme, family: Callable[[FaceRole], str]) -> None:
    from docx.shared import Pt

    font = style.font
    font.size = Pt(look.size)
    font.bold, font.italic = "bold" in look.face, "italic" in look.face
    rpr = style.element.get_or_add_rPr()
    _insert(rpr, fonts_of(look.face, family))
    _insert(rpr, f'<w:szCs w:val="{round(look.size * 2)}"/>')
    _insert(rpr, colour_of(theme, look.colour))


def fonts_of(face: FaceRole, family: Callable[[FaceRole], str]) -> str:
    """`w:rFonts` of a face: the theme's heading font for sans, its body font for serif, a name for the rest."""
    if face == "mono":
        name = family(face)
        return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}"/>'
    rank = "major" if face.startswith("sans") else "minor"
    return f'<w:rFonts w:asciiTheme="{rank}HAnsi" w:hAnsiTheme="{rank}HAnsi" w:cstheme="{rank}Bidi"/>'


def colour_of(theme: Theme, name: str) -> str:
    """`w:color` of a palette name, tied to the theme colour where there is one."""
    slot = THEME_COLOURS.get(name)
    tied = f' w:themeColor="{slot}"' if slot else ""
    return f'<w:color w:val="{colour(theme.colours.named(name))}"{tied}/>'


def _add_properties(style: Any, spec: Spec) -> None:
    ppr = style.element.get_or_add_pPr()
    for child in _fragments(spec.ppr):
        _place(ppr, child)
    if spec.level is not None:
        _insert(ppr, f'<w:numPr><w:ilvl w:val="{spec.level}"/><w:numId w:val="1"/></w:numPr>')
        _insert(ppr, f'<w:outlineLvl w:val="{spec.level}"/>')


def _character_styles(styles: Styles, theme: Theme, family: Callable[[FaceRole], str]) -> None:
    code = theme.styles["code"]
    size = theme.styles["body"].size
    link = colour_of(theme, "link")
    looks = (
        ("Hyperlink", "Hyperlink", True, link),
        ("CrossReference", "Cross Reference", False, link),
        ("FootnoteReference", "footnote reference", True, '<w:vertAlign w:val="superscript"/>'),
        ("NoteMark", "Note Mark", False, '<w:vertAlign w:val="superscript"/>'),
        ("CaptionLabel", "Caption Label", False, f"<w:b/><w:bCs/>{colour_of(theme, 'heading')}"),
        ("DetailLabel", "Detail Label", False, "<w:b/><w:bCs/>"),
        ("Term", "Term", False, f"<w:b/><w:bCs/>{colour_of(theme, theme.styles['term'].colour)}"),
        ("CodeText", "Code Text", False, f'{fonts_of("mono", family)}<w:sz w:val="{round(2 * (code.size - 10 + size))}"/>'),
        ("CitedOn", "Cited On", False, _cited_on(theme, family)),
        ("PlaceholderText", "Placeholder Text", True, colour_of(theme, "muted")),
    )  # fmt: skip
    from docx.enum.style import WD_STYLE_TYPE

    for identifier, name, builtin, rpr in looks:
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=builtin)
        style.element.set(_qn("w:styleId"), identifier)
        style.base_style, style.priority = styles["Default Paragraph Font"], 99
        style.hidden, style.unhide_when_used = False, True
        for child in _fragments(rpr):
            _place(style.element.get_or_add_rPr(), child)


def _cited_on(theme: Theme, family: Callable[[FaceRole], str]) -> str:
    """Smaller and paler than the entry it follows."""
    size = round(2 * MENTIONS_SIZE * theme.styles["reference"].size)
    return f'{fonts_of("sans", family)}{colour_of(theme, "muted")}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


# ------------------------------------------------------------------------------------------ order of schema children

_PPR = (
    "keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr", "pBdr", "shd", "tabs", "suppressAutoHyphens",
    "spacing", "ind", "contextualSpacing", "jc", "outlineLvl",
)  # fmt: skip
_RPR = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "color", "sz", "szCs", "vertAlign", "lang",
)  # fmt: skip


def _qn(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _fragments(xml: str) -> list[Any]:
    from docx.oxml import parse_xml

    return list(parse_xml(f"<w:root {DECLARATIONS}>{xml}</w:root>"))


def _insert(parent: Any, xml: str) -> None:
    for child in _fragments(xml):
        _place(parent, child)


def _place(parent: Any, child: Any) -> None:
    """Put a property where the schema wants it, replacing one of the same name (attributes of both are kept)."""
    order = _PPR if parent.tag.endswith("}pPr") else _RPR
    name = child.tag.rpartition("}")[2]
    for present in list(parent):
        if present.tag == child.tag:
            child.attrib.update({k: v for k, v in present.attrib.items() if k not in child.attrib})
            parent.remove(present)
    rank = order.index(name)
    for present in parent:
        if order.index(present.tag.rpartition("}")[2]) > rank:
            present.addprevious(child)
            return
    parent.append(child)
