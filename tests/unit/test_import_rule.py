"""The house's import rule: who may import whom. An arrow that is not in the table fails."""

from __future__ import annotations

import ast
from pathlib import Path

import briefgen

ROOT = Path(briefgen.__file__).parent

GROUND = {"source", "records"}
DIAGNOSTICS = {"diag"}
VOCABULARY = {
    "model",
    "tree",
    "theme",
    "spacing",
    "display",
    "pages",
    "fonts",
    "strings",
    "marked",
    "version",
    "codes",
    "sarif",
    "unitwords",
    "unseen",
    "wordpairs",
    "flat",
}
STAGES = {"load", "check", "template", "parse", "resolve", "draw", "layout", "render", "verify"}
COMPOSITION = {"pipeline", "batch", "writer", "api", "compare", "press", "outcome", "editions", "rest", "shelf", "unset"}
COMMANDS = {"cli"}

ALLOWED: dict[str, set[str]] = {
    "records": set(),
    "source": {"records"},
    **dict.fromkeys(DIAGNOSTICS, GROUND),
    **dict.fromkeys(VOCABULARY, GROUND | DIAGNOSTICS | VOCABULARY),
    **dict.fromkeys(STAGES, GROUND | DIAGNOSTICS | VOCABULARY),
    **dict.fromkeys(COMPOSITION, GROUND | DIAGNOSTICS | VOCABULARY | STAGES | COMPOSITION),
    **dict.fromkeys(COMMANDS, GROUND | DIAGNOSTICS | VOCABULARY | STAGES | COMPOSITION | COMMANDS | {"csl"}),
    "resolve": GROUND | DIAGNOSTICS | VOCABULARY | {"csl"},
    "csl": set(),
    "__init__": {"api"},
    "__main__": {"cli"},
}

FORBIDDEN = {
    "layout": {"reportlab", "docx", "yaml", "jinja2"},
    "render": {"yaml", "jinja2", "pathlib"},
    "verify": {"reportlab", "docx"},
    "csl": {"docx", "reportlab", "jinja2", "yaml", "pydantic"},
}


def _room(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _own(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "briefgen" and len(parts) > 1 else None


def test_every_room_is_in_the_table() -> None:
    assert {_room(path) for path in ROOT.rglob("*.py")} <= set(ALLOWED)


def test_no_arrow_points_the_wrong_way() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(ROOT.rglob("*.py"))
        for name in sorted(_imports(path))
        if (room := _own(name)) is not None and room != _room(path) and room not in ALLOWED[_room(path)]
    ]
    assert not wrong, "\n".join(wrong)


def test_stages_keep_to_their_libraries() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(ROOT.rglob("*.py"))
        for name in sorted(_imports(path))
        if name.split(".")[0] in FORBIDDEN.get(_room(path), set())
    ]
    assert not wrong, "\n".join(wrong)


def test_formats_do_not_import_each_others_libraries() -> None:
    pairs = {"pdf": "docx", "docx": "reportlab"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for own, other in pairs.items()
        for path in sorted((ROOT / "render" / own).rglob("*.py"))
        for name in sorted(_imports(path))
        if name.split(".")[0] == other
    ]
    assert not wrong, "\n".join(wrong)


def test_records_are_declared_by_our_own_decorator() -> None:
    rooms = (path for path in ROOT.rglob("*.py") if _room(path) not in ("csl", "records"))
    assert [path.name for path in rooms if "dataclasses.dataclass" in _imports(path)] == []
