"""Small styles and items for the cases of single mechanisms."""

from __future__ import annotations

from typing import Any

from briefgen.csl import Cite, Cluster, Processor, Result, load_style

NS = "http://purl.org/net/xbiblio/csl"


def style(
    layout: str,
    *,
    root: str = "",
    citation: str = "",
    affixes: str = "",
    before: str = "",
    sort: str = "",
    bibliography: str = "",
) -> str:
    """A style whose citation has this layout; the other parts are inserted as they are."""
    return (
        f'<style xmlns="{NS}" version="1.0" class="in-text" {root}><info><title>t</title></info>{before}'
        f"<citation {citation}>{sort}<layout {affixes}>{layout}</layout></citation>{bibliography}</style>"
    )


def bibliography(layout: str, attributes: str = "", sort: str = "", affixes: str = "") -> str:
    """A cs:bibliography element."""
    return f"<bibliography {attributes}>{sort}<layout {affixes}>{layout}</layout></bibliography>"


def render(source: str, items: list[dict[str, Any]], clusters: list[Cluster] | None = None) -> Result:
    """Render clusters, or one cluster with every item."""
    keyed = [{"id": f"i{at}", "type": "book", **item} for at, item in enumerate(items)]
    everything = [Cluster(tuple(Cite(str(item["id"])) for item in keyed))]
    return Processor(load_style(source), keyed).render(everything if clusters is None else clusters)


def cite(layout: str, item: dict[str, Any], locator: str | None = None, label: str = "page", **parts: str) -> str:
    """The text of one cite of one item."""
    return render(style(layout, **parts), [item], [Cluster((Cite("i0", locator=locator, label=label),))]).citations[0].text


def person(family: str, given: str = "", **more: Any) -> dict[str, Any]:
    """A CSL-JSON name."""
    return {"family": family, "given": given, **more}


def year(number: int) -> dict[str, Any]:
    """A CSL-JSON date of one year."""
    return {"date-parts": [[number]]}
