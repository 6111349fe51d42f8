"""`briefgen styles`: find the citation style that an audience names."""

from __future__ import annotations

import click

from briefgen.cli import options
from briefgen.cli.report import Report, finish


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="SEARCH...")
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many styles to list.")
@options.form
def styles(words: tuple[str, ...], limit: int, form: str) -> None:
    """List citation styles whose name or title has all words of SEARCH.

    The name goes into `citation-style` of an audience; a style with a parent formats as its parent does.
    """
    from briefgen.csl import search_styles

    report = Report(form)
    found = search_styles(" ".join(words), limit + 1)
    shown = found[:limit]
    report.facts["styles"] = [{"name": s.name, "title": s.title, "parent": s.parent} for s in shown]
    report.facts["more"] = len(found) > limit
    width = max((len(style.name) for style in shown), default=0)
    for style in shown:
        parent = f" (as {style.parent})" if style.parent else ""
        report.say(f"{style.name:<{width}}  {style.title}{parent}")
    if not shown:
        report.say(f'no style has "{" ".join(words)}" in its name or title; try fewer words')
    elif len(found) > limit:
        report.say("there are more: add words, or raise --limit")
    finish(report)
