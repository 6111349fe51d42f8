"""The engine callable of the official test-suite's runner: HTML of one citation per line, or of the bibliography."""

from __future__ import annotations

from typing import Any

from briefgen.csl import Cite, Cluster, Processor, load_style
from briefgen.csl import html as serializer


def render(csl: str, items: list[dict[str, Any]], citations: Any, mode: str) -> str:
    """Run one case of the suite; see the runner's docstring for the arguments."""
    processor = Processor(load_style(csl), items)
    document = getattr(citations, "kind", "implied") == "document"
    result = processor.render(
        [_cluster(cluster, independent=not document) for cluster in citations],
        include=[] if document else list(dict.fromkeys(str(item["id"]) for item in items)),
    )
    if mode == "bibliography":
        return serializer.bibliography(result.bibliography) if result.bibliography else ""
    empty = "[CSL STYLE ERROR: reference with no printed form.]"
    return "\n".join(serializer.citation(citation) or empty for citation in result.citations)


def _cluster(raw: dict[str, Any], independent: bool) -> Cluster:
    cites = tuple(_cite(entry, independent) for entry in raw["citationItems"])
    properties = raw.get("properties", {})
    mode = properties.get("mode", "normal")
    return Cluster(cites, int(properties.get("noteIndex", 0)), mode)


def _cite(raw: dict[str, Any], independent: bool) -> Cite:
    mode = "suppress-author" if raw.get("suppress-author") else "author-only" if raw.get("author-only") else "normal"
    position = raw.get("position")
    if position is None and independent:
        position = 0
    return Cite(
        str(raw["id"]),
        locator=str(raw["locator"]) if raw.get("locator") else None,
        label=raw.get("label") or "page",
        prefix=raw.get("prefix") or "",
        suffix=raw.get("suffix") or "",
        mode=mode,
        position=None if position is None else str(position),
    )
