"""Custom XML parts with the properties and relationships by which Word finds them.

Their names are not those Word gives ("item1.xml"), so that a user's own file, when it is the base, keeps its parts.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefgen.render.docx.bind import NAMESPACE as FACTS
from briefgen.render.docx.bind import STORE as FACTS_STORE
from briefgen.render.docx.word_sources import NAMESPACE as SOURCES
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import PROLOGUE, RELATIONSHIPS

_SOURCES_STORE = "{3B1D7C52-6A0E-5C8D-8F43-9E27A4D5B610}"
_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"

CONTENT_TYPES = {f"customXml/{name}-properties.xml": _PROPERTIES for name in ("briefgen-facts", "briefgen-sources")}
"""The parts whose type is not that of any XML."""


def stores(w: Writer) -> Iterator[tuple[str, str]]:
    """The parts by name: printed facts, Word's sources; registers their relationships with the main part."""
    facts = ("briefgen-facts", w.bindings.part(), FACTS_STORE, FACTS)
    sources = ("briefgen-sources", w.cites.sources_xml(), _SOURCES_STORE, SOURCES)
    for name, content, store, namespace in (facts, sources):
        if content:
            w.relations.add("customXml", f"../customXml/{name}.xml")
            yield f"customXml/{name}.xml", PROLOGUE + content
            yield f"customXml/{name}-properties.xml", _properties(store, namespace)
            yield f"customXml/_rels/{name}.xml.rels", _relation(f"{name}-properties.xml")


def _properties(store: str, namespace: str) -> str:
    reference = f'<ds:schemaRefs><ds:schemaRef ds:uri="{namespace}"/></ds:schemaRefs>'
    return f'{PROLOGUE}<ds:datastoreItem ds:itemID="{store}" xmlns:ds="{_CUSTOM}">{reference}</ds:datastoreItem>'


def _relation(target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/customXmlProps" Target="{target}"/>'
    return f'{PROLOGUE}<Relationships xmlns="{_PACKAGE}">{relation}</Relationships>'
