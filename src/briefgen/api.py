"""briefgen from Python: the same builds as the command line, in this process.

The command line runs briefs in worker processes with limits on memory and time; here there are none but the counters of the
template stage, so build only templates you trust.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.rest import collector_at_rest

if TYPE_CHECKING:
    from briefgen.outcome import Built


def build(
    brief: str | Path,
    audience: str,
    formats: Sequence[str] = ("docx", "pdf"),
    output: str | Path | None = None,
    date: str = "",
    release: bool = False,
    annotate: bool = False,
    attach_data: bool = False,
    standard: tuple[str, str] = ("ua-1", "a-2a"),
    citations: str = "plain",
    bind: bool = False,
) -> Built:
    """Build one brief for one audience.

    `brief` is a folder with a `brief.yaml`. The result has `files` (bytes by format), `diagnostics`, `document` (the
    resolved tree) and `failed_at` (None, or the stage that stopped it; `files` is then empty). With `output`, the files
    are also put there, atomically, as `<brief>-<audience>.<format>`. `date` (YYYY-MM-DD) replaces the brief's date in
    the files' properties. `release` refuses drafts, `annotate` makes a reviewer's copy, `attach_data` puts the printed
    facts and the document into the PDF, `standard` names its standards, `citations` and `bind` say how a DOCX cites and
    whether its facts are bound, as the options of the command line do.

    Painted diagrams are kept in the project's `.briefgen` folder, where that can be written.

    Raises FileNotFoundError when there is no such brief, OSError when the output cannot be written; whatever is wrong
    with the brief itself is in `diagnostics`.
    """
    folder = _folder(brief)
    with collector_at_rest():
        from briefgen import writer
        from briefgen.outcome import Options
        from briefgen.pipeline import build as run
        from briefgen.press import press_for

        press, setup = press_for(folder)
        asked = Options(tuple(formats), date, release, annotate, attach_data, standard, citations=citations, bind=bind)
        made = run(press, folder, audience, asked)
        made.sink.extend(setup)
    if output is not None:
        Path(output).mkdir(parents=True, exist_ok=True)
        for form, data in made.files.items():
            writer.write(Path(output) / f"{folder.name}-{audience}{'-annotated' if annotate else ''}.{form}", data)
    return made


def diagnose(brief: str | Path, audience: str) -> Built:
    """Resolve one brief for one audience and run the rules, without making files; see `build` for the result."""
    folder = _folder(brief)
    with collector_at_rest():
        from briefgen.pipeline import compose
        from briefgen.press import press_for

        press, setup = press_for(folder)
        made = compose(press, folder, audience)
        made.sink.extend(setup)
    return made


def _folder(brief: str | Path) -> Path:
    folder = Path(brief).resolve()
    if not (folder / "brief.yaml").is_file():
        raise FileNotFoundError(f"no brief.yaml in {folder}")
    return folder
