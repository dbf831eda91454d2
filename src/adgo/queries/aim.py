"""The aims of readers that stored questions serve, in the order in which they are shown."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent / "aims.csv"


@dataclass(frozen=True)
class Aim:
    """An aim of a reader: a short name, and what the questions are about in a sentence."""

    name: str
    meaning: str


def every() -> list[Aim]:
    """Return all aims in their order."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Aim(row["aim"], row["meaning"]) for row in csv.DictReader(file)]
