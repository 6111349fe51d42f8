"""Contents and lists of tables and figures: TOC fields whose entries are already there, with links and page numbers."""

from __future__ import annotations

from dataclasses import replace

from briefgen.render.docx.figures import LABEL_END, linked, sequence_name
from briefgen.render.docx.inline import Look, inlines, role_look, text
from briefgen.render.docx.names import bookmark_name
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import colour, field, field_close, field_open, tab
from briefgen.theme import Role
from briefgen.tree import Contents, Entry

_UNKNOWN_PAGE = "–"


def contents(w: Writer, node: Contents) -> str:
    """A contents list in Word's own building block, or a list of tables or figures; nothing when there are no entries."""
    if not node.entries:
        return ""
    title = ""
    if node.title:
        title = w.paragraph(
            "TOCHeading", "contents-title", inlines(w, node.title, role_look(w, "contents-title")), f"{node.kind}-title"
        )
    lines = [_entry(w, node, at) for at in range(len(node.entries))]
    if node.kind != "contents":
        return title + "".join(lines)
    number = w.ids.drawing("contents")
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{number}"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{title}{''.join(lines)}</w:sdtContent></w:sdt>"
    )


def _instruction(w: Writer, node: Contents) -> str:
    if node.kind == "contents":
        deepest = max(entry.level for entry in node.entries)
        return rf'TOC \o "1-{max(1, min(deepest, 9))}" \h \z \u'
    words = w.strings.table if node.kind == "tables" else w.strings.figure
    return rf'TOC \h \z \c "{sequence_name(w, words)}"'


def _entry(w: Writer, node: Contents, at: int) -> str:
    """One line; the first opens the field and the last closes it, so that the field needs no paragraph of its own."""
    entry = node.entries[at]
    style, role = _style(node, entry)
    look = replace(role_look(w, role), inside_link=True)
    words = inlines(w, entry.children, look)
    shown = _label(w, node, entry, look) + words + tab(_leader(w, look)) + _page(w, entry)
    line = linked(entry.anchor, shown)
    if at == 0:
        line = field_open(_instruction(w, node)) + line
    if at == len(node.entries) - 1:
        line += field_close()
    return w.paragraph(style, role, line, f"{node.kind}-{entry.anchor}")


def _leader(w: Writer, look: Look) -> str:
    """Leaders are light and pale whatever the entry is set in."""
    light = '<w:b w:val="0"/><w:bCs w:val="0"/>' if look.bold else ""
    return f'{light}<w:color w:val="{colour(w.theme.colours.muted)}"/>'


def _style(node: Contents, entry: Entry) -> tuple[str, Role]:
    if node.kind != "contents":
        return "TableofFigures", "contents2"
    level = min(entry.level, 3)
    roles: tuple[Role, ...] = ("contents1", "contents2", "contents3")
    return f"TOC{level}", roles[level - 1]


def _label(w: Writer, node: Contents, entry: Entry, look: Look) -> str:
    if not entry.label:
        return ""
    if node.kind == "contents":
        return text(w, entry.label, look) + tab()
    return text(w, entry.label + LABEL_END, look)


def _page(w: Writer, entry: Entry) -> str:
    page = w.geometry.pages.get(entry.anchor)
    return field(rf"PAGEREF {bookmark_name(entry.anchor)} \h", str(page) if page else _UNKNOWN_PAGE)
