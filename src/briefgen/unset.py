"""Characters that could not be set: why, and where each stands first, in a text, a record or a figure's lettering."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from briefgen.diag import Sink
from briefgen.display import Assets, Words
from briefgen.fonts import Fonts, right_to_left
from briefgen.source import Span
from briefgen.tree import Code, CodeBlock, Document, Math, Node, Text, children

if TYPE_CHECKING:
    from briefgen.load.brief import Loaded
    from briefgen.theme import FaceRole


def report(fonts: Fonts, document: Document, assets: Assets, loaded: Loaded | None, sink: Sink) -> None:
    """Make an error of every character that layout found in no font, and of those that drawings hold."""
    lettering = {anchor: [i for i in drawn.items if isinstance(i, Words)] for anchor, drawn in assets.drawings.items()}
    for lines in lettering.values():  # drawings are kept from build to build: ask again
        for words in lines:
            fonts.shape(words.text, cast("FaceRole", words.face))
    for character in sorted(fonts.missing):
        place = _standing(character, document, document.meta.span)
        held = next((anchor for anchor, lines in lettering.items() if any(character in words.text for words in lines)), "")
        if place is None and held and loaded:
            place = loaded.spans.at("figures", held.removeprefix("fig-"))
        _tell(character, place or document.meta.span, sink)


def _standing(character: str, node: Node, place: Span) -> Span | None:
    """The place of the first text that holds a character, or of what is around it; None when no text does."""
    place = node.span if node.span.file else place
    if character in _written(node):
        return place
    return next((found for child in children(node) if (found := _standing(character, child, place))), None)


def _written(node: Node) -> str:
    match node:
        case Text(text=text) | Code(text=text) | CodeBlock(text=text) | Math(tex=text):
            return text
        case _:
            return ""


def _tell(character: str, place: Span, sink: Sink) -> None:
    named = f'"{character}" (U+{ord(character):04X})'
    if right_to_left(character):
        hint = "write it in Latin letters, or show it as a picture"
        sink.error("text-right-to-left", f"text that runs from right to left is not laid out: {named}", place, hint)
    else:
        hint = "add a font that has it to the brand file, or write it differently"
        sink.error("font-missing-glyph", f"no font has the character {named}", place, hint)
