"""How long the DOCX of a brief takes from its resolved tree, beside pandoc kept warm with the same content, in one run.

    python benchmarks/word.py [ROUNDS]

Pandoc gets the content as a tree of its own (read once from our file) and runs as a loop inside one `pandoc lua` process.
Two times are taken: writing only, which is what we do; and reading its Markdown as well, which its users wait for.
Then one table of 10,000 rows, each in a process of its own, with its peak of memory. Compare ratios, not milliseconds.
"""

from __future__ import annotations

import resource
import statistics
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

ROWS = 10_000
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
_ROWS_LOOP = """
local tree = pandoc.read(assert(io.open(arg[1], "rb")):read("a"), "docx")
local start = os.clock()
print(#pandoc.write(tree, "docx"), (os.clock() - start) * 1000)
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


def one_table(rows: int, path: str) -> None:
    """In a process of its own: CPU milliseconds of rendering, and the process's peak in MB; the file goes to `path`."""
    from briefgen.display import Assets
    from briefgen.render import docx

    document = table(rows)
    geometry = Geometry({"tbl-long": 1}, 1, {"tbl-long": TableGeometry((76.0,) * 6)}, {})
    start = time.process_time()
    data = docx.render(document, geometry, DEFAULT, Assets(), strings_for("en"), docx.DocxOptions(font_bytes))
    spent = (time.process_time() - start) * 1000
    print(spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    Path(path).write_bytes(data)


def _rows(folder: Path) -> None:
    import pypandoc

    ours: dict[int, list[float]] = {}
    for rows in (ROWS // 10, ROWS):
        code = f"import docx_bench; docx_bench.one_table({rows}, {str(folder / f'{rows}.docx')!r})"
        loader = f"import importlib.util as u,sys; s=u.spec_from_file_location('docx_bench', {__file__!r}); "
        loader += "m=u.module_from_spec(s); sys.modules['docx_bench']=m; "
        loader += f"sys.path.insert(0, {str(Path(__file__).parent)!r}); s.loader.exec_module(m); "
        done = [
            subprocess.run([sys.executable, "-c", loader + code], check=True, capture_output=True, text=True) for _ in "123"
        ]
        found = [tuple(map(float, run.stdout.split())) for run in done]
        ours[rows] = [statistics.median(spent for spent, _ in found), max(memory for _, memory in found)]
        print(f"{rows:>6} rows, ours: {ours[rows][0]:.0f} ms, {ours[rows][1]:.0f} MB")
    script = folder / "rows.lua"
    script.write_text(_ROWS_LOOP)
    command = [pypandoc.get_pandoc_path(), "lua", str(script), str(folder / f"{ROWS}.docx")]
    peer = float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[1])
    print(f"{ROWS:>6} rows, pandoc, writing: {peer:.0f} ms; ours is {100 * ours[ROWS][0] / peer:.1f} % of it")
    print(f"ten times the rows take {ours[ROWS][0] / ours[ROWS // 10][0]:.1f} times as long")


if __name__ == "__main__":
    main()
