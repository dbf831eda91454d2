"""The words that show that a sentence may state no fact, the most cautious modality first."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adgo.graph.table_rows import rows

CUES = Path(__file__).with_name("cues.tsv")


@dataclass(frozen=True)
class ModalityCue:
    """Words that show a modality and a status ("" for none).

    Words in the group `mild` of the pattern are as common in statements of fact.
    """

    modality: str
    status: str
    pattern: re.Pattern[str]


@cache
def cues() -> tuple[ModalityCue, ...]:
    """Return the cues, the most cautious modality first."""
    return tuple(
        ModalityCue(modality, status, re.compile(pattern)) for modality, status, pattern in rows(CUES)
    )


def cue_in(words: str, ignored: str = "", skipped: Collection[str] = ()) -> ModalityCue | None:
    """Return the most cautious cue in some words; None if there is none.

    Args:
        words: the words.
        ignored: words that are not a cue here.
        skipped: modalities whose cues are not looked for.
    """
    read = words.replace(ignored, "")
    # The first word has a capital; other capitals show names, such as the month of May.
    read = read[:1].lower() + read[1:]
    return next((cue for cue in cues() if cue.modality not in skipped and cue.pattern.search(read)), None)
