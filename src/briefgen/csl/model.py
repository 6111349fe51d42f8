"""What the processor takes and returns: clusters in, a neutral tree of formatted runs out.

Nothing here knows HTML, Word or PDF. A backend walks `runs` (or `blocks` of a bibliography entry); each run says how it
looks, which item it came from, and where it may link to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.csl.tokens import Token


@dataclass(frozen=True, slots=True)
class Format:
    """Resolved appearance of a run, in CSL's own words."""

    font_style: str = "normal"
    font_weight: str = "normal"
    font_variant: str = "normal"
    text_decoration: str = "none"
    vertical_align: str = "baseline"


PLAIN = Format()


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one appearance, one source item and at most one link."""

    text: str
    format: Format = PLAIN
    item: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Cite:
    """One reference inside a cluster.

    `mode` is "normal", "suppress-author" or "author-only"; `position` is worked out from the document unless given.
    """

    id: str
    locator: str | None = None
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    mode: str = "normal"
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cites of one place in the document; `note` is the footnote number, 0 in running text.

    `mode` "composite" renders the author outside the parentheses: Doe (2020).
    """

    cites: tuple[Cite, ...]
    note: int = 0
    mode: str = "normal"


@dataclass(frozen=True, slots=True)
class Citation:
    """A rendered cluster."""

    runs: tuple[Run, ...]
    items: tuple[str, ...]
    marks: tuple[Token, ...] = field(default=(), repr=False, compare=False)

    @property
    def text(self) -> str:
        """The citation without its formatting."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an entry; `display` is "inline", "block", "left-margin", "right-inline" or "indent"."""

    display: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One bibliography entry. `number` is its citation number, from 1."""

    id: str
    number: int
    blocks: tuple[Block, ...]
    marks: tuple[Token, ...] = field(default=(), repr=False, compare=False)

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs of all blocks, in order."""
        return tuple(run for block in self.blocks for run in block.runs)

    @property
    def text(self) -> str:
        """The entry without its formatting; a blank stands between a margin field and its text."""
        parts = ("".join(run.text for run in block.runs) for block in self.blocks)
        return " ".join(parts) if len(self.blocks) > 1 else "".join(parts)


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The list of references and its layout; spacings are in lines, `max_offset` in characters."""

    entries: tuple[Entry, ...]
    hanging_indent: bool = False
    second_field_align: str | None = None
    entry_spacing: int = 1
    line_spacing: int = 1
    max_offset: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A rendered document: one citation per cluster, and the bibliography if the style has one."""

    citations: tuple[Citation, ...]
    bibliography: Bibliography | None
