"""Sections, headers and footers: portrait and landscape pages, each with a running head made for its width."""

from __future__ import annotations

from briefgen.render.docx.inline import inlines, role_look, text
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import DECLARATIONS, PROLOGUE, attribute, colour, field, run, tab, twips
from briefgen.spacing import RUNNING_APART, in_one_line
from briefgen.theme import Role
from briefgen.tree import Section, plain

STORIES = ("header1", "header2", "footer1", "header3", "footer2")
"""Default header, first page's header, footer; then the landscape pages' header and footer."""


def turn(w: Writer, landscape: bool) -> str:
    """The section break before what needs the other orientation; nothing when the page already lies so."""
    if landscape == w.turned:
        return ""
    w.new_page = False
    ending = w.ids.paragraph(w.ids.numbered("section-break"))
    spacing = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    paragraph = f'<w:p w14:paraId="{ending}"><w:pPr>{spacing}{properties(w)}</w:pPr></w:p>'
    w.turned = landscape
    w.landscape_used |= landscape
    w.gap = 0.0
    return paragraph


def properties(w: Writer) -> str:
    """The properties of the section that ends here. The first section's first page has its own header."""
    first = w.sections == 0
    w.sections += 1
    header, footer = ("header3", "footer2") if w.turned else ("header1", "footer1")
    references = (
        f'<w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="{footer}"/>'
    )
    if first:
        references += (
            f'<w:headerReference w:type="first" r:id="header2"/><w:footerReference w:type="first" r:id="{footer}"/>'
        )
    shape = w.base.landscape if w.turned else w.base.portrait
    return f'<w:sectPr>{references}{shape}<w:cols w:space="708"/>{"<w:titlePg/>" if first else ""}</w:sectPr>'


def stories(w: Writer) -> dict[str, str]:
    """The header and footer parts by name, without the landscape ones when no page lies across."""
    wanted = STORIES if w.landscape_used else STORIES[:3]
    return {name: _story(w, name) for name in wanted}


def _story(w: Writer, name: str) -> str:
    kind = "hdr" if name.startswith("header") else "ftr"
    wide = name in ("header3", "footer2")
    body = _footer(w, name, wide) if kind == "ftr" else _header(w, name, wide)
    return f"{PROLOGUE}<w:{kind} {DECLARATIONS}>{body}</w:{kind}>"


def _tabs(w: Writer, wide: bool) -> str:
    """The right tab of a landscape page in place of the style's."""
    if not wide:
        return ""
    old, new = twips(w.theme.page.measure), twips(w.theme.page.turned().measure)
    return f'<w:tabs><w:tab w:val="clear" w:pos="{old}"/><w:tab w:val="right" w:pos="{new}"/></w:tabs>'


def _header(w: Writer, name: str, wide: bool) -> str:
    look = role_look(w, "header")
    if name == "header2":
        border = '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'
        return w.paragraph("Header", "header", _draft_label(w) + _watermark(w, name), name, border)
    meta = w.document.meta
    titles = [plain(block.title) for block in w.document.body if isinstance(block, Section) and block.level == 1]
    running = _yielding(w, " · ".join(filter(None, (meta.draft, meta.running or plain(meta.title)))), titles, "header", wide)
    section = tab() + field("STYLEREF 1", titles[0]) if titles and titles[0] else ""
    return w.paragraph("Header", "header", text(w, running, look) + section + _watermark(w, name), name, _tabs(w, wide))


def _yielding(w: Writer, words: str, right: list[str], role: Role, wide: bool) -> str:
    """The left text of a head or foot, cut as in the PDF, to fit beside the widest text that Word may show at its right.

    All pages have the same. It keeps a third of the line: a heading that needs more wraps the head of its own pages only.
    """
    look = w.theme.styles[role]
    measure = (w.theme.page.turned() if wide else w.theme.page).measure

    def width(shown: str) -> float:
        return w.faces.width(shown, look.face, look.size)

    taken = max(map(width, filter(None, right)), default=-RUNNING_APART) + RUNNING_APART
    return in_one_line(words, max(measure - taken, measure / 3), width)


def _draft_label(w: Writer) -> str:
    """The mark of a draft as text, at the right of the first page's head."""
    if not w.document.meta.draft:
        return ""
    w.faces.use("sans-bold")
    return tab() + run(w.document.meta.draft, f'<w:b/><w:bCs/><w:color w:val="{colour(w.theme.colours.caution)}"/>')


def _footer(w: Writer, name: str, wide: bool) -> str:
    look = role_look(w, "footer")
    pattern, total = w.strings.page_of, w.geometry.page_total
    footer = _yielding(w, w.document.meta.footer, [pattern.format(page=total, total=total)], "footer", wide)
    left = text(w, footer, look) if footer else ""
    live = {"page": field("PAGE", "1"), "total": field("NUMPAGES", str(total))}
    parts: list[str] = []
    while pattern:
        before, brace, rest = pattern.partition("{")
        parts.append(text(w, before, look) if before else "")
        slot, _, pattern = rest.partition("}")
        parts.append(live.get(slot, "") if brace else "")
    return w.paragraph("Footer", "footer", left + tab() + "".join(parts), name, _tabs(w, wide))


def _watermark(w: Writer, name: str) -> str:
    """The word across the page that marks a draft, as Word's own watermarks are made (VML text path in the header)."""
    word = w.document.meta.draft
    if not word:
        return ""
    width = min(440, 90 * len(word))
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{round(width / max(len(word), 1) * 1.6)}pt;"
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    family = attribute(w.faces.family("sans-bold"))
    return (
        "<w:r><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
        f'{_FORMULAS}<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" '
        'xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
        f'<v:shape id="DraftWatermark_{name}" o:spid="_x0000_s{2049 + STORIES.index(name)}" type="#_x0000_t136" '
        f'alt="{attribute(word)}" '
        f'style="{style}" o:allowincell="f" fillcolor="#f0eeee" stroked="f">'
        f'<v:textpath style="font-family:&quot;{family}&quot;;font-size:1pt" string="{attribute(word)}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>'
    )


_FORMULAS = (
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas>'
)


def footnotes_part(w: Writer) -> str:
    """The footnotes of the running text, with the separators Word wants."""
    spacing = '<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
    marks = (("separator", -1), ("continuationSeparator", 0))
    parts = [
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr>{spacing}</w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in marks
    ]
    for anchor, (number, note) in w.footnotes.items():
        content = _note_mark(note.mark, number) + inlines(w, note.children, role_look(w, "footnote"))
        paragraph = w.paragraph("FootnoteText", "footnote", content, anchor)
        parts.append(f'<w:footnote w:id="{number}">{paragraph}</w:footnote>')
    return f"{PROLOGUE}<w:footnotes {DECLARATIONS}>{''.join(parts)}</w:footnotes>"


def _note_mark(mark: str, number: int) -> str:
    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    live = "<w:footnoteRef/>" if mark == str(number) else f'<w:t xml:space="preserve">{attribute(mark)}</w:t>'
    return f'<w:r>{style}{live}</w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
