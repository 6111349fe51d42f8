"""The processor: items and clusters in, citations and bibliography out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefgen.csl import bibliography, cites, narrative, position, sublabels
from briefgen.csl.context import NO_DISAMBIGUATION, SUBSEQUENT, Context, Disambiguation
from briefgen.csl.disambiguate import Disambiguator
from briefgen.csl.errors import CslInputError
from briefgen.csl.finish import join, runs
from briefgen.csl.item import Item, item_id, prepared
from briefgen.csl.model import Bibliography, Citation, Cite, Cluster, Result
from briefgen.csl.nameformat import NameOptions
from briefgen.csl.nameregistry import given_levels
from briefgen.csl.numbers import is_plural, number_text
from briefgen.csl.sorting import folded, order
from briefgen.csl.source import load_style
from briefgen.csl.style import Area, Style
from briefgen.csl.tokens import Mark, Tokens

_NEAR = 5
_ANYWHERE = position.Place()
_RAISED = ("vertical-align", "sup")


class Processor:
    """Renders documents in one style from a library of CSL-JSON items.

    Items are checked when they are first cited; raises CslInputError for a malformed item or an unknown id, CslStyleError
    for a style which cannot be compiled. Of several items with one id the last counts, as in a library that was updated.
    """

    def __init__(self, style: Style | str, items: Iterable[Mapping[str, Any]], locale: str | None = None) -> None:
        self.style = load_style(style) if isinstance(style, str) else style
        self.program = self.style.program(locale)
        self._raw: dict[str, Mapping[str, Any]] = {}
        for raw in items:
            self._raw[item_id(raw)] = raw
        self._items: dict[str, Item] = {}

    def item(self, key: str) -> Item:
        """The prepared item with this id."""
        found = self._items.get(key)
        if found is None:
            if key not in self._raw:
                raise CslInputError(key, "id", "no item has this id")
            found = self._items[key] = prepared(self._raw[key])
        return found

    def locator(self, label: str, value: str) -> str:
        """A locator in the words of the style's locale, for styles which print none: "pp. 4–6", "table 2"."""
        form = "short" if label == "page" else "long"
        term = self.program.locale.term(label, form, is_plural(value))
        return " ".join(part for part in (term, number_text(value)) if part)

    def render(self, clusters: Sequence[Cluster], include: Iterable[str] = ()) -> Result:
        """The citations of a document in order, and its bibliography.

        `include` lists ids which enter the bibliography before the cited ones, cited or not. Positions (ibid and so
        on) follow from the order of the clusters.
        """
        return _Document(self, clusters, include).result()


