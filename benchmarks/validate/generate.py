"""Generates data of any size: firms, partnerships and deployments; one node in 200 violates a shape."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

PREFIXES = """@prefix ex: <http://example.org/bench/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:Supplier rdfs:subClassOf ex:Firm .
ex:Automaker rdfs:subClassOf ex:Firm .
"""
#: Triples of one firm, one partnership and one deployment together.
PER_GROUP = 18
CLASSES = ("Firm", "Supplier", "Automaker")


def write(path: Path, triples: int, seed: int = 7) -> int:
    """Write a Turtle file with about this many triples, and return the exact number.

    Args:
        path: the file.
        triples: the approximate number of triples.
        seed: the seed; the same seed gives the same file.
    """
    chance = random.Random(seed)
    groups = max(1, (triples - 2) // PER_GROUP)
    count = 2
    with path.open("w", encoding="utf-8") as file:
        file.write(PREFIXES)
        for number in range(groups):
            for text in group(number, groups, chance):
                file.write(text)
            count += PER_GROUP
    return count


def group(number: int, groups: int, chance: random.Random) -> Iterator[str]:
    """Yield the Turtle of one firm, one partnership and one deployment.

    Args:
        number: the number of the group.
        groups: how many groups there are; a partnership may be with the firm of any of them.
        chance: decides which values are wrong.
    """

    def faulty(wrong: str, right: str) -> str:
        return wrong if chance.random() < 0.005 else right

    partner = chance.randrange(groups)
    founded = faulty('"MCMXC"', f'"{1990 + number % 35}"^^xsd:gYear')
    kind = CLASSES[number % 3]
    yield (
        f"ex:firm{number} a ex:{kind} ;\n"
        f'    rdfs:label "Firm {number}"@en ;\n'
        f'    ex:code "{faulty("bad code", f"F-{number:08d}")}" ;\n'
        f"    ex:founded {founded} ;\n"
        f"    ex:level {faulty('9', str(number % 6))} ;\n"
        f"    ex:country ex:{faulty('Nowhere', ('China', 'Germany', 'Singapore')[number % 3])} .\n"
    )
    second = faulty(f'"Firm {partner}"', f"ex:firm{partner}")
    yield (
        f"ex:partnership{number} a ex:Partnership ;\n"
        f"    ex:party ex:firm{number}, {second} ;\n"
        f'    ex:start "2024-01-{number % 28 + 1:02d}"^^xsd:date ;\n'
        f'    ex:end "{faulty("2023", "2025")}-06-{number % 28 + 1:02d}"^^xsd:date ;\n'
        f"    ex:scope [ ex:region ex:Europe ] .\n"
    )
    vehicles = faulty("-4", str(number % 400 + 1))
    yield (
        f"ex:deployment{number} a ex:Deployment ;\n"
        f"    ex:by {faulty(f'ex:firm{(number + 1) % groups}', f'ex:firm{number}')} ;\n"
        f"    ex:vehicles {vehicles} ;\n"
        f'    ex:status "{faulty("unknown", ("trial", "service")[number % 2])}" ;\n'
        f"    ex:under ex:partnership{number} .\n"
    )
