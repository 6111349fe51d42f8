"""What may be written short is written out, before validation: files named in place of records, groups of facts, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from briefgen.diag import Sink, did_you_mean
from briefgen.load.bibliography import references
from briefgen.load.files import DATA_ENDINGS, Files
from briefgen.load.grids import with_facts
from briefgen.load.tabular import read_csv, read_xlsx
from briefgen.source import Located, Span

SECTIONS = frozenset({
    "compound", "studies", "facts", "tables", "figures", "protocols", "references", "texts", "abbreviations", "terms",
    "contact", "acknowledged", "authors",
})  # fmt: skip
"""The keys of a brief whose value may be a file."""

FACT_LISTS = ("arms",)
"""Fields of a fact that hold several values; in a sheet they are separated by semicolons."""

MAPPINGS = SECTIONS - {"authors"}
"""Those of them that are never a text themselves."""

_FILE_NAME = re.compile(r"[\w./ -]+\.[A-Za-z]{2,5}")

GROUP_KEYS = ("defaults", "facts")

IDENTITY = ("study", "parameter", "target", "species", "strain", "route", "dose", "regimen", "matrix", "arms", "vs", "at")
"""The qualifiers a generated id is made of, in this order."""


def expand(root: Located, files: Files) -> Located:
    """The brief with everything written out; faults go to the sink of `files`, and what cannot be read is left out."""
    if not isinstance(root.value, dict):
        return root
    entries: dict[str, Located] = {}
    for key, value in root.value.items():
        found = _from_file(key, value, files) if key in SECTIONS else value
        if found is not None:
            entries[key] = _SHORT[key](found, files) if key in _SHORT else found
    _typed(entries)
    return Located(entries, root.span, root.key)


def _typed(entries: dict[str, Located]) -> None:
    """Numbers typed into grids become facts."""
    facts = entries.get("facts")
    if "tables" not in entries or (facts is not None and not isinstance(facts.value, dict)):
        return
    found = dict(facts.value) if facts and isinstance(facts.value, dict) else {}
    entries["tables"] = with_facts(entries["tables"], found)
    if found:
        entries["facts"] = Located(found, *((facts.span, facts.key) if facts else (entries["tables"].span,)))


def _is_file(value: Located, *endings: str) -> bool:
    return isinstance(value.value, str) and "\n" not in value.value and value.value.lower().endswith(endings)


def _from_file(key: str, value: Located, files: Files) -> Located | None:
    """The value, or what the file it names holds, under the same key."""
    if key in _SHORT or not isinstance(value.value, str):
        return value
    if not _is_file(value, *DATA_ENDINGS):
        if key in MAPPINGS and _FILE_NAME.fullmatch(value.value):
            hint = f"known endings: {', '.join(DATA_ENDINGS)}"
            files.sink.error(
                "file-kind", f'"{value.value}" is not a kind of file that "{key}" is read from', value.span, hint
            )
            return None
        return value
    path = files.find(str(value.value), value.span)
    found = files.data(path, value.span) if path else None
    return Located(found.value, found.span, value.key) if found else None


def _facts(value: Located, files: Files) -> Located:
    entries: dict[str, Located] = {}
    for name, fact in _flat(value, {}, files):
        identity = name or _generated(fact)
        if not identity:
            files.sink.error("data-missing-field", 'the fact has no "id" and no qualifier to make one of', fact.span)
        elif identity in entries:
            files.sink.error(
                "data-duplicate-id", f'"{identity}" names two facts', fact.key, f"first at {entries[identity].key}"
            )
        else:
            entries[identity] = fact
    return Located(entries, value.span, value.key)


def _flat(value: Located, defaults: dict[str, Located], files: Files) -> Iterator[tuple[str, Located]]:
    """Each fact with its id (empty: to be generated), its group's defaults merged in."""
    match value.value:
        case str(name):
            yield from _flat_file(name, value, defaults, files)
        case dict(entries):
            inner = {**defaults, **_defaults(entries, files.sink)}
            for key, entry in entries.items():
                if key != "defaults":
                    yield from _one(key, entry, inner, files)
        case list(items):
            for item in items:
                if isinstance(item.value, dict) and "facts" not in item.value:
                    yield _own_id(item), _merged(item, defaults)
                else:
                    yield from (
                        _group(item, defaults, files) if isinstance(item.value, dict) else _flat(item, defaults, files)
                    )


