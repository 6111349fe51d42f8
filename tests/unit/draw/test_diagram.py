"""Pathways and workflows: everything is there, in its place, legible, and the same on every run."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path as File

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import briefgen
from briefgen.display import DisplayList, LineTo, Move, Path, Words
from briefgen.draw import as_vector, draw
from briefgen.draw.colours import contrast, legible
from briefgen.draw.curves import Point, Rect, halfway, inside
from briefgen.draw.diagram import _attempts, _laid
from briefgen.draw.graph import Graph
from briefgen.draw.heads import SIGNS
from briefgen.draw.paint import clipped, paint
from briefgen.draw.place import Placed
from briefgen.draw.shapes import SHAPES
from briefgen.draw.strands import single, strands
from briefgen.draw.titles import title_spot
from briefgen.fonts import Fonts
from briefgen.model import FigureSpec
from briefgen.strings import Strings, strings_for
from briefgen.theme import DEFAULT, Colours, Theme

FONTS = Fonts(DEFAULT, lambda name: (File(briefgen.__file__).parent / "assets" / "fonts" / name).read_bytes())


def spec(edges: list[str], nodes: dict[str, object] | None = None, kind: str = "pathway", **more: object) -> FigureSpec:
    return FigureSpec.model_validate({"kind": kind, "caption": "x", "nodes": nodes or {}, "edges": edges, **more})


PATHWAY = spec(
    [
        "glutamate -> receptor", "glycine -o receptor {label: co-agonist}", "drug -| receptor {label: blocks}",
        "receptor -> calcium", "calcium ..> effect",
    ],
    {
        "glutamate": {"label": "Glutamate", "kind": "molecule"},
        "glycine": {"label": "Glycine", "kind": "molecule"},
        "drug": {"label": "Onfasprodil", "kind": "drug"},
        "receptor": {"label": "GluN2B-containing NMDA receptor", "kind": "receptor", "group": "synapse"},
        "calcium": {"label": "Ca²⁺ influx → β", "kind": "process", "group": "synapse"},
        "effect": {"label": "Antidepressant effect", "kind": "outcome"},
    },
    groups={"synapse": "Synapse"},
)  # fmt: skip

ARMS = [f"arm{i}" for i in range(6)]
TRIAL = spec(
    ["screen => q", "q => out {label: no}", "q => rand {label: yes}", *(f"rand => {a}" for a in ARMS),
     *(f"{a} => end" for a in ARMS), "end => q {label: next cohort}"],
    {
        "screen": {"label": "Adults aged 18 to 65 years with depression, MADRS ≥ 24", "kind": "population"},
        "q": {"label": "Eligible?", "kind": "decision"},
        "out": "Excluded",
        "rand": {"label": "Randomised (n = 72)", "kind": "step"},
        **{a: {"label": f"Onfasprodil 0.{i} mg/kg weekly", "kind": "step", "group": "t"} for i, a in enumerate(ARMS)},
        "end": {"label": "Primary endpoint: MADRS at 24 h", "kind": "outcome"},
    },
    kind="flow",
    groups={"t": "Treatment for 36 days by 40-minute intravenous infusion, in a ward with monitoring"},
)  # fmt: skip

LOOPS = spec(
    ["a -> a {label: self}", "a -> b", "b -> a {label: back}", "a -| b {label: again}", "b => c", "b -> not declared"],
    {"a": {"label": "A", "kind": "molecule"}, "b": {"label": "B", "kind": "decision"}, "c": "C", "lonely": "Alone"},
)
LONG = spec(
    ["a -> b {label: a label of an edge that is far too long for one line and must be broken}"],
    {"a": "Pneumonoultramicroscopicsilicovolcanoconiosis and " + "many more words " * 12, "b": "A\nB"},
)
ALL = {"pathway": PATHWAY, "trial": TRIAL, "loops": LOOPS, "long": LONG, "one": spec([], {"only": "Only"}, "flow")}


def words(drawing: DisplayList) -> str:
    return " ".join(item.text for item in drawing.items if isinstance(item, Words))


def arranged(figure: FigureSpec) -> tuple[Graph, Placed]:
    attempt = next(iter(_attempts(figure, [])))
    return _laid(figure, FONTS, DEFAULT.page, attempt)


@pytest.mark.parametrize("name", ALL)
def test_every_label_is_printed(name: str) -> None:
    figure, text = ALL[name], re.sub(r"\s", "", words(draw(ALL[name], DEFAULT, FONTS, Strings())))
    labels = [n.label for n in figure.nodes.values()] + [e.label for e in figure.edges if e.label]
    for label in (*labels, *figure.groups.values()):
        assert re.sub(r"\s", "", label) in text


@pytest.mark.parametrize("name", ALL)
def test_boxes_stand_apart_and_hold_their_labels(name: str) -> None:
    graph, placed = arranged(ALL[name])
    for one, other in combinations(placed.boxes.values(), 2):
        assert not one.overlaps(other)
    for box in graph.boxes:
        centre, outline = placed.boxes[box.id].centre, SHAPES[box.kind].outline(placed.boxes[box.id])
        for x in (-1, 1):
            for y in (-1, 1):
                corner = Point(centre.x + x * box.label.width / 2, centre.y + y * (box.label.height / 2 - 1.5))
                assert inside(outline, corner), f"{box.id}: the label leaves its box"


@pytest.mark.parametrize("name", ALL)
def test_boxes_lie_in_their_group_and_no_other(name: str) -> None:
    graph, placed = arranged(ALL[name])
    for box in graph.boxes:
        for group, frame in placed.frames.items():
            assert frame.overlaps(placed.boxes[box.id]) == (box.group == group)


@pytest.mark.parametrize("name", ALL)
def test_edges_end_at_the_borders_of_their_boxes(name: str) -> None:
    graph, placed = arranged(ALL[name])
    outlines = {box.id: SHAPES[box.kind].outline(placed.boxes[box.id]) for box in graph.boxes}
    for wire, path in zip(graph.wires, placed.paths, strict=True):
        shown = clipped(wire, path, outlines)
        for end, box in ((shown[0][0], wire.tail), (shown[-1][3], wire.head)):
            assert _distance(end, outlines[box]) < 0.2, f"{wire.tail} to {wire.head}: off the border of {box}"


def _distance(point: Point, outline: tuple[Point, ...]) -> float:
    ends = zip(outline, (*outline[1:], outline[0]), strict=True)
    return min(a.between(b, i / 400).distance(point) for a, b in ends for i in range(401))


def test_edges_pass_through_no_third_box() -> None:
    graph, placed = arranged(TRIAL)
    for wire, path in zip(graph.wires, placed.paths, strict=True):
        others = [r.grown(-0.5) for name, r in placed.boxes.items() if name not in (wire.tail, wire.head)]
        points = [a.between(d, i / 20) for a, _, _, d in path for i in range(21) if wire.head != "q"]
        assert not any(rect.holds(point) for rect in others for point in points)


def test_titles_stand_clear_of_lines_and_boxes() -> None:
    for figure in (PATHWAY, TRIAL):
        graph, placed = arranged(figure)
        for group, frame in placed.frames.items():
            spot, free = title_spot(frame, graph.groups[group], placed.paths, placed.boxes.values())
            assert free
            assert not any(spot.overlaps(rect) for rect in placed.boxes.values())


def test_labels_of_edges_stand_clear_of_boxes() -> None:
    for figure in (PATHWAY, TRIAL, LOOPS):
        graph, placed = arranged(figure)
        for wire, centre in zip(graph.wires, placed.labels, strict=True):
            if wire.label:
                assert centre is not None
                half = (wire.label.width / 2, wire.label.height / 2)
                ground = Rect(centre.x - half[0], centre.y - half[1], centre.x + half[0], centre.y + half[1])
                assert not any(ground.overlaps(rect) for rect in placed.boxes.values()), wire


def test_every_sign_has_a_head_of_its_own() -> None:
    tip, back = Point(0, 0), Point(-20, 0)
    forms = {
        sign: (tuple(type(s).__name__ for s in head.steps), bool(head.fill), look.dash)
        for sign, look in SIGNS.items()
        for head in [look.head(tip, back, "#000000")]
    }
    assert len(set(forms.values())) == len(SIGNS)
    assert [sign for sign, look in SIGNS.items() if look.dash] == ["hypothesised"]


def test_an_inhibition_ends_in_a_bar_across_the_line() -> None:
    bar = SIGNS["inhibits"].head(Point(0, 0), Point(-20, 0), "#000000")
    assert bar.steps == (Move(0, -4.6), LineTo(0, 4.6))


def test_a_key_explains_signs_only_when_there_are_several() -> None:
    assert "inhibits" in words(draw(PATHWAY, DEFAULT, FONTS, Strings()))
    one = draw(spec(["a -| b", "c -| b"]), DEFAULT, FONTS, Strings())
    assert "inhibits" not in words(one)
    assert "leads to" not in words(draw(TRIAL, DEFAULT, FONTS, Strings()))


def test_the_key_takes_other_words() -> None:
    drawing = draw(spec(["a -| b", "b -> c"]), DEFAULT, FONTS, strings_for("de"))
    assert {"Legende", "aktiviert oder erhöht", "hemmt oder senkt"} <= {
        i.text for i in drawing.items if isinstance(i, Words)
    }


@pytest.mark.parametrize("name", ALL)
def test_drawings_fit_the_text_area_without_getting_illegible(name: str) -> None:
    drawing, page = draw(ALL[name], DEFAULT, FONTS, Strings()), DEFAULT.page
    scale = min(1, page.measure / drawing.width, (page.height - page.top - page.bottom) / drawing.height)
    assert scale >= 0.85
    assert all(item.size * scale >= 7.5 for item in drawing.items if isinstance(item, Words))


def test_a_wide_fan_and_a_deep_chain_still_fit() -> None:
    fan = spec([f"root -> leaf {i}" for i in range(24)], kind="flow")
    fan_across = spec([f"root -> leaf number {i} of the fan" for i in range(14)])
    chain = spec([f"n{i} -> n{i + 1}" for i in range(14)], kind="flow")
    for figure in (fan, fan_across, chain):
        drawing = draw(figure, DEFAULT, FONTS, Strings())
        assert min(1, DEFAULT.page.measure / drawing.width, 694 / drawing.height) >= 0.85


def test_parallel_boxes_are_alike_and_in_the_order_written() -> None:
    _, placed = arranged(TRIAL)
    rects = [placed.boxes[arm] for arm in ARMS]
    assert len({(round(r.width, 3), round(r.height, 3), round(r.top, 1)) for r in rects}) == 1
    assert [r.left for r in rects] == sorted(r.left for r in rects)


def test_wires_of_a_workflow_run_at_right_angles_between_ranks() -> None:
    graph, placed = arranged(TRIAL)
    for wire, path in zip(graph.wires, placed.paths, strict=True):
        if wire.tail == "rand":
            assert all(a.x == d.x or a.y == d.y for a, _, _, d in path)


def test_an_edge_back_to_an_earlier_step_turns_nothing_round() -> None:
    _, placed = arranged(TRIAL)
    assert placed.boxes["screen"].bottom < placed.boxes["q"].top < placed.boxes["rand"].top < placed.boxes["end"].top


def test_a_workflow_may_run_right() -> None:
    graph, placed = arranged(spec(["a -> b {label: then}", "b -> c"], kind="flow", direction="right"))
    assert placed.boxes["a"].right < placed.boxes["b"].left < placed.boxes["c"].left
    assert placed.labels[0] is not None
    assert all(a.y == d.y for path in placed.paths for a, _, _, d in path)
    assert graph.wires[0].sign == "flow"


def test_characters_no_font_has_are_drawn_and_reported() -> None:
    FONTS.missing.clear()
    drawing = draw(spec(["a -> b"], {"a": "Ca²⁺ 𓀀", "b": "β → γ"}), DEFAULT, FONTS, Strings())
    assert "𓀀" in words(drawing)
    assert FONTS.missing == {"𓀀"}


def test_the_same_figure_gives_the_same_bytes() -> None:
    first, second = (draw(TRIAL, DEFAULT, FONTS, Strings()) for _ in range(2))
    assert first == second
    assert as_vector(first, DEFAULT, FONTS) == as_vector(second, DEFAULT, FONTS)
    numbers = [v for i in first.items if isinstance(i, Path) for s in i.steps for v in _coordinates(s)]
    assert numbers
    assert all(round(v, 2) == v for v in numbers)


def _coordinates(step: object) -> list[float]:
    return [getattr(step, name) for name in ("x", "y") if hasattr(step, name)]


def test_colours_of_a_pale_brand_are_made_legible() -> None:
    pale = Colours(text="#dddddd", muted="#eeeeee", accent="#ffeeaa", caution="#ffdddd", rule="#fafafa", heading="#f0f0f0")
    drawing = draw(PATHWAY, Theme(colours=pale), FONTS, Strings())
    for item in drawing.items:
        if isinstance(item, Words) and item.fill != "#ffffff":
            assert contrast(item.fill, "#ffffff") >= 4.5
        if isinstance(item, Path) and item.stroke:
            assert contrast(item.stroke, "#ffffff") >= 3


def test_legible_leaves_a_good_colour_alone() -> None:
    assert legible("#1f5a96", "#ffffff", 4.5) == "#1f5a96"
    assert contrast(legible("#808080", "#808080", 4.5), "#808080") >= 4.5
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_an_image_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="placed"):
        draw(
            FigureSpec.model_validate({"kind": "image", "caption": "x", "file": "a.png", "alt": "a"}),
            DEFAULT,
            FONTS,
            Strings(),
        )


def test_text_from_data_never_reaches_graphviz() -> None:
    nasty = spec(['a -> b {label: ]</TD> "x" \\N}'], {"a": '"]; x -> y [label="<b>', "b": "\\N \\G &amp;"})
    assert '"];x->y[label="<b>' in re.sub(r"\s", "", words(draw(nasty, DEFAULT, FONTS, Strings())))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["->", "-|", "-o", "..>", "=>"])), max_size=12),
    st.sampled_from(["pathway", "flow"]),
    st.sampled_from(["down", "right"]),
)
def test_any_graph_is_drawn_with_boxes_apart(edges: list[tuple[int, int, str]], kind: str, direction: str) -> None:
    nodes = {f"n{i}": f"Node {i}" for i in range(7)}
    figure = spec([f"n{a} {arrow} n{b}" for a, b, arrow in edges], nodes, kind, direction=direction)
    _, placed = arranged(figure)
    assert not any(one.overlaps(other) for one, other in combinations(placed.boxes.values(), 2))
    drawing = draw(figure, DEFAULT, FONTS, Strings())
    for item in drawing.items:
        if isinstance(item, Path):
            for step in item.steps:
                for value, limit in zip(_coordinates(step), (drawing.width, drawing.height), strict=False):
                    assert -0.01 <= value <= limit + 0.01


def test_paint_without_a_key_leaves_no_room_for_one() -> None:
    graph, placed = arranged(LOOPS)
    assert paint(graph, placed, None, DEFAULT.colours).height < draw(LOOPS, DEFAULT, FONTS, Strings()).height


def test_parallel_wires_run_apart_and_reach_graphviz_as_one() -> None:
    figure = spec(
        ["n6 -> n5 {label: some label}", "n6 -| n5 {label: other}", "n5 -> n4 {label: a}", "n5 -> n4", "n4 -> n4 {label: b}",
         "n1 -> n6 {label: c}", "n3 -> n6", "n1 -> n9", "n2 -> n7 {label: d}", "n6 -> n7", "n9 -> n0"],
        {f"n{i}": {"label": f"Node {i}", **({"group": f"g{min(i, 1)}"} if i < 6 else {})} for i in range(10)},
        kind="flow",
        direction="right",
        groups={"g0": "One", "g1": "Two"},
    )  # fmt: skip
    graph, placed = arranged(figure)
    assert len(strands(graph)) == len(graph.wires) - 2
    assert single(graph) == frozenset(range(4, 11))
    assert halfway(placed.paths[0]).distance(halfway(placed.paths[1])) > 8
    assert halfway(placed.paths[2]).distance(halfway(placed.paths[3])) > 8


def test_an_edge_and_its_answer_run_on_two_sides() -> None:
    _, placed = arranged(spec(["a -> b", "b -| a"]))
    there, back = (halfway(path) for path in placed.paths)
    assert there.distance(back) == pytest.approx(10.5, abs=4)
    assert placed.paths[0][0][0].distance(placed.paths[1][-1][3]) < 2


def test_no_program_of_the_machine_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert draw(PATHWAY, DEFAULT, FONTS, Strings()).items
