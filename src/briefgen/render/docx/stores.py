"""Custom XML parts with the properties and relationships by which Word finds them."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.render.docx.bind import NAMESPACE as FACTS
from briefgen.render.docx.bind import STORE as FACTS_STORE
from briefgen.render.docx.word_sources import NAMESPACE as SOURCES
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import PROLOGUE, RELATIONSHIPS

PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_SOURCES_STORE = "{3B1D7C52-6A0E-5C8D-8F43-9E27A4D5B610}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def stores(w: Writer) -> Iterator[tuple[str, str]]:
    """The parts by name: printed facts, then Word's sources; registers their relationships with the main part."""
    held = ((w.bindings.part(), FACTS_STORE, FACTS), (w.cites.sources_xml(), _SOURCES_STORE, SOURCES))
    for number, (content, store, namespace) in enumerate((entry for entry in held if entry[0]), 1):
        w.relations.add("customXml", f"../customXml/item{number}.xml")
        yield f"customXml/item{number}.xml", PROLOGUE + content
        yield f"customXml/itemProps{number}.xml", _properties(store, namespace)
        yield f"customXml/_rels/item{number}.xml.rels", _relation(f"itemProps{number}.xml")


def _properties(store: str, namespace: str) -> str:
    reference = f'<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs>'
    return f'{PROLOGUE}<ds:datastoreItem ds:itemID="{store}" xmlns:ds="{_CUSTOM}">{reference}</ds:datastoreItem>'


def _relation(target: str) -> str:
    kind = f"{RELATIONSHIPS}/customXmlProps"
    relation = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    return f'{PROLOGUE}<Relationships xmlns="{_PACKAGE}">{relation}</Relationships>'
