"""Resolved documents for tests of the backends: one small, one that holds every kind of node."""

from __future__ import annotations

from briefgen.display import Assets, Close, DisplayList, LineTo, Move, Path, Words
from briefgen.tree import (
    Abbr,
    Break,
    Callout,
    Caption,
    Cell,
    Citation,
    CiteItem,
    Code,
    CodeBlock,
    Column,
    Contents,
    Definition,
    DefinitionList,
    Document,
    Drawing,
    Emph,
    Entry,
    Equation,
    Figure,
    Item,
    Jump,
    Lang,
    Link,
    List,
    Math,
    Meta,
    Note,
    NoteRef,
    PageBreak,
    Para,
    Quote,
    Reference,
    References,
    Row,
    Section,
    SmallCaps,
    Strong,
    Sub,
    Sup,
    Table,
    Text,
    Value,
)
from soundness import faults

_X2 = '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'


def t(text: str) -> tuple[Text]:
    """A single run of text."""
    return (Text(text),)


def cite(number: int, key: str, anchor: str) -> Citation:
    """A numeric citation "[n]"."""
    return Citation((CiteItem(key),), (Text("["), Jump("reference", str(number), f"ref-{key}"), Text("]")), anchor)


def small() -> Document:
    """A title, one section, one paragraph with one value."""
    value = Value("facts.ic50", "value", t("8\u00a0nM"))
    body = (
        Section(
            1, t("Summary"), (Para((Text("The IC"), Sub(t("50")), Text(" is "), value, Text("."))),), "sec-summary", "1"
        ),
    )
    return Document(Meta(title=t("A small brief"), lang="en-GB", version="1.0", date="2025-12-01"), body)


def table(rows: int = 3, anchor: str = "tbl-x", label: str = "Table 1") -> Table:
    """A table with a spanner, a row group, a spanning stub, notes and negative numbers."""
    head = (
        Row((Cell(t("Group"), rowspan=2, scope="col"), Cell(t("24 h"), colspan=2, scope="colgroup"))),
        Row(
            (
                Cell((Text("Difference"), NoteRef("d", "a", f"{anchor}-note-a")), scope="col"),
                Cell((Emph(t("P")),), scope="col"),
            )
        ),
    )
    group = Row((Cell(t("Onfasprodil"), colspan=3, scope="rowgroup"),), group=True, keep=True)
    body = tuple(
        Row(
            (
                Cell(t(f"0.{16 + i} mg/kg"), scope="row"),
                Cell((Value(f"facts.d{i}", "value", t(f"−{8 + i}.25")),), align="decimal"),
                Cell((Value(f"facts.d{i}", "p", t(f".00{i % 9 + 1}")),), align="decimal"),
            )
        )
        for i in range(rows)
    )
    note = Note("d", t("Adjusted mean difference from placebo."), "a", f"{anchor}-note-a")
    general = Note("_abbr", t("MADRS, Montgomery–Åsberg Depression Rating Scale."))
    return Table(
        anchor,
        Caption((Text("Efficacy at 24 hours "), cite(1, "shelton2025", "cite-1")), label),
        (Column("left"), Column("decimal"), Column("decimal")),
        head,
        (group, *body),
        (note, general),
        "Differences by dose.",
    )


def drawing(apart: float = 30) -> DisplayList:
    """Two boxes, so far apart, and an arrow."""
    top = 40 + apart
    box = (Move(10, 10), LineTo(110, 10), LineTo(110, 40), LineTo(10, 40), Close())
    low = (Move(10, top), LineTo(110, top), LineTo(110, top + 30), LineTo(10, top + 30), Close())
    return DisplayList(
        120,
        top + 40,
        (
            Path(box, "#eef2f7", "#1f5a96"),
            Path(low, "#eef2f7", "#1f5a96"),
            Path((Move(60, 40), LineTo(60, top)), stroke="#1f5a96"),
            Words(60, 28, "Glutamate", "sans", 9, "#1a1a1a", "middle"),
            Words(60, top + 18, "GluN2B → Ca²⁺", "sans-bold", 9, "#1a1a1a", "middle"),
        ),
    )


