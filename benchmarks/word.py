"""How long the DOCX of a brief takes from its resolved tree, beside pandoc kept warm with the same content, in one run.

    python benchmarks/word.py [ROUNDS]

Pandoc runs as a loop inside one `pandoc lua` process; its content is what it reads from our own file, once, before the clock
starts. Two of its times are taken: *writing*, from its tree in memory to the bytes of a DOCX, which is what ours does from
the resolved tree; and *Markdown to DOCX*, which reads its own Markdown of the content as well, as its users do each time.

The same then for one table of 10,000 rows and six columns, both sides warm, and for a tenth of it, whose ratio to the whole
is the growth. The peak of memory is that of a process of its own that imports the renderer and writes the table once.
CPU time throughout. Compare ratios, not milliseconds.
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from brief import AUDIENCE, BRIEF, cpu, row, varied

from briefgen import tree as t
from briefgen.load.assets import font_bytes
from briefgen.outcome import Options
from briefgen.pages import Geometry, TableGeometry
from briefgen.pipeline import build, illustrate, lay_out, render
from briefgen.press import press_for
from briefgen.strings import strings_for
from briefgen.theme import DEFAULT

ROWS, TURNS = 10_000, 3
_LOOP = """
local file = assert(io.open(arg[1], "rb"))
local tree = pandoc.read(file:read("a"), "docx")
local text = pandoc.write(tree, "markdown")
for _ in io.lines() do
  local start = os.clock()
  local size = #pandoc.write(tree, "docx")
  local written = os.clock()
  size = size + #pandoc.write(pandoc.read(text, "markdown"), "docx")
  print((written - start) * 1000, (os.clock() - written) * 1000, size)
  io.stdout:flush()
end
"""


class Pandoc:
    """One `pandoc lua` process that holds one document and writes it once for each line it is sent."""

    def __init__(self, docx: bytes, folder: Path) -> None:
        import pypandoc

        source, script = folder / "brief.docx", folder / "loop.lua"
        source.write_bytes(docx)
        script.write_text(_LOOP)
        command = [pypandoc.get_pandoc_path(), "lua", str(script), str(source)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def round(self) -> tuple[float, float]:
        """CPU milliseconds of writing, and of reading Markdown and writing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(file=self._process.stdin, flush=True)
        written, both, _ = self._process.stdout.readline().split()
        return float(written), float(both)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    with tempfile.TemporaryDirectory() as folder:
        _brief(rounds, Path(folder))
        _rows(Path(folder))


def _brief(rounds: int, folder: Path) -> None:
    press, _ = press_for(BRIEF)
    made = build(press, BRIEF, AUDIENCE, Options(("docx",)))
    assert made.document is not None, made.diagnostics
    assets = illustrate(press, made, vectors=True)
    pandoc = Pandoc(made.files["docx"], folder)
    pandoc.round()
    times: dict[str, list[float]] = {"ours": [], "pandoc warm, writing": [], "pandoc warm, Markdown to DOCX": []}
    for number in range(rounds):
        document = varied(made.document, number + 1000)
        laid = lay_out(press, document, assets, made)
        times["ours"].append(cpu(lambda d=document, g=laid: render("docx", press, d, g, assets, made.strings)))
        for name, value in zip(list(times)[1:], pandoc.round(), strict=True):
            times[name].append(value)
    pandoc.close()
    print(f"{'one brief, ' + str(rounds) + ' varied documents':<46}{'median':>9} {'least':>9} {'greatest':>9}")
    for name, values in times.items():
        row(name, values)
    for name, values in list(times.items())[1:]:
        row(f"ours / {name}", [100 * a / b for a, b in zip(times["ours"], values, strict=True)], "%")


# ------------------------------------------------------------------------------------------------------------ growth


def table(rows: int) -> t.Document:
    """A document of one table of six columns."""
    head = t.Row(tuple(t.Cell((t.Text(f"Column {n}"),), scope="col") for n in range(6)))
    body = tuple(
        t.Row(tuple(t.Cell((t.Text(f"value {at}.{n}" if n else f"Row {at}"),)) for n in range(6))) for at in range(rows)
    )
    columns = tuple(t.Column("decimal" if n else "left") for n in range(6))
    long = t.Table("tbl-long", t.Caption((t.Text("Long"),), "Table 1"), columns, (head,), body)
    return t.Document(t.Meta(title=(t.Text("Rows"),), lang="en-GB"), (long,))


def write_table(rows: int) -> tuple[float, bytes]:
    """CPU milliseconds of rendering a table, and the file."""
    from briefgen.display import Assets
    from briefgen.render import docx

    document = table(rows)
    geometry = Geometry({"tbl-long": 1}, 1, {"tbl-long": TableGeometry((76.0,) * 6)}, {})
    start = time.process_time()
    data = docx.render(document, geometry, DEFAULT, Assets(), strings_for("en"), docx.DocxOptions(font_bytes))
    return (time.process_time() - start) * 1000, data


def _peak() -> int:
    """MiB of this program's greatest size; what `getrusage` gives is at least the size of the process that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def _rows(folder: Path) -> None:
    """Ours and pandoc in turn, so that what else the machine does hits both alike."""
    ours: dict[int, list[float]] = {ROWS // 10: [], ROWS: []}
    peer: list[tuple[float, float]] = []
    pandoc = Pandoc(write_table(ROWS)[1], folder)
    for number in range(TURNS + 1):  # the first warms both up
        for rows, found in ours.items():
            found += [write_table(rows)[0]] * bool(number)
        peer += [pandoc.round()] * bool(number)
    pandoc.close()
    print(f"{ROWS} rows, {TURNS} turns{'':<24}{'median':>9} {'least':>9} {'greatest':>9}")
    row("ours", ours[ROWS])
    for at, name in enumerate(("pandoc warm, writing", "pandoc warm, Markdown to DOCX")):
        row(name, [times[at] for times in peer])
        row(f"ours / {name}", [100 * a / b[at] for a, b in zip(ours[ROWS], peer, strict=True)], "%")
    print(f"exponent of growth, from the least times: {math.log10(min(ours[ROWS]) / min(ours[ROWS // 10])):.2f}")
    command = [sys.executable, __file__, "--peak"]
    peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    print(f"peak of a process that imports, makes and writes them: {peak} MiB")


if __name__ == "__main__":
    if sys.argv[1:] == ["--peak"]:
        write_table(ROWS)
        print(_peak())
    else:
        main()
