"""The document's properties: core (through python-docx), application and custom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from briefgen.render.docx.xml import PROLOGUE, attribute, escape
from briefgen.tree import Meta, plain

_CUSTOM = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the property set every custom property belongs to
APPLICATION = (
    f'{PROLOGUE}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>briefgen</Application><AppVersion>16.0000</AppVersion></Properties>"
)


def core(meta: Meta) -> bytes:
    """`docProps/core.xml`: title, subject, authors, keywords, language, version and the document's own date."""
    from docx.opc.coreprops import CoreProperties
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml.coreprops import CT_CoreProperties

    element = CT_CoreProperties.new()
    properties = CoreProperties(element)
    fields = {
        "title": plain(meta.title),
        "subject": meta.subject or plain(meta.subtitle),
        "author": "; ".join(meta.authors),
        "keywords": ", ".join(meta.keywords),
        "language": meta.lang,
        "version": meta.version,
    }
    for name, value in fields.items():
        if value:
            setattr(properties, name, value[:255])  # the longest value python-docx takes
    moment = _moment(meta.date)
    if moment:
        properties.created = properties.modified = moment
    return bytes(serialize_part_xml(element))


def _moment(date: str) -> datetime | None:
    """The document's date at midnight; None when it is not an ISO date."""
    try:
        return datetime.fromisoformat(date).replace(tzinfo=None)
    except ValueError:
        return None


def custom(meta: Meta, further: Mapping[str, str]) -> str:
    """`docProps/custom.xml`: what Word has no field of its own for, so that DOCPROPERTY can show it; then `further`."""
    values = {"Audience": meta.audience, "Version": meta.version, "Date": meta.date, "Draft": meta.draft}
    values |= {**dict(meta.details), **further}
    lines = "".join(
        f'<property fmtid="{_CUSTOM}" pid="{number}" name="{attribute(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(((n, v) for n, v in values.items() if v and n), 2)
    )
    return (
        f'{PROLOGUE}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{lines}</Properties>'
    )
