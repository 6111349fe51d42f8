"""Citations that stay alive in Word: as fields of Zotero, or as Word's own sources and fields.

Either way the cached result is what briefgen prints, so that nothing changes until somebody refreshes. A document uses one
system only. Zotero's field codes and document preferences are those its word processor plug-in writes; Word's are ISO
29500-1, 17.16.5.7 (BIBLIOGRAPHY), 17.16.5.8 (CITATION) and 22.6 (sources).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from hashlib import blake2b
from typing import Any

from briefgen.records import dataclass
from briefgen.render.docx.names import Ids
from briefgen.render.docx.word_sources import LCIDS, sources_part, tags
from briefgen.render.docx.xml import attribute, field_close, field_open
from briefgen.tree import Citation, CiteItem, Inline, Inlines, Jump, References, Sup, Text, plain

SYSTEMS = ("plain", "zotero", "word")

_SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
_PRIVATE = ("abstract", "annote", "keyword", "note")  # of a record: what no style prints stays at home
_KEY_LETTERS = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"  # of Zotero's eight-letter keys
_SLICE = 255  # characters a document property holds
_OPENS = ("(", "[")


@dataclass(slots=True)
class Cites:
    """How one document cites. `sources` are the CSL-JSON items by key; `style` names the CSL style, `lang` is BCP 47."""

    system: str = "plain"
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    style: str = ""
    lang: str = "en"
    used: dict[str, None] = field(default_factory=dict)
    labelled: bool = False
    _tags: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tags = tags(self.sources)

    def knows(self, node: Citation) -> bool:
        """Whether a citation can be a field: every item of it has its record."""
        return self.system != "plain" and bool(node.items) and all(item.key in self.sources for item in node.items)

    def field(self, ids: Ids, node: Citation, show: Callable[[Inlines], str]) -> str:
        """A citation as runs with a field around them; `show` turns inlines into runs.

        The author of a sentence ("Shelton et al. (1)") stands before the field, which then holds the mark alone: neither
        system has a citation with its author in the sentence.
        """
        if not self.knows(node):
            return show(node.runs)
        author, mark = split_narrative(node)
        items = (replace(node.items[0], suppress_author=True), *node.items[1:]) if author else node.items
        self.used.update(dict.fromkeys(item.key for item in items))
        before = show(author) if author else ""
        if self.system == "zotero":
            return before + field_open(self._zotero(node.anchor, items, mark)) + show(mark) + field_close()
        inner = field_open(self._word(items)) + show(mark) + field_close()
        number = ids.drawing(f"citation {node.anchor}")
        control = f'<w:sdtPr><w:id w:val="{number}"/><w:citation/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent>'
        return f"{before}<w:sdt>{control}</w:sdt>"

    # ------------------------------------------------------------------------------------------------ reference list

    def list_field(self, node: References) -> tuple[str, str]:
        """What opens and closes the reference list's field: in its first and in its last paragraph."""
        if self.system == "plain" or not node.entries or not all(e.cited and e.key in self.sources for e in node.entries):
            return "", ""
        self.labelled = any(entry.label for entry in node.entries)
        if self.system == "word":
            lcid = LCIDS.get(self.lang) or LCIDS.get(self.lang.partition("-")[0])
            return field_open(rf"BIBLIOGRAPHY \l {lcid}" if lcid else "BIBLIOGRAPHY"), field_close()
        settings = _json({"uncited": [], "omitted": [], "custom": []})
        return field_open(f"ADDIN ZOTERO_BIBL {settings} CSL_BIBLIOGRAPHY"), field_close()

    def list_box(self, ids: Ids, paragraphs: str, opening: str) -> str:
        """The paragraphs of the list; for Word within the content control that its ribbon looks for."""
        if self.system != "word" or not opening:
            return paragraphs
        number = ids.drawing("bibliography")
        inner = f"<w:sdtContent>{paragraphs}</w:sdtContent>"
        return f'<w:sdt><w:sdtPr><w:id w:val="{number}"/><w:bibliography/></w:sdtPr>{inner}</w:sdt>'

    # --------------------------------------------------------------------------------------------------------- parts

    def properties(self) -> dict[str, str]:
        """Zotero's preferences of the document, cut into custom properties."""
        if self.system != "zotero" or not self.used:
            return {}
        session = _letters("session " + " ".join(self.used))
        style = f'id="http://www.zotero.org/styles/{attribute(self.style)}" locale="{attribute(self.lang)}"'
        text = (
            f'<data data-version="3" zotero-version="6.0.0"><session id="{session}"/><style {style} '
            'hasBibliography="1" bibliographyStyleHasBeenSet="1"/>'
            '<prefs><pref name="fieldType" value="Field"/></prefs></data>'
        )
        pieces = [text[at : at + _SLICE] for at in range(0, len(text), _SLICE)]
        return {f"ZOTERO_PREF_{number}": piece for number, piece in enumerate(pieces, 1)}

    def sources_xml(self) -> str:
        """Word's list of sources: those the document cites; "" in the other systems."""
        if self.system != "word" or not self.used:
            return ""
        return sources_part([(self._tags[key], self.sources[key]) for key in self.used], numbered=self.labelled)

    # -------------------------------------------------------------------------------------------------- instructions

    def _zotero(self, anchor: str, items: tuple[CiteItem, ...], shown: Inlines) -> str:
        text = plain(shown)
        citation = {
            "citationID": _letters(f"citation {anchor} {' '.join(item.key for item in items)}"),
            "properties": {"formattedCitation": _rich(shown), "plainCitation": text, "noteIndex": 0},
            "citationItems": [self._zotero_item(item) for item in items],
            "schema": _SCHEMA,
        }
        return f"ADDIN ZOTERO_ITEM CSL_CITATION {_json(citation)}"

    def _zotero_item(self, item: CiteItem) -> dict[str, Any]:
        """One cited item. Its address stands for no library: Zotero then takes the record in the field, once an address."""
        made: dict[str, Any] = {
            "id": item.key,
            "uris": [f"http://zotero.org/users/local/{_letters('briefgen')}/items/{_letters(item.key)}"],
            "itemData": {**{k: v for k, v in self.sources[item.key].items() if k not in _PRIVATE}, "id": item.key},
        }
        if item.locator:
            made |= {"locator": item.locator, "label": item.label}
        made |= {name: value for name, value in (("prefix", item.prefix), ("suffix", item.suffix)) if value}
        if item.suppress_author:
            made["suppress-author"] = True
        return made

    def _word(self, items: tuple[CiteItem, ...]) -> str:
        lcid = LCIDS.get(self.lang) or LCIDS.get(self.lang.partition("-")[0])
        words = [f"CITATION {self._cited(items[0])}", *(rf"\m {self._cited(item)}" for item in items[1:])]
        if lcid:
            words.insert(1, rf"\l {lcid}")
        return " ".join(words)

    def _cited(self, item: CiteItem) -> str:
        switches = (("p", item.locator), ("f", item.prefix), ("s", item.suffix))
        given = [f'\\{name} "{_quoted(value)}"' for name, value in switches if value]
        return " ".join([self._tags[item.key], *given, *([r"\n"] if item.suppress_author else [])])


