"""A git repository with data and shapes, as a user of the action and the hooks has it."""

from __future__ import annotations

import subprocess
from pathlib import Path

PREFIXES = "@prefix ex: <http://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
#: As `adgo format` writes them.
SHAPES = f"""{PREFIXES}ex:FirmShape
    sh:targetClass ex:Firm ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ] .
"""
GOOD = PREFIXES + 'ex:acme a ex:Firm ;\n    ex:name "Acme" .\n'
BAD = PREFIXES + "ex:acme a ex:Firm .\n"
OTHER = GOOD.replace("acme", "other")


def git(folder: Path, *arguments: str) -> None:
    """Run git with an identity of its own, and without hooks."""
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "core.hooksPath=/dev/null"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True, cwd=folder)


def sample_repository(folder: Path, data: str, name: str = "firms.ttl") -> Path:
    """Make the repository, with one commit."""
    (folder / "data").mkdir(parents=True)
    (folder / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (folder / "data" / name).write_text(data, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "one")
    return folder
