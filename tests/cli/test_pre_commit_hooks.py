"""The hooks that the pre-commit of other repositories can use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from adgo.cli import adgo

HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)
PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = PREFIXES + "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .\n"


def hook(name: str, *arguments: str) -> int:
    """Return the exit code of a hook, called as pre-commit does: entry, arguments, files."""
    entry = next(each["entry"] for each in HOOKS if each["id"] == name).split()
    assert entry[0] == "adgo"
    return CliRunner().invoke(adgo, [*entry[1:], *arguments]).exit_code


def test_the_hooks_do_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without anything that a shape targets was exit 3, so that no commit with it passed."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "shapes.ttl": SHAPES,
        "bad.ttl": PREFIXES + "ex:a a ex:C .",
        "none.ttl": PREFIXES + "ex:a a ex:D .",
        "rough.ttl": "<http://a>   <http://b> 1 .",
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert hook("adgo-validate", "--shapes", "shapes.ttl", "none.ttl") == 0
    assert hook("adgo-validate", "--shapes", "shapes.ttl", "none.ttl", "bad.ttl") == 1
    assert hook("adgo-format", "rough.ttl") == 0
    assert (tmp_path / "rough.ttl").read_text(encoding="utf-8") == "<http://a> <http://b> 1 .\n"


@pytest.mark.parametrize(
    ("name", "file", "is_checked"),
    [
        ("adgo-validate", "data/x.ttl.gz", True),
        ("adgo-validate", "x.owl", True),
        ("adgo-validate", "x.json", False),
        ("adgo-format", "x.ttl", True),
        ("adgo-format", "x.ttl.gz", False),
    ],
)
def test_the_hooks_get_the_files_that_they_can_read(name: str, file: str, is_checked: bool) -> None:
    pattern = next(each["files"] for each in HOOKS if each["id"] == name)
    assert bool(re.search(pattern, file)) is is_checked
