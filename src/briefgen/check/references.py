"""Rules on reference records: identifiers, titles, and the fields a reader needs to find the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefgen.check.rule import Data, Finding

REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article-journal": (("author",), ("title",), ("container-title",), ("issued",)),
    "article": (("author",), ("title",), ("issued",)),
    "paper-conference": (("author",), ("title",), ("container-title", "event-title"), ("issued",)),
    "book": (("author", "editor"), ("title",), ("publisher",), ("issued",)),
    "chapter": (("author",), ("title",), ("container-title",), ("publisher",), ("issued",)),
    "thesis": (("author",), ("title",), ("publisher",), ("issued",)),
    "report": (("title",), ("author", "publisher"), ("issued",)),
    "patent": (("title",), ("number",)),
    "webpage": (("title",), ("URL",), ("issued", "accessed")),
    "dataset": (("title",), ("URL", "DOI")),
}
"""What a record of each CSL type must have (one of each group); other types need a title. After NLM, Citing Medicine."""

_HOST = re.compile(
    r"(?:www\.)?(?:[a-z0-9-]+\.)+"
    r"(?:com|org|net|gov|edu|int|info|io|ai|app|bio|health|news|online|site|eu|uk|us|ca|de|at|ch|fr|es|it|nl|be|dk|se|no|fi|"
    r"ie|pl|cz|pt|br|mx|au|nz|jp|cn|kr|in|ru|za|il|co)(?:/\S*)?",
    re.IGNORECASE,
)


REGISTERS = {
    "NCT": r"NCT\d{8}", "ISRCTN": r"ISRCTN\d{8}", "20": r"20\d\d-\d{6}-\d\d(-\d\d)?", "ACTRN": r"ACTRN\d{14}",
    "DRKS": r"DRKS\d{8}", "UMIN": r"UMIN\d{9}", "JRCT": r"jRCTs?\d{9,10}", "CHICTR": r"ChiCTR(?:-[A-Z]+-)?\d{8,10}",
}  # fmt: skip
"""Numbers of registers of trials (those of the WHO's network that write them in one form), by how they begin."""


def _text(csl: dict[str, Any], name: str) -> str:
    value = csl.get(name)
    return value.strip() if isinstance(value, str) else ""


def bad_dois(data: Data) -> Iterator[Finding]:
    for key, record in data.brief.references.items():
        doi = _text(record.csl, "DOI")
        if doi and not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
            hint = "write it from its 10. on" if "doi" in doi.lower() else "a DOI starts with 10. and has a slash"
            yield Finding(("references", key, "csl", "DOI"), f'"{doi}" is not a DOI', hint)


def bad_pmids(data: Data) -> Iterator[Finding]:
    for key, record in data.brief.references.items():
        for name, form, words in (("PMID", r"[1-9]\d{0,7}", "one to eight digits"), ("PMCID", r"PMC\d+", "PMC and digits")):
            text = _text(record.csl, name)
            if text and not re.fullmatch(form, text):
                yield Finding(("references", key, "csl", name), f'"{text}" is not a {name}', f"a {name} is {words}")


def bad_registry_numbers(data: Data) -> Iterator[Finding]:
    for name, study in data.brief.studies.items():
        for i, number in enumerate(study.registry):
            form = next((f for start, f in REGISTERS.items() if number.upper().startswith(start)), None)
            if form and not re.fullmatch(form, number):
                message = f'"{number}" is not a registry number of its kind'
                yield Finding(("studies", name, "registry", i), message, "copy it from the register (NCT: eight digits)")


def hosts_as_titles(data: Data) -> Iterator[Finding]:
    for key, record in data.brief.references.items():
        if _HOST.fullmatch(_text(record.csl, "title")):
            message = f'the title of "{key}" is the name of a host'
            yield Finding(("references", key, "csl", "title"), message, "give the title of the page")


def urls_as_titles(data: Data) -> Iterator[Finding]:
    for key, record in data.brief.references.items():
        if re.match(r"\W*[a-z]+://", _text(record.csl, "title"), re.IGNORECASE):
            message = f'the title of "{key}" is a URL'
            yield Finding(
                ("references", key, "csl", "title"), message, "give the title of the page; the address goes into `URL`"
            )


_SITE = re.compile(
    r"\s[-–—|]\s*(?:PubMed|PMC|BioWorld|ResearchGate|ScienceDirect|SpringerLink|Wiley Online Library|Google Scholar|"
    r"Wikipedia|ClinicalTrials\.gov|[\w-]+\.(?:com|org|net|gov))\s*$|\s\|\s[\w. ]{2,30}$"
)


def sites_in_titles(data: Data) -> Iterator[Finding]:
    """Titles copied from a browser's window, with the name of the site behind them."""
    for key, record in data.brief.references.items():
        title = _text(record.csl, "title")
        if match := _SITE.search(title):
            message = f'the title of "{key}" ends with the name of a site, "{match[0].strip()}"'
            hint = "the site goes into `container-title` or `publisher`"
            yield Finding(("references", key, "csl", "title"), message, hint)


def incomplete_references(data: Data) -> Iterator[Finding]:
    for key, record in data.brief.references.items():
        if record.status == "unverified":
            if not (record.csl.get("title") or record.csl.get("URL")):
                yield Finding(("references", key), f'the unverified reference "{key}" has neither title nor URL')
            continue
        kind = _text(record.csl, "type")
        groups = REQUIRED.get(kind, (("title",),)) if kind else (("type",),)
        lacking = [" or ".join(g) for g in groups if not any(record.csl.get(name) for name in g)]
        if lacking:
            what = f"a reference of the type {kind}" if kind else "a reference"
            message = f'"{key}" has no {", no ".join(lacking)}, which {what} needs'
            yield Finding(("references", key), message, "complete it, or set `status: unverified`")