def split_narrative(node: Citation) -> tuple[Inlines, Inlines]:
    """The author in the sentence and the mark of a citation; the author is empty when the citation is in brackets."""
    first = node.runs[0] if node.runs else None
    if first is None or isinstance(first, Sup) or plain((first,)).startswith(_OPENS):
        return (), node.runs
    for at, run in enumerate(node.runs[1:], 1):
        text = plain((run,))
        if isinstance(run, Sup) or text.lstrip(" \u00a0").startswith(_OPENS):
            return _divided(node.runs, at) if _names_one(node.runs[:at], node) else ((), node.runs)
    return (), node.runs


def _names_one(runs: Inlines, node: Citation) -> bool:
    """Whether runs are a name alone, with the mark of the same reference still to come."""
    anchors = {run.anchor for run in runs if isinstance(run, Jump)}
    return anchors <= {f"ref-{node.items[0].key}"} and not node.items[0].prefix


def _divided(runs: Inlines, at: int) -> tuple[Inlines, Inlines]:
    """The runs before and from a place; the blank before an opening bracket goes to the name."""
    run: Inline = runs[at]
    if isinstance(run, Text):
        rest = run.text.lstrip(" \u00a0")
        blank = run.text[: len(run.text) - len(rest)]
        return (*runs[:at], Text(blank)) if blank else runs[:at], (replace(run, text=rest), *runs[at + 1 :])
    return runs[:at], runs[at:]


def _rich(shown: Inlines) -> str:
    """A citation in the RTF-like form Zotero compares with what it makes: plain but for superscripts and italics."""
    if len(shown) == 1 and isinstance(shown[0], Sup):
        return rf"\super {plain(shown)}\nosupersub{{}}"
    return plain(shown)


def _quoted(text: str) -> str:
    """Text between the double quotes of a field's switch."""
    return re.sub(r'(["\\])', r"\\\1", text)


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _letters(text: str) -> str:
    """Eight letters and digits that stand for a text, as Zotero's keys do."""
    number = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
    out = ""
    for _ in range(8):
        number, at = divmod(number, len(_KEY_LETTERS))
        out += _KEY_LETTERS[at]
    return out
