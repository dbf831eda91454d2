"""The data of a graph as people read them, or an error if they are too large for that."""

from __future__ import annotations

import re
from collections.abc import Callable

from adgo.corpus import reading
from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import Row

_LIMIT = re.compile(r"\bLIMIT\s+([0-9]+)\s*\Z")


def read(ask: Callable[[str], list[Row]]) -> Corpus:
    """Return the corpus of a dataset.

    Args:
        ask: returns the rows of a SELECT query.

    Raises:
        ValueError: if the data have more rows than the queries ask for, so that some would be missing.
    """

    def ask_all(text: str) -> list[Row]:
        rows, limit = ask(text), _LIMIT.search(text.strip())
        if limit and len(rows) >= int(limit[1]):
            raise ValueError(
                f"these data have {limit[1]} statements about claims or things, or more: ask with SPARQL"
            )
        return rows

    return reading.read(ask_all)
