"""The language of a text, by its script or its most frequent small words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from adgo.graph.table_rows import rows

TABLE = Path(__file__).with_name("languages.tsv")
#: Scripts that show the language: a pattern of their characters, in the order in which they decide.
_SCRIPTS = (
    ("ja", "[\u3040-\u30ff]"),
    ("ko", "[\uac00-\ud7af]"),
    ("zh", "[\u4e00-\u9fff]"),
    ("ru", "[\u0400-\u04ff]"),
)
#: The part of the characters, or of the words, that decides.
_ENOUGH = 0.1


def language_of(text: str) -> str:
    """Return the language tag of a text; "" if it is not clear."""
    letters = sum(map(str.isalpha, text)) or 1
    for tag, script in _SCRIPTS:
        if len(re.findall(script, text)) / letters > _ENOUGH:
            return tag
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {tag: sum(word in small for word in words) for tag, small in _small_words().items()}
    best = max(counts, key=lambda tag: counts[tag])
    return best if words and counts[best] / len(words) > _ENOUGH else ""


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in rows(TABLE)}
