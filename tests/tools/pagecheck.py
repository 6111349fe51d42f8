"""`page-validation`: a fast second validator for PDF/UA-1 and PDF/A-1 to -3, for every file the tests make."""

from __future__ import annotations


def check(data: bytes, *profiles: str) -> list[str]:
    """The failures of a file under each profile ("ua1", "2a", "3a"); empty when it conforms."""
    import page

    found = []
    for profile in profiles:
        report = page.validate_pdf_bytes(data, profile=profile)
        found.extend(f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures)
    return found
