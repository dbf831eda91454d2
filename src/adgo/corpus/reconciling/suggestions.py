"""What a reader may mean who has typed some letters: entities, types and properties."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.corpus import Corpus
from adgo.corpus.reconciling import entities, matching
from adgo.corpus.reconciling.entities import Json
from adgo.corpus.reconciling.matching import MatchQuery
from adgo.corpus.search.search import Search
from adgo.corpus.search.words import fold

#: The most suggestions of one answer.
MOST = 10


def suggest_entities(search: Search, typed: str, skipped: int = 0) -> list[Json]:
    """Return entities with their most important types.

    Args:
        search: the search over the graph.
        typed: the letters, or an identifier.
        skipped: how many suggestions to leave out, because the client has them.
    """
    found = matching.match(search, MatchQuery(typed, limit=skipped + MOST))[skipped:] if typed.strip() else []
    return [
        {
            "id": each["id"],
            "name": each["name"],
            "description": each["description"],
            "notable": each["type"][:1],
        }
        for each in found
    ]


def suggest_types(corpus: Corpus, typed: str, skipped: int = 0) -> list[Json]:
    """Return classes that have entities.

    Args:
        corpus: the graph.
        typed: the letters, or the local name of a class.
        skipped: how many suggestions to leave out.
    """
    return _begun(corpus, entities.all_types(corpus), typed)[skipped : skipped + MOST]


def suggest_properties(corpus: Corpus, typed: str, skipped: int = 0) -> list[Json]:
    """Return properties of entities.

    Args:
        corpus: the graph.
        typed: the letters, or the local name of a property.
        skipped: how many suggestions to leave out.
    """
    return _begun(corpus, entities.properties(corpus), typed)[skipped : skipped + MOST]


def _begun(corpus: Corpus, names: Iterable[str], typed: str) -> list[Json]:
    """Return the terms whose name, or a word of whose label, begins with the letters; exact ones first."""
    wanted = fold(typed)
    found: list[Json] = []
    for name in names:
        described = entities.described(corpus, name)
        texts = (fold(name), fold(described["name"]))
        if any(text == wanted for text in texts):
            found.insert(0, described)
        elif any(f" {text}".find(f" {wanted}") >= 0 for text in texts):
            found.append(described)
    return found