def _one(key: str, entry: Located, defaults: dict[str, Located], files: Files) -> Iterator[tuple[str, Located]]:
    if isinstance(entry.value, dict) and "facts" in entry.value:
        yield from _group(entry, defaults, files)
    elif isinstance(entry.value, str):
        yield key, _merged(Located({"value": Located(entry.value, entry.span)}, entry.span, entry.key), defaults)
    else:
        yield key, _merged(entry, defaults)


def _group(group: Located, defaults: dict[str, Located], files: Files) -> Iterator[tuple[str, Located]]:
    assert isinstance(group.value, dict)  # the callers have looked
    for key, entry in group.value.items():
        if key not in GROUP_KEYS:
            hint = did_you_mean(key, GROUP_KEYS) or "a group of facts has `defaults` and `facts`"
            files.sink.error("data-unknown-key", f'unknown key "{key}" in a group of facts', entry.key, hint)
    yield from _flat(group.value["facts"], {**defaults, **_defaults(group.value, files.sink)}, files)


def _defaults(entries: dict[str, Located], sink: Sink) -> dict[str, Located]:
    found = entries.get("defaults")
    if found is None or found.value is None:
        return {}
    if not isinstance(found.value, dict):
        sink.error("data-wrong-type", '"defaults" must be a record of fields', found.span)
        return {}
    return found.value


def _merged(fact: Located, defaults: dict[str, Located]) -> Located:
    if not isinstance(fact.value, dict):
        return fact
    own = {k: v for k, v in fact.value.items() if k != "id"}
    return Located({**defaults, **own}, fact.span, fact.key if fact.key.file else fact.span)


def _own_id(fact: Located) -> str:
    given = fact.value.get("id") if isinstance(fact.value, dict) else None
    return str(given.value) if given and isinstance(given.value, str) else ""


def _flat_file(name: str, value: Located, defaults: dict[str, Located], files: Files) -> Iterator[tuple[str, Located]]:
    if not _is_file(value, *DATA_ENDINGS, *_SHEETS):
        hint = f"known endings: {', '.join((*DATA_ENDINGS, *_SHEETS))}"
        files.sink.error("data-wrong-type", f'"{name}" is neither a fact nor a file of facts', value.span, hint)
        return
    path = files.find(name, value.span)
    if path is None:
        return
    found = files.data(path, value.span) if name.lower().endswith(DATA_ENDINGS) else _sheet(path, files, value.span)
    if found is not None and not isinstance(found.value, str):
        yield from _flat(found, defaults, files)


_SHEETS = (".csv", ".tsv", ".xlsx")


def _sheet(path: Path, files: Files, span: Span) -> Located | None:
    if path.suffix.lower() == ".xlsx":
        data = files.read(path, span)
        return None if data is None else read_xlsx(data, files.name(path), files.sink, FACT_LISTS)
    text = files.text(path, span)
    return None if text is None else read_csv(text, files.name(path), files.sink, FACT_LISTS)


def _generated(fact: Located) -> str:
    """An id made of the qualifiers a fact has: "phase2-madrs-difference-24-h"."""
    words: list[str] = []
    for name in IDENTITY:
        found = fact.step(name)
        if found is not None:
            items = found.value if isinstance(found.value, list) else [found]
            words.extend(str(item.value) for item in items if isinstance(item, Located))
    slug = re.sub(r"[^a-z0-9.]+", "-", " ".join(words).lower()).strip("-.")
    return (slug if slug[:1].isalpha() else f"f-{slug}")[:80].rstrip("-.") if slug else ""


_SHORT = {"facts": _facts, "references": references}
