"""Citations and references in any CSL style: briefgen's clusters in, the processor's runs out as inlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from briefgen import csl
from briefgen.csl.item import FIELDS, TYPES
from briefgen.diag import did_you_mean
from briefgen.model import ReferenceRecord
from briefgen.records import dataclass
from briefgen.resolve.cite import Cluster, ListEntry, Printed, anchor_of
from briefgen.resolve.context import Context
from briefgen.resolve.graft import joined
from briefgen.tree import Break, CiteItem, Emph, Inline, Inlines, Jump, Link, SmallCaps, Strong, Sub, Sup, Text


@dataclass(frozen=True, slots=True)
class CslEngine:
    """The audience's citation style in the language of the brief."""

    context: Context

    def render(self, clusters: Sequence[Cluster], uncited: Sequence[str]) -> Printed | None:
        """Print clusters and list (see `cite.CitationEngine`); None when the style or a record cannot be used.

        Records that are not cited are formatted by themselves, so that they take no numbers from those that are.
        """
        self._warn_of_unread()
        try:
            processor = self._processor()
            clusters = self._with_places(processor, clusters)
            made = processor.render([self._cluster(c) for c in clusters])
            rest = self._processor().render([], uncited) if uncited else None
        except csl.CslInputError as fault:
            span = self.context.spans.at("references", fault.item, fault.field)
            self.context.sink.error("reference-invalid", f'reference "{fault.item}": {fault.field} {fault.reason}', span)
            return None
        except csl.CslStyleError as fault:
            self._style_error(fault.reason, fault.line or 0, fault.matches)
            return None
        if made.bibliography is None:
            self._style_error(f'the style "{self.context.audience.citation_style}" has no reference list')
            return None
        printed = tuple(self._shown(c, r) for c, r in zip(clusters, made.citations, strict=True))
        listed = [self._entry(e) for e in made.bibliography.entries]
        more = rest.bibliography.entries if rest and rest.bibliography else ()
        unnumbered = [ListEntry(e.key, "", e.children) for e in map(self._entry, more)]
        return Printed(printed, (*listed, *unnumbered))

    def _processor(self) -> csl.Processor:
        items = [{"id": key, **record.csl} for key, record in self.context.brief.references.items()]
        return csl.Processor(csl.load_style(self.context.audience.style), items, locale=self.context.brief.lang)

    def _warn_of_unread(self) -> None:
        """Warn of fields and types no style reads: what a slip of the pen makes of one would not be printed."""
        for key, record in self.context.brief.references.items():
            faults = [(name, name, "field", FIELDS) for name in record.csl if name not in FIELDS and name[:1] != "_"]
            kind = str(record.csl.get("type", "document"))
            faults += [("type", kind, "type", TYPES)] if kind not in TYPES else []
            for field, word, what, known in faults:
                span = self.context.spans.key("references", key, field)
                hint = did_you_mean(word, known) or "correct it after CSL-JSON, or delete it"
                self.context.sink.warning("reference-field", f'"{word}" is no {what} of a reference', span, hint)

    def _style_error(self, reason: str, line: int = 0, matches: Sequence[str] = ()) -> None:
        """A fault of the audience's style, with near names."""
        near = " or ".join(f'"{name}"' for name in matches)
        hint = f"did you mean {near}?" if near else "find a style with `briefgen styles WORDS`"
        name, span = self.context.audience_name, self.context.audience.style_span(line)
        self.context.sink.error("citation-style", f'audience "{name}": {reason}', span, hint)

    def _with_places(self, processor: csl.Processor, clusters: Sequence[Cluster]) -> list[Cluster]:
        """The clusters with each locator that the style does not print put after its citation, so that none is lost."""
        printed: dict[tuple[str, str], bool] = {}

        def placed(item: CiteItem) -> CiteItem:
            if not item.locator:
                return item
            kind = (item.key, item.label)
            if kind not in printed:
                printed[kind] = _prints_locator(processor, item)
            return item if printed[kind] else _as_suffix(processor, item)

        return [replace(cluster, items=tuple(map(placed, cluster.items))) for cluster in clusters]

    def _cluster(self, cluster: Cluster) -> csl.Cluster:
        cites = tuple(_cite(item) for item in cluster.items)
        return csl.Cluster(cites, mode="composite" if cluster.narrative and self._has_names(cluster) else "normal")

    def _has_names(self, cluster: Cluster) -> bool:
        record = self.context.brief.references[cluster.items[0].key].csl
        return bool(record.get("author") or record.get("editor"))

    def _shown(self, cluster: Cluster, citation: csl.Citation) -> Inlines:
        runs = joined(_linked(citation.runs))
        if not cluster.narrative or self._has_names(cluster):
            return runs
        name = _name(self.context.brief.references[cluster.items[0].key])
        return joined((Text(f"{name} " if name else ""), *runs))

    def _entry(self, entry: csl.Entry) -> ListEntry:
        label = "".join(r.text for b in entry.blocks if b.display == "left-margin" for r in b.runs).strip()
        out: list[Inline] = []
        for block in entry.blocks:
            if block.display == "left-margin":
                continue
            if block.display == "block" and out:
                out.append(Break())
            out.extend(_styled(run, _linked_text(run)) for run in block.runs)
        out.extend(Text(f" [{words}]") for words in self._flags(self.context.brief.references[entry.id]))
        return ListEntry(entry.id, label, joined(out))

    def _flags(self, record: ReferenceRecord) -> Iterator[str]:
        """What a reader must know of a reference before relying on it."""
        strings = self.context.strings
        words = {
            "retracted": strings.retracted,
            "concern": strings.concern,
            "corrected": strings.corrected,
            "updated": strings.updated,
        }
        for notice in record.notices:
            if notice.kind in words:
                yield f"{words[notice.kind]}: {notice.text}" if notice.text else words[notice.kind]
        if record.status == "unverified":
            yield strings.unverified


