"""Any resolved tree is laid out whole: nothing lost, nothing twice, nothing outside the margins."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import tree
from briefgen.pages import Laid
from documents import everything, t, table
from soundness import faults
from unit.layout.reading import Reader, elements, expected, in_order, lay, squeezed, text_boxes

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCαβµ0123456789−–-/.,()′é\u00a0\u2011×≥"
_words = st.text(_LETTERS, min_size=1, max_size=14) | st.text("abcdefgh123[]@-", min_size=40, max_size=160)
_texts = st.lists(_words, min_size=1, max_size=12).map(" ".join).map(tree.Text)
_X2 = '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn></msup></math>'


def _nested(inner: st.SearchStrategy[tree.Inline]) -> st.SearchStrategy[tree.Inline]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        children.map(tree.Emph),
        children.map(tree.Strong),
        children.map(tree.Sub),
        children.map(tree.Sup),
        children.map(tree.SmallCaps),
        children.map(lambda c: tree.Lang("de", c)),
        children.map(lambda c: tree.Link("https://example.org/x", c)),
        children.map(lambda c: tree.Value("facts.x", "value", c)),
    )


_simple = st.one_of(
    _texts,
    _words.map(tree.Code),
    st.just(tree.Break()),
    st.just(tree.Math("x^2", _X2, "x squared")),
    st.just(tree.Jump("table", "Table 1", "tbl-x")),
)
_inlines = st.lists(_simple | _nested(_simple), min_size=1, max_size=6).map(tuple)
_paras = _inlines.map(tree.Para)


def _rows(cells: list[tuple[tree.Inline, ...]], columns: int) -> tree.Table:
    rows = [cells[n : n + columns] for n in range(0, len(cells), columns)]
    body = tuple(tree.Row(tuple(tree.Cell(c) for c in (*row, *[t("")] * (columns - len(row))))) for row in rows)
    head = (tree.Row(tuple(tree.Cell(t(f"Column {n}"), scope="col") for n in range(columns))),)
    aligns = ("left", "decimal", "right", "center")
    spec = tuple(tree.Column(aligns[n % 4]) for n in range(columns))
    return tree.Table("", tree.Caption(t("A table."), "Table 7"), spec, head, body)


_tables = st.builds(_rows, st.lists(_inlines, min_size=1, max_size=12), st.integers(1, 7))


def _containers(inner: st.SearchStrategy[tree.Block]) -> st.SearchStrategy[tree.Block]:
    blocks = st.lists(inner, min_size=1, max_size=3).map(tuple)
    items = st.lists(blocks.map(tree.Item), min_size=1, max_size=4).map(tuple)
    return st.one_of(
        st.builds(tree.List, items, st.booleans(), st.integers(1, 98)),
        blocks.map(tree.Quote),
        blocks.map(lambda b: tree.Callout("note", t("Take note"), b)),
        st.builds(lambda term, b: tree.DefinitionList((tree.Definition(t(term), b),)), _words, blocks),
        st.builds(lambda title, b: tree.Section(2, t(title), b, "", "1.1"), _words, blocks),
    )


_blocks = st.recursive(
    st.one_of(_paras, _tables, st.text(_LETTERS + "\n ", min_size=1, max_size=300).map(tree.CodeBlock)),
    _containers,
    max_leaves=6,
)
_documents = st.lists(_blocks, min_size=1, max_size=6).map(lambda b: tree.Document(tree.Meta(title=t("Title")), tuple(b)))


def _outside(laid: Laid) -> list[str]:
    out = []
    for number, box in text_boxes(laid):
        page = laid.sheets[number].page
        inside = page.left - 14 <= box.x and box.x + box.width <= page.width - page.right + 1.0
        if not inside or not page.header <= box.y <= page.height - page.footer + 1:
            out.append(f"page {number + 1}: {box.text!r} at {box.x:.1f}+{box.width:.1f}, {box.y:.1f}")
    return out


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(_documents)
def test_text_is_whole_in_order_and_inside_the_margins(document: tree.Document) -> None:
    assert not faults(document)
    laid = lay(document)
    assert squeezed(Reader(laid).text()) == expected(document)
    assert _outside(laid) == []


def test_everything_is_whole_in_order_and_inside_the_margins() -> None:
    document, assets = everything()
    laid = lay(document, assets)
    numbers = "".join(squeezed(Reader(laid).text(e)) for e in elements(laid, "TOCI"))
    assert numbers == "1Summary12Data12.1Lists23Figure2References3"
    text = squeezed(Reader(laid).text())
    listed = "1Summary2Data2.1Lists3FigureReferences"
    assert text.count("Citedonpage1") == 2
    assert text.replace(numbers, listed).replace("Citedonpage1", "") == expected(document)
    assert _outside(laid) == []


def test_structure_is_one_tree_with_unique_ids() -> None:
    document, assets = everything()
    laid = lay(document, assets)
    order = list(in_order(laid))
    assert sorted(order) == list(range(len(laid.elements)))
    assert all(n in laid.elements[laid.elements[n].parent].children for n in order if n)
    ids = [e.id for e in laid.elements if e.id]
    assert len(ids) == len(set(ids))
    assert all(e.attributes.get("Scope") in ("Row", "Column") for e in laid.elements if e.tag == "TH")
    assert all(e.alt for e in laid.elements if e.tag in ("Figure", "Formula"))
    assert all(laid.elements[link.element].tag == "Link" and link.contents for link in laid.links)


def test_every_anchor_and_link_target_has_a_place() -> None:
    document, assets = everything()
    laid = lay(document, assets)
    anchors = {link.anchor for link in laid.links if link.anchor} | {entry.anchor for entry in laid.outline}
    assert anchors <= laid.places.keys()
    assert {"cite-1", "cite-2", "tbl-x", "fig-x", "eq-x", "ref-daly2018", "note-1", "tbl-x-note-a"} <= laid.places.keys()
    assert laid.geometry.pages["sec-summary"] == 1
    assert laid.geometry.page_total == len(laid.sheets)


def test_the_same_document_gives_the_same_pages() -> None:
    document, assets = everything()
    first, second = lay(document, assets), lay(document, assets)
    assert first.sheets == second.sheets
    assert first.elements == second.elements


def test_rows_of_a_long_table_all_appear_once() -> None:
    long = table(300)
    laid = lay(tree.Document(tree.Meta(), (long,)))
    assert squeezed(Reader(laid).text()) == expected(tree.Document(tree.Meta(), (long,)))
    assert len(laid.sheets) > 5
