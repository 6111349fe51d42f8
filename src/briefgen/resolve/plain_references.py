"""The plainest correct numeric citation format, after the NLM's citing style: "[1–3,5]" and a numbered list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from briefgen.model import ReferenceRecord
from briefgen.resolve.cite import Cluster, ListEntry, Printed, anchor_of
from briefgen.resolve.graft import joined
from briefgen.strings import Strings
from briefgen.tree import CiteItem, Emph, Inline, Inlines, Jump, Link, Text

_LOCATOR = {"page": "p.", "table": "Table", "figure": "Figure", "section": "section", "chapter": "chap."}
_AUTHORS = 6


class PlainNumeric:
    """Numbers references in order of first mention."""

    def __init__(self, references: Mapping[str, ReferenceRecord], strings: Strings) -> None:
        self.references = references
        self.strings = strings

    def render(self, clusters: Sequence[Cluster], uncited: Sequence[str]) -> Printed:
        """Print the clusters and the list; see `cite.CitationEngine`."""
        keys = list(dict.fromkeys(item.key for cluster in clusters for item in cluster.items))
        numbers = {key: n for n, key in enumerate(keys, 1)}
        shown = tuple(self._cluster(cluster, numbers) for cluster in clusters)
        labels = [(key, f"{n}.") for key, n in numbers.items()] + [(key, "") for key in uncited]
        return Printed(shown, tuple(ListEntry(key, label, self._entry(key)) for key, label in labels))

    def _cluster(self, cluster: Cluster, numbers: Mapping[str, int]) -> Inlines:
        first = cluster.items[0]
        name = f"{short_names(self.references[first.key].csl, self.strings)} " if cluster.narrative else ""
        bare = all(not (i.locator or i.prefix or i.suffix) for i in cluster.items)
        inner = _collapsed(cluster.items, numbers) if bare else _spelled(cluster.items, numbers)
        return joined((Text(f"{name}["), *inner, Text("]")))

    def _entry(self, key: str) -> Inlines:
        record = self.references[key]
        parts = entry(record.csl)
        if record.status == "unverified":
            parts = (*parts, Text(f" [{self.strings.unverified}]"))
        return joined(parts)


def _jump(number: int, key: str) -> Jump:
    return Jump("reference", str(number), anchor_of(key))


def _collapsed(items: Sequence[CiteItem], numbers: Mapping[str, int]) -> list[Inline]:
    """Numbers in order, three or more in a row as a range."""
    by_number = {numbers[i.key]: i.key for i in items}
    runs: list[list[int]] = []
    for number in sorted(by_number):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    out: list[Inline] = []
    for run in runs:
        ends = run if len(run) < 3 else [run[0], run[-1]]
        for place, number in enumerate(ends):
            out.append(Text("" if not out else "–" if place and len(run) > 2 else ","))
            out.append(_jump(number, by_number[number]))
    return out


def _spelled(items: Sequence[CiteItem], numbers: Mapping[str, int]) -> list[Inline]:
    out: list[Inline] = []
    for item in items:
        before = f"{item.prefix.strip()} " if item.prefix.strip() else ""
        after = f", {_LOCATOR.get(item.label, item.label)}\u00a0{item.locator}" if item.locator else ""
        suffix = f"{'' if item.suffix.lstrip()[:1] in ',;' else ' '}{item.suffix.strip()}" if item.suffix.strip() else ""
        out.extend((Text(("; " if out else "") + before), _jump(numbers[item.key], item.key), Text(after + suffix)))
    return out


# ---------------------------------------------------------------------------------------------------------- entries


def short_names(csl: Mapping[str, Any], strings: Strings) -> str:
    """How a sentence names a reference: "Shelton et al.", "Prakash and Butler", or its title."""
    names = [str(n.get("family") or n.get("literal") or "") for n in _people(csl)]
    if not names:
        return str(csl.get("title-short") or csl.get("container-title") or csl.get("title") or csl.get("publisher") or "")
    return (
        names[0] if len(names) == 1 else f"{names[0]} {strings.and_} {names[1]}" if len(names) == 2 else f"{names[0]} et al."
    )


def entry(csl: Mapping[str, Any]) -> Inlines:
    """One reference: authors, title, what it appeared in, when and where, and its identifiers as links."""
    parts: list[Inline] = []
    for sentence in (_authors(csl), str(csl.get("title") or "")):
        if sentence:
            parts.append(Text(f"{sentence.rstrip('.')}. "))
    if csl.get("container-title"):
        parts.extend((Emph((Text(str(csl["container-title"])),)), Text(". ")))
    issue = _issue(csl)
    if issue:
        parts.append(Text(f"{issue}. "))
    parts.extend(_links(csl))
    kept = joined(parts)
    last = kept[-1] if kept else Text("")
    return (*kept[:-1], Text(last.text.rstrip())) if isinstance(last, Text) else kept


def _people(csl: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = csl.get("author") or csl.get("editor") or []
    return [n if isinstance(n, Mapping) else {"literal": str(n)} for n in (given if isinstance(given, list) else [given])]


def _authors(csl: Mapping[str, Any]) -> str:
    names = [_author(n) for n in _people(csl)]
    shown = names if len(names) <= _AUTHORS else [*names[:3], "et al"]
    return ", ".join(shown)


def _author(name: Mapping[str, Any]) -> str:
    if not name.get("family"):
        return str(name.get("literal") or name.get("given") or "")
    initials = "".join(part[0] for part in str(name.get("given") or "").replace(".", " ").replace("-", " ").split())
    return f"{name['family']} {initials}".strip()


def _issue(csl: Mapping[str, Any]) -> str:
    year, volume, number, page = _year(csl), csl.get("volume"), csl.get("issue"), csl.get("page") or csl.get("number")
    where = "".join((str(volume or ""), f"({number})" if number else "", f":{str(page).replace('-', '–')}" if page else ""))
    publisher = ": ".join(str(csl[k]) for k in ("publisher-place", "publisher") if csl.get(k))
    return "; ".join(p for p in (publisher, ";".join(p for p in (year, where.lstrip(":")) if p)) if p)


def _year(csl: Mapping[str, Any]) -> str:
    issued = csl.get("issued")
    if isinstance(issued, Mapping):
        parts = issued.get("date-parts")
        first = parts[0] if isinstance(parts, list) and parts else None
        return str(first[0]) if isinstance(first, list) and first else str(issued.get("raw") or issued.get("literal") or "")
    return str(issued or "")[:4]


def _links(csl: Mapping[str, Any]) -> list[Inline]:
    out: list[Inline] = []
    for field, label, address in (
        ("DOI", "doi:", "https://doi.org/"),
        ("PMID", "PMID ", "https://pubmed.ncbi.nlm.nih.gov/"),
        ("PMCID", "", "https://pmc.ncbi.nlm.nih.gov/articles/"),
    ):
        if csl.get(field):
            code = str(csl[field])
            out.extend((Text(". " if out else ""), Text(label), Link(address + code, (Text(code),))))
    if csl.get("URL") and not csl.get("DOI"):
        out.extend((Text(". " if out else ""), Link(str(csl["URL"]), (Text(str(csl["URL"])),))))
    return out
