"""XMP metadata: title, authors, language, dates, and the standards the file follows (ISO 16684-1, ISO 19005, ISO 14289)."""

from __future__ import annotations

from datetime import datetime
from html import escape  # that of xml.sax brings half the network library with it

from briefgen.render.pdf.options import PdfOptions
from briefgen.tree import Meta, plain

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}

# PDF/A-1 to -3 ask that a schema they do not know is described in the file itself.
_UA_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_DECLARATIONS = (
    '<rdf:Description rdf:about="" xmlns:pdfd="http://pdfa.org/declarations/"><pdfd:declarations><rdf:Bag>'
    + "".join(
        '<rdf:li rdf:parseType="Resource"><pdfd:conformsTo>'
        f"http://pdfa.org/declarations/wtpdf#{kind}1.0</pdfd:conformsTo></rdf:li>"
        for kind in ("accessibility", "reuse")
    )
    + "</rdf:Bag></pdfd:declarations></rdf:Description>"
)


def packet(meta: Meta, options: PdfOptions, date: datetime | None, producer: str) -> bytes:
    """The metadata packet; the `Info` dictionary, where there is one, says the same."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
    body = "".join((*_dublin_core(meta), *_general(meta, date, producer), *_standards(options)))
    extra = _DECLARATIONS if options.modern else _UA_SCHEMA
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about=""{spaces}>{body}</rdf:Description>{extra}</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def one_line(text: str) -> str:
    """Text with line breaks and runs of spaces made one space, as metadata want it."""
    return " ".join(text.split())


def _dublin_core(meta: Meta) -> list[str]:
    parts = ["<dc:format>application/pdf</dc:format>", _alternative("title", one_line(plain(meta.title)))]
    if meta.authors:
        parts.append(f"<dc:creator><rdf:Seq>{_items(meta.authors)}</rdf:Seq></dc:creator>")
    if meta.subject:
        parts.append(_alternative("description", meta.subject))
    if meta.keywords:
        parts.append(f"<dc:subject><rdf:Bag>{_items(meta.keywords)}</rdf:Bag></dc:subject>")
    parts.append(f"<dc:language><rdf:Bag>{_items((meta.lang,))}</rdf:Bag></dc:language>")
    return parts


def _alternative(key: str, text: str) -> str:
    return f'<dc:{key}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></dc:{key}>'


def _items(texts: tuple[str, ...]) -> str:
    return "".join(f"<rdf:li>{escape(text)}</rdf:li>" for text in texts)


def _general(meta: Meta, date: datetime | None, producer: str) -> list[str]:
    parts = [f"<pdf:Producer>{producer}</pdf:Producer><xmp:CreatorTool>{producer}</xmp:CreatorTool>"]
    if meta.keywords:
        parts.append(f"<pdf:Keywords>{escape(', '.join(meta.keywords))}</pdf:Keywords>")
    if date:
        stamp = date.strftime("%Y-%m-%dT%H:%M:%SZ")
        parts.extend(f"<xmp:{key}>{stamp}</xmp:{key}>" for key in ("CreateDate", "ModifyDate", "MetadataDate"))
    return parts


def _standards(options: PdfOptions) -> list[str]:
    part, level = options.archive
    parts = [f"<pdfaid:part>{part}</pdfaid:part>"]
    if options.modern:
        parts.append("<pdfaid:rev>2020</pdfaid:rev>")
    if level:
        parts.append(f"<pdfaid:conformance>{level}</pdfaid:conformance>")
    parts.append(f"<pdfuaid:part>{2 if options.modern else 1}</pdfuaid:part>")
    if options.modern:
        parts.append("<pdfuaid:rev>2024</pdfuaid:rev>")
    return parts
