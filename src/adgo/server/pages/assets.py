"""The assets that the build brought from npm: where they are, what they are made of, and what is missing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
EDITOR = ("yasgui.min.js", "yasgui.min.css")
OUTLINES = "countries-110m.json"
#: What to do about a missing asset, for people.
REMEDY = "It comes from npm when the package is built; build it where npm and a network are at hand."


def has(*names: str) -> bool:
    """Return whether all of the named files are there."""
    return all((VENDOR / name).is_file() for name in names)


@cache
def record() -> dict[str, Any]:
    """Return what the build wrote down: {"lock", "files": {name: sha256}, "packages": [{name, version, license}]}."""
    try:
        found: dict[str, Any] = json.loads((VENDOR / "assets.json").read_text())
    except (OSError, ValueError):
        return {"lock": "", "files": {}, "packages": []}
    return found
