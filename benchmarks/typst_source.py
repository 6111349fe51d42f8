"""A resolved document as Typst source: the same content, numbered and cited by us, for the comparison of speed."""

from __future__ import annotations

from briefgen import tree as t

_HEAD = """\
#set document(title: "{title}", author: ({authors}))
#set page(paper: "a4", margin: (x: 68pt, top: 76pt, bottom: 72pt), numbering: "1 / 1",
  header: [#text(8pt)[{title}]])
#set text(font: ("Source Serif 4", "Noto Sans Math"), size: 10pt, lang: "en", region: "GB")
#set par(leading: 0.55em, spacing: 0.9em)
#show heading: set text(font: "Source Sans 3", fill: rgb("#17375e"))
#show figure.where(kind: table): set figure.caption(position: top)
#show figure: set block(breakable: true)
#set table(stroke: none, inset: (x: 4pt, y: 2.5pt))
#show table: set text(font: "Source Sans 3", size: 8.5pt)
"""


def source(document: t.Document) -> str:
    """Typst markup that prints what the document prints."""
    authors = "".join(f"{_quoted(a)}, " for a in document.meta.authors)
    title = t.plain(document.meta.title)
    parts = [_HEAD.format(title=title, authors=authors), f"#text(22pt, weight: 700)[{_inlines(document.meta.title)}]\n"]
    parts += [f"{_escaped(label)}: {_escaped(text)}\\\n" for label, text in document.meta.details]
    parts += [_block(block) for block in document.body]
    return "\n".join(parts)


def _block(node: t.Block) -> str:
    match node:
        case t.Section():
            inner = "\n".join(_block(b) for b in node.children)
            label = f" <{node.anchor}>" if node.anchor else ""
            return f"\n{'=' * node.level} {_escaped(node.number)} {_inlines(node.title)}{label}\n{inner}"
        case t.Para():
            return _inlines(node.children) + "\n"
        case t.List():
            mark = "+" if node.ordered else "-"
            return "\n".join(f"{mark} {_nested(item.children)}" for item in node.items) + "\n"
        case t.DefinitionList():
            return "\n".join(f"/ {_inlines(d.term)}: {_nested(d.children)}" for d in node.items) + "\n"
        case t.Quote() | t.Callout():
            inner = "\n".join(_block(b) for b in node.children)
            return f"#block(fill: luma(240), inset: 8pt, width: 100%)[{inner}]\n"
        case t.CodeBlock():
            return f"#raw(block: true, {_quoted(node.text)})\n"
        case t.Table():
            return _table(node)
        case t.Figure():
            return _figure(node)
        case t.Equation():
            return _escaped(node.math.alt) + "\n"
        case t.Contents():
            return "#outline()\n"
        case t.References():
            return "\n".join(f"{_escaped(r.label)} {_inlines(r.children)} <{r.anchor}>\n" for r in node.entries)
        case t.PageBreak():
            return "#pagebreak()\n"
        case t.Placement():
            raise ValueError("the document is not resolved")


def _nested(blocks: t.Blocks) -> str:
    return "\n".join(_block(b) for b in blocks).strip().replace("\n", "\n  ")


def _table(node: t.Table) -> str:
    head = ", ".join(_cell(c) for row in node.head for c in row.cells)
    body = ",\n".join(", ".join(_cell(c) for c in row.cells) for row in node.body)
    notes = "".join(f"#text(7.5pt)[{_escaped(n.mark)} {_inlines(n.children)}]\\\n" for n in node.notes)
    caption = f"{_escaped(node.caption.label)} {_inlines(node.caption.children)}"
    return (
        f"#figure(kind: table, supplement: none, numbering: none, caption: [{caption}],\n"
        f"table(columns: {len(node.columns)}, table.header({head}),\n{body})) <{node.anchor}>\n{notes}"
    )


def _cell(cell: t.Cell) -> str:
    return f"table.cell(colspan: {cell.colspan}, rowspan: {cell.rowspan})[{_inlines(cell.children)}]"


def _figure(node: t.Figure) -> str:
    """The figure as six boxes in a column: about the work of a small diagram."""
    boxes = ", ".join(f"rect(width: 60%, radius: 4pt)[Step {i}]" for i in range(6))
    caption = f"{_escaped(node.caption.label)} {_inlines(node.caption.children)}"
    return (
        f"#figure(kind: image, supplement: none, numbering: none, alt: {_quoted(node.alt)}, caption: [{caption}], "
        f"stack(dir: ttb, spacing: 6pt, {boxes})) <{node.anchor}>\n"
    )


def _inlines(nodes: t.Inlines) -> str:
    return "".join(_inline(n) for n in nodes)


def _inline(node: t.Inline) -> str:
    match node:
        case t.Text():
            return _escaped(node.text)
        case t.Emph():
            return f"#emph[{_inlines(node.children)}]"
        case t.Strong():
            return f"#strong[{_inlines(node.children)}]"
        case t.Sub():
            return f"#sub[{_inlines(node.children)}]"
        case t.Sup():
            return f"#super[{_inlines(node.children)}]"
        case t.SmallCaps() | t.Lang() | t.Abbr():
            return _inlines(node.children)
        case t.Code():
            return f"#raw({_quoted(node.text)})"
        case t.Link():
            return f"#link({_quoted(node.target)})[{_inlines(node.children)}]"
        case t.Value() | t.Citation():
            return _inlines(node.runs or ())
        case t.Jump(kind="reference" | "table" | "figure" | "section"):
            return f"#link(<{node.anchor}>)[{_escaped(node.label)}]"
        case t.Jump():
            return _escaped(node.label)
        case t.NoteRef():
            return f"#super[{_escaped(node.mark)}]"
        case t.Math():
            return _escaped(node.alt)
        case t.Break():
            return "\\\n"
        case t.Ref() | t.Cite():
            raise ValueError("the document is not resolved")


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c in "\\#$*_`<>@[]=-+/~'\"" else c for c in text)


def _quoted(text: str) -> str:
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{inner}"'
