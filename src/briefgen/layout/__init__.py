"""Layout: a resolved document becomes pages of positioned boxes with their structure, in one pass from top to bottom.

The page numbers of the contents and the page total stand in places kept free for them and are filled in at the end. The
pages on which a reference is cited stand before its entry as a rule; where some do not, a second run knows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.display import Assets
from briefgen.fonts import Fonts
from briefgen.layout.blocks import lay_blocks
from briefgen.layout.contents import fill_numbers
from briefgen.layout.flow import Flow, Slab
from briefgen.layout.furniture import dress, title_block
from briefgen.layout.lists import mention_pages
from briefgen.layout.setting import Area, Setting
from briefgen.layout.structure import ROOT
from briefgen.pages import Geometry, Laid, Sheet
from briefgen.strings import Strings
from briefgen.theme import Theme
from briefgen.tree import Document

__all__ = ["lay_out"]

_RUNS = 4
"""Runs after which the pages of citations are taken as they are; more than two were never needed."""


def lay_out(document: Document, theme: Theme, fonts: Fonts, assets: Assets, strings: Strings, *, pages: bool = True) -> Laid:
    """Lay a resolved document out on pages; without `pages` only the geometry is kept of them, and the rest is empty.

    Figures float on `pages` only: in Word, which the geometry alone is for, they stand in the line of the text.
    Raises KeyError when a figure's drawing or picture is not among the assets. Characters that no font has are afterwards
    in `fonts.missing`.
    """
    known: dict[str, int] = {}
    for _ in range(_RUNS):
        setting = Setting(document, theme, fonts, assets, strings, known=known)
        laid = _run(setting, pages)
        if all(said == tuple(mention_pages(setting, entry)) for entry, said in setting.cited):
            break
        known = {anchor: place.page for anchor, place in setting.structure.places.items()}
    return laid if pages else Laid([], [], [], {}, [], laid.geometry)


def _run(setting: Setting, floating: bool) -> Laid:
    document, theme = setting.document, setting.theme
    setting.structure.elements[ROOT].lang = document.meta.lang
    flow = Flow(theme.page, setting.structure, setting.colour("rule"), floating)
    leaves = flow.run(_slabs(setting))
    fill_numbers(setting)
    dress(setting, leaves)
    sheets = [Sheet(leaf.page, leaf.under + leaf.boxes, str(leaf.index + 1)) for leaf in leaves]
    places = setting.structure.places
    pages = {anchor: place.page + 1 for anchor, place in places.items()}
    cards = tuple(len({*begun}) < 2 for begun in setting.cards)
    geometry = Geometry(pages, len(sheets), setting.tables, setting.figures, cards)
    elements, links = setting.structure.elements, setting.structure.links
    return Laid(sheets, elements, links, places, setting.outline, geometry, flow.floated)


def _slabs(setting: Setting) -> Iterator[Slab]:
    page = setting.theme.page
    area = Area(page.left, page.measure, ROOT)
    yield from title_block(setting, area)
    yield from lay_blocks(setting, setting.document.body, area)
