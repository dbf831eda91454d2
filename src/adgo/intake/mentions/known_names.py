"""The names of known things: labels, aliases, names in articles, and for persons the parts of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from adgo.evidence import store_lookup
from adgo.evidence.folded_text import FoldedText, Span, fold
from adgo.graph.namespaces import ID
from adgo.intake.mentions.mention import ArticleMention, MentionKind
from adgo.intake.project_graph import ProjectGraph

#: A word of a person's name: after the first mention, a text continues with one of them.
_PART = re.compile(r"[^\W\d_][^\W\d_'’-]+")


class KnownNames:
    """Finds the things of a graph in texts by their names."""

    def __init__(self, graph: ProjectGraph) -> None:
        self._graph = graph
        #: Name to the IRIs of the things that have it.
        self._names: dict[str, set[str]] = {}
        self._parts: dict[str, set[str]] = {}
        for iri, name in names_of_things(graph):
            self._names.setdefault(name, set()).add(iri)
            if store_lookup.PERSON in store_lookup.kinds(graph.store, NamedNode(iri)):
                for part in _PART.findall(name):
                    self._parts.setdefault(part, set()).add(iri)

    @cached_property
    def _written(self) -> list[tuple[str, str]]:
        """The forms in which a text may have each name, folded, with the name."""
        # At the start of a sentence, a name such as "smart driving" has a capital; other cases are other words.
        return sorted(
            (fold(written), name)
            for name in self._names.keys() | self._parts.keys()
            for written in {name, name[:1].upper() + name[1:]}
        )

    def mentions(self, folded: FoldedText) -> list[ArticleMention]:
        """Return the places with names, also those that overlap; each has all things that its words may mean."""
        places: dict[Span, str] = {}
        for written, name in self._written:
            for span in folded.find(written) if written in folded.folded else ():
                if name in self._names or span not in places:
                    places[span] = name
        return [
            ArticleMention(
                span,
                MentionKind.THING,
                candidates=tuple(sorted(self._meant(name))),
                is_part=name not in self._names,
            )
            for span, name in places.items()
        ]

    def _meant(self, name: str) -> set[str]:
        """Return the things that a name may mean: those with it, their namesakes, and persons with that part of it."""
        owners = self._names.get(name, set())
        alike = {other for iri in owners for other in self._graph.namesakes(name, iri)}
        return owners | alike | self._parts.get(name, set())


def names_of_things(graph: ProjectGraph) -> Iterator[tuple[str, str]]:
    """Yield the IRI of each thing with each of its names."""
    store = graph.store
    for label in store_lookup.LABELS[:3]:
        for quad in store.quads_for_pattern(None, label, None, None):
            yield from _pairs([quad.subject], [quad.object])
    for quad in store.quads_for_pattern(None, store_lookup.PREDICATE, store_lookup.IS_NAMED, None):
        if isinstance(quad.subject, NamedNode):
            things = store_lookup.objects(store, quad.subject, store_lookup.SUBJECT)
            names = store_lookup.objects(store, quad.subject, store_lookup.OBJECT)
            yield from _pairs(things, names)


def _pairs(
    things: Sequence[store_lookup.Term], names: Sequence[store_lookup.Term]
) -> Iterator[tuple[str, str]]:
    """Yield each thing with each name, without other subjects and objects."""
    for thing in things:
        for name in names:
            if isinstance(thing, NamedNode) and isinstance(name, Literal) and thing.value.startswith(ID):
                yield thing.value, name.value
