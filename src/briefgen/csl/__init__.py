"""A CSL 1.0.2 citation processor: CSL-JSON and citation clusters in, a neutral tree of formatted runs out.

    style = load_style("ama")
    result = Processor(style, items, locale="en-GB").render([Cluster((Cite("smith2020"),))])

It knows no output format: backends walk the runs. Importing this package loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from briefgen.csl.errors import CslError, CslInputError, CslStyleError
from briefgen.csl.model import Bibliography, Block, Citation, Cite, Cluster, Entry, Format, Result, Run

if TYPE_CHECKING:
    from briefgen.csl.processor import Processor
    from briefgen.csl.source import StyleInfo, load_style, search_styles
    from briefgen.csl.style import Style

__all__ = [
    "Bibliography", "Block", "Citation", "Cite", "Cluster", "CslError", "CslInputError", "CslStyleError", "Entry",
    "Format", "Processor", "Result", "Run", "Style", "StyleInfo", "load_style", "search_styles",
]  # fmt: skip

_LAZY = {
    "Processor": "processor",
    "Style": "style",
    "StyleInfo": "source",
    "load_style": "source",
    "search_styles": "source",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"briefgen.csl.{_LAZY[name]}"), name)
