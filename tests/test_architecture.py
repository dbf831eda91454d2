"""ARCHITECTURE names every package, and only files, functions and imports that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from source_tree import SRC, project

TEXT = (Path(__file__).resolve().parent.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
TREE = project()

#: Each diagram of imports, by the package whose parts it shows.
DIAGRAMS = dict(
    re.findall(r"^```mermaid\n%% imports within (\S+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
)

#: What the document points to: `package/module.py`, or `package/module.py:Class.method`.
PLACES = sorted(set(re.findall(r"`((?!tests/)[\w/]+\.py)(?::([\w.]+))?`", TEXT)))

#: Files and folders outside the code.
OTHERS = sorted(
    set(re.findall(r"`((?:ontology|data|seeds|shapes|src|tests|benchmarks|web)/[\w/.-]*)`", TEXT))
)


def arrows(diagram: str) -> set[tuple[str, str]]:
    """Return the arrows of a diagram: `a --> b & c` is two."""
    found = set()
    for source, targets in re.findall(r"^ *(\w+) --> (.+)$", diagram, re.MULTILINE):
        found |= {(source, target) for target in re.split(r" & ", targets)}
    return found


def imports_within(package: str) -> set[tuple[str, str]]:
    """Return which packages directly inside a package import which others."""
    return {
        (source.rpartition(".")[2], target.rpartition(".")[2])
        for source, targets in TREE.inner_imports(package).items()
        for target in targets
        if {source, target} <= TREE.packages - {package}
    }


def names(path: Path) -> set[str]:
    """Return what a module defines, with the members of its classes."""
    found: set[str] = set()

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                found.add(prefix + child.name)
                visit(child, f"{prefix}{child.name}.")
            elif isinstance(child, ast.Assign | ast.AnnAssign):
                targets = child.targets if isinstance(child, ast.Assign) else [child.target]
                found.update(prefix + each.id for each in targets if isinstance(each, ast.Name))

    visit(ast.parse(path.read_text(encoding="utf-8")), "")
    return found


@pytest.mark.parametrize("package", sorted(DIAGRAMS))
def test_a_diagram_shows_the_imports(package: str) -> None:
    """To correct a diagram, take over the arrows on the right side of the difference."""
    assert arrows(DIAGRAMS[package]) == imports_within(package)


def test_there_is_a_diagram_of_each_large_package() -> None:
    assert set(DIAGRAMS) == {"adgo", "adgo.server", "adgo.shacl"}


def test_every_package_is_described_once() -> None:
    table = TEXT.split("## What is where")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `adgo/([\w/]+)/` \|", table, re.MULTILINE)
    assert sorted(listed) == sorted(name[5:].replace(".", "/") for name in TREE.packages - {"adgo"})


@pytest.mark.parametrize(("file", "name"), PLACES)
def test_a_place_that_is_named_exists(file: str, name: str) -> None:
    path = SRC / "adgo" / file
    assert path.is_file()
    assert not name or name in names(path)


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_outside_the_code_exists(name: str) -> None:
    assert (SRC.parent / name).exists()


def test_what_a_newcomer_looks_for_is_named() -> None:
    table = TEXT.split("## Where is …?")[1]
    for subject in ("token", "killed", "remedy", "sh:lessThan", "becomes a fact", "304", "outlines"):
        assert [line for line in table.splitlines() if subject in line and ".py" in line], subject


def test_arrows_to_several_targets_are_read() -> None:
    assert arrows("flowchart TD\n  a --> b & c\n  b --> c\n") == {("a", "b"), ("a", "c"), ("b", "c")}
