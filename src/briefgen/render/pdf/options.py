"""What may be chosen about a PDF: the standards it follows, what is attached, and its date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from briefgen.records import dataclass

Relationship: TypeAlias = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]
Standard: TypeAlias = tuple[Literal["ua-1", "ua-2"], Literal["a-2a", "a-3a", "a-4", "a-4f"]]

STANDARDS: frozenset[Standard] = frozenset(
    {("ua-1", "a-2a"), ("ua-1", "a-3a"), ("ua-2", "a-4"), ("ua-2", "a-4f")},
)
"""The pairs that exist: PDF/UA-1 and PDF/A-4 exclude each other (PDF 1.7 against PDF 2.0)."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One associated file: its name and MIME type, its bytes, and how it relates to the document (ISO 32000-2, 14.13)."""

    name: str
    mime: str
    data: bytes
    relationship: Relationship = "Data"
    description: str = ""


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """Choices for one PDF. `date` (SOURCE_DATE_EPOCH) replaces the document's own; the clock is never read.

    `version` is the program's own, for the file's producer; when empty it is the one of this package.

    Attaching a file turns PDF/A-2a into A-3a and A-4 into A-4f, since only those allow it; without one A-3a and A-4f
    become A-2a and A-4 again, since A-4f asks for at least one. `embeds` says that the file holds some of its own (MathML).
    """

    standard: Standard = ("ua-1", "a-2a")
    attachments: tuple[Attachment, ...] = ()
    date: datetime | None = None
    version: str = ""
    compression: int = 4
    embeds: bool = False

    def __post_init__(self) -> None:
        if self.standard not in STANDARDS:
            raise ValueError(f"no PDF follows both {' and '.join(self.standard)}")

    @property
    def associates(self) -> bool:
        """Whether formulas carry their MathML as associated files, which of PDF/A-4 only A-4f allows."""
        return self.standard == ("ua-2", "a-4f")

    @property
    def modern(self) -> bool:
        """Whether the file is PDF 2.0 (PDF/UA-2 and PDF/A-4) and not PDF 1.7."""
        return self.standard[0] == "ua-2"

    @property
    def archive(self) -> tuple[str, str]:
        """Part and conformance level of PDF/A as XMP states them: ("2", "A"), ("3", "A"), ("4", "") or ("4", "F")."""
        if self.modern:
            return "4", "F" if self.attachments or self.embeds else ""
        return "3" if self.attachments else "2", "A"


_MIMES = {"csv": "text/csv", "json": "application/json"}


def options_for(standard: tuple[str, str], attached: Mapping[str, bytes]) -> PdfOptions:
    """The options of a standard and of data to attach, by file name; their MIME types follow from the names' endings.

    Raises ValueError for standards that no file can follow together.
    """
    known = next((s for s in sorted(STANDARDS) if s == standard), None)
    if known is None:
        raise ValueError(f"no PDF follows both {' and '.join(standard)}")
    files = (Attachment(name, _MIMES[name.rpartition(".")[2]], data) for name, data in attached.items())
    return PdfOptions(known, tuple(files))


def moment(options: PdfOptions, date: str) -> datetime | None:
    """The file's date: the option's, or else the document's ISO date at midnight UTC; None when it has none."""
    if options.date is not None:
        return options.date.astimezone(UTC)
    try:
        return datetime.fromisoformat(date).replace(tzinfo=UTC)
    except ValueError:
        return None
