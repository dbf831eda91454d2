"""The conditions without which a query or shape gives the same in any case, and why it has them."""

from __future__ import annotations

from pathlib import Path

FILE = Path(__file__).with_name("redundant.txt")


def rows() -> list[tuple[str, str, str]]:
    """Return the name of each query or shape with a condition of it and the reason."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if not line.startswith("#"):
            name, condition, reason = line.split(" | ")
            found.append((name, condition, reason))
    return found


def redundant(name: str) -> list[str]:
    """Return the redundant conditions of a query or shape, sorted; what is written in two places may be there twice."""
    return sorted(condition for each, condition, _ in rows() if each == name)
