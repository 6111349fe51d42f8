"""What a user writes, as pydantic models: the brief, its facts, studies, tables, figures, protocols and references."""

from briefgen.model.audience import Audience, NumberProfile, SectionSpec
from briefgen.model.base import Prose
from briefgen.model.brief import Brief, Term
from briefgen.model.compound import Compound, Salt
from briefgen.model.facts import Fact, Interval
from briefgen.model.figures import Edge, FigureSpec, NodeSpec
from briefgen.model.paths import at
from briefgen.model.protocols import Protocol
from briefgen.model.references import ReferenceRecord
from briefgen.model.shape import is_prose, keys_at, prose_fields
from briefgen.model.studies import Arm, Study
from briefgen.model.tables import CellSpec, GridColumn, TableSpec

__all__ = [
    "Arm", "Audience", "Brief", "CellSpec", "Compound", "Edge", "Fact", "FigureSpec", "GridColumn", "Interval",
    "NodeSpec", "NumberProfile", "Prose", "Protocol", "ReferenceRecord", "Salt", "SectionSpec", "Study", "TableSpec",
    "Term",
    "at", "is_prose", "keys_at", "prose_fields",
]  # fmt: skip
