"""How time and memory grow with the length of a table, beside Typst with the same rows.

    python benchmarks/growth.py [ROWS…]

Each size runs in a process of its own, so that its peak memory is its own. The exponent is the slope between the last two
sizes on a double logarithmic scale: 1 is linear.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SIZES = (1000, 3000, 10000)
ROOT = Path(__file__).resolve().parents[1]
KINDS = ("pdf", "docx", "typst")


def measure(kind: str, rows: int) -> dict[str, float]:
    """CPU seconds and peak MiB of one document with a table of so many rows."""
    from briefgen import tree as t
    from briefgen.diag import Sink
    from briefgen.outcome import Built
    from briefgen.press import Press, press_for
    from briefgen.rest import collector_at_rest

    press: Press = press_for(ROOT / "data" / "minimal")[0]
    table = _table(rows)
    section = t.Section(1, (t.Text("Data"),), (t.Para((t.Jump("table", "Table 1", "tbl-x"),)), table), "sec-data", "1")
    document = t.Document(t.Meta(title=(t.Text("Growth"),), authors=("A",), date="2025-01-01"), (section,))
    made = Built(Sink(), document=document)
    with collector_at_rest():
        return _timed(kind, document, made, press)


def _timed(kind: str, document: Any, made: Any, press: Any) -> dict[str, float]:
    from briefgen.display import Assets
    from briefgen.editions import Extras
    from briefgen.pipeline import lay_out, render

    start = time.process_time()
    if kind == "typst":
        import typst
        from typst_source import source

        fonts = [str(ROOT / "src" / "briefgen" / "assets" / "fonts")]
        size = len(typst.compile(source(document).encode(), format="pdf", font_paths=fonts, pdf_standards="ua-1"))
    else:
        laid = lay_out(press, document, Assets(), made, pages=kind == "pdf")  # as a build of this format alone does
        begin = time.process_time() if kind == "docx" else start
        size = len(render(kind, press, document, laid, Assets(), made.strings, Extras()))
        start = begin
    seconds = time.process_time() - start
    return {"seconds": seconds, "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "bytes": size}


def _table(rows: int) -> Any:
    from briefgen import tree as t

    def row(number: int) -> t.Row:
        cells = [t.Cell((t.Text(f"Compound {number}"),), scope="row")]
        cells += [t.Cell((t.Text(f"{(number * k) % 997 / 10:.1f}"),)) for k in (3, 7, 11)]
        cells.append(t.Cell((t.Text(f"a remark on row {number} of several words"),)))
        return t.Row(tuple(cells))

    heads = ("Name", "IC50 (nM)", "Half-life (h)", "Clearance", "Remark")
    columns = (t.Column(), t.Column("decimal"), t.Column("decimal"), t.Column("decimal"), t.Column())
    head = t.Row(tuple(t.Cell((t.Text(h),), scope="col") for h in heads))
    return t.Table("tbl-x", t.Caption((t.Text("Many rows"),), "Table 1"), columns, (head,), tuple(map(row, range(rows))))


def main() -> None:
    """Measure all sizes in fresh processes and print the table."""
    if len(sys.argv) == 4 and sys.argv[1] == "--one":
        print(json.dumps(measure(sys.argv[2], int(sys.argv[3]))))
        return
    sizes = [int(a) for a in sys.argv[1:]] or list(SIZES)
    print(f"{'':<8}" + "".join(f"{n:>10} rows: s, MiB" for n in sizes) + "   exponent")
    last: dict[str, float] = {}
    for kind in KINDS:
        found = []
        for rows in sizes:
            done = subprocess.run(
                [sys.executable, __file__, "--one", kind, str(rows)], capture_output=True, text=True, cwd=ROOT, check=False
            )
            if done.returncode:
                print(f"{kind}: {done.stderr.strip().splitlines()[-1]}")
                break
            found.append(json.loads(done.stdout))
        else:
            slope = math.log(found[-1]["seconds"] / found[-2]["seconds"]) / math.log(sizes[-1] / sizes[-2])
            cells = "".join(f"{f['seconds']:>12.2f} {f['mebibytes']:>10.0f}" for f in found)
            print(f"{kind:<8}{cells}   {slope:.2f}")
            last[kind] = found[-1]["seconds"]
    for kind in ("pdf", "docx"):
        if kind in last and "typst" in last:
            print(f"{kind} / Typst at {sizes[-1]} rows: {last[kind] / last['typst']:.3f}")


if __name__ == "__main__":
    main()
