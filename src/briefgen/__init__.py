"""briefgen: a compiler for evidence briefs, from a data model to proven DOCX and PDF."""

from briefgen.api import build, diagnose

__all__ = ["build", "diagnose"]
