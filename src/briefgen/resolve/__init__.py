"""From a parsed document to a resolved one: numbering, citations, cross-references, tables, notes, values as printed."""

from briefgen.resolve.context import ReadInlines, Spans
from briefgen.resolve.stage import resolve
from briefgen.resolve.trace import PrintedValue, printed_values

__all__ = ["PrintedValue", "ReadInlines", "Spans", "printed_values", "resolve"]
