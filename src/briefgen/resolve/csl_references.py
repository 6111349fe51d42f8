"""Citations and references in any CSL style: briefgen's clusters in, the processor's runs out as inlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from briefgen import csl
from briefgen.model import ReferenceRecord
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
        try:
            made = self._processor().render([self._cluster(c) for c in clusters])
            rest = self._processor().render([], uncited) if uncited else None
        except csl.CslInputError as fault:
            span = self.context.spans.at("references", fault.item, fault.field)
            self.context.sink.error("reference-invalid", f'reference "{fault.item}": {fault.field} {fault.reason}', span)
            return None
        except csl.CslStyleError as fault:
            self._style_error(str(fault))
            return None
        if made.bibliography is None:
            self._style_error(f'"{self.context.audience.citation_style}" has no reference list')
            return None
        printed = tuple(self._shown(c, r) for c, r in zip(clusters, made.citations, strict=True))
        listed = [self._entry(e) for e in made.bibliography.entries]
        more = rest.bibliography.entries if rest and rest.bibliography else ()
        unnumbered = [ListEntry(e.key, "", e.children) for e in map(self._entry, more)]
        return Printed(printed, (*listed, *unnumbered))

    def _processor(self) -> csl.Processor:
        items = [{"id": key, **record.csl} for key, record in self.context.brief.references.items()]
        return csl.Processor(csl.load_style(self.context.audience.citation_style), items, locale=self.context.brief.lang)

    def _style_error(self, reason: str) -> None:
        name = self.context.audience_name
        self.context.sink.error("citation-style", f'audience "{name}": {reason}', hint="see citation-style in audience.yaml")

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
        if self.context.brief.references[entry.id].status == "unverified":
            out.append(Text(f" [{self.context.strings.unverified}]"))
        return ListEntry(entry.id, label, joined(out))


def _cite(item: CiteItem) -> csl.Cite:
    mode = "suppress-author" if item.suppress_author else "normal"
    return csl.Cite(item.key, item.locator or None, item.label, item.prefix, item.suffix, mode)


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
