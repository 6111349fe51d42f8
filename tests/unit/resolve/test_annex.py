"""The annex of a draft says each finding as a reader would write it."""

from __future__ import annotations

from briefgen.diag import Diagnostic, Severity
from briefgen.resolve import annex
from briefgen.source import Span
from briefgen.strings import Strings
from briefgen.tree import Code, plain, walk


def test_keys_in_messages_are_set_as_code() -> None:
    found = Diagnostic(
        Severity.WARNING, "metadata-missing", "the brief has no `version`", Span("brief.yaml", 1), "give version:"
    )
    section = annex.findings([found], [], Strings(), "en")
    codes = [node.text for node in walk(section) if isinstance(node, Code)]
    assert codes == ["metadata-missing", "brief.yaml:1", "version"]
    text = "".join(plain((node,)) for node in walk(section) if isinstance(node, Code) or type(node).__name__ == "Text")
    assert "`" not in text
    assert text.endswith("The brief has no version. Give version.")
