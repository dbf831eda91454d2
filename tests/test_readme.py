"""The README names every command, and files that exist. `tests/docs/test_code_blocks.py` runs its examples."""

from __future__ import annotations

import re
from pathlib import Path

from documents import DOCS, README, ROOT

from adgo.cli import COMMANDS

TEXT = README.read_text(encoding="utf-8")


def test_every_command_is_named() -> None:
    assert [name for name in COMMANDS if f"`adgo {name}" not in TEXT] == []


def test_every_part_of_the_graph_that_is_listed_exists() -> None:
    table = (DOCS / "reference" / "parts.md").read_text(encoding="utf-8").split("\n\n")[1]
    for line in table.splitlines()[2:]:
        first, *others = re.findall(r"`([\w./-]+)`", line.split("|")[1])
        folder = Path(first).parts[0]
        for name in (first, *(f"{folder}/{other.removeprefix(folder + '/')}" for other in others)):
            assert (ROOT / name).exists(), name
