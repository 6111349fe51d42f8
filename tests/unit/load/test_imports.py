"""Cold start: reading a plain brief loads no library it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("PIL", "openpyxl", "pint", "lxml", "reportlab", "docx", "jinja2", "numpy")

SCRIPT = f"""
import sys
import briefgen.load.brief, briefgen.load.audience, briefgen.load.brand, briefgen.load.assets, briefgen.check
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_no_heavy_library_is_loaded_with_the_stage() -> None:
    source = Path(__file__).parents[3] / "src"
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(source)})
    assert done.stdout.strip() == "[]"
