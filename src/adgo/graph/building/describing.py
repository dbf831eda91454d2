"""The context: what is said of the things that facts, inferred triples and reports name."""

from __future__ import annotations

from collections.abc import Collection

from adgo.graph.building.lines import chosen, ending, filled, moved, ordered, split
from adgo.graph.building.projecting import constructed, without_graph
from adgo.graph.building.vocabulary import BuildVocabulary
from adgo.graph.files import PARTS
from adgo.graph.namespaces import ADGO, BASE

_ONTOLOGY = f"<{BASE}ontology"
#: Marks a thing as named, in the graph where the query looks for what is named.
_NAMED = f"<{ADGO}named>"


def mentions(text: str) -> set[str]:
    """Return the things that lines name as subject or value."""
    found = set()
    for subject, _, rest in split(text):
        found.add(subject)
        if rest[0] == "<":
            found.add(rest.partition(" ")[0])
    return {node for node in found if node.startswith(f"<{BASE}") and not node.startswith(_ONTOLOGY)}


def context(known: BuildVocabulary, things: str, named: Collection[str]) -> str:
    """Return the context of named things, as lines without graph.

    Args:
        known: the vocabulary, for the query.
        things: all that is said of them and that the query reads, with the graph of each part.
        named: the things, in N-Triples form; they belong to one bucket.
    """
    own = "".join(f"{s} {p} {rest}\n" for s, p, rest in split(things) if s in named)
    own += "".join(
        line for node in sorted(known.by_subject.keys() & set(named)) for line in known.by_subject[node]
    )
    marks = "".join(f"{node} {_NAMED} {node}{ending('context')}\n" for node in sorted(named))
    store = filled(own, without_graph(own, PARTS), marks)
    made = constructed(store, "context", known.projections["context"])
    return ordered(line for line in made if line.partition(" ")[0] in named)


def read_by_context(known: BuildVocabulary, text: str, part: str) -> str:
    """Return those of the lines of a generated part, given without graph, that the context reads.

    Args:
        known: the vocabulary.
        text: the lines.
        part: the part.
    """
    return moved(chosen(text, known.read_by_context), "", part)
