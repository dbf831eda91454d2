"""What the project knows when drafts come in: its sources, passages, claims, statements and vocabulary."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from adgo.evidence import passages, sources, store_lookup
from adgo.evidence.passages import Passage, Span
from adgo.evidence.sources import Source
from adgo.graph.namespaces import ID, PREFIXES
from adgo.intake.stance import Stance, stance_of
from adgo.intake.term_finder import TermFinder
from adgo.turtle import iris

_TELLS = NamedNode(PREFIXES["adgo"] + "tells")
#: Things that articles often call by a part of their name.
_NAMED_KINDS = {NamedNode(PREFIXES["adgo"] + kind) for kind in ("Person", "Organization")}
_STATEMENT = NamedNode(PREFIXES["adgo"] + "Statement")

#: Subject, predicate and object in N-Triples form.
Atom = tuple[str, str, str]


class ProjectGraph:
    """The graph of the project, for lookups by those who add to it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.terms = TermFinder(store)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The registered articles, by number."""
        return sources.read(self.store)

    @cached_property
    def _passages(self) -> list[Passage]:
        return passages.read(self.store)

    def passage_at(self, source: str, spans: tuple[Span, ...]) -> Passage | None:
        """Return the passage of a source with exactly these spans; None if there is none."""
        return next((each for each in self._passages if (each.source, each.spans) == (source, spans)), None)

    def passage_names(self, source: str) -> list[str]:
        """Return the names of all passages of a source."""
        return [each.name for each in self._passages if each.source == source]

    def claims_on(self, passage: str) -> dict[str, Atom]:
        """Return the claims on a passage, by IRI, with what they claim."""
        found = {}
        for quad in self.store.quads_for_pattern(None, store_lookup.CITES, NamedNode(passage), None):
            if not isinstance(quad.subject, NamedNode):
                continue
            parts = (store_lookup.SUBJECT, store_lookup.PREDICATE, store_lookup.OBJECT)
            values = [store_lookup.objects(self.store, quad.subject, part) for part in parts]
            if all(values):
                subject, predicate, object_ = (str(each[0]) for each in values)
                found[quad.subject.value] = (subject, predicate, object_)
        return found

    def stances(self, source: str, spans: tuple[Span, ...], atom: Atom) -> set[Stance]:
        """Return the stances with which claims on a passage claim something; none if no claim does.

        Args:
            source: the number of the article.
            spans: the places of the passage.
            atom: what is claimed.
        """
        passage = self.passage_at(source, spans)
        claims = self.claims_on(passage.iri).items() if passage else ()
        return {stance_of(self.store, NamedNode(iri)) for iri, claimed in claims if claimed == atom}

    def statement_of(self, atom: Atom) -> str | None:
        """Return the IRI of the only statement that claims with an atom make; None if there is none, or several."""
        subject, predicate, object_ = atom
        told = set()
        for quad in self.store.quads_for_pattern(None, store_lookup.SUBJECT, _node(subject), None):
            claim = quad.subject
            assert isinstance(claim, NamedNode)
            same = [
                str(store_lookup.objects(self.store, claim, part)[0])
                for part in (store_lookup.PREDICATE, store_lookup.OBJECT)
            ]
            if same == [predicate, object_]:
                told |= {
                    each.value
                    for each in store_lookup.objects(self.store, claim, _TELLS)
                    if isinstance(each, NamedNode)
                }
        return told.pop() if len(told) == 1 else None

    def statement_labelled(self, label: str) -> str | None:
        """Return the IRI of the statement with a label; None if there is none."""
        return self._statements.get(label)

    @cached_property
    def _statements(self) -> dict[str, str]:
        nodes = store_lookup.instances(self.store, _STATEMENT)
        return {
            store_lookup.text(self.store, node, store_lookup.LABELS[0]) or "": node.value for node in nodes
        }

    def has_statement(self, iri: str) -> bool:
        """Return whether a statement is declared."""
        return iri in self._statements.values()

    def mentions(self, iri: str) -> bool:
        """Return whether a triple has an IRI as its subject or object; any other text is in none."""
        if not iris.is_valid(iri):
            return False
        node = NamedNode(iri)
        quads = chain(
            self.store.quads_for_pattern(node, None, None, None),
            self.store.quads_for_pattern(None, None, node, None),
        )
        return next(quads, None) is not None

    def namesakes(self, name: str, iri: str) -> list[str]:
        """Return the things, and that with an IRI, that a short form such as a surname may mean; one if it is clear.

        Args:
            name: the name as it is written.
            iri: the thing that has exactly this name.
        """
        if name.casefold() in {label.casefold() for label in self.labels.get(iri, ())}:
            return [iri]
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
        others = {
            other for other, labels in self.labels.items() if any(word.search(label) for label in labels)
        }
        alike = store_lookup.kinds(self.store, NamedNode(iri)) & _NAMED_KINDS
        return sorted(
            {iri} | {other for other in others if store_lookup.kinds(self.store, NamedNode(other)) & alike}
        )

    @cached_property
    def labels(self) -> dict[str, list[str]]:
        """The preferred labels of all things, by IRI."""
        found: dict[str, list[str]] = {}
        for quad in self.store.quads_for_pattern(None, store_lookup.LABELS[0], None, DefaultGraph()):
            thing, label = quad.subject, quad.object
            if isinstance(thing, NamedNode) and isinstance(label, Literal) and thing.value.startswith(ID):
                found.setdefault(thing.value, []).append(label.value)
        return found

    def new_statement(self, label: str, taken: set[str]) -> str:
        """Return a free IRI for a statement, made of the first words of its label.

        Args:
            label: the label.
            taken: IRIs that are not free although the graph does not have them; the new one is added.
        """
        words = re.findall(r"[a-z0-9]+", label.casefold())[:6] or ["statement"]
        iri, number = PREFIXES["st"] + "-".join(words), 1
        while iri in taken or self.mentions(iri):
            number += 1
            iri = PREFIXES["st"] + "-".join(words) + f"-{number}"
        taken.add(iri)
        return iri


def _node(term: str) -> NamedNode:
    return NamedNode(term.removeprefix("<").removesuffix(">"))
