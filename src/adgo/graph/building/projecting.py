"""Runs the projections and rules on the claims of one bucket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Store

from adgo.graph.building.lines import add_lines, chosen, filled, moved, ordered
from adgo.graph.building.vocabulary import SECOND, BuildVocabulary
from adgo.graph.dataset import UnreadableFile
from adgo.graph.files import PARTS
from adgo.sparql.answering.query import query as answer

#: The derived lines that are in no part: they are used only by the build.
MARKS = "marks"


class Projector:
    """A store with the claims of a bucket, in which queries add to each other's results."""

    def __init__(self, *texts: str) -> None:
        self.store = filled("".join(texts))
        #: The derived lines, without graph, by part.
        self.found: dict[str, set[str]] = {}

    def add(self, part: str, name: str, query: str) -> None:
        """Add the result of a CONSTRUCT query to the store and to the lines of a part.

        Args:
            part: the part.
            name: the name of the query, for messages.
            query: the query.
        """
        known = self.found.setdefault(part, set())
        new = constructed(self.store, name, query) - known
        if part != "plans":
            add_lines(self.store, "".join(f"{line}\n" for line in new))
        known |= new

    def repeat(self, part: str, queries: Mapping[str, str]) -> None:
        """Add the results of queries until nothing is added, as a query may use results of another."""
        size = -1
        while size != len(self.store):
            size = len(self.store)
            for name, query in queries.items():
                self.add(part, name, query)

    def lines(self, part: str) -> str:
        """Return the derived lines of a part, sorted, without graph."""
        return ordered(self.found.get(part, ()))


def constructed(store: Store, name: str, query: str) -> set[str]:
    """Return the triples of a CONSTRUCT query as lines without graph; UnreadableFile if it is not one.

    Args:
        store: the data.
        name: the name of the query, for messages.
        query: the query.
    """
    try:
        found = answer(store, query).triples.serialize(format=RdfFormat.N_TRIPLES) or b""
    except SyntaxError as error:
        raise UnreadableFile(f"{name}.rq: {error}") from error
    except TypeError as error:
        raise UnreadableFile(f"{name}.rq: must be a CONSTRUCT query") from error
    return set(found.decode().split("\n")) - {""}


def first(known: BuildVocabulary, claims: str, things: str) -> Projector:
    """Return what follows from the claims of a bucket and the types of its own things alone.

    Args:
        known: the vocabulary.
        claims: the lines of the claims, and of the judgements on them.
        things: the lines of the bucket's own things, with their graph.
    """
    read = known.read_first
    own = chosen(things, read)
    made = Projector(known.lines_first, chosen(claims, read), own, without_graph(own, PARTS))
    queries = known.projections
    made.repeat(MARKS, {"withheld": queries["withheld"]})
    made.add(MARKS, "contested", queries["contested"])
    made.add(MARKS, "claim-standings", queries["claim-standings"])
    made.add("facts", "facts", queries["facts"])
    made.add("plans", "plans", queries["plans"])
    made.repeat("inferred", known.rules_of("subject alone"))
    return made


def second(known: BuildVocabulary, claims: str, derived: str, cards: str) -> Projector:
    """Return what follows as soon as the things that the claims name have described themselves.

    Args:
        known: the vocabulary.
        claims: the lines of the claims.
        derived: what followed at first, without graph.
        cards: what is said of the bucket's own things and of those that the claims name, without graph.
    """
    read = known.read_second
    made = Projector(known.lines_second, chosen(claims, read), derived, cards)
    made.repeat("inferred", known.rules_of("subject"))
    for name in SECOND:
        part = "reports" if name == "reports" else "inferred"
        made.add(part, name, known.projections[name])
    return made


def without_graph(text: str, parts: Iterable[str]) -> str:
    """Return lines of several parts as lines without graph."""
    for part in parts:
        text = moved(text, part)
    return text
