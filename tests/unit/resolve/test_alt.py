"""Text alternatives written from graphs."""

from __future__ import annotations

from typing import Any

from briefgen.model import FigureSpec
from briefgen.resolve.alt import alternatives, steps
from briefgen.strings import Strings, strings_for


def spec(**fields: Any) -> FigureSpec:
    return FigureSpec.model_validate({"kind": "pathway", "caption": "C", **fields})


def told(figure: FigureSpec, lang: str = "en") -> str:
    return " ".join(alternatives(figure, "The pathway.", strings_for(lang)))


def test_every_sign_has_its_words() -> None:
    figure = spec(
        nodes={"nr": "GluN2B\nreceptor"},
        edges=["glu -> nr", "onf -| nr {label: allosteric}", "zn -o nr", "nr ..> mTOR", "nr => Ca"],
        groups={"g": "Synapse"},
    )
    text = told(figure)
    for sentence in (
        "glu activates GluN2B receptor.",
        "onf inhibits GluN2B receptor (allosteric).",
        "zn modulates GluN2B receptor.",
        "GluN2B receptor is hypothesised to act on mTOR.",
        "GluN2B receptor moves to Ca.",
    ):
        assert sentence in text
    assert "hemmt" in told(figure, "de-CH")


def test_groups_name_their_members() -> None:
    figure = spec(
        nodes={"a": {"label": "A", "group": "g"}, "b": {"label": "B", "group": "g"}}, edges=["a -> b"], groups={"g": "Cell"}
    )
    assert "Cell comprises A and B." in told(figure)


def test_a_large_graph_has_a_short_alternative_and_a_long_description() -> None:
    figure = spec(edges=[f"a rather long name {n} -> another long name {n}" for n in range(20)])
    short, long = alternatives(figure, "The pathway.", Strings())
    assert short == "The pathway. Pathway diagram (elements: 40, relations: 20)."
    assert long.count(" activates ") == 20


def test_what_the_writer_gave_goes_before() -> None:
    short, long = alternatives(spec(edges=["a -> b"], alt="Mine"), "C", Strings())
    assert short == "Mine"
    assert "a activates b." in long
    image = spec(kind="image", file="x.png", alt="A photograph")
    assert alternatives(image, "C", Strings()) == ("A photograph", "")


def test_a_workflow_is_told_in_steps() -> None:
    figure = spec(
        kind="flow", edges=["dosing -> follow", "screen -> random", "random -> dosing", "random -> placebo {label: 1:1}"]
    )
    assert steps(figure) == ["screen", "random", "dosing", "follow", "placebo"]
    text = told(figure)
    assert "Step 1: screen leads to random." in text
    assert "Step 2: random leads to dosing and placebo (1:1)." in text
    assert "Step 4: follow." in text


def test_a_loop_ends() -> None:
    assert sorted(steps(spec(kind="flow", edges=["a -> b", "b -> a", "c -> c"]))) == ["a", "b", "c"]
