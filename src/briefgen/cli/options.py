"""Arguments and options that several commands take."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click


def _formats(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    from briefgen.pipeline import FORMATS

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


briefs = click.argument("briefs", nargs=-1, metavar="[BRIEF]...")
audience = click.option("-a", "--audience", "audiences", multiple=True, help="Only this audience (may be repeated).")
to = click.option("-t", "--to", "formats", multiple=True, callback=_formats, help="Only this format: docx, pdf.")
output = click.option("-o", "--output-dir", type=click.Path(path_type=Path), help="Folder of the files (default: output).")
form = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How results are printed.")
strict = click.option("--strict", is_flag=True, help="Exit with 3 when there are warnings.")
citations = click.option(
    "--citations",
    type=click.Choice(["plain", "zotero", "word"]),
    default="plain",
    show_default=True,
    help="Citations in DOCX: linked text, Zotero's fields, or Word's own sources and fields.",
)
bind = click.option("--bind", is_flag=True, help="Put printed facts into content controls bound to the data in the DOCX.")
quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
