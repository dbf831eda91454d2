"""The names that things of the graph have already, as people read them."""

from __future__ import annotations

from functools import cached_property

from pyoxigraph import NamedNode

from adgo.evidence import store_lookup
from adgo.graph.namespaces import short
from adgo.intake.checking.lookalikes import forms, mixed_word, visible
from adgo.intake.mentions.known_names import names_of_things
from adgo.intake.new_claim import Proposal
from adgo.intake.project_graph import ProjectGraph


class TakenNames:
    """Finds why a proposed thing cannot have its name or label. Faults are the rest of a sentence."""

    def __init__(self, graph: ProjectGraph) -> None:
        """Read the names of a graph when they are needed."""
        self._graph = graph

    def fault(self, proposal: Proposal) -> str:
        """Return why a thing cannot have its name and label; "" if it can."""
        return self._unreadable(proposal.label) or (
            self._other(proposal) if self._graph.mentions(proposal.iri) else self._taken(proposal)
        )

    def _unreadable(self, label: str) -> str:
        if not any(each.isalnum() for each in visible(label)):
            return f"is proposed with the label {label!a}, of which nothing can be read: write its name"
        if word := mixed_word(label):
            return (
                f"is proposed with the label {label!r}, whose word {word!a} mixes letters of several alphabets: "
                "write it with those of one"
            )
        return ""

    def _other(self, proposal: Proposal) -> str:
        """Return why a known thing is not the one that is proposed."""
        known = self._names.get(proposal.iri, [])
        labels = {visible(each).casefold() for each in known}
        name = short(proposal.iri)
        if known and visible(proposal.label).casefold() not in labels:
            return (
                f"is proposed as {proposal.label!r}, and the graph knows {name} as {known[0]!r}: give the new thing "
                "another name, or take one of its labels if it is meant"
            )
        kinds = self._kinds(NamedNode(proposal.iri))
        if proposal.class_iri and kinds and not self._fits(NamedNode(proposal.class_iri), kinds):
            named = " and ".join(sorted(short(each.value) for each in kinds))
            return (
                f"is proposed with the type {short(proposal.class_iri)}, and the graph knows {name} as {named}: give "
                "the new thing another name, or leave the type out"
            )
        return ""

    def _kinds(self, thing: NamedNode) -> set[NamedNode]:
        """Return the classes that a thing has, or that claims give it."""
        store = self._graph.store
        found = [
            *store_lookup.objects(store, thing, store_lookup.TYPE),
            *store_lookup.claimed_objects(store, thing, store_lookup.TYPE),
        ]
        return {each for each in found if isinstance(each, NamedNode)}

    def _fits(self, kind: NamedNode, kinds: set[NamedNode]) -> bool:
        """Return whether a class is among the kinds of a thing, or is a broader or narrower one."""
        store = self._graph.store
        return kind in store_lookup.with_superclasses(store, kinds) or bool(
            store_lookup.with_superclasses(store, [kind]) & kinds
        )

    def _taken(self, proposal: Proposal) -> str:
        """Return which thing has the name or label of a new one already, as a reader sees them; "" if none has."""
        if same := self._iris.get(proposal.iri.casefold()):
            return f"differs from {short(same)} only in capitals: use that, or another name"
        same = next((self._forms[form] for form in sorted(forms(proposal.label)) if form in self._forms), "")
        if not same:
            return ""
        reads = f"is proposed as {proposal.label!r}, which reads as the name of {short(same)}"
        return f"{reads}: use that, or another label"

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The names of each thing, its preferred labels first."""
        found: dict[str, list[str]] = {}
        for iri, name in names_of_things(self._graph):
            found.setdefault(iri, []).append(name)
        return found

    @cached_property
    def _forms(self) -> dict[str, str]:
        return {form: iri for iri, names in self._names.items() for name in names for form in forms(name)}

    @cached_property
    def _iris(self) -> dict[str, str]:
        return {iri.casefold(): iri for iri in self._names}
