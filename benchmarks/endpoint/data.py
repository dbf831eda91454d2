"""The data sets as N-Triples: the default graph of the packaged data, and synthetic triples."""

from __future__ import annotations

import random
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat

from adgo.graph.dataset import load

EX = "http://example.org/"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
#: Triples that each person has.
EACH = 5


def packaged(path: Path) -> None:
    """Write the default graph of the packaged data."""
    load().store.dump(str(path), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())


def synthetic(path: Path, size: int) -> None:
    """Write about `size` triples: people with a firm, an age, and three people whom they know."""
    chance = random.Random(7)
    people = size // EACH
    with path.open("w", encoding="utf-8") as file:
        for number in range(people):
            person = f"<{EX}person{number}>"
            file.write(f"{person} <{EX}worksFor> <{EX}firm{number % max(1, people // 50)}> .\n")
            file.write(f'{person} <{EX}age> "{chance.randrange(18, 80)}"^^<{INTEGER}> .\n')
            for _ in range(EACH - 2):
                file.write(f"{person} <{EX}knows> <{EX}person{chance.randrange(people)}> .\n")
