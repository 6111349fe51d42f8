"""Every text of thirteen styles against citeproc-py; a difference must be one of those named here, and go away with it.

The classes are faults of citeproc-py 0.11; docs/citations.md says what is right. Collapsing and disambiguation,
which it does not have or does in part, are taken out of the style before the comparison.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest

from briefgen.csl import Cite, Cluster, Processor, load_style
from briefgen.csl.source import _path
from csl.samples import references

STYLES = (
    "nlm-citation-sequence", "american-medical-association", "nature", "american-chemical-society", "ieee", "the-lancet",
    "cell", "science", "bmj", "apa", "elsevier-harvard", "springer-basic-author-date", "harvard-cite-them-right",
)  # fmt: skip
CLUSTERS = [(0,), (1, 2), (3, 4, 5), (6,), (0, 7, 8), (9, 10, 11, 12), (13,), (14, 15), (16, 17, 18, 19), (2, 0)]

EXPLAINED = {
    "no blank after the number in the margin": (r"^(\(?\[?\d+\]?\)?\.?)(?=[A-Z])", r"\1 "),
    "hyphenated given names keep their second half": (r"\b([A-Z])(\.?)(-?)\.? ?woo ([A-Z])\b", r"\1\2\3W\2\4"),
    "stop words are capitalized": (r"\bVersus\b", "versus"),
    "punctuation stays behind closing quotes": (r"”([,.])", r"\1”"),
    "localized dates lose their delimiters": (r"(\d{4})([A-Z][a-z]{2})(\d{0,2})(?=[;\] ])", r"\1 \2 \3"),
}


def bare(source: str) -> str:
    """The style without what citeproc-py does not do."""
    return re.sub(r'\s(?:collapse|disambiguate-add-[a-z-]+|givenname-disambiguation-rule)="[^"]*"', "", source)


def tidy(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def theirs(source: str, items: list[dict[str, Any]], folder: Any) -> tuple[list[str], dict[str, str]]:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    path = folder / "style.csl"
    path.write_text(source, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(str(path), validate=False)
        listed = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        cited = [Citation([CitationItem(f"r{at}") for at in cluster]) for cluster in CLUSTERS]
        for citation in cited:
            listed.register(citation)
        citations = [tidy(str(listed.cite(citation, lambda _item: None))) for citation in cited]
        return citations, dict(zip(listed.keys, map(tidy, map(str, listed.bibliography())), strict=True))


def explained(text: str) -> str:
    for wrong, right in EXPLAINED.values():
        text = re.sub(wrong, right, text)
    return tidy(text)


def joined(text: str) -> str:
    """Initials with no blanks between them, as they are lost or left by the other engine beside hyphenated names."""
    return re.sub(r"(?<=[A-Z]\.) (?=[A-Z]\.)", "", tidy(text))


@pytest.mark.parametrize("name", STYLES)
def test_every_difference_is_explained(name: str, tmp_path: Any) -> None:
    path = _path(name)
    assert path is not None
    source, items = bare(path.read_text(encoding="utf-8")), references(20)
    citations, entries = theirs(source, items, tmp_path)
    clusters = [Cluster(tuple(Cite(f"r{at}") for at in cluster)) for cluster in CLUSTERS]
    result = Processor(load_style(source), items).render(clusters)
    assert result.bibliography is not None
    assert [tidy(citation.text) for citation in result.citations] == list(map(explained, citations))
    ours = {entry.id: joined(entry.text) for entry in result.bibliography.entries}
    assert ours == {key: joined(explained(text)) for key, text in entries.items()}


def test_the_classes_are_needed(tmp_path: Any) -> None:
    items = references(20)
    found = set()
    for name in ("nlm-citation-sequence", "american-chemical-society", "ieee"):
        path = _path(name)
        assert path is not None
        _, entries = theirs(bare(path.read_text(encoding="utf-8")), items, tmp_path)
        found |= {why for why, (wrong, _) in EXPLAINED.items() for text in entries.values() if re.search(wrong, text)}
    assert found == set(EXPLAINED)
