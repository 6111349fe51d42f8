"""The document's own dictionaries: catalog, information, viewer preferences, page labels, output intent, attached files.

These few objects are reportlab's `pdfdoc` dictionaries, arrays, names and strings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import md5

from briefgen.pages import Element, Sheet
from briefgen.render.pdf.icc import srgb
from briefgen.render.pdf.objects import Array, Dictionary, ObjectFile, name, ref, serialise, string
from briefgen.render.pdf.options import Attachment, PdfOptions
from briefgen.render.pdf.xmp import one_line, packet
from briefgen.tree import Meta, plain


def stamp(date: datetime) -> bytes:
    """A PDF date in UTC."""
    return string(date.strftime("D:%Y%m%d%H%M%SZ"))


def information(file: ObjectFile, meta: Meta, date: datetime | None, producer: str) -> int:
    """The information dictionary of PDF 1.7; it repeats what XMP says."""
    entries: dict[str, object] = {"Title": string(one_line(plain(meta.title))), "Producer": string(producer)}
    entries["Creator"] = string(producer)
    if meta.authors:
        entries["Author"] = string("; ".join(meta.authors))
    if meta.subject:
        entries["Subject"] = string(meta.subject)
    if meta.keywords:
        entries["Keywords"] = string(", ".join(meta.keywords))
    if date:
        entries["CreationDate"] = entries["ModDate"] = stamp(date)
    return file.add(serialise(Dictionary(entries)))


def page_labels(sheets: Sequence[Sheet]) -> Dictionary:
    """The printed page numbers; consecutive ones make one range."""
    ranges: list[object] = []
    expected = ""
    for index, sheet in enumerate(sheets):
        label = sheet.label or str(index + 1)
        decimal = label.isascii() and label.isdigit()
        if label != expected:
            entry = {"S": name("D"), "St": int(label)} if decimal else {"P": string(label)}
            ranges.extend((index, Dictionary(entry)))
        expected = str(int(label) + 1) if decimal else ""
    return Dictionary({"Nums": Array(ranges)})


def output_intent(file: ObjectFile) -> Array:
    """All colours are sRGB (ISO 19005-2, 6.2.3)."""
    profile = file.stream(srgb(), b"/N 3/Alternate/DeviceRGB", filler=b"")
    condition = string("sRGB IEC61966-2.1")
    intent = Dictionary(
        {
            "Type": name("OutputIntent"),
            "S": name("GTS_PDFA1"),
            "OutputConditionIdentifier": condition,
            "Info": condition,
            "DestOutputProfile": ref(profile),
        }
    )
    return Array([ref(file.add(serialise(intent)))])


def attached(file: ObjectFile, attachment: Attachment, date: datetime | None) -> int:
    """Write one associated file; the number of its file specification."""
    params: dict[str, object] = {"Size": len(attachment.data), "CheckSum": b"<%s>" % _checksum(attachment.data)}
    if date:
        params["ModDate"] = stamp(date)
    head = b"/Type/EmbeddedFile/Subtype%s/Params%s" % (
        name(attachment.mime).encode(),
        serialise(Dictionary(params)),
    )
    stored = ref(file.stream(attachment.data, head, filler=b""))
    specification = {
        "Type": name("Filespec"),
        "F": string(attachment.name),
        "UF": string(attachment.name),
        "Desc": string(attachment.description or attachment.name),
        "AFRelationship": name(attachment.relationship),
        "EF": Dictionary({"F": stored, "UF": stored}),
    }
    return file.add(serialise(Dictionary(specification)))


def formula_name(index: int) -> str:
    """The file name of a formula's MathML, counted from 1."""
    return f"formula-{index}.mml"


def associated_formulas(file: ObjectFile, elements: Sequence[Element], date: datetime | None) -> dict[str, int]:
    """Write the MathML of every formula as a file to be associated with its element, each once (ISO 14289-2, 8.2.5.29)."""
    written: dict[str, int] = {}
    for element in elements:
        if element.mathml and element.mathml not in written:
            name = formula_name(len(written) + 1)
            data = element.mathml.encode()
            attachment = Attachment(name, "application/mathml+xml", data, "Supplement", element.alt)
            written[element.mathml] = attached(file, attachment, date)
    return written


def _checksum(data: bytes) -> bytes:
    return md5(data, usedforsecurity=False).hexdigest().encode()  # the format's own checksum (ISO 32000-2, table 45)


def catalog(
    file: ObjectFile,
    meta: Meta,
    options: PdfOptions,
    date: datetime | None,
    producer: str,
    sheets: Sequence[Sheet],
    parts: dict[str, int],
    formulas: Mapping[str, int],
) -> int:
    """The catalog; `parts` are the numbers of Pages, StructTreeRoot, Outlines and Dests (0 where there is none).

    `formulas` are the file specifications of MathML; their elements refer to them, the catalog only lists them.
    """
    metadata = file.finished_stream(packet(meta, options, date, producer), b"/Type/Metadata/Subtype/XML")
    files = [(string(a.name), ref(attached(file, a, date))) for a in sorted(options.attachments, key=lambda a: a.name)]
    names: dict[str, object] = {"Dests": ref(parts["Dests"])} if parts["Dests"] else {}
    listed = files + [(string(formula_name(i)), ref(n)) for i, n in enumerate(formulas.values(), 1)]
    if listed:
        names["EmbeddedFiles"] = Dictionary({"Names": Array([x for pair in sorted(listed) for x in pair])})
    entries: dict[str, object] = {
        "Type": name("Catalog"),
        "Pages": ref(parts["Pages"]),
        "StructTreeRoot": ref(parts["StructTreeRoot"]),
        "MarkInfo": Dictionary({"Marked": b"true"}),
        "Lang": string(meta.lang),
        "Metadata": ref(metadata),
        "OutputIntents": output_intent(file),
        "PageLabels": page_labels(sheets),
        "ViewerPreferences": Dictionary({"DisplayDocTitle": b"true"}),
    }
    if names:
        entries["Names"] = Dictionary(names)
    if files:
        entries["AF"] = Array([reference for _, reference in files])
    if parts["Outlines"]:
        entries |= {"Outlines": ref(parts["Outlines"]), "PageMode": name("UseOutlines")}
    return file.add(serialise(Dictionary(entries)))
