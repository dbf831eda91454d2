"""Values of properties for the rows of a table whose names have been matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adgo.corpus.corpus import Corpus
from adgo.corpus.reconciling import entities
from adgo.corpus.reconciling.entities import Json


@dataclass(frozen=True)
class WantedProperty:
    """A property by its local name, and the most values that are wanted; 0 for all."""

    name: str
    limit: int = 0


def extend(corpus: Corpus, identifiers: Sequence[str], wanted: Sequence[WantedProperty]) -> Json:
    """Return the values of properties as {"meta": [{"id", "name"}], "rows": {identifier: {property: values}}}.

    Args:
        corpus: the graph.
        identifiers: the entities; one that is not known has no values.
        wanted: the properties.
    """
    return {
        "meta": [entities.described(corpus, each.name) for each in wanted],
        "rows": {
            identifier: {each.name: _values(corpus, identifier, each) for each in wanted}
            for identifier in identifiers
        },
    }


def _values(corpus: Corpus, identifier: str, wanted: WantedProperty) -> list[Json]:
    it = entities.known(corpus, identifier)
    terms = entities.facts(corpus, it, wanted.name) if it else []
    return [entities.value(corpus, term) for term in (terms[: wanted.limit] if wanted.limit else terms)]
