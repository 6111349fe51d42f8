"""Check: the rules an expert reader expects, run on data and on resolved documents. They find; they never correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen.check.rule import Data, Drawn, Finding, Path, Rule
from briefgen.check.rules import BY_CODE, DATA_RULES, DOCUMENT_RULES, RULES
from briefgen.diag import Diagnostic, Severity, did_you_mean
from briefgen.model import Brief
from briefgen.records import dataclass
from briefgen.source import NOWHERE, Span, Spans
from briefgen.tree import Document

__all__ = [
    "BY_CODE",
    "DATA_RULES",
    "DOCUMENT_RULES",
    "RULES",
    "Acknowledged",
    "Checked",
    "Rule",
    "check_data",
    "check_document",
    "found_in_data",
    "found_in_document",
]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A finding the author has accepted, with the reason given."""

    finding: Diagnostic
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules found: what stands, sorted by place, and what the author has acknowledged."""

    findings: tuple[Diagnostic, ...]
    acknowledged: tuple[Acknowledged, ...] = ()


def check_data(brief: Brief, spans: Spans) -> Checked:
    """Run all rules on data; those whose kind of document this brief is not are left out.

    Acknowledgements that name no rule, or that nothing answers to, are findings themselves.
    """
    checked, used = _sorted_out(found_in_data(brief, spans), brief, spans)
    findings = (*checked.findings, *_idle(brief, spans, used))
    return Checked(tuple(sorted(findings, key=Diagnostic.sort_key)), checked.acknowledged)


def check_document(document: Document, brief: Brief, spans: Spans) -> Checked:
    """Run all rules on the resolved document of one audience."""
    return _sorted_out(found_in_document(document, brief, spans), brief, spans)[0]


def found_in_data(brief: Brief, spans: Spans) -> list[tuple[Rule, Finding]]:
    """All that the rules on data find, acknowledged or not, each with its rule."""
    data = Data(brief, spans)
    return [(r, f) for r in DATA_RULES if brief.kind in r.kinds for f in r.find(data)]


def found_in_document(document: Document, brief: Brief, spans: Spans) -> list[tuple[Rule, Finding]]:
    """All that the rules on documents find, acknowledged or not, each with its rule."""
    drawn = Drawn(document, brief, spans)
    return [(r, f) for r in DOCUMENT_RULES if brief.kind in r.kinds for f in r.find(drawn)]


def _sorted_out(found: Iterable[tuple[Rule, Finding]], brief: Brief, spans: Spans) -> tuple[Checked, set[Path]]:
    reasons = {(code, record): (path, reason) for code, record, path, reason in _acknowledgements(brief)}
    standing: list[Diagnostic] = []
    accepted: list[Acknowledged] = []
    used: set[Path] = set()
    for rule, finding in found:
        diagnostic = _diagnostic(rule, finding, spans)
        record = ".".join(map(str, finding.path[:2]))
        path, reason = reasons.get((rule.code, record), ((), ""))
        if reason:
            used.add(path)
            accepted.append(Acknowledged(diagnostic, reason))
        else:
            standing.append(diagnostic)
    standing = sorted(dict.fromkeys(standing), key=Diagnostic.sort_key)
    return Checked(tuple(standing), tuple(accepted)), used


def _diagnostic(rule: Rule, finding: Finding, spans: Spans) -> Diagnostic:
    return Diagnostic(rule.severity, rule.code, finding.message, finding.span or _place(finding.path, spans), finding.hint)


def _place(path: Path, spans: Spans) -> Span:
    """The value a path leads to; of a whole record, its key."""
    if not path:
        return NOWHERE
    whole = len(path) <= 2 and not isinstance(spans.find(*path)[0].value, str)
    return spans.key(*path) if whole else spans.at(*path)


def _acknowledgements(brief: Brief) -> Iterator[tuple[str, str, Path, str]]:
    """Code, record ("facts.ic50"), place and reason of every acknowledgement: on the record, or in the brief's list."""
    for section in ("facts", "studies", "tables", "figures", "references"):
        for name, record in getattr(brief, section).items():
            for code, reason in record.acknowledged.items():
                yield code, f"{section}.{name}", (section, name, "acknowledged", code), reason
    for i, entry in enumerate(brief.acknowledged):
        yield entry.rule, entry.at, ("acknowledged", i), entry.reason


def _idle(brief: Brief, spans: Spans, used: set[Path]) -> Iterator[Diagnostic]:
    """Acknowledgements of no rule, or of no finding. Those of document rules are judged only where documents are."""
    documents = {rule.code for rule in DOCUMENT_RULES}
    for code, record, path, _ in _acknowledgements(brief):
        if code not in BY_CODE:
            hint = did_you_mean(code, BY_CODE)
            yield Diagnostic(Severity.ERROR, "ack-unknown", f'there is no rule "{code}"', spans.key(*path), hint)
        elif path not in used and code not in documents:
            message = f'the rule "{code}" finds nothing at {record}'
            yield Diagnostic(Severity.WARNING, "ack-idle", message, spans.key(*path), "delete the acknowledgement")
