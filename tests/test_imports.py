"""Imports run only downwards: app.py → pages → routes → geo."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RANK = {"geo": 0, "routes": 1, "pages": 2, "app": 3}
FOLDERS = {"geo": ROOT / "geo", "routes": ROOT / "src" / "routes", "pages": ROOT / "pages"}


def imported(path: Path) -> set[str]:
    """Return the top-level names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", sorted(FOLDERS))
def test_no_module_imports_one_above_it(room: str) -> None:
    """A module knows its own floor and those below, never one above."""
    files = sorted(FOLDERS[room].rglob("*.py"))
    assert files
    above = {name for name, rank in RANK.items() if rank > RANK[room]}
    wrong = {str(path.relative_to(ROOT)): imported(path) & above for path in files}
    assert not {path: names for path, names in wrong.items() if names}


@pytest.mark.parametrize("room", ["geo", "routes"])
def test_the_subject_does_not_know_the_screen(room: str) -> None:
    """Only pages draw: streamlit is imported nowhere else."""
    drawing = {"streamlit", "streamlit_folium"}
    wrong = [path for path in FOLDERS[room].rglob("*.py") if imported(path) & drawing]
    assert wrong == []


def test_pages_stay_short() -> None:
    """A page reads the query, calls, draws: at most 60 lines."""
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "pages").glob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > 60} == {}
