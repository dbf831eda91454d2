"""How often the terms of the ontology are used, and by which stored questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from adgo.queries import Question
from adgo.server.pages.ontology_page.glossary import Ask


@dataclass(frozen=True)
class Uses:
    """How often a term is used: members of a class, triples of a property, records and claims that name a value."""

    things: int = 0
    triples: int = 0
    records: int = 0
    claims: int = 0

    @property
    def words(self) -> str:
        """The numbers in words, without zeros."""
        numbers = {"thing": self.things, "triple": self.triples, "record": self.records, "claim": self.claims}
        return ", ".join(f"{n:,} {noun}{'' if n == 1 else 's'}" for noun, n in numbers.items() if n)


UNUSED = Uses()


def counted(ask: Ask) -> dict[str, Uses]:
    """Return how often each term is used, as the query `term-uses.rq` counts it."""
    found: dict[str, dict[str, int]] = {}
    for row in ask("term-uses"):
        found.setdefault(row["term"]["value"], {})[row["role"]["value"]] = int(row["uses"]["value"])
    return {term: Uses(**numbers) for term, numbers in found.items()}


def asked(questions: Iterable[Question], name: str) -> list[Question]:
    """Return the questions whose query uses a term, given by its local name."""
    return [each for each in questions if name in names(each.text)]


@cache
def names(text: str) -> frozenset[str]:
    """Return the local names of the ontology's terms in a query."""
    return frozenset(re.findall(r"\badgo:(\w+)", text))
