"""What paragraphs inherit from the blocks they stand in."""

from __future__ import annotations

from briefgen.records import dataclass
from briefgen.render.docx.omml import is_tall
from briefgen.render.docx.writer import Writer
from briefgen.render.docx.xml import twips
from briefgen.theme import Role
from briefgen.tree import Inlines, Math


@dataclass(frozen=True, slots=True)
class Frame:
    """What a paragraph inherits from the blocks around it: style and role, box, indents in points, list depth."""

    style: str = "BodyText"
    role: Role = "body"
    box: str = ""
    left: float = 0.0
    right: float = 0.0
    depth: int = -1

    @property
    def indent(self) -> str:
        """`w:ind` where the indents are not the style's own."""
        if not self.left or (self.role == "callout" and self.depth < 0):
            return ""
        right = f' w:right="{twips(self.right)}"' if self.right else ""
        return f'<w:ind w:left="{twips(self.left)}"{right} w:firstLine="0"/>'

    @property
    def own_box(self) -> str:
        """The box, for paragraphs whose style does not draw it already."""
        return "" if self.role == "callout" else self.box


def line_spacing(w: Writer, nodes: Inlines, role: Role) -> str:
    """Lets lines grow where a formula is taller than the style's exact leading."""
    if any(isinstance(node, Math) and is_tall(node.mathml) for node in nodes):
        return f'<w:spacing w:line="{twips(w.theme.styles[role].leading)}" w:lineRule="atLeast"/>'
    return ""
