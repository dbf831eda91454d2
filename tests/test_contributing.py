"""CONTRIBUTING names make targets, files and options that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FOLDERS = ("benchmarks", "data", "ontology", "seeds", "shapes", "src", "tests")


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"^make ([\w-]+)|`make ([\w-]+)`", TEXT, re.MULTILINE)))
)
def test_a_make_target_exists(target: tuple[str, str]) -> None:
    assert re.search(rf"^{''.join(target)}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(set(re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`", TEXT))))
def test_a_file_that_is_named_exists(name: str) -> None:
    assert (ROOT / name).exists()


def test_every_variable_for_the_tests_is_listed() -> None:
    used = set()
    for path in (ROOT / "tests").rglob("*.py"):
        used |= set(
            re.findall(
                r'(?:environ\.get\(|environ\[|_folder\()"(ADGO_\w+)"', path.read_text(encoding="utf-8")
            )
        )
    assert {"ADGO_TEXTS", "ADGO_W3C", "ADGO_OWLAPI"} <= used
    assert sorted(name for name in used if name not in TEXT) == []