def _inlines() -> Para:
    return Para(
        (
            Text("Plain, "),
            Emph(t("emphasised")),
            Text(", "),
            Strong((Text("strong "), Emph(t("and both")))),
            Text(", H"),
            Sub(t("2")),
            Text("O, x"),
            Sup(t("2")),
            Text(", "),
            SmallCaps(t("d")),
            Text("-serine, "),
            Code("CN[C@@]1(C)"),
            Text(", "),
            Lang("fr", t("à propos")),
            Text(", "),
            Link("https://example.org/a?b=c&d", t("a link")),
            Text(", "),
            Value("facts.ic50", "value", t("8\u00a0nM")),
            Text(", "),
            Abbr(t("AUC"), "area under the curve"),
            Text(", "),
            Math("x^2", _X2, "x squared"),
            Text(", "),
            Jump("table", "Table 1", "tbl-x"),
            Text(", "),
            Jump("figure", "Figure 1", "fig-x"),
            Text(", "),
            cite(2, "daly2018", "cite-2"),
            Text(", a note"),
            NoteRef("n", "1", "note-1"),
            Break(),
            Text(
                "and a second line with −5.7, 5′-end, α-helix, 10\u00a0µg/mL and 1\u20112 ≥ 3; efficient office afflicted."
            ),
        )
    )


def everything() -> tuple[Document, Assets]:
    """A document with every kind of node, and the assets it needs."""
    long = "Treatment-resistant depression is hard to treat, and rapid-acting glutamatergic compounds are studied widely. "
    sections = (
        Section(1, t("Summary"), (_inlines(), Para(t(long * 6))), "sec-summary", "1"),
        Section(
            1,
            t("Data"),
            (
                table(),
                Section(
                    2,
                    t("Lists"),
                    (
                        List((Item((Para(t("first")), List((Item((Para(t("nested")),)),)))), Item((Para(t("second")),)))),
                        List((Item((Para(t("one")),)), Item((Para(t("two")), Para(t("still two"))))), ordered=True, start=3),
                        DefinitionList(
                            (Definition(t("CAS"), (Para(t("1892581-29-1")),)), Definition(t("Formula"), (Para(t("C")),)))
                        ),
                        Quote((Para(t("A quotation.")),)),
                        CodeBlock("a = 1\nb = 2  # two", "python"),
                        Callout("warning", t("Not verified"), (Para(t("These values were not checked.")),)),
                    ),
                    "sec-lists",
                    "2.1",
                ),
            ),
            "sec-data",
            "2",
        ),
        Section(
            1,
            t("Figure"),
            (
                Figure(
                    "fig-x",
                    Caption(t("Pathway."), "Figure 1"),
                    Drawing("fig-x"),
                    "Glutamate activates GluN2B.",
                    "Long text.",
                ),
                Equation(Math("x^2", _X2, "x squared"), "eq-x", "(1)"),
                PageBreak(),
                Para(t(long * 3)),
            ),
            "sec-figure",
            "3",
        ),
        Section(
            1,
            t("References"),
            (
                References(
                    (
                        Reference(
                            "shelton2025",
                            "1.",
                            (Text("Shelton RC. Rapid onset. "), Emph(t("J Clin Psychiatry")), Text(". 2025.")),
                            "ref-shelton2025",
                            ("cite-1",),
                        ),
                        Reference(
                            "daly2018",
                            "2.",
                            (Text("Daly EJ. doi:"), Link("https://doi.org/10.1001/x", t("10.1001/x"))),
                            "ref-daly2018",
                            ("cite-2",),
                        ),
                    )
                ),
            ),
            "sec-references",
            "",
            False,
        ),
    )
    contents = Contents(
        "contents",
        t("Contents"),
        (
            Entry(1, "1", t("Summary"), "sec-summary"),
            Entry(1, "2", t("Data"), "sec-data"),
            Entry(2, "2.1", t("Lists"), "sec-lists"),
            Entry(1, "3", t("Figure"), "sec-figure"),
            Entry(1, "", t("References"), "sec-references"),
        ),
    )
    meta = Meta(
        title=t("A brief with everything"),
        subtitle=t("for tests"),
        lang="en-GB",
        authors=("A. Author", "B. Author"),
        details=(("Version", "1.2"), ("Data cut-off", "1 December 2025")),
        running="Everything",
        footer="Version 1.2",
        version="1.2",
        date="2025-12-01",
        subject="Tests",
        keywords=("one", "two"),
        audience="scientist",
    )
    document = Document(meta, (contents, *sections), (Note("n", t("A footnote with some words."), "1", "note-1"),))
    return document, Assets(drawings={"fig-x": drawing()})


assert not faults(everything()[0])
