"""The things that drafts propose because the graph does not know them yet."""

from __future__ import annotations

from collections.abc import Callable

from adgo.evidence.verification.copied_wording import RUN
from adgo.graph.namespaces import short
from adgo.intake.checking.draft_texts import DraftTexts
from adgo.intake.draft import Draft, DraftFault
from adgo.intake.new_claim import Proposal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.term_finder import UnknownTerm, expanded

#: Returns the IRI of the thing with a name or label; LookupError says that there is none, or several.
FindThing = Callable[[str], str]


class Proposals:
    """The things that the drafts which come in together propose."""

    def __init__(self, graph: ProjectGraph, texts: DraftTexts, find_thing: FindThing) -> None:
        """Start without proposals.

        Args:
            graph: what the project knows.
            texts: the texts of the articles.
            find_thing: finds a thing of the graph by its name.
        """
        self._graph, self._texts, self._find_thing = graph, texts, find_thing
        self.things: dict[str, Proposal] = {}
        self._names: dict[str, str] = {}
        #: Where each thing was proposed first.
        self._places: dict[str, str] = {}
        self._faults: dict[str, str] = {}

    def add(self, proposed: dict[str, str], draft: Draft) -> None:
        """Record a proposed thing, or why it cannot be taken; nothing if the graph knows it by now.

        Args:
            proposed: its fields.
            draft: the draft that proposes it.
        """
        iri, label = expanded(proposed["name"]), proposed["label"]
        try:
            class_iri = self._graph.terms.class_(proposed["type"]) if proposed.get("type") else ""
        except UnknownTerm as error:
            self._faults[iri] = f"{short(iri)} is proposed with an unknown type: {error}"
            return
        proposal = Proposal(iri, label, class_iri)
        if fault := self._fault(proposal, draft):
            self._faults[iri] = f"{short(iri)} {fault}"
        elif not self._graph.mentions(iri):  # It does if the same drafts were ingested before.
            self.things[iri] = proposal
            self._names[label.casefold()] = iri
            self._places.setdefault(iri, draft.place)

    def iri(self, name: str) -> str:
        """Return the IRI that a name means if a draft proposes it, or if it is a name with a prefix.

        Args:
            name: an IRI, name or label.

        Raises:
            DraftFault: if it is proposed and cannot be taken.
        """
        iri = self._names.get(name.casefold(), expanded(name))
        if iri in self._faults:
            raise DraftFault("faulty proposal", self._faults[iri])
        return iri

    def _fault(self, proposal: Proposal, draft: Draft) -> str:
        """Return why a proposed thing cannot be taken, as the rest of a sentence; "" if it can."""
        iri, label, kind = proposal.iri, proposal.label, proposal.class_iri
        if kind and not self._graph.terms.is_lasting(kind):
            return (
                f"is proposed with the type {short(kind)}, whose members are not lasting things: leave the type out, "
                "and say in a claim with rdf:type what it is"
            )
        if self._texts.copies(draft, label):
            return f"has a label with {RUN} words in a row of the article: say it in your own words"
        if self.things.get(iri, proposal) != proposal:
            return (
                f"is proposed at {self._places[iri]} and at {draft.place} with different labels or types: use the same "
                "in all drafts"
            )
        return "" if self._graph.mentions(iri) else self._namesake(iri, label)

    def _namesake(self, iri: str, label: str) -> str:
        """Return what else has the label of a proposed thing, as the rest of a sentence; "" if nothing has."""
        same = self._names.get(label.casefold(), iri)
        if same != iri:
            remedy = "use one name for one thing, or another label"
            self._faults[same] = f"{short(same)} is proposed with the same label as {short(iri)}: {remedy}"
            return f"is proposed with the same label as {short(same)}: {remedy}"
        try:
            same = self._find_thing(label)
        except LookupError:
            return ""
        return f"is proposed as {label!r}, which is the name of {short(same)}: use that, or another label"