def _cite(item: CiteItem) -> csl.Cite:
    mode = "suppress-author" if item.suppress_author else "normal"
    return csl.Cite(item.key, item.locator or None, item.label, item.prefix, item.suffix, mode)


def _prints_locator(processor: csl.Processor, item: CiteItem) -> bool:
    """Whether a citation with the locator reads otherwise than one without it."""
    cites = (_cite(item), _cite(replace(item, locator="")))
    said, without = (processor.render([csl.Cluster((cite,))]).citations[0].text for cite in cites)
    return said != without


def _as_suffix(processor: csl.Processor, item: CiteItem) -> CiteItem:
    gap = " " if item.suffix[:1].isalnum() else ""
    return replace(item, locator="", suffix=f", {processor.locator(item.label, item.locator)}{gap}{item.suffix}")


def _name(record: ReferenceRecord) -> str:
    """What a sentence calls a reference without authors."""
    fields = ("title-short", "container-title-short", "container-title", "title", "publisher", "URL")
    return next((str(record.csl[f]) for f in fields if record.csl.get(f)), "")


def _linked(runs: Iterable[csl.Run]) -> list[Inline]:
    """The runs of a citation; what comes from an item leads to its entry."""
    return [_styled(r, Jump("reference", r.text, anchor_of(r.item)) if r.item else Text(r.text)) for r in runs]


def _linked_text(run: csl.Run) -> Inline:
    return Link(run.href, (Text(run.text),)) if run.href else Text(run.text)


_STYLES: tuple[tuple[str, str, Callable[[Inlines], Inline]], ...] = (
    ("font_style", "italic", Emph),
    ("font_style", "oblique", Emph),
    ("font_weight", "bold", Strong),
    ("font_variant", "small-caps", SmallCaps),
    ("vertical_align", "sup", Sup),
    ("vertical_align", "sub", Sub),
)


def _styled(run: csl.Run, inner: Inline) -> Inline:
    for attribute, value, wrap in _STYLES:
        if getattr(run.format, attribute) == value:
            inner = wrap((inner,))
    return inner
