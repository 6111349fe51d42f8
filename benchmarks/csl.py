"""Compare the CSL processor with citeproc-py: one run, CPU milliseconds per warm document, and the ratio.

    python benchmarks/csl.py [STYLE ...]

A document has 20 invented references and 16 clusters; a long one 500 references and 300 clusters.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefgen.csl import Cite, Cluster, Processor, load_style

STYLES = ("nlm-citation-sequence", "american-medical-association", "nature", "american-chemical-society", "apa")
ARTICLES = ("article-journal",)


def references(count: int) -> list[dict[str, Any]]:
    """Invented articles, those of the tests: their package is found from here, not from where a script stands."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.csl import samples

    return samples.references(count, ARTICLES)


def clusters(references_: int, count: int) -> list[Cluster]:
    """Clusters of one to five references, the same on every call."""
    draw = random.Random(7)
    size = min(5, references_)
    picks = (sorted(draw.sample(range(references_), draw.randint(1, size))) for _ in range(count))
    return [Cluster(tuple(Cite(f"r{at}") for at in pick)) for pick in picks]


def best(work: Callable[[], object], rounds: int) -> float:
    """The least CPU time of a call, in milliseconds."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return 1000 * min(times)


def ours(name: str, size: int, count: int, rounds: int) -> float:
    """Milliseconds of this package for a document."""
    style, items, cited = load_style(name), references(size), clusters(size, count)
    ids = [str(item["id"]) for item in items]
    return best(lambda: Processor(style, items).render(cited, include=ids), rounds)


def citeproc_py(name: str, rounds: int) -> float | None:
    """Milliseconds of citeproc-py for the short document, or None if it cannot render it."""
    import warnings

    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    from briefgen.csl.source import _path

    warnings.simplefilter("ignore")
    style = CitationStylesStyle(str(_path(name)), validate=False)
    items: list[dict[str, Any]] = [
        {**item, "issued": {"date-parts": item["issued"]["date-parts"]}} for item in references(20)
    ]
    cited = clusters(20, 16)

    def work() -> None:
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        citations = [Citation([CitationItem(cite.id) for cite in cluster.cites]) for cluster in cited]
        for citation in citations:
            bibliography.register(citation)
        for citation in citations:
            bibliography.cite(citation, lambda _item: None)
        bibliography.bibliography()

    try:
        return best(work, rounds)
    except Exception as error:  # any failure of the other engine is a result of the comparison
        print(f"  citeproc-py: {type(error).__name__}: {error}")
        return None


def main(names: list[str]) -> None:
    """Print one line per style."""
    print(f"{'style':<32}{'load':>8}{'cached':>9}{'20 refs':>9}{'500 refs':>10}{'citeproc-py':>13}{'ratio':>8}")
    for name in names or STYLES:
        load = best(lambda name=name: load_style(name), 1)  # type: ignore[misc]  # a default binds the loop variable
        cached = best(lambda name=name: load_style(name), 20)  # type: ignore[misc]  # as above
        short, long = ours(name, 20, 16, 25), ours(name, 500, 300, 2)
        other = citeproc_py(name, 3)
        compared = f"{other:>13.1f}{other / short:>7.1f}x" if other else f"{'–':>13}{'–':>8}"
        print(f"{name:<32}{load:>8.1f}{cached:>9.3f}{short:>9.2f}{long:>10.0f}{compared}")


if __name__ == "__main__":
    main(sys.argv[1:])
