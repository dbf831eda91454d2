"""The assets that the build fetches from npm: their place, their origin, and which of them are missing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

#: The folder of the assets.
VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
#: The files of the query editor of the server, and the outlines of countries.
EDITOR = ("yasqe.min.js", "yasqe.min.css")
OUTLINES = "countries-110m.json"
#: The engine that answers queries in the browser of a published folder.
ENGINE = ("oxigraph.js", "oxigraph.wasm.gz")
#: What to do about a missing asset.
REMEDY = (
    "It comes from npm when the package is built. Build the package on a machine with npm and network access."
)


def has(*names: str) -> bool:
    """Return whether all of the named files exist."""
    return all((VENDOR / name).is_file() for name in names)


@cache
def record() -> dict[str, Any]:
    """Return the build's record: {"lock", "files": {name: sha256}, "packages": [{name, version, license}]}."""
    try:
        found: dict[str, Any] = json.loads((VENDOR / "assets.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"lock": "", "files": {}, "packages": []}
    return found
