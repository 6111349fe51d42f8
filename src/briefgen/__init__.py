"""briefgen: a compiler for evidence briefs, from a data model to proven DOCX and PDF."""
