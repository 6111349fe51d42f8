"""The command line: the only place that prints or exits.

Exit codes: 0 ok; 1 some of several briefs failed; 2 usage; 3 warnings under --strict; 4 data, or an output that
cannot be written; 5 template or document; 6 verification; 7 release refused; 70 internal error; 130 interrupted.
"""

from __future__ import annotations

import os
import sys

import click

from briefgen.cli.build import build
from briefgen.cli.diff import diff
from briefgen.cli.explain import explain
from briefgen.cli.inspect import check, facts, info, plan, schema, trace, verify
from briefgen.cli.report import INTERNAL, INTERRUPTED, USAGE
from briefgen.cli.styles import styles
from briefgen.cli.watch import watch
from briefgen.cli.workplace import clean, init
from briefgen.rest import collector_at_rest

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="briefgen")
def cli() -> None:
    """Compile evidence briefs: facts with sources in, proven DOCX and PDF out.

    BRIEF is a folder with a brief.yaml, or its name in the project's data folder.
    """


for command in (build, check, clean, diff, explain, facts, info, init, plan, schema, styles, trace, verify, watch):
    cli.add_command(command)
cli.add_command(build, "render")


def main() -> None:
    """Run the command line and exit with its documented code."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads the records of every package
    try:
        with collector_at_rest():
            cli.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as fault:
        fault.show()
        sys.exit(USAGE)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; files are whole, old or new", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(0)
    except Exception:
        import traceback

        click.echo(
            f"internal error: this is a fault in briefgen; please report it with this text\n{traceback.format_exc()}",
            err=True,
        )
        sys.exit(INTERNAL)
