"""The fonts of one document: each face becomes a resource when it is first used."""

from __future__ import annotations

from briefgen.render.pdf.embed import UsedFont
from briefgen.render.pdf.faces import Fonts
from briefgen.render.pdf.objects import ObjectFile, ref


class Faces:
    """The faces a document uses, in order of first use."""

    def __init__(self, file: ObjectFile, fonts: Fonts) -> None:
        self.fonts = fonts
        self._file = file
        self._used: dict[str, UsedFont] = {}

    def use(self, face: str) -> UsedFont:
        """The font of a face, with its resource name."""
        found = self._used.get(face)
        if found is None:
            number = len(self._used) + 1
            found = UsedFont(self.fonts.font(face), b"/F%d" % number, self._file.reserve())
            self._used[face] = found
        return found

    def write(self) -> bytes:
        """Write all fonts; the font part of the resource dictionary."""
        for font in self._used.values():
            font.write(self._file)
        return b"<<%s>>" % b"".join(font.resource + b" " + ref(font.number) for font in self._used.values())
