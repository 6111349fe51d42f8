"""The typography of a brand file to font files: one a face, taken from a built-in family or from the user's files."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen.diag import Sink, did_you_mean
from briefgen.load.files import Files
from briefgen.model.brand import FontFamily, FontFile, Type, Typography
from briefgen.source import Span, Spans
from briefgen.theme import DEFAULT, FaceRole

Cut = tuple[bool, bool]
"""Bold or not, italic or not."""

BUILT_IN: dict[str, dict[Cut, str]] = {
    "Source Serif 4": {
        (False, False): "SourceSerif4-Regular.ttf",
        (True, False): "SourceSerif4-Bold.ttf",
        (False, True): "SourceSerif4-Italic.ttf",
        (True, True): "SourceSerif4-BoldItalic.ttf",
    },
    "Source Sans 3": {
        (False, False): "SourceSans3-Regular.ttf",
        (True, False): "SourceSans3-Bold.ttf",
        (False, True): "SourceSans3-Italic.ttf",
        (True, True): "SourceSans3-BoldItalic.ttf",
    },
    "DejaVu Sans Mono": {(False, False): "DejaVuSansMono.ttf"},
}

_SUFFIX: dict[Cut, str] = {
    (False, False): "",
    (True, False): "-bold",
    (False, True): "-italic",
    (True, True): "-bold-italic",
}
_MAGIC = (b"\x00\x01\x00\x00", b"true")
_POSTSCRIPT = b"OTTO"


def faces(typography: Typography, spans: Spans, files: Files) -> dict[FaceRole, str]:
    """The font file of every face. Headings take the base family where they name none, as brand.yml has it."""
    own = {f.family: _cuts(f, i, spans, files) for i, f in enumerate(typography.fonts)}
    places = {f.family: spans.at("typography", "fonts", i, "family") for i, f in enumerate(typography.fonts)}
    known = {**BUILT_IN, **own}
    base, headings, mono = (_family(t) for t in (typography.base, typography.headings, typography.monospace))
    found = dict(DEFAULT.faces)
    wanted = (
        ("serif", base, "base"),
        ("sans", headings or base, "headings" if headings and headings != base else "base"),
        ("mono", mono, "monospace"),
    )
    for stem, family, key in wanted:
        where = spans.at("typography", key, "family")
        if family in known:
            _fill(found, stem, known[family])
            if stem != "mono":
                _tell_missing(family, known[family], places.get(family, where), files.sink)
        elif family:
            hint = did_you_mean(family, known) or "list its files under `typography: fonts:`"
            files.sink.error("brand-font", f'the font family "{family}" is neither built in nor listed', where, hint)
    return found


def _tell_missing(family: str, cuts: dict[Cut, str], where: Span, sink: Sink) -> None:
    """A warning of emphasis that nobody will see, since a PDF has no slanted or thickened letters but those of a font."""
    lacking = [suffix[1:].replace("-", " ") for cut, suffix in _SUFFIX.items() if any(cut) and cut not in cuts]
    if cuts and lacking:
        message = f'the family "{family}" has no {" and no ".join(lacking)}: in the PDF such text looks like the rest'
        sink.warning("brand-font", message, where, "list its files with their `weight: 700` and `style: italic`")


def _family(text: Type | str | None) -> str:
    return text if isinstance(text, str) else (text.family or "") if text else ""


def _fill(found: dict[FaceRole, str], stem: str, cuts: dict[Cut, str]) -> None:
    """Give each face of a stem its cut; a family without bold or italic prints its regular cut there."""
    regular = cuts.get((False, False)) or next(iter(cuts.values()), "")
    for cut, suffix in _SUFFIX.items():
        role = f"{stem}{suffix}"
        for known in [r for r in found if r == role and regular]:
            found[known] = cuts.get(cut) or regular


def _cuts(family: FontFamily, index: int, spans: Spans, files: Files) -> dict[Cut, str]:
    place = ("typography", "fonts", index)
    if family.source != "file" and family.family not in BUILT_IN:
        message = f'fonts are read from files only, not from "{family.source}"'
        files.sink.error("brand-font", message, spans.at(*place, "source"), "list the font's files")
    if family.source != "file":
        return BUILT_IN.get(family.family, {})
    found: dict[Cut, str] = {}
    for i, entry in enumerate(family.files):
        cut, name = _cut(entry)
        path = files.find(name, spans.at(*place, "files", i))
        data = files.read(path, spans.at(*place, "files", i)) if path else None
        if path and data is not None and not data.startswith(_MAGIC):
            outlines = data.startswith(_POSTSCRIPT)
            message = f'"{name}" {"has PostScript outlines" if outlines else "is no TrueType font"}, which a PDF cannot take'
            files.sink.error("brand-font", message, spans.at(*place, "files", i), "name the family's TrueType files (.ttf)")
        elif path and data is not None:
            found[cut] = path.resolve().as_posix()
    return found


def _cut(entry: FontFile | str) -> tuple[Cut, str]:
    if isinstance(entry, str):
        return (False, False), entry
    weights: Iterable[str] = [entry.weight] if isinstance(entry.weight, str) else entry.weight or ()
    bold = any(w in ("bold", "semi-bold") or (w.isdigit() and int(w) >= 600) for w in weights)
    return (bold, entry.style == "italic"), entry.path