class _Document:
    """The working state of one rendering."""

    def __init__(self, processor: Processor, clusters: Sequence[Cluster], include: Iterable[str]) -> None:
        self.processor = processor
        self.program = processor.program
        self.clusters = clusters
        cited = [cite.id for cluster in clusters for cite in cluster.cites]
        placed = [cite.id for cluster in clusters for cite in cluster.cites if cite.position is None]
        self.repeats = len(placed) > len(set(placed))
        self.ids = list(dict.fromkeys([*include, *cited]))
        self.items = {key: processor.item(key) for key in self.ids}
        self.numbers = {key: at for at, key in enumerate(self.ids, 1)}
        self.dis: dict[str, Disambiguation] = {}
        self.levels: dict[str, int] = {}
        self._sort_texts: dict[tuple[str, int, str], str] = {}
        self.primary_only = False
        self._cites: dict[tuple[Cite, position.Place, bool, bool], tuple[Context, Tokens]] = {}

    def result(self) -> Result:
        self._number()
        self._disambiguate()
        area = self.program.citation
        near = area.attributes.get("near-note-distance", "")
        self.clusters = [self._ordered(area, cluster) for cluster in self.clusters]
        rows = position.places(self.clusters, int(near) if near.isascii() and near.isdigit() else _NEAR)
        citations = tuple(self._cluster(c, row) for c, row in zip(self.clusters, rows, strict=True))
        return Result(citations, self._bibliography())

    def _number(self) -> None:
        """Sort the references by the bibliography's keys and number them in that order."""
        area = self.program.bibliography
        if area is None or not area.keys:
            return
        first = area.keys[0]
        if first.number and first.descending:  # a list that counts down: the last reference first, under its own number
            self.ids.reverse()
            return
        ids = list(self.ids)
        places = order(area.keys, len(ids), lambda key, at: self._sort_text(area, key, ids[at]))
        self.ids = [ids[at] for at in places]
        self.numbers = {key: at for at, key in enumerate(self.ids, 1)}

    def _sort_text(self, area: Area, key: int, item: str) -> str:
        """The text by which an item sorts; the same wherever it is cited."""
        place = (area.name, key, item)
        found = self._sort_texts.get(place)
        if found is None:
            found = folded(area.keys[key].text(self._context(self.items[item], area.name)))
            self._sort_texts[place] = found
        return found

    def _context(self, item: Item, area: str, dis: Disambiguation | None = None) -> Context:
        state = self.dis.get(item.id, NO_DISAMBIGUATION) if dis is None else dis
        ctx = Context(item, area, state)
        ctx.number = self.numbers[item.id]
        if area == "citation":
            ctx.given_levels = self.levels
            ctx.primary_level_only = self.primary_only
        return ctx

    def _disambiguate(self) -> None:
        self._name_levels()
        items = [self.items[key] for key in self.ids]
        self.dis = Disambiguator(self.program, items, self._bare_cite).run()

    def _bare_cite(self, item: Item, dis: Disambiguation) -> Context:
        """The context of a cite which is compared with others: of a later mention if the document has any."""
        ctx = self._context(item, "citation", dis)
        ctx.looking = True
        if self.repeats:
            ctx.position = SUBSEQUENT
        return ctx

    def _name_levels(self) -> None:
        area = self.program.citation
        rule = area.attributes.get("givenname-disambiguation-rule", "by-cite")
        if not area.flag("disambiguate-add-givenname") or rule == "by-cite":
            return
        self.primary_only = rule.startswith("primary-name")
        lists = (people for item in self.items.values() for people in item.people.values())
        shown = (person for people in lists for person in (people[:1] if self.primary_only else people))
        self.levels = given_levels(shown, rule, area.compiler.initials or NameOptions())

    def _cluster(self, cluster: Cluster, row: list[position.Place]) -> Citation:
        body: Tokens = []
        ids = tuple(cite.id for cite in cluster.cites)
        mode = cluster.mode if cluster.cites else "normal"
        if mode in ("composite", "author-only"):
            body = self._author(cluster, row)
        if mode == "composite":
            cluster, mode = replace(cluster, mode="suppress-author"), "normal"
        if mode != "author-only":
            rest, ids = self._parenthesis(cluster, row)
            raised = any(isinstance(mark, Mark) and mark.value == _RAISED for mark in self.program.citation.before)
            body = [*body, " ", *rest] if body and rest and not raised else body + rest
        tokens = join(body, self.program.locale)
        return Citation(runs(tokens), ids, tuple(tokens))

    def _author(self, cluster: Cluster, row: list[position.Place]) -> Tokens:
        return narrative.author(self.program, self._cite_context(cluster.cites[0], row[0], cluster))

    def _parenthesis(self, cluster: Cluster, row: list[position.Place]) -> tuple[Tokens, tuple[str, ...]]:
        """The cites within the layout's affixes, and the ids in the order in which they are shown."""
        area = self.program.citation
        rendered = []
        for at, (cite, place) in enumerate(zip(cluster.cites, row, strict=True)):
            suppressed = cite.mode == "suppress-author" or (at == 0 and cluster.mode == "suppress-author")
            rendered.append(self._rendered(cite, place, cluster, suppressed))
        body = cites.Collapser(area, self._range_delimiter(), not self.program.in_text).run(rendered)
        ids = tuple(entry.cite.id for entry in rendered)
        if not body or all(cite.mode == "author-only" for cite in cluster.cites):
            return body, ids
        return [*area.before, *area.prefix, *body, *area.suffix, *area.after], ids

    def _rendered(self, cite: Cite, place: position.Place, cluster: Cluster, suppressed: bool) -> cites.RenderedCite:
        """The cite as it reads by itself; the same cite at a place which the style does not tell apart is rendered once."""
        if not self.program.tells_positions:
            place = _ANYWHERE
        ctx = self._cite_context(cite, place, cluster)
        key = (cite, place, suppressed, ctx.starts_note)
        found = self._cites.get(key)
        if found is not None:
            return cites.RenderedCite(cite, *found)
        if cite.mode == "author-only":
            tokens = narrative.author_only(self.program, ctx)
        else:
            ctx.suppress_names = suppressed
            tokens = cites.render_cite(self.program.citation, cite, ctx)
        self._cites[key] = ctx, tokens
        return cites.RenderedCite(cite, ctx, tokens)

    def _range_delimiter(self) -> str:
        return self.program.locale.term("citation-range-delimiter") or "–"

    def _cite_context(self, cite: Cite, place: position.Place, cluster: Cluster) -> Context:
        ctx = self._context(self.items[cite.id], "citation")
        if cite.locator:
            label, ctx.cite_locator, ctx.cite_locator_rest = sublabels.parse(cite.locator.strip(), self.program.locale)
            ctx.cite_label = label or cite.label or "page"
        ctx.position, ctx.near_note, ctx.note = place.position, place.near, place.first_note
        if not self.program.in_text:
            ctx.starts_note = cites.starts_sentence(cite.prefix, cluster.cites[0] is cite and cluster.note > 0)
        return ctx

    def _ordered(self, area: Area, cluster: Cluster) -> Cluster:
        """The cluster with its cites in the order of the style, which "ibid." then follows."""
        if not area.keys or len(cluster.cites) < 2 or cluster.mode != "normal":
            return cluster
        if area.keys[0].number:  # numbers are their own order, and no two items share one
            numbers = self.numbers
            placed = sorted(cluster.cites, key=lambda cite: numbers[cite.id], reverse=area.keys[0].descending)
            return replace(cluster, cites=tuple(placed))
        places = order(area.keys, len(cluster.cites), lambda key, at: self._sort_text(area, key, cluster.cites[at].id))
        return replace(cluster, cites=tuple(cluster.cites[at] for at in places))

    def _bibliography(self) -> Bibliography | None:
        area = self.program.bibliography
        if area is None:
            return None
        items = [self.items[key] for key in self.ids]
        return bibliography.render(area, self.program.locale, items, lambda item: self._context(item, "bibliography"))
