"""Draw: figure specifications become display lists, measured with the document's own fonts, and files for Word."""

from briefgen.draw.diagram import draw
from briefgen.draw.vector import as_vector

__all__ = ["as_vector", "draw"]
