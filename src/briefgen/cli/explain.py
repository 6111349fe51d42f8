"""The command that says what a code means: explain."""

from __future__ import annotations

import sys

import click

from briefgen.cli.report import USAGE


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a finding's CODE means, by an example, and what to do about it; without CODE, list all codes."""
    from briefgen.check.page import all_codes, explanation, in_short
    from briefgen.diag import did_you_mean

    if code is None:
        width = max(map(len, all_codes()))
        for known in all_codes():
            click.echo(f"{known.ljust(width)}  {in_short(known)[0]}")
        return
    text = explanation(code)
    if text is None:
        hint = did_you_mean(code, all_codes())
        click.echo(f'there is no code "{code}"{f"; {hint}" if hint else ""}', err=True)
        sys.exit(USAGE)
    click.echo(text)
