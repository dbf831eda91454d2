"""A package imports only packages above it, so that each can be read and used without those below it."""

from __future__ import annotations

import pytest
from source_tree import project, within

TREE = project()

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
    "corpus",
    "export",
    "api",
    "server",
    "publishing",
    "agents",
    "cli",
)


PACKAGES = {child for child in TREE.children("adgo") if child in TREE.packages}


@pytest.mark.parametrize("package", [name for name in ORDER if f"adgo.{name}" in PACKAGES])
def test_a_package_imports_only_packages_above_it(package: str) -> None:
    lower = [f"adgo.{name}" for name in ORDER[ORDER.index(package) + 1 :]]
    wrong = {
        module: names
        for module, imported in TREE.imports.items()
        if within(module, f"adgo.{package}")
        and (names := sorted(each for each in imported if any(within(each, other) for other in lower)))
    }
    assert wrong == {}


def test_every_package_has_its_place() -> None:
    assert PACKAGES - {f"adgo.{name}" for name in ORDER} == set()
