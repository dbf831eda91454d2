"""The things that drafts propose because the graph does not know them yet."""

from __future__ import annotations

from collections.abc import Callable

from adgo.evidence.verification.copied_wording import RUN
from adgo.graph.namespaces import short
from adgo.intake.checking.draft_texts import DraftTexts
from adgo.intake.checking.lookalikes import forms
from adgo.intake.checking.taken_names import TakenNames
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
        self._taken = TakenNames(graph)
        #: What has each form of a label, or an IRI without capitals.
        self._forms: dict[str, str] = {}
        #: Where each thing was proposed first.
        self._places: dict[str, str] = {}
        #: By the IRI of a new thing that cannot be taken, or by the place of a draft on a known one.
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
        is_known = self._graph.mentions(iri)  # It is if the same drafts were ingested before.
        if fault := self._fault(proposal, draft):
            # A wrong word about a known thing in one draft must not refuse other drafts that name the thing.
            self._faults[draft.place if is_known else iri] = f"{short(iri)} {fault}"
        elif not is_known:
            self.things[iri] = proposal
            self._names[label.casefold()] = iri
            self._forms |= dict.fromkeys((*forms(label), iri.casefold()), iri)
            self._places.setdefault(iri, draft.place)

    def check(self, draft: Draft) -> None:
        """Raise DraftFault if a draft proposes a known thing as if it were another."""
        if draft.place in self._faults:
            raise DraftFault("faulty proposal", self._faults[draft.place])

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
        if any(self._texts.copies(draft, each) for each in (label, short(iri))):
            return f"has a label or name with {RUN} words in a row of the article: say it in your own words"
        if self.things.get(iri, proposal) != proposal:
            return (
                f"is proposed at {self._places[iri]} and at {draft.place} with different labels or types: use the same "
                "in all drafts"
            )
        if self._graph.mentions(iri):
            return self._taken.fault(proposal)
        return self._namesake(iri, label) or self._taken.fault(proposal)

    def _namesake(self, iri: str, label: str) -> str:
        """Return what else has the label of a proposed thing, as the rest of a sentence; "" if nothing has."""
        alike = (self._forms[each] for each in (*sorted(forms(label)), iri.casefold()) if each in self._forms)
        same = next((each for each in alike if each != iri), "")
        if same:
            how = self._likeness(iri, label, same)
            remedy = "use one name for one thing, or another label"
            self._faults[same] = f"{short(same)} is proposed with {how} {short(iri)}: {remedy}"
            return f"is proposed with {how} {short(same)}: {remedy}"
        try:
            same = self._find_thing(label)
        except LookupError:
            return ""
        return f"is proposed as {label!r}, which is the name of {short(same)}: use that, or another label"

    def _likeness(self, iri: str, label: str, other: str) -> str:
        """Return in what a proposed thing is like another one."""
        if self._names.get(label.casefold()) == other:
            return "the same label as"
        return (
            "the same name, except for capitals, as"
            if iri.casefold() == other.casefold()
            else "a label that reads as that of"
        )
