"""Names that look the same to a reader: other case, invisible characters, letters of other alphabets."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from adgo.evidence.folded_text import fold
from adgo.graph.table_rows import rows

#: Alphabets with letters that look like those of another. Words in other scripts, such as Japanese, may mix them.
_ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"}
#: Characters that are not seen although they are letters or marks: fillers, joiners, selectors of a variant.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_TABLE = Path(__file__).with_name("lookalikes.tsv")


def forms(name: str) -> set[str]:
    """Return the forms of a name for comparison: two names that share one look the same, or differ only in case."""
    seen = visible(name)
    return {seen.casefold(), seen.translate(_lookalikes()).casefold()}


@lru_cache(maxsize=65_536)  # A review compares the names of the graph with each draft.
def visible(name: str) -> str:
    """Return what is seen of a name: one form of each character, no invisible ones, one space between words."""
    kept = _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", name)))
    return fold(
        "".join(each for each in kept if each.isspace() or unicodedata.category(each) not in ("Cc", "Cf"))
    )


def mixed_word(name: str) -> str:
    """Return the first word of a name with letters of several alphabets that look alike; "" if there is none."""
    words = re.findall(r"[^\W\d_]+", visible(name))
    return next((word for word in words if len(set(map(_alphabet, word)) & _ALPHABETS) > 1), "")


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@cache
def _lookalikes() -> dict[int, str]:
    """Return for each character the one that stands for all that look like it."""
    return {ord(other): one for one, others in rows(_TABLE) for other in others}
