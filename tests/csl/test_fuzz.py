"""Any CSL-JSON either renders or raises CslInputError; nothing hangs and nothing else is raised."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.csl import Cite, Cluster, CslInputError, Processor, load_style
from briefgen.csl.item import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from briefgen.csl.person import _PARTS

LIMIT_SECONDS = 5.0
STYLES = ("nlm-citation-sequence", "apa", "chicago-notes-bibliography", "nature")

rough = st.text(alphabet=st.sampled_from(list("aZé9 .,:;?!'\"<>i/=-–&{}()[]\\日م\u0301\n\t")), max_size=24)
text = st.one_of(
    rough, st.text(max_size=12), st.sampled_from(["<i>a</i>", '<span class="nocase">x', "1-5", "2nd", "'a' \"b\""])
)
scalar = st.one_of(text, st.integers(), st.floats(), st.booleans(), st.none())
anything = st.recursive(
    scalar, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)), max_leaves=6
)
name = st.one_of(
    st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(_PARTS, text),
    ),
    anything,
)
part = st.one_of(st.integers(-3000, 3000), text, st.none())
date = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "date-parts": st.lists(st.lists(part, max_size=4), max_size=3),
            "literal": text,
            "raw": st.one_of(text, st.from_regex(r"\A[0-9]{4}(-[0-9]{2})?(/[0-9]{4})?[?~]?\Z")),
            "season": scalar,
            "circa": scalar,
        },
    ),
    anything,
)
item = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b", 3])},
    optional={
        "type": st.one_of(st.sampled_from(["article-journal", "book", "webpage", "legal_case"]), text),
        **{key: st.lists(name, max_size=4) for key in sorted(NAME_VARIABLES)[:6]},
        "editor": anything,
        **dict.fromkeys(sorted(DATE_VARIABLES), date),
        **{key: st.one_of(text, anything) for key in sorted(TEXT_VARIABLES) if len(key) < 9},
    },
)
cite = st.builds(
    Cite,
    id=st.sampled_from(["a", "b", "3"]),
    locator=st.one_of(st.none(), text),
    label=st.sampled_from(["page", "chapter", "sub-verbo", "?"]),
    prefix=text,
    suffix=text,
    mode=st.sampled_from(["normal", "suppress-author", "author-only"]),
)
cluster = st.builds(
    Cluster,
    cites=st.lists(cite, max_size=4).map(tuple),
    note=st.integers(0, 4),
    mode=st.sampled_from(["normal", "composite", "author-only", "suppress-author"]),
)


@pytest.mark.parametrize("name", STYLES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(items=st.lists(item, min_size=1, max_size=3), clusters=st.lists(cluster, max_size=3))
def test_any_input_renders_or_is_refused(name: str, items: list[dict[str, Any]], clusters: list[Cluster]) -> None:
    started = time.process_time()
    with contextlib.suppress(CslInputError):
        result = Processor(load_style(name), items).render(clusters, include=[str(entry["id"]) for entry in items])
        assert len(result.citations) == len(clusters)
    assert time.process_time() - started < LIMIT_SECONDS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("author", "Doe"),
        ("author", [5]),
        ("author", [{"family": ["Doe"]}]),
        ("issued", True),
        ("issued", {"date-parts": "2020"}),
        ("issued", {"date-parts": [["soon"]]}),
        ("title", {"main": "x"}),
        ("type", 5),
    ],
)
def test_malformed_field_is_named(field: str, value: Any) -> None:
    processor = Processor(load_style("ama"), [{"id": "x1", "type": "book", field: value}])
    with pytest.raises(CslInputError) as caught:
        processor.render([Cluster((Cite("x1"),))])
    assert caught.value.item == "x1"
    assert caught.value.field == field


def test_unknown_id_is_named() -> None:
    with pytest.raises(CslInputError, match="no item has this id"):
        Processor(load_style("ama"), []).render([Cluster((Cite("ghost"),))])


@pytest.mark.parametrize("title", ["<i>" * 4000, "'" * 8000, "a-" * 8000, "“" * 4000 + "”" * 4000, "{:" * 4000])
def test_long_hostile_titles_do_not_hang(title: str) -> None:
    items = [
        {
            "id": "x",
            "type": "book",
            "title": title,
            "page": title,
            "note": title,
            "author": [{"family": title, "given": title}],
        }
    ]
    started = time.process_time()
    Processor(load_style("apa"), items).render([Cluster((Cite("x", locator=title),))])
    assert time.process_time() - started < LIMIT_SECONDS
