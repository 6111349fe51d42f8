"""Arguments and options that several commands take."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click


def _formats(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from briefgen.outcome import FORMATS

    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise click.BadParameter(f'"{name}" is not one of {", ".join(FORMATS)}')
    return tuple(f for f in FORMATS if f in names) or FORMATS


def build_date() -> str:
    """The date of `SOURCE_DATE_EPOCH` as YYYY-MM-DD; empty when it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return ""
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f'SOURCE_DATE_EPOCH is not a number of seconds: "{epoch}"') from None


def _standard(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    from briefgen.outcome import STANDARDS

    names = tuple(sorted(name.strip().lower() for name in value.split(",")))[::-1]
    if names not in STANDARDS:
        known = "; ".join(sorted(",".join(pair) for pair in STANDARDS))
        raise click.BadParameter(f'no PDF follows "{value}"; there are: {known}')
    return names


def building(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what kind of files are made: those of `build`, `plan` and `verify`, given as one `asked`.

    `asked` are the options of a task. PDF/A-3a and A-4f are for files with data attached.
    """

    @wraps(command)
    def run(
        *,
        attach_data: bool,
        standard: tuple[str, ...],
        release: bool,
        annotate: bool,
        citations: str,
        bind: bool,
        reference_doc: Path | None,
        **others: Any,
    ) -> None:
        asked = {
            "date": build_date(),
            "release": release,
            "annotate": annotate,
            "attach_data": attach_data or standard[1] in ("a-3a", "a-4f"),
            "standard": standard,
            "citations": citations,
            "bind": bind,
            "reference": str(reference_doc or ""),
        }
        command(asked=asked, **others)

    chosen: Callable[..., None] = run
    for option in reversed(_BUILDING):
        chosen = option(chosen)
    return chosen


_BUILDING = (
    click.option("--release", is_flag=True, help="Refuse drafts: an error that nobody acknowledged, or status: draft."),
    click.option("--annotate", is_flag=True, help="Make a reviewer's copy, with the source of each value beside it."),
    click.option("--attach-data", is_flag=True, help="Put the printed facts and the document into the PDF as data."),
    click.option(
        "--pdf-standard", "standard", default="ua-1,a-2a", show_default=True, callback=_standard,
        help="Standards of the PDF: ua-1,a-2a; ua-1,a-3a; ua-2,a-4; ua-2,a-4f.",
    ),
    click.option(
        "--citations", type=click.Choice(["plain", "zotero", "word"]), default="plain", show_default=True,
        help="Citations in the DOCX: linked text, or fields of Zotero or of Word with their sources.",
    ),
    click.option("--bind", is_flag=True, help="Put printed facts into content controls bound to the data in the DOCX."),
    click.option(
        "--reference-doc", type=click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path),
        help="Word file (.docx, .dotx) whose styles, cover, headers and footers the DOCX takes.",
    ),
)  # fmt: skip
briefs = click.argument("briefs", nargs=-1, metavar="[BRIEF]...")
audience = click.option("-a", "--audience", "audiences", multiple=True, help="Only this audience (may be repeated).")
to = click.option("-t", "--to", "formats", multiple=True, callback=_formats, help="Only this format: docx, pdf.")
output = click.option("-o", "--output-dir", type=click.Path(path_type=Path), help="Folder of the files (default: output).")
form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How results are printed.")
check_form = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How findings are printed; sarif and github are for code scanning and annotations.",
)
strict = click.option("--strict", is_flag=True, help="Exit with 3 when there are warnings.")
quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
