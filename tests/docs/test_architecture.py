"""The tree in docs/architecture.md is the tree of the code."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from briefgen import tree

PAGE = Path(__file__).resolve().parents[2] / "docs" / "architecture.md"
MARKED = re.compile(r"(<!-- tree -->\n).*?(<!-- /tree -->)", re.DOTALL)


def _rows() -> str:
    rows = ["| Node | Fields | What it is |", "|---|---|---|"]
    for name, node in vars(tree).items():
        if isinstance(node, type) and issubclass(node, tree.Node) and node is not tree.Node:
            names = ", ".join(f"`{f.name}`" for f in dataclasses.fields(node) if f.name != "span")
            first = (node.__doc__ or "").split("\n\n")[0].replace("\n", " ")
            rows.append(f"| `{name}` | {names} | {re.sub(r' +', ' ', first)} |")
    return "\n".join(rows) + "\n"


def test_the_page_shows_the_tree(accept: bool) -> None:
    page = PAGE.read_text(encoding="utf-8")
    wanted = MARKED.sub(lambda match: match[1] + _rows() + match[2], page)
    if accept:
        PAGE.write_text(wanted, encoding="utf-8")
    assert accept or page == wanted, "run `pytest tests/docs --accept`"
