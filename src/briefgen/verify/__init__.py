"""Verify: read the finished files back and compare them with the resolved document. Never imports a renderer.

Readers are libraries that did not write the files: pdfium for PDF, zip and lxml for DOCX. A difference is a diagnostic, so
that a build fails and the last good output stays where it is.
"""
