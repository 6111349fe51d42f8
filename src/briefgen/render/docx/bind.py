"""The data inside: a custom XML part of the facts a document prints, and content controls bound to it.

The part holds what is printed and nothing else: for each fact and form the printed string (for each string, where one form
prints in two ways, as with and without its unit). A control shows its node, so that a string changed in one place changes in
all. Word's plain-text control takes a single run: a value with superscripts or in two fonts is printed, but not bound.
"""

from __future__ import annotations

import re
from dataclasses import field

from briefgen.records import dataclass
from briefgen.render.docx.names import Ids
from briefgen.render.docx.xml import attribute, escape
from briefgen.tree import Value, plain

NAMESPACE = "urn:briefgen:facts"
STORE = "{8C9B6E0F-5D4E-5F0B-9B57-0C6E1F2A7D31}"
"""The store's id; constant, since a file holds one such store."""

_SINGLE = re.compile(r'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">[^<]*</w:t></w:r>', re.DOTALL)
_LONGEST = 64  # characters of a control's title and tag
_FACTS = "facts."


@dataclass(slots=True)
class Bindings:
    """The printed facts of one document in order of first appearance, and whether controls are bound to them."""

    active: bool = False
    nodes: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def printed(self, ids: Ids, value: Value, content: str) -> str:
        """Take note of a printed value; its runs as they stand or within a control."""
        if not value.path.startswith(_FACTS):
            return content
        key = (value.path[len(_FACTS) :], value.form, plain(value.runs or ()))
        number = self.nodes.setdefault(key, len(self.nodes) + 1)
        found = _SINGLE.fullmatch(content) if self.active else None
        return _control(ids, key, number, content, found.group(1) or "") if found else content

    def part(self) -> str:
        """The facts as XML; "" when none is printed."""
        if not self.nodes:
            return ""
        lines = "".join(
            f'<fact id="{attribute(fact)}" form="{attribute(form)}">{escape(text)}</fact>' for fact, form, text in self.nodes
        )
        return f'<facts xmlns="{NAMESPACE}">{lines}</facts>'


def _control(ids: Ids, key: tuple[str, str, str], number: int, content: str, rpr: str) -> str:
    """A plain-text control. Its id comes from fact, form and occurrence; a collision is settled in document order."""
    fact, form, _ = key
    identifier = ids.drawing(ids.numbered(f"value {fact}:{form}"))
    name = f"{fact}:{form}"
    shown = name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
    return (
        f'<w:sdt><w:sdtPr>{rpr}<w:alias w:val="{attribute(shown)}"/><w:tag w:val="{attribute(shown)}"/>'
        f'<w:id w:val="{identifier}"/><w:dataBinding w:prefixMappings="xmlns:f=\'{NAMESPACE}\'" '
        f'w:xpath="/f:facts[1]/f:fact[{number}]" w:storeItemID="{STORE}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
