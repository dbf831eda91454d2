"""The stored questions: SPARQL files that are example, test and saved query at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from adgo.graph import files

_HEADER = re.compile(r"#\+ *(\w+): *(.*?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Question:
    """One stored question: its file's name, its id, the question in words, its kind, and the SPARQL text."""

    name: str
    id: str
    question: str
    kind: str
    text: str


def load() -> dict[str, Question]:
    """Return every stored question by name, sorted; a file without the header lines is a ValueError naming it."""
    return {path.stem: read(path) for path in files.queries()}


def read(path: Path) -> Question:
    """Return the question in one file. Its first lines are `#+ id:`, `#+ question:` and `#+ kind:`."""
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    try:
        return Question(path.stem, header["id"], header["question"], header["kind"], text)
    except KeyError as missing:
        raise ValueError(f"{path}: add a line `#+ {missing.args[0]}: …` at the top") from None
