"""A package imports only packages above it, so that each can be read, and used, without those below."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import adgo

ROOT = Path(adgo.__file__).parent

#: From the one that imports none of the others downwards.
ORDER = (
    "turtle",
    "sparql",
    "shacl",
    "graph",
    "evidence",
    "reason",
    "intake",
    "queries",
    "export",
    "server",
    "agents",
    "cli",
)


def imported(path: Path) -> set[str]:
    """Return the packages of ADGO that a module imports anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [f"{node.module}.{each.name}" for each in node.names]
                if node.module == "adgo"
                else [node.module]
            )
        found |= {name.split(".")[1] for name in names if name.startswith("adgo.")}
    return found & set(ORDER)


@pytest.mark.parametrize("package", [name for name in ORDER if (ROOT / name).is_dir()])
def test_a_package_imports_only_what_stands_above_it(package: str) -> None:
    allowed = set(ORDER[: ORDER.index(package) + 1])
    below = {
        str(path.relative_to(ROOT)): sorted(imported(path) - allowed)
        for path in (ROOT / package).rglob("*.py")
        if imported(path) - allowed
    }
    assert below == {}


def test_every_package_has_its_place() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} <= set(ORDER)


def test_an_import_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "import adgo.cli\ndef f():\n    from adgo.server.app import make\n    from adgo import graph\n",
        "utf-8",
    )
    assert imported(path) == {"cli", "server", "graph"}
